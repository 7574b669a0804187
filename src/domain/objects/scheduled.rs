//! Scheduled messages, as answers and lists show them.

use super::{Object, message};
use crate::base::Result;
use crate::store::records::scheduled::Scheduled;
use serde_json::json;

/// A line of `chat.scheduledMessages.list`. `failed` is ours: why the message was not sent.
pub fn scheduled(scheduled: &Scheduled) -> Result<Object> {
    let mut object = Object::default();
    object.insert("id", json!(scheduled.id));
    object.insert("channel_id", json!(scheduled.channel));
    object.insert("post_at", json!(scheduled.post_at));
    object.insert("date_created", json!(scheduled.created.secs()));
    message::body(&scheduled.body, &mut object)?;
    if let Some(thread) = scheduled.thread {
        object.insert("thread_ts", json!(thread.to_string()));
    }
    if let Some(failed) = &scheduled.failed {
        object.insert("failed", json!(failed));
    }
    Ok(object)
}

/// The message of `chat.scheduleMessage`'s answer.
pub fn delayed(scheduled: &Scheduled, bot: Option<crate::base::id::BotId>) -> Result<Object> {
    let mut object = Object::default();
    message::body(&scheduled.body, &mut object)?;
    object.insert("type", json!("delayed_message"));
    if let Some(bot) = bot {
        object.insert("subtype", json!("bot_message"));
        object.insert("bot_id", json!(bot));
    }
    Ok(object)
}
