//! `[root]`: the root key, which opens the data and never lies beside it.

use super::Problem;
use crate::crypto::Commitment;
use serde::Deserialize;
use std::path::PathBuf;

/// Where a commitment is found again. It stands beside the keys in no place: who can write there could swap both.
const NO_COMMITMENT: &str = "Restore the line from a copy of the configuration: `comity init` wrote it there and printed \
    it, and `comity admin keys status` prints it wherever the configuration is whole";

/// A configuration without a root key is one that nobody was set up with.
const NO_KEY: &str = "Name the file with the installation's age identity. If nothing is set up here yet, move this \
    configuration away: `comity init` writes one of its own, and what you changed can be copied over";

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
        match self.commitment.as_deref().map(str::parse::<Commitment>) {
            Some(Err(_)) => Err(Problem::new(
                "root.commitment",
                "is no commitment: that is `ck1-` and 52 letters and digits",
                NO_COMMITMENT,
            )),
            _ => Ok(()),
        }
    }

    /// Refuses a root key that is not there, and a configuration that pins none.
    pub(super) fn check_there(&self) -> Result<(), Problem> {
        let file = match self.kind {
            RootKind::Identity => Some(("root.identity_file", self.identity()?)),
            RootKind::Passphrase => self.passphrase_file.clone().map(|file| ("root.passphrase_file", file)),
        };
        if let Some((key, file)) = file
            && let Err(error) = std::fs::metadata(&file)
        {
            return Err(Problem::new(
                key,
                format!("is {}: {error}", file.display()),
                "Correct it (a relative path starts at the configuration file), or put the copy you kept there",
            ));
        }
        self.pinned().map(drop)
    }

    /// What the installation key must be.
    pub(super) fn pinned(&self) -> Result<Commitment, Problem> {
        let missing = || {
            let cause = "is missing, and without it a swapped key ring would be believed";
            Problem::new("root.commitment", cause, NO_COMMITMENT)
        };
        self.commitment.as_deref().and_then(|pinned| pinned.parse().ok()).ok_or_else(missing)
    }

    /// The identity file, or why there is none.
    pub(super) fn identity(&self) -> Result<PathBuf, Problem> {
        self.identity_file.clone().ok_or_else(|| Problem::new("root.identity_file", "is missing", NO_KEY))
    }
}
