//! One message of an export: its fields by name, and everything else it had.

use super::ids::Ids;
use crate::base::id::BotId;
use crate::base::{Error, Result, Ts, emoji, limits};
use crate::store::Record;
use crate::store::records::message::Body;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Under this name a message keeps what the import changed about it.
const NOTE: &str = "comity_import";
/// Bytes left free in a body for the note and for ids that are longer here.
const SLACK: usize = 2 * 1024;
/// Bytes of an id made here: whoever an id of the export stands for may have one.
const NEW_ID_BYTES: usize = 17;
/// Bytes of a field that names somebody or something; Slack's are far below. A longer one is no name.
const NAME_BYTES: usize = 1_024;
/// Fields that follow from others here, or that speak of the workspace it came from.
const DERIVED: [&str; 19] = [
    "type",
    "ts",
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

/// That a message is pinned, as it says itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Pinned {
    /// The conversations, by the export's ids; none where it does not say.
    pub to: BTreeSet<String>,
    /// By whom; empty where it does not say.
    pub by: String,
    /// When, in seconds.
    pub at: u64,
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
    /// That it is pinned.
    pub pinned: Option<Pinned>,
    /// What it says itself of who wrote it: all there is of people of other workspaces.
    pub profile: Option<Map<String, Value>>,
    /// What a broadcast says of the message it replies to.
    pub root: Option<Value>,
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
    /// Takes a record apart. What is of another type than Slack writes is kept aside and shown nowhere; the error says why
    /// the record is no message at all. `latest` is the latest time it may have.
    pub fn read(from: Value, latest: Ts) -> std::result::Result<Self, &'static str> {
        let ts = stamp(&from, latest)?;
        let Value::Object(from) = from else { return Err(NO_OBJECT) };
        let mut from = Fields { map: from, odd: Map::new() };
        from.map.remove("ts");
        // Where they are others than the message's own, it came from another workspace.
        let team = from.map.get("team").cloned();
        from.map.retain(|name, value| {
            !matches!(name.as_str(), "user_team" | "source_team") || team.as_ref() != Some(value)
        });
        let profile = from.map.get("bot_profile").and_then(Value::as_object).cloned();
        let root = from.time("thread_ts");
        let (mut user, mut bot) = (from.name("user"), from.name("bot_id"));
        if bot.is_none() && user.as_deref().is_some_and(is_bot) {
            bot = user.take();
        }
        let user = user.or_else(|| behind(&from.map));
        let username = from.name("username").or_else(|| unnamed(user.as_ref().or(bot.as_ref()), &from.map));
        let claims = from.map.get("reply_count").and_then(Value::as_u64).unwrap_or_default();
        let mut said = Self {
            ts,
            profile: user.is_some().then(|| from.map.get("user_profile").and_then(Value::as_object).cloned()).flatten(),
            user,
            bot,
            app: from.name("app_id").or_else(|| field(profile.as_ref(), "app_id")),
            bot_name: field(profile.as_ref(), "name"),
            subtype: from.name("subtype"),
            thread: root.filter(|root| *root != ts),
            claims,
            edited: from.edited(),
            reactions: from.reactions(),
            pinned: from.pinned(),
            files: from.files(),
            root: from.map.remove("root").filter(Value::is_object),
            text: from.text("text").unwrap_or_default(),
            blocks: from.list("blocks").map(Value::Array),
            attachments: from.list("attachments").map(Value::Array),
            metadata: from.object("metadata"),
            icons: from
                .object("icons")
                .or_else(|| profile.as_ref()?.get("icons").filter(|icons| icons.is_object()).cloned()),
            username,
            client_msg_id: from.name("client_msg_id"),
            extra: Map::new(),
        };
        from.map.retain(|name, value| !DERIVED.contains(&name.as_str()) && !value.is_null());
        // Were they shown under their own names, programs would stumble over them as the export's reader would.
        for name in RENDERED {
            if let Some(value) = from.map.remove(name) {
                from.odd.insert(name.to_owned(), value);
            }
        }
        said.extra = from.map;
        if !from.odd.is_empty() {
            said.note("odd", Value::Object(from.odd));
        }
        Ok(said)
    }

    /// The fields whose value was of another type than Slack writes.
    pub fn odd(&self) -> Vec<&str> {
        let odd = self.extra.get(NOTE).and_then(|note| note.get("odd")).and_then(Value::as_object);
        odd.into_iter().flat_map(Map::keys).map(String::as_str).collect()
    }

    /// The field that holds the only words of a message: it is kept, and nothing shows them.
    pub fn words_within(&self) -> Option<&str> {
        let shown =
            !self.text.is_empty() || !self.files.is_empty() || self.blocks.is_some() || self.attachments.is_some();
        let words =
            |value: &Value| ["text", "comment"].iter().any(|name| value[*name].as_str().is_some_and(|t| !t.is_empty()));
        let mut fields = self.extra.iter().filter(|(name, value)| !shown && *name != NOTE && words(value));
        fields.next().map(|(name, _)| name.as_str())
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
        self.note(name, json!(value));
    }

    fn note(&mut self, name: &str, value: Value) {
        let note = self.extra.entry(NOTE).or_insert_with(|| json!({}));
        note[name] = value;
    }

    /// The message as the export has it.
    pub fn without_remarks(&self) -> Self {
        let mut plain = self.clone();
        if let Some(note) = plain.extra.get_mut(NOTE).and_then(Value::as_object_mut) {
            note.remove("original_ts");
            if note.is_empty() {
                plain.extra.remove(NOTE);
            }
        }
        plain
    }

    /// Everybody the message names by id outside its text.
    pub fn people(&self) -> impl Iterator<Item = &String> {
        let reactors = self.reactions.iter().flat_map(|r| &r.users);
        let editor = self.edited.iter().filter_map(|(user, _)| user.as_ref()).filter(|user| !is_bot(user));
        let pinner = self.pinned.iter().map(|pinned| &pinned.by).filter(|by| !by.is_empty());
        self.user.iter().chain(pinner).chain(editor).chain(reactors)
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
                let bytes = 1 + user.len().max(NEW_ID_BYTES);
                if room >= bytes && known.insert(user) {
                    room -= bytes;
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
        loop {
            let exceeding = body.encode()?.len().saturating_sub(room);
            if exceeding == 0 {
                return Ok(cut);
            }
            // Only what the import itself has to read again is needed.
            let mut note = self.extra.get(NOTE).cloned().unwrap_or_default();
            note.as_object_mut().map(|note| note.remove("odd"));
            let note = note.as_object().filter(|note| !note.is_empty()).map(|note| json!({ NOTE: note }).to_string());
            if body.extra != note {
                body.extra = note;
                cut.push(Cut::Extra);
            } else if body.blocks.take().is_some() {
                cut.push(Cut::Blocks);
            } else if body.attachments.take().is_some() || body.metadata.take().is_some() || body.icons.take().is_some()
            {
                cut.push(Cut::Attachments);
            } else if body.files.take().is_some() {
                cut.push(Cut::Files);
            } else if cut.last() != Some(&Cut::Text) {
                let end = body.text.floor_char_boundary(body.text.len().saturating_sub(exceeding));
                body.text.truncate(end);
                cut.push(Cut::Text);
            } else {
                return Err(Error::limit("msg_too_long").because("a message of the export can't be made to fit"));
            }
        }
    }
}

