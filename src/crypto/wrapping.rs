//! Wrapped data keys: the ring of one scope, newest key first, sealed under the organisation key. Of a ring that was
//! shredded the ids of its keys stay, so that what they sealed is told from what is damaged.

use super::cipher::{Cipher, OVERHEAD};
use super::derive::{KEY_BYTES, Key, key_from};
use super::scope::Scope;
use super::sealing::{ID_BYTES, KeyId};
use crate::base::{Error, Result};
use zeroize::Zeroizing;

const FORMAT: u8 = 1;
const SHREDDED: u8 = 2;

/// What stands in a scope's row of the data key table.
pub(super) enum Ring {
    /// Its keys, newest first.
    Keys(Vec<Key>),
    /// The ids of keys that were destroyed.
    Shredded(Vec<KeyId>),
}

/// Seals the ring `keys` of `scope` for its row in the data key table.
pub(super) fn wrap(cipher: &Cipher, scope: &Scope, keys: &[Key]) -> Result<Vec<u8>> {
    let mut plain = Zeroizing::new(Vec::with_capacity(keys.len() * KEY_BYTES));
    for key in keys {
        plain.extend_from_slice(&key[..]);
    }
    sealed(cipher, scope, FORMAT, &plain)
}

/// Seals the ids that are left of a ring.
pub(super) fn wrap_shredded(cipher: &Cipher, scope: &Scope, ids: &[KeyId]) -> Result<Vec<u8>> {
    sealed(cipher, scope, SHREDDED, ids.as_flattened())
}

fn sealed(cipher: &Cipher, scope: &Scope, format: u8, plain: &[u8]) -> Result<Vec<u8>> {
    let mut wrapped = Vec::with_capacity(1 + OVERHEAD + plain.len());
    wrapped.push(format);
    cipher.seal(&associated(scope, format), plain, &mut wrapped)?;
    Ok(wrapped)
}

/// Opens what was wrapped for this very scope.
pub(super) fn unwrap(cipher: &Cipher, scope: &Scope, wrapped: &[u8]) -> Result<Ring> {
    let (format, text) = wrapped.split_first().ok_or_else(|| damaged("are an empty value"))?;
    if !matches!(*format, FORMAT | SHREDDED) {
        return Err(damaged("have a format this version does not know, so a newer Comity may have written them"));
    }
    let plain = cipher.open(&associated(scope, *format), text).map(Zeroizing::new).ok_or_else(|| {
        damaged(
            "do not authenticate: they were altered, moved from another scope, or made under another organisation key",
        )
    })?;
    if *format == SHREDDED {
        let (ids, rest) = plain.as_chunks::<ID_BYTES>();
        return if rest.is_empty() {
            Ok(Ring::Shredded(ids.to_vec()))
        } else {
            Err(damaged("hold no whole number of ids"))
        };
    }
    let (keys, rest) = plain.as_chunks::<KEY_BYTES>();
    if keys.is_empty() || !rest.is_empty() {
        return Err(damaged("hold no whole number of keys"));
    }
    Ok(Ring::Keys(keys.iter().map(key_from).collect()))
}

fn associated(scope: &Scope, format: u8) -> Vec<u8> {
    let mut associated = vec![format];
    associated.extend_from_slice(b"comity data keys");
    associated.extend_from_slice(&scope.name());
    associated
}

fn damaged(how: &str) -> Error {
    Error::internal(format!("the wrapped data keys of a scope {how}; restore the database from a backup, or upgrade"))
}
