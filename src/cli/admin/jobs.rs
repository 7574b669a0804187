//! `comity admin jobs`: what is to be done later, and what failed before.

use crate::base::{Result, Ts};
use crate::cli::{open, say_if_none};
use crate::config::Config;
use crate::domain::{Domain, due};
use crate::store::records::job::Task;

/// Jobs shown; the ones due first are the ones that matter.
const SHOWN: usize = 1_000;

pub fn run(config: &Config) -> Result<()> {
    open::to_look(config, list)
}

fn list(domain: &Domain) -> Result<()> {
    let view = domain.view()?;
    let jobs = due::list(&view, Ts::MAX, SHOWN)?;
    for job in &jobs {
        let (what, id) = match &job.task {
            Task::Send { scheduled, .. } => ("scheduled message", scheduled.to_string()),
            Task::Remind { reminder, .. } => ("reminder", reminder.to_string()),
            Task::ClearStatus { user } => ("end of a status", user.to_string()),
            Task::Expire { user } => ("end of a guest", user.to_string()),
        };
        let when = match job.due.secs().checked_sub(view.now().secs()) {
            Some(secs) if secs > 0 => format!("in {} min", secs.div_ceil(60)),
            _ => "due".to_owned(),
        };
        say!("{what:<18} {id:<18} {when:<12} {} tries so far", job.attempts);
    }
    say_if_none(&jobs, "no job waits");
    Ok(())
}
