//! `conversations.*`

use super::message_input::message_ts;
use crate::api::call::{Call, Context, Refusal};
use crate::api::paging;
use crate::api::uses::Use;
use crate::base::id::{ChannelId, UserId};
use crate::base::{Error, Result, Ts, limits, unless_damaged};
use crate::domain::access::{self, Managing};
use crate::domain::history::{self, Page, Window};
use crate::domain::objects::conversation as objects;
use crate::domain::objects::{message, user};
use crate::domain::{Domain, channels, members, reads};
use crate::store::records::channel::{Channel, ChannelKind};
use crate::store::records::member::Membership;
use crate::store::records::token::TokenKind;
use crate::store::{Part, Tx, View};
use serde_json::{Value, json};

fn object(call: &Call, view: &View, channel: &Channel, member: bool) -> Result<Value> {
    objects::conversation(call.lens(view), channel, call.actor().user, member)
}

/// The channel's part and the workspace's: what a change of the channel itself appends to.
fn parts_of(call: &Call, channel: ChannelId) -> Vec<Part> {
    vec![Part::Channel(channel), Part::Team(call.domain().team())]
}

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

/// `conversations.list`: the public channels and the caller's own.
pub async fn list(call: &Call) -> Result<Value, Refusal> {
    let kinds = kinds(call)?;
    if !kinds.contains(&ChannelKind::Public) {
        return of_person(call, call.actor().user);
    }
    let page = paging::paging(&call.args, 100, limits::PAGE_MAX)?;
    let skip_archived = call.args.bool("exclude_archived")?.unwrap_or(false);
    let view = call.view()?;
    let (mut list, mut next) = (Vec::new(), page.after);
    // A page is filled up: a short one would tell how many channels the caller may not know of.
    loop {
        let (found, after) = channels::list(&view, next.as_deref(), page.limit - list.len())?;
        next = after;
        for channel in found.iter().filter(|c| kinds.contains(&c.kind) && !(skip_archived && c.archived)) {
            if let Ok(seen) = access::seeing(&view, call.actor(), channel.id) {
                list.extend(unless_damaged(object(call, &view, channel, seen.member)).transpose()?);
            }
        }
        if next.is_none() || list.len() >= page.limit {
            break;
        }
    }
    // Direct conversations are not in the workspace's list: the last page ends with the caller's own.
    if next.is_none() {
        for (channel, _) in own(call, &view, call.actor().user)? {
            if channel.is_direct() && kinds.contains(&channel.kind) {
                list.extend(unless_damaged(object(call, &view, &channel, true)).transpose()?);
            }
        }
    }
    Ok(json!({ "channels": list, "response_metadata": paging::metadata(next) }))
}

/// A person's conversations that the caller may see, by id.
fn own(call: &Call, view: &View, user: UserId) -> Result<Vec<(Channel, Membership)>> {
    let mut found = Vec::new();
    for mine in members::channels_of(view, user)? {
        if let Ok(seen) = access::seeing(view, call.actor(), mine.channel) {
            found.push((seen.channel, mine));
        }
    }
    found.sort_by_key(|(channel, _)| channel.id);
    Ok(found)
}

/// `users.conversations`, and `conversations.list` without public channels.
pub fn of_person(call: &Call, user: UserId) -> Result<Value, Refusal> {
    let kinds = kinds(call)?;
    let page = paging::paging(&call.args, 100, limits::PAGE_MAX)?;
    let skip_archived = call.args.bool("exclude_archived")?.unwrap_or(false);
    let view = call.view()?;
    let after = page.after.unwrap_or_default();
    let all: Vec<_> = own(call, &view, user)?
        .into_iter()
        .filter(|(c, _)| kinds.contains(&c.kind) && !(skip_archived && c.archived))
        .filter(|(c, _)| c.id.as_bytes() > after.as_slice())
        .collect();
    let next = all.get(page.limit).and_then(|_| all.get(page.limit - 1)).map(|(c, _)| c.id.as_bytes().to_vec());
    let me = call.actor().user;
    let shown = |c: &Channel| {
        let member = user == me || view.exists(&crate::store::records::member::Member::at(&view, c.id, me)?)?;
        object(call, &view, c, member)
    };
    let list = all.iter().take(page.limit).filter_map(|(c, _)| unless_damaged(shown(c)));
    Ok(json!({ "channels": list.collect::<Result<Vec<_>>>()?, "response_metadata": paging::metadata(next) }))
}

/// `conversations.members`
pub async fn members(call: &Call) -> Result<Value, Refusal> {
    let page = paging::paging(&call.args, 100, limits::PAGE_MAX)?;
    let view = call.view()?;
    let seen = call.seeing(&view, "channel", Use::Read)?;
    let (users, next) = members::list(&view, seen.channel.id, page.after.as_deref(), page.limit)?;
    Ok(json!({ "members": users, "response_metadata": paging::metadata(next) }))
}

