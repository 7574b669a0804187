//! `[tls]`: certificate and key, when this process speaks TLS itself and no proxy does it.

use super::Problem;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Both or none.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Tls {
    /// The certificate with its chain, PEM.
    pub cert: Option<PathBuf>,
    /// The certificate's private key, PEM.
    pub key: Option<PathBuf>,
}

impl Tls {
    /// Whether the server speaks TLS.
    pub fn is_on(&self) -> bool {
        self.cert.is_some() && self.key.is_some()
    }

    pub(super) fn check(&self) -> Result<(), Problem> {
        match (&self.cert, &self.key) {
            (None, None) => Ok(()),
            (Some(_), None) => Err(half("tls.key", "tls.cert")),
            (None, Some(_)) => Err(half("tls.cert", "tls.key")),
            (Some(cert), Some(key)) => {
                readable("tls.cert", cert)?;
                readable("tls.key", key)
            }
        }
    }
}

fn half(missing: &str, given: &str) -> Problem {
    Problem::new(missing, format!("is missing, but `{given}` is set"), "Set both for TLS, or neither")
}

/// Refuses a path with no readable file behind it.
pub(super) fn readable(key: &str, path: &Path) -> Result<(), Problem> {
    let remedy = "Correct the path (a relative one starts at the configuration file), or the file's permissions";
    match std::fs::File::open(path).and_then(|file| file.metadata()) {
        Ok(metadata) if metadata.is_file() => Ok(()),
        Ok(_) => Err(Problem::new(key, format!("names {}, which is no file", path.display()), remedy)),
        Err(error) => Err(Problem::new(key, format!("names {}: {error}", path.display()), remedy)),
    }
}
