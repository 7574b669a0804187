//! What one caller has under way: how many calls at once, weighed by how much they may hold in memory: first what is sent,
//! then the answer. One call too many is refused at once, as with too many calls a minute. Who shows no token or session
//! before the body is counted by network, and all of those together have a bound as well.

use super::peer::Network;
use crate::base::id::UserId;
use crate::base::limits;
use ipnet::IpNet;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, PoisonError};

/// Who calls, as far as it is known before the body is read.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Caller {
    /// A person or a bot.
    Known(UserId),
    /// Whoever is in this network.
    Stranger(IpNet),
    /// All strangers together.
    Strangers,
}

impl Caller {
    /// A caller whom nobody knows yet.
    pub fn stranger(network: Network) -> Self {
        Self::Stranger(network.wide().unwrap_or(network.near()))
    }

    /// Where its bytes count.
    fn counted(self) -> impl Iterator<Item = Self> {
        [self].into_iter().chain(matches!(self, Self::Stranger(_)).then_some(Self::Strangers))
    }

    /// Bytes it may have under way.
    fn most(self) -> usize {
        match self {
            Self::Known(_) => limits::ANSWERS_PER_PERSON_BYTES,
            Self::Stranger(_) => limits::STRANGER_BYTES,
            Self::Strangers => limits::STRANGERS_BYTES,
        }
    }
}

/// Bytes that are read, made or sent, by caller. Whoever has none is not in it.
#[derive(Default)]
pub struct Underway {
    held: Mutex<HashMap<Caller, usize>>,
}

/// A caller's share for one call, given back when it is dropped: when the answer is sent, or the caller is gone.
pub struct Share {
    underway: Arc<Underway>,
    caller: Caller,
    bytes: usize,
}

impl Underway {
    /// A share of so many bytes; nothing when the caller has too much under way.
    pub fn share(self: &Arc<Self>, caller: Caller, bytes: usize) -> Option<Share> {
        let mut share = Share { underway: self.clone(), caller, bytes: 0 };
        share.grow_to(bytes).then_some(share)
    }

    fn add(&self, caller: Caller, bytes: usize) -> bool {
        // A panic elsewhere leaves the numbers as good as before.
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let all: Vec<(Caller, usize)> =
            caller.counted().map(|one| (one, held.get(&one).copied().unwrap_or(0) + bytes)).collect();
        if all.iter().any(|(one, now)| *now > one.most()) {
            return false;
        }
        held.extend(all);
        true
    }

    fn give_back(&self, caller: Caller, bytes: usize) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        for one in caller.counted() {
            if let Entry::Occupied(mut now) = held.entry(one) {
                *now.get_mut() = now.get().saturating_sub(bytes);
                if *now.get() == 0 {
                    now.remove();
                }
            }
        }
    }
}

impl Share {
    /// Gives back what is above so many bytes.
    pub fn shrink_to(&mut self, bytes: usize) {
        let less = self.bytes.saturating_sub(bytes);
        self.underway.give_back(self.caller, less);
        self.bytes -= less;
    }

    /// Makes the share one of so many bytes; false when the caller has too much under way.
    pub fn grow_to(&mut self, bytes: usize) -> bool {
        let more = bytes.saturating_sub(self.bytes);
        let fits = self.underway.add(self.caller, more);
        self.bytes += if fits { more } else { 0 };
        fits
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.underway.give_back(self.caller, self.bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::world::SystemWorld;

    #[test]
    fn a_person_has_so_much_under_way_and_others_do_not_count() {
        let underway = Arc::new(Underway::default());
        let [ada, grace] = [(); 2].map(|()| Caller::Known(UserId::mint(&SystemWorld)));
        let small = |caller| underway.share(caller, limits::ANSWER_BYTES_SMALL);
        let most = limits::ANSWERS_PER_PERSON_BYTES / limits::ANSWER_BYTES_SMALL;
        let mut shares: Vec<Share> = (0..most).map_while(|_| small(ada)).collect();
        assert_eq!(shares.len(), most);
        assert!(small(ada).is_none(), "one too many");
        assert!(small(grace).is_some());
        assert!(!shares[0].grow_to(limits::ANSWER_BYTES), "a large one weighs more");
        shares.truncate(most / 2);
        assert!(shares[0].grow_to(limits::ANSWER_BYTES));
        shares.clear();
        assert!(underway.held.lock().unwrap().is_empty(), "nobody is remembered");
    }

    #[test]
    fn strangers_have_so_much_by_network_and_so_much_together() {
        let underway = Arc::new(Underway::default());
        let network = |n: usize| Caller::Stranger(format!("10.{}.{}.7/32", n / 256, n % 256).parse().unwrap());
        let ask = |n| underway.share(network(n), limits::STRANGER_BODY_BYTES);
        let mut shares: Vec<Share> = std::iter::from_fn(|| ask(0)).collect();
        assert_eq!(shares.len(), limits::STRANGER_BYTES / limits::STRANGER_BODY_BYTES);
        for n in 1..1_000 {
            shares.extend(std::iter::from_fn(|| ask(n)));
        }
        assert_eq!(shares.len(), limits::STRANGERS_BYTES / limits::STRANGER_BODY_BYTES);
        assert!(underway.share(Caller::Known(UserId::mint(&SystemWorld)), limits::ANSWER_BYTES).is_some());
        drop(shares);
        assert!(underway.held.lock().unwrap().is_empty(), "nobody is remembered");
    }
}
