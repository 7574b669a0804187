//! The root key at a terminal: its passphrase comes from the environment, or from a person.

use crate::base::{Error, Result};
use crate::config::Config;
use crate::crypto::{KeyRing, RootProvider, Vault};
use crate::setup;
use std::io::{IsTerminal, stdin};
use zeroize::Zeroizing;

/// The variable that hands in the passphrase.
pub const PASSPHRASE: &str = "COMITY_PASSPHRASE";

/// The configured root key.
pub fn provider(config: &Config) -> Result<Box<dyn RootProvider>> {
    setup::root(config, || passphrase("Root passphrase: "))
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
