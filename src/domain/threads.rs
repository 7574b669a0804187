//! Threads: replies under a root, what the root shows of them, and who follows.

use super::addresses;
use super::event::{Event, emit};
use crate::base::id::{ChannelId, UserId};
use crate::base::{Error, Kind, Result, Ts, limits};
use crate::crypto::Scope;
use crate::store::records::channel::standing;
use crate::store::records::message::{Address, Author, Entry, Lane, Reply, ThreadSummary};
use crate::store::records::subscription::Subscription;
use crate::store::{Order, Part, Place, Tx, View};

/// Replies looked at to say who takes part in a thread.
const PARTICIPANT_SCAN: usize = 1_000;

/// The root of the thread that `ts` is in: itself, or for a reply its own root.
pub fn root(view: &View, channel: ChannelId, ts: Ts) -> Result<Entry> {
    let not_found = || Error::not_found("thread_not_found");
    let (_, entry) = addresses::find(view, channel, ts).map_err(|e| e.named(not_found()))?;
    match entry.thread {
        None => Ok(entry),
        Some(root) => addresses::find(view, channel, root).map(|(_, e)| e).map_err(|e| e.named(not_found())),
    }
}

fn root_address(channel: ChannelId, ts: Ts) -> Address {
    Address { channel, lane: Lane::Main, ts }
}

/// Lists a reply under its root, changes what the root shows, and lets its author and the root's follow the thread. Whoever
/// replies has read up to it, unless it was `written` before and goes out without them.
pub fn add_reply(tx: &mut Tx, root: &Entry, reply: &Address, author: Author, written: Option<Ts>) -> Result<()> {
    let channel = reply.channel;
    let read = match (author.user, written) {
        (Some(user), Some(written)) => read_without(tx, user, root.ts, reply, written)?,
        _ => reply.ts,
    };
    list_reply(tx, root, reply, author)?;
    if let Some(user) = root.author.user {
        follow(tx, user, channel, root.ts, root.ts)?;
    }
    if let Some(user) = author.user {
        follow(tx, user, channel, root.ts, read)?;
    }
    emit(tx, Part::Channel(channel), &Event::ThreadChanged { root: root.ts })
}

/// How far a thread is read by whoever did not look when their reply went out: up to the reply where nothing else is new to
/// them, else as far as before; of a thread they did not follow, up to when they wrote it.
fn read_without(view: &View, user: UserId, root: Ts, reply: &Address, written: Ts) -> Result<Ts> {
    let mine = view.get(&Subscription::at(view, user, reply.channel, root)?)?;
    let seen = mine.map_or(written, |mine| mine.last_read);
    let new = replies(view, reply.channel, root, (seen, reply.ts), Order::Ascending, 1)?;
    Ok(if new.is_empty() { reply.ts } else { seen })
}

/// Lists a reply under its root and changes what the root shows.
pub(super) fn list_reply(tx: &mut Tx, root: &Entry, reply: &Address, author: Author) -> Result<()> {
    let channel = reply.channel;
    tx.put(&Reply::at(channel, root.ts, reply.ts), &Reply { lane: reply.lane })?;
    let place = root_address(channel, root.ts).thread();
    let mut summary: ThreadSummary = tx.get(&place)?.unwrap_or_default();
    summary.reply_count += 1;
    summary.latest_reply = summary.latest_reply.max(reply.ts);
    if let Some(user) = author.user {
        take_part(&mut summary, user);
    }
    tx.put(&place, &summary)
}

/// Puts a person last among those who replied; of very many, the ones who came first are no longer named.
fn take_part(summary: &mut ThreadSummary, user: UserId) {
    summary.reply_users.retain(|u| *u != user);
    summary.reply_users.push(user);
    let over = summary.reply_users.len().saturating_sub(limits::THREAD_PARTICIPANTS);
    summary.reply_users.drain(..over);
}

