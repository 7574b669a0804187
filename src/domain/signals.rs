//! Signals: what is told to those who listen now and never kept, such as typing, presence and ephemeral messages.

use crate::base::id::{ChannelId, UserId};
use serde_json::Value;
use std::sync::{PoisonError, RwLock};

/// Something to tell now. The event is in Slack's shape and is told as it stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Signal {
    /// To every socket of one person.
    ToUser {
        /// Whom.
        user: UserId,
        /// What.
        event: Value,
    },
    /// To the members of a channel who are connected.
    ToChannel {
        /// Where.
        channel: ChannelId,
        /// What.
        event: Value,
        /// Who is left out: the one who types.
        except: Option<UserId>,
    },
    /// To everybody who is connected and not a guest.
    ToTeam {
        /// What.
        event: Value,
    },
}

type Listener = Box<dyn Fn(&Signal) + Send + Sync>;

/// Where signals are given and heard. Giving one never waits and never fails.
#[derive(Default)]
pub struct Signals {
    listeners: RwLock<Vec<Listener>>,
}

impl Signals {
    /// Tells every listener.
    pub fn send(&self, signal: Signal) {
        for listener in self.listeners.read().unwrap_or_else(PoisonError::into_inner).iter() {
            listener(&signal);
        }
    }

    /// Calls `listener` with every signal from now on. It must return at once, and send no signal itself.
    pub fn listen(&self, listener: Box<dyn Fn(&Signal) + Send + Sync>) {
        self.listeners.write().unwrap_or_else(PoisonError::into_inner).push(listener);
    }
}
