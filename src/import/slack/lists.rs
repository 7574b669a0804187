//! The lists at the top of an export: people and conversations, and what there is besides.

use super::archive::{Archive, invalid};
use super::report::Left;
use crate::base::{Error, Result};
use crate::store::records::channel::ChannelKind;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Everything an export lists.
pub struct Lists {
    /// People and bot users.
    pub people: Vec<ListedPerson>,
    /// Conversations, in the order they are imported.
    pub conversations: Vec<Conversation>,
    /// What is in the archive and is not imported.
    pub left: Vec<Left>,
}

/// A conversation and its days.
pub struct Conversation {
    /// What its list says of it.
    pub listed: Listed,
    /// Its kind, by the list it stands in.
    pub kind: ChannelKind,
    /// Its day files.
    pub days: Vec<String>,
}

impl Conversation {
    /// What the report calls it. A direct conversation has only its id.
    pub fn title(&self) -> String {
        match self.kind {
            ChannelKind::Direct => self.listed.id.clone(),
            ChannelKind::Group => self.listed.name.clone(),
            _ => format!("#{}", self.listed.name),
        }
    }
}

/// A line of `channels.json`, `groups.json`, `dms.json` or `mpims.json`.
#[derive(Clone, Debug, Deserialize)]
pub struct Listed {
    /// Slack's id.
    pub id: String,
    /// The name; direct conversations have none.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// When it was made, in seconds.
    #[serde(default, deserialize_with = "secs")]
    pub created: u64,
    /// Who made it.
    #[serde(default, deserialize_with = "or_default")]
    pub creator: String,
    /// Closed.
    #[serde(default, deserialize_with = "or_default")]
    pub is_archived: bool,
    /// The channel everybody is in.
    #[serde(default, deserialize_with = "or_default")]
    pub is_general: bool,
    /// A group conversation, wherever it is listed.
    #[serde(default, deserialize_with = "or_default")]
    pub is_mpim: bool,
    /// Who is in it.
    #[serde(default, deserialize_with = "or_default")]
    pub members: Vec<String>,
    /// What is pinned.
    #[serde(default, deserialize_with = "or_default")]
    pub pins: Vec<ListedPin>,
    /// The topic.
    #[serde(default, deserialize_with = "or_default")]
    pub topic: ListedNote,
    /// The purpose.
    #[serde(default, deserialize_with = "or_default")]
    pub purpose: ListedNote,
}

/// A pin.
#[derive(Clone, Debug, Deserialize)]
pub struct ListedPin {
    /// The message's time; for a file its id.
    #[serde(default, deserialize_with = "or_default")]
    pub id: String,
    /// When it was pinned, in seconds.
    #[serde(default, deserialize_with = "secs")]
    pub created: u64,
    /// Who pinned it.
    #[serde(default, deserialize_with = "or_default")]
    pub user: String,
    /// Who wrote it.
    #[serde(default, deserialize_with = "or_default")]
    pub owner: String,
}

/// A topic or purpose.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ListedNote {
    /// The text.
    #[serde(default, deserialize_with = "or_default")]
    pub value: String,
    /// Who set it.
    #[serde(default, deserialize_with = "or_default")]
    pub creator: String,
    /// When, in seconds.
    #[serde(default, deserialize_with = "secs")]
    pub last_set: u64,
}

/// A line of `users.json`.
#[derive(Clone, Debug, Deserialize)]
pub struct ListedPerson {
    /// Slack's id.
    pub id: String,
    /// The handle.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// The name at the top level, in old exports.
    #[serde(default, deserialize_with = "or_default")]
    pub real_name: String,
    /// Deactivated.
    #[serde(default, deserialize_with = "or_default")]
    pub deleted: bool,
    /// A bot's user.
    #[serde(default, deserialize_with = "or_default")]
    pub is_bot: bool,
    /// Manages people and channels.
    #[serde(default, deserialize_with = "or_default")]
    pub is_admin: bool,
    /// Manages admins.
    #[serde(default, deserialize_with = "or_default")]
    pub is_owner: bool,
    /// A guest in several channels.
    #[serde(default, deserialize_with = "or_default")]
    pub is_restricted: bool,
    /// A guest in one channel.
    #[serde(default, deserialize_with = "or_default")]
    pub is_ultra_restricted: bool,
    /// The time zone's name.
    #[serde(default, deserialize_with = "or_default")]
    pub tz: String,
    /// Seconds east of UTC.
    #[serde(default, deserialize_with = "or_default")]
    pub tz_offset: i32,
    /// The profile.
    #[serde(default, deserialize_with = "or_default")]
    pub profile: ListedProfile,
}

/// The `profile` of a person. Fields of unexpected types are passed over, because none of them carries a right.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ListedProfile(pub serde_json::Map<String, Value>);

impl ListedProfile {
    /// A field's text; nothing where it is not there or not text.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).unwrap_or_default()
    }
}

fn or_default<'de, D: Deserializer<'de>, T: Default + DeserializeOwned>(json: D) -> std::result::Result<T, D::Error> {
    Ok(Option::<T>::deserialize(json)?.unwrap_or_default())
}

