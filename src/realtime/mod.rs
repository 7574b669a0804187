//! Level 6: sockets. One thread reads the log and tells every event once to those who may know; each socket has a
//! bounded queue and a place to resume from.
//!
//! `client` is our own web client's socket, `rtm` and `socket_mode` are Slack's. The API never calls this room: they
//! share tickets, signals and presence, which live in the domain.

mod audience;
mod bell;
mod client;
mod dispatcher;
mod duty;
mod envelope;
mod feed;
mod feeds;
mod frame;
mod hub;
mod log;
mod outbox;
mod place;
mod replay;
mod rtm;
mod said;
mod scopes;
mod socket;
mod socket_mode;
mod subscription;
mod tell;
mod watch;

pub use socket::Beat;

use crate::base::{Error, Kind, Result, Ts, limits};
use crate::domain::presence::Presence;
use crate::domain::signals::Signals;
use crate::domain::tickets::Tickets;
use crate::domain::{Actor, Domain};
use crate::jobs::Board;
use actix_web::HttpResponse;
use actix_web::web::{self, Data, ServiceConfig};
use bell::Bell;
use dispatcher::{Ask, Dispatcher, Welcome};
use duty::Duty;
use feeds::{AppAsk, Feeds};
use hub::Hub;
use outbox::Outbox;
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::oneshot;

/// What an operator chooses.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where people reach this installation, as `scheme://host[:port]`: pages from elsewhere get no socket.
    pub origins: Vec<String>,
    /// How often sockets are asked whether they live.
    pub beat: Beat,
    /// How often the log is looked at when the store gave no hint.
    pub poll: Duration,
    /// How long an app has to acknowledge an event.
    pub ack: Duration,
    /// Sockets one person may hold open; the oldest is closed for a new one.
    pub sockets_per_user: usize,
}

impl Settings {
    /// The usual times, for an installation at these origins.
    pub fn at(origins: Vec<String>) -> Self {
        let ack = Duration::from_secs(limits::ENVELOPE_ACK_SECS);
        let sockets_per_user = limits::SOCKETS_PER_USER;
        Self { origins, beat: Beat::default(), poll: Duration::from_millis(500), ack, sockets_per_user }
    }
}

/// The running room. Cheap to clone; every worker of the HTTP server has one.
#[derive(Clone)]
pub struct Realtime {
    inner: Data<Inner>,
}

