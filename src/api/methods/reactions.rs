//! `reactions.*`

use super::message_input::message_ts;
use crate::api::answer::Answer;
use crate::api::call::{Call, Refusal};
use crate::api::page::Page;
use crate::api::paging;
use crate::base::id::UserId;
use crate::base::{Result, limits};
use crate::domain::objects::{message as objects, pin as listed};
use crate::domain::{access, addresses, history, people, reactions};
use crate::store::Part;
use crate::store::records::reaction::Reaction;
use serde_json::{Value, json};

/// `reactions.add`
pub async fn add(call: &Call) -> Result<Value, Refusal> {
    change(call, reactions::add).await
}

/// `reactions.remove`
pub async fn remove(call: &Call) -> Result<Value, Refusal> {
    change(call, reactions::remove).await
}

type Change = fn(&mut crate::store::Tx, &crate::domain::Actor, &access::Posting, crate::base::Ts, &str) -> Result<()>;

async fn change(call: &Call, how: Change) -> Result<Value, Refusal> {
    let name = call.args.required("name")?.trim_matches(':').to_owned();
    let ts = message_ts(&call.args, "timestamp")?;
    let channel = call.channel(&call.view()?, "channel")?;
    call.write(vec![Part::Channel(channel)], move |tx, cx| {
        let posting = access::posting(tx, &cx.actor, channel)?;
        how(tx, &cx.actor, &posting, ts, &name)
    })
    .await?;
    Ok(json!({}))
}

/// `reactions.get`
pub async fn get(call: &Call) -> Result<Value, Refusal> {
    let ts = message_ts(&call.args, "timestamp")?;
    let view = call.view()?;
    let reading = access::reading(&view, call.actor(), call.channel(&view, "channel")?)?;
    let read = history::message(&view, reading.id(), ts)?;
    let message = objects::message(call.lens(&view), &read, Some(call.actor().user))?;
    Ok(json!({ "type": "message", "channel": reading.id(), "message": message }))
}

/// `reactions.list`: what somebody has reacted to, by page and count, or by cursor and limit.
pub async fn list(call: &Call) -> Result<Answer, Refusal> {
    call.apart()?;
    let view = call.view()?;
    let user = match call.args.text("user") {
        Some(text) => UserId::parse(&text).ok_or(people::USER_NOT_FOUND)?,
        None => call.actor().user,
    };
    people::seeing(&view, call.actor(), user)?;
    let all = reactions::list(&view, call.actor(), user)?;
    let span = paging::span(&call.args, all.len(), 100, limits::PAGE_MAX)?;
    let mut page = Page::list(call, "items", span.limit);
    let there = |(_, reaction): &(usize, &Reaction)| {
        addresses::locate(&view, reaction.channel, reaction.ts).map_or(true, |address| address.is_some())
    };
    let left = all.iter().enumerate().skip(span.start).filter(there);
    page.fill(left.map(Ok), |(at, reaction)| {
        let item = listed::item(call.lens(&view), reaction.channel, reaction.ts, Some(call.actor().user))?;
        Ok((paging::before(at + 1), item))
    })?;
    Ok(page.answer_span(&span, json!({ "paging": span.paging(all.len()) }))?)
}
