//! What was in the export, what is in the store, and why they differ: as a table and as JSON.

use super::tally::{Difference, MEASURES, Tally};
use crate::base::{Error, Result};
use data_encoding::HEXLOWER;
use serde::Serialize;
use std::fmt::{self, Display, Formatter};

/// Lines about what was not imported that a terminal is shown.
const LEFT_SHOWN: usize = 200;

/// How a run ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Everything is in.
    Finished,
    /// Everything was in already; nothing was changed.
    AlreadyImported,
    /// It was stopped; running it again goes on from there.
    Stopped,
}

/// Something in the archive that is not imported.
#[derive(Clone, Debug, Serialize)]
pub struct Left {
    /// What.
    pub what: String,
    /// How many.
    pub count: u64,
    /// Why.
    pub reason: &'static str,
    /// Whether it is meant to be so. What is not is a difference, as are those of conversations.
    pub explained: bool,
}

impl Left {
    /// One line.
    pub fn new(what: &str, count: u64, reason: &'static str) -> Self {
        Self { what: what.to_owned(), count, reason, explained: true }
    }

    /// One line about something that ought to be here.
    pub fn fault(what: &str, count: u64, reason: &'static str) -> Self {
        Self { explained: false, ..Self::new(what, count, reason) }
    }
}

/// Something that was kept in another way than it was.
#[derive(Clone, Debug, Serialize)]
pub struct Changed {
    /// What, by the export's id.
    pub what: String,
    /// What it is here.
    pub here: String,
    /// Why.
    pub reason: &'static str,
}

/// One conversation on both sides.
#[derive(Clone, Debug, Serialize)]
pub struct ConversationReport {
    /// The export's id.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Public, private, group or direct.
    pub kind: &'static str,
    /// What the export holds.
    pub export: Tally,
    /// What the store holds of it, counted anew.
    pub store: Tally,
    /// Messages in the conversation that are not the export's: written here.
    pub written_here: u64,
    /// Replies of every thread, by its root.
    pub threads: Vec<Pair>,
    /// Reactions with every emoji.
    pub emoji: Vec<Pair>,
    /// Why the two sides differ.
    pub differences: Vec<Difference>,
}

/// Two numbers that should be one.
#[derive(Clone, Debug, Serialize)]
pub struct Pair {
    /// Of what.
    pub what: String,
    /// In the export.
    pub export: u64,
    /// In the store.
    pub store: u64,
}

/// People on both sides.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PeopleReport {
    /// Listed in the export.
    pub export: u64,
    /// Of these, in the store.
    pub store: u64,
    /// Named in messages or as members, but not listed: placeholders.
    pub placeholders: u64,
    /// Of the placeholders, in the store.
    pub placeholders_in_store: u64,
}

/// The reconciliation.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Which archive: a hash of its contents.
    pub archive: String,
    /// How the run ended.
    pub outcome: Outcome,
    /// Messages done so far and in all.
    pub done: u64,
    /// Messages in all.
    pub total: u64,
    /// People.
    pub people: PeopleReport,
    /// Conversations. Empty when the run was stopped.
    pub conversations: Vec<ConversationReport>,
    /// People and conversations that are another here than in the export.
    pub changed: Vec<Changed>,
    /// What was not imported.
    pub left: Vec<Left>,
}

impl Report {
    /// A report in which nothing is counted yet.
    pub(super) fn blank(id: &[u8; 32], outcome: Outcome, (done, total): (u64, u64), left: Vec<Left>) -> Self {
        Self {
            archive: HEXLOWER.encode(&id[..8]),
            outcome,
            done,
            total,
            people: PeopleReport::default(),
            conversations: Vec::new(),
            changed: Vec::new(),
            left,
        }
    }

    /// Differences without a known reason.
    pub fn unexplained(&self) -> impl Iterator<Item = (&ConversationReport, &Difference)> {
        let all = self.conversations.iter().flat_map(|c| c.differences.iter().map(move |d| (c, d)));
        all.filter(|(_, d)| !d.explained)
    }

    /// How many differences somebody has to look at: without a known reason, or of words that found no place.
    pub fn open(&self) -> usize {
        self.unexplained().count() + self.left.iter().filter(|left| !left.explained).count()
    }

    /// The sums of both sides.
    pub fn totals(&self) -> (Tally, Tally) {
        let (mut export, mut store) = (Tally::default(), Tally::default());
        for conversation in &self.conversations {
            export.add(&conversation.export);
            store.add(&conversation.store);
        }
        (export, store)
    }

