//! AES-256-GCM with a random nonce: the only cipher for values and for wrapped keys.

use super::derive::KEY_BYTES;
use crate::base::{Error, Result};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

/// Bytes a sealed text is longer than the plain one: the nonce before it and the tag after it.
pub(super) const OVERHEAD: usize = NONCE_LEN + TAG;
const TAG: usize = 16;

/// A key with its schedule worked out, so that sealing a record costs about a microsecond.
///
/// The library keeps the schedule on its own heap, and wipes that memory when it is given back.
pub(super) struct Cipher(LessSafeKey);

impl Cipher {
    pub(super) fn new(key: &[u8; KEY_BYTES]) -> Result<Self> {
        let key = UnboundKey::new(&AES_256_GCM, key).map_err(|_| {
            Error::internal("AES-256-GCM refused a key: the cryptographic library failed its own checks")
        })?;
        Ok(Self(LessSafeKey::new(key)))
    }

    /// Adds nonce, ciphertext and tag to the end of `out`.
    pub(super) fn seal(&self, associated: &[u8], plain: &[u8], out: &mut Vec<u8>) -> Result<()> {
        let mut nonce = [0; NONCE_LEN];
        // Not from the `World`: a nonce must never repeat under a key, not even in a run that is replayed from a seed.
        getrandom::fill(&mut nonce)
            .map_err(|e| Error::unavailable(format!("the kernel gave no random bytes for a nonce: {e}")))?;
        out.extend_from_slice(&nonce);
        let start = out.len();
        out.extend_from_slice(plain);
        let tag = self
            .0
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(associated), &mut out[start..])
            .map_err(|_| Error::internal("AES-256-GCM refused to seal: the value is too large for it"))?;
        out.extend_from_slice(tag.as_ref());
        Ok(())
    }

    /// The plain text, or `None` when nonce, text, tag, associated data and key don't belong together.
    pub(super) fn open(&self, associated: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, text) = sealed.split_at_checked(NONCE_LEN)?;
        let (text, tag) = text.split_at_checked(text.len().checked_sub(TAG)?)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut plain = vec![0; text.len()];
        self.0.open_separate_gather(nonce, Aad::from(associated), text, tag, &mut plain).ok()?;
        Some(plain)
    }
}
