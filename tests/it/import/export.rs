//! An export made for the tests: Ada, Grace, Linus, Margaret, Edsger and the bot "courier" have been on Slack.

use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;

/// The files of an export.
pub struct Export(pub Vec<(String, Vec<u8>)>);

impl Export {
    /// Puts a file in, or another in its place.
    pub fn set(&mut self, name: &str, content: &Value) {
        self.raw(name, content.to_string().into_bytes());
    }

    /// The same with bytes as they are.
    pub fn raw(&mut self, name: &str, bytes: Vec<u8>) {
        self.0.retain(|(known, _)| known != name);
        self.0.push((name.to_owned(), bytes));
    }

    /// Writes the zip.
    pub fn write(&self, dir: &Path) -> PathBuf {
        let path = dir.join("export.zip");
        let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
        for (name, bytes) in &self.0 {
            zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap();
        path
    }
}

fn person(id: &str, name: &str, real: &str) -> Value {
    let email = format!("{name}@example.org");
    json!({
        "id": id, "team_id": "T01", "name": name, "deleted": false, "real_name": real, "tz": "Europe/Berlin",
        "tz_offset": 3600, "is_bot": false, "updated": 1_600_000_000,
        "profile": { "real_name": real, "display_name": name, "title": "", "email": email, "fields": null },
    })
}

fn people() -> Value {
    let mut ada = person("U0ADA", "ada", "Ada Lovelace");
    ada["is_owner"] = json!(true);
    ada["is_admin"] = json!(true);
    let mut grace = person("U0GRACE", "grace", "Grace Hopper");
    grace["is_admin"] = json!(true);
    let mut edsger = person("U0EDSGER", "edsger", "Edsger Dijkstra");
    edsger["is_restricted"] = json!(true);
    let mut margaret = person("W0MARGARET", "margaret", "Margaret Hamilton");
    margaret["deleted"] = json!(true);
    let mut courier = person("U0COURIER", "courier", "courier");
    courier["is_bot"] = json!(true);
    courier["profile"] = json!({ "real_name": "courier", "bot_id": "B0COURIER", "api_app_id": "A0COURIER" });
    json!([ada, grace, person("U0LINUS", "linus", "Linus Torvalds"), margaret, edsger, courier])
}

fn channel(id: &str, name: &str, members: &[&str]) -> Value {
    json!({
        "id": id, "name": name, "created": 1_600_000_100, "creator": "U0ADA", "is_archived": false,
        "is_general": false, "members": members, "topic": { "value": "", "creator": "", "last_set": 0 },
        "purpose": { "value": "", "creator": "", "last_set": 0 },
    })
}

/// The first message of a day of the engine room, and the day after it.
fn engine_room() -> (Value, Value) {
    let root = "1600000200.000100";
    let first = json!([
        { "type": "message", "subtype": "channel_join", "user": "U0LINUS", "ts": "1600000150.000001",
          "text": "<@U0LINUS> has joined the channel", "inviter": "U0ADA" },
        { "type": "message", "subtype": "channel_join", "user": "U0GRACE", "ts": "1600000150.000002",
          "text": "<@U0GRACE> has joined the channel" },
        { "type": "message", "user": "U0ADA", "ts": root, "thread_ts": root, "reply_count": 3, "text":
          "Grüße an alle! 🚂 <@U0GRACE> &amp; <!channel>: the engine weaves algebraic patterns. 漢字 \u{202e}",
          "client_msg_id": "0b9b1d56-0000-4000-8000-000000000001", "team": "T01", "user_team": "T01",
          "edited": { "user": "U0ADA", "ts": "1600000210.000000" },
          "blocks": [{ "type": "rich_text", "block_id": "b1", "elements": [{ "type": "rich_text_section",
             "elements": [{ "type": "user", "user_id": "U0GRACE" }, { "type": "text", "text": " hi" }] }] }],
          "reactions": [
            { "name": "steam_locomotive", "users": ["U0GRACE", "U0LINUS"], "count": 2 },
            { "name": "wave::skin-tone-2", "users": ["U0GONE"], "count": 3 } ],
          "replies": [{ "user": "U0GRACE", "ts": "1600000300.000200" }], "reply_users": ["U0GRACE"] },
        { "type": "message", "user": "U0GRACE", "ts": "1600000300.000200", "thread_ts": root, "text": "Ahoy <@U0ADA>",
          "parent_user_id": "U0ADA" },
        { "type": "message", "user": "U0LINUS", "ts": "1600000310.000200", "thread_ts": root,
          "subtype": "thread_broadcast", "text": "for all to see", "root": { "ts": root } },
        { "type": "message", "user": "U0LINUS", "ts": "1600000320.000200", "thread_ts": "1500000000.000100",
          "text": "a reply to something long gone" },
        { "type": "message", "subtype": "bot_message", "bot_id": "B0COURIER", "username": "parcel", "text": "A parcel",
          "ts": "1600000330.000000", "icons": { "emoji": ":package:" },
          "attachments": [{ "fallback": "one parcel", "color": "36a64f" }] },
        { "type": "message", "subtype": "some_future_subtype", "user": "U0LINUS", "text": "?", "ts": "1600000340.000000",
          "from_the_future": { "deep": [1, 2.5, null] } },
    ]);
    let second = json!([
        { "type": "message", "user": "U0GRACE", "ts": "1600090000.000100", "text": "with a file", "upload": true,
          "files": [{ "id": "F1", "name": "notes.txt", "url_private": "https://files.slack.com/F1?t=xoxe-1" },
                    { "id": "F2", "mode": "tombstone" }] },
        { "type": "message", "user": "U0LINUS", "ts": "1600090000.000200", "text": "one time" },
        { "type": "message", "user": "U0GRACE", "ts": "1600090000.000200", "text": "the same time" },
        { "type": "message", "user": "U0GRACE", "ts": "1600090000.000200", "text": "the same time" },
        { "type": "message", "user": "U0GHOST", "ts": "1600090001.000200", "text": "who am I?" },
        { "type": "message", "user": "USLACKBOT", "subtype": "tombstone", "ts": "1600090002.000200", "hidden": true,
          "text": "This message was deleted.", "thread_ts": "1600090002.000200", "reply_count": 1 },
        { "type": "message", "user": "U0ADA", "ts": "1600090003.000200", "thread_ts": "1600090002.000200",
          "text": "why was it deleted?" },
    ]);
    (first, second)
}

/// The whole export.
pub fn export() -> Export {
    let mut files = Export(Vec::new());
    let mut engine = channel("C0ENGINE", "engine-room", &["U0ADA", "U0GRACE", "U0LINUS", "U0EDSGER"]);
    engine["pins"] = json!([
        { "id": "1600000200.000100", "type": "C", "created": 1_600_000_400, "user": "U0GRACE", "owner": "U0ADA" },
        { "id": "F77", "type": "F", "created": 1_600_000_400, "user": "U0GRACE", "owner": "U0ADA" } ]);
    engine["topic"] = json!({ "value": "Steam for <@U0ADA>", "creator": "U0ADA", "last_set": 1_600_000_120 });
    let mut general = channel("C0GENERAL", "general", &["U0ADA", "U0GRACE", "U0LINUS"]);
    general["is_general"] = json!(true);
    let mut archived = channel("C0OLD", "old-plans", &["U0ADA"]);
    archived["is_archived"] = json!(true);
    let group = channel("G0SECRET", "secret", &["U0ADA", "U0GRACE"]);
    let mpim = channel("G0THREE", "mpdm-ada--grace--linus-1", &["U0ADA", "U0GRACE", "U0LINUS"]);
    files.set("users.json", &people());
    files.set("channels.json", &json!([engine, general, archived]));
    files.set("groups.json", &json!([group]));
    files.set("mpims.json", &json!([mpim]));
    files.set("dms.json", &json!([{ "id": "D0AL", "created": 1_600_000_100, "members": ["U0ADA", "U0LINUS"] }]));
    files.set("integration_logs.json", &json!([{ "user_id": "U0ADA", "change_type": "added" }]));
    let (first, second) = engine_room();
    files.set("engine-room/2020-09-13.json", &first);
    files.set("engine-room/2020-09-14.json", &second);
    let line = |user: &str, ts: &str, text: &str| json!([{ "type": "message", "user": user, "ts": ts, "text": text }]);
    files.set("general/2020-09-13.json", &line("U0ADA", "1600000500.000100", "Welcome"));
    // Before the channel was made, says its list.
    files.set("old-plans/2020-09-12.json", &line("U0ADA", "1599900000.000100", "A plan"));
    files.set("secret/2020-09-13.json", &line("U0GRACE", "1600000500.000100", "Between us"));
    files.set("mpdm-ada--grace--linus-1/2020-09-13.json", &line("U0LINUS", "1600000500.000100", "We three"));
    files.set("D0AL/2020-09-13.json", &line("U0LINUS", "1600000500.000100", "Dear Ada"));
    files.set("forgotten/2020-09-13.json", &line("U0LINUS", "1600000500.000100", "in no list"));
    files
}

/// Every conversation of it.
pub const CONVERSATIONS: [&str; 6] = ["C0ENGINE", "C0GENERAL", "C0OLD", "G0SECRET", "G0THREE", "D0AL"];
