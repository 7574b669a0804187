//! User groups: one name for several people.

use crate::base::Ts;
use crate::base::id::{ChannelId, UserId, UsergroupId};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table};
use serde::{Deserialize, Serialize};

/// A user group.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Usergroup {
    /// Its id.
    pub id: UsergroupId,
    /// What people read.
    pub name: String,
    /// What people type after `@`.
    pub handle: String,
    /// What it is for.
    pub description: String,
    /// Its people.
    pub users: Vec<UserId>,
    /// Channels its people are invited to.
    pub channels: Vec<ChannelId>,
    /// Who made it.
    pub created_by: UserId,
    /// When.
    pub created: Ts,
    /// Who changed it last.
    pub updated_by: UserId,
    /// When.
    pub updated: Ts,
    /// When it was disabled.
    pub disabled: Option<Ts>,
}
record_v1!(Usergroup, Usergroup);

impl Usergroup {
    /// Where a user group is kept.
    pub fn at(id: UsergroupId) -> Place<Self> {
        Place::new(KeyBuf::new(Table::Usergroup).id(id).build(), Scope::Directory)
    }
}
