//! A Slack export, replayed.
//!
//! The archive is read twice: once to see that it is whole and what it holds, before anything is written; then again to
//! put it down. What is put down and how far it has come are one commit, so a run may be stopped anywhere, and running
//! it again goes on. At the end the store is counted anew and held against the archive.

mod archive;
mod conversations;
mod days;
mod ids;
mod lists;
mod people;
mod play;
mod recount;
mod report;
mod said;
mod survey;
mod tally;

pub use report::{Changed, ConversationReport, Left, Outcome, Pair, PeopleReport, Report};
pub use tally::{Difference, MEASURES, Measure, Tally};

use crate::base::{Result, limits};
use crate::domain::{Domain, people as somebody};
use crate::store::records::import::Import;
use archive::Archive;
use ids::Ids;
use lists::Lists;
use play::Play;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use survey::Survey;

/// How an export is imported.
#[derive(Clone, Debug)]
pub struct Options {
    /// Admins and owners of the export stay what they were; otherwise they become members.
    pub keep_roles: bool,
    /// Raised by somebody else, it stops the run after the commit in hand.
    pub cancel: Arc<AtomicBool>,
    /// Messages in one commit.
    pub batch: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { keep_roles: false, cancel: Arc::default(), batch: limits::IMPORT_BATCH }
    }
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Progress {
    /// Messages put down, with those of earlier runs.
    pub done: u64,
    /// Messages in all.
    pub total: u64,
}

/// Imports the export at `path`, or goes on with it, and reports.
pub fn run(domain: &Domain, path: &Path, options: Options, tell: &mut dyn FnMut(Progress)) -> Result<Report> {
    let mut archive = Archive::open(path)?;
    let id = *archive.id();
    let lists = lists::read(&mut archive)?;
    let survey = survey::survey(&mut archive, &lists, domain.world().now())?;
    let progress = domain.run(&[], |tx| {
        let place = Import::at(tx, &id)?;
        if let Some(found) = tx.get(&place)? {
            return Ok(found);
        }
        let begun = Import { begun: tx.now(), keep_roles: options.keep_roles, ..Import::default() };
        tx.put(&place, &begun).map(|()| begun)
    })?;
    let options = Options { keep_roles: progress.keep_roles, batch: options.batch.max(1), ..options };
    let mut ids = Ids::default();
    let mut outcome = Outcome::AlreadyImported;
    let mut done = survey.messages;
    if progress.finished.is_some() {
        people::ids(&domain.view()?, &id, &lists, &survey, &mut ids)?;
        conversations::ids(&domain.view()?, &id, &lists, &mut ids)?;
    } else {
        people::settle(domain, &id, &lists, &survey, &options)?;
        people::ids(&domain.view()?, &id, &lists, &survey, &mut ids)?;
        conversations::settle(domain, &id, &lists, &survey, &mut ids)?;
        let total = survey.messages;
        let mut play = Play { domain, archive: id, ids: &ids, options: &options, progress, done: 0, total, tell };
        outcome = if play.run(&mut archive, &lists, &survey)? { Outcome::Finished } else { Outcome::Stopped };
        done = play.done;
    }
    if outcome == Outcome::Finished {
        domain.run(&[], |tx| {
            let place = Import::at(tx, &id)?;
            let mut all = tx.get(&place)?.unwrap_or_default();
            all.finished = Some(tx.now());
            tx.put(&place, &all)
        })?;
    }
    report(domain, &id, outcome, done, &lists, &survey, &ids, options.keep_roles)
}

#[allow(clippy::too_many_arguments)] // The report is about everything that the run has.
fn report(
    domain: &Domain,
    id: &[u8; 32],
    outcome: Outcome,
    done: u64,
    lists: &Lists,
    survey: &Survey,
    ids: &Ids,
    keep_roles: bool,
) -> Result<Report> {
    let mut report = Report {
        archive: data_encoding::HEXLOWER.encode(&id[..8]),
        outcome,
        done,
        total: survey.messages,
        people: PeopleReport::default(),
        conversations: Vec::new(),
        changed: Vec::new(),
        left: lists.left.clone(),
    };
    if outcome == Outcome::Stopped {
        return Ok(report);
    }
    let view = domain.view()?;
    for (conversation, surveyed) in lists.conversations.iter().zip(&survey.conversations) {
        if let Some(channel) = ids.which(&conversation.listed.id) {
            report.conversations.push(recount::recount(&view, conversation, surveyed, channel, ids)?);
        }
    }
    let here = |old: &String| ids.who(old).is_some_and(|id| somebody::get(&view, id).is_ok());
    let listed: std::collections::HashSet<&String> = lists.people.iter().map(|p| &p.id).collect();
    let placeholders: Vec<&String> = survey.named.iter().filter(|old| !listed.contains(old)).collect();
    report.people = PeopleReport {
        export: lists.people.len() as u64,
        store: lists.people.iter().filter(|p| here(&p.id)).count() as u64,
        placeholders: placeholders.len() as u64,
        placeholders_in_store: placeholders.into_iter().filter(|old| here(old)).count() as u64,
    };
    report.changed =
        ids.changed().into_iter().map(|(old, new)| Changed { reason: reason(&old), what: old, here: new }).collect();
    report.changed.extend(people::changed(&view, lists, ids, keep_roles)?);
    report.changed.extend(conversations::changed(&view, lists, ids)?);
    Ok(report)
}

/// Why an id is another here.
fn reason(old: &str) -> &'static str {
    use crate::base::id::{ChannelId, UserId};
    if UserId::parse(old).is_some() {
        "somebody here has the same address, so they are the same person"
    } else if ChannelId::parse(old).is_some() {
        "the same people have a conversation here already"
    } else {
        "an id here has a letter for its kind and at most 22 capital letters and digits behind it"
    }
}
