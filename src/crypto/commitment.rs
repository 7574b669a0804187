//! The commitment: a public fingerprint of the installation key, pinned in the configuration.
//!
//! Anybody can wrap a key of their own for our root, since age recipients are public. Only the commitment, which lies
//! outside the data directory, tells the true installation key from one that a writer on the disk put there.

use super::derive::{KEY_BYTES, Key, Parent};
use crate::base::{Error, Result};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use data_encoding::BASE32_NOPAD;
use std::fmt;
use std::str::FromStr;

const PREFIX: &str = "ck1-";

/// What the configuration pins: it gives nothing away of the key, and no other key has the same.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Commitment([u8; KEY_BYTES]);

impl Commitment {
    /// The commitment to an installation key.
    pub(super) fn to(installation: &Key) -> Result<Self> {
        Ok(Self(**Parent::new(installation).derive("installation key", "commitment")?))
    }

    /// True when `installation` is the key that was committed to.
    pub(super) fn holds(&self, installation: &Key) -> Result<bool> {
        Ok(verify_slices_are_equal(&Self::to(installation)?.0, &self.0).is_ok())
    }
}

impl fmt::Display for Commitment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}", BASE32_NOPAD.encode(&self.0).to_ascii_lowercase())
    }
}

impl FromStr for Commitment {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let digits = text.trim().strip_prefix(PREFIX).map(str::to_ascii_uppercase);
        let bytes = digits.and_then(|digits| BASE32_NOPAD.decode(digits.as_bytes()).ok());
        bytes.and_then(|bytes| bytes.try_into().ok()).map(Self).ok_or_else(|| {
            Error::invalid("invalid_commitment").because(format!(
                "a key commitment is `{PREFIX}` and 52 letters and digits, as printed when the key ring was made; copy it whole"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::derive::key_from;

    #[test]
    fn a_commitment_reads_back_and_holds_for_its_key_only() {
        let (key, other) = (key_from(&[7; KEY_BYTES]), key_from(&[8; KEY_BYTES]));
        let commitment = Commitment::to(&key).unwrap();
        let text = commitment.to_string();
        assert_eq!(text.len(), 56);
        assert_eq!(text.parse::<Commitment>().unwrap(), commitment);
        assert!(commitment.holds(&key).unwrap());
        assert!(!commitment.holds(&other).unwrap());
    }

    #[test]
    fn a_mistyped_commitment_is_refused() {
        let text = Commitment::to(&key_from(&[7; KEY_BYTES])).unwrap().to_string();
        for bad in ["", "ck1-", "ck2-", &text[4..], &text[..55], &format!("{text}a"), &text.replace("ck1-", "ck1-1")] {
            assert_eq!(bad.parse::<Commitment>().unwrap_err().code, "invalid_commitment", "{bad}");
        }
    }
}
