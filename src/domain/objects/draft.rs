//! Drafts and followed threads: what the client's own views list. Slack keeps these shapes to itself.

use super::Object;
use crate::base::Ts;
use crate::domain::subscriptions::Followed;
use crate::store::records::draft::Draft;
use serde_json::{Value, json};

/// A draft.
pub fn draft(draft: &Draft) -> Value {
    json!({
        "channel_id": draft.channel,
        "thread_ts": draft.thread.map(|ts| ts.to_string()),
        "text": draft.text,
        "last_updated_ts": draft.updated.to_string(),
    })
}

/// A line of the Threads view, without its messages.
pub fn followed(followed: &Followed) -> Object {
    let (mine, mut line) = (&followed.mine, Object::default());
    line.insert("channel", json!(mine.channel));
    line.insert("thread_ts", json!(mine.thread.to_string()));
    line.insert("last_read", json!(mine.last_read.to_string()));
    line.insert("latest_reply", json!(followed.latest.to_string()));
    line.insert("unread_count", json!(followed.unread));
    line.insert("active", json!(mine.active && followed.latest > Ts::ZERO));
    line
}
