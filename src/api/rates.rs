//! Rate limits: buckets of calls, filled at a steady rate.
//!
//! A bucket is kept as the moment from which it is full again, so how fast it fills and what it holds are part of what
//! it is. Forgetting one makes it full: where more callers come than are remembered, nobody is kept out.

use super::peer::Network;
use crate::base::Ts;
use crate::base::moments::Moments;
use std::hash::Hash;

/// Slack's tiers; the rates are ours.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Tier {
    /// Rare and costly.
    One,
    /// Lists.
    Two,
    /// Ordinary.
    Three,
    /// Frequent.
    Four,
    /// Posting and the like.
    Special,
    /// With a secret that could be guessed at.
    Login,
    /// With a password: `guesses` counts it, by whose it is too.
    Guess,
}

/// Calls a minute of one method by one caller.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// In tiers one to four, and special.
    pub per_minute: [u32; 5],
    /// Log-in tries from one network.
    pub logins_per_minute: u32,
}

/// How fast a bucket fills, and what it holds.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Quota {
    /// Calls a minute.
    pub per_minute: u32,
    /// Calls at once.
    pub burst: u32,
}

/// A bucket holds this many seconds of calls, so that a burst at start-up passes.
const BURST_SECS: u32 = 10;
/// Networks of one size that a network of the next size counts for: who has many is slowed, only later.
const WIDE: u32 = 4;

impl Quota {
    fn steady(per_minute: u32) -> Self {
        Self { per_minute, burst: (per_minute.saturating_mul(BURST_SECS) / 60).max(1) }
    }

    fn wide(self) -> Self {
        Self { per_minute: self.per_minute.saturating_mul(WIDE), burst: self.burst.saturating_mul(WIDE) }
    }

    /// Microseconds until one more call fits.
    fn each(self) -> u64 {
        60_000_000 / u64::from(self.per_minute.max(1))
    }
}

/// All buckets.
pub struct Rates {
    settings: Option<Settings>,
    /// When each is full again.
    full: Moments,
}

impl Rates {
    /// Buckets filled as `settings` say; `None` for no limits but those on guesses.
    pub fn new(settings: Option<Settings>) -> Self {
        Self { settings, full: Moments::default() }
    }

    /// Takes one call of a method by `caller`; the seconds to wait when there is none left.
    pub fn take(&self, caller: &str, method: &str, tier: Tier, now: Ts) -> Result<(), u64> {
        let Some(quota) = self.quota(tier) else { return Ok(()) };
        self.count((caller, method), quota, now)
    }

    /// The same for whoever calls from a network, whatever they show.
    pub fn take_from(&self, network: Network, method: &str, tier: Tier, now: Ts) -> Result<(), u64> {
        let Some(quota) = self.quota(tier) else { return Ok(()) };
        self.count((network.near(), method), quota, now)?;
        network.wide().map_or(Ok(()), |wide| self.count((wide, method), quota.wide(), now))
    }

    fn quota(&self, tier: Tier) -> Option<Quota> {
        let settings = self.settings?;
        Some(Quota::steady(match tier {
            Tier::One => settings.per_minute[0],
            Tier::Two => settings.per_minute[1],
            Tier::Three => settings.per_minute[2],
            Tier::Four => settings.per_minute[3],
            Tier::Special => settings.per_minute[4],
            Tier::Login | Tier::Guess => settings.logins_per_minute,
        }))
    }

    /// Takes one from the bucket of `what`; the seconds to wait when there is none left.
    pub fn count(&self, what: impl Hash, quota: Quota, now: Ts) -> Result<(), u64> {
        let (each, burst) = (quota.each(), u64::from(quota.burst.max(1)));
        self.full.change((what, quota), |full| {
            // A clock set back leaves a bucket no emptier than empty.
            let taken = full.0.saturating_sub(now.0).min(each * burst);
            if taken > each * (burst - 1) {
                return Err((taken - each * (burst - 1)).div_ceil(1_000_000).max(1));
            }
            *full = Ts(now.0 + taken + each);
            Ok(())
        })
    }

    /// Puts one back that was taken.
    pub fn give_back(&self, what: impl Hash, quota: Quota) {
        self.full.change((what, quota), |full| *full = Ts(full.0.saturating_sub(quota.each())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates() -> Rates {
        Rates::new(Some(Settings { per_minute: [60, 1_200, 1_200, 3_000, 1_200], logins_per_minute: 30 }))
    }

    #[test]
    fn a_burst_passes_then_the_caller_waits() {
        let (rates, start) = (rates(), Ts::from_secs(1_000));
        for _ in 0..200 {
            assert_eq!(rates.take("ada", "users.list", Tier::Two, start), Ok(()));
        }
        assert_eq!(rates.take("ada", "users.list", Tier::Two, start), Err(1));
        assert_eq!(rates.take("grace", "users.list", Tier::Two, start), Ok(()));
        assert_eq!(rates.take("ada", "users.list", Tier::Two, start.plus_secs(1)), Ok(()));
    }

    #[test]
    fn a_bucket_fills_at_its_own_rate_however_many_others_there_are() {
        let (rates, start) = (rates(), Ts::from_secs(1_000));
        for _ in 0..10 {
            assert_eq!(rates.take("ada", "rtm.connect", Tier::One, start), Ok(()));
        }
        let crowd = Quota { per_minute: 60, burst: 1 };
        for i in 0..60_000_u32 {
            assert_eq!(rates.count(i, crowd, start), Ok(()));
        }
        assert!(rates.take("ada", "rtm.connect", Tier::One, start).is_err(), "a crowd fills nobody's bucket");
        assert_eq!(rates.take("ada", "rtm.connect", Tier::One, start.plus_secs(1)), Ok(()));
        assert!(rates.take("ada", "rtm.connect", Tier::One, start.plus_secs(1)).is_err());
    }

    #[test]
    fn a_clock_set_back_keeps_nobody_out_and_what_is_put_back_is_there() {
        let (rates, quota, later) = (rates(), Quota { per_minute: 6, burst: 2 }, Ts::from_secs(9_000));
        assert_eq!([1, 2, 3].map(|_| rates.count("ada", quota, later)), [Ok(()), Ok(()), Err(10)]);
        rates.give_back("ada", quota);
        assert_eq!(rates.count("ada", quota, later), Ok(()));
        let before = Ts::from_secs(1_000);
        assert_eq!(rates.count("ada", quota, before), Err(10));
        rates.count("grace", quota, before).unwrap();
        rates.give_back("grace", quota);
        assert_eq!([1, 2, 3].map(|_| rates.count("grace", quota, before)), [Ok(()), Ok(()), Err(10)]);
    }
}
