//! What one record of an export says, and what one message of the store says, in one form: so that they can be held against
//! each other, aspect by aspect. This is read from the raw JSON, by nothing that the import itself reads with; only the
//! table of ids that changed is shared, since it is what the report names.

use super::ids::Ids;
use crate::base::id::{AppId, BotId};
use crate::base::{Error, Result, Ts, emoji};
use crate::store::records::message::{Body, Entry, Original, Reactions};
use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hasher};

/// The aspects that are compared, in the order of `Print::aspects`; `thread` is the last, since it needs the others' times.
pub const ASPECTS: [&str; 7] = ["author", "text", "edit", "reactions", "files", "other fields", "thread"];
/// The place of the thread among them.
pub const THREAD: usize = 6;

/// A record in short: its time in the export, and a hash of each aspect.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Print {
    /// Its time in the export.
    pub ts: Ts,
    /// One hash for each of `ASPECTS`: 32 bits keep ten million records small.
    pub aspects: [u32; 7],
}

impl Print {
    /// The print of something that says this, in this order.
    fn of(ts: Ts, said: [Value; 6]) -> Self {
        let mut aspects = [0; 7];
        for (hash, said) in aspects.iter_mut().zip(said) {
            *hash = short(said.to_string().as_bytes());
        }
        Self { ts, aspects }
    }

    /// The same in this thread.
    pub fn in_thread(mut self, root: Option<Ts>) -> Self {
        self.aspects[THREAD] = short(root.unwrap_or_default().to_string().as_bytes());
        self
    }
}

fn short(bytes: &[u8]) -> u32 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish() as u32
}

/// Fields of a record that are compared by themselves, follow from others, or speak of the place it came from.
const APART: &[&str] = &[
    "ts",
    "type",
    "user",
    "bot_id",
    "app_id",
    "username",
    "text",
    "thread_ts",
    "edited",
    "reactions",
    "files",
    "file",
    "subtype",
    "team",
    "user_profile",
    "bot_profile",
    "channel",
    "origin",
    "body_state",
    "reply_count",
    "replies",
    "reply_users",
    "reply_users_count",
    "latest_reply",
    "is_locked",
    "subscribed",
    "last_read",
    "unread_count",
    "pinned_to",
    "pinned_info",
    "root",
];

/// What a record says and the root it names; nothing when it is no message.
pub fn of_record(record: &Value, latest: Ts, ids: &Ids) -> Option<(Print, Option<Ts>)> {
    let record = record.as_object()?;
    let ts = time(record.get("ts")?).filter(|ts| ts.secs() >= 86_400 && *ts <= latest)?;
    let (author, user) = author(record, ids);
    let odd = |name: &str, fits: fn(&Value) -> bool| {
        record.get(name).filter(|value| !value.is_null() && **value != "" && !fits(value)).cloned()
    };
    let text = record.get("text").and_then(Value::as_str).unwrap_or_default();
    let mut other: Map<String, Value> = Map::new();
    for (name, value) in record.iter().filter(|(name, _)| !APART.contains(&name.as_str())) {
        let kept = match (name.as_str(), value) {
            (_, Value::Null) => continue,
            ("user_team" | "source_team", team) if record.get("team") == Some(team) => continue,
            ("blocks" | "attachments", Value::Array(list)) => {
                Value::Array(list.iter().filter(|item| !item.is_null()).map(|item| here(ids, name, item)).collect())
            }
            ("metadata" | "icons", Value::Object(_)) => here(ids, name, value),
            ("client_msg_id", Value::String(id)) if id.len() <= NAME_BYTES => value.clone(),
            // What a reader would stumble over is kept aside, and so are the names the API itself renders.
            ("blocks" | "attachments" | "metadata" | "icons" | "client_msg_id" | "comity_import", _) => continue,
            _ => here(ids, name, value),
        };
        let empty = matches!(name.as_str(), "blocks" | "attachments") && kept == json!([]);
        if !(empty || kept == "" && name == "client_msg_id") {
            other.insert(name.clone(), kept);
        }
    }
    let icons = record.get("bot_profile").and_then(|profile| profile.get("icons")).filter(|icons| icons.is_object());
    if let (Some(icons), None) = (icons, other.get("icons")) {
        other.insert("icons".to_owned(), here(ids, "icons", icons));
    }
    if let Some(kind) = name_in(record.get("subtype")) {
        other.insert("subtype".to_owned(), json!(kind));
    }
    let aside = odd("text", Value::is_string);
    other.extend(aside.map(|value| ("odd text".to_owned(), value)));
    let thread = record.get("thread_ts").and_then(time).filter(|root| *root != ts);
    let said = [
        author,
        words(digest(&SHA256, ids.rewritten_text(text).as_bytes()).as_ref()),
        edit(record.get("edited"), user, ids),
        reactions(record.get("reactions"), ids),
        files(record, ids),
        Value::Object(other),
    ];
    Some((Print::of(ts, said), thread))
}

