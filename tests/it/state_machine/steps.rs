//! The commands, each told to the domain and to the model.

use super::machine::Machine;
use super::model::{Chan, Msg};
use comity::base::Ts;
use comity::base::id::{ChannelId, UserId};
use comity::domain::messages::{self, NewMessage};
use comity::domain::{access, channels, members, reactions, reads};
use comity::store::Part;
use comity::store::records::channel::ChannelKind;
use comity::store::records::message::Body;
use std::collections::BTreeMap;

const EMOJI: [&str; 3] = ["eyes", "cake", "+1"];

impl Machine {
    /// One command, whoever may give it.
    pub fn step(&mut self) {
        let world = self.world.clone();
        world.pass(&mut self.rng);
        if self.model.channels.is_empty() {
            return self.create();
        }
        match self.rng.below(100) {
            0..=2 => self.create(),
            3..=5 => self.open(),
            6..=11 => self.join(),
            12..=17 => self.invite(),
            18..=20 => self.leave(),
            21..=23 => self.kick(),
            24..=25 => self.describe(),
            26 => self.rename(),
            27 => self.archive(),
            28..=30 => self.unarchive(),
            31..=60 => self.post(),
            61..=68 => self.edit(),
            69..=75 => self.delete(),
            76..=86 => self.react(),
            _ => self.mark(),
        }
    }

    fn create(&mut self) {
        let (user, private) = (self.user(), self.rng.one_in(3));
        let (id, domain, actor) = (ChannelId::mint(&*self.world), self.domain().clone(), self.actor(user));
        let name = format!("room-{}", self.rng.next() % 1_000_000_000);
        let predicted = if self.model.guest(user) { Err("user_is_restricted") } else { Ok(()) };
        let parts = channels::founding_parts(&domain, id, user);
        let done =
            self.both("create", &parts, predicted, |tx| channels::create(tx, &actor, &domain, id, &name, private));
        if done.is_some() {
            let kind = if private { ChannelKind::Private } else { ChannelKind::Public };
            let at = self.add(id, kind, user, name);
            let ts = self.line(at, user, "join");
            self.model.channels[at].members.insert(user, ts);
        }
    }

    fn add(&mut self, id: ChannelId, kind: ChannelKind, creator: UserId, name: String) -> usize {
        let (members, messages) = (BTreeMap::new(), BTreeMap::new());
        let topic = String::new();
        self.model.channels.push(Chan { id, kind, creator, name, topic, archived: false, members, messages });
        self.model.channels.len() - 1
    }

    fn open(&mut self) {
        let user = self.user();
        let mut people = vec![user];
        people.extend((0..=self.rng.below(3)).map(|_| self.user()).collect::<Vec<_>>());
        people.sort_unstable();
        people.dedup();
        let same = |c: &Chan| c.direct() && c.members.keys().copied().eq(people.iter().copied());
        let known = self.model.channels.iter().position(same);
        let shares = |other: &UserId| {
            *other == user
                || self.model.channels.iter().any(|c| [&user, other].iter().all(|u| c.members.contains_key(u)))
        };
        let hidden = self.model.guest(user) && known.is_none() && !people.iter().all(shares);
        let predicted = if hidden { Err("user_not_found") } else { Ok(()) };
        let (domain, actor) = (self.domain().clone(), self.actor(user));
        let id = if people.len() > 2 { ChannelId::mint(&*self.world) } else { ChannelId::mint_direct(&*self.world) };
        let mut parts = vec![Part::Channel(id)];
        parts.extend(people.iter().map(|p| Part::Person(*p)));
        let done = self.both("open", &parts, predicted, |tx| channels::open(tx, &actor, &domain, id, &people));
        let Some((channel, there)) = done else { return };
        assert_eq!(there, known.is_some());
        match known {
            Some(at) => assert_eq!(self.model.channels[at].id, channel.id),
            None => {
                let at = self.add(id, channel.kind, user, channel.name);
                let now = comity::base::World::now(&*self.world);
                self.model.channels[at].members = people.into_iter().map(|p| (p, now)).collect();
            }
        }
    }

