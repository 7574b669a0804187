//! How the engine's rows lie in one physical table: one byte that names the kind, then the key.
//!
//! One table instead of six, because every table that a commit touches costs pages of its own. The numbers are on
//! disk: never reuse or change one.

use crate::store::contract::{Commit, CommitId, LogEntry, Moved, Position, Rev};
use crate::store::damage;
use crate::store::decide::Plan;
use ::redb::TableDefinition;

/// The one table.
pub(super) const TABLE: TableDefinition<&[u8], &[u8]> = TableDefinition::new("comity");

const META: u8 = 0;
const ROW: u8 = 1;
const LOG: u8 = 2;
// 3 named rows that found a receipt by its commit's id; files made before still hold some.
const MOVED: u8 = 4;
const LEASE: u8 = 5;

/// The key of the row that says what this file is.
pub(super) const FORMAT_KEY: &[u8] = b"\0format";
const FORMAT_MAGIC: &[u8] = b"comity-store";

/// The format this version writes.
pub(super) const FORMAT: u32 = 1;

/// The value of the format row.
pub(super) fn format_value(version: u32) -> Vec<u8> {
    [FORMAT_MAGIC, &version.to_be_bytes()].concat()
}

/// The version in a format row; `None` when it is not one of ours.
pub(super) fn read_format(value: &[u8]) -> Option<u32> {
    value.strip_prefix(FORMAT_MAGIC)?.try_into().ok().map(u32::from_be_bytes)
}

/// A row's key.
pub(super) fn row(key: &[u8]) -> Vec<u8> {
    tagged(ROW, key)
}

/// The caller's key in a stored row key.
pub(super) fn row_key(stored: &[u8]) -> Vec<u8> {
    stored.get(1..).unwrap_or_default().to_vec()
}

/// A row's value, written into `out`: the revision, then what the caller sealed.
pub(super) fn row_value(out: &mut Vec<u8>, rev: Rev, value: &[u8]) {
    out.clear();
    out.extend_from_slice(&rev.to_be_bytes());
    out.extend_from_slice(value);
}

/// A stored number and what follows it.
pub(super) fn split_number(stored: &[u8]) -> Option<(u64, &[u8])> {
    let (number, rest) = stored.split_first_chunk::<8>()?;
    Some((u64::from_be_bytes(*number), rest))
}

/// A stored row: its revision and what the caller sealed. One that is too short for a revision counts as never written:
/// what is left of it does not open, and costs only itself.
pub(super) fn split_row(stored: &[u8]) -> (Rev, &[u8]) {
    split_number(stored).unwrap_or((0, stored))
}

/// The key of a log entry. The part's length stands before it, so that no part is another one's prefix.
pub(super) fn log(part: &[u8], seq: u64) -> Vec<u8> {
    let mut key = Vec::with_capacity(part.len() + 10);
    key.extend_from_slice(&[LOG, part.len() as u8]);
    key.extend_from_slice(part);
    key.extend_from_slice(&seq.to_be_bytes());
    key
}

/// The sequence number at the end of a log key.
pub(super) fn log_seq(key: &[u8]) -> Option<u64> {
    key.last_chunk::<8>().map(|seq| u64::from_be_bytes(*seq))
}

/// A log entry as stored; its value has the stamp before it, as a row has its revision.
pub(super) fn log_entry(key: &[u8], value: &[u8]) -> Option<LogEntry> {
    let (stamp, value) = split_row(value);
    Some(LogEntry { seq: log_seq(key)?, stamp, value: value.to_vec() })
}

/// The key of the row that says what a commit moved. Every commit has one, so the last is the engine's position.
pub(super) fn moved(position: Position) -> Vec<u8> {
    tagged(MOVED, &position.to_be_bytes())
}

/// The position in the key of a moved row.
pub(super) fn moved_position(key: &[u8]) -> Option<Position> {
    log_seq(key)
}

/// What a commit moved, after its id: one run for all entries in a row that went to the same part, in the order of
/// `Commit::append`, so that the receipt can be read from it as well.
pub(super) fn moved_value(commit: &Commit, plan: &Plan) -> Vec<u8> {
    let mut value = commit.id.0.to_vec();
    let mut from = 0;
    for run in commit.append.chunk_by(|a, b| a.part == b.part) {
        let seqs = &plan.seqs[from..from + run.len()];
        from += run.len();
        let ([first, ..], [.., last]) = (seqs, seqs) else { continue };
        value.push(run[0].part.len() as u8);
        value.extend_from_slice(&run[0].part);
        value.extend_from_slice(&first.to_be_bytes());
        value.extend_from_slice(&last.to_be_bytes());
    }
    value
}

/// The id of the commit in a moved row.
pub(super) fn moved_id(value: &[u8]) -> Option<CommitId> {
    value.first_chunk::<16>().map(|id| CommitId(*id))
}

/// The runs of a moved row.
pub(super) fn read_moved(position: Position, value: &[u8]) -> Option<Vec<Moved>> {
    let (_, mut rest) = value.split_first_chunk::<16>()?;
    let mut runs = Vec::new();
    while let Some((length, tail)) = rest.split_first() {
        let (part, tail) = tail.split_at_checked(usize::from(*length))?;
        let (first, tail) = split_number(tail)?;
        let (last, tail) = split_number(tail)?;
        runs.push(Moved { position, part: part.to_vec(), first, last });
        rest = tail;
    }
    Some(runs)
}

/// The key of a lease.
pub(super) fn lease(name: &str) -> Vec<u8> {
    tagged(LEASE, name.as_bytes())
}

/// A lease as stored: until when, then who.
pub(super) fn lease_value(holder: &str, until: u64) -> Vec<u8> {
    [&until.to_be_bytes(), holder.as_bytes()].concat()
}

/// What a stored key is called where people read it.
pub(super) fn name(stored: &[u8]) -> String {
    match stored.split_first() {
        Some((&ROW, key)) => damage::name_of_row(key),
        Some((&LOG, _)) => format!("log entry {}", log_seq(stored).unwrap_or_default()),
        Some((&MOVED, _)) => format!("commit {}", log_seq(stored).unwrap_or_default()),
        _ => "the first row".to_owned(),
    }
}

fn tagged(kind: u8, key: &[u8]) -> Vec<u8> {
    let mut tagged = Vec::with_capacity(key.len() + 1);
    tagged.push(kind);
    tagged.extend_from_slice(key);
    tagged
}

// The meta area is reached by whole keys only.
const _: () = assert!(FORMAT_KEY[0] == META);