/// What stands for a text: nothing else is left of one that was replaced here.
fn words(hash: &[u8]) -> Value {
    json!(HEXLOWER.encode(hash))
}

/// A change with its time: the fields that are then others; none for a deletion.
type Change = (Ts, Option<Map<String, Value>>);

/// What edits and deletions among some records say of others: by the message.
#[derive(Default)]
pub struct Changes(BTreeMap<Ts, Vec<Change>>);

impl Changes {
    /// Takes a record that tells of another. False for one that speaks for itself.
    pub fn take(&mut self, record: &Value) -> bool {
        let inner = |first: &str, then: [&str; 2]| {
            let all = [first, then[0], then[1]].map(|name| record[name].as_object().filter(|inner| !inner.is_empty()));
            all.into_iter().flatten().next().cloned()
        };
        let (about, change) = match record["subtype"].as_str() {
            Some("message_changed" | "message_replied") => match inner("message", ["original", "previous_message"]) {
                Some(now) => (now.get("ts").and_then(past), Some(now)),
                None => return false,
            },
            Some("message_deleted") => {
                let was = inner("previous_message", ["original", "message"]);
                (past(&record["deleted_ts"]).or(was.and_then(|was| was.get("ts").and_then(past))), None)
            }
            _ => return false,
        };
        let Some(about) = about.or(past(&record["ts"])) else { return false };
        let edited = |now: &Map<String, Value>| past(&now.get("edited")?["ts"]);
        let at = match &change {
            Some(now) => edited(now).or(past(&record["ts"])).unwrap_or_default(),
            None => Ts::MAX,
        };
        let change = change.map(|mut now| {
            now.insert("ts".to_owned(), json!(about.to_string()));
            now
        });
        self.0.entry(about).or_default().push((at, change));
        true
    }

    /// A record as it is after what changed it, which is not taken for another again; nothing when it was deleted.
    pub fn after(&mut self, record: Value) -> Option<Value> {
        let Some(changes) = past(&record["ts"]).and_then(|ts| self.0.remove(&ts)) else { return Some(record) };
        let edited = past(&record["edited"]["ts"]).unwrap_or_default();
        laid_over(record, changes.into_iter().filter(|(at, _)| *at >= edited).collect())
    }

    /// The messages of which nothing but edits was there.
    pub fn alone(self) -> impl Iterator<Item = Value> {
        self.0.into_values().filter_map(|changes| laid_over(json!({}), changes))
    }
}

fn laid_over(mut record: Value, mut changes: Vec<Change>) -> Option<Value> {
    changes.sort_by_key(|(at, _)| *at);
    for (_, change) in changes {
        for (name, value) in change? {
            record[name] = value;
        }
    }
    Some(record)
}

fn past(value: &Value) -> Option<Ts> {
    time(value).filter(|ts| *ts > Ts::ZERO)
}

fn time(value: &Value) -> Option<Ts> {
    match value {
        Value::String(text) => Ts::parse(text),
        Value::Number(number) => Ts::parse(&format!("{:.6}", number.as_f64()?)),
        _ => None,
    }
}