/// `latest`, `oldest`, `inclusive`, `limit`; a cursor is the `ts` the last page ended at.
fn window(call: &Call, newest_first: bool) -> Result<Window> {
    let page = paging::paging(&call.args, 100, limits::PAGE_MAX)?;
    let mut window = Window {
        latest: call.args.ts("latest", "invalid_ts_latest")?.unwrap_or(Ts::MAX),
        oldest: call.args.ts("oldest", "invalid_ts_oldest")?.unwrap_or(Ts::ZERO),
        inclusive: call.args.bool("inclusive")?.unwrap_or(false),
        limit: page.limit.max(1),
    };
    if let Some(after) = page.after {
        let text = String::from_utf8(after).map_err(|_| Error::invalid("invalid_cursor"))?;
        let ts = Ts::parse(&text).ok_or(Error::invalid("invalid_cursor"))?;
        // The page goes on beyond this message, so on this side the bound is exclusive; the other side keeps its own.
        if newest_first {
            window.latest = if window.inclusive { Ts(ts.0.saturating_sub(1)) } else { ts };
        } else {
            window.oldest = if window.inclusive { Ts(ts.0.saturating_add(1)) } else { ts };
        }
    }
    Ok(window)
}

fn page(call: &Call, view: &View, page: &Page) -> Result<Value> {
    let reader = Some(call.actor().user);
    let object = |m| message::message(call.lens(view), m, reader);
    let list = page.messages.iter().map(object).collect::<Result<Vec<_>>>()?;
    let last = page.messages.last().filter(|_| page.has_more).map(|m| m.address.ts.to_string().into_bytes());
    Ok(json!({ "messages": list, "has_more": page.has_more, "response_metadata": paging::metadata(last) }))
}

/// `conversations.history`: newest first. With our own argument `onward`, the page that follows `oldest`: Slack pages
/// backward only, and reading on from an old message would have to guess how much was said since.
pub async fn history(call: &Call) -> Result<Value, Refusal> {
    let window = window(call, true)?;
    let view = call.view()?;
    let reading = access::reading(&view, call.actor(), call.channel(&view, "channel")?)?;
    call.fits(reading.channel().kind, Use::History)?;
    let onward = call.args.bool("onward")?.unwrap_or(false);
    let read = if onward { history::onward } else { history::timeline };
    let mut answer = page(call, &view, &read(&view, &reading, window)?)?;
    answer["pin_count"] = json!(view.count(crate::store::records::pin::Pin::prefix(reading.id()).prefix(), 100)?);
    answer["channel_actions_ts"] = Value::Null;
    answer["channel_actions_count"] = json!(0);
    if let Some(latest) = call.args.ts("latest", "invalid_ts_latest")? {
        answer["latest"] = json!(latest.to_string());
    }
    Ok(answer)
}

/// `conversations.replies`: the root, then replies, oldest first.
pub async fn replies(call: &Call) -> Result<Value, Refusal> {
    let ts = message_ts(&call.args, "ts").map_err(|_| Error::not_found("thread_not_found"))?;
    let window = window(call, false)?;
    let view = call.view()?;
    let reading = access::reading(&view, call.actor(), call.channel(&view, "channel")?)?;
    call.fits(reading.channel().kind, Use::History)?;
    Ok(page(call, &view, &history::thread(&view, &reading, ts, window)?)?)
}

/// `conversations.create`
pub async fn create(call: &Call) -> Result<Value, Refusal> {
    let name = call.args.text("name").ok_or(Error::invalid("invalid_name_required"))?;
    let private = call.args.bool("is_private")?.unwrap_or(false);
    call.fits(if private { ChannelKind::Private } else { ChannelKind::Public }, Use::Write)?;
    let id = ChannelId::mint(call.domain().world());
    let parts = members::founding_parts(call.domain(), id, call.actor().user).to_vec();
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
    let channel = call.write(parts_of(call, id), run).await?;
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
    call.write(parts_of(call, id), run).await?;
    Ok(json!({}))
}

/// `conversations.unarchive`
pub async fn unarchive(call: &Call) -> Result<Value, Refusal> {
    let id = call.seeing(&call.view()?, "channel", Use::Write)?.channel.id;
    let run = move |tx: &mut Tx, cx: &Context| {
        let managing = access::reviving(tx, &cx.actor, id)?;
        channels::unarchive(tx, &cx.actor, &cx.domain, &managing)
    };
    call.write(parts_of(call, id), run).await?;
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
