//! `conversations.*`

use super::message_input::message_ts;
use crate::api::answer::Answer;
use crate::api::call::{Call, Context, Refusal};
use crate::api::page::Page;
use crate::api::paging;
use crate::api::uses::Use;
use crate::base::id::{ChannelId, UserId};
use crate::base::{Error, Result, Ts, limits};
use crate::domain::access::{self, Managing};
use crate::domain::history::{self, Message, Window};
use crate::domain::objects::conversation as objects;
use crate::domain::objects::{message, user};
use crate::domain::{Domain, channels, members, memberships, reads};
use crate::store::records::channel::{Channel, ChannelKind};
use crate::store::records::member::{Member, Membership};
use crate::store::records::token::TokenKind;
use crate::store::{Order, Part, Tx, View};
use serde_json::{Value, json};

fn object(call: &Call, view: &View, channel: &Channel, member: bool) -> Result<Value> {
    objects::conversation(call.lens(view), channel, call.actor().user, member)
}

/// The channel's part and the workspace's: what a change of the channel itself appends to.
/// `conversations.info`
pub async fn info(call: &Call) -> Result<Value, Refusal> {
    let view = call.view()?;
    let seen = call.seeing(&view, "channel", Use::Read)?;
    let mut channel = object(call, &view, &seen.channel, seen.member)?;
    if let Some(mine) = view.get(&Membership::at(&view, call.actor().user, seen.channel.id)?)? {
        let own = objects::own_side(call.lens(&view), &seen.channel, call.actor().user, &mine)?;
        channel["last_read"] = own["last_read"].clone();
        channel["unread_count"] = own["unread_count"].clone();
        channel["unread_count_display"] = own["unread_count"].clone();
        // Slack has the whole message here, which strict decoders want; reading it is for another scope.
        if call.actor().kind == TokenKind::Browser {
            channel["latest"] = own["latest"].clone();
        }
    }
    if call.args.bool("include_locale")?.unwrap_or(false) {
        channel["locale"] = json!(user::locale(None));
    }
    Ok(json!({ "channel": channel }))
}

/// Which kinds of conversation the caller asks for; a token without the scope for one is refused.
fn kinds(call: &Call) -> Result<Vec<ChannelKind>, Refusal> {
    let names = call.args.list("types")?.unwrap_or_else(|| vec!["public_channel".to_owned()]);
    let mut kinds = Vec::new();
    for name in names {
        let kind = match name.as_str() {
            "public_channel" => ChannelKind::Public,
            "private_channel" => ChannelKind::Private,
            "im" => ChannelKind::Direct,
            "mpim" => ChannelKind::Group,
            _ => return Err(Error::invalid("invalid_types").into()),
        };
        call.fits(kind, Use::Read)?;
        kinds.push(kind);
    }
    Ok(kinds)
}

/// What a cursor starts with in that part of `conversations.list` which the workspace's own list does not have. Those of that
/// list start with a moment, whose first byte is zero for the next thousands of years.
const BEHIND_THE_LIST: u8 = u8::MAX;

/// `conversations.list`: the public channels and the caller's own. Direct conversations are not in the workspace's list: the
/// caller's follow it.
pub async fn list(call: &Call) -> Result<Answer, Refusal> {
    let kinds = kinds(call)?;
    if !kinds.contains(&ChannelKind::Public) {
        return of_person(call, call.actor().user);
    }
    let paging = paging::paging(&call.args, 100, limits::PAGE_MAX)?;
    let skip_archived = call.args.bool("exclude_archived")?.unwrap_or(false);
    let view = call.view()?;
    let mut page = Page::list(call, "channels", paging.limit);
    let behind = paging.after.as_deref().and_then(|after| after.strip_prefix(&[BEHIND_THE_LIST]));
    if behind.is_none() {
        // A page is filled up: a short one would tell how many channels the caller may not know of.
        let found = channels::list(&view, paging.after.as_deref()).filter_map(|line| {
            let wanted = |c: &Channel| kinds.contains(&c.kind) && !(skip_archived && c.archived);
            let seen = |(cursor, channel): (_, Channel)| {
                let seen = access::seeing(&view, call.actor(), channel.id).ok().filter(|_| wanted(&channel))?;
                Some((cursor, channel, seen.member))
            };
            line.map(seen).transpose()
        });
        page.fill(found, |(cursor, channel, member)| Ok((cursor.clone(), object(call, &view, channel, *member)?)))?;
    }
    let mut own = own(call, &view, call.actor().user)?;
    own.retain(|c| c.is_direct() && kinds.contains(&c.kind) && c.id.as_bytes() > behind.unwrap_or_default());
    page.fill(own.into_iter().map(Ok), |channel| {
        let cursor = [&[BEHIND_THE_LIST], channel.id.as_bytes()].concat();
        Ok((cursor, object(call, &view, channel, true)?))
    })?;
    Ok(page.answer(json!({})))
}

