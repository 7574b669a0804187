//! How a thread that tells the sockets goes, on the board where those who look after the server see it.

use crate::base::{Error, Kind, Result, guarded};
use crate::domain::Domain;
use crate::jobs::{Board, State};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// One thread's line on the board. When the thread ends, however it does, the line says so.
pub(super) struct Duty {
    domain: Domain,
    board: Arc<Board>,
    place: usize,
    failing: AtomicBool,
}

impl Duty {
    /// Enters a thread.
    pub fn new(domain: Domain, board: Arc<Board>, name: &'static str) -> Arc<Self> {
        let place = board.enter(name);
        Arc::new(Self { domain, board, place, failing: AtomicBool::new(false) })
    }

    /// Does one thing of many. A panic, and what can't be read, cost that one and are shown: then there is no outcome.
    /// Other errors, such as a store that does not answer, pass for the same to be tried again.
    pub fn one<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<Option<T>> {
        match guarded(work, || Error::internal("telling the sockets of something panicked")) {
            Ok(done) => {
                self.well();
                Ok(Some(done))
            }
            Err(e) if matches!(e.kind, Kind::Internal | Kind::Damaged) => {
                self.failed(&e);
                Ok(None)
            }
            Err(e) => Err(e),
        }
    }

    /// Does something for one socket, which nobody tries again.
    pub fn once(&self, work: impl FnOnce() -> Result<()>) {
        if let Err(e) = self.one(work) {
            tracing::warn!(error = %e, "a socket can't be told something");
            self.failed(&e);
        }
    }

    /// Something failed.
    pub fn failed(&self, error: &Error) {
        let now = self.domain.world().now();
        self.failing.store(true, Ordering::Relaxed);
        self.board.note(self.place, |status| {
            status.state = State::Failing;
            status.failures = status.failures.saturating_add(1);
            (status.last_error, status.next_try) = (Some((now, error.clone())), now);
        });
    }

    /// It goes on. The count of failures stays: each was something that somebody has missed.
    pub fn well(&self) {
        if self.failing.swap(false, Ordering::Relaxed) {
            self.board.note(self.place, |status| status.state = State::Waiting);
        }
    }

    /// An event was told.
    pub fn told(&self) {
        self.board.note(self.place, |status| status.done += 1);
    }
}

impl Drop for Duty {
    fn drop(&mut self) {
        self.board.note(self.place, |status| status.state = State::Stopped);
    }
}
