//! Root key, key ring and configuration appear together, or not at all.
//!
//! Everything is built under other names first. The configuration's, `comity.toml.setup`, is written last: once it is
//! there the rest is renaming, which the next start completes. Without it, what was built is thrown away.

use super::Plan;
use crate::base::world::SystemWorld;
use crate::base::{Error, Result};
use crate::config::{Config, RootKind};
use crate::crypto::{AgeIdentity, Commitment, KeyRing, NewIdentity, Passphrase, RootProvider, Vault, files};
use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What is to open the data.
pub enum NewRoot {
    /// An age identity, which goes into a file.
    Identity(NewIdentity),
    /// A passphrase, which goes nowhere.
    Passphrase(Passphrase),
}

/// What lies where a server is to start.
pub enum State {
    /// An installation; its configuration is in order.
    There(Box<Config>),
    /// Nothing at all.
    Empty(Plan),
}

/// What there is at a configuration file. A set-up that was cut off is completed, or what it left is thrown away.
pub fn state(file: &Path) -> Result<State> {
    if !is_there(file) && staged(file).exists() {
        complete(file, &Config::load(&staged(file))?)?;
    }
    let parent = file.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if is_there(file) || !parent.is_dir() {
        return Ok(State::There(Box::new(Config::load(file)?)));
    }
    let plan = Plan::beside(file);
    let config = plan.draft()?;
    refuse_traces(&config, file)?;
    discard(&config)?;
    Ok(State::Empty(plan))
}

impl Plan {
    /// The configuration before anybody has chosen: an address that only a person can name is not missed yet.
    pub fn draft(&self) -> Result<Config> {
        self.config().or_else(|refused| {
            let named = Self { public_url: Some("http://localhost".to_owned()), ..self.clone() };
            let config = named.config().map_err(|_| refused)?;
            Ok(Config { public_url: String::new(), ..config })
        })
    }
}

/// Puts an installation down. `spare` is a second root, so that the loss of one loses nothing.
pub fn install(plan: &Plan, root: &NewRoot, spare: Option<&Passphrase>) -> Result<(Config, Vault)> {
    let (file, config) = (&plan.file, plan.config()?);
    refuse_existing(plan, &config)?;
    discard(&config)?;
    files::make_dirs(&config.data_dir)?;
    let made = build(&config, root, spare);
    let (vault, commitment) = made.inspect_err(|_| drop(discard(&config)))?;
    let text = plan.text(&commitment.to_string());
    files::write_whole(&staged(file), text.as_bytes()).inspect_err(|_| drop(discard(&config)))?;
    complete(file, &config)?;
    let config = Config::load(file)?;
    let vault = vault.with_lease(config.limits.lease_secs);
    Ok((config, vault))
}

/// Root key and key ring under their first names.
fn build(config: &Config, root: &NewRoot, spare: Option<&Passphrase>) -> Result<(Vault, Commitment)> {
    let provider: &dyn RootProvider = match root {
        NewRoot::Identity(identity) => {
            let aside = staged(&config.root.identity()?);
            identity.write(&aside)?;
            // Loading it refuses a place inside the data directory.
            &AgeIdentity::load(&aside, &config.data_dir)?
        }
        NewRoot::Passphrase(passphrase) => passphrase,
    };
    let spare = spare.map(|spare| spare as &dyn RootProvider);
    let roots: Vec<&dyn RootProvider> = [provider].into_iter().chain(spare).collect();
    KeyRing::build(&config.data_dir, &roots, &SystemWorld)
}

/// Gives everything its name, as far as that was not done before.
fn complete(file: &Path, config: &Config) -> Result<()> {
    if let (RootKind::Identity, Some(identity)) = (config.root.kind, &config.root.identity_file) {
        rename(&staged(identity), identity)?;
    }
    if KeyRing::is_built(&config.data_dir) && !KeyRing::exists(&config.data_dir) {
        KeyRing::put_in_place(&config.data_dir)?;
    }
    rename(&staged(file), file)
}

/// Moves a file that waits under its first name; one that is there already is never replaced.
fn rename(from: &Path, to: &Path) -> Result<()> {
    if !from.exists() {
        return Ok(());
    }
    if is_there(to) {
        return Err(taken(to));
    }
    let moved = fs::rename(from, to).map_err(|e| Error::unavailable(format!("cannot create {}: {e}", to.display())));
    moved.and_then(|()| files::sync_dir_of(to))
}

/// Throws away what a set-up built that never got as far as its configuration.
fn discard(config: &Config) -> Result<()> {
    KeyRing::discard_built(&config.data_dir)?;
    let Some(aside) = config.root.identity_file.as_deref().map(staged) else { return Ok(()) };
    match fs::remove_file(&aside) {
        Err(e) if e.kind() != ErrorKind::NotFound => {
            Err(Error::unavailable(format!("cannot remove {}: {e}", aside.display())))
        }
        _ => Ok(()),
    }
}

/// Where data without a configuration lies, nothing is set up over it.
fn refuse_traces(config: &Config, file: &Path) -> Result<()> {
    let (file, dir) = (file.display(), config.data_dir.display());
    if KeyRing::exists(&config.data_dir) || config.store_path().exists() {
        return Err(Error::denied("already_set_up").because(format!(
            "{dir} holds an installation, but its configuration {file} is not there. Restore it from a backup, or name \
             it with `--config FILE`; nothing is set up over data"
        )));
    }
    match config.root.identity_file.as_deref().filter(|key| is_there(key)) {
        Some(key) => Err(taken(key)),
        None => Ok(()),
    }
}

fn refuse_existing(plan: &Plan, config: &Config) -> Result<()> {
    if is_there(&plan.file) {
        return Err(Error::denied("already_set_up").because(format!(
            "{} is already there, and is never overwritten. Name another with --config, or move it away",
            plan.file.display()
        )));
    }
    if KeyRing::exists(&config.data_dir) {
        return Err(Error::denied("already_set_up").because(format!(
            "{} already holds a key ring, so data may be sealed under it. Name another directory with --data-dir",
            config.data_dir.display()
        )));
    }
    match config.root.identity_file.as_deref().filter(|key| plan.root == RootKind::Identity && is_there(key)) {
        Some(key) => Err(taken(key)),
        None => Ok(()),
    }
}

fn taken(path: &Path) -> Error {
    Error::denied("already_set_up").because(format!(
        "{} is already there, and is never overwritten: it may open an installation. Move it away, or name another place",
        path.display()
    ))
}

/// Whether the name is taken, be it by a link to nowhere.
fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// The first name of a file.
fn staged(path: &Path) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(".setup");
    name.into()
}
