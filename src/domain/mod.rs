//! Level 4: the nouns, the rules, the permissions and the events.
//!
//! A command is a plain function over a `Tx`: it puts down records, appends events and queues jobs, and all of it
//! becomes one commit. Nothing here is async, dials out, or knows HTTP. What the API shows is made in `objects`.

pub mod access;
pub mod actor;
pub mod addresses;
pub mod apps;
pub mod avatars;
pub mod bookmarks;
pub mod called;
pub mod channels;
pub mod dnd;
pub mod drafts;
pub mod due;
pub mod emoji;
pub mod ephemeral;
pub mod event;
pub mod expirations;
pub mod founders;
pub mod hashing;
pub mod history;
pub mod identicon;
pub mod installation;
pub mod invitations;
pub mod members;
pub mod memberships;
pub mod mentions;
pub mod messages;
pub mod newcomers;
pub mod oauth;
pub mod objects;
pub mod parts;
pub mod passwords;
pub mod people;
pub mod photos;
pub mod pictures;
pub mod pins;
pub mod preferences;
pub mod presence;
pub mod profile;
pub mod rank;
pub mod reactions;
pub mod reads;
pub mod reminders;
pub mod replay;
pub mod roles;
pub mod saved;
pub mod scheduled;
pub mod scopes;
pub mod signals;
pub mod steward;
pub mod subscriptions;
pub mod takeover;
pub mod threads;
pub mod tickets;
pub mod tokens;
pub mod triggers;
pub mod unfurls;
pub mod usergroups;
pub mod views;
pub mod webhooks;
pub mod when;
pub mod zone;

pub use actor::Actor;
pub use event::Event;

use crate::base::id::{InstallationId, TeamId};
use crate::base::moments::Moments;
use crate::base::{Error, Kind, Result, World, limits};
use crate::crypto::Vault;
use crate::store::{Damage, Done, Part, Receipt, Store, Tx, View};
use objects::Lens;
use parts::{Held, Parts};
use std::sync::{Arc, mpsc};

/// Everything a command or a query stands on. Cheap to clone.
#[derive(Clone)]
pub struct Domain {
    store: Arc<dyn Store>,
    vault: Arc<Vault>,
    world: Arc<dyn World>,
    parts: Arc<Parts>,
    seen: Arc<Moments>,
    damage: Arc<Damage>,
    installation: InstallationId,
    team: TeamId,
    site: Arc<str>,
}

impl Domain {
    /// The domain of the installation kept in `store`; made there first if the store is empty.
    pub fn open(store: Arc<dyn Store>, vault: Arc<Vault>, world: Arc<dyn World>) -> Result<Self> {
        let mut domain = Self {
            installation: InstallationId::mint(&*world),
            team: TeamId::mint(&*world),
            store,
            vault,
            world,
            parts: Arc::default(),
            seen: Arc::default(),
            damage: Arc::default(),
            site: Arc::default(),
        };
        let (installation, team) = (domain.installation, domain.team);
        let found = domain.run(&[], |tx| installation::found_or_open(tx, installation, team))?;
        (domain.installation, domain.team) = (found.id, found.team);
        Ok(domain)
    }

    /// The same domain at another time: an import replays the past.
    #[must_use]
    pub fn in_world(&self, world: Arc<dyn World>) -> Self {
        Self { world, ..self.clone() }
    }

    /// The same domain where people and programs reach it: an address without a trailing slash.
    #[must_use]
    pub fn at(&self, site: &str) -> Self {
        Self { site: site.into(), ..self.clone() }
    }

    /// What objects are made through.
    pub fn lens<'v, 'a>(&'v self, view: &'v View<'a>) -> Lens<'v, 'a> {
        Lens { view, team: self.team, site: &self.site }
    }

    /// The origin of messages made here.
    pub fn installation(&self) -> InstallationId {
        self.installation
    }

    /// The workspace.
    pub fn team(&self) -> TeamId {
        self.team
    }

    /// Time and randomness.
    pub fn world(&self) -> &dyn World {
        &*self.world
    }

    /// The store, for readers of the log.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// When sessions were last used, by id, since this process started. It is written nowhere: on disk it would be a record
    /// of people's working hours.
    pub fn seen(&self) -> &Moments {
        &self.seen
    }

    /// The records found damaged since this process started.
    pub fn damage(&self) -> &Damage {
        &self.damage
    }

    /// The key ring.
    pub fn vault(&self) -> &Arc<Vault> {
        &self.vault
    }

    /// A consistent view of everything, for queries.
    pub fn view(&self) -> Result<View<'_>> {
        let now = self.world.now();
        let snapshot = self.store.snapshot().map_err(|why| match why.kind {
            Kind::Internal => self.damage.note("the store file".to_owned(), &why, now),
            _ => why,
        })?;
        Ok(View::new(snapshot, &self.vault, &self.damage, now))
    }

    /// Runs a command once and queues its commit; `done` hears the outcome when it is on disk.
    ///
    /// The parts are held from before the command takes a stamp until its commit is queued, so the order of stamps is
    /// the order of commits. After a `Kind::Conflict` the caller runs the command again, from the start.
    pub fn attempt<T>(&self, parts: &[Part], run: impl FnOnce(&mut Tx) -> Result<T>, done: Done) -> Result<T> {
        self.attempt_holding(&mut self.parts.hold(parts), run, done)
    }

    /// Runs a command to its end and waits for the disk; it blocks.
    ///
    /// The first attempt lets others queue behind it. After a conflict the parts stay held until the outcome is known,
    /// so a record that everybody wants is won in turn.
    pub fn run<T>(&self, parts: &[Part], mut command: impl FnMut(&mut Tx) -> Result<T>) -> Result<T> {
        for attempt in 0..limits::COMMAND_ATTEMPTS {
            let (tell, heard) = mpsc::sync_channel(1);
            let done: Done = Box::new(move |outcome| {
                // Nobody listens any more when the command itself failed.
                let _ = tell.send(outcome);
            });
            let mut held = self.parts.hold(parts);
            let value = self.attempt_holding(&mut held, &mut command, done)?;
            let held = (attempt > 0).then_some(held);
            let outcome = heard.recv().unwrap_or_else(|_| Err(Error::unavailable("the store is stopping; try again")));
            drop(held);
            match outcome {
                Ok(_) => return Ok(value),
                Err(e) if e.kind == Kind::Conflict => {}
                Err(e) => return Err(e),
            }
        }
        Err(Error::unavailable("too many writers want the same record; try again"))
    }

    fn attempt_holding<T>(&self, held: &mut Held, run: impl FnOnce(&mut Tx) -> Result<T>, done: Done) -> Result<T> {
        let view = self.view()?;
        let stamp = held.next_stamp(&view)?;
        let mut tx = Tx::new(view, &*self.world, stamp);
        let value = run(&mut tx)?;
        let (last, position) = (tx.last_stamp(), tx.position()?);
        match tx.finish() {
            Some(commit) => {
                // A command that writes to a log it does not hold could write out of order.
                if !commit.append.iter().all(|a| held.covers(&a.part)) {
                    return Err(Error::internal("a command appended to a part it does not hold"));
                }
                held.used(last);
                self.store.commit(commit, done);
            }
            None => done(Ok(Receipt { position, seqs: Vec::new() })),
        }
        Ok(value)
    }
}
