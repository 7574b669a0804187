//! What is wrong with the configuration: where, which key, why, and what to do.

use crate::base::Error;
use std::fmt;
use std::path::Path;

/// One mistake in the configuration. It names the place, the key, the cause and the remedy.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Problem {
    place: String,
    key: String,
    cause: String,
    remedy: String,
}

impl Problem {
    /// A mistake in `key`; `found_in` adds the place.
    pub fn new(key: impl Into<String>, cause: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { place: String::new(), key: key.into(), cause: cause.into(), remedy: remedy.into() }
    }

    /// Names the file or the variable the key's value came from.
    #[must_use]
    pub fn found_in(mut self, place: &str) -> Self {
        self.place = place.to_owned();
        self
    }

    /// The key, as `section.key`; empty when the file as a whole is wrong.
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        if !self.key.is_empty() {
            write!(f, "`{}` ", self.key)?;
        }
        write!(f, "{}. {}.", self.cause.trim_end_matches('.'), self.remedy.trim_end_matches('.'))
    }
}

impl std::error::Error for Problem {}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::invalid("invalid_configuration").because(problem.to_string())
    }
}

/// The file can't be read at all.
pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    let remedy = if error.kind() == std::io::ErrorKind::NotFound {
        "`comity init` writes one with every key explained; `--config FILE` names another place"
    } else {
        "Give the user that runs comity the right to read it, or name another with `--config FILE`"
    };
    let cause = match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such configuration file".to_owned(),
        std::io::ErrorKind::InvalidData => "the configuration is not UTF-8 text".to_owned(),
        _ => format!("the configuration can't be read ({error})"),
    };
    Problem::new("", cause, remedy).found_in(&path.display().to_string())
}

/// The parser's message already shows the line and the key.
pub(super) fn in_file(path: &Path, error: &toml::de::Error) -> Problem {
    Problem::new(
        "",
        error.to_string().trim_end().to_owned(),
        "Correct or remove that line; `comity init --sample` prints every key with its meaning",
    )
    .found_in(&path.display().to_string())
}
