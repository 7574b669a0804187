//! What people here have done with imported messages since: read from the log, where an import puts nothing but that
//! messages were posted. So a report made later can tell what was changed from what was lost.

use super::archive::Archive;
use super::days;
use super::survey::Surveyed;
use super::tally::{Differences, Measure};
use crate::base::id::{ChannelId, UserId};
use crate::base::{Result, Ts};
use crate::domain::event::Event;
use crate::store::{Part, View};
use std::collections::{BTreeMap, BTreeSet};

/// Entries of the log read at a time.
const PAGE: usize = 2_000;

const DELETED: &str = "deleted here after the import";
const ROOT_DELETED: &str =
    "the root of the thread was deleted here after the import; the reply is kept as an ordinary message";
const EDITED: &str = "edited here after the import";
const REACTED: &str = "reactions were added or taken back here after the import";
const PINNED: &str = "pinned or unpinned here after the import";
const MOVED: &str = "came or left here after the import";

/// What of the export is in the store.
#[derive(Default)]
pub struct Here {
    /// The times of its messages.
    pub seen: BTreeSet<Ts>,
    /// How many of its replies each thread has.
    pub threads: BTreeMap<Ts, u64>,
    /// Its replies by their time: the root they have here.
    pub replies: BTreeMap<Ts, Ts>,
}

/// What has happened to one conversation.
#[derive(Default)]
pub struct Since {
    deleted: BTreeMap<Ts, Option<Ts>>,
    edited: BTreeSet<Ts>,
    reactions: BTreeMap<Ts, i64>,
    /// Whether a message was pinned here, or unpinned: what was done last counts.
    pins: BTreeMap<Ts, bool>,
    members: BTreeMap<UserId, i64>,
}

impl Since {
    /// Reads a conversation's log.
    pub fn read(view: &View, channel: ChannelId, surveyed: &Surveyed) -> Result<Self> {
        let mut since = Self::default();
        let mut after = 0;
        loop {
            let entries = view.read_log(&Part::Channel(channel), after, PAGE)?;
            let Some((last, _)) = entries.last() else { return Ok(since) };
            after = last.seq;
            for (_, plain) in &entries {
                since.event(Event::decode(plain)?, surveyed);
            }
        }
    }

    fn event(&mut self, event: Event, surveyed: &Surveyed) {
        let imported = |ts: &Ts| surveyed.times.binary_search(ts).is_ok();
        match event {
            Event::MessageDeleted { ts, thread } if imported(&ts) => drop(self.deleted.insert(ts, thread)),
            Event::MessageChanged { ts, .. } if imported(&ts) => drop(self.edited.insert(ts)),
            Event::ReactionAdded { ts, .. } if imported(&ts) => *self.reactions.entry(ts).or_default() += 1,
            Event::ReactionRemoved { ts, .. } if imported(&ts) => *self.reactions.entry(ts).or_default() -= 1,
            Event::PinAdded { ts, .. } if imported(&ts) => drop(self.pins.insert(ts, true)),
            Event::PinRemoved { ts, .. } if imported(&ts) => drop(self.pins.insert(ts, false)),
            Event::MemberJoined { user, .. } => *self.members.entry(user).or_default() += 1,
            Event::MemberLeft { user } => *self.members.entry(user).or_default() -= 1,
            _ => {}
        }
    }

    /// Whether a message was deleted here.
    pub fn deleted(&self, ts: Ts) -> bool {
        self.deleted.contains_key(&ts)
    }

    /// Whether a message was unpinned here.
    pub fn unpinned(&self, ts: Ts) -> bool {
        self.pins.get(&ts) == Some(&false)
    }

    /// Whether something done here is why this aspect of a message is another than in the export.
    pub fn excuses(&self, ts: Ts, aspect: &str) -> bool {
        let changed = match aspect {
            "reactions" => self.reactions.contains_key(&ts),
            // An edit gives a bot's message another name and other blocks too.
            "author" | "text" | "edit" | "other fields" => self.edited.contains(&ts),
            _ => false,
        };
        changed || self.deleted(ts)
    }

    /// Whether somebody was brought into the conversation here, and not by an import.
    pub fn joined(&self, user: UserId) -> bool {
        self.members.get(&user).is_some_and(|change| *change > 0)
    }

    /// Notes it all as reasons. `pinned` and `members` are what the import put down.
    pub fn explain(
        self,
        archive: &mut Archive,
        surveyed: &Surveyed,
        here: &Here,
        pinned: &BTreeSet<Ts>,
        members: &BTreeSet<UserId>,
        why: &mut Differences,
    ) -> Result<()> {
        let mut threads = BTreeSet::new();
        if !self.deleted.is_empty() || !self.edited.is_empty() {
            self.contents(archive, surveyed, here, &mut threads, why)?;
        }
        for (ts, root) in self.deleted.iter().filter(|(ts, _)| !here.seen.contains(ts)) {
            if let Some(root) = root {
                why.note(Measure::Replies, -1, DELETED, ts);
                if here.threads.get(root).copied().unwrap_or_default() == 0 && threads.insert(*root) {
                    why.note(Measure::Threads, -1, DELETED, root);
                }
            }
        }
        for ts in pinned.iter().filter(|ts| self.deleted.contains_key(ts)) {
            why.note(Measure::Pins, -1, DELETED, ts);
        }
        for (ts, here) in self.pins.iter().filter(|(ts, _)| !self.deleted.contains_key(ts)) {
            let change = i64::from(*here) - i64::from(pinned.contains(ts));
            if change != 0 {
                why.note(Measure::Pins, change, PINNED, ts);
            }
        }
        for (ts, change) in self.reactions.iter().filter(|(ts, n)| **n != 0 && !self.deleted.contains_key(ts)) {
            why.note(Measure::Reactions, *change, REACTED, ts);
        }
        for (user, change) in self.members.iter().filter(|(user, change)| **change != 0 && members.contains(user)) {
            why.note(Measure::Members, *change, MOVED, user);
        }
        Ok(())
    }

    /// Looks up in the export what deleted and edited messages held.
    fn contents(
        &self,
        archive: &mut Archive,
        surveyed: &Surveyed,
        here: &Here,
        threads: &mut BTreeSet<Ts>,
        why: &mut Differences,
    ) -> Result<()> {
        for (chunk, _) in &surveyed.chunks {
            for item in days::load(archive, chunk, &surveyed.moved)?.items {
                let (ts, said) = (item.ts, item.said);
                let alone = here.seen.contains(&ts) && !here.replies.contains_key(&ts);
                let root =
                    said.thread.filter(|root| alone && !surveyed.orphans.contains_key(&ts) && self.deleted(*root));
                if let Some(root) = root {
                    why.note(Measure::Replies, -1, ROOT_DELETED, ts);
                    if threads.insert(root) {
                        why.note(Measure::Threads, -1, ROOT_DELETED, root);
                    }
                }
                if self.deleted.contains_key(&ts) {
                    let gone = !here.seen.contains(&ts);
                    let reactions: usize = said.reactors().iter().map(|(_, users)| users.len()).sum();
                    let edits = usize::from(gone && said.edited.is_some());
                    for (measure, count) in [
                        (Measure::Messages, usize::from(gone)),
                        (Measure::Reactions, reactions),
                        (Measure::Files, said.files.len()),
                        (Measure::Edits, edits),
                    ] {
                        if count > 0 {
                            why.note(measure, -(count as i64), DELETED, ts);
                        }
                    }
                } else if self.edited.contains(&ts) && said.edited.is_none() {
                    why.note(Measure::Edits, 1, EDITED, ts);
                }
            }
        }
        Ok(())
    }
}
