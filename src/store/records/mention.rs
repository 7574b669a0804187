//! That a message calls a person by name. Counted by range, listed by person.

use crate::base::id::{ChannelId, UserId};
use crate::base::{Result, Ts};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::records::message::Address;
use crate::store::{KeyBuf, Place, Table, View};
use serde::{Deserialize, Serialize};

/// One mention.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Mention {
    /// Where.
    pub channel: ChannelId,
    /// Which message.
    pub ts: Ts,
    /// The root of its thread, for replies.
    pub thread: Option<Ts>,
}
record_v1!(Mention, Mention);

impl Mention {
    /// Where a mention of a person is kept. The lane ends the key, so that those in the timeline are counted alone.
    pub fn at(view: &View, user: UserId, message: &Address) -> Result<Place<Self>> {
        let key = Self::in_channel(view, user, message.channel)?.ts(message.ts).tag(message.lane as u8);
        Ok(Place::new(key.build(), Scope::Person(user)))
    }

    /// What every mention of a person in one channel starts with.
    pub fn in_channel(view: &View, user: UserId, channel: ChannelId) -> Result<KeyBuf> {
        let pair = view.lookup("mention", &[user.as_bytes(), channel.as_bytes()])?;
        Ok(KeyBuf::new(Table::Mention).id(user).hash(&pair))
    }

    /// Where a mention of everybody in a channel is kept: once, not once a person.
    pub fn of_all(channel: ChannelId, ts: Ts) -> Place<Self> {
        Place::new(Self::of_all_prefix(channel).ts(ts).build(), super::channel::standing(channel))
    }

    /// What every mention of everybody in one channel starts with.
    pub fn of_all_prefix(channel: ChannelId) -> KeyBuf {
        KeyBuf::new(Table::Mention).id(channel)
    }
}
