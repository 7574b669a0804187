//! Everything of one kind in a workspace, in the order of creation: what `users.list` and `conversations.list` page
//! through.

use crate::base::Ts;
use crate::base::id::{Id, IdKind};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table};
use serde::{Deserialize, Serialize};

/// One line of a listing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Listing {
    /// The id listed.
    pub id: String,
}
record_v1!(Listing, Listing);

/// What is listed. The number is on disk.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(u8)]
pub enum Kind {
    /// Users.
    Users = 1,
    /// Public and private channels. Who may see which is decided by the reader.
    Channels = 2,
    /// User groups.
    Usergroups = 3,
    /// Apps.
    Apps = 4,
}

impl Listing {
    /// The line of `id`, created at `created`.
    pub fn at<K: IdKind>(kind: Kind, created: Ts, id: Id<K>) -> Place<Self> {
        Place::new(Self::prefix(kind).ts(created).id(id).build(), Scope::Directory)
    }

    /// What every line of a listing starts with.
    pub fn prefix(kind: Kind) -> KeyBuf {
        KeyBuf::new(Table::Listing).tag(kind as u8)
    }
}
