//! Who listens to what: sockets by person, people by channel. Owned by one thread, which reads the log; so what a
//! socket hears and where its person is a member change in one order.

use super::audience::{self, Admitted, Listener, Membership};
use super::frame::{self, Close};
use super::log::{Entry, What};
use super::outbox::Outbox;
use super::scopes::{self, Scopes};
use super::tell;
use crate::base::id::{ChannelId, UserId};
use crate::base::{Result, Ts};
use crate::domain::presence::Presence;
use crate::domain::{Actor, Domain, Event, memberships, people};
use crate::store::records::user::Role;
use crate::store::{Part, View};
use actix_web::web::Bytes;
use serde_json::Value;
use std::collections::hash_map;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A socket's number in this process.
pub(super) type SocketId = u64;

/// One socket of a person.
pub(super) struct Socket {
    pub id: SocketId,
    actor: Actor,
    pub outbox: Arc<Outbox>,
    scopes: Scopes,
}

struct Person {
    listener: Listener,
    /// Oldest first.
    sockets: Vec<Socket>,
}

/// Everybody who is connected.
pub(super) struct Hub {
    domain: Domain,
    presence: Arc<Presence>,
    people: HashMap<UserId, Person>,
    channels: HashMap<ChannelId, HashSet<UserId>>,
    next: SocketId,
    /// Sockets one person may hold open.
    most: usize,
    /// People whose first socket opened or whose last one closed since this was last taken.
    pub came_or_went: Vec<UserId>,
}

/// A socket that was let in.
pub(super) struct Joined {
    pub id: SocketId,
    pub listener: Listener,
    /// When its session ends.
    pub ends: Ts,
}

impl Hub {
    pub fn new(domain: Domain, presence: Arc<Presence>, most: usize) -> Self {
        let (people, channels) = Default::default();
        Self { domain, presence, people, channels, next: 1, most, came_or_went: Vec::new() }
    }

    /// Lets a socket in, with the channels its person is in as of `view`; the hub stands at the same place.
    pub fn join(&mut self, view: &View, actor: &Actor, outbox: Arc<Outbox>) -> Result<Joined> {
        let Admitted { role, ends } = audience::admit(view, actor)?;
        let (user, id) = (actor.user, self.next);
        let person = match self.people.entry(user) {
            hash_map::Entry::Occupied(known) => known.into_mut(),
            hash_map::Entry::Vacant(place) => {
                let channels: HashSet<_> = memberships::channels_of(view, user)?.iter().map(|m| m.channel).collect();
                for channel in &channels {
                    self.channels.entry(*channel).or_default().insert(user);
                }
                place.insert(Person { listener: Listener { user, role, channels }, sockets: Vec::new() })
            }
        };
        self.next += 1;
        let mut oldest = None;
        if person.sockets.len() >= self.most {
            let first = person.sockets.remove(0);
            first.outbox.end(None, Close::Policy);
            oldest = Some(first.id);
        }
        person.sockets.push(Socket { id, actor: actor.clone(), outbox, scopes: actor.into() });
        let listener = person.listener.clone();
        if oldest.is_none() && self.presence.connected(user) {
            self.came_or_went.push(user);
        }
        Ok(Joined { id, listener, ends })
    }

    /// Forgets a socket that is gone.
    pub fn leave(&mut self, user: UserId, id: SocketId) {
        self.drop_sockets(user, |socket| socket.id == id);
    }

    /// Whether nobody listens.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Whether somebody who is connected may be concerned by a part.
    pub fn wants(&self, part: &Part) -> bool {
        match part {
            Part::Channel(channel) => self.channels.contains_key(channel),
            Part::Person(user) => self.people.contains_key(user),
            Part::Team(_) => true,
        }
    }

    /// The listener of a connected person.
    pub fn listener(&self, user: UserId) -> Option<&Listener> {
        self.people.get(&user).map(|p| &p.listener)
    }

    /// Tells an entry that was followed to everybody who may know.
    pub fn tell(&mut self, view: &View, entry: &Entry) -> Result<()> {
        let recipients = self.recipients(view, entry)?;
        if recipients.is_empty() {
            return Ok(());
        }
        let Some(told) = tell::value(self.domain.lens(view), entry) else { return Ok(()) };
        let frame = tell::frame(told.clone(), entry);
        let needed = scopes::of_socket(&told);
        let mut bare = None;
        for user in recipients {
            let own = self.listener(user).and_then(|l| l.shown(&told)).map(|own| tell::frame(own, entry));
            let whole = own.as_ref().unwrap_or(&frame);
            self.push(user, |socket| match &socket.scopes {
                scopes if !scopes.allow(needed) => None,
                scopes if own.is_none() && !scopes.show_addresses() && audience::has_email(&told) => {
                    Some(bare.get_or_insert_with(|| tell::frame(audience::without_email(&told), entry)).clone())
                }
                _ => Some(whole.clone()),
            });
        }
        Ok(())
    }

    /// Tells an event that is not kept to one person.
    pub fn signal_user(&mut self, user: UserId, event: &Value) {
        self.signal_all(std::iter::once(user), event);
    }

    /// Tells an event that is not kept to the members of a channel.
    pub fn signal_channel(&mut self, channel: ChannelId, event: &Value, except: Option<UserId>) {
        let members: Vec<UserId> = self.channels.get(&channel).into_iter().flatten().copied().collect();
        self.signal_all(members.into_iter().filter(|u| Some(*u) != except), event);
    }

    /// Tells an event that is not kept to everybody but guests.
    pub fn signal_team(&mut self, event: &Value) {
        let members = self.people.values().map(|p| &p.listener).filter(|l| l.role > Role::Guest);
        let members: Vec<UserId> = members.map(|l| l.user).collect();
        self.signal_all(members.into_iter(), event);
    }

