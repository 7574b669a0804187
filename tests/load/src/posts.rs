//! The messages the benchmark posts: one short sentence, as people write.

use crate::crowd::MARK;

/// The JSON of a `chat.postMessage`.
pub fn body(channel: &str, number: u64) -> String {
    format!(r#"{{"channel":"{channel}","text":"{}"}}"#, text(number))
}

/// An event of the size a message event has, for the bare broadcast.
pub fn event(number: u64) -> String {
    format!(
        r#"{{"type":"message","channel":"C00000000000","user":"U00000000000","team":"T00000000000","text":"{}","ts":"1700000000.{:06}","event_ts":"1700000000.{:06}","client_msg_id":"00000000-0000-0000-0000-000000000000"}}"#,
        text(number),
        number % 1_000_000,
        number % 1_000_000
    )
}

fn text(number: u64) -> String {
    format!("{MARK} {number:08}: the minutes of this morning are in the usual place, please read")
}
