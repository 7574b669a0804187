//! The root key as the configuration names it: an age identity, or a passphrase from a file, the environment or a person.

use crate::base::{Error, Result};
use crate::config::{Config, RootKind};
use crate::crypto::{AgeIdentity, Commitment, KeyRing, Passphrase, RootProvider, Vault};
use std::io::{IsTerminal, stdin};
use zeroize::Zeroizing;

/// The variable that hands in the passphrase.
pub const PASSPHRASE: &str = "COMITY_PASSPHRASE";

/// The configured root key.
pub fn provider(config: &Config) -> Result<Box<dyn RootProvider>> {
    match config.root.kind {
        RootKind::Identity => Ok(Box::new(AgeIdentity::load(&config.root.identity()?, &config.data_dir)?)),
        RootKind::Passphrase => match &config.root.passphrase_file {
            Some(file) => Ok(Box::new(Passphrase::load(file, &config.data_dir)?)),
            None => Ok(Box::new(Passphrase::new(&passphrase("Root passphrase: ")?)?)),
        },
    }
}

/// The passphrase from the environment, or else from the person at the terminal.
pub fn passphrase(prompt: &str) -> Result<Zeroizing<String>> {
    if let Ok(secret) = std::env::var(PASSPHRASE) {
        return Ok(Zeroizing::new(secret));
    }
    typed(prompt)
}

/// A passphrase from the person at the terminal.
pub fn typed(prompt: &str) -> Result<Zeroizing<String>> {
    if !stdin().is_terminal() {
        return Err(Error::invalid("invalid_root_key").because(format!(
            "the root key is a passphrase and nobody is here to type it. Set `root.passphrase_file`, or {PASSPHRASE}"
        )));
    }
    rpassword::prompt_password(prompt)
        .map(Zeroizing::new)
        .map_err(|error| Error::unavailable(format!("the passphrase can't be read from the terminal: {error}")))
}

/// What the configuration pins the installation key to.
pub fn commitment(config: &Config) -> Result<Commitment> {
    let pinned = config.root.commitment.as_deref().ok_or_else(|| {
        Error::invalid("invalid_configuration").because(
            "`root.commitment` is missing from the configuration: without it a swapped key ring would be believed. \
             `comity init` wrote it into comity.toml when the key ring was made",
        )
    })?;
    pinned.parse()
}

/// Opens the key ring with the root key, if it is the one pinned.
pub fn unseal(config: &Config, root: &dyn RootProvider) -> Result<Vault> {
    let vault = KeyRing::unseal(&config.data_dir, root, &commitment(config)?)?;
    Ok(vault.with_lease(config.limits.lease_secs))
}
