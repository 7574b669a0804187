//! `chat.scheduleMessage`, `chat.scheduledMessages.list`, `chat.deleteScheduledMessage`

use super::chat::destination;
use super::message_input;
use crate::api::answer::Answer;
use crate::api::call::{Call, Context, Refusal};
use crate::api::page::Page;
use crate::api::paging;
use crate::base::id::ScheduledId;
use crate::base::{Error, Result, Ts};
use crate::domain::objects::{draft as drafts, scheduled as objects};
use crate::domain::{access, scheduled};
use crate::store::records::token::TokenKind;
use crate::store::{Part, Tx};
use serde_json::{Value, json};

/// `chat.scheduleMessage`
pub async fn schedule(call: &Call) -> Result<Value, Refusal> {
    let input = message_input::read(call)?;
    let post_at = call.args.text("post_at").and_then(|text| Ts::parse(&text)).map(Ts::secs);
    let post_at = post_at.ok_or(Error::invalid("invalid_time"))?;
    let channel = destination(call).await?;
    let write = move |tx: &mut Tx, cx: &Context| {
        let posting = access::posting(tx, &cx.actor, channel)?;
        scheduled::schedule(tx, &cx.actor, &posting, &input.new, post_at)
    };
    let scheduled = call.write(vec![Part::Person(call.actor().user)], write).await?;
    Ok(json!({
        "channel": channel,
        "scheduled_message_id": scheduled.id,
        "post_at": scheduled.post_at,
        "message": objects::delayed(&scheduled, call.actor().bot.map(|b| b.bot))?,
    }))
}

/// `chat.scheduledMessages.list`. Those that could not be sent stay in it, with `failed`, our own field, saying why: they
/// count among those a person or bot may have, so whoever made them must see them to take them back.
pub async fn list(call: &Call) -> Result<Answer, Refusal> {
    call.apart()?;
    let view = call.view()?;
    let channel = match call.args.text("channel") {
        Some(_) => {
            let seen = call.channel(&view, "channel").and_then(|id| access::seeing(&view, call.actor(), id));
            Some(seen.map_err(|e| e.named(Error::invalid("invalid_channel")))?.channel.id)
        }
        None => None,
    };
    let bound = |name| call.args.ts(name, "invalid_arguments").map(|ts| ts.map(Ts::secs));
    let (oldest, latest) = (bound("oldest")?.unwrap_or(0), bound("latest")?.unwrap_or(u64::MAX));
    let all = scheduled::list(&view, call.actor(), |s| {
        channel.is_none_or(|channel| s.channel == channel) && (oldest..=latest).contains(&s.post_at)
    })?;
    let span = paging::span(&call.args, all.len(), 100, 1_000)?;
    let mut page = Page::list(call, "scheduled_messages", span.limit);
    page.fill_from(span.start, &all, |place| {
        objects::scheduled(&scheduled::standing(&view, call.actor(), view.found(place)?))
    })?;
    Ok(page.answer_span(&span, json!({}))?)
}

/// `chat.deleteScheduledMessage`. One's own message may be taken back from a channel one was removed from since, so
/// the message is looked for first, and a channel that is not its own is nowhere. With `draft`, an argument of our own
/// client, what it says goes back to the drafts in the same act.
pub async fn delete(call: &Call) -> Result<Value, Refusal> {
    let id: ScheduledId = call.args.id("scheduled_message_id", "invalid_scheduled_message_id")?;
    call.args.required("channel")?;
    let channel = call.args.channel_id("channel").or_else(|_| call.channel(&call.view()?, "channel")).ok();
    let text = call.args.text("draft");
    // Drafts are what a person has begun in a browser: a program has none.
    if text.is_some() && call.actor().kind != TokenKind::Browser {
        return Err(Error::denied("not_allowed_token_type").into());
    }
    let write = move |tx: &mut Tx, cx: &Context| {
        let (gone, draft) = match &text {
            Some(text) => scheduled::to_draft(tx, &cx.actor, id, text)?,
            None => (scheduled::delete(tx, &cx.actor, id)?, None),
        };
        if channel == Some(gone.channel) { Ok(draft) } else { Err(access::CHANNEL_NOT_FOUND) }
    };
    let draft = call.write(vec![Part::Person(call.actor().user)], write).await?;
    Ok(match draft {
        Some(draft) => json!({ "draft": drafts::draft(&draft) }),
        None => json!({}),
    })
}
