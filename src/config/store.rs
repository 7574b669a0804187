//! `[store]`: the storage engine.

use super::{Config, Problem};
use serde::Deserialize;
use std::fs;
use std::path::PathBuf;

/// Which engine keeps the sealed data.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Store {
    /// The engine.
    pub kind: StoreKind,
    /// The engine's file; `comity.redb` in the data directory when not set.
    pub path: Option<PathBuf>,
    /// Whether every page is checked when the store is opened. `doctor` checks in any case.
    pub check: bool,
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
        Self { kind: StoreKind::Redb, path: None, check: true, cache_mib: 256 }
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

/// Refuses a configuration whose data is not there, or where the engine's file can't be.
pub(super) fn check_there(config: &Config) -> Result<(), Problem> {
    let dir = &config.data_dir;
    let restore = "Correct it (a relative path starts at the configuration file), or restore the data from a backup";
    match fs::metadata(dir) {
        Ok(found) if found.is_dir() => {}
        Ok(_) => return Err(Problem::new("data_dir", format!("is {}, which is no directory", dir.display()), restore)),
        Err(error) => return Err(Problem::new("data_dir", format!("is {}: {error}", dir.display()), restore)),
    }
    let (path, above) = (config.store_path(), config.store_dir());
    let cause = if path.is_dir() {
        format!("is {}, which is a directory", path.display())
    } else if !above.is_dir() {
        format!("is {}, and there is no directory {}", path.display(), above.display())
    } else {
        return Ok(());
    };
    Err(Problem::new("store.path", cause, "Name the file that holds the data, in a directory that is there"))
}
