//! Who is in which channel: once by channel for permission, once by person for their sidebar.

use super::channel::standing;
use crate::base::id::{ChannelId, UserId};
use crate::base::{Result, Ts};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table, View};
use serde::{Deserialize, Serialize};

/// That a person is in a channel. Every permission in a channel starts here.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub user: UserId,
    /// Since when.
    pub joined: Ts,
}
record_v1!(Member, Member);

impl Member {
    /// Where a person's membership of a channel is kept.
    pub fn at(view: &View, channel: ChannelId, user: UserId) -> Result<Place<Self>> {
        let pair = view.lookup("member", &[channel.as_bytes(), user.as_bytes()])?;
        Ok(Place::new(Self::prefix(channel).hash(&pair).build(), standing(channel)))
    }

    /// What every membership of a channel starts with.
    pub fn prefix(channel: ChannelId) -> KeyBuf {
        KeyBuf::new(Table::Member).id(channel)
    }
}

/// Which messages of a channel make a noise for a person.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Notify {
    /// As the person's general preference says.
    Default,
    /// Every message.
    All,
    /// Mentions only.
    Mentions,
    /// None.
    Nothing,
}

/// A person's own side of a channel: read mark and preferences. Changing it disturbs nobody else's decision.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Membership {
    /// Which channel.
    pub channel: ChannelId,
    /// Everything up to here has been read.
    pub last_read: Ts,
    /// Shown quiet.
    pub muted: bool,
    /// What makes a noise.
    pub notify: Notify,
    /// At the top of the sidebar.
    pub starred: bool,
    /// For direct and group messages: in the sidebar.
    pub open: bool,
}
record_v1!(Membership, Membership);

impl Membership {
    /// Where a person's side of a channel is kept.
    pub fn at(view: &View, user: UserId, channel: ChannelId) -> Result<Place<Self>> {
        let pair = view.lookup("membership", &[user.as_bytes(), channel.as_bytes()])?;
        Ok(Place::new(Self::prefix(user).hash(&pair).build(), Scope::Person(user)))
    }

    /// What every channel of a person starts with.
    pub fn prefix(user: UserId) -> KeyBuf {
        KeyBuf::new(Table::Membership).id(user)
    }
}
