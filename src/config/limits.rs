//! `[limits]`: the limits an operator may change. The defaults protect the server; they sell nothing.

use super::Problem;
use crate::base::limits;
use serde::Deserialize;

/// Requests a minute are counted for one method and one token.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Whether requests are counted at all.
    pub rate_limits: bool,
    /// Slack's tier 1: rare and costly calls.
    pub tier1_per_minute: u32,
    /// Slack's tier 2: lists and settings.
    pub tier2_per_minute: u32,
    /// Slack's tier 3: reading, and most changes.
    pub tier3_per_minute: u32,
    /// Slack's tier 4: calls made for every message or person.
    pub tier4_per_minute: u32,
    /// Methods Slack limits in their own way: posting, `auth.test`, webhooks.
    pub special_per_minute: u32,
    /// Sockets one person may hold open; an app's sockets have Slack's own limit.
    pub sockets_per_user: usize,
    /// Seconds an unwrapped data key may stay in memory, at most `limits::LEASE_SECS`.
    pub lease_secs: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            rate_limits: true,
            tier1_per_minute: 60,
            tier2_per_minute: 600,
            tier3_per_minute: 1_200,
            tier4_per_minute: 3_000,
            special_per_minute: 1_200,
            sockets_per_user: limits::SOCKETS_PER_USER,
            lease_secs: limits::LEASE_SECS,
        }
    }
}

impl Limits {
    pub(super) fn check(&self) -> Result<(), Problem> {
        let tiers = [
            ("limits.tier1_per_minute", self.tier1_per_minute),
            ("limits.tier2_per_minute", self.tier2_per_minute),
            ("limits.tier3_per_minute", self.tier3_per_minute),
            ("limits.tier4_per_minute", self.tier4_per_minute),
            ("limits.special_per_minute", self.special_per_minute),
        ];
        if let Some((key, _)) = tiers.iter().find(|(_, per_minute)| *per_minute == 0) {
            let remedy = "Write how many requests a minute are allowed, or `rate_limits = false` for no counting";
            return Err(Problem::new(*key, "is 0, which would refuse every request", remedy));
        }
        if self.sockets_per_user == 0 {
            return Err(Problem::new("limits.sockets_per_user", "is 0, so nobody could connect", "Write 1 or more"));
        }
        let most = limits::LEASE_SECS;
        if !(1..=most).contains(&self.lease_secs) {
            let remedy = format!("Write 1 to {most}: shorter makes a revoked key bite sooner");
            return Err(Problem::new("limits.lease_secs", format!("is {}", self.lease_secs), remedy));
        }
        Ok(())
    }
}
