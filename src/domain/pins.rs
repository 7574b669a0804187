//! Pins: messages a channel keeps at hand.

use super::access::{Posting, Reading};
use super::event::{Event, emit};
use super::messages::{self, NewMessage};
use super::{Actor, Domain, addresses};
use crate::base::{Error, Result, Ts, limits};
use crate::store::records::channel::standing;
use crate::store::records::message::{Body, Entry};
use crate::store::records::pin::Pin;
use crate::store::{Part, Tx, View};

/// The subtype of the line that says something was pinned.
const PINNED: &str = "pinned_item";
/// Ordinary messages that carry a subtype; the system's own lines can't be pinned.
const PINNABLE: [&str; 5] = [messages::BROADCAST, "me_message", "bot_message", "file_share", "reminder_add"];

/// Pins a message and says so in the channel. Holds `messages::parts`.
pub fn add(tx: &mut Tx, actor: &Actor, domain: &Domain, posting: &Posting, ts: Ts) -> Result<()> {
    let channel = posting.id();
    let (_, entry) = addresses::find(tx, channel, ts)?;
    if !pinnable(&entry) {
        return Err(Error::invalid("not_pinnable"));
    }
    let place = Pin::at(channel, ts);
    if tx.exists(&place)? {
        return Err(Error::invalid("already_pinned"));
    }
    if tx.count(Pin::prefix(channel).prefix(), limits::PINS_PER_CHANNEL)? >= limits::PINS_PER_CHANNEL {
        return Err(Error::limit("too_many_pins"));
    }
    let created = tx.now();
    tx.put(&place, &Pin { ts, user: actor.user, created })?;
    emit(tx, Part::Channel(channel), &Event::PinAdded { ts, user: actor.user })?;
    line(tx, actor, domain, posting, ts)
}

/// Takes a pin off. Holds the channel's part.
pub fn remove(tx: &mut Tx, actor: &Actor, posting: &Posting, ts: Ts) -> Result<()> {
    let place = Pin::at(posting.id(), ts);
    if !tx.exists(&place)? {
        let known = addresses::locate(tx, posting.id(), ts)?.is_some();
        return Err(if known { Error::invalid("no_pin") } else { addresses::MESSAGE_NOT_FOUND });
    }
    tx.delete(&place);
    emit(tx, Part::Channel(posting.id()), &Event::PinRemoved { ts, user: actor.user })
}

/// The pins of a channel, the latest first.
pub fn list(view: &View, reading: &Reading) -> Result<Vec<Pin>> {
    let mut pins: Vec<Pin> = view.all(&standing(reading.id()), Pin::prefix(reading.id()))?;
    pins.sort_by_key(|pin| std::cmp::Reverse(pin.created));
    Ok(pins)
}

fn pinnable(entry: &Entry) -> bool {
    entry.subtype.as_deref().is_none_or(|subtype| PINNABLE.contains(&subtype))
}

/// Slack's line: `item` names the pinned message, so that a client can show it in place.
fn line(tx: &mut Tx, actor: &Actor, domain: &Domain, posting: &Posting, ts: Ts) -> Result<()> {
    let channel = posting.id();
    let item = serde_json::json!({ "type": "message", "channel": channel, "ts": ts.to_string() });
    let extra = serde_json::json!({ "item_type": "C", "item": item });
    let text = format!("<@{}> pinned a message to this channel.", actor.user);
    let body = Body { text, extra: Some(extra.to_string()), ..Body::default() };
    let new = NewMessage { body, subtype: Some(PINNED.to_owned()), ..NewMessage::default() };
    messages::write_line(tx, actor, channel, domain.installation(), &new)
}
