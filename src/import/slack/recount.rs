//! Counting what is in the store by reading it, message by message, with nothing taken from the import's own counters.

use super::archive::Archive;
use super::compare::{Sides, compare};
use super::ids::Ids;
use super::lists::Conversation;
use super::report::{ConversationReport, Pair};
use super::since::{Here, Since};
use super::survey::Surveyed;
use super::tally::{Differences, Measure, Tally};
use crate::base::id::{ChannelId, UserId};
use crate::base::{Error, Result, Ts};
use crate::domain::{memberships, threads};
use crate::store::records::channel::{ChannelKind, standing};
use crate::store::records::message::{Address, Body, Entry, Facet, Lane, Reactions, lane_prefix};
use crate::store::records::pin::Pin;
use crate::store::{Order, View};
use std::collections::{BTreeMap, BTreeSet};

/// Rows read at a time.
const PAGE: usize = 2_000;

const ROOT_WAS_HERE: &str = "the root of the thread was here before, so the reply stands in it";
const WRONG_THREAD: &str = "replies stand in other threads than in the export";
const ONE_PERSON: &str = "two of the export's people are one here";

/// What was read of one conversation.
#[derive(Default)]
struct Counted {
    store: Tally,
    written_here: u64,
    here: Here,
    emoji: BTreeMap<String, u64>,
}

/// Counts one conversation and holds it against the export.
pub fn recount(
    view: &View,
    archive: &mut Archive,
    (conversation, surveyed): (&Conversation, &Surveyed),
    channel: ChannelId,
    ids: &Ids,
) -> Result<ConversationReport> {
    let mut counted = Counted::default();
    for lane in [Lane::Main, Lane::Thread] {
        counted.lane(view, channel, lane, surveyed)?;
    }
    counted.threads(view, channel, surveyed)?;
    let pins: Vec<Pin> = view.all(&standing(channel), Pin::prefix(channel))?;
    let imported = |pin: &&Pin| surveyed.times.binary_search(&pin.ts).is_ok();
    counted.store[Measure::Pins] = pins.iter().filter(imported).count() as u64;
    let mut differences = surveyed.differences.clone();
    let members = counted.members(view, conversation, channel, ids, &mut differences)?;
    counted.adopted(surveyed, &mut differences);
    let changed_since = !differences.explain_all(&surveyed.export, &counted.store);
    if changed_since {
        let listed = conversation.listed.pins.iter().filter_map(|p| Ts::parse(&p.id));
        let listed: BTreeSet<Ts> = listed.chain(surveyed.pinned.keys().copied()).collect();
        let pinned = listed.into_iter().filter(|ts| surveyed.times.binary_search(ts).is_ok()).collect();
        Since::read(view, channel, surveyed)?.explain(
            archive,
            surveyed,
            &counted.here,
            &pinned,
            &members,
            &mut differences,
        )?;
    }
    compare(archive, &Sides { view, channel, surveyed, ids }, &mut differences)?;
    let threads = pairs(&surveyed.threads, &counted.here.threads);
    let moved: u64 = threads.iter().map(|pair| pair.export.abs_diff(pair.store)).sum();
    if !changed_since && moved != differences.explained(Measure::Replies).unsigned_abs() {
        differences.fault(Measure::Replies, WRONG_THREAD);
    }
    let kind = match conversation.kind {
        ChannelKind::Public => "public",
        ChannelKind::Private => "private",
        ChannelKind::Group => "group",
        ChannelKind::Direct => "direct",
    };
    Ok(ConversationReport {
        id: conversation.listed.id.clone(),
        title: conversation.title(),
        kind,
        export: surveyed.export,
        store: counted.store,
        written_here: counted.written_here,
        threads,
        emoji: pairs(&surveyed.emoji, &counted.emoji),
        differences: differences.close(&surveyed.export, &counted.store),
    })
}

fn pairs<K: Ord + ToString>(export: &BTreeMap<K, u64>, store: &BTreeMap<K, u64>) -> Vec<Pair> {
    let keys: BTreeSet<&K> = export.keys().chain(store.keys()).collect();
    let of = |map: &BTreeMap<K, u64>, key: &K| map.get(key).copied().unwrap_or_default();
    keys.into_iter().map(|key| Pair { what: key.to_string(), export: of(export, key), store: of(store, key) }).collect()
}

