//! What is counted on both sides, and why the two may differ.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use std::collections::BTreeMap;
use std::ops::{Index, IndexMut};

/// What is counted.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Messages, replies among them.
    Messages,
    /// Threads that have a reply.
    Threads,
    /// Replies in threads.
    Replies,
    /// Reactions, one for each person and emoji.
    Reactions,
    /// Files as links.
    Files,
    /// Messages whose text was replaced.
    Edits,
    /// Pinned messages.
    Pins,
    /// Members.
    Members,
}

/// All measures in the order they are shown.
pub const MEASURES: [(Measure, &str); 8] = [
    (Measure::Messages, "messages"),
    (Measure::Threads, "threads"),
    (Measure::Replies, "replies"),
    (Measure::Reactions, "reactions"),
    (Measure::Files, "files"),
    (Measure::Edits, "edits"),
    (Measure::Pins, "pins"),
    (Measure::Members, "members"),
];

/// One number for each measure.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Tally([u64; 8]);

impl Index<Measure> for Tally {
    type Output = u64;
    fn index(&self, measure: Measure) -> &u64 {
        &self.0[measure as usize]
    }
}

impl IndexMut<Measure> for Tally {
    fn index_mut(&mut self, measure: Measure) -> &mut u64 {
        &mut self.0[measure as usize]
    }
}

impl Tally {
    /// Adds another tally to this one.
    pub fn add(&mut self, other: &Tally) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
    }
}

impl Serialize for Tally {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(Some(MEASURES.len()))?;
        for (measure, name) in MEASURES {
            map.serialize_entry(name, &self[measure])?;
        }
        map.end()
    }
}

/// Places named with one difference: all that a person may want to look up one by one. The rest is counted.
const PLACES: usize = 10_000;

/// One kind of difference between the export and the store, with its reason.
#[derive(Clone, Debug, Serialize)]
pub struct Difference {
    /// What differs.
    pub measure: Measure,
    /// How many more (or, below zero, fewer) there are in the store; 0 where something was only kept in another way.
    pub delta: i64,
    /// How often it happened.
    pub times: u64,
    /// Why.
    pub reason: &'static str,
    /// Whether the import knows why. One that is not explained is a fault, or was changed here since.
    pub explained: bool,
    /// The first places: times of messages, or ids.
    pub at: Vec<String>,
}

/// Differences, gathered by measure and reason.
#[derive(Clone, Debug, Default)]
pub struct Differences(BTreeMap<(Measure, &'static str), Difference>);

impl Differences {
    /// Notes one.
    pub fn note(&mut self, measure: Measure, delta: i64, reason: &'static str, at: impl ToString) {
        let blank = Difference { measure, delta: 0, times: 0, reason, explained: true, at: Vec::new() };
        let line = self.0.entry((measure, reason)).or_insert(blank);
        line.delta += delta;
        line.times += 1;
        if line.at.len() < PLACES {
            line.at.push(at.to_string());
        }
    }

    /// Notes something for which there is no good reason.
    pub fn fault(&mut self, measure: Measure, reason: &'static str) {
        self.fault_at(measure, 0, reason, "");
    }

    /// The same at a place.
    pub fn fault_at(&mut self, measure: Measure, delta: i64, reason: &'static str, at: impl ToString) {
        self.note(measure, delta, reason, at);
        if let Some(line) = self.0.get_mut(&(measure, reason)) {
            line.explained = false;
        }
    }

    /// The sum of what is explained of one measure.
    pub fn explained(&self, measure: Measure) -> i64 {
        self.0.values().filter(|d| d.measure == measure).map(|d| d.delta).sum()
    }

    /// Whether they are all there is between the two sides.
    pub fn explain_all(&self, export: &Tally, store: &Tally) -> bool {
        let open = |m: Measure| store[m] as i64 - export[m] as i64 - self.explained(m);
        MEASURES.iter().all(|(measure, _)| open(*measure) == 0)
    }

    /// All of them; what `export` and `store` differ in beyond them is added as unexplained.
    pub fn close(self, export: &Tally, store: &Tally) -> Vec<Difference> {
        let mut all = Vec::new();
        for (measure, _) in MEASURES {
            let delta = store[measure] as i64 - export[measure] as i64 - self.explained(measure);
            if delta != 0 {
                let reason = "changed here since the import, or in a later export; or a fault of the import";
                let at = Vec::new();
                all.push(Difference { measure, delta, times: delta.unsigned_abs(), reason, explained: false, at });
            }
        }
        all.extend(self.0.into_values());
        all
    }
}
