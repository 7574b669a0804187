//! Reading: a view of the table as of one moment.

use super::fault::{damaged, fault, let_go, on_file};
use super::file::last_position;
use super::layout;
use crate::base::{Error, Result};
use crate::store::contract::{Head, LogEntry, Moved, Order, Position, Row, Snapshot};
use ::redb::{AccessGuard, Range, ReadOnlyTable, ReadableTable};

/// A view; redb keeps its pages until it is dropped.
pub(super) struct View(Option<Table>);

type Table = ReadOnlyTable<&'static [u8], &'static [u8]>;

type Entry<'a> = (AccessGuard<'a, &'static [u8]>, AccessGuard<'a, &'static [u8]>);

impl View {
    /// A view of the open table.
    pub(super) fn new(table: Table) -> Self {
        Self(Some(table))
    }

    /// The table, which is there until the view is dropped.
    fn table(&self) -> Result<&Table> {
        self.0.as_ref().ok_or_else(|| Error::internal("a view was used after its end"))
    }

    fn rows(&self, from: &[u8], to: &[u8]) -> Result<Option<Range<'_, &'static [u8], &'static [u8]>>> {
        if from >= to {
            return Ok(None);
        }
        let (from, to) = (layout::row(from), layout::row(to));
        self.table()?.range(from.as_slice()..to.as_slice()).map(Some).map_err(fault)
    }
}

impl Snapshot for View {
    fn position(&self) -> Result<Position> {
        on_file(|| last_position(self.table()?))
    }

    fn get(&self, key: &[u8]) -> Result<Option<Row>> {
        on_file(|| {
            let Some(stored) = self.table()?.get(layout::row(key).as_slice()).map_err(fault)? else { return Ok(None) };
            Ok(Some(read_row(key.to_vec(), stored.value())))
        })
    }

    fn range(&self, from: &[u8], to: &[u8], order: Order, limit: usize) -> Result<Vec<Row>> {
        on_file(|| {
            let Some(rows) = self.rows(from, to)? else { return Ok(Vec::new()) };
            let read = |entry: std::result::Result<Entry<'_>, _>| {
                let (key, value) = entry.map_err(fault)?;
                Ok(read_row(layout::row_key(key.value()), value.value()))
            };
            match order {
                Order::Ascending => rows.take(limit).map(read).collect(),
                Order::Descending => rows.rev().take(limit).map(read).collect(),
            }
        })
    }

    fn count(&self, from: &[u8], to: &[u8], ending: Option<u8>, limit: usize) -> Result<usize> {
        on_file(|| {
            let Some(rows) = self.rows(from, to)? else { return Ok(0) };
            let mut found = 0;
            for row in rows {
                if found >= limit {
                    break;
                }
                let (key, _) = row.map_err(fault)?;
                if ending.is_none_or(|tag| key.value().last() == Some(&tag)) {
                    found += 1;
                }
            }
            Ok(found)
        })
    }

    fn head(&self, part: &[u8]) -> Result<Head> {
        on_file(|| read_head(self.table()?, part))
    }

    fn read_log(&self, part: &[u8], after: u64, limit: usize) -> Result<Vec<LogEntry>> {
        let Some(first) = after.checked_add(1) else { return Ok(Vec::new()) };
        on_file(|| {
            let (from, to) = (layout::log(part, first), layout::log(part, u64::MAX));
            let entries = self.table()?.range(from.as_slice()..=to.as_slice()).map_err(fault)?;
            let read = |entry: std::result::Result<Entry<'_>, _>| {
                let (key, value) = entry.map_err(fault)?;
                layout::log_entry(key.value(), value.value()).ok_or_else(|| damaged("a log entry is cut short"))
            };
            entries.take(limit).map(read).collect()
        })
    }

    fn moved_since(&self, after: Position, limit: usize) -> Result<Vec<Moved>> {
        let Some(first) = after.checked_add(1) else { return Ok(Vec::new()) };
        on_file(|| {
            let (from, to) = (layout::moved(first), layout::moved(u64::MAX));
            let mut found: Vec<Moved> = Vec::new();
            for commit in self.table()?.range(from.as_slice()..=to.as_slice()).map_err(fault)? {
                if found.len() >= limit {
                    break;
                }
                let (key, value) = commit.map_err(fault)?;
                let read = layout::moved_position(key.value()).and_then(|at| layout::read_moved(at, value.value()));
                let Some(runs) = read else {
                    tracing::error!(commit = ?layout::moved_position(key.value()), "what a commit moved can't be read");
                    continue;
                };
                let start = found.len();
                for run in runs {
                    // A commit's entries in one part are dense, whatever went to other parts in between.
                    match found[start..].iter_mut().find(|moved: &&mut Moved| moved.part == run.part) {
                        Some(moved) => moved.last = run.last,
                        None => found.push(run),
                    }
                }
            }
            Ok(found)
        })
    }
}

impl Drop for View {
    fn drop(&mut self) {
        let_go(self.0.take());
    }
}

fn read_row(key: Vec<u8>, stored: &[u8]) -> Row {
    let (rev, value) = layout::split_row(stored);
    Row { key, rev, value: value.to_vec() }
}

/// The end of a part's log, which is its last entry: a purge leaves that one.
pub(super) fn read_head(table: &impl ReadableTable<&'static [u8], &'static [u8]>, part: &[u8]) -> Result<Head> {
    let (from, to) = (layout::log(part, 0), layout::log(part, u64::MAX));
    let Some(last) = table.range(from.as_slice()..=to.as_slice()).map_err(fault)?.next_back() else {
        return Ok(Head::default());
    };
    let (key, value) = last.map_err(fault)?;
    let seq = layout::log_seq(key.value()).ok_or_else(|| damaged("a log entry is cut short"))?;
    Ok(Head { seq, stamp: layout::split_row(value.value()).0 })
}
