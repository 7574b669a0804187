//! What is due: scheduled messages, reminders, the end of a status or of a guest's time.
//!
//! A job's row is deleted in the commit that holds its effect. A crash before the commit leaves both undone, a crash
//! after it both done; so nothing is sent twice, and nothing is forgotten. A job that fails is tried again for ever, later
//! each time and from some time on louder; one whose author may no longer do it stays in their list with the reason.

use super::runner::back_off;
use super::worker::{Progress, Worker};
use crate::base::id::{ReminderId, ScheduledId, UserId};
use crate::base::{Error, Kind, Result, Ts, guarded, limits};
use crate::domain::{Domain, due, expirations, profile, reminders, scheduled, steward};
use crate::store::records::job::{Job, Task};
use crate::store::{Part, Tx};

/// Does what is due, one job a turn, the oldest first.
pub struct Due;

impl Due {
    /// What it is called.
    pub const NAME: &'static str = "due jobs";
}

impl Worker for Due {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn once(&self) -> bool {
        true
    }

    fn work(&mut self, domain: &Domain) -> Result<Progress> {
        let view = domain.view()?;
        let Some(job) = due::list(&view, view.now(), 1)?.pop() else {
            return Ok(Progress::Waiting(Ts(view.now().0 + limits::JOB_POLL_MS * 1_000)));
        };
        drop(view);
        // A panic is our own mistake in one job, which must not keep the others from their turn.
        match guarded(|| run(domain, &job), || Error::internal("a job panicked")) {
            Ok(()) => Ok(Progress::Busy),
            Err(e) => settle(domain, &job, e),
        }
    }
}

fn run(domain: &Domain, job: &Job) -> Result<()> {
    match job.task {
        Task::Send { user, scheduled } => send(domain, job, user, scheduled),
        Task::Remind { user, reminder } => remind(domain, job, user, reminder),
        Task::ClearStatus { user } => {
            let team = domain.team();
            domain.run(&[Part::Team(team)], |tx| profile::expire(tx, team, job, user))
        }
        Task::Expire { user } => {
            let team = domain.team();
            domain.run(&[Part::Team(team), Part::Person(user)], |tx| expirations::expire(tx, team, job, user))
        }
    }
}

fn send(domain: &Domain, job: &Job, user: UserId, id: ScheduledId) -> Result<()> {
    let mut parts = vec![Part::Person(user)];
    parts.extend(scheduled::get(&domain.view()?, user, id)?.map(|message| Part::Channel(message.channel)));
    domain.run(&parts, |tx| scheduled::send(tx, domain, job, user, id))
}

fn remind(domain: &Domain, job: &Job, user: UserId, id: ReminderId) -> Result<()> {
    let line = steward::line(&domain.view()?, domain.world(), user)?;
    domain.run(&line.parts(domain), |tx| reminders::deliver(tx, domain, job, &line, id))
}

/// After a failure: it is tried again later. What its author may not send, they see in their list with the reason.
fn settle(domain: &Domain, job: &Job, error: Error) -> Result<Progress> {
    let refused = matches!(error.kind, Kind::NotFound | Kind::Denied | Kind::Invalid | Kind::Limit);
    if let (Task::Send { user, scheduled }, true) = (&job.task, refused) {
        let fail = |tx: &mut Tx| scheduled::fail(tx, job, *user, *scheduled, &error.code);
        return domain.run(&[Part::Person(*user)], fail).map(|()| Progress::Busy);
    }
    let attempts = job.attempts.saturating_add(1);
    if attempts < limits::JOB_ATTEMPTS_QUIET {
        tracing::warn!(%error, attempts, "a job failed and will be tried again");
    } else {
        tracing::error!(%error, attempts, "a job fails again and again; it is tried again every hour");
    }
    let due = domain.world().now().plus_secs(back_off(attempts));
    domain.run(&[], |tx| due::postpone(tx, job, due))?;
    Ok(Progress::PutOff(error))
}