/// A person's conversations that the caller may see, by id.
fn own(call: &Call, view: &View, user: UserId) -> Result<Vec<Channel>> {
    let mine = memberships::channels_of(view, user)?.into_iter();
    let seen = |mine: Membership| access::seeing(view, call.actor(), mine.channel).ok();
    let mut found: Vec<Channel> = mine.filter_map(seen).map(|seen| seen.channel).collect();
    found.sort_by_key(|channel| channel.id);
    Ok(found)
}

/// `users.conversations`, and `conversations.list` without public channels.
pub fn of_person(call: &Call, user: UserId) -> Result<Answer, Refusal> {
    let kinds = kinds(call)?;
    let paging = paging::paging(&call.args, 100, limits::PAGE_MAX)?;
    let skip_archived = call.args.bool("exclude_archived")?.unwrap_or(false);
    let view = call.view()?;
    let after = paging.after.unwrap_or_default();
    let mut own = own(call, &view, user)?;
    own.retain(|c| kinds.contains(&c.kind) && !(skip_archived && c.archived) && c.id.as_bytes() > after.as_slice());
    let me = call.actor().user;
    let mut page = Page::list(call, "channels", paging.limit);
    page.fill(own.into_iter().map(Ok), |channel| {
        let member = user == me || view.exists(&Member::at(&view, channel.id, me)?)?;
        Ok((channel.id.as_bytes().to_vec(), object(call, &view, channel, member)?))
    })?;
    Ok(page.answer(json!({})))
}

/// `conversations.members`
pub async fn members(call: &Call) -> Result<Answer, Refusal> {
    let paging = paging::paging(&call.args, 100, limits::PAGE_MAX)?;
    let view = call.view()?;
    let seen = call.seeing(&view, "channel", Use::Read)?;
    let mut page = Page::list(call, "members", paging.limit);
    let found = memberships::list(&view, seen.channel.id, paging.after.as_deref());
    page.fill(found, |(cursor, user)| Ok((cursor.clone(), *user)))?;
    Ok(page.answer(json!({})))
}

/// `latest`, `oldest`, `inclusive`, `limit`; a cursor is the `ts` the last page ended at.
fn window(call: &Call, order: Order) -> Result<Window> {
    let paging = paging::paging(&call.args, 100, limits::PAGE_MAX)?;
    let mut window = Window {
        latest: call.args.ts("latest", "invalid_ts_latest")?.unwrap_or(Ts::MAX),
        oldest: call.args.ts("oldest", "invalid_ts_oldest")?.unwrap_or(Ts::ZERO),
        inclusive: call.args.bool("inclusive")?.unwrap_or(false),
        few: paging.limit,
    };
    if let Some(after) = paging.after {
        let text = String::from_utf8(after).map_err(|_| Error::invalid("invalid_cursor"))?;
        let ts = Ts::parse(&text).ok_or(Error::invalid("invalid_cursor"))?;
        // The page goes on beyond this message, so on this side the bound is exclusive; the other side keeps its own.
        match order {
            Order::Descending => window.latest = if window.inclusive { Ts(ts.0.saturating_sub(1)) } else { ts },
            Order::Ascending => window.oldest = if window.inclusive { Ts(ts.0.saturating_add(1)) } else { ts },
        }
    }
    Ok(window)
}

/// A page of messages in the order they come.
fn page(
    call: &Call,
    view: &View,
    limit: usize,
    messages: impl Iterator<Item = Result<Message>>,
) -> Result<Page, Refusal> {
    let reader = Some(call.actor().user);
    let mut page = Page::list(call, "messages", limit);
    page.fill(messages, |read| {
        let cursor = read.address.ts.to_string().into_bytes();
        Ok((cursor, message::message(call.lens(view), read, reader)?))
    })?;
    Ok(page)
}

