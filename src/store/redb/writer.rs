//! The writer: the only thread that begins write transactions.
//!
//! It takes whatever waits, puts it into one transaction, makes that durable, and only then answers. It never waits
//! for more: while it syncs, the next batch gathers by itself. After a failure it answers everything with the reason,
//! for what is on disk then is known only after a restart.

use super::batch::{Batch, Known};
use super::fault::{fault, on_file, stopped};
use super::layout::TABLE;
use crate::base::{Error, Result, guarded, limits};
use crate::store::contract::{Commit, Done, Receipt};
use ::redb::{Database, Durability, ReadableDatabase};
use std::sync::mpsc::{Receiver, SyncSender};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Something to write, and who waits for it.
pub(super) enum Job {
    /// A commit.
    Commit(Commit, Done),
    /// A lease to take or renew.
    Lease { name: String, holder: String, now: u64, until: u64, reply: SyncSender<Result<bool>> },
    /// A step of a purge; the answer is whether it was the last.
    Purge { part: Vec<u8>, seq: u64, reply: SyncSender<Result<bool>> },
}

/// What a job got.
pub(super) enum Outcome {
    /// A commit's receipt.
    Receipt(Receipt),
    /// Whether a lease is held, or a purge has come to its end.
    Flag(bool),
}

/// What the writer and the store share.
#[derive(Default)]
pub(super) struct Shared {
    /// Why the writer stopped.
    pub stopped: OnceLock<Error>,
    /// Who wants to hear of new commits.
    pub hints: Mutex<Vec<Box<dyn Fn() + Send + Sync>>>,
}

/// The writer's own state.
pub(super) struct Writer {
    db: Arc<Database>,
    shared: Arc<Shared>,
    known: Known,
}

impl Writer {
    /// A writer that goes on from what is known.
    pub(super) fn new(db: Arc<Database>, shared: Arc<Shared>, known: Known) -> Self {
        Self { db, shared, known }
    }

    /// Works until the queue is closed and empty.
    pub(super) fn run(mut self, queue: &Receiver<Job>) {
        // Here and not while opening: many ids take a moment, for which only the first commit has to wait.
        if let Err(cause) = on_file(|| self.recall()) {
            self.stop(&cause);
        }
        while let Ok(first) = queue.recv() {
            let mut jobs = Vec::with_capacity(16);
            jobs.push(first);
            jobs.extend(queue.try_iter().take(limits::COMMITS_PER_BATCH - 1));
            self.turn(jobs);
        }
    }

    fn turn(&mut self, jobs: Vec<Job>) {
        let applied = match self.shared.stopped.get() {
            Some(reason) => Err(reason.clone()),
            None => on_file(|| self.apply(&jobs)).map_err(|cause| self.stop(&cause)),
        };
        match applied {
            Err(reason) => jobs.into_iter().for_each(|job| answer(job, Err(reason.clone()))),
            Ok((outcomes, wrote)) => {
                jobs.into_iter().zip(outcomes).for_each(|(job, outcome)| answer(job, outcome));
                if wrote {
                    let hints = self.shared.hints.lock().unwrap_or_else(PoisonError::into_inner);
                    hints.iter().for_each(|hint| hint());
                }
            }
        }
    }

    fn recall(&mut self) -> Result<()> {
        let reading = self.db.begin_read().map_err(fault)?;
        self.known.recall(&reading.open_table(TABLE).map_err(fault)?)
    }

    /// Writes nothing from now on, for the reason that is returned.
    fn stop(&self, cause: &Error) -> Error {
        let reason = stopped(cause);
        tracing::error!(%reason, "the store has stopped writing");
        self.shared.stopped.get_or_init(|| reason).clone()
    }

    /// Puts the jobs into one transaction and makes it durable.
    fn apply(&mut self, jobs: &[Job]) -> Result<(Vec<Result<Outcome>>, bool)> {
        let mut writing = self.db.begin_write().map_err(fault)?;
        writing.set_durability(Durability::Immediate).map_err(fault)?;
        writing.set_two_phase_commit(true);
        let mut batch = Batch::new(writing.open_table(TABLE).map_err(fault)?, &mut self.known);
        let mut outcomes = Vec::with_capacity(jobs.len());
        for job in jobs {
            outcomes.push(match job {
                Job::Commit(commit, _) => batch.commit(commit)?.map(Outcome::Receipt),
                Job::Lease { name, holder, now, until, .. } => {
                    Ok(Outcome::Flag(batch.lease(name, holder, *now, *until)?))
                }
                Job::Purge { part, seq, .. } => Ok(Outcome::Flag(batch.purge(part, *seq)?)),
            });
        }
        let wrote = batch.wrote;
        drop(batch);
        if wrote {
            writing.commit().map_err(fault)?
        } else {
            writing.abort().map_err(fault)?
        }
        Ok((outcomes, wrote))
    }
}

/// Hands an outcome to whoever waits. Someone who no longer waits, or panics, must not stop the writer.
pub(super) fn answer(job: Job, outcome: Result<Outcome>) {
    let hand = || {
        match (job, outcome) {
            (Job::Commit(_, done), Ok(Outcome::Receipt(receipt))) => done(Ok(receipt)),
            (Job::Commit(_, done), Err(err)) => done(Err(err)),
            (Job::Lease { reply, .. } | Job::Purge { reply, .. }, Ok(Outcome::Flag(flag))) => {
                drop(reply.send(Ok(flag)));
            }
            (Job::Lease { reply, .. } | Job::Purge { reply, .. }, Err(err)) => drop(reply.send(Err(err))),
            // `apply` makes the outcome from the job itself, so these pairs do not arise.
            (Job::Commit(..), Ok(Outcome::Flag(_))) | (_, Ok(Outcome::Receipt(_))) => {}
        }
        Ok::<_, Error>(())
    };
    // Said in the log already; nobody else waits for it.
    drop(guarded(hand, || Error::internal("a commit's callback panicked; the commit itself is on disk")));
}
