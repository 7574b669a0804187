//! Wrapped data keys: the ring of one scope, newest key first, sealed under the organisation key.

use super::cipher::{Cipher, OVERHEAD};
use super::derive::{KEY_BYTES, Key, key_from};
use super::scope::Scope;
use crate::base::{Error, Result};
use zeroize::Zeroizing;

const FORMAT: u8 = 1;

/// Seals the ring `keys` of `scope` for its row in the data key table.
pub(super) fn wrap(cipher: &Cipher, scope: &Scope, keys: &[Key]) -> Result<Vec<u8>> {
    let mut plain = Zeroizing::new(Vec::with_capacity(keys.len() * KEY_BYTES));
    for key in keys {
        plain.extend_from_slice(&key[..]);
    }
    let mut wrapped = Vec::with_capacity(1 + OVERHEAD + plain.len());
    wrapped.push(FORMAT);
    cipher.seal(&associated(scope), &plain, &mut wrapped)?;
    Ok(wrapped)
}

/// Opens what `wrap` made for this very scope.
pub(super) fn unwrap(cipher: &Cipher, scope: &Scope, wrapped: &[u8]) -> Result<Vec<Key>> {
    let (format, text) = wrapped.split_first().ok_or_else(|| damaged("are an empty value"))?;
    if *format != FORMAT {
        return Err(damaged("have a format this version does not know, so a newer Comity may have written them"));
    }
    let plain = cipher.open(&associated(scope), text).map(Zeroizing::new).ok_or_else(|| {
        damaged(
            "do not authenticate: they were altered, moved from another scope, or made under another organisation key",
        )
    })?;
    let (keys, rest) = plain.as_chunks::<KEY_BYTES>();
    if keys.is_empty() || !rest.is_empty() {
        return Err(damaged("hold no whole number of keys"));
    }
    Ok(keys.iter().map(key_from).collect())
}

fn associated(scope: &Scope) -> Vec<u8> {
    let mut associated = vec![FORMAT];
    associated.extend_from_slice(b"comity data keys");
    associated.extend_from_slice(&scope.name());
    associated
}

fn damaged(how: &str) -> Error {
    Error::internal(format!("the wrapped data keys of a scope {how}; restore the database from a backup, or upgrade"))
}
