//! The one-time link: who has it sets the server up, and nobody else on the network.
//!
//! It holds until the set-up is done, however often somebody guesses at it: 200 bits are not guessed, and a link that
//! guesses void could be voided by anybody. Who guesses is slowed, by where they call from.

use crate::api::peer::Network;
use crate::api::rates::{Quota, Rates};
use crate::base::world::SystemWorld;
use crate::base::{World, limits};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use data_encoding::BASE32_NOPAD;
use zeroize::Zeroizing;

/// The secret of the link. It stands on the terminal, in no file and in no log.
pub struct Link {
    secret: Zeroizing<String>,
    wrong: Rates,
}

impl Link {
    /// A fresh one.
    pub fn mint() -> Self {
        Self { secret: secret(), wrong: Rates::new(None) }
    }

    /// The address below a server's own; the secret stands behind `#`, which browsers send nowhere.
    pub fn at(&self, url: &str) -> String {
        format!("{url}/#/setup/{}", *self.secret)
    }

    /// Whether this is the secret; it takes the same time wherever it differs.
    pub fn is(&self, shown: &str) -> bool {
        verify_slices_are_equal(shown.as_bytes(), self.secret.as_bytes()).is_ok()
    }

    /// Counts a wrong try from a network; the seconds to wait when it is one too many.
    pub fn count_wrong(&self, network: Network) -> Result<(), u64> {
        let (burst, per_minute) = limits::LINK_GUESSES;
        self.wrong.count(network.near(), Quota { per_minute, burst }, SystemWorld.now())
    }
}

/// 200 bits that nobody can guess.
fn secret() -> Zeroizing<String> {
    let mut bytes = Zeroizing::new([0; 25]);
    SystemWorld.fill(&mut *bytes);
    Zeroizing::new(BASE32_NOPAD.encode(&*bytes).to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_secret_is_it() {
        let link = Link::mint();
        let secret = link.at("").trim_start_matches("/#/setup/").to_owned();
        assert_eq!(secret.len(), 40);
        for bad in ["", "x", &secret[1..], &format!("{secret}a"), &secret.to_uppercase()] {
            assert!(!link.is(bad), "{bad}");
        }
        assert!(link.is(&secret));
    }
}