    fn signal_all(&mut self, people: impl Iterator<Item = UserId>, event: &Value) {
        let (frame, needed) = (frame::json(event), scopes::of_socket(event));
        for user in people {
            self.push(user, |socket| socket.scopes.allow(needed).then(|| frame.clone()));
        }
    }

    /// Tells one socket of a person.
    pub fn signal_socket(&mut self, user: UserId, id: SocketId, event: &Value) {
        let socket = self.people.get(&user).and_then(|p| p.sockets.iter().find(|s| s.id == id));
        let allowed = socket.filter(|s| s.scopes.allow(scopes::of_socket(event)));
        if allowed.is_some_and(|s| !s.outbox.push(frame::json(event))) {
            self.leave(user, id);
        }
    }

    /// Ends every socket.
    pub fn close(&mut self, last: &Bytes) {
        for socket in self.people.values().flat_map(|p| &p.sockets) {
            socket.outbox.end(Some(last.clone()), Close::Away);
        }
        let everybody: Vec<UserId> = self.people.keys().copied().collect();
        for user in everybody {
            self.drop_sockets(user, |_| true);
        }
    }

    fn recipients(&self, view: &View, entry: &Entry) -> Result<Vec<UserId>> {
        Ok(match entry.part {
            Part::Channel(channel) => self.channels.get(&channel).into_iter().flatten().copied().collect(),
            Part::Person(user) => self.people.contains_key(&user).then_some(user).into_iter().collect(),
            Part::Team(_) => {
                let mut found = Vec::with_capacity(self.people.len());
                for person in self.people.values() {
                    if person.listener.may_know(view, entry)? {
                        found.push(person.listener.user);
                    }
                }
                found
            }
        })
    }

    /// Gives each socket of a person what `frame` makes for it.
    fn push(&mut self, user: UserId, mut frame: impl FnMut(&Socket) -> Option<Bytes>) {
        let Some(person) = self.people.get(&user) else { return };
        let mut lost = false;
        for socket in &person.sockets {
            lost |= frame(socket).is_some_and(|frame| !socket.outbox.push(frame));
        }
        if lost {
            self.drop_sockets(user, |socket| socket.outbox.is_over());
        }
    }

    /// What happened in a part can't be followed. Whose rights it may have changed, their sockets end, and are judged anew
    /// when they come back.
    pub fn doubt(&mut self, part: Part) {
        let concerned: Vec<UserId> = match part {
            Part::Person(user) => vec![user],
            Part::Team(_) => self.people.keys().copied().collect(),
            // Who is taken out of a channel hears it in their own part as well.
            Part::Channel(_) => Vec::new(),
        };
        concerned.into_iter().for_each(|user| self.end_sockets(user, |_| true));
    }

    /// Applies an entry to who is where.
    pub fn follow(&mut self, view: &View, entry: &Entry) -> Result<()> {
        match audience::membership(entry) {
            Some(Membership::Joined(user, channel)) => {
                if let Some(person) = self.people.get_mut(&user) {
                    person.listener.channels.insert(channel);
                    self.channels.entry(channel).or_default().insert(user);
                }
            }
            Some(Membership::Left(user, channel)) => {
                if let Some(person) = self.people.get_mut(&user) {
                    person.listener.channels.remove(&channel);
                    self.forget(channel, user);
                }
            }
            None => {}
        }
        match (entry.part, &entry.what) {
            (Part::Person(user), What::Event(Event::SessionEnded { session })) => {
                self.end_sockets(user, |socket| socket.actor.session == Some(*session));
            }
            (Part::Person(user), What::Event(Event::SessionsEnded)) => {
                self.end_sockets(user, |socket| audience::admit(view, &socket.actor).is_err());
            }
            // What happened to this person can't be read: it may be that they were shut out.
            (Part::Person(user), What::Sealed | What::Damaged) => self.end_sockets(user, |_| true),
            (Part::Team(_), What::Event(Event::UserChanged { user })) => self.judge(view, *user)?,
            _ => {}
        }
        Ok(())
    }

    /// Looks again at what a connected person may do.
    fn judge(&mut self, view: &View, user: UserId) -> Result<()> {
        let Some(person) = self.people.get_mut(&user) else { return Ok(()) };
        let known = people::get(view, user)?;
        person.listener.role = known.role;
        if known.deleted {
            self.end_sockets(user, |_| true);
        }
        Ok(())
    }

    fn end_sockets(&mut self, user: UserId, which: impl Fn(&Socket) -> bool) {
        for socket in self.people.get(&user).into_iter().flat_map(|p| &p.sockets).filter(|s| which(s)) {
            socket.outbox.end(None, Close::Policy);
        }
        self.drop_sockets(user, which);
    }

    fn drop_sockets(&mut self, user: UserId, which: impl Fn(&Socket) -> bool) {
        let Some(person) = self.people.get_mut(&user) else { return };
        let before = person.sockets.len();
        person.sockets.retain(|socket| !which(socket));
        for _ in person.sockets.len()..before {
            if self.presence.disconnected(user) {
                self.came_or_went.push(user);
            }
        }
        if person.sockets.is_empty()
            && let Some(person) = self.people.remove(&user)
        {
            for channel in person.listener.channels {
                self.forget(channel, user);
            }
        }
    }

    fn forget(&mut self, channel: ChannelId, user: UserId) {
        if let Some(members) = self.channels.get_mut(&channel) {
            members.remove(&user);
            if members.is_empty() {
                self.channels.remove(&channel);
            }
        }
    }
}
