//! The lists at the top of an export: people and conversations, and what there is besides.

use super::archive::{Archive, invalid};
use super::days::within;
use super::listed::{Listed, ListedPerson};
use super::records;
use super::report::Left;
use super::unread;
use crate::base::Result;
use crate::store::records::channel::ChannelKind;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

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
    /// Other ids it has in the export: conversations of the same people.
    pub also: Vec<String>,
}

impl Conversation {
    /// All ids it has in the export.
    pub fn ids(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.listed.id).chain(&self.also)
    }

    /// What the report calls it. A direct conversation has only its id.
    pub fn title(&self) -> String {
        match self.kind {
            _ if self.listed.name.is_empty() => self.listed.id.clone(),
            ChannelKind::Direct => self.listed.id.clone(),
            ChannelKind::Group => self.listed.name.clone(),
            _ => format!("#{}", self.listed.name),
        }
    }
}

/// Reads the lists and gives every conversation its day files.
pub fn read(archive: &mut Archive) -> Result<Lists> {
    let mut left = Vec::new();
    let mut people: Vec<ListedPerson> = Vec::new();
    let mut known = BTreeSet::new();
    for name in ["users.json", "org_users.json"] {
        for person in list::<ListedPerson>(archive, name, &mut left)? {
            if known.insert(person.id.clone()) {
                people.push(person);
            } else {
                left.push(Left::new(&format!("{} in {name}", person.id), 1, LISTED_TWICE));
            }
        }
    }
    // Of two with one address the one who is still there has it, and a person before a bot.
    people.sort_by_key(|person| (person.deleted, person.is_bot));
    let mut folders = day_files(archive);
    let silent = folders.is_empty();
    let conversations = conversations(archive, &mut folders, &mut left)?;
    left.extend(rest(archive, &folders));
    if silent && !conversations.is_empty() {
        left.push(Left::fault("messages of all conversations", conversations.len() as u64, NO_DAYS));
    }
    Ok(Lists { people, conversations, left })
}

const NO_DAYS: &str = "the archive lists these conversations and holds no day of any, FOLDER/YYYY-MM-DD.json: pack the export \
                       anew with all its folders";
const LISTED_TWICE: &str = "its id is listed twice; the first counts";
const SAME_ID: &str = "its id is listed twice; the more closed of both counts";
const ODD_FIELD: &str = "it is of another type than Slack writes, or has items that are, and those are passed over";
const NO_ID: &str = "it is no object with an `id`";

/// Places of one list named in the report with one reason; the rest is counted.
const PLACES: u64 = 1_000;

/// Reads a list. A record that is none costs itself, and what of the others is not kept here is named.
fn list<T: DeserializeOwned + Serialize>(archive: &mut Archive, name: &str, left: &mut Vec<Left>) -> Result<Vec<T>> {
    let mut all = Vec::new();
    if !archive.has(name) {
        return Ok(all);
    }
    let mut unread = unread::Unread::of(name);
    let mut times: BTreeMap<&'static str, u64> = BTreeMap::new();
    let mut odd = |place: usize, key: &str, why: &'static str| {
        let times = times.entry(why).or_default();
        *times += 1;
        let what = within(&format!("{name}, record {place}"), key);
        // How many are lost behind the end of a file, nobody knows.
        (*times <= PLACES).then(|| Left { explained: !records::loses_more(why), ..Left::new(&what, 1, why) })
    };
    let none = archive.each(name, |record| {
        left.extend(record.mended.iter().filter_map(|(key, why)| odd(record.place, key, why)));
        let read = record.value.and_then(|one| {
            let sound = one["id"].as_str().is_some_and(|id| !id.is_empty());
            unread.look(&one);
            T::deserialize(&one).ok().filter(|_| sound).map(|kept| (one, kept)).ok_or(NO_ID)
        });
        match read {
            Ok((one, kept)) => {
                let fields = unread::odd(&one, &serde_json::to_value(&kept).unwrap_or_default());
                left.extend(fields.iter().filter_map(|field| odd(record.place, field, ODD_FIELD)));
                all.push(kept);
            }
            Err(why) => left.extend(odd(record.place, "", why)),
        }
        Ok(())
    })?;
    // Without its list a conversation's folder is named as nobody's; without theirs all people would be nobody for good.
    if none == Some(records::EMPTY) && !name.ends_with("users.json") {
        left.push(Left::fault(name, 1, "the file is empty, so what it lists is not here; download the export again"));
    } else if let Some(why) = none {
        return Err(invalid(format!(
            "{name} can't be read ({why}), and nobody knows without it whose messages these are: download the export again"
        )));
    }
    for (why, times) in times.into_iter().filter(|(_, times)| *times > PLACES) {
        left.push(Left::new(&format!("{name}, more records"), times - PLACES, why));
    }
    left.extend(unread.left());
    Ok(all)
}

