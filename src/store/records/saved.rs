//! Messages a person keeps for later.

use crate::base::id::{ChannelId, UserId};
use crate::base::{Result, Ts};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table, View};
use serde::{Deserialize, Serialize};

/// One saved message.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Saved {
    /// Where.
    pub channel: ChannelId,
    /// Which message.
    pub ts: Ts,
    /// When it was saved.
    pub created: Ts,
}
record_v1!(Saved, Saved);

impl Saved {
    /// Where a saved message is kept.
    pub fn at(view: &View, user: UserId, channel: ChannelId, ts: Ts) -> Result<Place<Self>> {
        let pair = view.lookup("saved", &[user.as_bytes(), channel.as_bytes(), &ts.to_be_bytes()])?;
        Ok(Place::new(Self::prefix(user).hash(&pair).build(), Scope::Person(user)))
    }

    /// What every saved message of a person starts with.
    pub fn prefix(user: UserId) -> KeyBuf {
        KeyBuf::new(Table::Saved).id(user)
    }
}
