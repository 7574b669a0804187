//! The sizes the contract allows, checked once for every engine before a commit is queued.

use super::contract::{Commit, Op};
use crate::base::{Error, Result, limits};
use std::collections::HashSet;

/// Refuses a commit that no engine would take. The reason never shows a key or a value, only their sizes.
pub(super) fn commit(commit: &Commit) -> Result<()> {
    count("row changes", commit.ops.len())?;
    count("required rows", commit.require.len())?;
    count("log entries", commit.append.len())?;
    let mut seen = HashSet::with_capacity(commit.ops.len());
    for op in &commit.ops {
        let (Op::Put { key: row, .. } | Op::Delete { key: row }) = op;
        key(row)?;
        if let Op::Put { value, .. } = op {
            size("a sealed value", value.len(), limits::VALUE_BYTES)?;
        }
        if !seen.insert(row.as_slice()) {
            return Err(Error::internal("a commit changes one row twice: its command must merge the changes"));
        }
    }
    for (row, _) in &commit.require {
        key(row)?;
    }
    for entry in &commit.append {
        part(&entry.part)?;
        size("a log entry", entry.value.len(), limits::VALUE_BYTES)?;
        if i64::try_from(entry.stamp).is_err() {
            return Err(Error::invalid("invalid_time").because("a log entry's time lies beyond the year 290000"));
        }
    }
    size("one commit", bytes(commit), limits::COMMIT_BYTES)
}

/// About how many bytes a commit brings.
pub(super) fn bytes(commit: &Commit) -> usize {
    let ops = commit.ops.iter().map(|op| match op {
        Op::Put { key, value } => key.len() + value.len(),
        Op::Delete { key } => key.len(),
    });
    let append = commit.append.iter().map(|entry| entry.part.len() + entry.value.len());
    ops.sum::<usize>() + append.sum::<usize>()
}

/// Refuses a row key of no use.
fn key(key: &[u8]) -> Result<()> {
    if key.is_empty() {
        return Err(Error::internal("a row key is empty: it needs at least its table byte"));
    }
    size("a row key", key.len(), limits::KEY_BYTES)
}

/// Refuses a part's name of no use.
pub(super) fn part(part: &[u8]) -> Result<()> {
    if part.is_empty() {
        return Err(Error::internal("a log part's name is empty"));
    }
    size("a log part's name", part.len(), limits::PART_BYTES)
}

/// Refuses a lease whose name or holder is of no use.
pub(super) fn lease(name: &str, holder: &str) -> Result<()> {
    if name.is_empty() || holder.is_empty() {
        return Err(Error::internal("a lease needs a name and a holder"));
    }
    size("a lease's name", name.len(), limits::LEASE_NAME_BYTES)?;
    size("a lease's holder", holder.len(), limits::LEASE_NAME_BYTES)
}

fn size(what: &str, bytes: usize, limit: usize) -> Result<()> {
    if bytes <= limit {
        return Ok(());
    }
    Err(Error::limit("too_large").because(format!("{what} has {bytes} bytes and may have {limit}: send less")))
}

fn count(what: &str, number: usize) -> Result<()> {
    let limit = limits::CHANGES_PER_COMMIT;
    if number <= limit {
        return Ok(());
    }
    Err(Error::limit("too_large").because(format!("one commit has {number} {what} and may have {limit}: split it")))
}