fn conversations(
    archive: &mut Archive,
    folders: &mut BTreeMap<String, Vec<String>>,
    left: &mut Vec<Left>,
) -> Result<Vec<Conversation>> {
    let mut found: Vec<Conversation> = Vec::new();
    let mut ids = BTreeSet::new();
    // Of one that is listed twice the more closed counts.
    let kinds = [
        ("dms.json", ChannelKind::Direct),
        ("mpims.json", ChannelKind::Group),
        ("groups.json", ChannelKind::Private),
        ("channels.json", ChannelKind::Public),
    ];
    for (name, list_kind) in kinds {
        for listed in list::<Listed>(archive, name, left)? {
            let kind = kind(list_kind, &listed);
            // Groups without members would all be of the same people, and one here.
            let of_people = matches!(kind, ChannelKind::Direct | ChannelKind::Group);
            if of_people && listed.members.is_empty() {
                let reason = "a direct or group conversation without members is nobody's";
                left.push(Left::fault(&format!("{} in {name}", listed.id), 1, reason));
                continue;
            }
            if !ids.insert(listed.id.clone()) {
                left.push(Left::new(&format!("{} in {name}", listed.id), 1, SAME_ID));
                continue;
            }
            found.push(Conversation { listed, kind, days: Vec::new(), also: Vec::new() });
        }
    }
    found.sort_by_key(|conversation| closed(conversation.kind));
    claim(&mut found, folders, left);
    Ok(merged(found))
}

/// Its kind by the list it stands in or by what it says of itself: the more closed of both, so that no words of a few are
/// for all.
fn kind(list: ChannelKind, listed: &Listed) -> ChannelKind {
    let said = match listed {
        Listed { is_im: true, .. } => ChannelKind::Direct,
        Listed { is_mpim: true, .. } => ChannelKind::Group,
        Listed { is_private: true, .. } | Listed { is_group: true, .. } => ChannelKind::Private,
        _ => ChannelKind::Public,
    };
    if closed(said) > closed(list) { said } else { list }
}

/// How closed a kind of conversation is: the more, the fewer can read it.
fn closed(kind: ChannelKind) -> u8 {
    match kind {
        ChannelKind::Public => 0,
        ChannelKind::Private => 1,
        ChannelKind::Group => 2,
        ChannelKind::Direct => 3,
    }
}

/// Gives every conversation the folders of its id and of its name, spelt as its name is, or composed otherwise. Where several
/// have one name the folder holds the words of all of them that have none by their id, and nobody can tell whose they are:
/// it goes to the one that the fewest people can read.
fn claim(found: &mut [Conversation], folders: &mut BTreeMap<String, Vec<String>>, left: &mut Vec<Left>) {
    let mut by_id = BTreeSet::new();
    for (at, conversation) in found.iter_mut().enumerate() {
        if let Some(days) = folders.remove(&conversation.listed.id) {
            conversation.days = days;
            by_id.insert(at);
        }
    }
    claim_by(str::to_owned, found, &by_id, folders, left);
    claim_by(|name| name.nfc().collect(), found, &by_id, folders, left);
}

/// Gives out the folders whose name, spelt this way, is that of a conversation.
fn claim_by(
    spelt: impl Fn(&str) -> String,
    found: &mut [Conversation],
    by_id: &BTreeSet<usize>,
    folders: &mut BTreeMap<String, Vec<String>>,
    left: &mut Vec<Left>,
) {
    let mut named: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, conversation) in found.iter().enumerate() {
        named.entry(spelt(&conversation.listed.name)).or_default().push(at);
    }
    for (name, days) in std::mem::take(folders) {
        let Some(mut claimants) = named.get(&spelt(&name)).cloned() else {
            folders.insert(name, days);
            continue;
        };
        if claimants.iter().any(|at| !by_id.contains(at)) {
            claimants.retain(|at| !by_id.contains(at));
        }
        claimants.sort_by_key(|at| std::cmp::Reverse(closed(found[*at].kind)));
        let first = claimants[0];
        if claimants.len() > 1 {
            let ids: Vec<&str> = claimants.iter().map(|at| found[*at].listed.id.as_str()).collect();
            let what = format!("which messages in {name}/ belong to which of {}", ids.join(", "));
            left.push(Left::new(&what, days.len() as u64, ONE_FOLDER));
        }
        found[first].days.extend(days);
    }
}

