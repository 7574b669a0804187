//! Channels, direct messages and group messages.

use crate::base::Ts;
use crate::base::id::{ChannelId, InstallationId, UserId};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table};
use serde::{Deserialize, Serialize};

/// What kind of conversation a channel is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum ChannelKind {
    /// Anyone but a guest may find, read and join it.
    Public,
    /// Members only.
    Private,
    /// Two people, or one with themselves.
    Direct,
    /// A few people, fixed from the start.
    Group,
}

/// A topic or a purpose.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Note {
    /// The text.
    pub value: String,
    /// Who set it.
    pub creator: Option<UserId>,
    /// When.
    pub last_set: Ts,
}

/// A channel.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Channel {
    /// The id, which survives rename, sharing and import.
    pub id: ChannelId,
    /// What kind.
    pub kind: ChannelKind,
    /// The installation that orders it.
    pub origin: InstallationId,
    /// The name without `#`; for a group message Slack's `mpdm-…` name, for a direct one nothing.
    pub name: String,
    /// Who made it.
    pub creator: UserId,
    /// When.
    pub created: Ts,
    /// When the record last changed.
    pub updated: Ts,
    /// What it is about now.
    pub topic: Note,
    /// What it is for.
    pub purpose: Note,
    /// Closed for writing, kept for reading.
    pub archived: bool,
    /// The channel everybody is in.
    pub general: bool,
    /// Names it had before.
    pub previous_names: Vec<String>,
    /// The people of a direct or group message, sorted; empty for channels, whose members come and go.
    pub people: Vec<UserId>,
}
record_v1!(Channel, Channel);

impl Channel {
    /// Where a channel is kept.
    pub fn at(id: ChannelId) -> Place<Self> {
        Place::new(KeyBuf::new(Table::Channel).id(id).build(), standing(id))
    }

    /// True for a direct or a group message.
    pub fn is_direct(&self) -> bool {
        matches!(self.kind, ChannelKind::Direct | ChannelKind::Group)
    }
}

/// The keys of a channel's standing facts: its name, its members, its pins.
pub fn standing(channel: ChannelId) -> Scope {
    Scope::Channel { channel, day: 0 }
}
