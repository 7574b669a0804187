//! What a person has reacted to: the way back from a person to messages, which themselves keep who reacted and how.

use super::message::Address;
use crate::base::Result;
use crate::base::Ts;
use crate::base::id::{ChannelId, UserId};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table, View};
use serde::{Deserialize, Serialize};

/// One message a person has reacted to, however often.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reaction {
    /// Where.
    pub channel: ChannelId,
    /// Which message.
    pub ts: Ts,
    /// When they reacted first.
    pub created: Ts,
}
record_v1!(Reaction, Reaction);

impl Reaction {
    /// Where a person's reaction to a message is noted.
    pub fn at(view: &View, user: UserId, message: &Address) -> Result<Place<Self>> {
        let words = [user.as_bytes(), message.channel.as_bytes(), &message.ts.to_be_bytes()];
        let hash = view.lookup("reaction", &words)?;
        Ok(Place::new(Self::prefix(user).hash(&hash).build(), Scope::Person(user)))
    }

    /// What every reaction of a person starts with.
    pub fn prefix(user: UserId) -> KeyBuf {
        KeyBuf::new(Table::Reaction).id(user)
    }
}
