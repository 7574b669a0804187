//! How often somebody may guess at a password.
//!
//! At the door a try counts for its network, for its network at this person, and, slowly, for this person wherever it
//! comes from. A browser that signed this person in before, and one that is signed in, count for themselves alone: so
//! guesses from elsewhere keep nobody out of their own browser, and no count locks an account. An address that nobody has
//! is counted as if somebody had it. A right password takes none: it is put back.
//!
//! The counts are in memory: a restart, which no guesser can bring about, forgets them.

use super::call::{Call, Refusal};
use super::devices;
use super::rates::{Quota, Tier};
use crate::base::id::UserId;
use crate::base::{limits, text};
use crate::store::records::user::{Credential, User};

/// A try that was counted.
pub struct Guess<'c> {
    call: &'c Call,
    counted: Vec<(String, Quota)>,
}

impl<'c> Guess<'c> {
    /// A try to sign in with an address; `known` is who has it.
    pub fn at_the_door(call: &'c Call, email: &str, known: Option<&(User, Credential)>) -> Result<Self, Refusal> {
        let mut guess = Self { call, counted: Vec::new() };
        let device = known.map_or(Ok(None), |(user, credential)| devices::known(call, user.id, &credential.hash))?;
        if let (Some(device), Some((user, _))) = (device, known) {
            guess.count(
                format!("{} {}", user.id, data_encoding::HEXLOWER.encode(&device)),
                limits::GUESSES_OF_BROWSER,
            )?;
            return Ok(guess);
        }
        let (now, email) = (call.domain().world().now(), text::folded(email));
        let from = call.site.rates.take_from(call.network, call.method, Tier::Guess, now);
        from.map_err(|secs| Refusal::RateLimited { secs })?;
        guess.count(format!("{} {email}", call.network.near()), limits::GUESSES_FROM_NETWORK)?;
        guess.count(email, limits::GUESSES_AT_PERSON)?;
        Ok(guess)
    }

    /// A try at one's own password by somebody who is signed in.
    pub fn inside(call: &'c Call, user: UserId) -> Result<Self, Refusal> {
        let mut guess = Self { call, counted: Vec::new() };
        let session = call.actor().session.map_or_else(String::new, |session| session.to_string());
        guess.count(format!("{user} {session}"), limits::GUESSES_OF_BROWSER)?;
        Ok(guess)
    }

    /// It was the password.
    pub fn was_right(self) {
        for (bucket, quota) in self.counted {
            self.call.site.rates.give_back(("guess", bucket), quota);
        }
    }

    fn count(&mut self, bucket: String, (burst, per_minute): (u32, u32)) -> Result<(), Refusal> {
        let (quota, now) = (Quota { per_minute, burst }, self.call.domain().world().now());
        let counted = self.call.site.rates.count(("guess", &bucket), quota, now);
        counted.map_err(|secs| Refusal::RateLimited { secs })?;
        self.counted.push((bucket, quota));
        Ok(())
    }
}
