//! From a name to an id, without the name standing anywhere readable.

use crate::base::Result;
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table, View};
use serde::{Deserialize, Serialize};

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
    /// An e-mail address, lower case.
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
}
