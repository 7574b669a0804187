//! Sealing one record: a short header, then AES-256-GCM bound to the scope, the row and the record's version.
//!
//! ```text
//! format 1 | record version 1 | key id 16 | nonce 12 | ciphertext | tag 16
//! ```

use super::cipher::{Cipher, OVERHEAD};
use super::derive::{KEY_BYTES, Key, Parent};
use super::scope::Scope;
use crate::base::{Error, Result};
use data_encoding::HEXLOWER;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const FORMAT: u8 = 1;
pub(super) const ID_BYTES: usize = 16;
const HEADER: usize = 2 + ID_BYTES;

/// Bytes a sealed record is longer than the plain one.
pub const SEAL_OVERHEAD: usize = HEADER + OVERHEAD;

/// Names a key in the header of what it sealed.
pub(super) type KeyId = [u8; ID_BYTES];

/// The data keys of one scope: the newest seals, all of them open.
pub struct ScopeKeys {
    /// What comes first in the associated data of every record of this scope.
    associated: Vec<u8>,
    /// Newest first; empty when the ring was shredded.
    keys: Vec<(KeyId, Cipher)>,
    /// The keys that were shredded.
    shredded: Vec<KeyId>,
    /// Raised when the vault these came from is sealed, so that a command under way stops too.
    revoked: Arc<AtomicBool>,
}

impl ScopeKeys {
    /// Works out ids and key schedules of `keys`, newest first.
    pub(super) fn new(scope: &Scope, keys: &[Key], revoked: Arc<AtomicBool>) -> Result<Self> {
        let keys = keys.iter().map(|key| prepare(key)).collect::<Result<Vec<_>>>()?;
        if keys.is_empty() {
            return Err(Error::internal("a scope's key ring is empty: its row in the data key table is damaged"));
        }
        Ok(Self { associated: associated_with(scope), keys, shredded: Vec::new(), revoked })
    }

    /// What is left of a ring: it opens and seals nothing, and knows what it once sealed.
    pub(super) fn shredded(scope: &Scope, ids: Vec<KeyId>, revoked: Arc<AtomicBool>) -> Self {
        Self { associated: associated_with(scope), keys: Vec::new(), shredded: ids, revoked }
    }

    /// The ids of all keys that were ever here.
    pub(super) fn ids(&self) -> Vec<KeyId> {
        self.keys.iter().map(|(id, _)| *id).chain(self.shredded.iter().copied()).collect()
    }

    /// Seals `plain` for the row `row_key` (table byte included) as a record of `version`.
    pub fn seal(&self, row_key: &[u8], version: u8, plain: &[u8]) -> Result<Vec<u8>> {
        self.check()?;
        let (id, cipher) = self.keys.first().ok_or_else(shredded)?;
        let mut sealed = Vec::with_capacity(SEAL_OVERHEAD + plain.len());
        sealed.push(FORMAT);
        sealed.push(version);
        sealed.extend_from_slice(id);
        cipher.seal(&self.associated(version, row_key), plain, &mut sealed)?;
        Ok(sealed)
    }

    /// Opens what `seal` made for this very row; answers the record's version and its plain bytes.
    pub fn open(&self, row_key: &[u8], sealed: &[u8]) -> Result<(u8, Vec<u8>)> {
        self.check()?;
        let table = row_key.first().copied().unwrap_or_default();
        let (header, text) = sealed
            .split_at_checked(HEADER)
            .filter(|(_, text)| text.len() >= OVERHEAD)
            .ok_or_else(|| damaged(table, "is shorter than its header"))?;
        if header[0] != FORMAT {
            return Err(damaged(
                table,
                "has a format this version does not know, so a newer Comity may have written it",
            ));
        }
        let (version, id) = (header[1], &header[2..]);
        let (_, cipher) = self.keys.iter().find(|(known, _)| known == id).ok_or_else(|| self.missing(table, id))?;
        let plain = cipher
            .open(&self.associated(version, row_key), text)
            .ok_or_else(|| damaged(table, "does not authenticate: it was altered, or moved here from another row"))?;
        Ok((version, plain))
    }

    /// Why the key of this id is not here.
    fn missing(&self, table: u8, id: &[u8]) -> Error {
        if self.shredded.iter().any(|known| known == id) {
            return shredded();
        }
        let id = HEXLOWER.encode(id);
        damaged(table, &format!("names data key {id}, which this scope never had: it was altered, or moved here"))
    }

    /// Scope (with its length), version, then the row key, which ends the data and so needs no length.
    fn associated(&self, version: u8, row_key: &[u8]) -> Vec<u8> {
        let mut associated = Vec::with_capacity(self.associated.len() + 1 + row_key.len());
        associated.extend_from_slice(&self.associated);
        associated.push(version);
        associated.extend_from_slice(row_key);
        associated
    }

    fn check(&self) -> Result<()> {
        if self.revoked.load(Ordering::Acquire) { Err(sealed()) } else { Ok(()) }
    }
}

/// The id names the key in headers and commits to it: another key with the same id can't be found.
fn prepare(key: &[u8; KEY_BYTES]) -> Result<(KeyId, Cipher)> {
    let parent = Parent::new(key);
    let mut id = [0; ID_BYTES];
    id.copy_from_slice(&parent.derive("data key", "id")?[..ID_BYTES]);
    Ok((id, Cipher::new(&*parent.derive("data key", "records")?)?))
}

fn associated_with(scope: &Scope) -> Vec<u8> {
    let name = scope.name();
    let mut associated = vec![FORMAT, name.len() as u8];
    associated.extend_from_slice(&name);
    associated
}

/// The answer of a sealed vault, and of the keys it gave out.
pub(super) fn sealed() -> Error {
    Error::sealed("this installation is sealed: unseal it with its root key")
}

fn shredded() -> Error {
    Error::sealed("the data keys of this scope were destroyed")
}

fn damaged(table: u8, how: &str) -> Error {
    Error::internal(format!("a sealed value in table {table} {how}; restore the database from a backup, or upgrade"))
}

impl fmt::Debug for ScopeKeys {
    /// Says how many keys there are and nothing of them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ScopeKeys({} keys)", self.keys.len())
    }
}

#[cfg(test)]
mod tests;
