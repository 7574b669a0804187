//! The one thread that reads the log for people's sockets. It owns the hub, so nobody waits for a lock: sockets ask by
//! message, and find the hub exactly where the log stands.

use super::audience::Listener;
use super::bell::Bell;
use super::duty::Duty;
use super::frame;
use super::hub::{Hub, SocketId};
use super::log::{self, CommitMoves, What};
use super::outbox::Outbox;
use super::place::Place;
use super::watch::Watch;
use crate::base::id::{ChannelId, UserId};
use crate::base::{Error, Kind, Result, Ts, guarded};
use crate::domain::presence::Presence;
use crate::domain::signals::{Signal, Signals};
use crate::domain::{Actor, Domain, Event};
use crate::store::{Part, Position, View};
use serde_json::json;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;
use tokio::sync::oneshot;

/// Rows of the log's index read at once.
const MOVES: usize = 512;
/// Questions answered between two looks at the log.
const ASKS: usize = 256;

/// What the thread is asked.
pub(super) enum Ask {
    /// Commits became visible.
    Moved,
    /// A socket wants in.
    Join { actor: Actor, outbox: Arc<Outbox>, reply: oneshot::Sender<Result<Welcome>> },
    /// A socket is gone.
    Gone { user: UserId, id: SocketId },
    /// Something to tell that is not kept.
    Signal(Signal),
    /// Somebody types.
    Typing { user: UserId, channel: ChannelId, thread: Option<Ts> },
    /// A socket asks who is there, and with `keep` wants to hear of changes.
    Presence { user: UserId, id: SocketId, users: Vec<UserId>, keep: bool },
    /// The server stops.
    Stop,
}

/// What a socket that was let in learns.
pub(super) struct Welcome {
    pub id: SocketId,
    pub listener: Listener,
    /// It hears everything after this commit live.
    pub told: Position,
    /// When its session ends, and it with that.
    pub ends: Ts,
    /// Kept for as long as the socket lives.
    pub seat: Seat,
}

/// A socket's place in the hub: given up when it is dropped, wherever that happens.
pub(super) struct Seat {
    asks: Sender<Ask>,
    user: UserId,
    id: SocketId,
}

impl Drop for Seat {
    fn drop(&mut self) {
        // A thread that has ended has forgotten everybody.
        let _ = self.asks.send(Ask::Gone { user: self.user, id: self.id });
    }
}

/// The thread's state.
pub(super) struct Dispatcher {
    domain: Domain,
    signals: Arc<Signals>,
    hub: Hub,
    watch: Watch,
    told: Place,
    failing: bool,
    /// For the seats.
    asks: Sender<Ask>,
    bell: Arc<Bell>,
    duty: Arc<Duty>,
}

impl Dispatcher {
    /// A dispatcher that stands at the end of the log.
    pub fn new(
        domain: Domain,
        signals: Arc<Signals>,
        presence: Arc<Presence>,
        hub: Hub,
        asks: Sender<Ask>,
        bell: Arc<Bell>,
        duty: Arc<Duty>,
    ) -> Result<Self> {
        let told = Place::after(domain.view()?.position()?);
        Ok(Self { domain, signals, hub, watch: Watch::new(presence), told, failing: false, asks, bell, duty })
    }

    /// Runs until it is told to stop; looks at the log by itself when nobody asks for `poll`.
    pub fn run(mut self, asks: &Receiver<Ask>, heard: impl Fn(&Ask), poll: Duration) {
        let (domain, duty) = (self.domain.clone(), self.duty.clone());
        loop {
            let first = match asks.recv_timeout(poll) {
                Ok(ask) => Some(ask),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => Some(Ask::Stop),
            };
            let waiting: Vec<Ask> = first.into_iter().chain(asks.try_iter().take(ASKS)).collect();
            // Hints are taken back before the log is read, so that none is lost.
            waiting.iter().for_each(&heard);
            let view = self.catch_up(&domain);
            for ask in waiting {
                if matches!(ask, Ask::Stop) {
                    self.hub.close(&frame::json(&json!({ "type": "goodbye" })));
                    return;
                }
                duty.once(|| {
                    self.answer(ask, view.as_ref());
                    Ok(())
                });
            }
            duty.once(|| self.look_around(view.as_ref().ok()));
            self.bell.mute(self.hub.is_empty());
        }
    }

