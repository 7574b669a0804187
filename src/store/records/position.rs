//! How far a reader of the log has come.

use crate::base::Ts;
use crate::base::id::AppId;
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table};
use serde::{Deserialize, Serialize};

/// Up to where an app has acknowledged its events.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct AppPosition {
    /// The commit.
    pub commit: u64,
    /// The stamp within it.
    pub stamp: Ts,
}
record_v1!(AppPosition, Position);

impl AppPosition {
    /// Where an app's position is kept.
    pub fn at(app: AppId) -> Place<Self> {
        Place::new(KeyBuf::new(Table::Position).id(app).build(), Scope::Directory)
    }
}
