//! `[root]`: the root key, which opens the data and never lies beside it.

use super::Problem;
use serde::Deserialize;
use std::path::PathBuf;

/// Which root key opens the installation.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Root {
    /// What kind of root key.
    pub kind: RootKind,
    /// The age identity, for `kind = "identity"`.
    pub identity_file: Option<PathBuf>,
    /// A file with the passphrase, for `kind = "passphrase"`. Without one, `COMITY_PASSPHRASE` or a prompt gives it.
    pub passphrase_file: Option<PathBuf>,
    /// What the installation key must be, pinned here so that nobody who can write to the data directory can swap it.
    pub commitment: Option<String>,
}

/// The kinds of root key.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum RootKind {
    /// A file with an age identity.
    #[default]
    Identity,
    /// A passphrase that people remember or a secret store hands in.
    Passphrase,
}

impl Root {
    /// Only the shape: whether the files exist, and lie where they may, is the key ring's to judge when it opens.
    pub(super) fn check(&self) -> Result<(), Problem> {
        if self.kind == RootKind::Passphrase && self.identity_file.is_some() {
            return Err(Problem::new(
                "root.identity_file",
                "is set, but `root.kind` is \"passphrase\"",
                "Remove it, or set `kind = \"identity\"`",
            ));
        }
        if self.kind == RootKind::Identity && self.passphrase_file.is_some() {
            return Err(Problem::new(
                "root.passphrase_file",
                "is set, but `root.kind` is \"identity\"",
                "Remove it, or set `kind = \"passphrase\"`",
            ));
        }
        if self.commitment.as_ref().is_some_and(|pinned| pinned.trim().is_empty()) {
            return Err(Problem::new(
                "root.commitment",
                "is empty",
                "Copy the value that `comity init` printed, or remove the line to start without the check",
            ));
        }
        Ok(())
    }

    /// The identity file, or why there is none.
    pub fn identity(&self) -> Result<PathBuf, Problem> {
        self.identity_file.clone().ok_or_else(|| {
            Problem::new("root.identity_file", "is missing", "Name the age identity that `comity init` made")
        })
    }
}
