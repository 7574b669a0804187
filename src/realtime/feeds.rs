//! The thread that reads the log for apps. Apart from people's sockets, so that a slow or distant app never makes a
//! person wait.

use super::bell::Bell;
use super::duty::Duty;
use super::feed::{Feed, Link};
use super::frame::Close;
use super::hub::SocketId;
use super::log;
use super::outbox::Outbox;
use crate::base::id::AppId;
use crate::base::{Error, Result, Ts, guarded};
use crate::domain::{Actor, Domain, apps};
use crate::store::records::position::AppPosition;
use crate::store::{Position, View};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// How often places are written down. What was acknowledged since is sent again after a crash.
const SAVE_EVERY: Duration = Duration::from_secs(5);
/// Rows of the log's index read at once.
const MOVES: usize = 512;
/// Questions answered between two looks at the log.
const ASKS: usize = 256;

/// What the thread is asked.
pub(super) enum AppAsk {
    /// Commits became visible.
    Moved,
    /// An app's socket wants in.
    Link { app: AppId, actor: Actor, outbox: Arc<Outbox>, reply: oneshot::Sender<Result<Linked>> },
    /// A socket is gone.
    Gone { app: AppId, id: SocketId },
    /// An app has an envelope.
    Acknowledged { app: AppId, envelope: String },
    /// The server stops.
    Stop,
}

/// What a socket that was let in learns.
pub(super) struct Linked {
    /// How many sockets the app has now.
    pub connections: usize,
    /// When its token ends, and it with that.
    pub ends: Ts,
    /// Kept for as long as the socket lives.
    pub seat: AppSeat,
}

/// A socket's place in its app's feed: given up when it is dropped.
pub(super) struct AppSeat {
    asks: Sender<AppAsk>,
    app: AppId,
    id: SocketId,
}

impl Drop for AppSeat {
    fn drop(&mut self) {
        // A thread that has ended has forgotten every socket.
        let _ = self.asks.send(AppAsk::Gone { app: self.app, id: self.id });
    }
}

/// The thread's state.
pub(super) struct Feeds {
    domain: Domain,
    feeds: HashMap<AppId, Feed>,
    asks: Sender<AppAsk>,
    ack: Duration,
    next: SocketId,
    /// Up to here it was looked whether tokens were revoked.
    judged: Position,
    saved: Instant,
    bell: Arc<Bell>,
    duty: Arc<Duty>,
}

impl Feeds {
    /// Feeds for nobody yet. An app has `ack` to acknowledge an envelope.
    pub fn new(domain: Domain, asks: Sender<AppAsk>, ack: Duration, bell: Arc<Bell>, duty: Arc<Duty>) -> Result<Self> {
        let judged = domain.view()?.position()?;
        Ok(Self { domain, feeds: HashMap::new(), asks, ack, next: 1, judged, saved: Instant::now(), bell, duty })
    }

    /// Runs until it is told to stop; looks at the log by itself when nobody asks for `poll`.
    pub fn run(mut self, asks: &Receiver<AppAsk>, heard: impl Fn(&AppAsk), poll: Duration) {
        let (domain, duty) = (self.domain.clone(), self.duty.clone());
        let mut failing = false;
        loop {
            let due = self.feeds.values().filter_map(Feed::due).min();
            let wait = due.map_or(poll, |due| due.saturating_duration_since(Instant::now()).min(poll));
            let first = match asks.recv_timeout(wait) {
                Ok(ask) => Some(ask),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => Some(AppAsk::Stop),
            };
            let waiting: Vec<AppAsk> = first.into_iter().chain(asks.try_iter().take(ASKS)).collect();
            waiting.iter().for_each(&heard);
            let view = domain.view();
            for ask in waiting {
                if matches!(ask, AppAsk::Stop) {
                    self.feeds.values_mut().for_each(|feed| feed.close("refresh_requested", Close::Away));
                    return self.save();
                }
                duty.once(|| {
                    self.answer(ask, view.as_ref());
                    Ok(())
                });
            }
            let told = || view.and_then(|view| self.tell(&view));
            let told = guarded(told, || Error::internal("reading the log for apps panicked"));
            if let (Err(e), false) = (&told, failing) {
                tracing::error!(error = %e, "apps can't be told their events; it is tried again");
                self.duty.failed(e);
            }
            if failing && told.is_ok() {
                self.duty.well();
            }
            failing = told.is_err();
            self.bell.mute(self.feeds.values().all(|feed| feed.links.is_empty()));
            if self.saved.elapsed() >= SAVE_EVERY {
                self.save();
            }
        }
    }

    fn answer(&mut self, ask: AppAsk, view: Result<&View, &Error>) {
        match ask {
            AppAsk::Link { app, actor, outbox, reply } => {
                let linked = view.map_err(Clone::clone).and_then(|view| self.link(view, app, actor, outbox));
                // The client may have gone away; then the seat is dropped here.
                drop(reply.send(linked));
            }
            AppAsk::Gone { app, id } => {
                if let Some(feed) = self.feeds.get_mut(&app) {
                    feed.unlink(id);
                }
            }
            AppAsk::Acknowledged { app, envelope } => {
                if let Some(feed) = self.feeds.get_mut(&app) {
                    feed.acknowledged(&envelope);
                }
            }
            AppAsk::Moved | AppAsk::Stop => {}
        }
    }

    fn link(&mut self, view: &View, app: AppId, actor: Actor, outbox: Arc<Outbox>) -> Result<Linked> {
        let ends = super::audience::admit(view, &actor)?.ends;
        let record = apps::get(view, app)?;
        let id = self.next;
        self.next += 1;
        let feed = match self.feeds.entry(app) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(Feed::open(view, &record)?),
        };
        feed.link(Link { id, actor, outbox });
        let seat = AppSeat { asks: self.asks.clone(), app, id };
        Ok(Linked { connections: feed.links.len(), ends, seat })
    }

    fn tell(&mut self, view: &View) -> Result<()> {
        self.judge(view)?;
        // What one app can't be told keeps no other waiting.
        let mut outcome = Ok(());
        for feed in self.feeds.values_mut() {
            if let Err(e) = self.duty.one(|| feed.pump(&self.domain, view, self.ack, &self.duty)) {
                outcome = Err(e);
            }
        }
        outcome
    }

    /// Looks again at the tokens of sockets whose bot something happened to, also of those that are behind.
    fn judge(&mut self, view: &View) -> Result<()> {
        loop {
            let commits = log::commits_after(view, self.judged, MOVES)?;
            let Some(last) = commits.last() else {
                self.judged = self.judged.max(view.position()?);
                return Ok(());
            };
            self.judged = last.position;
            for feed in self.feeds.values_mut() {
                if commits.iter().flat_map(|c| &c.parts).any(|(part, _, _)| feed.concerns(part)) {
                    feed.judge(view);
                }
            }
        }
    }

    /// Queues the places that changed; nobody waits for the disk.
    fn save(&mut self) {
        self.saved = Instant::now();
        for feed in self.feeds.values_mut() {
            let Some(position) = feed.take_progress() else { continue };
            let place = AppPosition::at(feed.app);
            let queued = self.domain.attempt(&[], |tx| tx.put(&place, &position), Box::new(|_| {}));
            if let Err(e) = queued {
                tracing::warn!(app = %feed.app, error = %e, "an app's place can't be written down");
            }
        }
    }
}
