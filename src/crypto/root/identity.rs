//! A root key in an age identity file (X25519), as `age-keygen` writes it.

use super::{Refusal, RootProvider, age_unwrap, age_wrap, guard};
use crate::base::{Error, Result};
use crate::crypto::files;
use age::Identity;
use age::secrecy::ExposeSecret;
use age::x25519;
use std::fmt;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The identities of one file. New slots are for the first, and any of them opens a slot.
pub struct AgeIdentity {
    path: PathBuf,
    identities: Vec<x25519::Identity>,
}

impl AgeIdentity {
    /// Reads the identity file; it must lie outside `data_dir` and be readable by us alone.
    pub fn load(path: &Path, data_dir: &Path) -> Result<Self> {
        let text = guard::read_secret(path, data_dir)?;
        let text = std::str::from_utf8(&text).map_err(|_| unreadable(path, "is not text"))?;
        if text.starts_with("age-encryption.org/") || text.starts_with("-----BEGIN AGE") {
            return Err(unreadable(path, "is itself encrypted; decrypt it first, onto a file system in memory"));
        }
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let identities = lines
            .map(|line| line.parse().map_err(|_| unreadable(path, "has a line that is no X25519 identity")))
            .collect::<Result<Vec<x25519::Identity>>>()?;
        if identities.is_empty() {
            return Err(unreadable(path, "holds no identity"));
        }
        Ok(Self { path: path.to_owned(), identities })
    }

    /// Makes a new identity and writes it to `path`, which must not exist yet. Returns its recipient, which is public.
    pub fn generate(path: &Path) -> Result<String> {
        let new = NewIdentity::mint();
        new.write(path)?;
        Ok(new.recipient)
    }
}

/// An age identity that is not written anywhere yet.
pub struct NewIdentity {
    /// What others may know of it: slots are made for this.
    pub recipient: String,
    text: Zeroizing<String>,
}

impl NewIdentity {
    /// A fresh one.
    pub fn mint() -> Self {
        let identity = x25519::Identity::generate();
        let recipient = identity.to_public().to_string();
        let secret = identity.to_string();
        let text = Zeroizing::new(format!("# public key: {recipient}\n{}\n", secret.expose_secret()));
        Self { recipient, text }
    }

    /// What its file says: the secret itself.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Writes it to `path`, which must not exist yet.
    pub fn write(&self, path: &Path) -> Result<()> {
        files::write_new(path, self.text.as_bytes())?;
        files::sync_dir_of(path)
    }
}

impl fmt::Debug for NewIdentity {
    /// Shows its public half and nothing of the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewIdentity({})", self.recipient)
    }
}

impl RootProvider for AgeIdentity {
    fn describe(&self) -> String {
        format!("the age identity in {}", self.path.display())
    }

    fn wrap(&self, plain: &[u8]) -> Result<Vec<u8>> {
        let first = self.identities.first().ok_or_else(|| unreadable(&self.path, "holds no identity"))?;
        age_wrap(&first.to_public(), plain)
    }

    fn unwrap(&self, wrapped: &[u8]) -> std::result::Result<Zeroizing<Vec<u8>>, Refusal> {
        age_unwrap(self.identities.iter().map(|identity| identity as &dyn Identity), wrapped)
    }
}

impl fmt::Debug for AgeIdentity {
    /// Names the file and nothing in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AgeIdentity({})", self.path.display())
    }
}

fn unreadable(path: &Path, how: &str) -> Error {
    let path = path.display();
    Error::invalid("invalid_root_key")
        .because(format!("the age identity file {path} {how}; make one with: age-keygen -o FILE"))
}
