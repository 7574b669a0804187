//! Do-not-disturb status.

use crate::domain::dnd::Info;
use serde_json::{Value, json};

/// What others may know: when the person is quiet, not whether by the clock or by choice.
pub fn of_others(info: &Info, now: u64) -> Value {
    hours(&info.to_others(now))
}

/// What the person themselves sees: also whether they snooze.
pub fn own(info: &Info, now: u64) -> Value {
    let mut status = hours(info);
    status["snooze_enabled"] = json!(info.snooze_until > now);
    if info.snooze_until > now {
        status["snooze_endtime"] = json!(info.snooze_until);
        status["snooze_remaining"] = json!(info.snooze_until - now);
        status["snooze_is_indefinite"] = json!(false);
    }
    status
}

fn hours(info: &Info) -> Value {
    json!({
        "dnd_enabled": info.enabled,
        "next_dnd_start_ts": info.next_start,
        "next_dnd_end_ts": info.next_end,
    })
}
