//! One durable transaction of redb, into which the writer puts whatever is waiting.

use super::fault::{damaged, fault};
use super::layout;
use super::read::read_head;
use super::recent::Recent;
use crate::base::{Error, Result, limits};
use crate::store::contract::{Commit, CommitId, Head, Op, Position, Receipt, Rev};
use crate::store::decide::{Facts, Plan, Verdict, judge};
use ::redb::{ReadableTable, Table};
use std::collections::HashMap;

/// What the writer knows between transactions. After a failed one it is wrong, but then the writer has stopped.
pub(super) struct Known {
    /// The position of the last commit.
    position: Position,
    heads: HashMap<Vec<u8>, Head>,
    recent: Recent,
}

impl Known {
    /// What is known after opening a file whose last commit is at `position`.
    pub(super) fn new(position: Position, commit_ids: usize) -> Self {
        Self { position, heads: HashMap::new(), recent: Recent::new(commit_ids) }
    }

    /// Reads the latest commits' ids, before the first commit is judged.
    pub(super) fn recall(&mut self, table: &impl ReadableTable<&'static [u8], &'static [u8]>) -> Result<()> {
        self.recent.recall(table, self.position)
    }
}

/// The transaction's view of the table.
pub(super) struct Batch<'a, 'txn> {
    table: Table<'txn, &'static [u8], &'static [u8]>,
    known: &'a mut Known,
    scratch: Vec<u8>,
    /// Whether anything was written.
    pub wrote: bool,
}

impl<'a, 'txn> Batch<'a, 'txn> {
    /// A batch on the open table.
    pub(super) fn new(table: Table<'txn, &'static [u8], &'static [u8]>, known: &'a mut Known) -> Self {
        Self { table, known, scratch: Vec::new(), wrote: false }
    }

    /// Applies one commit. The outer result is the engine's failure, the inner one concerns this commit alone.
    pub(super) fn commit(&mut self, commit: &Commit) -> Result<Result<Receipt>> {
        let plan = match judge(commit, self)? {
            Verdict::Known(receipt) => return Ok(Ok(receipt)),
            Verdict::Conflict => return Ok(Err(Error::conflict())),
            Verdict::Apply(plan) => plan,
        };
        let position = self.known.position + 1;
        self.write(commit, &plan, position)?;
        self.known.position = position;
        if self.known.heads.len() + plan.moves.len() > limits::HEADS_CACHED {
            self.known.heads.clear();
        }
        self.known.heads.extend(plan.moves.into_iter().map(|m| (m.part, m.head)));
        self.known.recent.note(commit.id, position);
        Ok(Ok(Receipt { position, seqs: plan.seqs }))
    }

    fn write(&mut self, commit: &Commit, plan: &Plan, position: Position) -> Result<()> {
        self.wrote = true;
        for op in &commit.ops {
            match op {
                Op::Put { key, value } => self.put(&layout::row(key), position, value)?,
                Op::Delete { key } => self.remove(&layout::row(key))?,
            }
        }
        for (entry, seq) in commit.append.iter().zip(&plan.seqs) {
            self.put(&layout::log(&entry.part, *seq), entry.stamp, &entry.value)?;
        }
        self.insert(&layout::moved(position), &layout::moved_value(commit, plan))
    }

    /// Takes or renews a lease.
    pub(super) fn lease(&mut self, name: &str, holder: &str, now: u64, until: u64) -> Result<bool> {
        let key = layout::lease(name);
        if let Some(stored) = self.table.get(key.as_slice()).map_err(fault)? {
            // A damaged lease is nobody's: it would end by itself soon.
            let held = layout::split_number(stored.value());
            if held.is_some_and(|(ends, by)| by != holder.as_bytes() && ends > now) {
                return Ok(false);
            }
        }
        self.wrote = true;
        self.insert(&key, &layout::lease_value(holder, until))?;
        Ok(true)
    }

    /// Removes some of a part's entries up to `seq`, never the last. True when none are left to remove.
    pub(super) fn purge(&mut self, part: &[u8], seq: u64) -> Result<bool> {
        let head = self.head(part)?;
        let last = seq.min(head.seq.saturating_sub(1));
        let (from, to) = (layout::log(part, 0), layout::log(part, last));
        let mut keys = Vec::new();
        for entry in self.table.range(from.as_slice()..=to.as_slice()).map_err(fault)?.take(limits::PURGE_STEP) {
            keys.push(entry.map_err(fault)?.0.value().to_vec());
        }
        for key in &keys {
            self.remove(key)?;
        }
        self.wrote |= !keys.is_empty();
        Ok(keys.len() < limits::PURGE_STEP)
    }

    fn put(&mut self, key: &[u8], number: u64, value: &[u8]) -> Result<()> {
        layout::row_value(&mut self.scratch, number, value);
        self.table.insert(key, self.scratch.as_slice()).map_err(fault)?;
        Ok(())
    }

    fn insert(&mut self, key: &[u8], value: &[u8]) -> Result<()> {
        self.table.insert(key, value).map_err(fault)?;
        Ok(())
    }

    fn remove(&mut self, key: &[u8]) -> Result<()> {
        self.table.remove(key).map_err(fault)?;
        Ok(())
    }
}

impl Facts for Batch<'_, '_> {
    fn receipt(&mut self, id: CommitId) -> Result<Option<Receipt>> {
        let Some(position) = self.known.recent.position(id) else { return Ok(None) };
        let stored = self.table.get(layout::moved(position).as_slice()).map_err(fault)?;
        let runs = stored.and_then(|row| layout::read_moved(position, row.value()));
        let runs = runs.ok_or_else(|| damaged("a moved row is missing or cut short"))?;
        Ok(Some(Receipt { position, seqs: runs.iter().flat_map(|run| run.first..=run.last).collect() }))
    }

    fn rev(&mut self, key: &[u8]) -> Result<Rev> {
        let Some(stored) = self.table.get(layout::row(key).as_slice()).map_err(fault)? else { return Ok(0) };
        Ok(layout::split_row(stored.value()).0)
    }

    fn head(&mut self, part: &[u8]) -> Result<Head> {
        match self.known.heads.get(part) {
            Some(head) => Ok(*head),
            None => read_head(&self.table, part),
        }
    }
}
