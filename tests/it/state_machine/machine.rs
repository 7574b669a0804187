//! The domain under test beside its model: every command goes to both, and both must say the same.

use super::model::{Chan, Model, Msg};
use super::rng::{Rng, SeededWorld};
use comity::base::id::{ChannelId, UserId};
use comity::base::{Error, Result, Ts, World};
use comity::crypto::{Vault, memory_vault};
use comity::domain::newcomers::{self, NewUser};
use comity::domain::{Actor, Domain, Event};
use comity::store::records::user::{Profile, Role};
use comity::store::redb::{RedbOptions, RedbStore};
use comity::store::{Part, Tx};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// Domain, model, and how far the log of each channel has been looked at.
pub struct Machine {
    pub rng: Rng,
    pub world: Arc<SeededWorld>,
    pub model: Model,
    pub users: Vec<UserId>,
    seen: HashMap<ChannelId, u64>,
    domain: Option<Domain>,
    vault: Arc<Vault>,
    directory: tempfile::TempDir,
}

impl Machine {
    pub fn new(seed: u64) -> Self {
        let world = Arc::new(SeededWorld::new(seed));
        let mut machine = Self {
            rng: Rng::new(seed),
            vault: Arc::new(memory_vault(&*world)),
            world,
            model: Model::default(),
            users: Vec::new(),
            seen: HashMap::new(),
            domain: None,
            directory: tempfile::tempdir().unwrap(),
        };
        machine.open_store();
        let roles = [Role::Owner, Role::Admin, Role::Member, Role::Member, Role::Guest];
        for (name, role) in ["ada", "grace", "linus", "margaret", "edsger"].into_iter().zip(roles) {
            machine.hire(name, role);
        }
        machine
    }

    /// Opens the store again, as after a restart: nothing but the file and the keys is left.
    pub fn restart(&mut self) {
        self.domain = None;
        self.open_store();
    }

    fn open_store(&mut self) {
        let store = RedbStore::open(&self.directory.path().join("comity.redb"), RedbOptions::default()).unwrap();
        let world: Arc<dyn World> = self.world.clone();
        self.domain = Some(Domain::open(Arc::new(store), self.vault.clone(), world).unwrap());
    }

    fn hire(&mut self, name: &str, role: Role) {
        let (id, domain) = (UserId::mint(&*self.world), self.domain().clone());
        let (profile, email) = (Profile::default(), None);
        let new = NewUser { name: name.to_owned(), email, role, profile, bot: None };
        let parts = [Part::Team(domain.team()), Part::Person(id)];
        domain.run(&parts, |tx| newcomers::create(tx, domain.team(), id, &new)).unwrap();
        self.model.roles.insert(id, role);
        self.users.push(id);
    }

    pub fn domain(&self) -> &Domain {
        self.domain.as_ref().unwrap()
    }

    pub fn actor(&self, user: UserId) -> Actor {
        Actor::person(user, self.model.roles[&user])
    }

    pub fn user(&mut self) -> UserId {
        *self.rng.pick(&self.users)
    }

    /// Somebody for a channel: mostly one who is in it.
    pub fn user_for(&mut self, at: usize) -> UserId {
        let members: Vec<UserId> = self.model.channels[at].members.keys().copied().collect();
        if members.is_empty() || self.rng.one_in(4) { self.user() } else { *self.rng.pick(&members) }
    }

    /// A message, and who changes it: mostly its author, and mostly a late one, which many have not read.
    pub fn change(&mut self, at: usize) -> (UserId, Ts) {
        let newest: Vec<Ts> = self.model.channels[at].messages.keys().rev().take(4).copied().collect();
        let ts = if newest.is_empty() || self.rng.one_in(3) { self.some_ts(at) } else { *self.rng.pick(&newest) };
        let author = self.model.channels[at].messages.get(&ts).and_then(|m| m.author);
        let user = author.filter(|_| !self.rng.one_in(3));
        (user.unwrap_or_else(|| self.user()), ts)
    }

    pub fn channel(&mut self) -> usize {
        self.rng.below(self.model.channels.len())
    }

    /// A message of the channel, or now and then a time at which there is none.
    pub fn some_ts(&mut self, at: usize) -> Ts {
        let known: Vec<Ts> = self.model.channels[at].messages.keys().copied().collect();
        if known.is_empty() || self.rng.one_in(12) { Ts(self.rng.next() >> 12) } else { *self.rng.pick(&known) }
    }

    /// Something to say, and whom it calls.
    pub fn text(&mut self, at: usize, author: UserId) -> (String, BTreeSet<UserId>, bool) {
        let mut text = format!("line {}", self.rng.next() % 100_000);
        let mut called = BTreeSet::new();
        for _ in 0..self.rng.below(3) {
            let user = self.user();
            text.push_str(&format!(" <@{user}>"));
            if user != author && self.model.channels[at].members.contains_key(&user) {
                called.insert(user);
            }
        }
        let all = self.rng.one_in(8);
        if all {
            text.push_str(" <!channel>");
        }
        (text, called, all)
    }

    /// Runs a command, and holds its outcome against what the model says.
    pub fn both<T: std::fmt::Debug>(
        &self,
        what: &str,
        parts: &[Part],
        predicted: Result<(), &'static str>,
        command: impl FnMut(&mut Tx) -> Result<T>,
    ) -> Option<T> {
        let outcome = self.domain().run(parts, command);
        match (&outcome, &predicted) {
            (Ok(_), Ok(())) => {}
            (Err(Error { code, .. }), Err(expected)) if code == expected => {}
            _ => panic!("{what}: the model says {predicted:?}, the domain says {outcome:?}"),
        }
        outcome.ok()
    }

    /// What has been appended to a channel's log since the last look.
    pub fn news(&mut self, at: usize) -> Vec<Event> {
        let id = self.model.channels[at].id;
        let after = self.seen.entry(id).or_default();
        let view = self.domain.as_ref().unwrap().view().unwrap();
        let entries = view.read_log(&Part::Channel(id), *after, usize::MAX).unwrap();
        for (entry, _) in &entries {
            assert_eq!(entry.seq, *after + 1, "a gap in the log");
            *after = entry.seq;
        }
        entries.iter().map(|(_, bytes)| Event::decode(bytes).unwrap()).collect()
    }

    /// The single message that the last command has posted.
    pub fn posted(&mut self, at: usize) -> Ts {
        let posted = |e: Event| if let Event::MessagePosted { ts, .. } = e { Some(ts) } else { None };
        let found: Vec<Ts> = self.news(at).into_iter().filter_map(posted).collect();
        let newest = self.model.channels[at].messages.keys().last().copied().unwrap_or_default();
        assert!(found.len() == 1 && found[0] > newest, "one new message was due, after {newest}: {found:?}");
        found[0]
    }

    /// Enters the line that the system wrote for the last command.
    pub fn line(&mut self, at: usize, author: UserId, what: &str) -> Ts {
        let ts = self.posted(at);
        let channel: &mut Chan = &mut self.model.channels[at];
        let twin =
            if channel.kind == comity::store::records::channel::ChannelKind::Public { "channel" } else { "group" };
        let subtype = Some(format!("{twin}_{what}"));
        channel.messages.insert(ts, Msg { author: Some(author), subtype, ..Msg::default() });
        ts
    }
}
