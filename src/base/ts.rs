//! `Ts`: a moment in microseconds, and in Slack the name of a message within its channel.

use serde::{Deserialize, Serialize};
use std::fmt;

const MICROS: u64 = 1_000_000;

/// Microseconds since the Unix epoch. Written `secs.micros` with six digits, as Slack does.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Ts(pub u64);

impl Ts {
    /// The first second of a day, and the end of time, as range bounds.
    pub const ZERO: Ts = Ts(0);
    /// Later than any message.
    pub const MAX: Ts = Ts(u64::MAX);

    /// The moment `secs` after the epoch.
    pub const fn from_secs(secs: u64) -> Self {
        Self(secs.saturating_mul(MICROS))
    }

    /// Whole seconds since the epoch.
    pub const fn secs(self) -> u64 {
        self.0 / MICROS
    }

    /// Whole milliseconds since the epoch.
    pub const fn millis(self) -> u64 {
        self.0 / 1_000
    }

    /// The UTC day, counted from the epoch: the period of a channel's data key.
    pub const fn day(self) -> u32 {
        (self.secs() / 86_400) as u32
    }

    /// This moment and `secs` more.
    #[must_use]
    pub const fn plus_secs(self, secs: u64) -> Self {
        Self(self.0.saturating_add(secs.saturating_mul(MICROS)))
    }

    /// Big-endian bytes, so that row keys sort by time.
    pub const fn to_be_bytes(self) -> [u8; 8] {
        self.0.to_be_bytes()
    }

    /// Reads `1700000000.000100`, or whole seconds; fewer than six decimals are padded, as clients send them.
    pub fn parse(text: &str) -> Option<Self> {
        let (secs, micros) = text.split_once('.').unwrap_or((text, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if secs.is_empty() || micros.len() > 6 || !digits(secs) || !digits(micros) {
            return None;
        }
        let secs: u64 = secs.parse().ok()?;
        let micros: u64 = format!("{micros:0<6}").parse().ok()?;
        secs.checked_mul(MICROS)?.checked_add(micros).map(Self)
    }
}

impl fmt::Display for Ts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:06}", self.0 / MICROS, self.0 % MICROS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ts_reads_back_as_written() {
        let ts = Ts(1_700_000_000_000_100);
        assert_eq!(ts.to_string(), "1700000000.000100");
        assert_eq!(Ts::parse("1700000000.000100"), Some(ts));
        assert_eq!(Ts::parse("1700000000.0001"), Some(ts));
        assert_eq!(Ts::parse("1700000000"), Some(Ts::from_secs(1_700_000_000)));
    }

    #[test]
    fn a_bad_ts_is_refused() {
        for bad in ["", ".", "x", "1.1234567", "-1", "1.-1", "99999999999999999999", " 1", "1e5"] {
            assert_eq!(Ts::parse(bad), None, "{bad}");
        }
    }
}
