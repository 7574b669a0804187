//! Numbers from a seed, and a world that runs on them.

use comity::base::{Ts, World};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// SplitMix64: small, and good enough to choose commands.
#[derive(Clone)]
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// True once in `n`.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// The seeds to run: the one in `COMITY_SEED`, or these.
pub fn seeds(default: &[u64]) -> Vec<u64> {
    match std::env::var("COMITY_SEED") {
        Ok(seed) => vec![seed.parse().expect("COMITY_SEED is a number")],
        Err(_) => default.to_vec(),
    }
}

/// A clock that is set by hand, and random bytes from a seed.
pub struct SeededWorld {
    now: AtomicU64,
    random: Mutex<Rng>,
}

impl SeededWorld {
    pub fn new(seed: u64) -> Self {
        Self { now: AtomicU64::new(1_800_000_000_000_000), random: Mutex::new(Rng::new(seed ^ 0xc0117)) }
    }

    /// Lets time go on, stand still, leap a day ahead, or be set back by an hour.
    pub fn pass(&self, rng: &mut Rng) {
        match rng.below(40) {
            0 => self.now.fetch_add(86_400_000_000, Ordering::Relaxed),
            1 => self.now.fetch_sub(3_600_000_000, Ordering::Relaxed),
            2..=15 => 0,
            _ => self.now.fetch_add(rng.next() % 2_000_000, Ordering::Relaxed),
        };
    }
}

impl World for SeededWorld {
    fn now(&self) -> Ts {
        Ts(self.now.load(Ordering::Relaxed))
    }

    fn fill(&self, buf: &mut [u8]) {
        let mut random = self.random.lock().unwrap();
        buf.fill_with(|| random.next() as u8);
    }
}
