//! What is due: scheduled messages, reminders, the end of a status or of a guest's time.
//!
//! A job's row is deleted in the commit that holds its effect. A crash before the commit leaves both undone, a crash
//! after it both done; so nothing is sent twice, and nothing is forgotten.

use super::runner::back_off;
use super::worker::{Progress, Worker};
use crate::base::id::{ReminderId, ScheduledId, UserId};
use crate::base::{Error, Kind, Result, Ts, limits};
use crate::domain::{Domain, due, expirations, profile, reminders, scheduled, steward};
use crate::store::Part;
use crate::store::records::job::{Job, Task};

/// Does what is due, one job a turn, the oldest first.
pub struct Due;

impl Worker for Due {
    fn name(&self) -> &'static str {
        "due jobs"
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
        if let Err(e) = run(domain, &job) {
            settle(domain, &job, e)?;
        }
        Ok(Progress::Busy)
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

/// After a failure: what may pass is tried again later, what will not is given up.
fn settle(domain: &Domain, job: &Job, error: Error) -> Result<()> {
    let passing = matches!(error.kind, Kind::Sealed | Kind::Unavailable | Kind::Internal | Kind::Conflict);
    if passing && job.attempts < limits::JOB_ATTEMPTS {
        tracing::warn!(%error, attempts = job.attempts, "a job failed and will be tried again");
        let due = domain.world().now().plus_secs(back_off(job.attempts + 1));
        return domain.run(&[], |tx| due::postpone(tx, job, due));
    }
    match job.task {
        // Its author sees it, with the reason, in the list of scheduled messages.
        Task::Send { user, scheduled } => {
            domain.run(&[Part::Person(user)], |tx| scheduled::fail(tx, job, user, scheduled, &error.code))
        }
        Task::Remind { .. } | Task::ClearStatus { .. } | Task::Expire { .. } => {
            tracing::warn!(%error, "a job was given up");
            domain.run(&[], |tx| due::finish(tx, job).map(drop))
        }
    }
}
