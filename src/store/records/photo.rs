//! People's pictures, cut into rows. What they are is told by their first bytes; nothing here decodes them.

use crate::base::id::UserId;
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table};
use serde::{Deserialize, Serialize};

/// The formats every browser shows.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum PhotoKind {
    /// `image/png`.
    Png,
    /// `image/jpeg`.
    Jpeg,
    /// `image/gif`.
    Gif,
    /// `image/webp`.
    Webp,
}

/// A person's picture.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Photo {
    /// The end of its address: a keyed hash of person and picture, so that a new picture has a new address.
    pub mark: String,
    /// Its format.
    pub kind: PhotoKind,
    /// How many rows hold it.
    pub parts: u8,
}
record_v1!(Photo, Photo);

/// One row of a picture.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PhotoPart {
    /// The bytes.
    pub bytes: Vec<u8>,
}
record_v1!(PhotoPart, Photo);

impl Photo {
    /// Where it is kept what a person's picture is.
    pub fn at(user: UserId) -> Place<Self> {
        Place::new(KeyBuf::new(Table::Photo).id(user).tag(0).build(), Scope::Directory)
    }

    /// Where one row of it is kept.
    pub fn part(user: UserId, number: u8) -> Place<PhotoPart> {
        Place::new(KeyBuf::new(Table::Photo).id(user).tag(1).tag(number).build(), Scope::Directory)
    }
}