/// Takes a deleted reply from its root; counts again from what is left.
pub fn remove_reply(tx: &mut Tx, channel: ChannelId, root: Ts, ts: Ts) -> Result<()> {
    tx.delete(&Reply::at(channel, root, ts));
    let address = root_address(channel, root);
    let place = address.thread();
    let mut summary: ThreadSummary = tx.get(&place)?.unwrap_or_default();
    summary.reply_count = summary.reply_count.saturating_sub(1);
    let left = replies(tx, channel, root, (Ts::ZERO, Ts::MAX), Order::Descending, PARTICIPANT_SCAN)?;
    summary.latest_reply = left.first().map_or(Ts::ZERO, |a| a.ts);
    summary.reply_users = Vec::new();
    for reply in left.iter().rev() {
        if let Some(user) = tx.get(&reply.entry())?.and_then(|e| e.author.user) {
            take_part(&mut summary, user);
        }
    }
    match summary.reply_count {
        0 => tx.delete(&place),
        _ => tx.put(&place, &summary)?,
    }
    emit(tx, Part::Channel(channel), &Event::ThreadChanged { root })
}

/// Replies of a thread with `range.0 < ts < range.1`.
pub fn replies(
    view: &View,
    channel: ChannelId,
    root: Ts,
    range: (Ts, Ts),
    order: Order,
    limit: usize,
) -> Result<Vec<Address>> {
    let key = |ts: Ts| Reply::prefix(channel, root).ts(ts).build();
    let (from, to) = (key(Ts(range.0.0.saturating_add(1))), key(range.1));
    if from >= to {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for row in view.walk((from, to), order, limit) {
        let (key, sealed) = row?;
        let ts = key.last_chunk::<8>().map_or(Ts::ZERO, |ts| Ts(u64::from_be_bytes(*ts)));
        found.extend(match view.open::<Reply>(&standing(channel), &key, &sealed) {
            Ok(reply) => Some(Address { channel, lane: reply.lane, ts }),
            // Where the list is damaged the reply itself may not be.
            Err(e) if e.kind == Kind::Damaged => addresses::locate(view, channel, ts)?,
            Err(e) => return Err(e),
        });
        if found.len() == limit {
            break;
        }
    }
    Ok(found)
}

/// Lets a person follow a thread, read up to `read`; one they have left stays left.
pub fn follow(tx: &mut Tx, user: UserId, channel: ChannelId, thread: Ts, read: Ts) -> Result<()> {
    let place = Subscription::at(tx, user, channel, thread)?;
    let mut mine = tx.get(&place)?.unwrap_or(Subscription { channel, thread, last_read: Ts::ZERO, active: true });
    mine.last_read = mine.last_read.max(read);
    keep(tx, user, &mine)
}

/// Writes down a person's side of a thread. Of too many those they have read longest ago are let go.
pub(super) fn keep(tx: &mut Tx, user: UserId, mine: &Subscription) -> Result<()> {
    let place = Subscription::at(tx, user, mine.channel, mine.thread)?;
    let all = Subscription::prefix(user).prefix();
    let full = || tx.count(all.clone(), limits::THREADS_FOLLOWED);
    if !tx.exists(&place)? && full()? >= limits::THREADS_FOLLOWED {
        let scope = Scope::Person(user);
        let most = 2 * limits::THREADS_FOLLOWED;
        let mut known = tx.range::<Subscription>(&scope, all, Order::Ascending, most)?;
        known.sort_by_key(|(_, known)| known.last_read);
        // Some more than need be, so that the next ones need not look.
        let over = known.len() + limits::THREADS_LET_GO - limits::THREADS_FOLLOWED;
        for (key, _) in known.into_iter().take(over) {
            tx.delete(&Place::<Subscription>::new(key, scope.clone()));
        }
    }
    tx.put(&place, mine)
}

/// A person's unread replies in a thread, counted up to a limit.
pub fn unread(view: &View, mine: &Subscription) -> Result<usize> {
    let range = (mine.last_read, Ts::MAX);
    Ok(replies(view, mine.channel, mine.thread, range, Order::Ascending, limits::UNREAD_COUNT_MAX)?.len())
}
