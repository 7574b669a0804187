//! The storage contract: small, synchronous, and the same on every engine.
//!
//! An engine keeps opaque rows, one log a part, and nothing else. It never sees a plain value. What holds on every
//! engine is checked by `conformance`, which runs on the in-memory model, redb and PostgreSQL.

use crate::base::{Error, Result};

/// A row's revision: the position of the commit that wrote it. 0 stands for a row that is not there.
pub type Rev = u64;

/// A commit's place in the engine's one order of commits; 0 is before the first. Only `moved_since` tells which
/// commits lie behind a position, and it never passes over one that becomes visible later.
pub type Position = u64;

/// Names a commit so that trying it again after an unknown outcome changes nothing.
///
/// Fresh ones start with the time, so that an engine can keep them side by side. An engine remembers the ids of the
/// latest `limits::COMMIT_IDS_KEPT` commits, or of the last day.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct CommitId(pub [u8; 16]);

/// A row as read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Row {
    /// The row's key: a table byte and what `store::key` put behind it.
    pub key: Vec<u8>,
    /// The revision a decision may `require`.
    pub rev: Rev,
    /// The sealed value.
    pub value: Vec<u8>,
}

/// A change of one row.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Op {
    /// Writes the row, whether it was there or not.
    Put { key: Vec<u8>, value: Vec<u8> },
    /// Removes the row; removing one that is not there is no error.
    Delete { key: Vec<u8> },
}

/// An entry to add to the end of one part's log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Append {
    /// Which log: a channel, a person's inbox, an audit stream. At most 64 bytes.
    pub part: Vec<u8>,
    /// The entry's time in microseconds. It must be greater than the part's last one, or the commit is a conflict:
    /// so the order of stamps, of sequence numbers and of commits is one order.
    pub stamp: u64,
    /// The sealed event.
    pub value: Vec<u8>,
}

/// Everything one command changes. It happens whole or not at all.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Commit {
    /// A commit whose id is already known is not applied again: its first receipt is returned.
    pub id: CommitId,
    /// The revisions the decision read. If one differs now, the outcome is `Kind::Conflict` and nothing changes.
    pub require: Vec<(Vec<u8>, Rev)>,
    /// Row changes, in order; at most one a key.
    pub ops: Vec<Op>,
    /// Log entries, in order. Several may go to one part.
    pub append: Vec<Append>,
}

/// What a durable commit got.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Receipt {
    /// The commit's position, which is also the revision of every row it wrote.
    pub position: Position,
    /// The sequence numbers of its appended entries, in the order of `Commit::append`.
    pub seqs: Vec<u64>,
}

/// The end of one part's log; zeros for a part nobody has written to.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Head {
    /// The last sequence number. The first entry has 1 and there are no gaps.
    pub seq: u64,
    /// The last stamp.
    pub stamp: u64,
}

/// One entry of a part's log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LogEntry {
    /// The entry's sequence number in its part.
    pub seq: u64,
    /// Its time in microseconds.
    pub stamp: u64,
    /// The sealed event.
    pub value: Vec<u8>,
}

/// That a commit added entries to a part.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Moved {
    /// The commit.
    pub position: Position,
    /// The part it added to.
    pub part: Vec<u8>,
    /// The first sequence number added.
    pub first: u64,
    /// The last sequence number added.
    pub last: u64,
}

/// Called once with a commit's outcome: after it is on disk, or when it is certain that it never will be.
/// It runs on the writer's thread, so it only hands the outcome on.
pub type Done = Box<dyn FnOnce(Result<Receipt>) + Send>;

/// One engine.
pub trait Store: Send + Sync {
    /// A consistent view of all acknowledged commits. Cheap; it may be held for the length of one request.
    fn snapshot(&self) -> Result<Box<dyn Snapshot + '_>>;

    /// Queues a commit. Commits of one thread that touch the same part are applied in the order they were queued.
    fn commit(&self, commit: Commit, done: Done);

    /// Asks to be called after commits became visible. A hint: calls may be merged, and a reader that gets none for a
    /// while looks by itself. The call must return at once.
    fn watch(&self, hint: Box<dyn Fn() + Send + Sync>);

    /// Takes or renews the named lease until `until` (microseconds) if nobody else holds it at `now`.
    /// True when `holder` has it.
    fn lease(&self, name: &str, holder: &str, now: u64, until: u64) -> Result<bool>;

    /// Removes a part's entries with a sequence number up to `seq`, except the last entry, which keeps the numbering.
    fn purge_log(&self, part: &[u8], seq: u64) -> Result<()>;

    /// Why nothing is written any more, after a failure of the disk. The process ends then and is started again: what
    /// it has in memory may be ahead of what it could keep.
    fn stopped(&self) -> Option<Error> {
        None
    }
}

/// What was true at one moment.
pub trait Snapshot {
    /// A position up to which this snapshot contains every commit that ever will be: the embedded engine's last one.
    fn position(&self) -> Result<Position>;

    /// One row.
    fn get(&self, key: &[u8]) -> Result<Option<Row>>;

    /// Rows with `from <= key < to`, ascending or descending, at most `limit`.
    fn range(&self, from: &[u8], to: &[u8], order: Order, limit: usize) -> Result<Vec<Row>>;

    /// How many rows lie in `from <= key < to`, counted up to `limit`; with `ending`, only those whose key's last byte
    /// it is.
    fn count(&self, from: &[u8], to: &[u8], ending: Option<u8>, limit: usize) -> Result<usize>;

    /// The end of a part's log.
    fn head(&self, part: &[u8]) -> Result<Head>;

    /// A part's entries after the sequence number `after`, ascending, at most `limit`.
    fn read_log(&self, part: &[u8], after: u64, limit: usize) -> Result<Vec<LogEntry>>;

    /// The parts that moved in commits after `after`, in commit order, at most about `limit` rows but always whole
    /// commits. A reader that goes on from the last position returned has seen everything; one that got nothing may go
    /// on from this snapshot's `position`.
    fn moved_since(&self, after: Position, limit: usize) -> Result<Vec<Moved>>;
}

/// The direction of a range.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Order {
    /// Smallest key first.
    Ascending,
    /// Largest key first.
    Descending,
}
