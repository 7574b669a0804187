//! One message of an export: its fields by name, and everything else it had.

use super::ids::Ids;
use crate::base::id::BotId;
use crate::base::{Error, Result, Ts, limits};
use crate::store::Record;
use crate::store::records::message::Body;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Under this name a message keeps what the import changed about it.
const NOTE: &str = "comity_import";
/// Bytes left free in a body for the note and for ids that are longer here.
const SLACK: usize = 2 * 1024;
/// Fields that follow from others here, or that speak of the workspace it came from.
const DERIVED: [&str; 22] = [
    "type",
    "ts",
    "team",
    "user_team",
    "source_team",
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

/// One emoji on a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Reaction {
    /// The emoji's name.
    pub name: String,
    /// Who, by the export's ids, in order.
    pub users: Vec<String>,
    /// How many Slack counted; the names may be fewer.
    pub count: u64,
}

/// A message as exported.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// Its time in the export.
    pub ts: Ts,
    /// Who wrote it.
    pub user: Option<String>,
    /// Which bot wrote it.
    pub bot: Option<String>,
    /// The bot's app.
    pub app: Option<String>,
    /// The bot's own name, from its profile.
    pub bot_name: Option<String>,
    /// Slack's subtype.
    pub subtype: Option<String>,
    /// The root it replies to.
    pub thread: Option<Ts>,
    /// How many replies its root counted.
    pub claims: u64,
    /// Who replaced its text, and when.
    pub edited: Option<(Option<String>, Ts)>,
    /// Reactions.
    pub reactions: Vec<Reaction>,
    /// Files as objects with links.
    pub files: Vec<Value>,
    text: String,
    blocks: Option<Value>,
    attachments: Option<Value>,
    metadata: Option<Value>,
    icons: Option<Value>,
    username: Option<String>,
    client_msg_id: Option<String>,
    extra: Map<String, Value>,
}

/// What of a message did not fit.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Cut {
    /// Fields that nothing here shows.
    Extra,
    /// The blocks; the text says the same.
    Blocks,
    /// The attachments.
    Attachments,
    /// The file objects.
    Files,
    /// The end of the text.
    Text,
}

impl Said {
    /// Takes a message apart. The error names the field.
    pub fn read(mut from: Map<String, Value>) -> std::result::Result<Self, String> {
        let ts = time(&mut from, "ts")?.ok_or("it has no `ts`")?;
        let profile = object(&from, "bot_profile");
        let root = from.remove("thread_ts").map(|v| parse_time(&v, "thread_ts")).transpose()?.flatten();
        let (mut user, mut bot) = (text(&mut from, "user")?, text(&mut from, "bot_id")?);
        if bot.is_none() && user.as_deref().is_some_and(is_bot) {
            bot = user.take();
        }
        let claims = from.get("reply_count").and_then(Value::as_u64).unwrap_or_default();
        let mut said = Self {
            ts,
            user,
            bot,
            app: text(&mut from, "app_id")?.or_else(|| field(profile.as_ref(), "app_id")),
            bot_name: field(profile.as_ref(), "name"),
            subtype: text(&mut from, "subtype")?,
            thread: root.filter(|root| *root != ts),
            claims,
            edited: edited(&mut from)?,
            reactions: reactions(&mut from)?,
            files: files(&mut from)?,
            text: text(&mut from, "text")?.unwrap_or_default(),
            blocks: list(&mut from, "blocks")?.map(Value::Array),
            attachments: list(&mut from, "attachments")?.map(Value::Array),
            metadata: whole(&mut from, "metadata"),
            icons: whole(&mut from, "icons"),
            username: text(&mut from, "username")?,
            client_msg_id: text(&mut from, "client_msg_id")?,
            extra: Map::new(),
        };
        from.retain(|name, value| !DERIVED.contains(&name.as_str()) && !value.is_null());
        said.extra = from;
        Ok(said)
    }

    /// Whether a reply is also in the channel.
    pub fn broadcast(&self) -> bool {
        self.subtype.as_deref() == Some("thread_broadcast")
    }

    /// Keeps a field that has no place of its own.
    pub fn keep(&mut self, name: &str, value: Value) {
        self.extra.insert(name.to_owned(), value);
    }

    /// Keeps what the import changed about the message.
    pub fn remark(&mut self, name: &str, value: &str) {
        let note = self.extra.entry(NOTE).or_insert_with(|| json!({}));
        note[name] = json!(value);
    }

    /// The message as the export has it.
    pub fn without_remarks(&self) -> Self {
        let mut plain = self.clone();
        plain.extra.remove(NOTE);
        plain
    }

    /// Everybody the message names by id outside its text.
    pub fn people(&self) -> impl Iterator<Item = &String> {
        let reactors = self.reactions.iter().flat_map(|r| &r.users);
        self.user.iter().chain(self.edited.iter().filter_map(|(user, _)| user.as_ref())).chain(reactors)
    }

    /// Who the bot is: id, name and app, where a bot wrote it.
    pub fn bot_seen(&self) -> Option<(&str, &str, &str)> {
        let name = self.bot_name.as_deref().or(self.username.as_deref()).unwrap_or_default();
        self.bot.as_deref().map(|bot| (bot, name, self.app.as_deref().unwrap_or_default()))
    }

    /// Each emoji with the different people behind it, as far as one message may keep them.
    pub fn reactors(&self) -> Vec<(&str, Vec<&str>)> {
        let mut all: Vec<(&str, Vec<&str>)> = Vec::new();
        let mut room = limits::MESSAGE_BYTES;
        for reaction in &self.reactions {
            let at = match all.iter().position(|(name, _)| *name == reaction.name) {
                Some(at) => at,
                None => {
                    room = room.saturating_sub(reaction.name.len() + 8);
                    all.push((&reaction.name, Vec::new()));
                    all.len() - 1
                }
            };
            let mut known: BTreeSet<&str> = all[at].1.iter().copied().collect();
            for user in &reaction.users {
                if room >= 32 && known.insert(user) {
                    room -= 32;
                    all[at].1.push(user);
                }
            }
        }
        all.retain(|(_, users)| !users.is_empty());
        all
    }