/// Bytes up to which a text can be a name.
const NAME_BYTES: usize = 1_024;

/// A text that can name something.
fn name_in(value: Option<&Value>) -> Option<&str> {
    word(value).filter(|text| text.len() <= NAME_BYTES)
}

fn word(value: Option<&Value>) -> Option<&str> {
    value?.as_str().filter(|text| !text.is_empty())
}

/// Who wrote it: person, bot, the bot's app, and the name it is shown under; and the person alone.
fn author(record: &Map<String, Value>, ids: &Ids) -> (Value, Option<String>) {
    let (mut user, mut bot) = (name_in(record.get("user")), name_in(record.get("bot_id")));
    if bot.is_none() && user.is_some_and(|id| BotId::parse(id).is_some()) {
        (user, bot) = (None, user);
    }
    let inner = match word(record.get("subtype")) {
        Some("file_comment") => Some("comment"),
        Some("file_share") => Some("file"),
        _ => None,
    };
    let user = user.or_else(|| word(record.get(inner?)?.get("user")));
    let here = user.and_then(|old| ids.who(old)).map(|id| id.to_string());
    let app = name_in(record.get("app_id")).or_else(|| word(record.get("bot_profile")?.get("app_id")));
    let said = |profile: &str, name: &str| name_in(record.get(profile)?.get(name));
    let shown = name_in(record.get("username")).or_else(|| match (user, bot) {
        (None, None) => said("user_profile", "display_name")
            .or_else(|| said("user_profile", "real_name"))
            .or_else(|| said("user_profile", "name"))
            .or_else(|| said("bot_profile", "name")),
        _ => None,
    });
    (json!([here, bot, app, shown]), here)
}

fn edit(edited: Option<&Value>, author: Option<String>, ids: &Ids) -> Value {
    let Some(edited) = edited.and_then(Value::as_object) else { return Value::Null };
    let Some(at) = edited.get("ts").and_then(past) else { return Value::Null };
    let editor = match word(edited.get("user")) {
        Some(old) => ids.who(old).map(|id| id.to_string()),
        None => author,
    };
    json!([editor, at.to_string()])
}

fn reactions(list: Option<&Value>, ids: &Ids) -> Value {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for one in list.and_then(Value::as_array).into_iter().flatten() {
        let Some(name) = word(one.get("name")) else { continue };
        let users = one["users"].as_array().into_iter().flatten().filter_map(Value::as_str);
        all.entry(emoji::reacted(name))
            .or_default()
            .extend(users.filter_map(|old| ids.who(old)).map(|id| id.to_string()));
    }
    all.retain(|_, users| !users.is_empty());
    json!(all)
}

fn files(record: &Map<String, Value>, ids: &Ids) -> Value {
    let mut list: Vec<&Value> = Vec::new();
    list.extend(record.get("files").and_then(Value::as_array).into_iter().flatten().filter(|file| !file.is_null()));
    let known: Vec<&Value> = list.iter().map(|file| &file["id"]).collect();
    let single = record.get("file").filter(|file| file.is_object() && !known.contains(&&file["id"]));
    list.extend(single);
    list.into_iter().map(|file| here(ids, "", file)).collect()
}

/// A value of a record with its ids as they are here: those under a name that stands for somebody or some conversation, and
/// those that a text mentions. Nothing else may have become another.
fn here(ids: &Ids, name: &str, value: &Value) -> Value {
    let either = matches!(name, "initial_conversation" | "initial_conversations");
    let person = either
        || matches!(name, "user" | "user_id" | "users" | "author_id" | "inviter" | "parent_user_id" | "creator")
        || matches!(name, "created_by" | "members" | "participants" | "participant_history" | "reply_users")
        || matches!(name, "initial_user" | "initial_users");
    let place = either
        || matches!(name, "channel" | "channel_id" | "channels" | "groups" | "ims")
        || matches!(name, "initial_channel" | "initial_channels");
    match value {
        Value::String(text) if person || place => {
            let who = ids.who(text).filter(|_| person).map(|id| id.to_string());
            let which = ids.which(text).filter(|_| place).map(|id| id.to_string());
            Value::String(who.or(which).unwrap_or_else(|| text.clone()))
        }
        Value::String(text) => Value::String(ids.rewritten_text(text)),
        Value::Array(list) => list.iter().map(|item| here(ids, name, item)).collect(),
        Value::Object(map) => map.iter().map(|(name, item)| (name.clone(), here(ids, name, item))).collect(),
        other => other.clone(),
    }
}

