//! Wipes keys whose lease has ended.

use super::worker::{Progress, Worker};
use crate::base::{Result, limits};
use crate::domain::Domain;

/// Drops the leases of data keys when their time is over. Every node has its own.
pub struct KeyLeases;

impl Worker for KeyLeases {
    fn name(&self) -> &'static str {
        "key leases"
    }

    fn once(&self) -> bool {
        false
    }

    fn work(&mut self, domain: &Domain) -> Result<Progress> {
        let now = domain.world().now();
        domain.vault().expire(now);
        Ok(Progress::Waiting(now.plus_secs(limits::LEASE_SWEEP_SECS)))
    }
}
