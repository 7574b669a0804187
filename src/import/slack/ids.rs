//! Which id everybody and everything of the export has here. Slack's are kept wherever they can be.

use crate::base::id::{ChannelId, Id, IdKind, UserId};
use crate::base::{Result, Ts, World};
use crate::store::View;
use serde_json::Value;
use std::collections::HashMap;

/// From the export's ids to the ones here.
#[derive(Default)]
pub struct Ids {
    people: HashMap<String, UserId>,
    channels: HashMap<String, ChannelId>,
    /// Those that are not the same on both sides.
    changed: HashMap<String, String>,
}

impl Ids {
    /// Notes who somebody is here.
    pub fn person(&mut self, old: &str, id: UserId) {
        self.people.insert(old.to_owned(), id);
        self.change(old, id.as_str());
    }

    /// Notes which conversation one of the export's is here.
    pub fn channel(&mut self, old: &str, id: ChannelId) {
        self.channels.insert(old.to_owned(), id);
        self.change(old, id.as_str());
    }

    fn change(&mut self, old: &str, new: &str) {
        if old != new {
            self.changed.insert(old.to_owned(), new.to_owned());
        }
    }

    /// Who somebody is here.
    pub fn who(&self, old: &str) -> Option<UserId> {
        self.people.get(old).copied()
    }

    /// Whether somebody here is one of the export's people.
    pub fn knows(&self, user: UserId) -> bool {
        self.people.values().any(|known| *known == user)
    }

    /// Which conversation it is here.
    pub fn which(&self, old: &str) -> Option<ChannelId> {
        self.channels.get(old).copied()
    }

    /// Ids that changed, old and new, sorted.
    pub fn changed(&self) -> Vec<(String, String)> {
        let mut all: Vec<_> = self.changed.iter().map(|(old, new)| (old.clone(), new.clone())).collect();
        all.sort();
        all
    }

    /// A text with the ids that it mentions as they are here.
    pub fn rewritten_text(&self, text: &str) -> String {
        if self.changed.is_empty() || !text.contains("<@") && !text.contains("<#") {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find("<@").into_iter().chain(rest.find("<#")).min() {
            let (before, mention) = rest.split_at(at + 2);
            out.push_str(before);
            // What nothing closes is no mention.
            let Some(end) = mention.find(['>', '|']) else {
                rest = mention;
                break;
            };
            let (id, after) = mention.split_at(end);
            out.push_str(self.changed.get(id).map_or(id, String::as_str));
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// A JSON value with its ids as they are here: what stands under a name that Slack gives to ids, and mentions inside
    /// texts. Any other text that happens to be somebody's id is left as it was said.
    pub fn rewritten(&self, value: &Value) -> Value {
        if self.changed.is_empty() {
            return value.clone();
        }
        self.under("", value)
    }

    fn under(&self, name: &str, value: &Value) -> Value {
        match value {
            Value::String(text) if OF_PEOPLE.contains(&name) || OF_CHANNELS.contains(&name) => self.one(name, text),
            Value::String(text) => Value::String(self.rewritten_text(text)),
            Value::Array(list) => list.iter().map(|v| self.under(name, v)).collect(),
            Value::Object(map) => map.iter().map(|(k, v)| (k.clone(), self.under(k, v))).collect(),
            other => other.clone(),
        }
    }

    fn one(&self, name: &str, old: &str) -> Value {
        let person = self.who(old).filter(|_| OF_PEOPLE.contains(&name)).map(|id| id.to_string());
        let channel = || self.which(old).filter(|_| OF_CHANNELS.contains(&name)).map(|id| id.to_string());
        Value::String(person.or_else(channel).unwrap_or_else(|| old.to_owned()))
    }
}

/// Names of fields that hold ids of people in blocks, attachments, files and messages, alone or in a list.
const OF_PEOPLE: [&str; 16] = [
    "user",
    "user_id",
    "users",
    "author_id",
    "inviter",
    "parent_user_id",
    "creator",
    "created_by",
    "members",
    "participants",
    "participant_history",
    "initial_user",
    "initial_users",
    "initial_conversation",
    "initial_conversations",
    "reply_users",
];
/// The same of conversations.
const OF_CHANNELS: [&str; 9] = [
    "channel",
    "channel_id",
    "channels",
    "groups",
    "ims",
    "initial_channel",
    "initial_channels",
    "initial_conversation",
    "initial_conversations",
];

/// The id for something whose own can't be kept: always the same for the same old id, so that an import which is
/// stopped and run again gives it once. The hash is keyed, since what can't be kept as an id may be a name.
pub fn derived<K: IdKind>(view: &View, old: &str) -> Result<Id<K>> {
    let seed = view.lookup("imported id", &[K::LETTERS[0].as_bytes(), old.as_bytes()])?;
    Ok(Id::mint(&Derived(&seed)))
}

/// Bytes that follow from a name instead of chance.
struct Derived<'s>(&'s [u8]);

impl World for Derived<'_> {
    fn now(&self) -> Ts {
        Ts::ZERO
    }

    fn fill(&self, buf: &mut [u8]) {
        for (byte, seed) in buf.iter_mut().zip(self.0.iter().cycle()) {
            *byte = *seed;
        }
    }
}
