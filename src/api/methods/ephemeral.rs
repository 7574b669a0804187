//! `chat.postEphemeral`

use super::chat::destination;
use super::message_input;
use crate::api::call::{Call, Refusal};
use crate::base::{Error, Result};
use crate::domain::signals::Signal;
use crate::domain::{access, ephemeral};
use serde_json::{Value, json};

/// `chat.postEphemeral`: shown to one person who looks now; nothing is kept.
pub async fn post(call: &Call) -> Result<Value, Refusal> {
    let input = message_input::read(call)?;
    let user = call.args.id("user", "user_not_in_channel").map_err(|_| Error::denied("user_not_in_channel"))?;
    let channel = destination(call).await?;
    let view = call.view()?;
    let posting = access::posting(&view, call.actor(), channel)?;
    let (thread, body) = (input.new.thread, input.new.body);
    let made = ephemeral::make(&view, call.actor(), call.domain(), &posting, user, thread, body)?;
    call.site.signals.send(Signal::ToUser { user, event: made.message });
    Ok(json!({ "message_ts": made.ts.to_string() }))
}