    fn join(&mut self) {
        let (user, at) = (self.user(), self.channel());
        let channel = &self.model.channels[at];
        // The API keeps direct conversations away from this command.
        if channel.direct() {
            return;
        }
        let (id, actor, there) = (channel.id, self.actor(user), channel.members.contains_key(&user));
        let closed = if !there && channel.archived { Err("is_archived") } else { Ok(()) };
        let predicted = self.model.seeing(user, channel).and(closed);
        let done = self.both("join", &members::parts(id, &[user]), predicted, |tx| {
            let seen = access::seeing(tx, &actor, id)?;
            members::join(tx, &actor, &seen)
        });
        if done == Some(false) {
            self.enter(at, user);
        }
    }

    fn enter(&mut self, at: usize, user: UserId) {
        let ts = self.line(at, user, "join");
        self.model.channels[at].members.insert(user, ts);
    }

    fn invite(&mut self) {
        let (user, other, at) = (self.user(), self.user(), self.channel());
        let channel = &self.model.channels[at];
        let (id, actor) = (channel.id, self.actor(user));
        let rule = match () {
            () if channel.direct() => Err("method_not_supported_for_channel_type"),
            () if other == user => Err("cant_invite_self"),
            () if channel.members.contains_key(&other) => Err("already_in_channel"),
            () => Ok(()),
        };
        let predicted = self.model.managing(user, channel).and(rule);
        let done = self.both("invite", &members::parts(id, &[other]), predicted, |tx| {
            let managing = access::managing(tx, &actor, id)?;
            members::invite(tx, &actor, &managing, other)
        });
        if done.is_some() {
            self.enter(at, other);
        }
    }

    fn leave(&mut self) {
        let (user, at) = (self.user(), self.channel());
        let channel = &self.model.channels[at];
        let (id, actor) = (channel.id, self.actor(user));
        let member = channel.members.contains_key(&user);
        let rule = match () {
            () if channel.direct() => Err("method_not_supported_for_channel_type"),
            () if !member => Ok(()),
            () if channel.archived => Err("is_archived"),
            () if channel.kind == ChannelKind::Private && channel.members.len() == 1 => Err("last_member"),
            () if self.model.guest(user) => Err("user_is_restricted"),
            () => Ok(()),
        };
        let predicted = self.model.seeing(user, channel).and(rule);
        let done = self.both("leave", &members::parts(id, &[user]), predicted, |tx| {
            let seen = access::seeing(tx, &actor, id)?;
            members::leave(tx, &actor, &seen)
        });
        if done == Some(true) {
            self.line(at, user, "leave");
            self.model.channels[at].members.remove(&user);
        }
    }

    fn kick(&mut self) {
        let (user, other, at) = (self.user(), self.user(), self.channel());
        let channel = &self.model.channels[at];
        let (id, actor) = (channel.id, self.actor(user));
        let rule = match () {
            () if channel.direct() => Err("method_not_supported_for_channel_type"),
            () if other == user => Err("cant_kick_self"),
            () if channel.creator != user && !self.model.admin(user) => Err("restricted_action"),
            () if !channel.members.contains_key(&other) => Err("not_in_channel"),
            () => Ok(()),
        };
        let predicted = self.model.managing(user, channel).and(rule);
        let done = self.both("kick", &members::parts(id, &[other]), predicted, |tx| {
            let managing = access::managing(tx, &actor, id)?;
            members::kick(tx, &actor, &managing, other)
        });
        if done.is_some() {
            self.line(at, other, "leave");
            self.model.channels[at].members.remove(&other);
        }
    }

    fn parts(&self, at: usize, user: UserId) -> Vec<Part> {
        channels::parts(self.domain(), &self.actor(user), self.model.channels[at].id)
    }

    /// The line about what somebody did, which they have read unless something else is new to them.
    fn did(&mut self, at: usize, user: UserId, what: &str) {
        let channel = &self.model.channels[at];
        let nothing_new = channel.members.contains_key(&user) && channel.unread(user).0 == 0;
        let ts = self.line(at, user, what);
        if nothing_new {
            self.model.channels[at].read(user, ts);
        }
    }

    fn describe(&mut self) {
        let (user, at) = (self.user(), self.channel());
        let channel = &self.model.channels[at];
        let (id, actor, domain) = (channel.id, self.actor(user), self.domain().clone());
        let rule =
            if channel.kind == ChannelKind::Direct { Err("method_not_supported_for_channel_type") } else { Ok(()) };
        let predicted = self.model.managing(user, channel).and(rule);
        let topic = format!("topic {}", self.rng.below(1_000));
        let done = self.both("topic", &self.parts(at, user), predicted, |tx| {
            let managing = access::managing(tx, &actor, id)?;
            channels::set_topic(tx, &actor, &domain, &managing, &topic)
        });
        if done.is_some() {
            self.did(at, user, "topic");
            self.model.channels[at].topic = topic;
        }
    }

