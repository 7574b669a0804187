//! `pins.*`

use crate::api::call::{Call, Context, Refusal};
use crate::base::id::ChannelId;
use crate::base::{Error, Result, Ts};
use crate::domain::objects::pin as objects;
use crate::domain::{access, pins};
use crate::store::{Part, Tx};
use serde_json::{Value, json};

/// `pins.add`
pub async fn add(call: &Call) -> Result<Value, Refusal> {
    let (channel, ts) = item(call)?;
    let pin = move |tx: &mut Tx, cx: &Context| {
        let posting = access::posting(tx, &cx.actor, channel)?;
        pins::add(tx, &cx.actor, &cx.domain, &posting, ts)
    };
    call.write(vec![Part::Channel(channel)], pin).await?;
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
pub async fn list(call: &Call) -> Result<Value, Refusal> {
    let view = call.view()?;
    let reading = access::reading(&view, call.actor(), call.channel(&view, "channel")?)?;
    let mut items = Vec::new();
    for pin in pins::list(&view, &reading)? {
        let item = objects::pin(call.lens(&view), reading.id(), &pin, Some(call.actor().user))?;
        items.push(item);
    }
    Ok(json!({ "items": items }))
}
