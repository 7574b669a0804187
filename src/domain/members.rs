//! Members: joining, inviting, leaving, removing.

use super::access::{Managing, Seeing};
use super::event::{Event, emit};
use super::messages::{self, NewMessage};
use super::{Actor, memberships, people};
use crate::base::id::{ChannelId, UserId};
use crate::base::{Error, Result, Ts, limits};
use crate::store::records::channel::{Channel, ChannelKind};
use crate::store::records::member::{Member, Membership, Notify};
use crate::store::records::message::{Author, Body};
use crate::store::records::user::Role;
use crate::store::{Part, Tx};

/// Writes both sides of a membership and tells the person. Holds the person's part.
pub fn enrol(tx: &mut Tx, channel: &Channel, user: UserId) -> Result<()> {
    // Conversations of two are as many as there are people.
    let full = || tx.count(Membership::prefix(user).prefix(), limits::CHANNELS_PER_PERSON);
    if channel.kind != ChannelKind::Direct && full()? >= limits::CHANNELS_PER_PERSON {
        return Err(
            Error::limit("too_many_channels").because("somebody is in too many conversations: leave some first")
        );
    }
    let joined = tx.now();
    let (theirs, mine) = (Member::at(tx, channel.id, user)?, Membership::at(tx, user, channel.id)?);
    tx.put(&theirs, &Member { user, joined })?;
    let side = Membership {
        channel: channel.id,
        last_read: joined,
        muted: false,
        notify: Notify::Default,
        starred: false,
        open: true,
    };
    tx.put(&mine, &side)?;
    emit(tx, Part::Person(user), &Event::ChannelJoined { channel: channel.id })
}

/// Puts a person into a channel and tells the channel. Holds the channel's part and the person's.
pub fn add(tx: &mut Tx, channel: &Channel, user: UserId, inviter: Option<UserId>) -> Result<()> {
    let (from, to) = Member::prefix(channel.id).prefix();
    if tx.count((from, to), limits::MEMBERS_PER_CHANNEL)? >= limits::MEMBERS_PER_CHANNEL {
        return Err(Error::limit("too_many_members"));
    }
    enrol(tx, channel, user)?;
    emit(tx, Part::Channel(channel.id), &Event::MemberJoined { user, inviter })?;
    let joined = line(tx, channel, user, "join", format!("<@{user}> has joined the channel"), inviter)?;
    // What was said before, and the line itself, is nothing new to who comes now.
    let mine = Membership::at(tx, user, channel.id)?;
    let Some(side) = tx.get(&mine)? else { return Ok(()) };
    tx.put(&mine, &Membership { last_read: side.last_read.max(joined), ..side })
}

/// Takes a person out of a channel and tells everybody concerned. Holds the channel's part and the person's.
pub(super) fn remove(tx: &mut Tx, channel: &Channel, user: UserId) -> Result<()> {
    let (theirs, mine) = (Member::at(tx, channel.id, user)?, Membership::at(tx, user, channel.id)?);
    tx.delete(&theirs);
    tx.delete(&mine);
    emit(tx, Part::Channel(channel.id), &Event::MemberLeft { user })?;
    emit(tx, Part::Person(user), &Event::ChannelLeft { channel: channel.id })?;
    line(tx, channel, user, "leave", format!("<@{user}> has left the channel"), None).map(drop)
}

fn line(tx: &mut Tx, channel: &Channel, user: UserId, what: &str, text: String, by: Option<UserId>) -> Result<Ts> {
    let twin = if channel.kind == ChannelKind::Public { "channel" } else { "group" };
    let extra = by.map(|inviter| serde_json::json!({ "inviter": inviter }).to_string());
    let new = NewMessage {
        body: Body { text, extra, ..Body::default() },
        subtype: Some(format!("{twin}_{what}")),
        ..NewMessage::default()
    };
    let author = Author { user: Some(user), bot: None, app: None };
    messages::write(tx, author, channel.id, channel.origin, &new).map(|posted| posted.message.address.ts)
}

/// The caller joins a public channel. Holds the channel's part and the caller's. True when they had been in it.
pub fn join(tx: &mut Tx, actor: &Actor, seeing: &Seeing) -> Result<bool> {
    if seeing.member {
        return Ok(true);
    }
    if seeing.channel.archived {
        return Err(Error::denied("is_archived"));
    }
    add(tx, &seeing.channel, actor.user, None)?;
    Ok(false)
}

/// Brings somebody into a channel the caller is in. Holds the channel's part and the person's.
pub fn invite(tx: &mut Tx, actor: &Actor, managing: &Managing, user: UserId) -> Result<()> {
    if managing.channel().is_direct() {
        return Err(Error::invalid("method_not_supported_for_channel_type"));
    }
    if user == actor.user {
        return Err(Error::invalid("cant_invite_self"));
    }
    if people::seeing(tx, actor, user)?.deleted {
        return Err(people::USER_NOT_FOUND);
    }
    if memberships::is_member(tx, managing.id(), user)? {
        return Err(Error::invalid("already_in_channel"));
    }
    add(tx, managing.channel(), user, Some(actor.user))
}

/// The caller leaves. Holds the channel's part and the caller's. False when they were not in it.
pub fn leave(tx: &mut Tx, actor: &Actor, seeing: &Seeing) -> Result<bool> {
    if seeing.channel.is_direct() {
        return Err(Error::invalid("method_not_supported_for_channel_type"));
    }
    if !seeing.member {
        return Ok(false);
    }
    if seeing.channel.general {
        return Err(Error::denied("cant_leave_general"));
    }
    if seeing.channel.archived {
        return Err(Error::denied("is_archived"));
    }
    if seeing.channel.kind == ChannelKind::Private && memberships::count(tx, seeing.channel.id)? <= 1 {
        return Err(Error::denied("last_member").because("archive the channel instead"));
    }
    if actor.role == Role::Guest {
        return Err(Error::denied("user_is_restricted"));
    }
    remove(tx, &seeing.channel, actor.user)?;
    Ok(true)
}

/// Removes somebody else. Holds the channel's part and the person's.
pub fn kick(tx: &mut Tx, actor: &Actor, managing: &Managing, user: UserId) -> Result<()> {
    let channel = managing.channel();
    if channel.is_direct() {
        return Err(Error::invalid("method_not_supported_for_channel_type"));
    }
    if user == actor.user {
        return Err(Error::invalid("cant_kick_self"));
    }
    if channel.general {
        return Err(Error::denied("cant_kick_from_general"));
    }
    if channel.creator != actor.user && !actor.is_admin() {
        return Err(Error::denied("restricted_action"));
    }
    people::get(tx, user)?;
    if !memberships::is_member(tx, channel.id, user)? {
        return Err(Error::invalid("not_in_channel"));
    }
    remove(tx, channel, user)
}

/// The parts that an invitation of `users` to `channel` holds.
pub fn parts(channel: ChannelId, users: &[UserId]) -> Vec<Part> {
    std::iter::once(Part::Channel(channel)).chain(users.iter().map(|u| Part::Person(*u))).collect()
}
