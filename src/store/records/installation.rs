//! The installation itself: one record a store.

use crate::base::Ts;
use crate::base::id::{InstallationId, TeamId};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table};
use serde::{Deserialize, Serialize};

/// Which installation this is, and its workspace.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Installation {
    /// The origin of every message made here.
    pub id: InstallationId,
    /// The workspace.
    pub team: TeamId,
    /// When it was made.
    pub created: Ts,
}
record_v1!(Installation, Installation);

impl Installation {
    /// The one place.
    pub fn at() -> Place<Self> {
        Place::new(KeyBuf::new(Table::Installation).build(), Scope::Directory)
    }
}
