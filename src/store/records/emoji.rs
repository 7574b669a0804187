//! Custom emoji.

use crate::base::id::UserId;
use crate::base::{Result, Ts};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table, View};
use serde::{Deserialize, Serialize};

/// A custom emoji: an address of a picture, or `alias:name`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Emoji {
    /// The name without colons.
    pub name: String,
    /// The picture's address or the alias.
    pub url: String,
    /// Who added it.
    pub creator: UserId,
    /// When.
    pub created: Ts,
}
record_v1!(Emoji, Emoji);

impl Emoji {
    /// Where an emoji is kept.
    pub fn at(view: &View, name: &str) -> Result<Place<Self>> {
        let hash = view.lookup("emoji", &[name.as_bytes()])?;
        Ok(Place::new(Self::prefix().hash(&hash).build(), Scope::Directory))
    }

    /// What every emoji starts with.
    pub fn prefix() -> KeyBuf {
        KeyBuf::new(Table::Emoji)
    }
}
