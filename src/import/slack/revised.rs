//! Records that tell of a change to another: in an export with all revisions an edit stands as `message_changed`, and an
//! answer as `message_replied`, with the message within it, and a deletion as `message_deleted`. The message is kept as it
//! read last, and each such record is named.

use super::said;
use crate::base::Ts;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// An edit that stands apart: kept as its message.
pub const ALONE: &str = "only a record of its edit is in the export; the message is kept as that says it";
/// One that stands beside its message.
pub const EDIT: &str =
    "it tells how another message was changed; that is kept as it read last, and how it read before is not";
/// A deletion.
pub const DELETION: &str = "it tells that a message was deleted; what that said is not shown";
/// What was deleted.
pub const DELETED: &str = "the export says that this message was deleted; it is not shown";
/// What changes a message that was read long before.
pub const FAR: &str =
    "it changes a message of a day too far away to be read with it; the message is kept as its own record says it";

/// What a record tells of another.
pub struct Revision {
    /// The message it is about.
    pub about: Ts,
    /// Its fields from then on; nothing when it was deleted.
    now: Option<Map<String, Value>>,
    /// When that was.
    at: Ts,
}

impl Revision {
    /// What a record tells of another; nothing for one that speaks for itself.
    pub fn of(record: &Value) -> Option<Self> {
        let within =
            |names: &[&str]| names.iter().find_map(|name| record[name].as_object().filter(|map| !map.is_empty()));
        let moment = |value: &Value| said::moment(value).filter(|ts| *ts > Ts::ZERO);
        let own = moment(&record["ts"]);
        match record["subtype"].as_str()? {
            "message_changed" | "message_replied" => {
                let now = within(&["message", "original", "previous_message"])?;
                let about = now.get("ts").and_then(moment).or(own)?;
                let edited = now.get("edited").and_then(|edited| moment(&edited["ts"]));
                let mut now = now.clone();
                now.insert("ts".to_owned(), Value::String(about.to_string()));
                Some(Self { about, now: Some(now), at: edited.or(own).unwrap_or_default() })
            }
            "message_deleted" => {
                let within =
                    within(&["previous_message", "original", "message"]).and_then(|was| was.get("ts")).and_then(moment);
                let about = moment(&record["deleted_ts"]).or(within).or(own)?;
                Some(Self { about, now: None, at: Ts::MAX })
            }
            _ => None,
        }
    }
}

/// The revisions of one message, the latest last, each with the place it stands at.
#[derive(Default)]
struct OfOne {
    all: Vec<(Revision, String)>,
    /// Whether its message was found.
    applied: bool,
}

/// A message of which there are only edits.
pub struct Alone<'f> {
    /// Where it stands.
    pub folder: &'f str,
    /// How it reads after the last of them.
    pub message: Value,
    /// Where that stands.
    pub place: String,
}

/// The revisions of a few days, by folder and by the message they are about.
#[derive(Default)]
pub struct Revised<'f>(BTreeMap<(&'f str, Ts), OfOne>);

impl<'f> Revised<'f> {
    /// Notes one.
    pub fn note(&mut self, folder: &'f str, place: String, revision: Revision) {
        let of = self.0.entry((folder, revision.about)).or_default();
        let at = of.all.partition_point(|(known, _)| known.at <= revision.at);
        of.all.insert(at, (revision, place));
    }

    /// A record as it reads after its revisions; nothing when it was deleted. Of several records of one time only the first
    /// is meant.
    pub fn apply(&mut self, folder: &'f str, mut record: Value) -> Option<Value> {
        let of = said::moment(&record["ts"]).and_then(|ts| self.0.get_mut(&(folder, ts)));
        let Some(of) = of.filter(|of| !of.applied) else { return Some(record) };
        of.applied = true;
        let edited = said::moment(&record["edited"]["ts"]).unwrap_or_default();
        for (revision, _) in of.all.iter_mut().filter(|(revision, _)| revision.at >= edited) {
            record.as_object_mut()?.append(revision.now.as_mut()?);
        }
        Some(record)
    }

    /// What is left: messages of which there are only edits; and why no other revision is a message, by its place.
    pub fn rest(self) -> (Vec<Alone<'f>>, Vec<(String, &'static str)>) {
        let (mut alone, mut odd) = (Vec::new(), Vec::new());
        for ((folder, _), of) in self.0 {
            let mut message = Some(Map::new()).filter(|_| !of.applied);
            let mut places = Vec::new();
            for (revision, place) in of.all {
                places.push((place, if revision.now.is_some() { EDIT } else { DELETION }));
                message = message.zip(revision.now).map(|(mut message, mut now)| {
                    message.append(&mut now);
                    message
                });
            }
            if let Some(message) = message {
                alone.extend(places.pop().map(|(place, _)| Alone { folder, message: Value::Object(message), place }));
            }
            odd.extend(places);
        }
        (alone, odd)
    }
}