impl Counted {
    fn lane(&mut self, view: &View, channel: ChannelId, lane: Lane, surveyed: &Surveyed) -> Result<()> {
        let (mut from, to) = lane_prefix(channel, lane).prefix();
        loop {
            let rows = view.rows(&from, &to, Order::Ascending, PAGE)?;
            let Some((last, _)) = rows.last() else { return Ok(()) };
            from.clone_from(last);
            from.push(0);
            for (key, sealed) in &rows {
                let damaged = || Error::internal("a message key is damaged");
                let (ts, facet) = Address::parse_tail(key).ok_or_else(damaged)?;
                let address = Address { channel, lane, ts };
                if surveyed.times.binary_search(&ts).is_ok() {
                    self.row(view, &address, facet, key, sealed)?;
                } else if facet == Facet::Entry as u8 {
                    self.written_here += 1;
                }
            }
        }
    }

    fn row(&mut self, view: &View, address: &Address, facet: u8, key: &[u8], sealed: &[u8]) -> Result<()> {
        let scope = address.scope();
        if facet == Facet::Entry as u8 {
            let entry: Entry = view.open(&scope, key, sealed)?;
            self.here.seen.insert(entry.ts);
            self.store[Measure::Messages] += 1;
            self.store[Measure::Edits] += u64::from(entry.edited.is_some());
            if let Some(root) = entry.thread {
                self.here.replies.insert(entry.ts, root);
            }
        } else if facet == Facet::Body as u8 {
            let body: Body = view.open(&scope, key, sealed)?;
            self.store[Measure::Files] += elements(body.files.as_deref())?;
            // An edit by nobody who is known has no other place.
            let extra = body.extra.filter(|extra| extra.contains("\"edited\""));
            self.store[Measure::Edits] += u64::from(extra.is_some_and(|extra| has_field(&extra, "edited")));
        } else if facet == Facet::Reactions as u8 {
            let reactions: Reactions = view.open(&scope, key, sealed)?;
            for line in reactions.list {
                self.store[Measure::Reactions] += line.users.len() as u64;
                *self.emoji.entry(line.name).or_default() += line.users.len() as u64;
            }
        }
        Ok(())
    }

    /// Counts replies as a reader of the thread finds them: listed under their root.
    fn threads(&mut self, view: &View, channel: ChannelId, surveyed: &Surveyed) -> Result<()> {
        let roots: BTreeSet<Ts> = self.here.replies.values().copied().collect();
        for root in roots {
            let listed = threads::replies(view, channel, root, (Ts::ZERO, Ts::MAX), Order::Ascending, usize::MAX)?;
            let mine = listed.iter().filter(|a| surveyed.times.binary_search(&a.ts).is_ok()).count() as u64;
            self.store[Measure::Threads] += u64::from(mine > 0);
            self.store[Measure::Replies] += mine;
            self.here.threads.insert(root, mine);
        }
        Ok(())
    }

    fn members(
        &mut self,
        view: &View,
        conversation: &Conversation,
        channel: ChannelId,
        ids: &Ids,
        differences: &mut Differences,
    ) -> Result<BTreeSet<UserId>> {
        let listed: BTreeSet<&String> = conversation.listed.members.iter().filter(|id| !id.is_empty()).collect();
        let mut people = BTreeSet::new();
        for old in listed {
            let Some(user) = ids.who(old) else { continue };
            if !people.insert(user) {
                differences.note(Measure::Members, -1, ONE_PERSON, old);
            } else if memberships::is_member(view, channel, user)? {
                self.store[Measure::Members] += 1;
            }
        }
        Ok(people)
    }

    /// Replies whose root is not in the export, but was here before.
    fn adopted(&self, surveyed: &Surveyed, why: &mut Differences) {
        let mut roots = BTreeSet::new();
        for ts in surveyed.orphans.keys() {
            if let Some(root) = self.here.replies.get(ts) {
                why.note(Measure::Replies, 1, ROOT_WAS_HERE, ts);
                if roots.insert(root) {
                    why.note(Measure::Threads, 1, ROOT_WAS_HERE, root);
                }
            }
        }
    }
}

fn elements(json: Option<&str>) -> Result<u64> {
    let Some(json) = json else { return Ok(0) };
    let list: Vec<serde::de::IgnoredAny> =
        serde_json::from_str(json).map_err(|e| Error::internal(format!("a stored message has damaged JSON: {e}")))?;
    Ok(list.len() as u64)
}

fn has_field(json: &str, name: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(json).is_ok_and(|value| value.get(name).is_some())
}
