//! What an installation shall be: where its files go, what it is called, and what opens it.

use crate::base::{Error, Result};
use crate::config::{Config, Pinned, RootKind, sample};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Where the sealed data goes, unless told otherwise.
pub const DATA_DIR: &str = "comity-data";
/// Where the root key goes, unless told otherwise.
pub const IDENTITY_FILE: &str = "comity-root.key";

/// What was chosen. Relative paths start at the configuration file.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The configuration to write.
    pub file: PathBuf,
    /// Where the sealed data goes.
    pub data_dir: PathBuf,
    /// The address and port to listen on, if not the usual one.
    pub listen: Option<SocketAddr>,
    /// What clients call the server, if that does not follow from `listen`.
    pub public_url: Option<String>,
    /// What opens the data.
    pub root: RootKind,
    /// Where the root key goes, if it is a file.
    pub identity_file: PathBuf,
}

impl Plan {
    /// The usual choices beside a configuration file.
    pub fn beside(file: &Path) -> Self {
        Self {
            file: file.to_owned(),
            data_dir: DATA_DIR.into(),
            listen: None,
            public_url: None,
            root: RootKind::Identity,
            identity_file: IDENTITY_FILE.into(),
        }
    }

    /// The configuration as a start will read it, with the environment over it. Wrong values are refused here, before
    /// anything is made.
    pub fn config(&self) -> Result<Config> {
        Config::planned(&self.text("chosen later"), &self.file).map_err(Error::from)
    }

    /// The configuration with what was chosen written out, as it was given.
    pub fn text(&self, commitment: &str) -> String {
        let listen = self.listen.map(|a| a.to_string());
        let (data_dir, identity) = (self.data_dir.to_string_lossy(), self.identity_file.to_string_lossy());
        let mut pinned: Vec<Pinned<'_>> = vec![("data_dir", &data_dir), ("root.commitment", commitment)];
        pinned.extend(listen.as_deref().map(|listen| ("listen", listen)));
        pinned.extend(self.public_url.as_deref().map(|url| ("public_url", url)));
        match self.root {
            RootKind::Identity => pinned.push(("root.identity_file", &identity)),
            RootKind::Passphrase => pinned.push(("root.kind", "passphrase")),
        }
        sample(&pinned)
    }
}
