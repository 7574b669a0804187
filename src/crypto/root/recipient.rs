//! A root key known by its public half only: slots can be made for it, and none can be opened with it.

use super::{Refusal, RootProvider, age_wrap};
use crate::base::{Error, Result};
use age::x25519;
use zeroize::Zeroizing;

/// An age recipient (X25519), `age1…`.
pub struct AgeRecipient(x25519::Recipient);

impl AgeRecipient {
    /// Reads one as `age-keygen` prints it.
    pub fn parse(text: &str) -> Result<Self> {
        let wrong =
            |_| Error::invalid("invalid_recipient").because("a recipient is the public half of an age key, age1…");
        text.trim().parse().map(Self).map_err(wrong)
    }
}

impl RootProvider for AgeRecipient {
    fn describe(&self) -> String {
        format!("the age recipient {}", self.0)
    }

    fn wrap(&self, plain: &[u8]) -> Result<Vec<u8>> {
        age_wrap(&self.0, plain)
    }

    fn unwrap(&self, _: &[u8]) -> std::result::Result<Zeroizing<Vec<u8>>, Refusal> {
        Err(Refusal::NotMine)
    }
}