/// Seconds, which exports write as numbers or as text.
fn secs<'de, D: Deserializer<'de>>(json: D) -> std::result::Result<u64, D::Error> {
    match Value::deserialize(json)? {
        Value::Null => Some(0),
        Value::Number(n) => n.as_u64().or(n.as_f64().map(|f| f as u64)),
        Value::String(text) if text.is_empty() => Some(0),
        Value::String(text) => text.split('.').next().and_then(|whole| whole.parse().ok()),
        _ => None,
    }
    .ok_or_else(|| serde::de::Error::custom("a time is not a number"))
}

/// Reads the lists and gives every conversation its day files.
pub fn read(archive: &mut Archive) -> Result<Lists> {
    let mut people: Vec<ListedPerson> = Vec::new();
    let mut known = BTreeSet::new();
    for name in ["users.json", "org_users.json"] {
        for person in list::<ListedPerson>(archive, name)? {
            if known.insert(person.id.clone()) {
                people.push(person);
            }
        }
    }
    let mut left = Vec::new();
    let mut folders = day_files(archive);
    let conversations = conversations(archive, &mut folders, &mut left)?;
    left.extend(rest(archive, &folders)?);
    Ok(Lists { people, conversations, left })
}

fn list<T: DeserializeOwned>(archive: &mut Archive, name: &str) -> Result<Vec<T>> {
    let mut all = Vec::new();
    if archive.has(name) {
        archive.each(name, |_, one: T| {
            all.push(one);
            Ok(())
        })?;
    }
    Ok(all)
}

fn conversations(
    archive: &mut Archive,
    folders: &mut BTreeMap<String, Vec<String>>,
    left: &mut Vec<Left>,
) -> Result<Vec<Conversation>> {
    let mut found: Vec<Conversation> = Vec::new();
    let mut ids = BTreeSet::new();
    let kinds = [
        ("channels.json", ChannelKind::Public),
        ("groups.json", ChannelKind::Private),
        ("mpims.json", ChannelKind::Group),
        ("dms.json", ChannelKind::Direct),
    ];
    for (name, kind) in kinds {
        for (place, listed) in list::<Listed>(archive, name)?.into_iter().enumerate() {
            check_listed(&listed, kind).map_err(|why| invalid(format!("{name}, item {}: {why}", place + 1)))?;
            if !ids.insert(listed.id.clone()) {
                left.push(Left::new(
                    &format!("{} in {name}", listed.id),
                    1,
                    "its id is listed twice; the first counts",
                ));
                continue;
            }
            let kind = if listed.is_mpim && kind == ChannelKind::Private { ChannelKind::Group } else { kind };
            let days = folders.remove(&listed.name).or_else(|| folders.remove(&listed.id)).unwrap_or_default();
            found.push(Conversation { listed, kind, days });
        }
    }
    Ok(found)
}

fn check_listed(listed: &Listed, kind: ChannelKind) -> std::result::Result<(), &'static str> {
    if listed.id.is_empty() {
        return Err("it has no id");
    }
    if kind == ChannelKind::Direct && listed.members.is_empty() {
        return Err("a direct conversation has no members");
    }
    Ok(())
}

/// The day files of every folder, in the order of their days.
fn day_files(archive: &Archive) -> BTreeMap<String, Vec<String>> {
    let mut folders: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, _) in archive.files() {
        if let Some((folder, file)) = name.split_once('/')
            && is_day(file)
        {
            folders.entry(folder.to_owned()).or_default().push(name.to_owned());
        }
    }
    folders
}

fn is_day(file: &str) -> bool {
    let Some(day) = file.strip_suffix(".json") else { return false };
    day.len() == 10
        && day.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() })
}

const READ: [&str; 6] = ["users.json", "org_users.json", "channels.json", "groups.json", "dms.json", "mpims.json"];

/// What is in the archive and is not imported, with the reason.
fn rest(archive: &mut Archive, unclaimed: &BTreeMap<String, Vec<String>>) -> Result<Vec<Left>> {
    let mut left = Vec::new();
    for (folder, days) in unclaimed {
        let mut messages = 0;
        for day in days {
            messages += count(archive, day)?;
        }
        let reason = "no list of the export names this folder, so nobody can be given its messages";
        left.push(Left::new(&format!("messages in {folder}/"), messages, reason));
    }
    let others: Vec<String> = archive.files().map(|(name, _)| name.to_owned()).collect();
    let mut attached = 0;
    for name in others {
        match name.as_str() {
            read if READ.contains(&read) => {}
            "integration_logs.json" => left.push(Left::new(
                &name,
                count(archive, &name)?,
                "these say which apps were connected at Slack; apps are connected anew here",
            )),
            "canvases.json" => {
                left.push(Left::new(&name, count(archive, &name)?, "there are no canvases here; their links are kept"));
            }
            day if day.split_once('/').is_some_and(|(_, file)| is_day(file)) => {}
            file if file.contains("attachments/") || file.contains("__uploads/") => attached += 1,
            _ => left.push(Left::new(&name, 1, "not part of what Slack documents of its exports")),
        }
    }
    if attached > 0 {
        left.push(Left::new("attached files", attached, "the bytes are not imported; the messages keep their links"));
    }
    Ok(left)
}

/// How many elements a file's array has; 1 for a file that is something else.
fn count(archive: &mut Archive, name: &str) -> Result<u64> {
    let mut elements = 0;
    let counted = archive.each(name, |_, _: IgnoredAny| {
        elements += 1;
        Ok::<(), Error>(())
    });
    Ok(counted.map_or(1, |()| elements))
}
