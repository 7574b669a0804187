//! The vault: the organisation key while the installation is unsealed, and the data keys on lease.
//!
//! A lease ends after `limits::LEASE_SECS`; then the store's wrapped keys have to be opened again. Sealing the vault
//! forgets everything at once, and commands that still hold keys find them revoked.

use super::cipher::Cipher;
use super::derive::{KEY_BYTES, Key, Parent};
use super::scope::Scope;
use super::sealing::{ScopeKeys, sealed};
use super::wrapping::{self, Ring};
use crate::base::{Error, Result, Ts, World, limits};
use aws_lc_rs::hmac;
use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Holds the keys of an unsealed installation. One a process, shared by everything that reads or writes records.
pub struct Vault {
    state: RwLock<Option<Open>>,
    /// Raised once, by `seal_up`; every `ScopeKeys` handed out looks at it.
    revoked: Arc<AtomicBool>,
    lease_secs: u64,
}

/// What an unsealed vault knows.
struct Open {
    organisation: Box<Organisation>,
    leases: HashMap<Scope, Lease>,
    /// The keys of `lookup` by their purpose, of which there are a handful: a page of messages asks fifty times.
    lookups: HashMap<&'static str, Box<hmac::Key>>,
}

/// The organisation key in the two shapes it is used in.
struct Organisation {
    wrapping: Cipher,
    parent: Parent,
}

struct Lease {
    keys: Arc<ScopeKeys>,
    from: Ts,
}

impl Vault {
    /// A vault that is open with this organisation key.
    pub(super) fn open(organisation: &[u8; KEY_BYTES]) -> Result<Self> {
        let parent = Parent::new(organisation);
        let wrapping = Cipher::new(&*parent.derive("organisation key", "data keys")?)?;
        let organisation = Box::new(Organisation { wrapping, parent });
        Ok(Self {
            state: RwLock::new(Some(Open { organisation, leases: HashMap::new(), lookups: HashMap::new() })),
            revoked: Arc::default(),
            lease_secs: limits::LEASE_SECS,
        })
    }

    /// The same vault with leases of `secs`, as the configuration may ask.
    #[must_use]
    pub fn with_lease(mut self, secs: u64) -> Self {
        self.lease_secs = secs;
        self
    }

    /// The scope's keys if they are on lease now; `None` asks the caller for the stored wrapped keys.
    pub fn leased(&self, scope: &Scope, now: Ts) -> Result<Option<Arc<ScopeKeys>>> {
        let state = self.read();
        let open = state.as_ref().ok_or_else(sealed)?;
        let lease = open.leases.get(scope).filter(|lease| self.runs(lease, now));
        Ok(lease.map(|lease| Arc::clone(&lease.keys)))
    }

    /// Opens the stored keys of a scope and puts them on lease.
    pub fn unwrap(&self, scope: &Scope, wrapped: &[u8], now: Ts) -> Result<Arc<ScopeKeys>> {
        let keys = Arc::new(self.opened(scope, wrapped)?);
        self.adopt(scope, &keys, now)?;
        Ok(keys)
    }

    /// A new data key for a scope that has none, and the wrapped form to store. It is not on lease until the commit
    /// that stores it went through and `adopt` or `unwrap` is called.
    pub fn create(&self, scope: &Scope, world: &dyn World) -> Result<(Arc<ScopeKeys>, Vec<u8>)> {
        self.ring(scope, vec![fresh(world)])
    }

    /// Puts a fresh key before the stored ones: new records use it, old records still open.
    pub fn rekey(&self, scope: &Scope, wrapped: &[u8], world: &dyn World) -> Result<(Arc<ScopeKeys>, Vec<u8>)> {
        let mut keys = {
            let state = self.read();
            let open = state.as_ref().ok_or_else(sealed)?;
            match wrapping::unwrap(&open.organisation.wrapping, scope, wrapped)? {
                Ring::Keys(keys) => keys,
                Ring::Shredded(_) => return Err(Error::sealed("the data keys of this scope were destroyed for good")),
            }
        };
        if keys.len() >= limits::KEYS_PER_SCOPE {
            return Err(Error::limit("limit_exceeded").because("this scope already holds as many data keys as it may"));
        }
        keys.insert(0, fresh(world));
        self.ring(scope, keys)
    }

    /// What is to be stored instead of a scope's keys to destroy them: their ids. `release` ends their lease.
    pub fn shred(&self, scope: &Scope, wrapped: &[u8]) -> Result<Vec<u8>> {
        let ids = self.opened(scope, wrapped)?.ids();
        let state = self.read();
        let open = state.as_ref().ok_or_else(sealed)?;
        wrapping::wrap_shredded(&open.organisation.wrapping, scope, &ids)
    }

