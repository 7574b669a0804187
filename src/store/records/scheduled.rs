//! Messages to be sent later.

use super::message::Body;
use crate::base::Ts;
use crate::base::id::{ChannelId, ScheduledId, UserId};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table};
use serde::{Deserialize, Serialize};

/// One scheduled message.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Scheduled {
    /// Its id.
    pub id: ScheduledId,
    /// Where it goes.
    pub channel: ChannelId,
    /// The thread it replies to.
    pub thread: Option<Ts>,
    /// Whether a reply also goes to the channel.
    pub broadcast: bool,
    /// What it says.
    pub body: Body,
    /// When, in seconds.
    pub post_at: u64,
    /// When it was scheduled.
    pub created: Ts,
    /// Why it could not be sent, once that is so.
    pub failed: Option<String>,
}
record_v1!(Scheduled, Scheduled);

impl Scheduled {
    /// Where a person's scheduled message is kept.
    pub fn at(user: UserId, id: ScheduledId) -> Place<Self> {
        Place::new(Self::prefix(user).id(id).build(), Scope::Person(user))
    }

    /// What every scheduled message of a person starts with.
    pub fn prefix(user: UserId) -> KeyBuf {
        KeyBuf::new(Table::Scheduled).id(user)
    }
}
