//! Tickets: a socket's address carries one in place of a token, because addresses end up in logs.
//!
//! A ticket is good once and for half a minute. They live in memory only: after a restart a client asks for another.

use super::Actor;
use crate::base::{Ts, World, limits};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Bytes of randomness in a ticket.
const RANDOM: usize = 25;

/// What a ticket opens.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Purpose {
    /// A person's or a bot's own socket.
    Rtm,
    /// An app's socket for the events of its subscriptions.
    SocketMode,
}

struct Issued {
    actor: Actor,
    purpose: Purpose,
    until: Ts,
}

/// The tickets that are out.
#[derive(Default)]
pub struct Tickets {
    issued: Mutex<HashMap<String, Issued>>,
}

impl Tickets {
    /// A new ticket for `actor`. Beyond `limits::TICKETS` the ones that end first make room.
    pub fn issue(&self, actor: &Actor, purpose: Purpose, world: &dyn World) -> String {
        let now = world.now();
        let mut random = [0; RANDOM];
        world.fill(&mut random);
        let ticket = data_encoding::BASE32_NOPAD.encode(&random).to_lowercase();
        let mut issued = self.issued.lock().unwrap_or_else(PoisonError::into_inner);
        if issued.len() >= limits::TICKETS {
            issued.retain(|_, i| i.until > now);
        }
        if issued.len() >= limits::TICKETS
            && let Some(first) = issued.iter().min_by_key(|(_, i)| i.until).map(|(t, _)| t.clone())
        {
            issued.remove(&first);
        }
        issued.insert(
            ticket.clone(),
            Issued { actor: actor.clone(), purpose, until: now.plus_secs(limits::TICKET_SECS) },
        );
        ticket
    }

    /// Whose ticket this is. It is used up, also by one who shows it at the wrong door.
    pub fn redeem(&self, ticket: &str, purpose: Purpose, now: Ts) -> Option<Actor> {
        let found = self.issued.lock().unwrap_or_else(PoisonError::into_inner).remove(ticket)?;
        (found.purpose == purpose && found.until > now).then_some(found.actor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::id::UserId;
    use crate::base::world::SystemWorld;
    use crate::store::records::user::Role;

    #[test]
    fn a_ticket_is_good_once_at_its_own_door_and_for_half_a_minute() {
        let tickets = Tickets::default();
        let ada = Actor::person(UserId::mint(&SystemWorld), Role::Owner);
        let issue = || tickets.issue(&ada, Purpose::Rtm, &SystemWorld);
        let now = SystemWorld.now();

        let ticket = issue();
        assert_eq!(tickets.redeem(&ticket, Purpose::Rtm, now).map(|a| a.user), Some(ada.user));
        assert!(tickets.redeem(&ticket, Purpose::Rtm, now).is_none(), "used twice");
        assert!(tickets.redeem(&issue(), Purpose::SocketMode, now).is_none(), "the wrong door");
        let late = now.plus_secs(limits::TICKET_SECS + 1);
        assert!(tickets.redeem(&issue(), Purpose::Rtm, late).is_none(), "too late");
    }

    #[test]
    fn their_number_is_bounded() {
        let tickets = Tickets::default();
        let ada = Actor::person(UserId::mint(&SystemWorld), Role::Owner);
        let first = tickets.issue(&ada, Purpose::Rtm, &SystemWorld);
        for _ in 0..limits::TICKETS {
            tickets.issue(&ada, Purpose::Rtm, &SystemWorld);
        }
        assert_eq!(tickets.issued.lock().unwrap().len(), limits::TICKETS);
        assert!(tickets.redeem(&first, Purpose::Rtm, SystemWorld.now()).is_none());
    }
}
