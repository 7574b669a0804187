//! Where the values of a configuration came from: its file, or variables of the environment.

use std::path::{Path, PathBuf};

/// The file, and which keys were set from elsewhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Origin {
    file: PathBuf,
    elsewhere: Vec<(String, String)>,
}

impl Origin {
    /// `elsewhere` has keys (`tls.cert`) with the place each was set in.
    pub(super) fn new(file: &Path, variables: Vec<(String, String)>) -> Self {
        Self { file: file.to_owned(), elsewhere: variables }
    }

    /// The place of one key's value.
    pub fn of(&self, key: &str) -> String {
        let elsewhere = self.elsewhere.iter().find(|(name, _)| name == key).map(|(_, place)| place.clone());
        elsewhere.unwrap_or_else(|| self.file.display().to_string())
    }

    /// Says that an option of the command line has set a key.
    pub fn set_by(&mut self, key: &str, option: &str) {
        self.elsewhere.retain(|(name, _)| name != key);
        self.elsewhere.push((key.to_owned(), format!("option {option}")));
    }

    /// The places beside the file, in no file written down.
    pub fn elsewhere(&self) -> impl Iterator<Item = &str> {
        self.elsewhere.iter().map(|(_, place)| place.as_str())
    }
}
