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
            let end = mention.find(['>', '|']).unwrap_or(mention.len());
            let (id, after) = mention.split_at(end);
            out.push_str(self.changed.get(id).map_or(id, String::as_str));
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// A JSON value with its ids as they are here: texts that are an id, and mentions inside texts.
    pub fn rewritten(&self, value: &Value) -> Value {
        if self.changed.is_empty() {
            return value.clone();
        }
        match value {
            Value::String(text) => match self.changed.get(text) {
                Some(id) => Value::String(id.clone()),
                None => Value::String(self.rewritten_text(text)),
            },
            Value::Array(list) => list.iter().map(|v| self.rewritten(v)).collect(),
            Value::Object(map) => map.iter().map(|(k, v)| (k.clone(), self.rewritten(v))).collect(),
            other => other.clone(),
        }
    }
}

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