    fn rename(&mut self) {
        let (user, at) = (self.user(), self.channel());
        let name = format!("room-{}", self.rng.next() % 1_000_000_000);
        let channel = &self.model.channels[at];
        let (id, actor, domain) = (channel.id, self.actor(user), self.domain().clone());
        let rule = match () {
            () if channel.direct() => Err("method_not_supported_for_channel_type"),
            () if channel.creator != user && !self.model.admin(user) => Err("not_authorized"),
            () => Ok(()),
        };
        let predicted = self.model.managing(user, channel).and(rule);
        let done = self.both("rename", &self.parts(at, user), predicted, |tx| {
            let managing = access::managing(tx, &actor, id)?;
            channels::rename(tx, &actor, &domain, &managing, &name)
        });
        if done.is_some() {
            self.did(at, user, "name");
            self.model.channels[at].name = name;
        }
    }

    fn archive(&mut self) {
        let (user, at) = (self.user(), self.channel());
        let channel = &self.model.channels[at];
        let (id, actor, domain) = (channel.id, self.actor(user), self.domain().clone());
        let rule = if channel.direct() { Err("method_not_supported_for_channel_type") } else { Ok(()) };
        let predicted = self.model.managing(user, channel).and(rule);
        let done = self.both("archive", &self.parts(at, user), predicted, |tx| {
            let managing = access::managing(tx, &actor, id)?;
            channels::archive(tx, &actor, &domain, &managing)
        });
        if done.is_some() {
            self.did(at, user, "archive");
            self.model.channels[at].archived = true;
        }
    }

    fn unarchive(&mut self) {
        let user = self.user();
        let archived = self.model.channels.iter().position(|c| c.archived);
        let at = archived.unwrap_or_else(|| self.channel());
        let channel = &self.model.channels[at];
        let (id, actor, domain) = (channel.id, self.actor(user), self.domain().clone());
        let rule = match () {
            () if !channel.archived => Err("not_archived"),
            () if self.model.guest(user) => Err("user_is_restricted"),
            () => Ok(()),
        };
        let predicted = self.model.seeing(user, channel).and(rule);
        let done = self.both("unarchive", &self.parts(at, user), predicted, |tx| {
            let managing = access::reviving(tx, &actor, id)?;
            channels::unarchive(tx, &actor, &domain, &managing)
        });
        if done.is_some() {
            self.did(at, user, "unarchive");
            self.model.channels[at].archived = false;
        }
    }

    fn post(&mut self) {
        let at = self.channel();
        let user = self.user_for(at);
        let (text, calls, all) = self.text(at, user);
        let wanted = self.rng.one_in(3).then(|| self.some_ts(at));
        let broadcast = wanted.is_some() && self.rng.one_in(4);
        let channel = &self.model.channels[at];
        let (id, actor, origin) = (channel.id, self.actor(user), self.domain().installation());
        let root = wanted.map(|ts| channel.messages.get(&ts).map(|m| m.thread.unwrap_or(ts)).ok_or("thread_not_found"));
        let predicted = self.model.posting(user, channel).and(root.transpose().map(drop));
        let body = Body { text: text.clone(), ..Body::default() };
        let new = NewMessage { body, thread: wanted, broadcast, subtype: None };
        let done = self.both("post", &messages::parts(id, &actor), predicted, |tx| {
            let posting = access::posting(tx, &actor, id)?;
            messages::post(tx, &actor, &posting, origin, &new)
        });
        let Some(posted) = done else { return };
        let ts = self.posted(at);
        assert_eq!(ts, posted.message.address.ts);
        let thread = root.and_then(Result::ok);
        let subtype = (thread.is_some() && broadcast).then(|| "thread_broadcast".to_owned());
        let message = Msg { author: Some(user), text, subtype, thread, broadcast, calls, ..Msg::default() };
        let calls_all = all && message.in_timeline();
        if message.in_timeline() {
            self.model.channels[at].read(user, ts);
        }
        self.model.channels[at].messages.insert(ts, Msg { calls_all, ..message });
    }

