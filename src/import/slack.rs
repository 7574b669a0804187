//! A Slack export, replayed.
//!
//! The archive is read twice: once to see that it is whole and what it holds, before anything is written; then again to
//! put it down. What is put down and how far it has come are one commit, so a run may be stopped anywhere, and running
//! it again goes on. At the end the store is counted anew and held against the archive.

mod archive;
mod canon;
mod compare;
mod conversations;
mod days;
mod ids;
mod listed;
mod lists;
mod people;
mod play;
mod records;
mod recount;
mod report;
mod revised;
mod said;
mod since;
mod survey;
mod tally;
mod unread;

pub use report::{Changed, ConversationReport, Left, Outcome, Pair, PeopleReport, Report};
pub use tally::{Difference, MEASURES, Measure, Tally};

use crate::base::{Result, emoji, limits};
use crate::domain::{Domain, emoji as own, people as somebody};
use crate::store::View;
use crate::store::records::import::Import;
use archive::Archive;
use ids::Ids;
use lists::Lists;
use play::Play;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
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

impl Options {
    fn stopped(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
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
    let Some(survey) = survey::survey(&mut archive, &lists, domain.world().now(), &options)? else {
        return Ok(Report::blank(&id, Outcome::Stopped, (0, 0), lists.left));
    };
    let progress = begun(domain, &id, options.keep_roles)?;
    // A run that goes on does so under the same rule.
    let options = Options { keep_roles: progress.keep_roles, batch: options.batch.max(1), ..options };
    let finished = progress.finished.is_some();
    let mut run = Run { domain, archive, id, lists, survey, ids: Ids::default(), options, let_go: Vec::new() };
    if finished {
        run.find()?;
        return run.report(Outcome::AlreadyImported);
    }
    match run.play(progress, tell)? {
        Some(done) => Ok(Report::blank(&id, Outcome::Stopped, (done, run.survey.messages), run.lists.left)),
        None => run.report(Outcome::Finished),
    }
}

/// How far this archive's import is; a new one begins now.
fn begun(domain: &Domain, id: &[u8; 32], keep_roles: bool) -> Result<Import> {
    domain.run(&[], |tx| {
        let place = Import::at(tx, id)?;
        if let Some(found) = tx.get(&place)? {
            return Ok(found);
        }
        let begun = Import { begun: tx.now(), keep_roles, ..Import::default() };
        tx.put(&place, &begun).map(|()| begun)
    })
}

/// Emoji without a picture that the report names.
const EMOJI_NAMED: usize = 100;
const NO_PICTURE: &str = "exports have no pictures of emoji; reactions with it keep its name, and show it once an emoji is added \
                          by that name";

/// A run that has read the whole archive.
struct Run<'d> {
    domain: &'d Domain,
    archive: Archive,
    id: [u8; 32],
    lists: Lists,
    survey: Survey,
    ids: Ids,
    options: Options,
    /// Who had to leave a private channel.
    let_go: Vec<Changed>,
}

impl Run<'_> {
    /// Finds who and which everything is here, after everything was put down.
    fn find(&mut self) -> Result<()> {
        let view = self.domain.view()?;
        people::ids(&view, &self.id, &self.lists, &self.survey, &mut self.ids)?;
        conversations::ids(&view, &self.id, &self.lists, &mut self.ids)
    }

    /// Puts down what is not there yet. When it was stopped, how many messages are done.
    fn play(&mut self, progress: Import, tell: &mut dyn FnMut(Progress)) -> Result<Option<u64>> {
        let Self { domain, archive, id, lists, survey, ids, options, let_go } = self;
        let total = survey.messages;
        if !people::settle(domain, &*id, lists, survey, options)? {
            return Ok(Some(Play::done(&progress, survey)));
        }
        people::ids(&domain.view()?, &*id, lists, survey, ids)?;
        match conversations::settle(domain, &*id, lists, survey, ids, options)? {
            Some(gone) => *let_go = gone,
            None => return Ok(Some(Play::done(&progress, survey))),
        }
        let done = Play::done(&progress, survey);
        let mut play = Play { domain, archive: *id, ids, options, progress, done, total, tell };
        match play.run(archive, lists, survey)? {
            true => play.end().map(|()| None),
            false => Ok(Some(play.done)),
        }
    }

    /// Counts the store anew and holds it against the archive.
    fn report(mut self, outcome: Outcome) -> Result<Report> {
        let done = self.survey.messages;
        let mut report = Report::blank(&self.id, outcome, (done, done), std::mem::take(&mut self.lists.left));
        let view = self.domain.view()?;
        for both in self.lists.conversations.iter().zip(&self.survey.conversations) {
            if let Some(channel) = self.ids.which(&both.0.listed.id) {
                report.conversations.push(recount::recount(&view, &mut self.archive, both, channel, &self.ids)?);
            }
        }
        report.left.extend(self.unseen(&view)?);
        report.people = self.people(&view);
        let changed = self.ids.changed().into_iter();
        report.changed = changed.map(|(old, new)| Changed { reason: reason(&old), what: old, here: new }).collect();
        report.changed.append(&mut self.let_go);
        report.changed.extend(people::changed(&view, &self.lists, &self.ids, self.options.keep_roles)?);
        report.changed.extend(conversations::changed(&view, &self.lists, &self.ids)?);
        Ok(report)
    }

    /// Emoji that people reacted with and nobody has here: exports hold no pictures of a workspace's own.
    fn unseen(&self, view: &View) -> Result<Vec<Left>> {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for (name, count) in self.survey.conversations.iter().flat_map(|c| &c.emoji) {
            *counts.entry(emoji::split(name).0).or_default() += count;
        }
        let mut left = Vec::new();
        for (name, count) in counts.into_iter().filter(|(name, _)| emoji::known(name).is_none()) {
            if left.len() < EMOJI_NAMED && own::get(view, name)?.is_none() {
                left.push(Left::new(&format!("the picture of :{name}:"), count, NO_PICTURE));
            }
        }
        Ok(left)
    }

    fn people(&self, view: &View) -> PeopleReport {
        let here = |old: &str| self.ids.who(old).is_some_and(|id| somebody::get(view, id).is_ok());
        let listed: HashSet<&str> = self.lists.people.iter().map(|p| p.id.as_str()).collect();
        let named = self.survey.named.keys().map(String::as_str).filter(|old| !listed.contains(old));
        let placeholders: Vec<&str> = named.collect();
        PeopleReport {
            export: self.lists.people.len() as u64,
            store: self.lists.people.iter().filter(|p| here(&p.id)).count() as u64,
            placeholders: placeholders.len() as u64,
            placeholders_in_store: placeholders.into_iter().filter(|old| here(old)).count() as u64,
        }
    }
}

/// Why an id is another here.
fn reason(old: &str) -> &'static str {
    use crate::base::id::{ChannelId, UserId};
    if UserId::parse(old).is_some() {
        "somebody here has the same address and is the same person, or has the same id and is another"
    } else if ChannelId::parse(old).is_some() {
        "the same people have a conversation here already, or the one with this id is for others"
    } else {
        "an id here has a letter for its kind and at most 22 capital letters and digits behind it"
    }
}
