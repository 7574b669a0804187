//! The threads a person follows, and how far they have read them.

use crate::base::id::{ChannelId, UserId};
use crate::base::{Result, Ts};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table, View};
use serde::{Deserialize, Serialize};

/// One followed thread.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Subscription {
    /// Where.
    pub channel: ChannelId,
    /// The root.
    pub thread: Ts,
    /// Every reply up to here has been read.
    pub last_read: Ts,
    /// Followed; a thread once left is not followed again by replying to it.
    pub active: bool,
}
record_v1!(Subscription, Subscription);

impl Subscription {
    /// Where a person's side of a thread is kept.
    pub fn at(view: &View, user: UserId, channel: ChannelId, thread: Ts) -> Result<Place<Self>> {
        let pair = view.lookup("subscription", &[user.as_bytes(), channel.as_bytes(), &thread.to_be_bytes()])?;
        Ok(Place::new(Self::prefix(user).hash(&pair).build(), Scope::Person(user)))
    }

    /// What every thread of a person starts with.
    pub fn prefix(user: UserId) -> KeyBuf {
        KeyBuf::new(Table::Subscription).id(user)
    }
}
