//! Reading the log: whole commits in their order, each entry opened on its own, so that one refused key or one damaged
//! entry hides nothing else.

use super::place::Place;
use crate::base::{Error, Kind, Result, Ts, limits};
use crate::domain::Event;
use crate::store::{LogEntry, Moved, Part, Position, View};

/// One entry of the log.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub place: Place,
    pub part: Part,
    pub what: What,
}

/// What is known of an entry.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// It was read.
    Event(Event),
    /// Its key is refused: only that something happened is known.
    Sealed,
    /// It is damaged, and named in the log.
    Damaged,
}

/// The parts one commit added to.
#[derive(Clone, Debug)]
pub(super) struct CommitMoves {
    pub position: Position,
    pub parts: Vec<(Part, u64, u64)>,
}

/// Commits after `after`, in order, each whole. Parts this version does not know, such as the audit trail, are left
/// out.
pub(super) fn commits_after(view: &View, after: Position, limit: usize) -> Result<Vec<CommitMoves>> {
    let mut commits: Vec<CommitMoves> = Vec::new();
    for Moved { position, part, first, last } in view.snapshot().moved_since(after, limit)? {
        if commits.last().is_none_or(|c| c.position != position) {
            commits.push(CommitMoves { position, parts: Vec::new() });
        }
        if let Some(commit) = commits.last_mut()
            && let Some(part) = Part::parse(&part)
        {
            commit.parts.push((part, first, last));
        }
    }
    Ok(commits)
}

/// The entries a commit added to the parts that `wanted` names, in the order they happened.
///
/// An error of kind `NotFound` says that some have been purged since.
pub(super) fn entries(view: &View, commit: &CommitMoves, wanted: impl Fn(&Part) -> bool) -> Result<Vec<Entry>> {
    let mut found = Vec::new();
    for (part, first, last) in commit.parts.iter().filter(|(part, _, _)| wanted(part)) {
        // What a commit moved stands unsealed on the disk, and may be no run at all.
        let run = first.checked_sub(1).and_then(|before| Some((before, last.checked_sub(before)? as usize)));
        let run = run.filter(|(_, count)| *count <= limits::CHANGES_PER_COMMIT);
        let damaged = || view.noted(Error::internal("no entries of a log"), || format!("Commit {}", commit.position));
        let (before, count) = run.ok_or_else(damaged)?;
        let entries = view.snapshot().read_log(part.as_bytes(), before, count)?;
        if entries.len() < count || entries.iter().any(|e| e.seq > *last) {
            return Err(Error::not_found("log_purged"));
        }
        found.extend(entries.into_iter().filter_map(|entry| open(view, *part, commit.position, &entry)));
    }
    found.sort_by_key(|entry: &Entry| (entry.place, entry.part));
    Ok(found)
}

/// Opens one entry; one this version can't place is named in the server's log and passed over.
fn open(view: &View, part: Part, commit: Position, entry: &LogEntry) -> Option<Entry> {
    let stamp = Ts(entry.stamp);
    let what = match view.open_entry(&part, entry, Event::decode) {
        Ok(event) => What::Event(event),
        Err(e) if e.kind == Kind::Sealed => What::Sealed,
        Err(e) if e.kind == Kind::Damaged => What::Damaged,
        Err(e) => {
            tracing::error!(part = ?part, seq = entry.seq, error = %e, "a log entry can't be read and is not told");
            return None;
        }
    };
    Some(Entry { place: Place { commit, stamp }, part, what })
}
