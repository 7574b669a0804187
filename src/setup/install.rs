//! Root key, key ring and configuration appear together, or not at all.
//!
//! Everything is built under other names first. The configuration's, `comity.toml.setup`, is written last: once it is
//! there the rest is renaming, which the next start completes. Without it, what was built is thrown away.

use super::Plan;
use crate::base::world::SystemWorld;
use crate::base::{Error, Result};
use crate::config::{Config, RootKind};
use crate::crypto::{
    AgeIdentity, Commitment, KeyRing, NewIdentity, Passphrase, RootProvider, Vault, check_apart, files,
};
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
    if is_there(file) {
        return Err(there_already(file));
    }
    refuse_traces(&config, file)?;
    discard(&config)?;
    let mut made = Vec::new();
    let vault = put_down(plan, &config, root, spare, &mut made).inspect_err(|_| {
        drop(discard(&config));
        // Directories that were there before, or hold something, stay.
        made.iter().for_each(|dir| drop(fs::remove_dir(dir)));
    })?;
    complete(file, &config)?;
    let config = Config::load(file)?;
    let vault = vault.with_lease(config.limits.lease_secs);
    Ok((config, vault))
}

/// Everything under its first name, the configuration last; `made` gets the directories that had to be made.
fn put_down(
    plan: &Plan,
    config: &Config,
    root: &NewRoot,
    spare: Option<&Passphrase>,
    made: &mut Vec<PathBuf>,
) -> Result<Vault> {
    let identity = config.root.identity_file.as_deref().filter(|_| config.root.kind == RootKind::Identity);
    let above = [identity, Some(plan.file.as_path())].into_iter().flatten().filter_map(Path::parent);
    let dirs = above.filter(|dir| !dir.as_os_str().is_empty()).chain([config.data_dir.as_path()]);
    for dir in dirs {
        made.splice(0..0, files::make_dirs(dir)?);
    }
    let (vault, commitment) = build(config, root, spare)?;
    let text = plan.text(Some(&commitment.to_string()));
    files::write_whole(&staged(&plan.file), text.as_bytes())?;
    Ok(vault)
}

/// Root key and key ring under their first names.
fn build(config: &Config, root: &NewRoot, spare: Option<&Passphrase>) -> Result<(Vault, Commitment)> {
    let provider: &dyn RootProvider = match root {
        NewRoot::Identity(identity) => {
            let aside = staged(&config.identity()?);
            identity.write(&aside)?;
            // A place with data is refused.
            let identity = AgeIdentity::load(&aside, &config.data_dir)?;
            check_apart(&aside, &config.store_dir())?;
            &{ identity }
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
    let (file, dir, store) = (file.display(), config.data_dir.display(), config.store_path());
    let traces = match (KeyRing::exists(&config.data_dir), is_there(&store)) {
        (true, _) => format!("{dir} already holds a key ring"),
        (false, true) => format!("{} is already there", store.display()),
        (false, false) => {
            let key = config.root.identity_file.as_deref().filter(|key| is_there(key));
            return key.map_or(Ok(()), |key| Err(taken(key)));
        }
    };
    Err(Error::denied("already_set_up").because(format!(
        "{traces}, so there is data, but its configuration is not {file}. Restore it from a backup, or name it with \
         `--config FILE`; for a new installation take another data directory. Nothing is set up over data"
    )))
}

/// A configuration is never overwritten; one that nobody was set up with is in the way.
fn there_already(file: &Path) -> Error {
    let unused = Config::load(file).is_ok_and(|config| config.root.commitment.is_none());
    let remedy = match unused {
        true => "It names no key ring, so nothing runs on it: move it away, run this again, and copy what you changed",
        false => "Name another with --config, or move it away",
    };
    Error::denied("already_set_up")
        .because(format!("{} is already there, and is never overwritten. {remedy}", file.display()))
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