struct Inner {
    domain: Domain,
    tickets: Arc<Tickets>,
    settings: Settings,
    presence: Arc<Presence>,
    asks: Sender<Ask>,
    app_asks: Sender<AppAsk>,
    /// Sockets open now.
    open: Arc<AtomicUsize>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Realtime {
    /// Starts reading the log from its end. The board shows how that goes.
    pub fn start(
        domain: Domain,
        signals: Arc<Signals>,
        tickets: Arc<Tickets>,
        presence: Arc<Presence>,
        settings: Settings,
        board: &Arc<Board>,
    ) -> Result<Self> {
        let duty = |name| Duty::new(domain.clone(), board.clone(), name);
        let (asks, people) = Self::people(&domain, signals, presence.clone(), &settings, duty("sockets"))?;
        let (app_asks, apps) = Self::apps(&domain, &settings, duty("sockets of apps"))?;
        let (open, threads) = (Arc::default(), Mutex::new(vec![people, apps]));
        Ok(Self { inner: Data::new(Inner { domain, tickets, settings, presence, asks, app_asks, open, threads }) })
    }

    /// The thread for people's sockets.
    fn people(
        domain: &Domain,
        signals: Arc<Signals>,
        presence: Arc<Presence>,
        settings: &Settings,
        duty: Arc<Duty>,
    ) -> Result<(Sender<Ask>, JoinHandle<()>)> {
        let (asks, asked) = channel();
        let bell = Bell::hang(domain, &asks, || Ask::Moved);
        let waiting = listen(&signals, &asks);
        let hub = Hub::new(domain.clone(), presence.clone(), settings.sockets_per_user);
        let dispatcher = Dispatcher::new(domain.clone(), signals, presence, hub, asks.clone(), bell.clone(), duty)?;
        let heard = move |ask: &Ask| match ask {
            Ask::Moved => bell.heard(),
            Ask::Join { .. } => bell.mute(false),
            Ask::Signal(_) => drop(waiting.fetch_sub(1, Ordering::Relaxed)),
            _ => {}
        };
        let poll = settings.poll;
        let thread = std::thread::Builder::new().name("realtime".into());
        let thread = thread.spawn(move || dispatcher.run(&asked, heard, poll)).map_err(no_thread)?;
        Ok((asks, thread))
    }

    /// The thread for apps' sockets.
    fn apps(domain: &Domain, settings: &Settings, duty: Arc<Duty>) -> Result<(Sender<AppAsk>, JoinHandle<()>)> {
        let (asks, asked) = channel();
        let bell = Bell::hang(domain, &asks, || AppAsk::Moved);
        let feeds = Feeds::new(domain.clone(), asks.clone(), settings.ack, bell.clone(), duty)?;
        let heard = move |ask: &AppAsk| match ask {
            AppAsk::Moved => bell.heard(),
            AppAsk::Link { .. } => bell.mute(false),
            _ => {}
        };
        let poll = settings.poll;
        let thread = std::thread::Builder::new().name("realtime-apps".into());
        let thread = thread.spawn(move || feeds.run(&asked, heard, poll)).map_err(no_thread)?;
        Ok((asks, thread))
    }

    /// Mounts the three routes.
    pub fn configure(&self, routes: &mut ServiceConfig) {
        routes
            .app_data(self.inner.clone())
            .route("/client/socket", web::get().to(client::open))
            .route("/rtm/{ticket}", web::get().to(rtm::open))
            .route("/link/", web::get().to(socket_mode::open));
    }

    /// Who is connected.
    pub fn presence(&self) -> &Arc<Presence> {
        &self.inner.presence
    }

    /// How many sockets are open.
    pub fn open_sockets(&self) -> usize {
        self.inner.open.load(Ordering::Relaxed)
    }

    /// Says goodbye on every socket and closes it. Waits for the threads, not for the clients.
    pub fn stop(&self) {
        self.inner.ask(Ask::Stop);
        self.inner.ask_apps(AppAsk::Stop);
        let threads = std::mem::take(&mut *self.inner.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            if thread.join().is_err() {
                tracing::error!("a thread that tells the sockets panicked");
            }
        }
    }
}

fn listen(signals: &Signals, asks: &Sender<Ask>) -> Arc<AtomicUsize> {
    let waiting = Arc::<AtomicUsize>::default();
    let (asks, count) = (asks.clone(), waiting.clone());
    signals.listen(Box::new(move |signal| {
        if count.fetch_add(1, Ordering::Relaxed) >= limits::SIGNALS_WAITING {
            count.fetch_sub(1, Ordering::Relaxed);
        } else {
            // As above.
            let _ = asks.send(Ask::Signal(signal.clone()));
        }
    }));
    waiting
}

fn no_thread(e: std::io::Error) -> Error {
    Error::unavailable(format!("no thread for the sockets ({e}): raise the process limit"))
}

impl Inner {
    /// Asks the thread something; after it has stopped nobody answers.
    fn ask(&self, ask: Ask) {
        // The answer, if one is wanted, never comes, and that is noticed.
        let _ = self.asks.send(ask);
    }

    /// Asks the thread for apps something.
    fn ask_apps(&self, ask: AppAsk) {
        // As above.
        let _ = self.app_asks.send(ask);
    }

    /// How long it is until then.
    fn left(&self, ends: Ts) -> Duration {
        Duration::from_micros(ends.0.saturating_sub(self.domain.world().now().0))
    }

    async fn join(&self, actor: &Actor, outbox: Arc<Outbox>) -> Result<Welcome> {
        if let Some(session) = actor.session {
            self.domain.seen().change(session.as_str(), |at| *at = self.domain.world().now());
        }
        let (reply, answer) = oneshot::channel();
        self.ask(Ask::Join { actor: actor.clone(), outbox, reply });
        answer.await.unwrap_or_else(|_| Err(replay::stopping()))
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.ask(Ask::Stop);
        self.ask_apps(AppAsk::Stop);
    }
}

/// The answer to a handshake that is not accepted. Browsers show scripts nothing of it, but operators read it.
fn refuse(e: &Error) -> HttpResponse {
    let mut response = match e.kind {
        Kind::Denied if e.code == "origin_not_allowed" => HttpResponse::Forbidden(),
        Kind::Denied | Kind::NotFound => HttpResponse::Unauthorized(),
        Kind::Invalid => HttpResponse::BadRequest(),
        Kind::Limit => HttpResponse::TooManyRequests(),
        Kind::Sealed => HttpResponse::Forbidden(),
        Kind::Conflict | Kind::Unavailable => HttpResponse::ServiceUnavailable(),
        Kind::Internal | Kind::Damaged => HttpResponse::InternalServerError(),
    };
    if e.kind == Kind::Internal {
        tracing::error!(error = %e, "a socket can't be opened");
    }
    response.json(json!({ "ok": false, "error": e.code }))
}