const NO_OBJECT: &str = "it is not an object";
/// Fields that the API makes of what is kept; one of these names that is left over holds something odd.
const RENDERED: [&str; 8] =
    ["text", "blocks", "attachments", "files", "reactions", "edited", "thread_ts", "comity_import"];
/// Slack's oldest message is younger; the first day's keys are for other things.
const OLDEST: Ts = Ts::from_secs(86_400);

/// The time of a record, without which it is no message.
pub fn stamp(record: &Value, latest: Ts) -> std::result::Result<Ts, &'static str> {
    let record = record.as_object().ok_or(NO_OBJECT)?;
    let ts = moment(record.get("ts").ok_or("it has no `ts`")?).filter(|ts| *ts >= OLDEST && *ts <= latest);
    ts.ok_or("its `ts` is no past time in seconds as Slack writes it, such as 1700000000.000100; correct it, and import again")
}

/// A time as text, or as the number some tools make of it.
pub fn moment(value: &Value) -> Option<Ts> {
    match value {
        Value::String(text) => Ts::parse(text),
        Value::Number(number) => number.as_f64().and_then(|secs| Ts::parse(&format!("{secs:.6}"))),
        _ => None,
    }
}

/// Old exports name a bot where a person belongs.
fn is_bot(id: &str) -> bool {
    BotId::parse(id).is_some()
}

/// The name of an author of whom nothing else is said.
fn unnamed(known: Option<&String>, from: &Map<String, Value>) -> Option<String> {
    let profile = |name: &str| from.get(name).and_then(Value::as_object);
    let (user, bot) = (profile("user_profile"), profile("bot_profile"));
    let said = [(user, "display_name"), (user, "real_name"), (user, "name"), (bot, "name")];
    said.into_iter()
        .filter(|_| known.is_none())
        .find_map(|(from, name)| field(from, name).filter(|t| t.len() <= NAME_BYTES))
}

