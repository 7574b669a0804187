//! Holding the store against the export, record by record: for every one its author, text, thread, edit, reactions, files
//! and whatever else it had. What is only counted could be swapped; this could not.

use super::archive::Archive;
use super::canon::{self, ASPECTS, Changes, Kept, Print};
use super::ids::Ids;
use super::since::Since;
use super::survey::Surveyed;
use super::tally::{Differences, Measure};
use crate::base::id::ChannelId;
use crate::base::{Error, Result, Ts};
use crate::store::records::message::{Address, Facet, Lane, lane_prefix};
use crate::store::{Order, View};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Rows read at a time.
const PAGE: usize = 2_000;
const LOST: &str = "a record of the export is not in the store";
const BOTH: &str = "the export has other words than were imported, and it was changed here; the words here stay";
const MADE_UP: &str = "a message that came with the import is not in the export";

/// Why an aspect is another here.
const OTHER: [&str; ASPECTS.len()] = [
    "the author is another here than in the export",
    "the text is another here than in the export",
    "who edited it, or when, is another here than in the export",
    "the reactions are others here than in the export",
    "the files are others here than in the export",
    "other fields are others here than in the export",
    "the thread is another here than in the export",
];

/// What can be read where.
pub struct Sides<'s, 'v> {
    /// The store.
    pub view: &'s View<'v>,
    /// The conversation in it.
    pub channel: ChannelId,
    /// What was surveyed of it.
    pub surveyed: &'s Surveyed,
    /// Which id is which.
    pub ids: &'s Ids,
}

/// Compares one conversation, and notes what differs and has no reason.
pub fn compare(archive: &mut Archive, sides: &Sides, differences: &mut Differences) -> Result<()> {
    let mut export = of_export(archive, sides)?;
    let (mut store, replaced) = of_store(sides)?;
    export.sort_unstable();
    store.sort_unstable();
    // What stands in the export twice, word for word, is kept once.
    export.dedup();
    let (mut missing, mut more) = (Vec::new(), Vec::new());
    let (mut one, mut other) = (export.iter().peekable(), store.iter().peekable());
    loop {
        match (one.peek(), other.peek()) {
            (None, None) => break,
            (Some(a), Some(b)) if a == b => drop((one.next(), other.next())),
            (Some(a), Some(b)) if a > b => more.extend(other.next().copied()),
            (None, Some(_)) => more.extend(other.next().copied()),
            (Some(_), _) => missing.extend(one.next().copied()),
        }
    }
    if missing.is_empty() && more.is_empty() {
        return Ok(());
    }
    let since = Since::read(sides.view, sides.channel, sides.surveyed)?;
    // A message of another time here was changed under that time.
    let here: HashMap<Ts, Vec<Ts>> = sides.surveyed.moved.iter().fold(HashMap::new(), |mut here, ((_, ts), moved)| {
        here.entry(*ts).or_insert_with(Vec::new).push(*moved);
        here
    });
    let known = Known { since, here, cut: &sides.surveyed.cut, replaced };
    missing.retain(|print: &Print| !known.cut.contains(&print.ts));
    more.retain(|print: &Print| !known.cut.contains(&print.ts));
    faults(&missing, &more, &known, differences);
    Ok(())
}

/// What is known of why something is another here.
struct Known<'k> {
    since: Since,
    /// By the time in the export, the times here of messages that have another one.
    here: HashMap<Ts, Vec<Ts>>,
    /// What was cut, which is named already.
    cut: &'k BTreeSet<Ts>,
    /// Messages of which it is known how they read before they were changed here.
    replaced: HashSet<Ts>,
}

impl Known<'_> {
    /// Whether something that was done here to a message of this time in the export is the reason.
    fn any(&self, ts: Ts, done: impl Fn(&Since, Ts) -> bool) -> bool {
        done(&self.since, ts) || self.here.get(&ts).into_iter().flatten().any(|moved| done(&self.since, *moved))
    }
}

/// Pairs what is missing with what is there instead, by time, and says in which aspect the two differ.
fn faults(missing: &[Print], more: &[Print], known: &Known, differences: &mut Differences) {
    let mut instead: HashMap<Ts, Vec<&Print>> = HashMap::new();
    for print in more.iter().rev() {
        instead.entry(print.ts).or_default().push(print);
    }
    let deleted = |ts: Ts| known.any(ts, Since::deleted);
    for print in missing {
        let Some(there) = instead.get_mut(&print.ts).and_then(Vec::pop) else {
            if !deleted(print.ts) {
                differences.fault_at(Measure::Messages, 0, LOST, print.ts);
            }
            continue;
        };
        let mut hidden = false;
        for (at, why) in OTHER.iter().enumerate().filter(|(at, _)| print.aspects[*at] != there.aspects[*at]) {
            let aspect = ASPECTS[at];
            if matches!(aspect, "text" | "edit") && known.replaced.contains(&print.ts) {
                hidden = true;
                continue;
            }
            if known.any(print.ts, |since, ts| since.excuses(ts, aspect)) {
                continue;
            }
            let measure = match aspect {
                "reactions" => Measure::Reactions,
                "files" => Measure::Files,
                "edit" => Measure::Edits,
                "thread" => Measure::Replies,
                _ => Measure::Messages,
            };
            differences.fault_at(measure, 0, why, print.ts);
        }
        if hidden {
            differences.fault_at(Measure::Messages, 0, BOTH, print.ts);
        }
    }
    for print in instead.into_values().flatten().filter(|print| !deleted(print.ts)) {
        differences.fault_at(Measure::Messages, 0, MADE_UP, print.ts);
    }
}