    /// Tells everything that is in the log, and returns the view in which it ends.
    fn catch_up<'d>(&mut self, domain: &'d Domain) -> Result<View<'d>> {
        let told = || domain.view().and_then(|view| self.tell_all(&view).map(|()| view));
        let outcome = guarded(told, || Error::internal("reading the log panicked"));
        match &outcome {
            Err(e) if !self.failing => {
                tracing::error!(error = %e, "the log can't be read; sockets hear nothing until it can");
                self.duty.failed(e);
                self.failing = true;
            }
            Ok(_) if self.failing => {
                self.duty.well();
                self.failing = false;
            }
            Ok(_) => {}
            Err(_) => {}
        }
        outcome
    }

    fn tell_all(&mut self, view: &View) -> Result<()> {
        loop {
            let commits = log::commits_after(view, self.told.read_after(), MOVES)?;
            if commits.is_empty() {
                self.told = self.told.max(Place::after(view.position()?));
                return Ok(());
            }
            for commit in &commits {
                if !self.hub.is_empty() {
                    self.tell(view, commit)?;
                }
                self.told = Place::after(commit.position);
            }
        }
    }

    fn tell(&mut self, view: &View, commit: &CommitMoves) -> Result<()> {
        // A person who is brought into a channel by this commit hears what it says there.
        let personal = commit.parts.iter().any(|(p, _, _)| matches!(p, Part::Person(_)) && self.hub.wants(p));
        let told = self.told;
        let entries = match self.duty.one(|| log::entries(view, commit, |part| personal || self.hub.wants(part))) {
            Ok(Some(entries)) => entries,
            Ok(None) => {
                commit.parts.iter().for_each(|(part, _, _)| self.hub.doubt(*part));
                return Ok(());
            }
            Err(e) if e.kind == Kind::NotFound => return Ok(()),
            Err(e) => return Err(e),
        };
        for entry in entries.iter().filter(|e| e.place > told) {
            if self.duty.one(|| self.hub.follow(view, entry))?.is_none() {
                self.hub.doubt(entry.part);
            }
            self.duty.one(|| {
                self.hub.tell(view, entry)?;
                match (entry.part, &entry.what) {
                    (Part::Person(user), What::Event(Event::ManualPresence { .. })) => {
                        self.watch.look(&mut self.hub, view, user)
                    }
                    _ => Ok(()),
                }
            })?;
            self.duty.told();
            self.told = entry.place;
        }
        Ok(())
    }

    fn answer(&mut self, ask: Ask, view: Result<&View, &Error>) {
        match ask {
            Ask::Join { actor, outbox, reply } => {
                let joined = view.map_err(Clone::clone).and_then(|view| self.hub.join(view, &actor, outbox));
                let (told, asks, user) = (self.told.commit, self.asks.clone(), actor.user);
                let seat = |id| Seat { asks, user, id };
                let welcome =
                    joined.map(|j| Welcome { id: j.id, listener: j.listener, told, ends: j.ends, seat: seat(j.id) });
                // The client may have gone away; then the seat is dropped here.
                drop(reply.send(welcome));
            }
            Ask::Gone { user, id } => {
                self.hub.leave(user, id);
                self.watch.forget((user, id));
            }
            Ask::Signal(Signal::ToUser { user, event }) => self.hub.signal_user(user, &event),
            Ask::Signal(Signal::ToChannel { channel, event, except }) => {
                self.hub.signal_channel(channel, &event, except);
            }
            Ask::Signal(Signal::ToTeam { event }) => self.hub.signal_team(&event),
            Ask::Typing { user, channel, thread } => self.typing(user, channel, thread),
            Ask::Presence { user, id, users, keep } => {
                if let Ok(view) = view
                    && let Err(e) = self.watch.ask(&mut self.hub, view, (user, id), &users, keep)
                {
                    tracing::warn!(error = %e, "presence can't be told");
                }
            }
            Ask::Moved | Ask::Stop => {}
        }
    }

    /// Typing is told by those who are in the channel, to the others who are.
    fn typing(&self, user: UserId, channel: ChannelId, thread: Option<Ts>) {
        if self.hub.listener(user).is_some_and(|l| l.channels.contains(&channel)) {
            let mut event = json!({ "type": "user_typing", "channel": channel, "user": user });
            if let Some(thread) = thread {
                event["thread_ts"] = json!(thread.to_string());
            }
            self.signals.send(Signal::ToChannel { channel, event, except: Some(user) });
        }
    }

    fn look_around(&mut self, view: Option<&View>) -> Result<()> {
        let came_or_went = std::mem::take(&mut self.hub.came_or_went);
        let Some(view) = view else { return Ok(()) };
        for user in came_or_went {
            // Of one who can't be read the others are told all the same.
            self.duty.one(|| self.watch.came_or_went(&mut self.hub, view, user))?;
        }
        self.watch.tick(&mut self.hub, view)
    }
}