    fn edit(&mut self) {
        let at = self.channel();
        let (user, ts) = self.change(at);
        let (text, calls, all) = self.text(at, user);
        let channel = &self.model.channels[at];
        let (id, actor) = (channel.id, self.actor(user));
        let rule = match channel.messages.get(&ts) {
            None => Err("message_not_found"),
            Some(m) if m.author != Some(user) => Err("cant_update_message"),
            Some(m) if m.subtype.as_deref().is_some_and(|s| s != "thread_broadcast") => Err("cant_update_message"),
            Some(_) => Ok(()),
        };
        let predicted = self.model.posting(user, channel).and(rule);
        let body = Body { text: text.clone(), ..Body::default() };
        let done = self.both("edit", &[Part::Channel(id)], predicted, |tx| {
            let posting = access::posting(tx, &actor, id)?;
            messages::edit(tx, &actor, &posting, ts, body.clone())
        });
        if done.is_some() {
            let message = self.message(at, ts);
            let calls_all = all && message.in_timeline();
            *message = Msg { text, calls, calls_all, edited: true, ..message.clone() };
        }
    }

    fn message(&mut self, at: usize, ts: Ts) -> &mut Msg {
        self.model.channels[at].messages.get_mut(&ts).unwrap()
    }

    fn delete(&mut self) {
        let at = self.channel();
        let (user, ts) = self.change(at);
        let channel = &self.model.channels[at];
        let (id, actor) = (channel.id, self.actor(user));
        let rule = match channel.messages.get(&ts) {
            None => Err("message_not_found"),
            Some(m) if m.author != Some(user) && !self.model.admin(user) => Err("cant_delete_message"),
            Some(_) => Ok(()),
        };
        let predicted = self.model.posting(user, channel).and(rule);
        let done = self.both("delete", &[Part::Channel(id)], predicted, |tx| {
            let posting = access::posting(tx, &actor, id)?;
            messages::delete(tx, &actor, &posting, ts)
        });
        if done.is_none() {
            return;
        }
        if self.model.channels[at].replies(ts).is_empty() {
            self.model.channels[at].messages.remove(&ts);
            return;
        }
        let message = self.message(at, ts);
        *message = Msg {
            author: message.author,
            text: "This message was deleted.".to_owned(),
            subtype: Some("tombstone".to_owned()),
            edited: message.edited,
            ..Msg::default()
        };
    }

    fn react(&mut self) {
        let at = self.channel();
        let user = self.user_for(at);
        let ts = self.some_ts(at);
        let (name, take_back) = (*self.rng.pick(&EMOJI), self.rng.one_in(3));
        let channel = &self.model.channels[at];
        let (id, actor) = (channel.id, self.actor(user));
        let message = channel.messages.get(&ts);
        let mine = message.is_some_and(|m| m.reactions.iter().any(|(n, users)| n == name && users.contains(&user)));
        let rule = match (message, mine, take_back) {
            (None, ..) => Err("message_not_found"),
            (_, true, false) => Err("already_reacted"),
            (_, false, true) => Err("no_reaction"),
            _ => Ok(()),
        };
        let predicted = self.model.posting(user, channel).and(rule);
        let done = self.both("react", &[Part::Channel(id)], predicted, |tx| {
            let posting = access::posting(tx, &actor, id)?;
            if take_back {
                reactions::remove(tx, &actor, &posting, ts, name)
            } else {
                reactions::add(tx, &actor, &posting, ts, name)
            }
        });
        if done.is_some() {
            self.message(at, ts).reacted(name, user, !take_back);
        }
    }

    fn mark(&mut self) {
        let at = self.channel();
        let user = self.user_for(at);
        let ts = self.some_ts(at);
        let channel = &self.model.channels[at];
        let (id, actor) = (channel.id, self.actor(user));
        let predicted = self.model.member(user, channel);
        let done = self.both("mark", &[Part::Person(user)], predicted, |tx| {
            access::seeing(tx, &actor, id)?;
            reads::mark(tx, &actor, id, ts)
        });
        if done.is_some() {
            self.model.channels[at].members.insert(user, ts);
        }
    }
}

impl Msg {
    /// Adds somebody's reaction, or takes it back.
    pub fn reacted(&mut self, name: &str, user: UserId, added: bool) {
        match self.reactions.iter_mut().find(|(n, _)| n == name) {
            Some((_, users)) if added => users.push(user),
            Some((_, users)) => users.retain(|u| *u != user),
            None => self.reactions.push((name.to_owned(), vec![user])),
        }
        self.reactions.retain(|(_, users)| !users.is_empty());
    }
}
