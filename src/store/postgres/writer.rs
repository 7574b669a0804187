//! The writer of one node: takes whatever waits, puts it into one transaction, and answers after the commit.
//!
//! When the connection breaks in the middle, nobody knows whether the commit happened. Trying it again settles that,
//! since a known commit id changes nothing.

use super::batch::{Failure, apply};
use super::notify::Signals;
use super::session::{Pool, Session};
use crate::base::{Error, Result, guarded, limits};
use crate::store::check;
use crate::store::contract::{Commit, Done, Receipt};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender};
use std::time::{Duration, Instant};

/// A commit, and who waits for it.
pub(super) type Job = (Commit, Done);

const PAUSE: Duration = Duration::from_millis(100);

/// The writer's own state.
pub(super) struct Writer {
    pool: Arc<Pool>,
    signals: Arc<Signals>,
    bell: SyncSender<()>,
    session: Option<Session>,
}

impl Writer {
    /// A writer that rings `bell` after each batch, for the other nodes.
    pub(super) fn new(pool: Arc<Pool>, signals: Arc<Signals>, bell: SyncSender<()>) -> Self {
        Self { pool, signals, bell, session: None }
    }

    /// Works until the queue is closed and empty.
    pub(super) fn run(mut self, queue: &Receiver<Job>) {
        while let Ok(first) = queue.recv() {
            let mut bytes = check::bytes(&first.0);
            let mut jobs = vec![first];
            while jobs.len() < limits::COMMITS_PER_BATCH && bytes < limits::BATCH_BYTES {
                let Ok(job) = queue.try_recv() else { break };
                bytes += check::bytes(&job.0);
                jobs.push(job);
            }
            self.turn(jobs);
        }
    }

    fn turn(&mut self, jobs: Vec<Job>) {
        let commits: Vec<&Commit> = jobs.iter().map(|(commit, _)| commit).collect();
        match self.apply(&commits) {
            Err(error) => jobs.into_iter().for_each(|(_, done)| answer(done, Err(error.clone()))),
            Ok(outcomes) => {
                let any = outcomes.iter().any(Result::is_ok);
                jobs.into_iter().zip(outcomes).for_each(|((_, done), outcome)| answer(done, outcome));
                if any {
                    self.signals.hint();
                    // A bell that still rings will do.
                    self.bell.try_send(()).unwrap_or_default();
                }
            }
        }
    }

    fn apply(&mut self, commits: &[&Commit]) -> Result<Vec<Result<Receipt>>> {
        let deadline = Instant::now() + Duration::from_secs(limits::POSTGRES_PATIENCE_SECS);
        loop {
            let failure = match self.attempt(commits) {
                Ok(outcomes) => return Ok(outcomes),
                Err(failure) => failure,
            };
            self.session = None;
            if !failure.passing || Instant::now() >= deadline || self.signals.closing() {
                tracing::error!(reason = %failure.error, "commits were given up");
                return Err(failure.error);
            }
            std::thread::sleep(PAUSE);
        }
    }

    fn attempt(&mut self, commits: &[&Commit]) -> std::result::Result<Vec<Result<Receipt>>, Failure> {
        let session = match &mut self.session {
            Some(session) => session,
            None => self.session.insert(self.pool.connect()?),
        };
        let base = self.pool.base();
        let panicked = || Error::internal("the store's writer panicked: report this with the log");
        guarded(|| apply(session, base, commits), panicked)
    }
}

/// Hands an outcome to whoever waits. Someone who panics must not stop the writer.
fn answer(done: Done, outcome: Result<Receipt>) {
    let panicked = || Error::internal("a commit's callback panicked; the commit itself is settled");
    // Said in the log already; nobody else waits for it.
    let hand = || {
        done(outcome);
        Ok::<_, Error>(())
    };
    drop(guarded(hand, panicked));
}
