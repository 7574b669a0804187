//! A workspace.

use crate::base::Ts;
use crate::base::id::{ChannelId, TeamId};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table};
use serde::{Deserialize, Serialize};

/// A workspace's name and settings.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// Its name as people read it.
    pub name: String,
    /// Its short name, as in Slack's addresses.
    pub domain: String,
    /// When it was made.
    pub created: Ts,
    /// The channel everybody is in.
    pub general: Option<ChannelId>,
}
record_v1!(Team, Team);

impl Team {
    /// Where a workspace is kept.
    pub fn at(id: TeamId) -> Place<Self> {
        Place::new(KeyBuf::new(Table::Team).id(id).build(), Scope::Directory)
    }
}

/// The channels chosen for whoever comes new, besides the one everybody is in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Defaults {
    /// In the order in which they were chosen.
    pub channels: Vec<ChannelId>,
}
record_v1!(Defaults, Team);

impl Defaults {
    /// Where a workspace's are kept.
    pub fn at(id: TeamId) -> Place<Self> {
        Place::new(KeyBuf::new(Table::Team).id(id).tag(1).build(), Scope::Directory)
    }
}
