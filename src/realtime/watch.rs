//! Presence as sockets ask for it: who wants to hear of whom, and what they heard last.

use super::hub::{Hub, SocketId};
use crate::base::id::UserId;
use crate::base::{Result, limits};
use crate::domain::presence::{self, Presence};
use crate::domain::{Actor, people};
use crate::store::View;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The wishes of all sockets.
pub(super) struct Watch {
    presence: Arc<Presence>,
    watched: HashMap<UserId, Watched>,
    wishes: HashMap<SocketId, Vec<UserId>>,
    /// Whose last socket closed, and when that is told unless they are back by then.
    leaving: Vec<(Instant, UserId)>,
}

struct Watched {
    active: bool,
    by: HashSet<(UserId, SocketId)>,
}

impl Watch {
    pub fn new(presence: Arc<Presence>) -> Self {
        let (watched, wishes, leaving) = Default::default();
        Self { presence, watched, wishes, leaving }
    }

    /// Tells a socket how its person sees `users`, and with `keep` also of every change from now on.
    pub fn ask(
        &mut self,
        hub: &mut Hub,
        view: &View,
        who: (UserId, SocketId),
        users: &[UserId],
        keep: bool,
    ) -> Result<()> {
        let Some(listener) = hub.listener(who.0) else { return Ok(()) };
        let reader = Actor::person(who.0, listener.role);
        if keep {
            self.forget(who);
        }
        for user in users.iter().take(limits::PRESENCE_IDS) {
            if people::seeing(view, &reader, *user).is_err() {
                continue;
            }
            let active = self.presence.shown_active(view, *user)?;
            if keep {
                let watched = self.watched.entry(*user).or_insert(Watched { active, by: HashSet::new() });
                watched.by.insert(who);
                self.wishes.entry(who.1).or_default().push(*user);
            }
            hub.signal_socket(who.0, who.1, &change(*user, active));
        }
        Ok(())
    }

    /// Forgets what a socket wished.
    pub fn forget(&mut self, who: (UserId, SocketId)) {
        for user in self.wishes.remove(&who.1).unwrap_or_default() {
            if let Some(watched) = self.watched.get_mut(&user) {
                watched.by.remove(&who);
                if watched.by.is_empty() {
                    self.watched.remove(&user);
                }
            }
        }
    }

    /// Somebody came, or closed their last socket. Going is told a little later: most people who reload a page are
    /// back at once.
    pub fn came_or_went(&mut self, hub: &mut Hub, view: &View, user: UserId) -> Result<()> {
        if !self.watched.contains_key(&user) {
            return Ok(());
        }
        if self.presence.is_active(user) {
            return self.look(hub, view, user);
        }
        self.leaving.push((Instant::now() + Duration::from_secs(limits::AWAY_AFTER_SECS), user));
        Ok(())
    }

    /// Tells of those who left and did not come back.
    pub fn tick(&mut self, hub: &mut Hub, view: &View) -> Result<()> {
        let now = Instant::now();
        let due = self.leaving.extract_if(.., |(at, _)| *at <= now);
        let due: Vec<UserId> = due.map(|(_, user)| user).collect();
        due.into_iter().try_for_each(|user| self.look(hub, view, user))
    }

    /// Tells how a person is seen now, if that is news.
    pub fn look(&mut self, hub: &mut Hub, view: &View, user: UserId) -> Result<()> {
        let Some(watched) = self.watched.get_mut(&user) else { return Ok(()) };
        let active = self.presence.shown_active(view, user)?;
        if active != watched.active {
            watched.active = active;
            let event = change(user, active);
            for (person, socket) in &watched.by {
                hub.signal_socket(*person, *socket, &event);
            }
        }
        Ok(())
    }
}

fn change(user: UserId, active: bool) -> Value {
    json!({ "type": "presence_change", "user": user, "presence": presence::word(active) })
}
