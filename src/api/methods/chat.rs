//! `chat.*`: posting, editing, deleting.

use super::message_input::{self, message_ts};
use crate::api::call::{Call, Refusal};
use crate::base::id::{ChannelId, UserId};
use crate::base::{Error, Result};
use crate::domain::messages::{self, NewMessage};
use crate::domain::objects::message as objects;
use crate::domain::{access, addresses, channels, history, people};
use crate::store::Part;
use crate::store::records::message::Body;
use serde_json::{Value, json};

/// `chat.postMessage`
pub async fn post_message(call: &Call) -> Result<Value, Refusal> {
    let input = message_input::read(call)?;
    let channel = destination(call).await?;
    let mut answer = post(call, channel, input.new).await?;
    if input.truncated {
        answer["response_metadata"]["warnings"] = json!(["message_truncated"]);
    }
    Ok(answer)
}

/// `chat.meMessage`
pub async fn me_message(call: &Call) -> Result<Value, Refusal> {
    let body = Body { text: call.args.text("text").ok_or(Error::invalid("no_text"))?, ..Body::default() };
    let channel = destination(call).await?;
    post(call, channel, NewMessage { body, subtype: Some("me_message".to_owned()), ..NewMessage::default() }).await
}

/// The conversation to post to; a person's id opens the direct conversation with them.
pub(super) async fn destination(call: &Call) -> Result<ChannelId, Refusal> {
    if call.args.text("channel").is_none() {
        return Err(Error::not_found("channel_not_found").into());
    }
    let found = call.view().and_then(|view| call.channel(&view, "channel"));
    match (found, call.args.text("channel").as_deref().and_then(UserId::parse)) {
        (Ok(channel), _) => Ok(channel),
        (Err(_), Some(user)) => open_direct(call, user).await,
        (Err(e), None) => Err(e.into()),
    }
}

async fn open_direct(call: &Call, user: UserId) -> Result<ChannelId, Refusal> {
    let people = call.with(&[user]);
    people::seeing(&call.view()?, call.actor(), user).map_err(|e| e.named(access::CHANNEL_NOT_FOUND))?;
    let id = ChannelId::mint_direct(call.domain().world());
    let mut parts = vec![Part::Channel(id)];
    parts.extend(people.iter().map(|p| Part::Person(*p)));
    let open = move |tx: &mut crate::store::Tx, cx: &crate::api::call::Context| {
        channels::open(tx, &cx.actor, &cx.domain, id, &people).map(|(channel, _)| channel.id)
    };
    Ok(call.write(parts, open).await?)
}

async fn post(call: &Call, channel: ChannelId, new: NewMessage) -> Result<Value, Refusal> {
    let posted = call
        .write(messages::parts(channel, call.actor()), move |tx, cx| {
            let posting = access::posting(tx, &cx.actor, channel)?;
            messages::post(tx, &cx.actor, &posting, cx.domain.installation(), &new)
        })
        .await?;
    let view = call.view()?;
    let message = objects::message(call.lens(&view), &posted.message, None)?;
    let mut answer = json!({ "channel": channel, "ts": posted.ts().to_string(), "message": message });
    if posted.duplicate {
        answer["is_duplicate"] = json!(true);
    }
    Ok(answer)
}

/// `chat.update`
pub async fn update(call: &Call) -> Result<Value, Refusal> {
    let (body, _) = message_input::body(&call.args)?;
    if body.text.is_empty() && body.blocks.is_none() && body.attachments.is_none() {
        return Err(Error::invalid("no_text").into());
    }
    let ts = message_ts(&call.args, "ts")?;
    let channel = call.channel(&call.view()?, "channel")?;
    let edit = move |tx: &mut crate::store::Tx, cx: &crate::api::call::Context| {
        let posting = access::posting(tx, &cx.actor, channel)?;
        messages::edit(tx, &cx.actor, &posting, ts, body.clone())
    };
    let address = call.write(vec![Part::Channel(channel)], edit).await?;
    let view = call.view()?;
    let message = objects::message(call.lens(&view), &history::read(&view, address)?, None)?.parsed()?;
    Ok(json!({ "channel": channel, "ts": ts.to_string(), "text": message["text"], "message": message }))
}

/// `chat.delete`
pub async fn delete(call: &Call) -> Result<Value, Refusal> {
    let ts = message_ts(&call.args, "ts")?;
    let channel = call.channel(&call.view()?, "channel")?;
    call.write(vec![Part::Channel(channel)], move |tx, cx| {
        let posting = access::posting(tx, &cx.actor, channel)?;
        messages::delete(tx, &cx.actor, &posting, ts)
    })
    .await?;
    Ok(json!({ "channel": channel, "ts": ts.to_string() }))
}

/// `chat.getPermalink`
pub async fn get_permalink(call: &Call) -> Result<Value, Refusal> {
    let ts = message_ts(&call.args, "message_ts")?;
    let view = call.view()?;
    let reading = access::reading(&view, call.actor(), call.channel(&view, "channel")?)?;
    let address = addresses::readable(&view, &reading, ts)?;
    let (_, entry) = addresses::find(&view, address.channel, ts)?;
    let permalink = call.lens(&view).permalink(reading.id(), ts, entry.thread);
    Ok(json!({ "channel": reading.id(), "permalink": permalink }))
}
