//! `[store]`: the storage engine.

use super::Problem;
use serde::Deserialize;
use std::path::PathBuf;

/// Which engine keeps the sealed data.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Store {
    /// The engine.
    pub kind: StoreKind,
    /// The engine's file; `comity.redb` in the data directory when not set.
    pub path: Option<PathBuf>,
    /// Memory for pages already read, in MiB. It fills as it is used.
    pub cache_mib: usize,
}

/// The engines `serve` runs on.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum StoreKind {
    /// One file, inside this process.
    #[default]
    Redb,
}

impl Default for Store {
    fn default() -> Self {
        Self { kind: StoreKind::Redb, path: None, cache_mib: 256 }
    }
}

impl Store {
    /// The cache in bytes, for the engine.
    pub fn cache_bytes(&self) -> usize {
        self.cache_mib * 1024 * 1024
    }

    pub(super) fn check(&self) -> Result<(), Problem> {
        if !(1..=1_048_576).contains(&self.cache_mib) {
            let cause = format!("is {}", self.cache_mib);
            return Err(Problem::new("store.cache_mib", cause, "Write 1 to 1048576; 256 is the default"));
        }
        Ok(())
    }
}
