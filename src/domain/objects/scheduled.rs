//! Scheduled messages, as answers and lists show them.

use super::message;
use crate::base::Result;
use crate::store::records::scheduled::Scheduled;
use serde_json::{Map, Value, json};

/// A line of `chat.scheduledMessages.list`. `failed` is ours: why the message was not sent.
pub fn scheduled(scheduled: &Scheduled) -> Result<Value> {
    let mut object = Map::new();
    object.insert("id".into(), json!(scheduled.id));
    object.insert("channel_id".into(), json!(scheduled.channel));
    object.insert("post_at".into(), json!(scheduled.post_at));
    object.insert("date_created".into(), json!(scheduled.created.secs()));
    message::body(&scheduled.body, &mut object)?;
    if let Some(thread) = scheduled.thread {
        object.insert("thread_ts".into(), json!(thread.to_string()));
    }
    if let Some(failed) = &scheduled.failed {
        object.insert("failed".into(), json!(failed));
    }
    Ok(Value::Object(object))
}

/// The message of `chat.scheduleMessage`'s answer.
pub fn delayed(scheduled: &Scheduled, bot: Option<crate::base::id::BotId>) -> Result<Value> {
    let mut object = Map::new();
    message::body(&scheduled.body, &mut object)?;
    object.insert("type".into(), json!("delayed_message"));
    if let Some(bot) = bot {
        object.insert("subtype".into(), json!("bot_message"));
        object.insert("bot_id".into(), json!(bot));
    }
    Ok(Value::Object(object))
}
