//! The items of `pins.list` and `stars.list`: a message with who put it there, and when.

use super::{Lens, Object, message};
use crate::base::id::{ChannelId, UserId};
use crate::base::{Result, Ts};
use crate::domain::history;
use crate::store::records::pin::Pin;
use crate::store::records::saved::Saved;
use serde_json::json;

/// A pinned message.
pub fn pin(lens: Lens, channel: ChannelId, pin: &Pin, reader: Option<UserId>) -> Result<Object> {
    let mut item = item(lens, channel, pin.ts, reader)?;
    item.insert("created", json!(pin.created.secs()));
    item.insert("created_by", json!(pin.user));
    Ok(item)
}

/// A saved message.
pub fn saved(lens: Lens, saved: &Saved, reader: UserId) -> Result<Object> {
    let mut item = item(lens, saved.channel, saved.ts, Some(reader))?;
    item.insert("date_create", json!(saved.created.secs()));
    item.insert("date_done", json!(saved.done));
    Ok(item)
}

/// A message in a list.
pub fn item(lens: Lens, channel: ChannelId, ts: Ts, reader: Option<UserId>) -> Result<Object> {
    let mut message = message::message(lens, &history::message(lens.view, channel, ts)?, reader)?;
    message.insert("permalink", json!(lens.permalink(channel, ts, None)));
    listed(channel, &message)
}

/// An item that is a message.
pub fn listed(channel: ChannelId, message: &Object) -> Result<Object> {
    let mut item = Object::default();
    item.insert("type", json!("message"));
    item.insert("channel", json!(channel));
    item.put("message", message)?;
    Ok(item)
}
