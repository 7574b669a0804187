//! A clock that the seed sets, so that the demo has a past.

use crate::base::world::SystemWorld;
use crate::base::{Ts, World};
use std::sync::atomic::{AtomicU64, Ordering};

/// The machine's randomness at a time of our choosing.
pub struct Replay(AtomicU64);

impl Replay {
    /// A clock that stands at `ts`.
    pub fn at(ts: Ts) -> Self {
        Self(AtomicU64::new(ts.0))
    }

    /// Sets the clock.
    pub fn set(&self, ts: Ts) {
        self.0.store(ts.0, Ordering::Relaxed);
    }
}

impl World for Replay {
    fn now(&self) -> Ts {
        Ts(self.0.load(Ordering::Relaxed))
    }

    fn fill(&self, buf: &mut [u8]) {
        SystemWorld.fill(buf);
    }
}
