//! The line in front of hashing passwords. A hash takes 19 MiB and tens of milliseconds on purpose, so only as many are
//! made at once as there are cores to spare, in the same memory; whoever comes meanwhile waits. Networks take turns, so a
//! flood from one makes another wait for one hash more, and when the line is full the longest of them gives a place up.

use super::call::Refusal;
use super::peer::Network;
use crate::base::{Error, Result, limits};
use crate::domain::Domain;
use crate::domain::hashing::{self, Memory};
use actix_web::web;
use ipnet::IpNet;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// The line of a server.
pub struct Passwords {
    at_once: usize,
    line: Mutex<Line>,
}

struct Line {
    hashing: usize,
    /// By network, the one whose turn is next first.
    waiting: VecDeque<(IpNet, VecDeque<oneshot::Sender<Turn>>)>,
    /// What the last hash took.
    took: Duration,
}

/// The right to make one hash; whoever waits next has it when it is dropped.
struct Turn {
    passwords: Arc<Passwords>,
    /// Nothing when it was handed on.
    memory: Option<Memory>,
}

impl Passwords {
    /// A line for a machine with so many cores: one of them stays for everybody else.
    pub fn new(cores: usize) -> Arc<Self> {
        let line = Line { hashing: 0, waiting: VecDeque::new(), took: Duration::from_millis(50) };
        Arc::new(Self { at_once: cores.saturating_sub(1).max(1), line: Mutex::new(line) })
    }

    /// Hashes a new password.
    pub async fn hash(
        self: &Arc<Self>,
        network: Network,
        domain: &Domain,
        password: String,
    ) -> Result<String, Refusal> {
        hashing::check_password(&password)?;
        let domain = domain.clone();
        self.run(network, move |memory| hashing::hash_password(domain.world(), &password, memory)).await
    }

    /// Checks a password against a hash, or against nothing in the same time. One that nobody can have is not hashed.
    pub async fn verify(
        self: &Arc<Self>,
        network: Network,
        hash: Option<String>,
        password: String,
    ) -> Result<bool, Refusal> {
        if hashing::check_password(&password).is_err() {
            return Ok(false);
        }
        self.run(network, move |memory| hashing::verify_password(hash.as_deref(), &password, memory)).await
    }

