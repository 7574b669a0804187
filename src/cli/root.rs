//! The root key as the configuration names it: an age identity, or a passphrase from a file, the environment or a person.

use crate::base::{Error, Result};
use crate::config::{Config, RootKind};
use crate::crypto::{AgeIdentity, KeyRing, Passphrase, RootProvider, Vault, check_apart};
use std::io::{IsTerminal, stdin};
use std::path::Path;
use zeroize::Zeroizing;

/// The variable that hands in the passphrase.
pub const PASSPHRASE: &str = "COMITY_PASSPHRASE";

/// The configured root key.
pub fn provider(config: &Config) -> Result<Box<dyn RootProvider>> {
    match (config.root.kind, &config.root.passphrase_file) {
        (RootKind::Identity, _) => {
            let file = config.identity()?;
            Ok(Box::new(identity(config, &file).map_err(|e| placed(config, "root.identity_file", e))?))
        }
        (RootKind::Passphrase, Some(file)) => {
            Ok(Box::new(from_file(config, file).map_err(|e| placed(config, "root.passphrase_file", e))?))
        }
        (RootKind::Passphrase, None) => Ok(Box::new(Passphrase::new(&passphrase("Root passphrase: ")?)?)),
    }
}

/// A root key in a file, which must lie apart from all data.
pub fn identity(config: &Config, file: &Path) -> Result<AgeIdentity> {
    let identity = AgeIdentity::load(file, &config.data_dir)?;
    check_apart(file, &config.store_dir())?;
    Ok(identity)
}

/// A passphrase in a file, which must lie apart from all data too.
pub fn from_file(config: &Config, file: &Path) -> Result<Passphrase> {
    let passphrase = Passphrase::load(file, &config.data_dir)?;
    check_apart(file, &config.store_dir())?;
    Ok(passphrase)
}

/// The same, with the key that names the file and the place where it does.
fn placed(config: &Config, key: &str, error: Error) -> Error {
    let detail = format!("{}: `{key}`: {}", config.origin.of(key), error.detail);
    Error { detail: detail.into(), ..error }
}

/// The passphrase from the environment, or else from the person at the terminal.
pub fn passphrase(prompt: &str) -> Result<Zeroizing<String>> {
    match from_environment() {
        Some(secret) => Ok(secret),
        None => typed(prompt, "Set `root.passphrase_file`, or COMITY_PASSPHRASE"),
    }
}

/// The passphrase that the environment hands in.
pub fn from_environment() -> Option<Zeroizing<String>> {
    std::env::var(PASSPHRASE).ok().map(Zeroizing::new)
}

/// A passphrase from the person at the terminal; `otherwise` says how to hand it in where nobody sits.
pub fn typed(prompt: &str, otherwise: &str) -> Result<Zeroizing<String>> {
    if !stdin().is_terminal() {
        return Err(Error::invalid("invalid_root_key")
            .because(format!("a passphrase is asked for, and nobody is here to type it. {otherwise}")));
    }
    rpassword::prompt_password(prompt)
        .map(Zeroizing::new)
        .map_err(|error| Error::unavailable(format!("the passphrase can't be read from the terminal: {error}")))
}

/// A new passphrase from the terminal, typed twice, because a mistyped one loses everything.
pub fn typed_twice(otherwise: &str) -> Result<Zeroizing<String>> {
    let first = typed("New root passphrase: ", otherwise)?;
    if *first != *typed("The same again: ", otherwise)? {
        return Err(Error::invalid("invalid_root_key").because("the two passphrases differ; nothing was made"));
    }
    Ok(first)
}

/// Opens the key ring with the root key, if it is the one pinned.
pub fn unseal(config: &Config, root: &dyn RootProvider) -> Result<Vault> {
    let vault = KeyRing::unseal(&config.data_dir, root, &config.pinned()?)?;
    Ok(vault.with_lease(config.limits.lease_secs))
}
