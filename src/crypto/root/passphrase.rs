//! A root key in somebody's head, or in a file that is mounted at start: an age passphrase (scrypt).

use super::{Refusal, RootProvider, age_unwrap, age_wrap, guard};
use crate::base::{Error, Result, limits};
use age::Identity;
use age::scrypt;
use age::secrecy::SecretString;
use std::fmt;
use std::path::Path;
use zeroize::Zeroizing;

/// A passphrase, and how much work a guess at it shall cost.
pub struct Passphrase {
    secret: SecretString,
    log_work: u8,
}

impl Passphrase {
    /// A passphrase as typed. A stolen slot file can be guessed at for ever, so a short one is refused.
    pub fn new(secret: &str) -> Result<Self> {
        if !limits::PASSPHRASE_CHARS.contains(&secret.chars().count()) {
            let (least, most) = (limits::PASSPHRASE_CHARS.start(), limits::PASSPHRASE_CHARS.end());
            return Err(Error::invalid("invalid_root_key").because(format!(
                "a root passphrase has {least} to {most} characters; take six or more random words"
            )));
        }
        Ok(Self { secret: SecretString::from(secret), log_work: limits::SCRYPT_LOG_WORK })
    }

    /// The first line of a file, which must lie outside `data_dir` and be readable by us alone.
    pub fn load(path: &Path, data_dir: &Path) -> Result<Self> {
        let text = guard::read_secret(path, data_dir)?;
        let text = std::str::from_utf8(&text).map_err(|_| {
            Error::invalid("invalid_root_key").because(format!("the passphrase file {} is not text", path.display()))
        })?;
        Self::new(text.lines().next().unwrap_or_default())
    }

    /// The same passphrase with `log_work` for new slots: scrypt with N = 2^`log_work`. For tests, which can't wait.
    #[must_use]
    pub fn with_log_work(mut self, log_work: u8) -> Self {
        self.log_work = log_work.clamp(1, limits::SCRYPT_LOG_WORK_MAX);
        self
    }
}

impl RootProvider for Passphrase {
    fn describe(&self) -> String {
        "the passphrase".into()
    }

    fn wrap(&self, plain: &[u8]) -> Result<Vec<u8>> {
        let mut recipient = scrypt::Recipient::new(self.secret.clone());
        recipient.set_work_factor(self.log_work);
        age_wrap(&recipient, plain)
    }

    fn unwrap(&self, wrapped: &[u8]) -> std::result::Result<Zeroizing<Vec<u8>>, Refusal> {
        let mut identity = scrypt::Identity::new(self.secret.clone());
        identity.set_max_work_factor(limits::SCRYPT_LOG_WORK_MAX);
        age_unwrap(std::iter::once(&identity as &dyn Identity), wrapped)
    }
}

impl fmt::Debug for Passphrase {
    /// Says that there is one, and nothing of it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase")
    }
}
