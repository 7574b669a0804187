//! Presence: who is connected now. In memory only; whether somebody wants to look away is one of their preferences.

use super::preferences;
use crate::base::Result;
use crate::base::id::UserId;
use crate::store::View;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// How many sockets each person has open.
#[derive(Default)]
pub struct Presence {
    connected: RwLock<HashMap<UserId, usize>>,
}

impl Presence {
    /// A socket of this person has opened. True when it is the first.
    pub fn connected(&self, user: UserId) -> bool {
        let mut connected = self.connected.write().unwrap_or_else(PoisonError::into_inner);
        let count = connected.entry(user).or_default();
        *count += 1;
        *count == 1
    }

    /// A socket of this person has closed. True when it was the last.
    pub fn disconnected(&self, user: UserId) -> bool {
        let mut connected = self.connected.write().unwrap_or_else(PoisonError::into_inner);
        let Some(count) = connected.get_mut(&user) else { return false };
        *count -= 1;
        let last = *count == 0;
        if last {
            connected.remove(&user);
        }
        last
    }

    /// Whether the person has a socket open.
    pub fn is_active(&self, user: UserId) -> bool {
        self.connection_count(user) > 0
    }

    /// How many sockets the person has open.
    pub fn connection_count(&self, user: UserId) -> usize {
        self.connected.read().unwrap_or_else(PoisonError::into_inner).get(&user).copied().unwrap_or(0)
    }

    /// How many people are connected, and over how many sockets.
    pub fn total(&self) -> (usize, usize) {
        let connected = self.connected.read().unwrap_or_else(PoisonError::into_inner);
        (connected.len(), connected.values().sum())
    }

    /// What others see: connected, and not away by choice.
    pub fn shown_active(&self, view: &View, user: UserId) -> Result<bool> {
        Ok(self.is_active(user) && !preferences::get(view, user)?.manual_away)
    }
}

/// Slack's word for it.
pub fn word(active: bool) -> &'static str {
    if active { "active" } else { "away" }
}
