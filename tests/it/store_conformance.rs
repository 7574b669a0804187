//! What holds on every engine. Each property is one function over a site; the list at the end runs them on the
//! in-memory model, on redb, and on a real PostgreSQL.

mod basics;
mod crowd;
mod random;

pub use self::random::Dice;

use comity::base::Result;
use comity::store::memory::MemoryStore;
use comity::store::postgres::PostgresStore;
use comity::store::redb::{RedbOptions, RedbStore};
use comity::store::{Append, Commit, CommitId, Op, Position, Receipt, Rev, Snapshot, Store};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

/// An engine with its data, which may be closed and opened again.
pub struct Site {
    store: Option<Arc<dyn Store>>,
    open: Box<dyn Fn() -> Arc<dyn Store>>,
    keeps: bool,
    shared: bool,
}

impl Site {
    fn new(keeps: bool, shared: bool, open: impl Fn() -> Arc<dyn Store> + 'static) -> Self {
        Self { store: Some(open()), open: Box::new(open), keeps, shared }
    }

    fn store(&self) -> Arc<dyn Store> {
        self.store.clone().expect("open")
    }

    fn restart(&mut self) {
        self.store = None;
        self.store = Some((self.open)());
    }

    /// The engine as `count` nodes see it: several connections where it can be shared, else the one.
    fn nodes(&self, count: usize) -> Vec<Arc<dyn Store>> {
        let more = if self.shared { count - 1 } else { 0 };
        std::iter::once(self.store()).chain((0..more).map(|_| (self.open)())).collect()
    }
}

fn memory() -> Site {
    Site::new(false, false, || Arc::new(MemoryStore::new()))
}

fn redb() -> Site {
    let dir = tempfile::tempdir().unwrap();
    Site::new(true, false, move || {
        Arc::new(RedbStore::open(&dir.path().join("store.redb"), RedbOptions::default()).unwrap())
    })
}

fn postgres() -> Site {
    let database = crate::postgres::database();
    Site::new(true, true, move || Arc::new(PostgresStore::open(&database).unwrap()))
}

/// A commit id nobody else has; like the real ones it starts with what grows.
pub fn fresh_id() -> CommitId {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mut id = [0; 16];
    id[..8].copy_from_slice(&NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    CommitId(id)
}

/// An empty commit to fill in.
pub fn commit() -> Commit {
    Commit { id: fresh_id(), require: vec![], ops: vec![], append: vec![] }
}

pub fn put(key: &[u8], value: &[u8]) -> Op {
    Op::Put { key: key.to_vec(), value: value.to_vec() }
}

pub fn delete(key: &[u8]) -> Op {
    Op::Delete { key: key.to_vec() }
}

pub fn append(part: &[u8], stamp: u64, value: &[u8]) -> Append {
    Append { part: part.to_vec(), stamp, value: value.to_vec() }
}

pub fn require(key: &[u8], rev: Rev) -> (Vec<u8>, Rev) {
    (key.to_vec(), rev)
}

/// Commits and waits for the outcome.
pub fn write(store: &dyn Store, commit: Commit) -> Result<Receipt> {
    let (done, outcome) = mpsc::channel();
    store.commit(commit, Box::new(move |result| done.send(result).unwrap()));
    outcome.recv_timeout(Duration::from_secs(60)).expect("every commit is answered")
}

/// Raises a flag at the end of its scope, also when that end is a failed assertion: so nobody waits for ever.
pub struct AtEnd<'a>(pub &'a AtomicBool);

impl Drop for AtEnd<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

/// A snapshot that is certain about everything up to `position`.
fn settled(store: &dyn Store, position: Position) -> Box<dyn Snapshot + '_> {
    let start = Instant::now();
    loop {
        let snapshot = store.snapshot().unwrap();
        if snapshot.position().unwrap() >= position {
            return snapshot;
        }
        assert!(start.elapsed() < Duration::from_secs(30), "the position does not come forward");
        std::thread::sleep(Duration::from_millis(2));
    }
}

macro_rules! on_every_engine {
    ($($room:ident { $($property:ident)+ })+) => {
        on_every_engine!(@ memory, memory; $($($room $property)+)+);
        on_every_engine!(@ redb, redb; $($($room $property)+)+);
        on_every_engine!(@ postgres, postgres; $($($room $property)+)+);
    };
    (@ $engine:ident, $site:ident; $($room:ident $property:ident)+) => {
        mod $engine {
            $(#[test] fn $property() { super::$room::$property(&mut super::$site()) })+
        }
    };
}

on_every_engine! {
    basics {
        a_commit_happens_whole
        a_large_commit_happens_whole
        a_stale_decision_changes_nothing
        a_conflict_leaves_its_neighbours_alone
        a_row_can_be_required_to_be_absent
        a_retry_gets_the_first_receipt
        numbers_are_dense
        stamps_do_not_go_back
        ranges_are_ordered_and_bounded
        moves_are_told_in_whole_commits
        sizes_are_checked
        a_lease_has_one_holder
        a_purge_keeps_the_numbering
        a_snapshot_stays_as_it_was
        a_restart_keeps_everything
        hints_come_after_commits
    }
    crowd {
        one_of_sixteen_makes_the_row
        sixteen_writers_make_one_order
        sixteen_counters_lose_no_step
        queued_commits_keep_their_order
        a_follower_misses_nothing
    }
    random {
        any_history_is_as_in_the_model
    }
}
