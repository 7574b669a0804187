//! What a person has reacted to, for listing. What stands under a message is kept with the message.

use crate::base::id::{ChannelId, UserId};
use crate::base::{Result, Ts};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table, View};
use serde::{Deserialize, Serialize};

/// That a person has reacted to a message.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reaction {
    /// Where.
    pub channel: ChannelId,
    /// Which message.
    pub ts: Ts,
}
record_v1!(Reaction, Reaction);

impl Reaction {
    /// Where a person's reaction to a message is listed: by the time of the message.
    pub fn at(view: &View, user: UserId, channel: ChannelId, ts: Ts) -> Result<Place<Self>> {
        let pair = view.lookup("reaction", &[user.as_bytes(), channel.as_bytes()])?;
        Ok(Place::new(Self::prefix(user).ts(ts).hash(&pair).build(), Scope::Person(user)))
    }

    /// What every reaction of a person starts with.
    pub fn prefix(user: UserId) -> KeyBuf {
        KeyBuf::new(Table::Reaction).id(user)
    }
}