/// Every message of the export.
fn of_export(archive: &mut Archive, sides: &Sides) -> Result<Vec<Print>> {
    let latest = sides.view.now();
    let mut prints: Vec<(Print, Option<Ts>, usize)> = Vec::new();
    // A reply to a reply stands in the thread of that one's root.
    let mut roots: HashMap<(usize, Ts), Ts> = HashMap::new();
    let mut folders: Vec<&str> = Vec::new();
    let mut put = |folder: usize, record: Value| {
        if let Some((print, thread)) = canon::of_record(&record, latest, sides.ids) {
            roots.extend(thread.map(|root| ((folder, print.ts), root)));
            prints.push((print, thread, folder));
        }
    };
    for (chunk, _) in &sides.surveyed.chunks {
        let mut changes: BTreeMap<usize, Changes> = BTreeMap::new();
        let mut days: Vec<(usize, &str)> = Vec::new();
        for (folder, day) in chunk.files() {
            let known = folders.iter().position(|known| *known == folder);
            days.push((known.unwrap_or(folders.len()), day));
            folders.extend(known.is_none().then_some(folder));
        }
        for (folder, day) in days.iter().filter(|_| chunk.revised()) {
            let changes = changes.entry(*folder).or_default();
            archive.each(day, |record| {
                if let Ok(record) = &record.value {
                    changes.take(record);
                }
                Ok(())
            })?;
        }
        for (folder, day) in days {
            let changes = changes.entry(folder).or_default();
            archive.each(day, |record| {
                let plain = record.value.ok().filter(|record| !Changes::default().take(record));
                plain.and_then(|record| changes.after(record)).into_iter().for_each(|record| put(folder, record));
                Ok(())
            })?;
        }
        for (folder, changes) in changes {
            changes.alone().for_each(|record| put(folder, record));
        }
    }
    // A root that is not there leaves its replies as ordinary messages, which others may reply to.
    let there: HashSet<(usize, Ts)> = prints.iter().map(|(print, _, folder)| (*folder, print.ts)).collect();
    let settle = |(print, thread, folder): (Print, Option<Ts>, usize)| {
        let mut root = thread.filter(|root| *root < print.ts);
        // Only one that stands behind its own root is a reply: one that names a later message is none.
        while let Some(above) = root.and_then(|at| roots.get(&(folder, at)).copied().filter(|above| *above < at))
            && there.contains(&(folder, above))
        {
            root = Some(above);
        }
        print.in_thread(root.or(thread))
    };
    Ok(prints.into_iter().map(settle).collect())
}

/// Every message of the store that came with the import; and the times in the export of those whose words as they came in
/// are known, since they were replaced here.
fn of_store(sides: &Sides) -> Result<(Vec<Print>, HashSet<Ts>)> {
    let mut prints: Vec<(Print, Option<Ts>)> = Vec::new();
    let mut replaced = HashSet::new();
    // Times here of messages that had another one in the export.
    let mut before: HashMap<Ts, Ts> = HashMap::new();
    let mut put = |ts: Ts, kept: &Kept| -> Result<()> {
        if let Some((print, thread)) = canon::of_kept(kept)? {
            if print.ts != ts {
                before.insert(ts, print.ts);
            }
            replaced.extend(kept.original.as_ref().map(|_| print.ts));
            prints.push((print, thread));
        }
        Ok(())
    };
    for lane in [Lane::Main, Lane::Thread] {
        let (mut from, to) = lane_prefix(sides.channel, lane).prefix();
        let mut current: Option<(Ts, Kept)> = None;
        loop {
            let rows = sides.view.rows(&from, &to, Order::Ascending, PAGE)?;
            let Some((last, _)) = rows.last() else { break };
            from.clone_from(last);
            from.push(0);
            for (key, sealed) in &rows {
                let tail = Address::parse_tail(key).ok_or_else(|| Error::internal("a message key is damaged"))?;
                let (ts, facet) = tail;
                if sides.surveyed.times.binary_search(&ts).is_err() {
                    continue;
                }
                if current.as_ref().is_some_and(|(known, _)| *known != ts)
                    && let Some((known, kept)) = current.take()
                {
                    put(known, &kept)?;
                }
                let (_, kept) = current.get_or_insert_with(|| (ts, Kept::default()));
                let scope = Address { channel: sides.channel, lane, ts }.scope();
                match facet {
                    f if f == Facet::Entry as u8 => kept.entry = Some(sides.view.open(&scope, key, sealed)?),
                    f if f == Facet::Body as u8 => kept.body = Some(sides.view.open(&scope, key, sealed)?),
                    f if f == Facet::Original as u8 => kept.original = Some(sides.view.open(&scope, key, sealed)?),
                    f if f == Facet::Reactions as u8 => kept.reactions = sides.view.open(&scope, key, sealed)?,
                    _ => {}
                }
            }
        }
        if let Some((known, kept)) = current {
            put(known, &kept)?;
        }
    }
    let in_export = |thread: Option<Ts>| thread.map(|root| before.get(&root).copied().unwrap_or(root));
    let prints = prints.into_iter().map(|(print, thread)| print.in_thread(in_export(thread))).collect();
    Ok((prints, replaced))
}
