//! Rate limits that protect the server: a bucket for each caller and tier, filled at a steady rate.

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
}

/// Calls a second for each tier; `None` switches the limits off.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Calls a second in tiers one to four, and special.
    pub per_second: [f64; 5],
    /// Log-in tries a second from one address.
    pub logins_per_second: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { per_second: [2.0, 20.0, 50.0, 100.0, 100.0], logins_per_second: 0.5 }
    }
}

/// A bucket holds this many seconds of calls, so that a burst at start-up passes.
const BURST_SECS: f64 = 10.0;
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

    /// Takes one call of `tier` for `caller`; the seconds to wait when there is none left.
    pub fn take(&self, caller: &str, tier: Tier, now: Ts) -> Result<(), u64> {
        let Some(settings) = self.settings else { return Ok(()) };
        let rate = match tier {
            Tier::One => settings.per_second[0],
            Tier::Two => settings.per_second[1],
            Tier::Three => settings.per_second[2],
            Tier::Four => settings.per_second[3],
            Tier::Special => settings.per_second[4],
            Tier::Login => settings.logins_per_second,
        };
        let most = (rate * BURST_SECS).max(1.0);
        let mut hasher = DefaultHasher::new();
        (caller, tier).hash(&mut hasher);
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
        let rates = Rates::new(Some(Settings::default()));
        let start = Ts::from_secs(1_000);
        for _ in 0..200 {
            assert_eq!(rates.take("ada", Tier::Two, start), Ok(()));
        }
        assert_eq!(rates.take("ada", Tier::Two, start), Err(1));
        assert_eq!(rates.take("grace", Tier::Two, start), Ok(()));
        assert_eq!(rates.take("ada", Tier::Two, start.plus_secs(1)), Ok(()));
    }
}
