//! Plays a script: everything in it in the order of time, whatever the order in which it is written down.

use super::calendar::{Calendar, When};
use super::script::Line;
use super::seed::Seed;
use crate::base::id::ChannelId;
use crate::base::{Error, Result, Ts};
use crate::domain::messages::{self, NewMessage};
use crate::domain::{Actor, access, memberships, pins, reactions, reads, saved, subscriptions, webhooks};
use crate::store::records::message::Body;
use crate::store::{Part, Tx};
use std::collections::BTreeMap;

/// How long after a message its reactions begin, and how far they are apart.
const REACTION_SECS: u64 = 19;
/// How long it takes to see one's own mistake.
const MEND_SECS: u64 = 150;
/// How long it takes to see that something should be pinned, or kept.
const KEEP_SECS: u64 = 400;

/// What happens to a message.
enum Happening {
    Said,
    Mended,
    Reacted(&'static str, &'static str),
    Pinned(&'static str),
    Saved(&'static str),
}

/// A message that was said, for what follows.
#[derive(Clone, Copy)]
pub struct Said {
    /// Where.
    pub channel: ChannelId,
    /// Its name there.
    pub ts: Ts,
    /// The root of its thread.
    pub root: Option<Ts>,
    /// What it says and who said it.
    pub line: Line,
}

/// Says all lines, and does what was done with them.
pub fn play(seed: &mut Seed, calendar: &Calendar, lines: &[Line]) -> Result<Vec<Said>> {
    let mut flat: Vec<(Line, Option<usize>)> = Vec::new();
    for line in lines {
        let root = flat.len();
        flat.push((*line, None));
        flat.extend(line.replies.iter().map(|reply| (Line { place: line.place, ..*reply }, Some(root))));
    }
    let mut said: BTreeMap<usize, Said> = BTreeMap::new();
    for (at, index, happening) in happenings(calendar, &flat) {
        let Some((line, root)) = flat.get(index) else { continue };
        seed.clock.set(at);
        let (before, root) = (said.get(&index).copied(), root.and_then(|root| said.get(&root)).map(|root| root.ts));
        let message =
            before.ok_or_else(|| Error::internal("the demo's script does something with what is not said yet"));
        let done = match happening {
            Happening::Said => say(seed, line, root).map(|new| {
                said.insert(index, new);
            }),
            Happening::Mended => message.and_then(|message| mend(seed, &message)),
            Happening::Reacted(name, who) => message.and_then(|message| react(seed, &message, name, who)),
            Happening::Pinned(who) => message.and_then(|message| pin(seed, &message, who)),
            Happening::Saved(who) => message.and_then(|message| save(seed, &message, who)),
        };
        done.map_err(|error| Error::internal(format!("{error}, at “{}” in the demo's script", line.text)))?;
    }
    Ok(said.into_values().collect())
}

/// Everything that happens, in the order of time; of what is at one moment, what was said first goes first.
fn happenings(calendar: &Calendar, flat: &[(Line, Option<usize>)]) -> Vec<(Ts, usize, Happening)> {
    let mut all = Vec::new();
    for (index, (line, _)) in flat.iter().enumerate() {
        let at = calendar.moment(line.at);
        let later = |secs: u64| at.plus_secs(secs).min(calendar.now).max(at);
        all.push((at, index, Happening::Said));
        let everybody = line.reactions.iter().flat_map(|(name, people)| people.iter().map(move |who| (*name, *who)));
        all.extend(
            (1..)
                .zip(everybody)
                .map(|(i, (name, who))| (later(i * REACTION_SECS), index, Happening::Reacted(name, who))),
        );
        all.extend(line.before.map(|_| (later(MEND_SECS), index, Happening::Mended)));
        all.extend(line.pinned.map(|who| (later(KEEP_SECS), index, Happening::Pinned(who))));
        all.extend(line.saved.iter().map(|who| (later(KEEP_SECS), index, Happening::Saved(who))));
    }
    all.sort_by_key(|(at, index, _)| (*at, *index));
    all
}

fn say(seed: &mut Seed, line: &Line, root: Option<Ts>) -> Result<Said> {
    let channel = seed.place(line.place)?;
    let text = seed.with_ids(line.before.unwrap_or(line.text));
    let blocks = line.blocks.map(|blocks| seed.with_ids(blocks));
    let body = Body { text, blocks, ..Body::default() };
    let new = NewMessage { body, thread: root, broadcast: line.broadcast, ..NewMessage::default() };
    let domain = &seed.domain;
    let posted = match seed.actors.get(line.who) {
        Some(actor) => domain.run(&messages::parts(channel, actor), |tx| {
            let posting = access::posting(tx, actor, channel)?;
            messages::post(tx, actor, &posting, domain.installation(), &new)
        })?,
        None => {
            let webhook = seed.webhook(line.who)?;
            domain.run(&[Part::Channel(webhook.channel)], |tx| webhooks::post(tx, domain, webhook, &new))?
        }
    };
    Ok(Said { channel, ts: posted.ts(), root, line: *line })
}

fn mend(seed: &Seed, said: &Said) -> Result<()> {
    let actor = seed.actor(said.line.who)?;
    let body = Body { text: seed.with_ids(said.line.text), ..Body::default() };
    seed.domain.run(&[Part::Channel(said.channel)], |tx| {
        let posting = access::posting(tx, actor, said.channel)?;
        messages::edit(tx, actor, &posting, said.ts, body.clone()).map(drop)
    })
}

fn react(seed: &Seed, said: &Said, name: &str, who: &str) -> Result<()> {
    let actor = seed.actor(who)?;
    seed.domain.run(&[Part::Channel(said.channel)], |tx| {
        reactions::add(tx, actor, &access::posting(tx, actor, said.channel)?, said.ts, name)
    })
}

fn pin(seed: &Seed, said: &Said, who: &str) -> Result<()> {
    let actor = seed.actor(who)?;
    seed.domain.run(&messages::parts(said.channel, actor), |tx| {
        pins::add(tx, actor, &seed.domain, &access::posting(tx, actor, said.channel)?, said.ts)
    })
}

fn save(seed: &Seed, said: &Said, who: &str) -> Result<()> {
    let actor = seed.actor(who)?;
    seed.domain.run(&[Part::Person(actor.user)], |tx| {
        saved::add(tx, actor, &access::reading(tx, actor, said.channel)?, said.ts)
    })
}

/// Lets people have read everything up to when they last looked, and what they wrote themselves.
pub fn read(seed: &Seed, calendar: &Calendar, said: &[Said], looked: &[(&str, When)]) -> Result<()> {
    for (who, when) in looked {
        let actor = seed.actor(who)?;
        let mut places: BTreeMap<(ChannelId, Option<Ts>), Ts> = BTreeMap::new();
        for message in said {
            let mark = places.entry((message.channel, message.root)).or_insert_with(|| calendar.moment(*when));
            if message.line.who == *who {
                *mark = message.ts.max(*mark);
            }
        }
        seed.domain.run(&[Part::Person(actor.user)], |tx| {
            places.iter().try_for_each(|(place, mark)| look(tx, actor, *place, *mark))
        })?;
    }
    Ok(())
}

fn look(tx: &mut Tx, actor: &Actor, (channel, root): (ChannelId, Option<Ts>), mark: Ts) -> Result<()> {
    let Ok(reading) = access::reading(tx, actor, channel) else { return Ok(()) };
    match root {
        Some(root) if subscriptions::get(tx, actor, channel, root)?.is_some() => {
            subscriptions::mark(tx, actor, &reading, root, mark)
        }
        Some(_) => Ok(()),
        None if memberships::is_member(tx, channel, actor.user)? => reads::mark(tx, actor, channel, mark),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::demo::week;

    #[test]
    fn whenever_a_demo_starts_its_week_is_over_and_everything_was_said_on_working_days() {
        let lines: Vec<(Line, Option<usize>)> = week::lines()
            .into_iter()
            .flat_map(|line| std::iter::once(line).chain(line.replies.iter().copied()))
            .map(|line| (line, None))
            .collect();
        // A leap day, both changes of the clocks and the turn of a year are among the starts.
        for start in (1_709_000_000..1_740_000_000).step_by(5 * 3_600 + 7 * 60) {
            let calendar = Calendar::at(Ts::from_secs(start));
            for (at, index, _) in happenings(&calendar, &lines) {
                let text = lines.get(index).map_or("", |(line, _)| line.text);
                assert!(at <= calendar.now, "{start}: “{text}” is still to come");
                assert!(at.secs() + 14 * 86_400 > start, "{start}: “{text}” is long ago");
                assert!((at.secs() / 86_400 + 3) % 7 < 5, "{start}: “{text}” was said at a week-end");
            }
        }
    }
}
