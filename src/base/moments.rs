//! A moment for each of many keys, in bounded memory: where there are too many, the earliest is forgotten.

use super::Ts;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Mutex, PoisonError};

/// Places a key may stand in. One is looked for under a lock of its own, so nobody waits for more than these.
const PLACES: usize = 8;
/// Sets of places: about a million bytes.
const SETS: usize = 8_192;

#[derive(Clone, Copy, Default)]
struct Place {
    key: u64,
    at: Ts,
}

/// The moments. Which set a key belongs to is drawn anew for each process, so nobody outside can choose whom to crowd out.
pub struct Moments {
    hasher: RandomState,
    sets: Box<[Mutex<[Place; PLACES]>]>,
}

impl Default for Moments {
    fn default() -> Self {
        Self { hasher: RandomState::new(), sets: (0..SETS).map(|_| Mutex::default()).collect() }
    }
}

impl Moments {
    /// The key's moment; `Ts::ZERO` when there is none, or it was forgotten.
    pub fn get(&self, of: impl Hash) -> Ts {
        self.change(of, |at| *at)
    }

    /// Changes the key's moment, which starts at `Ts::ZERO`.
    pub fn change<T>(&self, of: impl Hash, change: impl FnOnce(&mut Ts) -> T) -> T {
        let key = self.hasher.hash_one(of);
        let set = &self.sets[key as usize % SETS];
        // A panic elsewhere leaves a moment as good as before.
        let mut places = set.lock().unwrap_or_else(PoisonError::into_inner);
        let known = places.iter().position(|place| place.key == key && place.at > Ts::ZERO);
        let mut at = known.map_or(Ts::ZERO, |i| places[i].at);
        let value = change(&mut at);
        if known.is_some() || at > Ts::ZERO {
            let earliest = || (0..PLACES).min_by_key(|i| places[*i].at).unwrap_or(0);
            let i = known.unwrap_or_else(earliest);
            places[i] = Place { key, at };
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_are_forgotten_and_memory_stays_what_it_is() {
        let moments = Moments::default();
        for i in 0..200_000_u64 {
            moments.change(i, |at| *at = Ts(i + 1));
        }
        assert_eq!(moments.get(199_999_u64), Ts(200_000));
        let kept = (0..200_000_u64).filter(|i| moments.get(i) > Ts::ZERO).count();
        assert!(kept > SETS * PLACES / 2 && kept <= SETS * PLACES, "{kept}");
        assert_eq!(moments.get("nobody"), Ts::ZERO, "asking leaves nothing behind");
    }
}
