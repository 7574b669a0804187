//! Level 7: the checked configuration: `comity.toml`, and the environment over it.
//!
//! Each section is one file with its keys, its defaults and its checks. What passes `Config::load` can be used without
//! looking again; what does not is refused with the key, the file and the remedy.

mod address;
mod http;
mod keys;
mod limits;
mod log;
mod origin;
mod overrides;
mod problem;
mod root;
mod sample;
mod store;
mod tls;

pub use http::Http;
pub use keys::{KEYS, Key};
pub use limits::Limits;
pub use log::{Format, Log};
pub use origin::Origin;
pub use problem::Problem;
pub use root::{Root, RootKind};
pub use sample::{Pinned, sample};
pub use store::{Store, StoreKind};
pub use tls::Tls;

use crate::crypto::Commitment;
use overrides::Overrides;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The file's name where none is given.
pub const FILE: &str = "comity.toml";

/// Everything an operator may set.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The address and port the server listens on.
    #[serde(deserialize_with = "address::listen")]
    pub listen: SocketAddr,
    /// What clients call the server; every URL in an answer starts with it. Empty: built from `listen` and `tls`.
    pub public_url: String,
    /// Where the sealed data lives. Nothing else belongs in there, least of all the root key.
    pub data_dir: PathBuf,
    /// Certificate and key, if this process speaks TLS itself.
    pub tls: Tls,
    /// What stands between the callers and this process.
    pub http: Http,
    /// The root key: what opens the data.
    pub root: Root,
    /// Logs.
    pub log: Log,
    /// Limits an operator may change.
    pub limits: Limits,
    /// The storage engine.
    pub store: Store,
    /// Where the values came from, so that what is found out later can be said of the right place.
    #[serde(skip)]
    pub origin: Origin,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8065)),
            public_url: String::new(),
            data_dir: PathBuf::from("comity-data"),
            tls: Tls::default(),
            http: Http::default(),
            root: Root::default(),
            log: Log::default(),
            limits: Limits::default(),
            store: Store::default(),
            origin: Origin::default(),
        }
    }
}

impl Config {
    /// Reads and checks the file at `path`, with the process's environment over it.
    pub fn load(path: &Path) -> Result<Self, Problem> {
        Self::load_with(path, environment())
    }

    /// As `load`, with the environment handed in.
    pub fn load_with(
        path: &Path,
        environment: impl IntoIterator<Item = (String, std::ffi::OsString)>,
    ) -> Result<Self, Problem> {
        let text = std::fs::read_to_string(path).map_err(|error| problem::unreadable(path, &error))?;
        Self::read(&text, path, environment)
    }

    /// As `load`, of a file that is not written yet.
    pub fn planned(text: &str, path: &Path) -> Result<Self, Problem> {
        Self::read(text, path, environment())
    }

    fn read(
        text: &str,
        path: &Path,
        environment: impl IntoIterator<Item = (String, std::ffi::OsString)>,
    ) -> Result<Self, Problem> {
        // The file alone comes first: its errors then show the line.
        toml::from_str::<Self>(text).map_err(|error| problem::in_file(path, &error))?;
        let table = toml::from_str(text).map_err(|error| problem::in_file(path, &error))?;
        let overrides = Overrides::collect(environment)?;
        let mut config = overrides.over(table)?;
        config.origin = Origin::new(path, overrides.variables());
        config.settle(path.parent().unwrap_or(Path::new("")));
        config.check()?;
        Ok(config)
    }

    /// Makes relative paths relative to the file they stand in, and fills in what follows from other keys.
    fn settle(&mut self, base: &Path) {
        let paths = [Some(&mut self.data_dir), self.tls.cert.as_mut(), self.tls.key.as_mut()];
        let more = [self.root.identity_file.as_mut(), self.root.passphrase_file.as_mut(), self.store.path.as_mut()];
        // An empty path would become the directory itself; it stays empty for `check` to name.
        for path in paths.into_iter().chain(more).flatten().filter(|path| !path.as_os_str().is_empty()) {
            *path = base.join(&*path);
        }
        self.public_url.truncate(self.public_url.trim_end_matches('/').len());
    }

    /// Refuses values that can't work; what they name may still have to be made.
    pub fn check(&self) -> Result<(), Problem> {
        let checked = address::check(self).and_then(|()| {
            if self.data_dir.as_os_str().is_empty() {
                return Err(Problem::new("data_dir", "is empty", "Name the directory that holds the sealed data"));
            }
            self.tls.check()?;
            self.root.check()?;
            self.log.check()?;
            self.limits.check()?;
            self.store.check()
        });
        checked.map_err(|problem| self.placed(problem))
    }

    /// Refuses a configuration whose data or root key is not there. The key ring then judges what is in them.
    pub fn check_installed(&self) -> Result<(), Problem> {
        store::check_there(self).and_then(|()| self.root.check_there()).map_err(|problem| self.placed(problem))
    }

    /// The file with the age identity.
    pub fn identity(&self) -> Result<PathBuf, Problem> {
        self.root.identity().map_err(|problem| self.placed(problem))
    }

    /// What the installation key must be.
    pub fn pinned(&self) -> Result<Commitment, Problem> {
        self.root.pinned().map_err(|problem| self.placed(problem))
    }

    /// A mistake in `key`, with the place its value came from.
    pub fn problem(&self, key: &str, cause: impl Into<String>, remedy: impl Into<String>) -> Problem {
        self.placed(Problem::new(key, cause, remedy))
    }

    fn placed(&self, problem: Problem) -> Problem {
        let place = self.origin.of(problem.key());
        problem.found_in(&place)
    }

    /// What clients call the server, without a slash at the end.
    pub fn public_url(&self) -> String {
        if self.public_url.is_empty() {
            let scheme = if self.tls.is_on() { "https" } else { "http" };
            format!("{scheme}://{}", self.listen)
        } else {
            self.public_url.clone()
        }
    }

    /// Whether callers come through a proxy that is not trusted: all of them then look like one. A proxy it must be
    /// where the public address has TLS and this process has none, and where only this machine can reach this process
    /// but the public address names another.
    pub fn proxy_unknown(&self) -> bool {
        let behind = !self.tls.is_on() && self.public_url.starts_with("https://");
        let named = self.listen.ip().is_loopback() && !address::is_local(&self.public_url());
        (behind || named) && self.http.trusted_proxies.is_empty()
    }

    /// Whether passwords and messages cross a network in the clear: the public address has no TLS, and is not this
    /// machine's own.
    pub fn unencrypted(&self) -> bool {
        let url = self.public_url();
        !url.starts_with("https://") && !address::is_local(&url)
    }

    /// The directory the store's file lies in.
    pub fn store_dir(&self) -> PathBuf {
        let path = self.store_path();
        path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
    }

    /// The store's file.
    pub fn store_path(&self) -> PathBuf {
        self.store.path.clone().unwrap_or_else(|| self.data_dir.join("comity.redb"))
    }
}

/// The process's environment, as far as it is text.
fn environment() -> impl Iterator<Item = (String, std::ffi::OsString)> {
    std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
}