/// A message as the store has it.
#[derive(Default)]
pub struct Kept {
    /// Order, author, kind.
    pub entry: Option<Entry>,
    /// What it says.
    pub body: Option<Body>,
    /// Who reacted.
    pub reactions: Reactions,
    /// What it said before it was edited here.
    pub original: Option<Original>,
}

/// What a message of the store says, with its text and edit as they came in if they were replaced here; and the root it
/// has here, or had in the export where it has none.
pub fn of_kept(kept: &Kept) -> Result<Option<(Print, Option<Ts>)>> {
    let (Some(entry), Some(body)) = (&kept.entry, &kept.body) else { return Ok(None) };
    let parse = |json: &Option<String>| match json {
        Some(json) => serde_json::from_str(json).map_err(|e| Error::internal(format!("damaged JSON is stored: {e}"))),
        None => Ok(Value::Null),
    };
    let mut other = match parse(&body.extra)? {
        Value::Object(extra) => extra,
        _ => Map::new(),
    };
    // What was noted when it came in says what it was before.
    let note = other.remove("comity_import").unwrap_or_default();
    let before = |name: &str| word(note.get(name)).and_then(Ts::parse);
    let (bot, app, edited) = (other.remove("bot_id"), other.remove("app_id"), other.remove("edited"));
    for (name, json) in [
        ("blocks", &body.blocks),
        ("attachments", &body.attachments),
        ("metadata", &body.metadata),
        ("icons", &body.icons),
    ] {
        let value = parse(json)?;
        if !value.is_null() {
            other.insert(name.to_owned(), value);
        }
    }
    other.extend(body.client_msg_id.iter().map(|id| ("client_msg_id".to_owned(), json!(id))));
    let kind = word(note.get("original_subtype")).or(entry.subtype.as_deref());
    other.extend(kind.map(|kind| ("subtype".to_owned(), json!(kind))));
    other.remove("root");
    other.extend(note["odd"].get("text").map(|text| ("odd text".to_owned(), text.clone())));
    let author = entry.author;
    let text = |here: Option<String>, kept: Option<Value>| here.map(Value::from).or(kept).unwrap_or_default();
    let (said_first, was_edited) = match &kept.original {
        Some(original) => (words(&original.text), original.edited),
        None => (words(digest(&SHA256, body.text.as_bytes()).as_ref()), entry.edited),
    };
    let edit = match (&was_edited, &edited) {
        (Some(edited), _) => json!([edited.user, edited.ts.to_string()]),
        (None, Some(edited)) => json!([null, edited["ts"]]),
        (None, None) => Value::Null,
    };
    let mut reactions: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for line in &kept.reactions.list {
        reactions.entry(&line.name).or_default().extend(line.users.iter().map(ToString::to_string));
    }
    let files = parse(&body.files)?;
    let said = [
        json!([
            author.user,
            text(author.bot.map(|b: BotId| b.to_string()), bot),
            text(author.app.map(|a: AppId| a.to_string()), app),
            body.username,
        ]),
        said_first,
        edit,
        json!(reactions),
        if files.is_null() { json!([]) } else { files },
        Value::Object(other),
    ];
    let ts = before("original_ts").unwrap_or(entry.ts);
    Ok(Some((Print::of(ts, said), entry.thread.or_else(|| before("original_thread_ts")))))
}
