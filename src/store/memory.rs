//! The in-memory model: what the contract means, written to be obviously right and nothing else.
//!
//! The durable engines are compared with it. So it shares no code with them but the check of sizes.

use super::check;
use super::contract::{
    Append, Commit, CommitId, Done, Head, LogEntry, Moved, Op, Order, Position, Receipt, Rev, Row, Snapshot, Store,
};
use crate::base::{Error, Result};
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, Mutex, PoisonError};

type Part = Vec<u8>;

/// Everything there is. A snapshot is a shared hold on it; a commit under a living snapshot copies it first.
#[derive(Clone, Default)]
struct State {
    position: Position,
    rows: BTreeMap<Vec<u8>, (Rev, Vec<u8>)>,
    logs: BTreeMap<Part, BTreeMap<u64, (u64, Vec<u8>)>>,
    receipts: BTreeMap<CommitId, Receipt>,
    moved: Vec<Moved>,
    leases: BTreeMap<String, (String, u64)>,
}

/// The model. It keeps nothing on disk.
#[derive(Default)]
pub struct MemoryStore {
    state: Mutex<Arc<State>>,
    hints: Mutex<Vec<Box<dyn Fn() + Send + Sync>>>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(Arc::make_mut(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

impl Store for MemoryStore {
    fn snapshot(&self) -> Result<Box<dyn Snapshot + '_>> {
        Ok(Box::new(View(self.state.lock().unwrap_or_else(PoisonError::into_inner).clone())))
    }

    fn commit(&self, commit: Commit, done: Done) {
        let outcome = check::commit(&commit).and_then(|()| self.change(|state| state.commit(commit)));
        let applied = outcome.is_ok();
        done(outcome);
        if applied {
            self.hints.lock().unwrap_or_else(PoisonError::into_inner).iter().for_each(|hint| hint());
        }
    }

    fn watch(&self, hint: Box<dyn Fn() + Send + Sync>) {
        self.hints.lock().unwrap_or_else(PoisonError::into_inner).push(hint);
    }

    fn lease(&self, name: &str, holder: &str, now: u64, until: u64) -> Result<bool> {
        check::lease(name, holder)?;
        Ok(self.change(|state| {
            let free = state.leases.get(name).is_none_or(|(by, ends)| by == holder || *ends <= now);
            if free {
                state.leases.insert(name.into(), (holder.into(), until));
            }
            free
        }))
    }

    fn purge_log(&self, part: &[u8], seq: u64) -> Result<()> {
        check::part(part)?;
        self.change(|state| {
            if let Some(log) = state.logs.get_mut(part) {
                let last = log.keys().next_back().copied();
                log.retain(|at, _| *at > seq || Some(*at) == last);
            }
        });
        Ok(())
    }
}

impl State {
    fn commit(&mut self, commit: Commit) -> Result<Receipt> {
        if let Some(receipt) = self.receipts.get(&commit.id) {
            return Ok(receipt.clone());
        }
        let seqs = self.decide(&commit)?;
        self.position += 1;
        for op in commit.ops {
            match op {
                Op::Put { key, value } => drop(self.rows.insert(key, (self.position, value))),
                Op::Delete { key } => drop(self.rows.remove(&key)),
            }
        }
        let first_move = self.moved.len();
        for (Append { part, stamp, value }, seq) in commit.append.into_iter().zip(&seqs) {
            match self.moved[first_move..].iter_mut().find(|moved| moved.part == part) {
                Some(moved) => moved.last = *seq,
                None => {
                    self.moved.push(Moved { position: self.position, part: part.clone(), first: *seq, last: *seq });
                }
            }
            self.logs.entry(part).or_default().insert(*seq, (stamp, value));
        }
        let receipt = Receipt { position: self.position, seqs };
        self.receipts.insert(commit.id, receipt.clone());
        Ok(receipt)
    }

    /// The sequence numbers the entries get, or the conflict.
    fn decide(&self, commit: &Commit) -> Result<Vec<u64>> {
        let rev = |key: &Vec<u8>| self.rows.get(key).map_or(0, |(rev, _)| *rev);
        if commit.require.iter().any(|(key, required)| rev(key) != *required) {
            return Err(Error::conflict());
        }
        let mut ends: BTreeMap<&Part, Head> = BTreeMap::new();
        let mut seqs = Vec::new();
        for entry in &commit.append {
            let end = ends.entry(&entry.part).or_insert_with(|| self.head(&entry.part));
            if end.seq > 0 && entry.stamp <= end.stamp {
                return Err(Error::conflict());
            }
            *end = Head { seq: end.seq + 1, stamp: entry.stamp };
            seqs.push(end.seq);
        }
        Ok(seqs)
    }

    fn head(&self, part: &[u8]) -> Head {
        let last = self.logs.get(part).and_then(|log| log.last_key_value());
        last.map_or(Head::default(), |(seq, (stamp, _))| Head { seq: *seq, stamp: *stamp })
    }
}

struct View(Arc<State>);

impl View {
    fn rows<'a>(&'a self, from: &'a [u8], to: &'a [u8]) -> impl DoubleEndedIterator<Item = Row> + 'a {
        // A BTreeMap panics on a range that runs backwards.
        let to = to.max(from);
        let bounds = (Bound::Included(from), Bound::Excluded(to));
        let rows = (from < to).then(|| self.0.rows.range::<[u8], _>(bounds)).into_iter().flatten();
        rows.map(|(key, (rev, value))| Row { key: key.clone(), rev: *rev, value: value.clone() })
    }
}

impl Snapshot for View {
    fn position(&self) -> Result<Position> {
        Ok(self.0.position)
    }

    fn get(&self, key: &[u8]) -> Result<Option<Row>> {
        let found = self.0.rows.get(key);
        Ok(found.map(|(rev, value)| Row { key: key.to_vec(), rev: *rev, value: value.clone() }))
    }

    fn range(&self, from: &[u8], to: &[u8], order: Order, limit: usize) -> Result<Vec<Row>> {
        Ok(match order {
            Order::Ascending => self.rows(from, to).take(limit).collect(),
            Order::Descending => self.rows(from, to).rev().take(limit).collect(),
        })
    }

    fn count(&self, from: &[u8], to: &[u8], ending: Option<u8>, limit: usize) -> Result<usize> {
        let counts = |row: &Row| ending.is_none_or(|tag| row.key.last() == Some(&tag));
        Ok(self.rows(from, to).filter(counts).take(limit).count())
    }

    fn head(&self, part: &[u8]) -> Result<Head> {
        Ok(self.0.head(part))
    }

    fn read_log(&self, part: &[u8], after: u64, limit: usize) -> Result<Vec<LogEntry>> {
        let Some(log) = self.0.logs.get(part) else { return Ok(Vec::new()) };
        let entries = log.range((Bound::Excluded(after), Bound::Unbounded)).take(limit);
        Ok(entries.map(|(seq, (stamp, value))| LogEntry { seq: *seq, stamp: *stamp, value: value.clone() }).collect())
    }

    fn moved_since(&self, after: Position, limit: usize) -> Result<Vec<Moved>> {
        let mut found: Vec<Moved> = Vec::new();
        for moved in self.0.moved.iter().skip_while(|moved| moved.position <= after) {
            let same_commit = found.last().is_some_and(|last| last.position == moved.position);
            if found.len() >= limit && !same_commit {
                break;
            }
            found.push(moved.clone());
        }
        Ok(found)
    }
}