    /// Puts keys on lease that `create` or `rekey` made, now that their wrapped form is stored.
    pub fn adopt(&self, scope: &Scope, keys: &Arc<ScopeKeys>, now: Ts) -> Result<()> {
        let mut state = self.write();
        let open = state.as_mut().ok_or_else(sealed)?;
        open.leases.insert(scope.clone(), Lease { keys: Arc::clone(keys), from: now });
        Ok(())
    }

    /// Drops a scope's keys before their lease ends, because they were replaced or destroyed.
    pub fn release(&self, scope: &Scope) {
        if let Some(open) = self.write().as_mut() {
            open.leases.remove(scope);
        }
    }

    /// A keyed hash, to find a row by what must not stand in its key: an address, a name, a token.
    ///
    /// Every purpose has its own key, and each part goes in with its length.
    pub fn lookup(&self, purpose: &'static str, parts: &[&[u8]]) -> Result<[u8; 16]> {
        if let Some(key) = self.read().as_ref().ok_or_else(sealed)?.lookups.get(purpose) {
            return Ok(keyed_hash(key, parts));
        }
        let key = Box::new(hmac::Key::new(hmac::HMAC_SHA256, &self.derive_key("lookup", purpose)?[..]));
        let hash = keyed_hash(&key, parts);
        self.write().as_mut().ok_or_else(sealed)?.lookups.insert(purpose, key);
        Ok(hash)
    }

    /// A key of its own for something outside the record store, such as the search index.
    pub fn derive(&self, purpose: &'static str) -> Result<Key> {
        self.derive_key("purpose", purpose)
    }

    /// Forgets every key at once. Everything after it is `Kind::Sealed`, also for keys already handed out.
    pub fn seal_up(&self) {
        self.revoked.store(true, Ordering::Release);
        *self.write() = None;
    }

    /// True when no key is at hand.
    pub fn is_sealed(&self) -> bool {
        self.read().is_none()
    }

    /// Drops the leases that ended; their keys are wiped as soon as the last command that holds them is done.
    pub fn expire(&self, now: Ts) {
        if let Some(open) = self.write().as_mut() {
            open.leases.retain(|_, lease| self.runs(lease, now));
        }
    }

    /// A lease runs for its time after it began. One that seems to begin later than a lease from now was given before
    /// the clock jumped back, and ends too.
    fn runs(&self, lease: &Lease, now: Ts) -> bool {
        now < lease.from.plus_secs(self.lease_secs) && lease.from <= now.plus_secs(self.lease_secs)
    }

    fn opened(&self, scope: &Scope, wrapped: &[u8]) -> Result<ScopeKeys> {
        let state = self.read();
        let open = state.as_ref().ok_or_else(sealed)?;
        let revoked = Arc::clone(&self.revoked);
        match wrapping::unwrap(&open.organisation.wrapping, scope, wrapped)? {
            Ring::Keys(keys) => ScopeKeys::new(scope, &keys, revoked),
            Ring::Shredded(ids) => Ok(ScopeKeys::shredded(scope, ids, revoked)),
        }
    }

    fn ring(&self, scope: &Scope, keys: Vec<Key>) -> Result<(Arc<ScopeKeys>, Vec<u8>)> {
        let state = self.read();
        let open = state.as_ref().ok_or_else(sealed)?;
        let wrapped = wrapping::wrap(&open.organisation.wrapping, scope, &keys)?;
        Ok((Arc::new(ScopeKeys::new(scope, &keys, Arc::clone(&self.revoked))?), wrapped))
    }

    fn derive_key(&self, label: &str, purpose: &str) -> Result<Key> {
        self.read().as_ref().ok_or_else(sealed)?.organisation.parent.derive(label, purpose)
    }

    /// A thread that panicked left the map whole: every change to it is one call.
    fn read(&self) -> RwLockReadGuard<'_, Option<Open>> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Option<Open>> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Vault {
    /// Says whether it is open and nothing of the keys.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_sealed() { "Vault(sealed)" } else { "Vault(open)" })
    }
}

/// A vault with a fresh organisation key that exists in memory only: for tests in one process. What is sealed under it
/// can never be opened again once it is dropped.
pub fn memory_vault(world: &dyn World) -> Vault {
    // AES-256 and HKDF-SHA-256 take any 32 bytes; a library that refuses them fails its own checks.
    Vault::open(&fresh(world)).expect("any 32 bytes are a key")
}

fn keyed_hash(key: &hmac::Key, parts: &[&[u8]]) -> [u8; 16] {
    let mut mac = hmac::Context::with_key(key);
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    let mut hash = [0; 16];
    hash.copy_from_slice(&mac.sign().as_ref()[..16]);
    hash
}

pub(super) fn fresh(world: &dyn World) -> Key {
    let mut key = Key::default();
    world.fill(&mut key[..]);
    key
}
