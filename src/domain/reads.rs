//! Read marks and unread counts. Counts are never kept: they follow from the mark.

use super::Actor;
use super::event::{Event, emit};
use crate::base::id::{ChannelId, UserId};
use crate::base::{Error, Kind, Result, Ts, limits};
use crate::store::records::channel::Channel;
use crate::store::records::member::Membership;
use crate::store::records::mention::Mention;
use crate::store::records::message::{Address, Facet, Lane, lane_prefix};
use crate::store::{KeyBuf, Part, Tx, View};

/// What is unread in a channel.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Unread {
    /// Messages after the mark, up to a limit.
    pub messages: usize,
    /// Of these, how many call the person; in a direct conversation, all.
    pub mentions: usize,
}

/// Marks everything up to `ts` as read, or marks back to it. Holds the caller's part.
pub fn mark(tx: &mut Tx, actor: &Actor, channel: ChannelId, ts: Ts) -> Result<()> {
    let place = Membership::at(tx, actor.user, channel)?;
    let mut mine = tx.get(&place)?.ok_or(Error::denied("not_in_channel"))?;
    if mine.last_read == ts {
        return Ok(());
    }
    mine.last_read = ts;
    tx.put(&place, &mine)?;
    emit(tx, Part::Person(actor.user), &Event::Marked { channel })
}

/// Whoever says something has read up to it: this moves their mark forward to the message, and tells them of the thread it
/// stands in, whose mark went along when it was listed there. Holds their part.
pub(super) fn said(tx: &mut Tx, user: UserId, address: &Address, thread: Option<Ts>) -> Result<()> {
    if let Some(thread) = thread {
        emit(tx, Part::Person(user), &Event::ThreadMarked { channel: address.channel, thread })?;
    }
    match address.lane {
        Lane::Main => forward(tx, user, address, |_, _| Ok(true)),
        Lane::Thread => Ok(()),
    }
}

/// The same for a line that tells of what somebody did: a topic, a pin. That can be done without seeing the channel, so the
/// mark stays where anything else is new to them. Holds their part.
pub(super) fn did(tx: &mut Tx, user: UserId, address: &Address) -> Result<()> {
    forward(tx, user, address, |tx, mine| Ok(new_messages(tx, address.channel, mine.last_read, 1)? == 0))
}

fn forward(tx: &mut Tx, user: UserId, to: &Address, goes: impl FnOnce(&Tx, &Membership) -> Result<bool>) -> Result<()> {
    let place = Membership::at(tx, user, to.channel)?;
    let mut mine = match tx.get(&place) {
        Ok(Some(mine)) if mine.last_read < to.ts => mine,
        // An administrator changes channels they are not in; and a mark that can't be read keeps nobody from speaking.
        Ok(_) => return Ok(()),
        Err(e) if matches!(e.kind, Kind::Damaged | Kind::Sealed) => return Ok(()),
        Err(e) => return Err(e),
    };
    if !goes(tx, &mine)? {
        return Ok(());
    }
    mine.last_read = to.ts;
    tx.put(&place, &mine)?;
    emit(tx, Part::Person(user), &Event::Marked { channel: to.channel })
}

fn after(mark: Ts) -> Ts {
    Ts(mark.0.saturating_add(1))
}

/// Messages of a channel after a mark, counted up to a limit, without those of this command.
fn new_messages(view: &View, channel: ChannelId, mark: Ts, limit: usize) -> Result<usize> {
    let key = |ts: Ts| lane_prefix(channel, Lane::Main).ts(ts).build();
    view.count_ending((key(after(mark)), key(Ts::MAX)), Facet::Entry as u8, limit)
}

/// What a person has not read in a channel.
pub fn unread(view: &View, user: UserId, channel: &Channel, mine: &Membership) -> Result<Unread> {
    let messages = new_messages(view, channel.id, mine.last_read, limits::UNREAD_COUNT_MAX)?;
    if messages == 0 || channel.is_direct() {
        return Ok(Unread { messages, mentions: messages });
    }
    let own = Mention::in_channel(view, user, channel.id)?;
    let all = Mention::of_all_prefix(channel.id);
    let after = after(mine.last_read);
    let since = |prefix: KeyBuf| (prefix.clone().ts(after).build(), prefix.ts(Ts::MAX).build());
    // A call from inside a thread is counted with the thread.
    let by_name = view.count_ending(since(own), Lane::Main as u8, limits::UNREAD_COUNT_MAX)?;
    let mentions = by_name + view.count(since(all), limits::UNREAD_COUNT_MAX)?;
    Ok(Unread { messages, mentions })
}
