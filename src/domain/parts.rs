//! Holding parts: commands that append to the same log go one after another, from their stamp to their commit.

use crate::base::{Result, Ts};
use crate::store::{Part, View};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Enough that two busy channels seldom share one.
const SHARDS: usize = 256;
/// Last stamps remembered in one shard. Forgetting one is harmless: the engine refuses a stamp that goes back, and the
/// command runs again.
const STAMPS_PER_SHARD: usize = 1_024;

type Shard = HashMap<Part, Ts>;

/// The locks of all parts.
pub struct Parts {
    shards: Vec<Mutex<Shard>>,
}

impl Default for Parts {
    fn default() -> Self {
        Self { shards: (0..SHARDS).map(|_| Mutex::default()).collect() }
    }
}

impl Parts {
    /// Holds all of `parts`. The locks are taken in one order, so that two commands never wait for each other.
    pub fn hold<'p>(&'p self, parts: &[Part]) -> Held<'p> {
        let mut wanted: Vec<(usize, Part)> = parts.iter().map(|part| (shard_of(part), *part)).collect();
        wanted.sort_unstable();
        let mut shards: Vec<(usize, MutexGuard<'p, Shard>)> = Vec::with_capacity(wanted.len());
        for (index, _) in &wanted {
            if shards.last().is_none_or(|(last, _)| last != index) {
                // A command that panicked left only stamps behind, which are as good as before.
                shards.push((*index, self.shards[*index].lock().unwrap_or_else(PoisonError::into_inner)));
            }
        }
        Held { parts: wanted, shards }
    }
}

fn shard_of(part: &Part) -> usize {
    let mut hasher = DefaultHasher::new();
    part.hash(&mut hasher);
    hasher.finish() as usize % SHARDS
}

/// Parts held by one command.
pub struct Held<'p> {
    parts: Vec<(usize, Part)>,
    shards: Vec<(usize, MutexGuard<'p, Shard>)>,
}

impl Held<'_> {
    /// A stamp later than everything in the held parts, and now if that is later still.
    pub fn next_stamp(&self, view: &View) -> Result<Ts> {
        let mut stamp = view.now();
        for (index, part) in &self.parts {
            let queued = self.shards.iter().find(|(i, _)| i == index).and_then(|(_, shard)| shard.get(part));
            let written = Ts(view.snapshot().head(part.as_bytes())?.stamp);
            let last = queued.copied().unwrap_or_default().max(written);
            stamp = stamp.max(Ts(last.0 + 1));
        }
        Ok(stamp)
    }

    /// Whether the part of this name is held.
    pub fn covers(&self, name: &[u8]) -> bool {
        self.parts.iter().any(|(_, part)| part.as_bytes() == name)
    }

    /// Remembers the last stamp a queued commit has used.
    pub fn used(&mut self, last: Ts) {
        for (index, part) in &self.parts {
            if let Some((_, shard)) = self.shards.iter_mut().find(|(i, _)| i == index) {
                if shard.len() >= STAMPS_PER_SHARD {
                    shard.clear();
                }
                shard.insert(*part, last);
            }
        }
    }
}
