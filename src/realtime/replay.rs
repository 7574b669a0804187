//! What a person missed: the log from where they stood to where they hear it live, told exactly once.

use super::audience::{Listener, Membership, membership};
use super::log::{self, CommitMoves};
use super::place::Place;
use super::tell;
use crate::base::id::ChannelId;
use crate::base::{Error, Kind, Result, limits};
use crate::domain::objects::Lens;
use crate::store::{Part, Position, View};
use actix_web::web::Bytes;
use std::collections::HashSet;

/// Rows of the log's index read at once.
const MOVES: usize = 2_048;

/// The frames a person missed after `since`, up to and with the commit `until`. `None` when there are too many, or when
/// they are no longer all there: then the client asks for everything again.
///
/// `now` is the listener as of `until`. Told is what they were allowed to hear then and still are now.
pub(super) fn missed(lens: Lens, now: &Listener, since: Place, until: Position) -> Result<Option<Vec<Bytes>>> {
    let view = lens.view;
    if since.commit > view.position()?.max(until) {
        return Ok(None);
    }
    let Some(commits) = commits(view, since, until)? else { return Ok(None) };
    let outcome = Listener::rewind(view, now, &commits, since).and_then(|then| tell(lens, now, then, &commits, since));
    match outcome {
        Err(e) if e.kind == Kind::NotFound => Ok(None),
        outcome => outcome,
    }
}

fn commits(view: &View, since: Place, until: Position) -> Result<Option<Vec<CommitMoves>>> {
    let mut found: Vec<CommitMoves> = Vec::new();
    let mut after = since.read_after();
    while after < until {
        let page = log::commits_after(view, after, MOVES)?;
        let Some(last) = page.last() else { break };
        after = last.position;
        found.extend(page.into_iter().filter(|c| c.position <= until));
        if found.len() > limits::REPLAY_COMMITS {
            return Ok(None);
        }
    }
    Ok(Some(found))
}

fn tell(
    lens: Lens,
    now: &Listener,
    mut then: Listener,
    commits: &[CommitMoves],
    since: Place,
) -> Result<Option<Vec<Bytes>>> {
    let (view, mut frames) = (lens.view, Vec::new());
    for commit in commits {
        for entry in log::entries(view, commit, |part| wants(part, &now.channels, now))? {
            if entry.place <= since {
                continue;
            }
            then.follow(&entry);
            if !then.may_know(view, &entry)? || !now.may_know(view, &entry)? {
                continue;
            }
            if let Some(told) = tell::value(lens, &entry) {
                frames.push(tell::frame(now.shown(&told).unwrap_or(told), &entry));
            }
            if frames.len() > limits::REPLAY_EVENTS {
                return Ok(None);
            }
        }
    }
    Ok(Some(frames))
}

fn wants(part: &Part, channels: &HashSet<ChannelId>, listener: &Listener) -> bool {
    match part {
        Part::Channel(channel) => channels.contains(channel),
        Part::Person(user) => *user == listener.user,
        Part::Team(_) => true,
    }
}

impl Listener {
    /// The listener as they were at `since`: the first thing that happened to each membership after it tells how it
    /// was before.
    pub fn rewind(view: &View, now: &Listener, commits: &[CommitMoves], since: Place) -> Result<Listener> {
        let mut then = now.clone();
        let mut settled: HashSet<ChannelId> = HashSet::new();
        let mine = Part::Person(now.user);
        for commit in commits.iter().filter(|c| c.parts.iter().any(|(part, _, _)| *part == mine)) {
            for entry in log::entries(view, commit, |part| *part == mine)? {
                match membership(&entry).filter(|_| entry.place > since) {
                    Some(Membership::Joined(_, channel)) if settled.insert(channel) => {
                        then.channels.remove(&channel);
                    }
                    Some(Membership::Left(_, channel)) if settled.insert(channel) => {
                        then.channels.insert(channel);
                    }
                    _ => {}
                }
            }
        }
        Ok(then)
    }
}

/// The answer of a server that takes no more sockets.
pub(super) fn stopping() -> Error {
    Error::unavailable("the server is stopping; connect again in a moment")
}
