//! From an entry of the log to what a socket is told: made once, in Slack's shape, for everybody who may know.

use super::frame;
use super::log::{Entry, What};
use crate::base::id::ChannelId;
use crate::base::{Kind, Ts};
use crate::domain::objects::{Lens, event};
use crate::store::Part;
use actix_web::web::Bytes;
use serde_json::{Value, json};

/// An event in Slack's shape, or nothing where what it speaks of is gone since.
pub(super) fn value(lens: Lens, entry: &Entry) -> Option<Value> {
    let stamp = entry.place.stamp;
    let known = match &entry.what {
        What::Event(known) => known,
        What::Sealed => return sealed(entry.part, stamp),
        What::Damaged => return None,
    };
    match event::event(lens, entry.part, stamp, known) {
        Ok(told) => told,
        Err(e) if e.kind == Kind::Sealed => sealed(entry.part, stamp),
        Err(e) => {
            tracing::error!(part = ?entry.part, place = %entry.place, error = %e, "an event can't be told");
            None
        }
    }
}

/// The frame of an event, with its place, so that a client can resume after it.
pub(super) fn frame(mut told: Value, entry: &Entry) -> Bytes {
    told["position"] = json!(entry.place.to_string());
    frame::json(&told)
}

/// That something was said in a channel whose key is refused; Slack's subtype for it.
fn sealed(part: Part, stamp: Ts) -> Option<Value> {
    let Part::Channel(channel) = part else { return None };
    Some(sealed_message(channel, stamp))
}

fn sealed_message(channel: ChannelId, stamp: Ts) -> Value {
    json!({
        "type": "message",
        "subtype": "ekm_access_denied",
        "channel": channel,
        "text": "",
        "ts": stamp.to_string(),
        "event_ts": stamp.to_string(),
        "body_state": "sealed",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::id::UserId;
    use crate::base::world::SystemWorld;

    #[test]
    fn a_refused_key_is_told_as_a_sealed_message_in_its_channel_only() {
        let channel = ChannelId::mint(&SystemWorld);
        let told = sealed(Part::Channel(channel), Ts(1_700_000_000_000_100)).unwrap();
        assert_eq!((&told["subtype"], &told["channel"]), (&json!("ekm_access_denied"), &json!(channel)));
        assert_eq!((&told["ts"], &told["text"]), (&json!("1700000000.000100"), &json!("")));
        assert_eq!(sealed(Part::Person(UserId::mint(&SystemWorld)), Ts(1)), None);
    }
}
