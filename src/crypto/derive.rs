//! Keys from keys: HKDF-SHA-256 with a label for each use, so that no two uses ever share a key.

use crate::base::{Error, Result};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use zeroize::Zeroizing;

/// Bytes of every symmetric key here.
pub(super) const KEY_BYTES: usize = 32;
/// A key in a buffer that is wiped when it is dropped.
pub(super) type Key = Zeroizing<[u8; KEY_BYTES]>;

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
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        let info: [&[u8]; 3] = [&[label.len() as u8], label.as_bytes(), purpose.as_bytes()];
        let okm = self.0.expand(&info, Length(KEY_BYTES)).map_err(|_| failed())?;
        okm.fill(key.as_mut()).map_err(|_| failed())?;
        Ok(key)
    }
}

fn failed() -> Error {
    Error::internal("HKDF refused to derive a key: the cryptographic library failed its own checks")
}
