//! What one person has under way: how many calls at once, weighed by how much their answers may hold in memory. One call
//! too many is refused at once, as with too many calls a minute.

use crate::base::id::UserId;
use crate::base::limits;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of answers that are made or sent, by person. Whoever has none is not in it.
#[derive(Default)]
pub struct Underway {
    held: Mutex<HashMap<UserId, usize>>,
}

/// A person's share for one call, given back when it is dropped: when the answer is sent, or the caller is gone.
pub struct Share {
    underway: Arc<Underway>,
    person: UserId,
    bytes: usize,
}

impl Underway {
    /// A share for an ordinary call; nothing when the person has too many under way.
    pub fn share(self: &Arc<Self>, person: UserId) -> Option<Share> {
        let mut share = Share { underway: self.clone(), person, bytes: 0 };
        share.grow_to(limits::ANSWER_BYTES_SMALL).then_some(share)
    }

    fn add(&self, person: UserId, bytes: usize) -> bool {
        // A panic elsewhere leaves the numbers as good as before.
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let now = held.get(&person).copied().unwrap_or(0) + bytes;
        if now > limits::ANSWERS_PER_PERSON_BYTES {
            return false;
        }
        held.insert(person, now);
        true
    }

    fn give_back(&self, person: UserId, bytes: usize) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Entry::Occupied(mut now) = held.entry(person) {
            *now.get_mut() = now.get().saturating_sub(bytes);
            if *now.get() == 0 {
                now.remove();
            }
        }
    }
}

impl Share {
    /// Makes the share one for an answer of so many bytes; false when the person has too many under way.
    pub fn grow_to(&mut self, bytes: usize) -> bool {
        let more = bytes.saturating_sub(self.bytes);
        let fits = self.underway.add(self.person, more);
        self.bytes += if fits { more } else { 0 };
        fits
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.underway.give_back(self.person, self.bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::world::SystemWorld;

    #[test]
    fn a_person_has_so_much_under_way_and_others_do_not_count() {
        let (underway, ada, grace) =
            (Arc::new(Underway::default()), UserId::mint(&SystemWorld), UserId::mint(&SystemWorld));
        let most = limits::ANSWERS_PER_PERSON_BYTES / limits::ANSWER_BYTES_SMALL;
        let mut shares: Vec<Share> = (0..most).map_while(|_| underway.share(ada)).collect();
        assert_eq!(shares.len(), most);
        assert!(underway.share(ada).is_none(), "one too many");
        assert!(underway.share(grace).is_some());
        assert!(!shares[0].grow_to(limits::ANSWER_BYTES), "a large one weighs more");
        shares.truncate(most / 2);
        assert!(shares[0].grow_to(limits::ANSWER_BYTES));
        shares.clear();
        assert!(underway.held.lock().unwrap().is_empty(), "nobody is remembered");
    }
}
