//! From a name to an id, without the name standing anywhere readable.

use crate::base::{Result, text};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table, View};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// What a name leads to: an id or a timestamp, as text.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Lookup {
    /// The id.
    pub id: String,
}
record_v1!(Lookup, Lookup);

/// What kind of name is looked up; the same word under two purposes has two unrelated keys.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Name {
    /// An e-mail address.
    Email,
    /// A person's handle.
    Handle,
    /// A channel's name.
    Channel,
    /// A user group's handle.
    Usergroup,
    /// The sorted members of a direct or group conversation.
    Conversation,
    /// A message id made by a client: person, channel, id.
    ClientMessage,
}

impl Lookup {
    /// Where `words` of one kind of name are looked up.
    pub fn at(view: &View, name: Name, words: &[&[u8]]) -> Result<Place<Self>> {
        let purpose = match name {
            Name::Email => "email",
            Name::Handle => "handle",
            Name::Channel => "channel name",
            Name::Usergroup => "usergroup handle",
            Name::Conversation => "conversation",
            Name::ClientMessage => "client message",
        };
        let hash = view.lookup(purpose, words)?;
        Ok(Place::new(KeyBuf::new(Table::Lookup).hash(&hash).build(), Scope::Directory))
    }

    /// Where a name that people type is looked up, however they type it.
    pub fn named(view: &View, name: Name, word: &str) -> Result<Place<Self>> {
        Self::at(view, name, &[text::folded(word).as_bytes()])
    }

    /// What a name leads to, and where that is kept.
    pub fn find(view: &View, name: Name, word: &str) -> Result<Option<(Place<Self>, Self)>> {
        for spelling in spellings(word) {
            let place = Self::at(view, name, &[spelling.as_bytes()])?;
            if let Some(found) = view.get(&place)? {
                return Ok(Some((place, found)));
            }
        }
        Ok(None)
    }
}

/// The words under which a name may be kept: in small letters as it was written, as before, or folded, as now. The more
/// exact goes first, since by the old rule two names could differ in what is folded. Most names are one word.
pub fn spellings(word: &str) -> Vec<String> {
    let apart: String = word.to_lowercase().nfd().collect();
    let mut all = vec![text::small(word)];
    for spelling in [word.to_lowercase(), apart, text::folded(word)] {
        if !all.contains(&spelling) {
            all.push(spelling);
        }
    }
    all
}