/// Who is behind a message that names nobody: who commented on its file, or shared it.
fn behind(from: &Map<String, Value>) -> Option<String> {
    let within = |name: &str| from.get(name)?.get("user")?.as_str().filter(|id| !id.is_empty()).map(str::to_owned);
    match from.get("subtype").and_then(Value::as_str) {
        Some("file_comment") => within("comment"),
        Some("file_share") => within("file"),
        _ => None,
    }
}

fn field(from: Option<&Map<String, Value>>, name: &str) -> Option<String> {
    from?.get(name)?.as_str().filter(|t| !t.is_empty()).map(str::to_owned)
}

/// The fields of a record that were not taken yet, and those that were of no use.
struct Fields {
    map: Map<String, Value>,
    odd: Map<String, Value>,
}

impl Fields {
    /// Takes a field. Empty text counts as none, whatever it stands for: many tools write it so.
    fn take<T>(&mut self, name: &str, read: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
        let value = self.map.remove(name).filter(|value| !value.is_null() && value != "")?;
        let read = read(&value);
        if read.is_none() {
            self.odd.insert(name.to_owned(), value);
        }
        read
    }

    fn text(&mut self, name: &str) -> Option<String> {
        self.take(name, |value| value.as_str().map(str::to_owned))
    }

    /// A text that names something.
    fn name(&mut self, name: &str) -> Option<String> {
        self.take(name, |value| value.as_str().filter(|text| text.len() <= NAME_BYTES).map(str::to_owned))
    }

    fn time(&mut self, name: &str) -> Option<Ts> {
        self.take(name, moment)
    }

    fn object(&mut self, name: &str) -> Option<Value> {
        self.take(name, |value| value.is_object().then(|| value.clone()))
    }

    /// A list; what in it is null says nothing.
    fn list(&mut self, name: &str) -> Option<Vec<Value>> {
        let mut list = self.take(name, |value| value.as_array().cloned())?;
        list.retain(|item| !item.is_null());
        Some(list).filter(|list| !list.is_empty())
    }

    /// Who edited it, and when: without a time it is kept aside.
    fn edited(&mut self) -> Option<(Option<String>, Ts)> {
        self.take("edited", |value| {
            let ts = moment(value.as_object()?.get("ts")?).filter(|ts| *ts > Ts::ZERO)?;
            Some((value["user"].as_str().filter(|user| !user.is_empty()).map(str::to_owned), ts))
        })
    }

    fn reactions(&mut self) -> Vec<Reaction> {
        let mut odd = Vec::new();
        let mut all = Vec::new();
        for one in self.list("reactions").unwrap_or_default() {
            let name = one["name"].as_str().filter(|name| !name.is_empty()).map(emoji::reacted);
            let users = one["users"].as_array().map(|users| users.iter().filter_map(Value::as_str));
            let users = users.into_iter().flatten().filter(|user| !user.is_empty()).map(str::to_owned).collect();
            let count = one["count"].as_u64().unwrap_or_default();
            let sound =
                one["users"].is_null() || one["users"].as_array().is_some_and(|all| all.iter().all(Value::is_string));
            if let Some(name) = &name {
                all.push(Reaction { name: name.clone(), users, count });
            }
            if name.is_none() || !sound {
                odd.push(one);
            }
        }
        if !odd.is_empty() {
            self.odd.insert("reactions".to_owned(), Value::Array(odd));
        }
        all
    }

    /// The files; old exports have a single `file`.
    fn files(&mut self) -> Vec<Value> {
        let mut all = self.list("files").unwrap_or_default();
        // Some write the first of them once more.
        let one = self.object("file").filter(|one| !all.iter().any(|known| known["id"] == one["id"]));
        all.extend(one);
        all
    }

    /// `pinned_to` names the conversations, `pinned_info` who pinned it when: either says that it is.
    fn pinned(&mut self) -> Option<Pinned> {
        let listed =
            self.take("pinned_to", |value| value.as_array()?.iter().map(|id| id.as_str().map(str::to_owned)).collect());
        let mut to: BTreeSet<String> = listed.unwrap_or_default();
        let info = self.take("pinned_info", |value| value.as_object().cloned()).unwrap_or_default();
        // In some exports the info stands below the id of the conversation.
        let below = info.iter().find_map(|(id, inner)| Some((id, inner.as_object()?)));
        let inner = below.map_or(&info, |(_, inner)| inner);
        if to.is_empty() {
            to.extend(below.map(|(id, _)| id.clone()).or(field(Some(inner), "channel")));
        }
        let by = field(Some(inner), "pinned_by").unwrap_or_default();
        let at = inner.get("pinned_ts").and_then(moment).map_or(0, Ts::secs);
        (!to.is_empty() || !info.is_empty()).then_some(Pinned { to, by, at })
    }
}
