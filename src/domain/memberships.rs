//! Who is in which channel. What brings people in and out of one stands in `members`.

use super::{Actor, access};
use crate::base::id::{ChannelId, UserId};
use crate::base::{Result, limits};
use crate::crypto::Scope;
use crate::store::records::channel::standing;
use crate::store::records::member::{Member, Membership};
use crate::store::{Order, View};

/// Whether a person is a member of a channel.
pub fn is_member(view: &View, channel: ChannelId, user: UserId) -> Result<bool> {
    view.exists(&Member::at(view, channel, user)?)
}

/// The caller's side of a channel they are in.
pub fn mine(view: &View, actor: &Actor, channel: ChannelId) -> Result<Membership> {
    view.get(&Membership::at(view, actor.user, channel)?)?.ok_or(access::CHANNEL_NOT_FOUND)
}

/// A person's side of every conversation they are in.
pub fn channels_of(view: &View, user: UserId) -> Result<Vec<Membership>> {
    view.all(&Scope::Person(user), Membership::prefix(user))
}

/// Whether two people are in one channel together.
pub fn share_a_channel(view: &View, one: UserId, other: UserId) -> Result<bool> {
    for mine in channels_of(view, one)? {
        if is_member(view, mine.channel, other)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// How many members a channel has.
pub fn count(view: &View, channel: ChannelId) -> Result<usize> {
    view.count(Member::prefix(channel).prefix(), limits::MEMBERS_PER_CHANNEL)
}

/// A channel's members, each with the cursor behind them, read a few at a time.
pub fn list<'v, 'a>(
    view: &'v View<'a>,
    channel: ChannelId,
    after: Option<&[u8]>,
) -> impl Iterator<Item = Result<(Vec<u8>, UserId)>> + use<'v, 'a> {
    let (mut from, to) = Member::prefix(channel).prefix();
    let start = from.len();
    if let Some(after) = after {
        from.extend_from_slice(after);
        from.push(0);
    }
    let rows = view.each::<Member>(standing(channel), (from, to), Order::Ascending);
    rows.map(move |row| row.map(|(key, member)| (key[start..].to_vec(), member.user)))
}

/// Everybody in a channel.
pub fn all(view: &View, channel: ChannelId) -> Result<Vec<UserId>> {
    list(view, channel, None).take(limits::MEMBERS_PER_CHANNEL).map(|member| Ok(member?.1)).collect()
}
