//! Messages a person keeps for later.

use crate::base::id::{ChannelId, UserId};
use crate::base::{Result, Ts};
use crate::crypto::Scope;
use crate::store::record::{from_bytes, newer, to_bytes};
use crate::store::{KeyBuf, Place, Record, Table, View};
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
    /// When the person was done with it, in seconds; 0 while they are not.
    pub done: u64,
}

mod v1 {
    use super::{ChannelId, Deserialize, Ts};

    /// Without a mark for what is done.
    #[derive(Deserialize)]
    pub struct Saved {
        pub channel: ChannelId,
        pub ts: Ts,
        pub created: Ts,
    }
}

impl Record for Saved {
    const TABLE: Table = Table::Saved;
    const VERSION: u8 = 2;

    fn encode(&self) -> Result<Vec<u8>> {
        to_bytes(self)
    }

    fn decode(version: u8, bytes: &[u8]) -> Result<Self> {
        match version {
            1 => {
                let old: v1::Saved = from_bytes(Self::TABLE, version, bytes)?;
                Ok(Self { channel: old.channel, ts: old.ts, created: old.created, done: 0 })
            }
            2 => from_bytes(Self::TABLE, version, bytes),
            _ => Err(newer(Self::TABLE, version)),
        }
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_saved_before_there_was_a_mark_is_not_done() {
        let (channel, ts) = (ChannelId::parse("C0000000001").unwrap(), Ts::from_secs(7));
        let written = to_bytes(&(channel, ts, Ts::from_secs(9))).unwrap();
        let read = Saved::decode(1, &written).unwrap();
        assert_eq!((read.channel, read.ts, read.created, read.done), (channel, ts, Ts::from_secs(9), 0));
    }
}