/// `conversations.history`: newest first. With our own argument `onward`, the page that follows `oldest`: Slack pages
/// backward only, and reading on from an old message would have to guess how much was said since.
pub async fn history(call: &Call) -> Result<Answer, Refusal> {
    let onward = call.args.bool("onward")?.unwrap_or(false);
    let order = if onward { Order::Ascending } else { Order::Descending };
    let window = window(call, order)?;
    let view = call.view()?;
    let reading = access::reading(&view, call.actor(), call.channel(&view, "channel")?)?;
    call.fits(reading.channel().kind, Use::History)?;
    let mut page = page(call, &view, window.few, history::timeline(&view, &reading, window, order))?;
    if onward {
        page = page.reversed_after(0);
    }
    let mut fields = json!({
        "pin_count": view.count(crate::store::records::pin::Pin::prefix(reading.id()).prefix(), 100)?,
        "channel_actions_ts": null,
        "channel_actions_count": 0,
    });
    if let Some(latest) = call.args.ts("latest", "invalid_ts_latest")? {
        fields["latest"] = json!(latest.to_string());
    }
    Ok(page.answer_with_more(fields))
}

/// `conversations.replies`: the root, then replies, oldest first. The root is on every page, and no reply. With our own
/// argument `backward`, the page that ends before `latest`, in the same order: Slack pages forward only, and who opens a
/// long thread wants its end.
pub async fn replies(call: &Call) -> Result<Answer, Refusal> {
    let ts = message_ts(&call.args, "ts").map_err(|_| Error::not_found("thread_not_found"))?;
    let backward = call.args.bool("backward")?.unwrap_or(false);
    let order = if backward { Order::Descending } else { Order::Ascending };
    let window = window(call, order)?;
    let view = call.view()?;
    let reading = access::reading(&view, call.actor(), call.channel(&view, "channel")?)?;
    call.fits(reading.channel().kind, Use::History)?;
    let mut page = page(call, &view, window.few + 1, history::thread(&view, &reading, ts, window, order)?)?;
    if backward {
        page = page.reversed_after(1);
    }
    Ok(page.answer_with_more(json!({})))
}

/// `conversations.create`
pub async fn create(call: &Call) -> Result<Value, Refusal> {
    let name = call.args.text("name").ok_or(Error::invalid("invalid_name_required"))?;
    let private = call.args.bool("is_private")?.unwrap_or(false);
    call.fits(if private { ChannelKind::Private } else { ChannelKind::Public }, Use::Write)?;
    let id = ChannelId::mint(call.domain().world());
    let parts = channels::founding_parts(call.domain(), id, call.actor().user).to_vec();
    let made = call.write(parts, move |tx, cx| channels::create(tx, &cx.actor, &cx.domain, id, &name, private)).await?;
    Ok(json!({ "channel": object(call, &call.view()?, &made, true)? }))
}

type Change = fn(&mut Tx, &crate::domain::Actor, &Domain, &Managing, &str) -> Result<Channel>;

/// A change of a channel's name, topic or purpose.
async fn change(call: &Call, value: String, verb: Use, how: Change) -> Result<Value, Refusal> {
    let id = call.seeing(&call.view()?, "channel", verb)?.channel.id;
    let run = move |tx: &mut Tx, cx: &Context| {
        let managing = access::managing(tx, &cx.actor, id)?;
        how(tx, &cx.actor, &cx.domain, &managing, &value)
    };
    let channel = call.write(channels::parts(call.domain(), call.actor(), id), run).await?;
    Ok(json!({ "channel": object(call, &call.view()?, &channel, true)? }))
}

/// `conversations.rename`
pub async fn rename(call: &Call) -> Result<Value, Refusal> {
    let name = call.args.text("name").ok_or(Error::invalid("invalid_name_required"))?;
    change(call, name, Use::Write, channels::rename).await
}

/// `conversations.setTopic`
pub async fn set_topic(call: &Call) -> Result<Value, Refusal> {
    let topic = call.args.text_or_empty("topic").ok_or(missing("topic"))?;
    let mut answer = change(call, topic, Use::Topic, channels::set_topic).await?;
    answer["topic"] = answer["channel"]["topic"]["value"].clone();
    Ok(answer)
}

/// `conversations.setPurpose`
pub async fn set_purpose(call: &Call) -> Result<Value, Refusal> {
    let purpose = call.args.text_or_empty("purpose").ok_or(missing("purpose"))?;
    let mut answer = change(call, purpose, Use::Topic, channels::set_purpose).await?;
    answer["purpose"] = answer["channel"]["purpose"]["value"].clone();
    Ok(answer)
}

fn missing(name: &str) -> Error {
    Error::invalid("invalid_arguments").because(format!("missing required field: {name}"))
}

