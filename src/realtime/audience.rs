//! Who may know of an event: the one rule for live events, for what was missed, and for apps.

use super::log::{Entry, What};
use crate::base::id::{ChannelId, UserId};
use crate::base::{Error, Result, Ts};
use crate::domain::{Event, memberships, people, tokens};
use crate::store::records::user::Role;
use crate::store::{Part, View};
use serde_json::Value;
use std::collections::HashSet;

/// Somebody who listens: who they are, and where they are members.
#[derive(Clone, Debug)]
pub(super) struct Listener {
    pub user: UserId,
    pub role: Role,
    pub channels: HashSet<ChannelId>,
}

/// What an entry changes about a listener's channels.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Membership {
    Joined(UserId, ChannelId),
    Left(UserId, ChannelId),
}

/// What an entry says about who is where.
pub(super) fn membership(entry: &Entry) -> Option<Membership> {
    let What::Event(event) = &entry.what else { return None };
    match (entry.part, event) {
        (Part::Channel(channel), Event::MemberJoined { user, .. }) => Some(Membership::Joined(*user, channel)),
        (Part::Channel(channel), Event::MemberLeft { user }) => Some(Membership::Left(*user, channel)),
        (Part::Person(user), Event::ChannelJoined { channel }) => Some(Membership::Joined(user, *channel)),
        (Part::Person(user), Event::ChannelLeft { channel }) => Some(Membership::Left(user, *channel)),
        _ => None,
    }
}

impl Listener {
    /// Follows the listener's own comings and goings.
    pub fn follow(&mut self, entry: &Entry) {
        match membership(entry) {
            Some(Membership::Joined(user, channel)) if user == self.user => drop(self.channels.insert(channel)),
            Some(Membership::Left(user, channel)) if user == self.user => drop(self.channels.remove(&channel)),
            _ => {}
        }
    }

    /// Whether an entry is for the listener, with the channels they are in now.
    pub fn may_know(&self, view: &View, entry: &Entry) -> Result<bool> {
        match entry.part {
            Part::Channel(channel) => Ok(self.channels.contains(&channel)),
            Part::Person(user) => Ok(user == self.user),
            Part::Team(_) if self.role > Role::Guest => Ok(true),
            Part::Team(_) => self.guest_may_know(view, entry),
        }
    }

    /// A guest knows of the people they share a channel with, and of the channels they are in.
    fn guest_may_know(&self, view: &View, entry: &Entry) -> Result<bool> {
        let What::Event(event) = &entry.what else { return Ok(false) };
        match event {
            Event::UserJoined { user } | Event::UserChanged { user } | Event::DndChanged { user } => {
                self.shares_with(view, *user)
            }
            Event::ChannelChanged { channel, .. } => Ok(self.channels.contains(channel)),
            Event::EmojiChanged { .. } | Event::TeamChanged => Ok(true),
            _ => Ok(false),
        }
    }

    fn shares_with(&self, view: &View, other: UserId) -> Result<bool> {
        if other == self.user {
            return Ok(true);
        }
        for channel in &self.channels {
            if memberships::is_member(view, *channel, other)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What of the event this listener is shown: a guest learns no addresses but their own.
    pub fn shown(&self, told: &Value) -> Option<Value> {
        let other = told["user"]["id"].as_str().is_some_and(|id| id != self.user.as_str());
        (self.role == Role::Guest && other).then(|| without_email(told))
    }
}

/// Whether the event tells an e-mail address.
pub(super) fn has_email(told: &Value) -> bool {
    told["user"]["profile"].get("email").is_some()
}

/// The event without the e-mail address in a user object.
pub(super) fn without_email(told: &Value) -> Value {
    let mut told = told.clone();
    // Most events name a user by id.
    if let Some(profile) = told.pointer_mut("/user/profile").and_then(Value::as_object_mut) {
        profile.remove("email");
    }
    told
}

/// Somebody who may listen now.
pub(super) struct Admitted {
    pub role: Role,
    /// When their session ends, and what listens with it.
    pub ends: Ts,
}

/// Admits somebody who is not deactivated, with a session or token that is good.
pub(super) fn admit(view: &View, actor: &crate::domain::Actor) -> Result<Admitted> {
    let user = people::get(view, actor.user).map_err(|e| e.named(Error::denied("account_inactive")))?;
    if user.deleted {
        return Err(Error::denied("account_inactive"));
    }
    let ends = match actor.session {
        Some(session) => tokens::standing(view, actor.user, session)?.expires,
        None => Ts::MAX,
    };
    Ok(Admitted { role: user.role, ends })
}
