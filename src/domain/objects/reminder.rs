//! The `reminder` object.

use crate::store::records::reminder::Reminder;
use serde_json::{Value, json};

/// A reminder. None of ours recurs.
pub fn reminder(reminder: &Reminder) -> Value {
    json!({
        "id": reminder.id,
        "creator": reminder.creator,
        "user": reminder.user,
        "text": reminder.text,
        "recurring": false,
        "time": reminder.time,
        "complete_ts": reminder.complete,
    })
}