    /// The body to be kept, with ids as they are here, and what had to be left out so that it fits.
    pub fn body(&self, ids: &Ids) -> Result<(Body, Vec<Cut>)> {
        let json = |value: &Option<Value>| value.as_ref().map(|v| ids.rewritten(v).to_string());
        let files = (!self.files.is_empty()).then(|| Value::Array(self.files.clone()));
        let extra = (!self.extra.is_empty()).then(|| Value::Object(self.extra.clone()));
        let mut body = Body {
            text: ids.rewritten_text(&self.text),
            blocks: json(&self.blocks),
            attachments: json(&self.attachments),
            metadata: json(&self.metadata),
            files: json(&files),
            username: self.username.clone(),
            icons: json(&self.icons),
            client_msg_id: self.client_msg_id.clone(),
            extra: json(&extra),
        };
        let cut = self.fit(&mut body)?;
        Ok((body, cut))
    }

    /// Leaves out the least needed parts until the body fits into a record.
    fn fit(&self, body: &mut Body) -> Result<Vec<Cut>> {
        let room = limits::MESSAGE_BYTES - SLACK;
        let mut cut = Vec::new();
        while body.encode()?.len() > room {
            let note = self.extra.get(NOTE).map(|note| json!({ NOTE: note }).to_string());
            if body.extra != note {
                body.extra = note;
                cut.push(Cut::Extra);
            } else if body.blocks.take().is_some() {
                cut.push(Cut::Blocks);
            } else if body.attachments.take().is_some() || body.metadata.take().is_some() {
                cut.push(Cut::Attachments);
            } else if body.files.take().is_some() {
                cut.push(Cut::Files);
            } else if cut.last() != Some(&Cut::Text) {
                let end = body.text.floor_char_boundary(room / 2);
                body.text.truncate(end);
                cut.push(Cut::Text);
            } else {
                return Err(Error::limit("msg_too_long").because("a message of the export can't be made to fit"));
            }
        }
        Ok(cut)
    }
}

fn time(from: &mut Map<String, Value>, name: &str) -> std::result::Result<Option<Ts>, String> {
    from.remove(name).map(|v| parse_time(&v, name)).transpose().map(Option::flatten)
}

fn parse_time(value: &Value, name: &str) -> std::result::Result<Option<Ts>, String> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ts::parse(text).map(Some).ok_or_else(|| format!("its `{name}` is not a time")),
        _ => Err(format!("its `{name}` is not text")),
    }
}

/// Old exports name a bot where a person belongs.
fn is_bot(id: &str) -> bool {
    BotId::parse(id).is_some()
}

/// A text field; empty text counts as none.
fn text(from: &mut Map<String, Value>, name: &str) -> std::result::Result<Option<String>, String> {
    match from.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text).filter(|t| !t.is_empty())),
        Some(_) => Err(format!("its `{name}` is not text")),
    }
}

fn list(from: &mut Map<String, Value>, name: &str) -> std::result::Result<Option<Vec<Value>>, String> {
    match from.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Array(list)) => Ok(Some(list).filter(|l| !l.is_empty())),
        Some(_) => Err(format!("its `{name}` is not a list")),
    }
}

fn object(from: &Map<String, Value>, name: &str) -> Option<Map<String, Value>> {
    from.get(name).and_then(Value::as_object).cloned()
}

/// A field that is an object; one that is something else stays with what has no place of its own.
fn whole(from: &mut Map<String, Value>, name: &str) -> Option<Value> {
    if from.get(name).is_some_and(Value::is_object) { from.remove(name) } else { None }
}

fn field(from: Option<&Map<String, Value>>, name: &str) -> Option<String> {
    from?.get(name)?.as_str().filter(|t| !t.is_empty()).map(str::to_owned)
}

fn edited(from: &mut Map<String, Value>) -> std::result::Result<Option<(Option<String>, Ts)>, String> {
    match from.remove("edited") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(mut edited)) => {
            let ts = time(&mut edited, "ts").map_err(|_| "the time of its `edited` is not a time")?;
            Ok(Some((text(&mut edited, "user")?.filter(|user| !is_bot(user)), ts.unwrap_or_default())))
        }
        Some(_) => Err("its `edited` is not an object".to_owned()),
    }
}

fn reactions(from: &mut Map<String, Value>) -> std::result::Result<Vec<Reaction>, String> {
    let mut all = Vec::new();
    for one in list(from, "reactions")?.unwrap_or_default() {
        let Value::Object(mut one) = one else { return Err("one of its `reactions` is not an object".to_owned()) };
        let name = text(&mut one, "name")?.ok_or("one of its `reactions` has no `name`")?;
        let mut users = Vec::new();
        for user in list(&mut one, "users")?.unwrap_or_default() {
            let user = user.as_str().filter(|u| !u.is_empty());
            users.push(user.ok_or("one of its `reactions` names a person who is not text")?.to_owned());
        }
        let count = one.get("count").and_then(Value::as_u64).unwrap_or_default();
        all.push(Reaction { name, users, count });
    }
    Ok(all)
}

/// The files; old exports have a single `file`.
fn files(from: &mut Map<String, Value>) -> std::result::Result<Vec<Value>, String> {
    let mut all = list(from, "files")?.unwrap_or_default();
    if all.is_empty() {
        all.extend(whole(from, "file"));
    }
    Ok(all)
}