    /// The whole report as JSON.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string_pretty(self).map_err(|e| Error::internal(format!("the report can't be written: {e}")))
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.outcome {
            Outcome::Finished if self.open() == 0 => writeln!(f, "Everything is imported: {} messages.", self.total)?,
            Outcome::Finished => writeln!(f, "{} messages are imported; some of it is to be looked at.", self.total)?,
            Outcome::AlreadyImported => writeln!(f, "This export was imported before; nothing was changed.")?,
            Outcome::Stopped => {
                return writeln!(
                    f,
                    "Stopped with {} of {} messages in; run the same command again to go on.",
                    self.done, self.total
                );
            }
        }
        writeln!(f, "\nIn the export / in the store, counted anew from the store:\n")?;
        self.table(f)?;
        let people = &self.people;
        writeln!(f, "\nPeople: {}/{} listed", people.export, people.store)?;
        if people.placeholders > 0 {
            let (named, kept) = (people.placeholders, people.placeholders_in_store);
            writeln!(f, "        {named}/{kept} named but not listed, kept as deactivated placeholders")?;
        }
        self.changes(f)?;
        self.differences(f)
    }
}

impl Report {
    fn table(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut rows = vec![header()];
        for c in &self.conversations {
            rows.push(row(&plain(&c.title), c.kind, &c.export, &c.store));
        }
        let (export, store) = self.totals();
        rows.push(row("all", "", &export, &store));
        let widths: Vec<usize> = (0..rows[0].len())
            .map(|column| rows.iter().map(|r| r[column].chars().count()).max().unwrap_or_default())
            .collect();
        for row in rows {
            for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
                let pad = " ".repeat(width - cell.chars().count());
                match column {
                    0 => write!(f, "{cell}{pad}")?,
                    1 => write!(f, "  {cell}{pad}")?,
                    _ => write!(f, "  {pad}{cell}")?,
                }
            }
            writeln!(f)?;
        }
        Ok(())
    }

    fn changes(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if !self.changed.is_empty() {
            writeln!(f, "\nAnother here than in the export:")?;
        }
        for one in &self.changed {
            writeln!(f, "  {} -> {}: {}", plain(&one.what), plain(&one.here), one.reason)?;
        }
        if !self.left.is_empty() {
            writeln!(f, "\nNot imported:")?;
        }
        // On a terminal a fault that a thousand records have is one that the first few show.
        let mut left: Vec<&Left> = self.left.iter().collect();
        left.sort_by_key(|one| one.explained);
        for one in left.iter().take(LEFT_SHOWN) {
            let mark = if one.explained { "" } else { "DIFFERENCE: " };
            writeln!(f, "  {} ({}): {mark}{}", plain(&one.what), one.count, one.reason)?;
        }
        if let Some(more) = left.len().checked_sub(LEFT_SHOWN).filter(|more| *more > 0) {
            writeln!(f, "  and {more} more lines, which the whole report has (--report FILE)")?;
        }
        Ok(())
    }

    fn differences(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let open = self.open();
        if open == 0 && self.conversations.iter().all(|c| c.differences.is_empty()) {
            return writeln!(f, "\nNo differences.");
        }
        if self.conversations.iter().any(|c| !c.differences.is_empty()) {
            writeln!(f, "\nDifferences:")?;
        }
        for c in &self.conversations {
            for d in &c.differences {
                let name = MEASURES[d.measure as usize].1;
                let mark = if d.explained { "" } else { "NOT EXPLAINED: " };
                let at = plain(&d.at.iter().take(3).cloned().collect::<Vec<_>>().join(", "));
                let more = if d.times > 3 && !at.is_empty() { " ..." } else { "" };
                let title = plain(&c.title);
                writeln!(f, "  {title} {name} {:+} ({} times): {mark}{} [{at}{more}]", d.delta, d.times, d.reason)?;
            }
        }
        writeln!(
            f,
            "{}",
            if open == 0 { "All of them are explained.".into() } else { format!("{open} are to be looked at.") }
        )
    }
}

/// A name of the export as a terminal may show it: no sign in it moves the cursor, begins a line or turns the text around.
fn plain(name: &str) -> String {
    let acts = |c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    name.chars().map(|c| if acts(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect()
}

fn header() -> Vec<String> {
    let names = MEASURES.iter().map(|(_, name)| (*name).to_owned());
    ["conversation".to_owned(), "kind".to_owned()].into_iter().chain(names).collect()
}

fn row(title: &str, kind: &str, export: &Tally, store: &Tally) -> Vec<String> {
    let cells = MEASURES.iter().map(|(measure, _)| format!("{}/{}", export[*measure], store[*measure]));
    [title.to_owned(), kind.to_owned()].into_iter().chain(cells).collect()
}