/// `conversations.archive`
pub async fn archive(call: &Call) -> Result<Value, Refusal> {
    let id = call.seeing(&call.view()?, "channel", Use::Write)?.channel.id;
    let run = move |tx: &mut Tx, cx: &Context| {
        let managing = access::managing(tx, &cx.actor, id).map_err(|e| match &*e.code {
            "is_archived" => Error::invalid("already_archived"),
            _ => e,
        })?;
        channels::archive(tx, &cx.actor, &cx.domain, &managing)
    };
    call.write(channels::parts(call.domain(), call.actor(), id), run).await?;
    Ok(json!({}))
}

/// `conversations.unarchive`
pub async fn unarchive(call: &Call) -> Result<Value, Refusal> {
    let id = call.seeing(&call.view()?, "channel", Use::Write)?.channel.id;
    let run = move |tx: &mut Tx, cx: &Context| {
        let managing = access::reviving(tx, &cx.actor, id)?;
        channels::unarchive(tx, &cx.actor, &cx.domain, &managing)
    };
    call.write(channels::parts(call.domain(), call.actor(), id), run).await?;
    Ok(json!({}))
}

/// `conversations.join`
pub async fn join(call: &Call) -> Result<Value, Refusal> {
    // The table asks for `channels:join`, and Slack for no other scope.
    let view = call.view()?;
    let channel = access::seeing(&view, call.actor(), call.channel(&view, "channel")?)?.channel;
    if channel.is_direct() {
        return Err(Error::invalid("method_not_supported_for_channel_type").into());
    }
    let id = channel.id;
    drop(view);
    let parts = members::parts(id, &[call.actor().user]);
    let there = call
        .write(parts, move |tx, cx| {
            let seen = access::seeing(tx, &cx.actor, id)?;
            members::join(tx, &cx.actor, &seen)
        })
        .await?;
    let view = call.view()?;
    let channel = access::seeing(&view, call.actor(), id)?.channel;
    let mut answer = json!({ "channel": object(call, &view, &channel, true)? });
    if there {
        answer["warning"] = json!("already_in_channel");
        answer["response_metadata"]["warnings"] = json!(["already_in_channel"]);
    }
    Ok(answer)
}

/// `conversations.leave`
pub async fn leave(call: &Call) -> Result<Value, Refusal> {
    let id = call.seeing(&call.view()?, "channel", Use::Write)?.channel.id;
    let parts = members::parts(id, &[call.actor().user]);
    let left = call
        .write(parts, move |tx, cx| {
            let seen = access::seeing(tx, &cx.actor, id)?;
            members::leave(tx, &cx.actor, &seen)
        })
        .await?;
    Ok(if left { json!({}) } else { json!({ "not_in_channel": true }) })
}

/// `conversations.invite`: all of them, or with `force` those that can be.
pub async fn invite(call: &Call) -> Result<Value, Refusal> {
    let names = call.args.list("users")?.filter(|l| !l.is_empty()).ok_or(Error::invalid("no_user"))?;
    if names.len() > limits::INVITED_AT_ONCE {
        return Err(Error::limit("too_many_users").because("invite at most 1,000 people in one call").into());
    }
    let force = call.args.bool("force")?.unwrap_or(false);
    let id = call.seeing(&call.view()?, "channel", Use::Invite)?.channel.id;
    let users: Vec<Option<UserId>> = names.iter().map(|n| UserId::parse(n)).collect();
    let known: Vec<UserId> = users.iter().flatten().copied().collect();
    let run = move |tx: &mut Tx, cx: &Context| {
        let managing = access::managing(tx, &cx.actor, id)?;
        let mut errors = Vec::new();
        for (name, user) in names.iter().zip(&users) {
            let invited = user
                .ok_or(crate::domain::people::USER_NOT_FOUND)
                .and_then(|user| members::invite(tx, &cx.actor, &managing, user));
            match invited {
                Err(e) if e.kind == crate::base::Kind::Internal || !force => return Err(e),
                Err(e) => errors.push(json!({ "user": name, "ok": false, "error": e.code })),
                Ok(()) => {}
            }
        }
        Ok(errors)
    };
    let errors = call.write(members::parts(id, &known), run).await?;
    let view = call.view()?;
    let seen = access::seeing(&view, call.actor(), id)?;
    let mut answer = json!({ "channel": object(call, &view, &seen.channel, seen.member)? });
    if !errors.is_empty() {
        answer["errors"] = json!(errors);
    }
    Ok(answer)
}

