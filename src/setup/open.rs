//! An installation's domain, once its keys are at hand.

use crate::base::Result;
use crate::base::world::SystemWorld;
use crate::config::{Config, StoreKind};
use crate::crypto::Vault;
use crate::domain::Domain;
use crate::store::redb::{RedbOptions, RedbStore};
use std::sync::Arc;

/// Opens store and domain with keys at hand. The embedded store has one owner at a time: while the server runs, it is that.
pub fn with_keys(config: &Config, vault: Vault) -> Result<Domain> {
    let store = match config.store.kind {
        StoreKind::Redb => RedbStore::open(&config.store_path(), options(config))?,
    };
    Domain::open(Arc::new(store), Arc::new(vault), Arc::new(SystemWorld))
}

/// The same for somebody who only looks: nothing on the disk is made, changed or mended.
pub fn to_look(config: &Config, vault: Vault) -> Result<Domain> {
    let store = match config.store.kind {
        StoreKind::Redb => RedbStore::open_aside(&config.store_path(), options(config))?,
    };
    Domain::open(Arc::new(store), Arc::new(vault), Arc::new(SystemWorld))
}

fn options(config: &Config) -> RedbOptions {
    let (cache_bytes, check) = (config.store.cache_bytes(), config.store.check);
    RedbOptions { cache_bytes, check, ..RedbOptions::default() }
}
