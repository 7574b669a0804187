//! Work for later: a job row is written, and taken back, in the same commit as what it is about.

use crate::base::{Kind, Result, Ts, limits};
use crate::store::records::job::{Job, Task};
use crate::store::{Order, Tx, View};

/// Queues a task. There is at most one of each: the same task at the same time is the same row.
pub fn queue(tx: &mut Tx, due: Ts, task: Task) -> Result<()> {
    let job = Job { due, nonce: nonce(tx, &task)?, task, attempts: 0 };
    tx.put(&job.at(), &job)
}

/// Takes a task back that was queued for `due`.
pub fn cancel(tx: &mut Tx, due: Ts, task: Task) -> Result<()> {
    let job = Job { due, nonce: nonce(tx, &task)?, task, attempts: 0 };
    tx.delete(&job.at());
    Ok(())
}

/// Ends a job: its row is gone in the same commit as its effect, so a crash can't make it happen twice. False when it
/// had ended before; then its effect must not happen again.
pub fn finish(tx: &mut Tx, job: &Job) -> Result<bool> {
    let place = job.at();
    let mine = tx.exists(&place)?;
    if mine {
        tx.delete(&place);
    }
    Ok(mine)
}

/// Moves a job that failed to a later time.
pub fn postpone(tx: &mut Tx, job: &Job, due: Ts) -> Result<()> {
    if finish(tx, job)? {
        let again = Job { due, attempts: job.attempts.saturating_add(1), ..job.clone() };
        tx.put(&again.at(), &again)?;
    }
    Ok(())
}

/// The jobs that are due, the oldest first. One that is damaged is passed over, so that it keeps no other waiting.
pub fn list(view: &View, now: Ts, limit: usize) -> Result<Vec<Job>> {
    let mut found = Vec::new();
    for job in rows(view, now, limit.saturating_add(limits::JOBS_DAMAGED))? {
        match job {
            Ok(job) => found.push(job),
            Err(e) if e.kind == Kind::Damaged => {}
            Err(e) => return Err(e),
        }
        if found.len() == limit {
            break;
        }
    }
    Ok(found)
}

/// How many jobs failed and are to be tried again, or can't be read, counted up to a limit.
pub fn late(view: &View) -> Result<usize> {
    let until = view.now().plus_secs(limits::RETRY_SECS_MAX);
    let late = |job: &Result<Job>| job.as_ref().map_or(true, |job| job.attempts > 0);
    Ok(rows(view, until, limits::JOBS_COUNTED)?.iter().filter(|job| late(job)).count())
}

fn rows(view: &View, until: Ts, limit: usize) -> Result<Vec<Result<Job>>> {
    let (from, _) = Job::prefix().prefix();
    let to = Job::prefix().ts(Ts(until.0.saturating_add(1))).build();
    let rows = view.rows(&from, &to, Order::Ascending, limit)?;
    Ok(rows.iter().map(|(key, sealed)| view.open(&crate::crypto::Scope::Jobs, key, sealed)).collect())
}

/// A keyed hash of what is to be done, so that the row can be found again without being listed anywhere.
fn nonce(tx: &Tx, task: &Task) -> Result<[u8; 16]> {
    match task {
        Task::Send { user, scheduled } => tx.lookup("job", &[b"send", user.as_bytes(), scheduled.as_bytes()]),
        Task::Remind { user, reminder } => tx.lookup("job", &[b"remind", user.as_bytes(), reminder.as_bytes()]),
        Task::ClearStatus { user } => tx.lookup("job", &[b"clear status", user.as_bytes()]),
        Task::Expire { user } => tx.lookup("job", &[b"expire", user.as_bytes()]),
    }
}