    async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        network: Network,
        work: impl FnOnce(&mut Memory) -> Result<T> + Send + 'static,
    ) -> Result<T, Refusal> {
        let mut turn = match self.enter(network.near())? {
            Ok(turn) => turn,
            // The place was given up for a network with a shorter part of the line.
            Err(place) => place.await.map_err(|_| self.line().full(self.at_once))?,
        };
        let made = web::block(move || {
            let began = Instant::now();
            let made = work(turn.memory.get_or_insert_default());
            turn.passwords.line().took = began.elapsed();
            made
        });
        Ok(made.await.map_err(|_| Error::unavailable("the server is stopping; try again"))??)
    }

    /// A turn, or a place in the line.
    fn enter(self: &Arc<Self>, network: IpNet) -> Result<Result<Turn, oneshot::Receiver<Turn>>, Refusal> {
        let mut line = self.line();
        if line.hashing < self.at_once {
            line.hashing += 1;
            return Ok(Ok(Turn { passwords: self.clone(), memory: Some(Memory::new()) }));
        }
        if line.len() >= limits::PASSWORDS_WAITING && !line.make_room(network) {
            return Err(line.full(self.at_once));
        }
        let (give, place) = oneshot::channel();
        match line.waiting.iter_mut().find(|(of, _)| *of == network) {
            Some((_, places)) => places.push_back(give),
            None => line.waiting.push_back((network, VecDeque::from([give]))),
        }
        Ok(Err(place))
    }

    /// Gives a turn to whoever is next and still there. The memory goes with it, and back to the system with the last.
    fn hand_on(self: &Arc<Self>, mut memory: Option<Memory>) {
        loop {
            // The lock is not held while a turn is given: one that nobody takes is dropped here.
            let next = {
                let mut line = self.line();
                let next = line.next();
                line.hashing -= usize::from(next.is_none());
                next
            };
            let Some(next) = next else { return };
            match next.send(Turn { passwords: self.clone(), memory: memory.take() }) {
                Ok(()) => return,
                Err(mut turn) => memory = turn.memory.take(),
            }
        }
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Line {
    fn len(&self) -> usize {
        self.waiting.iter().map(|(_, places)| places.len()).sum()
    }

    fn next(&mut self) -> Option<oneshot::Sender<Turn>> {
        let (network, mut places) = self.waiting.pop_front()?;
        let next = places.pop_front();
        if !places.is_empty() {
            self.waiting.push_back((network, places));
        }
        next
    }

    /// Takes out who has gone, else the last of the network that has most, if that is more than `network` will have.
    fn make_room(&mut self, network: IpNet) -> bool {
        self.waiting.iter_mut().for_each(|(_, places)| places.retain(|place| !place.is_closed()));
        self.waiting.retain(|(_, places)| !places.is_empty());
        if self.len() < limits::PASSWORDS_WAITING {
            return true;
        }
        let own = self.waiting.iter().find(|(of, _)| *of == network).map_or(0, |(_, places)| places.len());
        let most = self.waiting.iter_mut().map(|(_, places)| places).max_by_key(|places| places.len());
        most.filter(|places| places.len() > own + 1).and_then(VecDeque::pop_back).is_some()
    }

    /// Told to whoever finds no place: in how many seconds the line is done.
    fn full(&self, at_once: usize) -> Refusal {
        let hashes = u32::try_from(self.len() / at_once).unwrap_or(u32::MAX);
        Refusal::RateLimited { secs: self.took.saturating_mul(hashes).as_secs() + 1 }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.memory.is_some() {
            self.passwords.hand_on(self.memory.take());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passwords() -> Arc<Passwords> {
        Passwords::new(2)
    }

    fn network(n: u8) -> IpNet {
        format!("203.0.113.{n}/32").parse().unwrap()
    }

    fn now(passwords: &Arc<Passwords>, n: u8) -> Turn {
        passwords.enter(network(n)).ok().and_then(Result::ok).unwrap()
    }

    fn later(passwords: &Arc<Passwords>, n: u8) -> oneshot::Receiver<Turn> {
        passwords.enter(network(n)).ok().and_then(Result::err).unwrap()
    }

    fn has(place: &mut oneshot::Receiver<Turn>) -> Option<Turn> {
        place.try_recv().ok()
    }

    #[test]
    fn networks_take_turns_whoever_came_first() {
        let passwords = passwords();
        let turn = now(&passwords, 1);
        let (mut first, mut second, mut other) = (later(&passwords, 1), later(&passwords, 1), later(&passwords, 2));
        drop(turn);
        let turn = has(&mut first).unwrap();
        assert!(has(&mut other).is_none(), "one at a time");
        drop(turn);
        assert!(has(&mut second).is_none(), "two come from there");
        drop(has(&mut other).unwrap());
        drop(has(&mut second).unwrap());
        drop(now(&passwords, 3));
        let line = passwords.line();
        assert_eq!((line.hashing, line.len()), (0, 0));
    }

    #[test]
    fn whoever_has_gone_holds_nobody_up_and_keeps_no_turn() {
        let passwords = passwords();
        let turn = now(&passwords, 1);
        let (gone, mut next, unread) = (later(&passwords, 1), later(&passwords, 2), later(&passwords, 3));
        drop(gone);
        drop(turn);
        drop(has(&mut next).unwrap());
        // This one was given its turn and goes before it hears of it.
        drop(unread);
        drop(now(&passwords, 4));
    }

    #[test]
    fn a_full_line_makes_room_for_a_network_with_a_shorter_part_of_it() {
        let passwords = passwords();
        let _turn = now(&passwords, 1);
        passwords.line().took = Duration::from_millis(30);
        let mut flood: Vec<_> = (0..limits::PASSWORDS_WAITING).map(|_| later(&passwords, 1)).collect();
        let Err(Refusal::RateLimited { secs }) = passwords.enter(network(1)) else { panic!("it has all of the line") };
        assert_eq!(secs, 61, "two thousand hashes and a moment");
        let mut other = later(&passwords, 2);
        assert!(matches!(flood.last_mut().unwrap().try_recv(), Err(oneshot::error::TryRecvError::Closed)));
        assert!(matches!(other.try_recv(), Err(oneshot::error::TryRecvError::Empty)));
        flood.truncate(10);
        drop(later(&passwords, 1));
        assert_eq!(passwords.line().len(), 12, "who has gone makes room first");
    }
}
