//! Rate limits that protect the server: a bucket for each caller and method, filled at a steady rate.

use crate::base::Ts;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

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
    /// Log-in: guesses must stay slow.
    Login,
    /// Log-in from all networks of one customer of a provider.
    LoginWide,
}

/// Calls a minute of one method by one caller.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// In tiers one to four, and special.
    pub per_minute: [u32; 5],
    /// Log-in tries from one address.
    pub logins_per_minute: u32,
}

/// A bucket holds this many seconds of calls, so that a burst at start-up passes.
const BURST_SECS: f64 = 10.0;
/// How many times the tries of one network a group of 65,536 of them has: an office, not an attacker.
const WIDE: u32 = 4;
/// Buckets kept; full ones are forgotten first.
const BUCKETS: usize = 65_536;

struct Bucket {
    left: f64,
    filled: Ts,
}

/// All buckets.
pub struct Rates {
    settings: Option<Settings>,
    buckets: Mutex<HashMap<u64, Bucket>>,
}

impl Rates {
    /// Buckets filled as `settings` say; `None` for no limits.
    pub fn new(settings: Option<Settings>) -> Self {
        Self { settings, buckets: Mutex::default() }
    }

    /// Takes one call of a method by `caller`; the seconds to wait when there is none left.
    pub fn take(&self, caller: &str, method: &str, tier: Tier, now: Ts) -> Result<(), u64> {
        let Some(settings) = self.settings else { return Ok(()) };
        let per_minute = match tier {
            Tier::One => settings.per_minute[0],
            Tier::Two => settings.per_minute[1],
            Tier::Three => settings.per_minute[2],
            Tier::Four => settings.per_minute[3],
            Tier::Special => settings.per_minute[4],
            Tier::Login => settings.logins_per_minute,
            Tier::LoginWide => settings.logins_per_minute.saturating_mul(WIDE),
        };
        let rate = f64::from(per_minute) / 60.0;
        let most = (rate * BURST_SECS).max(1.0);
        let mut hasher = DefaultHasher::new();
        (caller, method).hash(&mut hasher);
        // A panic elsewhere can't leave a bucket worse than a little too full.
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= BUCKETS {
            buckets.retain(|_, b| refill(b, rate, most, now) < most);
        }
        let bucket = buckets.entry(hasher.finish()).or_insert(Bucket { left: most, filled: now });
        bucket.left = refill(bucket, rate, most, now);
        bucket.filled = now;
        if bucket.left < 1.0 {
            return Err((((1.0 - bucket.left) / rate).ceil() as u64).max(1));
        }
        bucket.left -= 1.0;
        Ok(())
    }
}

fn refill(bucket: &Bucket, rate: f64, most: f64, now: Ts) -> f64 {
    let secs = now.0.saturating_sub(bucket.filled.0) as f64 / 1e6;
    (bucket.left + secs * rate).min(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_then_the_caller_waits() {
        let rates = Rates::new(Some(Settings { per_minute: [1_200; 5], logins_per_minute: 30 }));
        let start = Ts::from_secs(1_000);
        for _ in 0..200 {
            assert_eq!(rates.take("ada", "users.list", Tier::Two, start), Ok(()));
        }
        assert_eq!(rates.take("ada", "users.list", Tier::Two, start), Err(1));
        assert_eq!(rates.take("grace", "users.list", Tier::Two, start), Ok(()));
        assert_eq!(rates.take("ada", "users.list", Tier::Two, start.plus_secs(1)), Ok(()));
    }
}
