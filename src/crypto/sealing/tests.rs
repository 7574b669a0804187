//! What must hold for every sealed record. proptest prints the seed of a failing case.

use super::*;
use crate::base::id::{ChannelId, UserId};
use crate::base::world::SystemWorld;
use crate::base::{Kind, Ts};
use crate::crypto::derive::key_from;
use crate::crypto::{Vault, memory_vault};
use proptest::collection::vec;
use proptest::prelude::*;

const NOW: Ts = Ts::from_secs(1_800_000_000);

fn scopes() -> impl Strategy<Value = Scope> {
    let user = "U[A-Z0-9]{1,16}".prop_map(|id| Scope::Person(UserId::parse(&id).unwrap()));
    let channel = ("[CDG][A-Z0-9]{1,16}", any::<u32>())
        .prop_map(|(id, day)| Scope::Channel { channel: ChannelId::parse(&id).unwrap(), day });
    prop_oneof![Just(Scope::Directory), Just(Scope::Auth), Just(Scope::Jobs), Just(Scope::Audit), user, channel]
}

fn keys(vault: &Vault, scope: &Scope) -> (Arc<ScopeKeys>, Vec<u8>) {
    vault.create(scope, &SystemWorld).unwrap()
}

/// The same data key under another scope's name: what a writer on the disk would have to fake to move a value there.
fn same_key(scope: &Scope, key: &[u8; KEY_BYTES]) -> ScopeKeys {
    ScopeKeys::new(scope, &[key_from(key)], Arc::default()).unwrap()
}

proptest! {
    #[test]
    fn a_record_opens_as_sealed(scope in scopes(), row in vec(any::<u8>(), 1..80), version: u8,
                                plain in vec(any::<u8>(), 0..300)) {
        let vault = memory_vault(&SystemWorld);
        let (made, wrapped) = keys(&vault, &scope);
        let sealed = made.seal(&row, version, &plain).unwrap();
        prop_assert_eq!(sealed.len(), plain.len() + SEAL_OVERHEAD);
        let again = vault.unwrap(&scope, &wrapped, NOW).unwrap();
        prop_assert_eq!(again.open(&row, &sealed).unwrap(), (version, plain.clone()));
        prop_assert_ne!(made.seal(&row, version, &plain).unwrap(), sealed, "every nonce is new");
    }

    #[test]
    fn a_moved_record_does_not_open(scope in scopes(), other in scopes(), key: [u8; KEY_BYTES],
                                    row in vec(any::<u8>(), 2..80), to in vec(any::<u8>(), 0..80), table: u8, version: u8,
                                    to_version: u8, plain in vec(any::<u8>(), 0..50)) {
        let here = same_key(&scope, &key);
        let sealed = here.seal(&row, version, &plain).unwrap();
        let refused = |keys: &ScopeKeys, row: &[u8], sealed: &[u8]| keys.open(row, sealed).unwrap_err().kind;

        if to != row {
            prop_assert_eq!(refused(&here, &to, &sealed), Kind::Internal, "another row");
        }
        let mut elsewhere = row.clone();
        elsewhere[0] = table;
        if elsewhere != row {
            prop_assert_eq!(refused(&here, &elsewhere, &sealed), Kind::Internal, "the same row of another table");
        }
        if other != scope {
            prop_assert_eq!(refused(&same_key(&other, &key), &row, &sealed), Kind::Internal, "another scope");
        }
        if to_version != version {
            let mut relabelled = sealed.clone();
            relabelled[1] = to_version;
            prop_assert_eq!(refused(&here, &row, &relabelled), Kind::Internal, "another version");
        }
        // A byte that changes sides between version, scope and row must not make the same associated data.
        let (first, rest) = row.split_first().unwrap();
        let mut shifted = sealed.clone();
        shifted[1] = *first;
        prop_assert_eq!(refused(&here, rest, &shifted), Kind::Internal, "the row's first byte as version");
    }

    #[test]
    fn a_record_with_a_flipped_bit_does_not_open(row in vec(any::<u8>(), 1..40), plain in vec(any::<u8>(), 0..40),
                                                 at: prop::sample::Index, bit in 0..8u8) {
        let (keys, _) = keys(&memory_vault(&SystemWorld), &Scope::Directory);
        let mut sealed = keys.seal(&row, 1, &plain).unwrap();
        let at = at.index(sealed.len());
        sealed[at] ^= 1 << bit;
        prop_assert!(keys.open(&row, &sealed).is_err());
    }

    #[test]
    fn a_cut_record_does_not_open(plain in vec(any::<u8>(), 0..40), cut: prop::sample::Index) {
        let (keys, _) = keys(&memory_vault(&SystemWorld), &Scope::Directory);
        let sealed = keys.seal(b"row", 1, &plain).unwrap();
        prop_assert!(keys.open(b"row", &sealed[..cut.index(sealed.len())]).is_err());
    }

    #[test]
    fn bytes_that_are_no_record_are_an_error(noise in vec(any::<u8>(), 0..200)) {
        let vault = memory_vault(&SystemWorld);
        let (keys, _) = keys(&vault, &Scope::Directory);
        prop_assert!(keys.open(b"row", &noise).is_err());
        prop_assert!(vault.unwrap(&Scope::Directory, &noise, NOW).is_err());
    }

    /// One bit of difference in the key is another id, and a record that names that id does not open with it.
    #[test]
    fn a_key_id_commits_to_its_key(key: [u8; KEY_BYTES], at in 0..KEY_BYTES, bit in 0..8u8) {
        let mut other = key;
        other[at] ^= 1 << bit;
        let (key, other) = (same_key(&Scope::Auth, &key), same_key(&Scope::Auth, &other));
        let mut sealed = key.seal(b"row", 1, b"plain").unwrap();
        prop_assert_ne!(key.keys[0].0, other.keys[0].0);
        prop_assert_eq!(other.open(b"row", &sealed).unwrap_err().kind, Kind::Internal, "it never had that key");
        sealed[2..HEADER].copy_from_slice(&other.keys[0].0);
        prop_assert_eq!(other.open(b"row", &sealed).unwrap_err().kind, Kind::Internal, "the id alone opens nothing");
    }

    #[test]
    fn wrapped_keys_open_in_their_own_scope_only(scope in scopes(), other in scopes(), at: prop::sample::Index) {
        let vault = memory_vault(&SystemWorld);
        let (_, wrapped) = keys(&vault, &scope);
        if other != scope {
            prop_assert_eq!(vault.unwrap(&other, &wrapped, NOW).unwrap_err().kind, Kind::Internal);
        }
        let mut altered = wrapped.clone();
        altered[at.index(wrapped.len())] ^= 1;
        prop_assert_eq!(vault.unwrap(&scope, &altered, NOW).unwrap_err().kind, Kind::Internal);
        prop_assert_eq!(memory_vault(&SystemWorld).unwrap(&scope, &wrapped, NOW).unwrap_err().kind, Kind::Internal);
    }
}

