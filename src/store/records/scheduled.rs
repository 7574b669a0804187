//! Messages to be sent later.

use super::message::Body;
use crate::base::id::{ChannelId, ScheduledId, SessionId, UserId};
use crate::base::{Result, Ts};
use crate::crypto::Scope;
use crate::store::record::{from_bytes, newer, to_bytes};
use crate::store::{KeyBuf, Place, Record, Table};
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
    /// The program's token it was scheduled with, and ends with; none for a browser, whose sessions come and go.
    pub token: Option<SessionId>,
}

mod v1 {
    use super::{Body, ChannelId, Deserialize, ScheduledId, Ts};

    #[derive(Deserialize)]
    pub struct Scheduled {
        pub id: ScheduledId,
        pub channel: ChannelId,
        pub thread: Option<Ts>,
        pub broadcast: bool,
        pub body: Body,
        pub post_at: u64,
        pub created: Ts,
        pub failed: Option<String>,
    }
}

impl From<v1::Scheduled> for Scheduled {
    fn from(old: v1::Scheduled) -> Self {
        let v1::Scheduled { id, channel, thread, broadcast, body, post_at, created, failed } = old;
        Self { id, channel, thread, broadcast, body, post_at, created, failed, token: None }
    }
}

impl Record for Scheduled {
    const TABLE: Table = Table::Scheduled;
    const VERSION: u8 = 2;

    fn encode(&self) -> Result<Vec<u8>> {
        to_bytes(self)
    }

    fn decode(version: u8, bytes: &[u8]) -> Result<Self> {
        match version {
            1 => from_bytes::<v1::Scheduled>(Self::TABLE, version, bytes).map(Self::from),
            2 => from_bytes(Self::TABLE, version, bytes),
            _ => Err(newer(Self::TABLE, version)),
        }
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::world::SystemWorld;

    #[test]
    fn what_was_scheduled_before_it_knew_its_token_opens() {
        let (id, channel) = (ScheduledId::mint(&SystemWorld), ChannelId::mint(&SystemWorld));
        let (thread, failed): (Option<Ts>, Option<String>) = (None, None);
        let body = Body { text: "Good morning".to_owned(), ..Body::default() };
        let old = (id, channel, thread, false, body, 7_u64, Ts(1), failed);
        let read = Scheduled::decode(1, &to_bytes(&old).unwrap()).unwrap();
        assert_eq!((read.id, &*read.body.text, read.post_at, read.token), (id, "Good morning", 7, None));
        let again = Scheduled::decode(Scheduled::VERSION, &read.encode().unwrap()).unwrap();
        assert_eq!((again.channel, again.created), (channel, Ts(1)));
        assert!(Scheduled::decode(3, &[]).is_err());
    }
}
