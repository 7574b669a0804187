//! Reading the whole export once before anything is written: what it holds, who it names, and what will be kept in
//! another way. An export that is damaged as a whole fails here, with nothing changed.

use super::Options;
use super::archive::Archive;
use super::days::{self, Chunk, Item, Loaded, Moved};
use super::ids::Ids;
use super::lists::{Conversation, Lists};
use super::records;
use super::said::{Cut, Pinned, Said};
use super::tally::{Differences, Measure, Tally};
use crate::base::{Result, Ts};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap};

const NO_ROOT: &str = "no earlier message of the export is the root of this reply; it is kept as an ordinary message, with \
                       what it says itself of its root";
const TWICE: &str = "the export holds this message twice, word for word; it is kept once";
const MOVED: &str = "another message of this conversation has the same time; it is kept some microseconds later";
const FEWER_REPLIES: &str = "the root counts more replies than the export holds";
const FEWER_NAMES: &str = "the export counts more reactions than it names people";
const NAMED_TWICE: &str = "somebody is named twice with one emoji";
const CUT_REACTIONS: &str = "a message keeps some 3,400 people with their reactions; those beyond were left out";
const ODD_FIELD: &str = "a field of another type than Slack writes is kept aside, and shown nowhere";
const EDITED_BY_NOBODY: &str = "the export does not say who edited the message; its author is named";
const WORDS_WITHIN: &str = "the only words of the message are in a field that nothing here shows; it is kept";
const CUT_FILES: &str = "the message is larger than one may be; its file objects were left out";
const CUT_PARTS: &str = "the message is larger than one may be; blocks, attachments or unknown fields were left out";
const CUT_TEXT: &str = "the message is larger than one may be; its text was cut";
const PIN_GONE: &str = "the pinned message is not in the export";
const PIN_FILE: &str = "a file is pinned, not a message";
const PIN_ELSEWHERE: &str = "the message says that it is pinned in another conversation, where it does not stand";
const PIN_TWICE: &str = "the message is pinned twice";
const MEMBER_TWICE: &str = "somebody is listed twice";

/// The survey of a whole export.
pub struct Survey {
    /// One for each conversation, in the same order.
    pub conversations: Vec<Surveyed>,
    /// Everybody who is named anywhere, with what messages say themselves of those the lists leave out.
    pub named: BTreeMap<String, Option<Map<String, Value>>>,
    /// Every bot that wrote something: its name and its app.
    pub bots: BTreeMap<String, (String, String)>,
    /// How many messages will be put down.
    pub messages: u64,
}

/// The survey of one conversation.
#[derive(Default)]
pub struct Surveyed {
    /// Its days, and how many messages each holds.
    pub chunks: Vec<(Chunk, u64)>,
    /// The times of its messages as they will be here, in order.
    pub times: Vec<Ts>,
    /// What it holds.
    pub export: Tally,
    /// Replies by root.
    pub threads: BTreeMap<Ts, u64>,
    /// Reactions by emoji.
    pub emoji: BTreeMap<String, u64>,
    /// Where messages went whose time was taken.
    pub moved: Moved,
    /// Pins that messages carry themselves: by whom, and when in seconds.
    pub pinned: BTreeMap<Ts, (String, u64)>,
    /// Times of the export's messages that are not kept whole, each with its reason among the differences.
    pub cut: BTreeSet<Ts>,
    /// Replies without a root: their times, and the roots they name.
    pub orphans: BTreeMap<Ts, Ts>,
    /// Roots that have a reply.
    rooted: BTreeSet<Ts>,
    /// What will be kept in another way.
    pub differences: Differences,
}