/// `conversations.kick`
pub async fn kick(call: &Call) -> Result<Value, Refusal> {
    let user = call.args.user("user")?;
    let id = call.seeing(&call.view()?, "channel", Use::Write)?.channel.id;
    call.write(members::parts(id, &[user]), move |tx, cx| {
        let managing = access::managing(tx, &cx.actor, id)?;
        members::kick(tx, &cx.actor, &managing, user)
    })
    .await?;
    Ok(json!({ "errors": {} }))
}

/// `conversations.mark`
pub async fn mark(call: &Call) -> Result<Value, Refusal> {
    let ts = call.args.ts("ts", "invalid_timestamp")?.ok_or(Error::invalid("invalid_timestamp"))?;
    let channel = call.seeing(&call.view()?, "channel", Use::Write)?.channel.id;
    let user = call.actor().user;
    call.write(vec![Part::Person(user)], move |tx, cx| {
        access::seeing(tx, &cx.actor, channel)?;
        reads::mark(tx, &cx.actor, channel, ts)
    })
    .await?;
    Ok(json!({}))
}

/// `conversations.open`: by people, or by the conversation's own id.
pub async fn open(call: &Call) -> Result<Value, Refusal> {
    let whole = call.args.bool("return_im")?.unwrap_or(false);
    if let Some(id) = call.args.text("channel") {
        let id = ChannelId::parse(&id).ok_or(access::CHANNEL_NOT_FOUND)?;
        let kind = access::seeing(&call.view()?, call.actor(), id)?.channel.kind;
        call.fits(kind, Use::Write)?;
        let me = call.actor().user;
        let changed = call
            .write(vec![Part::Person(me)], move |tx, cx| {
                let seen = access::seeing(tx, &cx.actor, id)?;
                if !seen.channel.is_direct() {
                    return Err(Error::invalid("method_not_supported_for_channel_type"));
                }
                channels::set_open(tx, &cx.actor, id, true)
            })
            .await?;
        return opened(call, id, !changed, whole);
    }
    let names = call.args.list("users")?.ok_or(Error::invalid("users_list_not_supplied"))?;
    if names.is_empty() {
        return Err(Error::invalid("not_enough_users").into());
    }
    let others: Option<Vec<UserId>> = names.iter().map(|n| UserId::parse(n)).collect();
    let people = call.with(&others.ok_or(crate::domain::people::USER_NOT_FOUND)?);
    call.fits(if people.len() > 2 { ChannelKind::Group } else { ChannelKind::Direct }, Use::Write)?;
    if call.args.bool("prevent_creation")?.unwrap_or(false) {
        let found = channels::conversation_of(&call.view()?, &people)?.ok_or(access::CHANNEL_NOT_FOUND)?;
        return opened(call, found, true, whole);
    }
    let id = match people.len() {
        0..=2 => ChannelId::mint_direct(call.domain().world()),
        _ => ChannelId::mint(call.domain().world()),
    };
    let mut parts = vec![Part::Channel(id)];
    parts.extend(people.iter().map(|p| Part::Person(*p)));
    let (channel, there) =
        call.write(parts, move |tx, cx| channels::open(tx, &cx.actor, &cx.domain, id, &people)).await?;
    opened(call, channel.id, there, whole)
}

fn opened(call: &Call, id: ChannelId, there: bool, whole: bool) -> Result<Value, Refusal> {
    let view = call.view()?;
    let channel = access::seeing(&view, call.actor(), id)?.channel;
    let shown = if whole || channel.kind == ChannelKind::Group {
        object(call, &view, &channel, true)?
    } else {
        json!({ "id": id })
    };
    let mut answer = json!({ "channel": shown });
    if there {
        answer["no_op"] = json!(true);
        answer["already_open"] = json!(true);
    }
    Ok(answer)
}

/// `conversations.close`: takes a direct or group conversation out of the sidebar.
pub async fn close(call: &Call) -> Result<Value, Refusal> {
    let id = call.seeing(&call.view()?, "channel", Use::Write)?.channel.id;
    let me = call.actor().user;
    let changed = call
        .write(vec![Part::Person(me)], move |tx, cx| {
            let seen = access::seeing(tx, &cx.actor, id)?;
            if !seen.channel.is_direct() {
                return Err(Error::invalid("method_not_supported_for_channel_type"));
            }
            channels::set_open(tx, &cx.actor, id, false)
        })
        .await?;
    Ok(if changed { json!({}) } else { json!({ "no_op": true, "already_closed": true }) })
}
