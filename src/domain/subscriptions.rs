//! Followed threads: what the Threads view shows, and how far each was read.

use super::access::{self, Reading};
use super::event::{Event, emit};
use super::{Actor, threads};
use crate::base::id::ChannelId;
use crate::base::{Kind, Result, Ts};
use crate::crypto::Scope;
use crate::store::records::message::{Address, Lane};
use crate::store::records::subscription::Subscription;
use crate::store::{Part, Tx, View};

/// A followed thread as the Threads view lists it.
#[derive(Clone, Debug)]
pub struct Followed {
    /// The person's side.
    pub mine: Subscription,
    /// Its newest reply.
    pub latest: Ts,
    /// Replies not yet read, counted up to a limit.
    pub unread: usize,
}

/// Follows a thread, also one that was left. Holds the caller's part.
pub fn subscribe(tx: &mut Tx, actor: &Actor, reading: &Reading, thread: Ts) -> Result<()> {
    let root = threads::root(tx, reading.id(), thread)?.ts;
    set_active(tx, actor, reading.id(), root, true)
}

/// Leaves a thread; replying to it does not follow it again. Holds the caller's part.
pub fn unsubscribe(tx: &mut Tx, actor: &Actor, reading: &Reading, thread: Ts) -> Result<()> {
    let root = threads::root(tx, reading.id(), thread)?.ts;
    set_active(tx, actor, reading.id(), root, false)
}

/// Marks a thread as read up to `ts`, or marks back to it. Holds the caller's part.
pub fn mark(tx: &mut Tx, actor: &Actor, reading: &Reading, thread: Ts, ts: Ts) -> Result<()> {
    let channel = reading.id();
    let root = threads::root(tx, channel, thread)?.ts;
    let place = Subscription::at(tx, actor.user, channel, root)?;
    // Marking does not follow: who only looked stays as they were.
    let mut mine =
        tx.get(&place)?.unwrap_or(Subscription { channel, thread: root, last_read: Ts::ZERO, active: false });
    if mine.last_read == ts {
        return Ok(());
    }
    mine.last_read = ts;
    threads::keep(tx, actor.user, &mine)?;
    emit(tx, Part::Person(actor.user), &Event::ThreadMarked { channel, thread: root })
}

/// The caller's side of a thread.
pub fn get(view: &View, actor: &Actor, channel: ChannelId, thread: Ts) -> Result<Option<Subscription>> {
    view.get(&Subscription::at(view, actor.user, channel, thread)?)
}

/// The threads somebody follows that have replies and whose latest is older than `before`, the latest first, each with the
/// moment of that.
pub fn list(view: &View, actor: &Actor, before: Ts) -> Result<Vec<(Ts, Subscription)>> {
    let mut found = Vec::new();
    for mine in all_active(view, actor)? {
        let latest = latest_reply(view, &mine)?;
        if latest > Ts::ZERO && latest < before && access::reading(view, actor, mine.channel).is_ok() {
            found.push((latest, mine));
        }
    }
    found.sort_by_key(|(latest, mine)| (std::cmp::Reverse(*latest), mine.channel));
    Ok(found)
}

/// One of them with what is unread in it.
pub fn followed(view: &View, latest: Ts, mine: Subscription) -> Result<Followed> {
    let unread = threads::unread(view, &mine)?;
    Ok(Followed { mine, latest, unread })
}

/// How many followed threads have something unread: the number beside "Threads".
pub fn unread_threads(view: &View, actor: &Actor) -> Result<usize> {
    let mut unread = 0;
    for mine in all_active(view, actor)? {
        let new = latest_reply(view, &mine)? > mine.last_read;
        unread += usize::from(new && access::reading(view, actor, mine.channel).is_ok());
    }
    Ok(unread)
}

fn all_active(view: &View, actor: &Actor) -> Result<Vec<Subscription>> {
    let all: Vec<Subscription> = view.all(&Scope::Person(actor.user), Subscription::prefix(actor.user))?;
    Ok(all.into_iter().filter(|mine| mine.active).collect())
}

/// The newest reply; none when the thread is gone, its key is refused or it is damaged.
fn latest_reply(view: &View, mine: &Subscription) -> Result<Ts> {
    let root = Address { channel: mine.channel, lane: Lane::Main, ts: mine.thread };
    match view.get(&root.thread()) {
        Ok(summary) => Ok(summary.map_or(Ts::ZERO, |summary| summary.latest_reply)),
        Err(e) if matches!(e.kind, Kind::Sealed | Kind::Damaged) => Ok(Ts::ZERO),
        Err(e) => Err(e),
    }
}

fn set_active(tx: &mut Tx, actor: &Actor, channel: ChannelId, thread: Ts, active: bool) -> Result<()> {
    let place = Subscription::at(tx, actor.user, channel, thread)?;
    let known = tx.get(&place)?;
    if known.as_ref().is_some_and(|mine| mine.active == active) {
        return Ok(());
    }
    // Who begins to follow has the replies so far behind them.
    let last_read = known.map_or(tx.now(), |mine| mine.last_read);
    threads::keep(tx, actor.user, &Subscription { channel, thread, last_read, active })?;
    emit(tx, Part::Person(actor.user), &Event::ThreadFollowed { channel, thread, active })
}
