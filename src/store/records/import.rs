//! How far an import has come, and what became of ids that it could not keep.

use crate::base::{Result, Ts};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table, View};
use serde::{Deserialize, Serialize};

/// An import's progress, written in the same commit as the messages it counts.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Import {
    /// Conversations that are complete, in the order of the archive's lists.
    pub conversations: u64,
    /// Messages done in the next one.
    pub messages: u64,
    /// When it began.
    pub begun: Ts,
    /// When everything was in.
    pub finished: Option<Ts>,
    /// Whether admins and owners of the archive stayed what they were.
    pub keep_roles: bool,
}
record_v1!(Import, Position);

impl Import {
    /// Where the progress of the archive with this hash is kept.
    pub fn at(view: &View, archive: &[u8]) -> Result<Place<Self>> {
        let hash = view.lookup("import", &[archive])?;
        Ok(Place::new(KeyBuf::new(Table::Position).hash(&hash).tag(0).build(), Scope::Directory))
    }
}

/// The id somebody or something has here instead of the one in the archive.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Alias {
    /// The id here.
    pub id: String,
}
record_v1!(Alias, Position);

impl Alias {
    /// Where the alias of an archive's id is kept.
    pub fn at(view: &View, archive: &[u8], id: &str) -> Result<Place<Self>> {
        let hash = view.lookup("import alias", &[archive, id.as_bytes()])?;
        Ok(Place::new(KeyBuf::new(Table::Position).hash(&hash).tag(1).build(), Scope::Directory))
    }
}
