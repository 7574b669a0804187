//! Parts: the logs that commands append to.

use crate::base::Ts;
use crate::base::id::{ChannelId, TeamId, UserId};
use crate::crypto::Scope;

/// One log. Its bytes are the id it belongs to, whose first letter tells the kind.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Part {
    /// What happens in one channel; its members read it.
    Channel(ChannelId),
    /// What concerns one person alone: read marks, preferences, being added to a channel.
    Person(UserId),
    /// What everybody in a workspace may know: people, public channels, emoji, user groups.
    Team(TeamId),
}

impl Part {
    /// The part's name in the storage contract.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Part::Channel(id) => id.as_bytes(),
            Part::Person(id) => id.as_bytes(),
            Part::Team(id) => id.as_bytes(),
        }
    }

    /// Reads a part's name back.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        ChannelId::parse(text)
            .map(Part::Channel)
            .or_else(|| UserId::parse(text).map(Part::Person))
            .or_else(|| TeamId::parse(text).map(Part::Team))
    }

    /// Which keys seal an entry written at `stamp`.
    pub fn scope(&self, stamp: Ts) -> Scope {
        match *self {
            Part::Channel(channel) => Scope::Channel { channel, day: stamp.day() },
            Part::Person(user) => Scope::Person(user),
            Part::Team(_) => Scope::Directory,
        }
    }

    /// What stands for a row key when an entry is sealed: no table has the number 0.
    pub fn entry_key(&self, stamp: Ts) -> Vec<u8> {
        let mut key = vec![0];
        key.extend_from_slice(self.as_bytes());
        key.extend_from_slice(&stamp.to_be_bytes());
        key
    }
}
