//! The root key as the configuration names it: an age identity, or a passphrase from a file or a person.

use crate::base::{Error, Result};
use crate::config::{Config, RootKind};
use crate::crypto::{AgeIdentity, AgeRecipient, KeyRing, NewSlot, Passphrase, RootProvider, check_apart};
use std::path::Path;
use zeroize::Zeroizing;

/// The configured root key; `typed` gives the passphrase where no file does.
pub fn root(config: &Config, typed: impl FnOnce() -> Result<Zeroizing<String>>) -> Result<Box<dyn RootProvider>> {
    match (config.root.kind, &config.root.passphrase_file) {
        (RootKind::Identity, _) => {
            let file = config.identity()?;
            Ok(Box::new(identity(config, &file).map_err(|e| placed(config, "root.identity_file", e))?))
        }
        (RootKind::Passphrase, Some(file)) => {
            Ok(Box::new(passphrase(config, file).map_err(|e| placed(config, "root.passphrase_file", e))?))
        }
        (RootKind::Passphrase, None) => Ok(Box::new(Passphrase::new(&typed()?)?)),
    }
}

/// A root key in a file, which must lie apart from all data.
pub fn identity(config: &Config, file: &Path) -> Result<AgeIdentity> {
    let identity = AgeIdentity::load(file, &config.data_dir)?;
    check_apart(file, &config.store_dir())?;
    Ok(identity)
}

/// A passphrase in a file, which must lie apart from all data too.
pub fn passphrase(config: &Config, file: &Path) -> Result<Passphrase> {
    let passphrase = Passphrase::load(file, &config.data_dir)?;
    check_apart(file, &config.store_dir())?;
    Ok(passphrase)
}

/// The same, with the key that names the file and the place where it does.
fn placed(config: &Config, key: &str, error: Error) -> Error {
    let detail = format!("{}: `{key}`: {}", config.origin.of(key), error.detail);
    Error { detail: detail.into(), ..error }
}

/// A slot for one more root key, which is known by its public half only. The root key is asked, whose passphrase a person
/// gives where no file does.
pub fn new_slot(config: &Config, recipient: &AgeRecipient, typed: Option<Zeroizing<String>>) -> Result<NewSlot> {
    let missing =
        || Error::invalid("invalid_root_key").because("the passphrase of the root key is asked for: `passphrase`");
    let root = root(config, || typed.ok_or_else(missing))?;
    KeyRing::new_slot(&config.data_dir, &*root, &config.pinned()?, recipient)
}
