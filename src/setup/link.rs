//! The one-time link: who has it sets the server up, and nobody else on the network.

use crate::base::World;
use crate::base::world::SystemWorld;
use aws_lc_rs::constant_time::verify_slices_are_equal;
use data_encoding::BASE32_NOPAD;
use std::sync::{Mutex, PoisonError};
use zeroize::Zeroizing;

/// Wrong tries after which another link takes this one's place: a person who copies it needs one or two.
const WRONG_TRIES: u32 = 20;

/// The secret of the link that holds now. It stands on the terminal, in no file and in no log.
pub struct Link {
    state: Mutex<State>,
}

struct State {
    secret: Zeroizing<String>,
    wrong: u32,
}

/// What a try came to.
#[derive(Debug, Eq, PartialEq)]
pub enum Try {
    /// It is the one.
    Right,
    /// It is not.
    Wrong,
    /// It is not, and was one too many: another link holds from now on.
    Replaced,
}

impl Link {
    /// A fresh one.
    pub fn mint() -> Self {
        Self { state: Mutex::new(State { secret: secret(), wrong: 0 }) }
    }

    /// The address below a server's own; the secret stands behind `#`, which browsers send nowhere.
    pub fn at(&self, url: &str) -> String {
        format!("{url}/#/setup/{}", *self.lock().secret)
    }

    /// Tries a secret; it takes the same time wherever it differs.
    pub fn check(&self, shown: &str) -> Try {
        let mut state = self.lock();
        if verify_slices_are_equal(shown.as_bytes(), state.secret.as_bytes()).is_ok() {
            return Try::Right;
        }
        state.wrong += 1;
        if state.wrong < WRONG_TRIES {
            return Try::Wrong;
        }
        *state = State { secret: secret(), wrong: 0 };
        Try::Replaced
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
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
    fn a_link_holds_until_it_was_guessed_at_too_often() {
        let link = Link::mint();
        let secret_of = |link: &Link| link.at("").trim_start_matches("/#/setup/").to_owned();
        let first = secret_of(&link);
        assert_eq!(first.len(), 40);
        for bad in ["", "x", &first[1..], &format!("{first}a"), &first.to_uppercase()] {
            assert_eq!(link.check(bad), Try::Wrong, "{bad}");
        }
        assert_eq!(link.check(&first), Try::Right);
        for _ in 5..WRONG_TRIES - 1 {
            assert_eq!(link.check("guess"), Try::Wrong);
        }
        assert_eq!(link.check("guess"), Try::Replaced);
        assert_eq!(link.check(&first), Try::Wrong, "the old link is void");
        assert_eq!(link.check(&secret_of(&link)), Try::Right);
    }
}
