//! Pictures of people and emoji, cut into rows. What they are is told by their first bytes; nothing here decodes them.

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

/// What a picture is of.
#[derive(Clone, Copy, Debug)]
pub enum PhotoOf {
    /// A person, who has one at most.
    Person(UserId),
    /// A custom emoji, found by its mark: a name may change hands, a picture does not.
    Emoji([u8; 16]),
}

/// A picture.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Photo {
    /// The end of its address: a keyed hash of what it is of and its bytes, so that a new picture has a new address.
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
    /// Where it is kept what a picture is.
    pub fn at(of: PhotoOf) -> Place<Self> {
        Place::new(of.key().tag(0).build(), Scope::Directory)
    }

    /// Where one row of it is kept.
    pub fn part(of: PhotoOf, number: u8) -> Place<PhotoPart> {
        Place::new(of.key().tag(1).tag(number).build(), Scope::Directory)
    }
}

impl PhotoOf {
    /// An id is written with its length, so an emoji's key, which starts with a zero, is never a person's.
    fn key(self) -> KeyBuf {
        match self {
            Self::Person(user) => KeyBuf::new(Table::Photo).id(user),
            Self::Emoji(mark) => KeyBuf::new(Table::Photo).tag(0).hash(&mark),
        }
    }
}
