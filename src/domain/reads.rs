//! Read marks and unread counts. Counts are never kept: they follow from the mark.

use super::Actor;
use super::event::{Event, emit};
use crate::base::id::{ChannelId, UserId};
use crate::base::{Error, Result, Ts, limits};
use crate::store::records::channel::Channel;
use crate::store::records::member::Membership;
use crate::store::records::mention::Mention;
use crate::store::records::message::{Facet, Lane, lane_prefix};
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

/// What a person has not read in a channel.
pub fn unread(view: &View, user: UserId, channel: &Channel, mine: &Membership) -> Result<Unread> {
    let after = Ts(mine.last_read.0.saturating_add(1));
    let key = |ts: Ts| lane_prefix(channel.id, Lane::Main).ts(ts).build();
    let range = (key(after), key(Ts::MAX));
    let messages = view.count_ending(range, Facet::Entry as u8, limits::UNREAD_COUNT_MAX)?;
    if messages == 0 || channel.is_direct() {
        return Ok(Unread { messages, mentions: messages });
    }
    let own = Mention::in_channel(view, user, channel.id)?;
    let all = Mention::of_all_prefix(channel.id);
    let since = |prefix: KeyBuf| (prefix.clone().ts(after).build(), prefix.ts(Ts::MAX).build());
    // A call from inside a thread is counted with the thread.
    let by_name = view.count_ending(since(own), Lane::Main as u8, limits::UNREAD_COUNT_MAX)?;
    let mentions = by_name + view.count(since(all), limits::UNREAD_COUNT_MAX)?;
    Ok(Unread { messages, mentions })
}
