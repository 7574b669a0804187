//! `pins.*`

use crate::api::answer::Answer;
use crate::api::call::{Call, Context, Refusal};
use crate::api::page::Page;
use crate::api::paging;
use crate::base::id::ChannelId;
use crate::base::{Error, Result, Ts, limits};
use crate::domain::objects::pin as objects;
use crate::domain::{access, messages, pins};
use crate::store::{Part, Tx};
use serde_json::{Value, json};

/// `pins.add`
pub async fn add(call: &Call) -> Result<Value, Refusal> {
    let (channel, ts) = item(call)?;
    let pin = move |tx: &mut Tx, cx: &Context| {
        let posting = access::posting(tx, &cx.actor, channel)?;
        pins::add(tx, &cx.actor, &cx.domain, &posting, ts)
    };
    call.write(messages::parts(channel, call.actor()), pin).await?;
    Ok(json!({}))
}

/// `pins.remove`
pub async fn remove(call: &Call) -> Result<Value, Refusal> {
    let (channel, ts) = item(call)?;
    let unpin = move |tx: &mut Tx, cx: &Context| {
        let posting = access::posting(tx, &cx.actor, channel)?;
        pins::remove(tx, &cx.actor, &posting, ts)
    };
    call.write(vec![Part::Channel(channel)], unpin).await?;
    Ok(json!({}))
}

fn item(call: &Call) -> Result<(ChannelId, Ts)> {
    let channel = call.channel(&call.view()?, "channel")?;
    let ts = call.args.ts("timestamp", "bad_timestamp")?.ok_or(Error::invalid("no_item_specified"))?;
    Ok((channel, ts))
}

/// `pins.list`
pub async fn list(call: &Call) -> Result<Answer, Refusal> {
    let paging = paging::paging(&call.args, limits::PINS_PER_CHANNEL, limits::PINS_PER_CHANNEL)?;
    let view = call.view()?;
    let reading = access::reading(&view, call.actor(), call.channel(&view, "channel")?)?;
    let all = pins::list(&view, &reading)?;
    let mut page = Page::list(call, "items", paging.limit);
    page.fill_from(paging.start(all.len())?, &all, |pin| {
        objects::pin(call.lens(&view), reading.id(), pin, Some(call.actor().user))
    })?;
    Ok(page.answer(json!({})))
}