/// Surveys an export. `now` is the latest time a message may have. Nothing when it was stopped.
pub fn survey(archive: &mut Archive, lists: &Lists, now: Ts, options: &Options) -> Result<Option<Survey>> {
    let mut survey = Survey { conversations: Vec::new(), named: BTreeMap::new(), bots: BTreeMap::new(), messages: 0 };
    for conversation in &lists.conversations {
        let mut found = Surveyed::default();
        // Where a message stands in a thread: nothing for a root.
        let mut placed: HashMap<Ts, Option<Ts>> = HashMap::new();
        let mut claims: BTreeMap<Ts, u64> = BTreeMap::new();
        for chunk in days::chunks(archive, &conversation.days, now)? {
            if options.stopped() {
                return Ok(None);
            }
            let Loaded { items, twins, odd, mended, far, moved } = days::load(archive, &chunk, &found.moved)?;
            found.moved.extend(moved);
            found.cut.extend(far);
            for (place, why) in odd {
                found.export[Measure::Messages] += 1;
                match records::loses_more(why) {
                    // How much nobody knows.
                    true => found.differences.fault_at(Measure::Messages, -1, why, place),
                    false => found.differences.note(Measure::Messages, -1, why, place),
                }
            }
            for (place, why) in mended {
                match records::loses_more(why) {
                    true => found.differences.fault_at(Measure::Messages, 0, why, place),
                    false => found.differences.note(Measure::Messages, 0, why, place),
                }
            }
            for item in &items {
                note_names(&mut survey, &item.said);
                if item.said.claims > 0 {
                    claims.insert(item.ts, item.said.claims);
                }
                found.message(conversation, item, &mut placed)?;
            }
            for twin in &twins {
                found.twin(twin);
            }
            found.chunks.push((chunk, items.len() as u64));
        }
        for (root, claimed) in claims {
            if claimed > found.threads.get(&root).copied().unwrap_or_default() {
                found.differences.note(Measure::Replies, 0, FEWER_REPLIES, root);
            }
        }
        note_listed(&mut survey.named, conversation);
        found.lost_threads();
        found.listed(conversation);
        survey.messages += found.times.len() as u64;
        survey.conversations.push(found);
    }
    Ok(Some(survey))
}

fn note_names(survey: &mut Survey, said: &Said) {
    for person in said.people() {
        if !survey.named.contains_key(person) {
            survey.named.insert(person.clone(), None);
        }
    }
    if let (Some(user), Some(profile)) = (&said.user, &said.profile)
        && let Some(known) = survey.named.get_mut(user)
        && known.as_ref().is_none_or(|known| told(known) <= told(profile))
    {
        *known = Some(profile.clone());
    }
    if let Some((bot, name, app)) = said.bot_seen() {
        let known = survey.bots.entry(bot.to_owned()).or_default();
        if known.0.is_empty() {
            name.clone_into(&mut known.0);
        }
        if known.1.is_empty() {
            app.clone_into(&mut known.1);
        }
    }
}

/// How much a profile tells: of several of one person the one that tells most counts, and the later of two.
fn told(profile: &Map<String, Value>) -> usize {
    profile.values().filter(|value| value.as_str().is_some_and(|text| !text.is_empty())).count()
}

fn note_listed(named: &mut BTreeMap<String, Option<Map<String, Value>>>, conversation: &Conversation) {
    let listed = &conversation.listed;
    let pinners = listed.pins.iter().map(|p| &p.user);
    let notes = [&listed.creator, &listed.topic.creator, &listed.purpose.creator];
    for id in listed.members.iter().chain(pinners).chain(notes).filter(|id| !id.is_empty()) {
        named.entry(id.clone()).or_default();
    }
}

impl Surveyed {
    fn message(&mut self, of: &Conversation, item: &Item, placed: &mut HashMap<Ts, Option<Ts>>) -> Result<()> {
        let (said, ts) = (&item.said, item.ts);
        self.times.push(ts);
        self.count(said);
        if let Some(Pinned { to, by, at }) = &said.pinned {
            let elsewhere = to.iter().filter(|id| !of.ids().any(|here| here == *id)).count();
            if elsewhere == 0 || elsewhere < to.len() {
                self.pinned.insert(ts, (by.clone(), *at));
            }
            if elsewhere > 0 {
                self.export[Measure::Pins] += elsewhere as u64;
                self.differences.note(Measure::Pins, -(elsewhere as i64), PIN_ELSEWHERE, ts);
            }
        }
        for name in said.odd() {
            self.differences.note(Measure::Messages, 0, ODD_FIELD, format!("{} `{name}`", said.ts));
        }
        if said.user.is_some() && matches!(said.edited, Some((None, _))) {
            self.differences.note(Measure::Edits, 0, EDITED_BY_NOBODY, said.ts);
        }
        if let Some(name) = said.words_within() {
            self.differences.note(Measure::Messages, 0, WORDS_WITHIN, format!("{} `{name}`", said.ts));
        }
        if ts != said.ts {
            self.differences.note(Measure::Messages, 0, MOVED, said.ts);
        }
        let mut root = None;
        if let Some(named) = said.thread {
            match placed.get(&named) {
                Some(above) => root = Some(above.unwrap_or(named)),
                None => {
                    self.orphans.insert(ts, named);
                    self.differences.note(Measure::Replies, -1, NO_ROOT, ts);
                }
            }
            self.rooted.extend(root);
            let root = root.unwrap_or(named);
            let replies = self.threads.entry(root).or_default();
            *replies += 1;
            self.export[Measure::Threads] += u64::from(*replies == 1);
        }
        placed.insert(ts, root);
        self.reactions(said, ts);
        for cut in said.body(&Ids::default())?.1 {
            self.cut.insert(said.ts);
            match cut {
                Cut::Files => {
                    self.differences.fault_at(Measure::Files, -(said.files.len() as i64), CUT_FILES, ts);
                }
                Cut::Text => self.differences.fault_at(Measure::Messages, 0, CUT_TEXT, ts),
                _ => self.differences.fault_at(Measure::Messages, 0, CUT_PARTS, ts),
            }
        }
        Ok(())
    }