/// With the id taken from the key, the header of a record can't be made to point at the wrong one of two keys, and
/// records of before a re-keying still open.
#[test]
fn a_rekeyed_scope_seals_with_the_new_key_and_opens_both() {
    let vault = memory_vault(&SystemWorld);
    let (before, wrapped) = keys(&vault, &Scope::Jobs);
    let (after, wrapped) = vault.rekey(&Scope::Jobs, &wrapped, &SystemWorld).unwrap();
    let old = before.seal(b"row", 1, b"old").unwrap();
    let new = after.seal(b"row", 1, b"new").unwrap();
    let stored = vault.unwrap(&Scope::Jobs, &wrapped, NOW).unwrap();
    assert_eq!(stored.open(b"row", &old).unwrap().1, b"old");
    assert_eq!(stored.open(b"row", &new).unwrap().1, b"new");
    assert_eq!(before.open(b"row", &new).unwrap_err().kind, Kind::Internal, "it never had that key");

    let mut swapped = new.clone();
    swapped[2..HEADER].copy_from_slice(&old[2..HEADER]);
    assert_eq!(stored.open(b"row", &swapped).unwrap_err().kind, Kind::Internal);
}

/// What a destroyed key sealed is locked for ever; what names a key that never was is damaged.
#[test]
fn a_shredded_ring_tells_what_it_sealed_from_what_is_damaged() {
    let vault = memory_vault(&SystemWorld);
    let (old, wrapped) = keys(&vault, &Scope::Jobs);
    let (new, wrapped) = vault.rekey(&Scope::Jobs, &wrapped, &SystemWorld).unwrap();
    let said = [old, new].map(|keys| keys.seal(b"row", 1, b"said").unwrap());
    let shredded = vault.shred(&Scope::Jobs, &wrapped).unwrap();
    let shredded = vault.shred(&Scope::Jobs, &shredded).unwrap();
    let left = vault.unwrap(&Scope::Jobs, &shredded, NOW).unwrap();
    for mut sealed in said {
        assert_eq!(left.open(b"row", &sealed).unwrap_err().kind, Kind::Sealed);
        sealed[HEADER - 1] ^= 1;
        assert_eq!(left.open(b"row", &sealed).unwrap_err().kind, Kind::Internal);
    }
    assert_eq!(left.seal(b"row", 1, b"more").unwrap_err().kind, Kind::Sealed);
    assert_eq!(vault.rekey(&Scope::Jobs, &shredded, &SystemWorld).unwrap_err().kind, Kind::Sealed);
    assert_eq!(vault.unwrap(&Scope::Auth, &shredded, NOW).unwrap_err().kind, Kind::Internal);
}

#[test]
fn the_ring_of_a_scope_is_bounded() {
    let vault = memory_vault(&SystemWorld);
    let mut wrapped = keys(&vault, &Scope::Jobs).1;
    for _ in 1..crate::base::limits::KEYS_PER_SCOPE {
        wrapped = vault.rekey(&Scope::Jobs, &wrapped, &SystemWorld).unwrap().1;
    }
    assert_eq!(vault.rekey(&Scope::Jobs, &wrapped, &SystemWorld).unwrap_err().kind, Kind::Limit);
}
