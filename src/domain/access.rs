//! Permission is a value: `post` wants a `Posting`, and only this file makes one, by loading the channel through the
//! caller's own membership. Who may not see a channel learns nothing of it: not found.

use super::Actor;
use crate::base::id::ChannelId;
use crate::base::{Error, Result};
use crate::store::View;
use crate::store::records::channel::{Channel, ChannelKind};
use crate::store::records::member::Member;
use crate::store::records::user::Role;

/// The error for a channel that is not there, or not for this caller to know of.
pub const CHANNEL_NOT_FOUND: Error = Error::not_found("channel_not_found");

/// The channel may be seen: its name, topic and members.
#[derive(Clone, Debug)]
pub struct Seeing {
    /// The channel.
    pub channel: Channel,
    /// Whether the caller is in it.
    pub member: bool,
}

/// Its messages may be read.
#[derive(Clone, Debug)]
pub struct Reading(Channel);

/// Messages may be posted, and reactions, pins and bookmarks added.
#[derive(Clone, Debug)]
pub struct Posting(Channel);

/// The caller is in the channel and may change it: topic, name, members.
#[derive(Clone, Debug)]
pub struct Managing(Channel);

macro_rules! channel_of {
    ($($permission:ty),+) => {$(
        impl $permission {
            /// The channel.
            pub fn channel(&self) -> &Channel {
                &self.0
            }
            /// The channel's id.
            pub fn id(&self) -> ChannelId {
                self.0.id
            }
        }
    )+};
}
channel_of!(Reading, Posting, Managing);

/// Loads a channel the caller may know of: one they are in, or a public one unless they are a guest.
pub fn seeing(view: &View, actor: &Actor, id: ChannelId) -> Result<Seeing> {
    let member = view.exists(&Member::at(view, id, actor.user)?)?;
    let channel = view.get(&Channel::at(id))?.ok_or(CHANNEL_NOT_FOUND)?;
    let open = channel.kind == ChannelKind::Public && actor.role > Role::Guest;
    if member || open { Ok(Seeing { channel, member }) } else { Err(CHANNEL_NOT_FOUND) }
}

/// Whether the caller may read the channel's messages. A person may read public channels; a bot only where it was
/// invited, as in Slack.
pub fn reading(view: &View, actor: &Actor, id: ChannelId) -> Result<Reading> {
    let seen = seeing(view, actor, id)?;
    match seen.member || actor.bot.is_none() {
        true => Ok(Reading(seen.channel)),
        false => Err(Error::denied("not_in_channel")),
    }
}

/// Whether the caller may post. A bot with `chat:write.public` may post to public channels it is not in.
pub fn posting(view: &View, actor: &Actor, id: ChannelId) -> Result<Posting> {
    let seen = seeing(view, actor, id)?;
    let public =
        seen.channel.kind == ChannelKind::Public && actor.bot.is_some() && actor.has_scope(&["chat:write.public"]);
    if !seen.member && !public {
        return Err(Error::denied("not_in_channel"));
    }
    writable(seen.channel).map(Posting)
}

/// Whether the caller may change the channel itself.
pub fn managing(view: &View, actor: &Actor, id: ChannelId) -> Result<Managing> {
    let seen = seeing(view, actor, id)?;
    if !seen.member {
        return Err(Error::denied("not_in_channel"));
    }
    if actor.role == Role::Guest {
        return Err(Error::denied("user_is_restricted"));
    }
    writable(seen.channel).map(Managing)
}

/// Whether the caller may open an archived channel again.
pub fn reviving(view: &View, actor: &Actor, id: ChannelId) -> Result<Managing> {
    let seen = seeing(view, actor, id)?;
    match (seen.channel.archived, actor.role) {
        (false, _) => Err(Error::invalid("not_archived")),
        (true, Role::Guest) => Err(Error::denied("user_is_restricted")),
        (true, _) => Ok(Managing(seen.channel)),
    }
}

/// Whether the caller may change a channel for the workspace's sake: an administrator may where they may see it, also
/// without being in it and when it is archived. A private channel they are not in is not theirs to touch.
pub fn overseeing(view: &View, actor: &Actor, id: ChannelId) -> Result<Managing> {
    administering(actor)?;
    let seen = seeing(view, actor, id)?;
    if seen.channel.is_direct() {
        Err(Error::invalid("method_not_supported_for_channel_type"))
    } else {
        Ok(Managing(seen.channel))
    }
}

/// Whether the caller manages the workspace; a bot never does.
pub fn administering(actor: &Actor) -> Result<()> {
    if actor.is_admin() && actor.bot.is_none() { Ok(()) } else { Err(Error::denied("not_an_admin")) }
}

fn writable(channel: Channel) -> Result<Channel> {
    if channel.archived { Err(Error::denied("is_archived")) } else { Ok(channel) }
}
