//! The items of `pins.list` and `stars.list`: a message with who put it there, and when.

use super::{Lens, message};
use crate::base::Result;
use crate::base::id::{ChannelId, UserId};
use crate::domain::history;
use crate::store::records::pin::Pin;
use crate::store::records::saved::Saved;
use serde_json::{Value, json};

/// A pinned message.
pub fn pin(lens: Lens, channel: ChannelId, pin: &Pin, reader: Option<UserId>) -> Result<Value> {
    let read = history::message(lens.view, channel, pin.ts)?;
    let mut message = message::message(lens, &read, reader)?;
    message["permalink"] = json!(lens.permalink(channel, pin.ts, None));
    Ok(json!({
        "type": "message",
        "channel": channel,
        "created": pin.created.secs(),
        "created_by": pin.user,
        "message": message,
    }))
}

/// A saved message.
pub fn saved(lens: Lens, saved: &Saved, reader: UserId) -> Result<Value> {
    let read = history::message(lens.view, saved.channel, saved.ts)?;
    let mut message = message::message(lens, &read, Some(reader))?;
    message["permalink"] = json!(lens.permalink(saved.channel, saved.ts, None));
    Ok(json!({
        "type": "message",
        "channel": saved.channel,
        "message": message,
        "date_create": saved.created.secs(),
        "date_done": saved.done,
    }))
}
