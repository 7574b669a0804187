//! Keys from keys: HKDF-SHA-256 with a label for each use, so that no two uses ever share a key.

use crate::base::{Error, Result};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use zeroize::Zeroizing;

/// Bytes of every symmetric key here.
pub(super) const KEY_BYTES: usize = 32;
/// A key in a buffer that is wiped when it is dropped. It stays where it is: moving it around, or growing a list of
/// them, would leave copies behind.
pub type Key = Box<Zeroizing<[u8; KEY_BYTES]>>;

/// A key's buffer, filled in place.
pub(super) fn key_from(bytes: &[u8; KEY_BYTES]) -> Key {
    let mut key = Key::default();
    key.copy_from_slice(bytes);
    key
}

/// A secret that only serves to derive keys from.
pub(super) struct Parent(Prk);

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

impl Parent {
    pub(super) fn new(secret: &[u8; KEY_BYTES]) -> Self {
        Self(Salt::new(HKDF_SHA256, b"comity").extract(secret))
    }

    /// The key for `label` and `purpose`. The label's length goes first, so the two can't run into each other.
    pub(super) fn derive(&self, label: &str, purpose: &str) -> Result<Key> {
        let mut key = Key::default();
        let info: [&[u8]; 3] = [&[label.len() as u8], label.as_bytes(), purpose.as_bytes()];
        let okm = self.0.expand(&info, Length(KEY_BYTES)).map_err(|_| failed())?;
        okm.fill(&mut key[..]).map_err(|_| failed())?;
        Ok(key)
    }
}

fn failed() -> Error {
    Error::internal("HKDF refused to derive a key: the cryptographic library failed its own checks")
}