const ONE_FOLDER: &str = "they share a folder, so all its days went to the first, a private one if there is one; export them \
                          one by one to tell them apart";

/// Direct and group conversations of the same people are one here: the days of all of them are read together.
fn merged(found: Vec<Conversation>) -> Vec<Conversation> {
    let mut all: Vec<Conversation> = Vec::new();
    let mut known: BTreeMap<BTreeSet<String>, usize> = BTreeMap::new();
    for conversation in found {
        if !matches!(conversation.kind, ChannelKind::Direct | ChannelKind::Group) {
            all.push(conversation);
            continue;
        }
        match known.entry(conversation.listed.members.iter().cloned().collect()) {
            Entry::Occupied(first) => {
                let first = &mut all[*first.get()];
                first.days.extend(conversation.days);
                first.listed.pins.extend(conversation.listed.pins);
                first.also.push(conversation.listed.id);
            }
            Entry::Vacant(place) => {
                place.insert(all.len());
                all.push(conversation);
            }
        }
    }
    all
}

/// The day files of every folder, in the order of their days.
fn day_files(archive: &Archive) -> BTreeMap<String, Vec<String>> {
    let mut folders: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in archive.names() {
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

const UNLISTED: &str = "no conversation that is imported has this folder by its id or name, so nobody can be given its messages; \
                        name the folder as the list of its conversation does, and import again";
const UNLISTED_OR_MISSPELT: &str = "no conversation that is imported has this folder by its id or name, so nobody can be given its \
                                    messages; its name may be spelt in another code page: pack the export anew with names in UTF-8";
const READ: [&str; 6] = ["users.json", "org_users.json", "channels.json", "groups.json", "dms.json", "mpims.json"];

/// What is in the archive and is not imported, with the reason.
fn rest(archive: &mut Archive, unclaimed: &BTreeMap<String, Vec<String>>) -> Vec<Left> {
    let mut left = Vec::new();
    for (folder, days) in unclaimed {
        let mut messages = 0;
        for day in days {
            messages += count(archive, day);
        }
        let reason = if folder.is_ascii() { UNLISTED } else { UNLISTED_OR_MISSPELT };
        left.push(Left { explained: messages == 0, ..Left::new(&format!("messages in {folder}/"), messages, reason) });
    }
    let others: Vec<String> = archive.names().map(str::to_owned).collect();
    let mut attached = 0;
    for name in others {
        match name.as_str() {
            read if READ.contains(&read) => {}
            "integration_logs.json" => left.push(Left::new(
                &name,
                count(archive, &name),
                "these say which apps were connected at Slack; apps are connected anew here",
            )),
            "canvases.json" => {
                left.push(Left::new(&name, count(archive, &name), "there are no canvases here; their links are kept"));
            }
            day if day.split_once('/').is_some_and(|(_, file)| is_day(file)) => {}
            file if file.contains("attachments/") || file.contains("__uploads/") => attached += 1,
            _ => match said(archive, &name) {
                0 => left.push(Left::new(&name, 1, "not part of what Slack documents of its exports")),
                messages => left.push(Left::fault(
                    &name,
                    messages,
                    "messages in a file that is no day of a conversation by its name, which is FOLDER/YYYY-MM-DD.json: \
                     name it so, and import again",
                )),
            },
        }
    }
    if attached > 0 {
        left.push(Left::new("attached files", attached, "the bytes are not imported; the messages keep their links"));
    }
    left
}

/// How many messages a file holds, whatever it is called.
fn said(archive: &mut Archive, name: &str) -> u64 {
    if !name.to_ascii_lowercase().ends_with(".json") {
        return 0;
    }
    let mut messages = 0;
    let read = archive.each(name, |record| {
        messages += u64::from(record.value.is_ok_and(|one| one["type"] == "message" && one["ts"].is_string()));
        Ok(())
    });
    read.map_or(0, |_| messages)
}

/// How many elements a file's array has; 1 for a file that is something else.
fn count(archive: &mut Archive, name: &str) -> u64 {
    let mut elements = 0;
    let read = archive.each(name, |_| {
        elements += 1;
        Ok(())
    });
    if matches!(read, Ok(None)) { elements } else { 1 }
}
