//! Drafts and followed threads: what the client's own views list. Slack keeps these shapes to itself.

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
pub fn followed(followed: &Followed) -> Value {
    let mine = &followed.mine;
    json!({
        "channel": mine.channel,
        "thread_ts": mine.thread.to_string(),
        "last_read": mine.last_read.to_string(),
        "latest_reply": followed.latest.to_string(),
        "unread_count": followed.unread,
        "active": mine.active && followed.latest > Ts::ZERO,
    })
}
