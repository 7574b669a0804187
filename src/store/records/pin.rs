//! Pinned messages of a channel.

use crate::base::Ts;
use crate::base::id::{ChannelId, UserId};
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table};
use serde::{Deserialize, Serialize};

/// One pin.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pin {
    /// The pinned message.
    pub ts: Ts,
    /// Who pinned it.
    pub user: UserId,
    /// When.
    pub created: Ts,
}
record_v1!(Pin, Pin);

impl Pin {
    /// Where the pin of a message is kept.
    pub fn at(channel: ChannelId, ts: Ts) -> Place<Self> {
        Place::new(Self::prefix(channel).ts(ts).build(), super::channel::standing(channel))
    }

    /// What every pin of a channel starts with.
    pub fn prefix(channel: ChannelId) -> KeyBuf {
        KeyBuf::new(Table::Pin).id(channel)
    }
}
