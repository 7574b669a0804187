//! Custom emoji.

use super::lookup::spellings;
use crate::base::id::UserId;
use crate::base::{Result, Ts, text};
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
        Self::spelt(view, &text::folded(name))
    }

    /// An emoji and where it is kept, however its name is typed.
    pub fn find(view: &View, name: &str) -> Result<Option<(Place<Self>, Self)>> {
        for spelling in spellings(name) {
            let place = Self::spelt(view, &spelling)?;
            if let Some(found) = view.get(&place)? {
                return Ok(Some((place, found)));
            }
        }
        Ok(None)
    }

    fn spelt(view: &View, name: &str) -> Result<Place<Self>> {
        let hash = view.lookup("emoji", &[name.as_bytes()])?;
        Ok(Place::new(Self::prefix().hash(&hash).build(), Scope::Directory))
    }

    /// What every emoji starts with.
    pub fn prefix() -> KeyBuf {
        KeyBuf::new(Table::Emoji)
    }
}