    /// Adds a message to what the export holds, but for its place in a thread.
    fn count(&mut self, said: &Said) {
        self.export[Measure::Messages] += 1;
        self.export[Measure::Replies] += u64::from(said.thread.is_some());
        self.export[Measure::Files] += said.files.len() as u64;
        self.export[Measure::Edits] += u64::from(said.edited.is_some());
        for reaction in &said.reactions {
            let counted = reaction.count.max(reaction.users.len() as u64);
            self.export[Measure::Reactions] += counted;
            *self.emoji.entry(reaction.name.clone()).or_default() += counted;
        }
    }

    /// Threads of which only replies without a root are left.
    fn lost_threads(&mut self) {
        let roots: BTreeSet<Ts> = self.orphans.values().copied().collect();
        for root in roots.difference(&self.rooted) {
            self.differences.note(Measure::Threads, -1, NO_ROOT, root);
        }
    }

    fn reactions(&mut self, said: &Said, ts: Ts) {
        let counted: u64 = said.reactions.iter().map(|r| r.count.max(r.users.len() as u64)).sum();
        let named: u64 = said.reactions.iter().map(|r| r.users.len() as u64).sum();
        let kept: u64 = said.reactors().iter().map(|(_, users)| users.len() as u64).sum();
        if counted > named {
            self.differences.note(Measure::Reactions, named as i64 - counted as i64, FEWER_NAMES, ts);
        }
        let each: BTreeSet<_> = said.reactions.iter().flat_map(|r| r.users.iter().map(|who| (&r.name, who))).collect();
        let different = each.len() as u64;
        if named > different {
            self.cut.insert(ts);
            self.differences.note(Measure::Reactions, different as i64 - named as i64, NAMED_TWICE, ts);
        }
        if different > kept {
            self.cut.insert(ts);
            self.differences.fault_at(Measure::Reactions, kept as i64 - different as i64, CUT_REACTIONS, ts);
        }
    }

    /// A message that is in the export twice and is kept once.
    fn twin(&mut self, said: &Said) {
        let before = self.export;
        self.count(said);
        if let Some(replies) = said.thread.and_then(|root| self.threads.get_mut(&root)) {
            *replies += 1;
        }
        for measure in [Measure::Messages, Measure::Replies, Measure::Files, Measure::Edits, Measure::Reactions] {
            let more = (self.export[measure] - before[measure]) as i64;
            if more > 0 {
                self.differences.note(measure, -more, TWICE, said.ts);
            }
        }
    }

    /// Counts members and pins, which stand in the list.
    fn listed(&mut self, conversation: &Conversation) {
        let mut members = BTreeSet::new();
        for member in conversation.listed.members.iter().filter(|id| !id.is_empty()) {
            self.export[Measure::Members] += 1;
            if !members.insert(member) {
                self.differences.note(Measure::Members, -1, MEMBER_TWICE, member);
            }
        }
        let mut pinned = BTreeSet::new();
        for pin in &conversation.listed.pins {
            self.export[Measure::Pins] += 1;
            match Ts::parse(&pin.id) {
                None => self.differences.note(Measure::Pins, -1, PIN_FILE, &pin.id),
                Some(ts) if self.times.binary_search(&ts).is_err() => {
                    self.differences.note(Measure::Pins, -1, PIN_GONE, ts);
                }
                Some(ts) if !pinned.insert(ts) => self.differences.note(Measure::Pins, -1, PIN_TWICE, ts),
                Some(_) => {}
            }
        }
        // A list that names no pins leaves it to the messages; one that names the same says it once more.
        self.export[Measure::Pins] += self.pinned.keys().filter(|ts| !pinned.contains(ts)).count() as u64;
    }
}
