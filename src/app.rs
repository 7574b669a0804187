//! Level 7: the composition root: everything that runs, how it starts and how it stops, on one screen.

pub mod tls;

use crate::api::health::Facts;
use crate::api::passwords::Passwords;
use crate::api::rates::{Rates, Settings};
use crate::api::reports::Reports;
use crate::api::{self, Site};
use crate::base::{Error, Result, Ts, limits};
use crate::config::{Config, Limits, RootKind, StoreKind};
use crate::domain::Domain;
use crate::domain::presence::Presence;
use crate::domain::signals::Signals;
use crate::domain::tickets::Tickets;
use crate::domain::triggers::Triggers;
use crate::jobs::{self, Runner};
use crate::realtime::{self, Realtime};
use crate::setup::{self, Desk, Ready};
use crate::store::Store;
use actix_web::dev::Server;
use actix_web::http::KeepAlive;
use actix_web::{App, HttpServer, web};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::num::NonZero;
use std::sync::Arc;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Semaphore;
use tokio::sync::oneshot::Receiver;

/// How long a client may take to send a request's head.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// How long an idle connection is kept.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// How long requests under way may take when the server stops, in seconds.
const STOP_SECS: u64 = 10;
/// How long a client may leave what was sent to it unread, in milliseconds.
const UNREAD_MILLIS: u32 = 30_000;
/// How often the store is asked whether it still writes.
const STORE_LOOK: Duration = Duration::from_secs(1);
/// Connections waiting to be accepted: a reconnect storm waits in the kernel, not in our memory.
const BACKLOG: i32 = 2_048;
/// Log-in tries a minute from one address: people mistype, guessers must stay slow.
pub const LOGINS_PER_MINUTE: u32 = 30;
/// Connections a worker holds.
const CONNECTIONS: usize = 25_000;

/// A server that has its address and is ready to run.
pub struct Bound {
    /// The address people use.
    pub url: String,
    /// The server; it runs while it is awaited.
    pub server: Server,
    /// The sockets; they are told goodbye once the server stops.
    pub realtime: Realtime,
    /// What lets apps open views.
    pub triggers: Arc<Triggers>,
    jobs: Runner,
    store: Arc<dyn Store>,
}

impl Bound {
    /// Runs until the server is told to stop or the store can't write any more, then lets go of what it started. `ready`
    /// hears the address people use, once the server answers and would hear that it is to stop.
    pub async fn run(self, ready: impl FnOnce(&str)) -> Result<()> {
        let told = told_to_stop()?;
        tracing::info!(url = self.url, "serving");
        ready(&self.url);
        let (handle, server) = (self.server.handle(), self.server);
        tokio::pin!(server);
        let outcome = tokio::select! {
            outcome = &mut server => outcome.map_err(|e| Error::unavailable(format!("the server stopped: {e}"))),
            why = end(told, &self.store) => {
                // The sockets go first, or the server would wait for them.
                self.realtime.stop();
                drop(handle.stop(true));
                server.await.map_err(|e| Error::unavailable(format!("the server stopped: {e}"))).and(why)
            }
        };
        self.realtime.stop();
        drop(self.jobs);
        outcome
    }
}

/// Ready when the server has to end: on request, or with the reason why it can't go on.
async fn end(told: impl Future<Output = ()>, store: &Arc<dyn Store>) -> Result<()> {
    tokio::select! {
        () = told => Ok(()),
        reason = broken(store) => Err(reason),
    }
}

/// Ready when the store has stopped writing; with the reason.
async fn broken(store: &Arc<dyn Store>) -> Error {
    loop {
        if let Some(reason) = store.stopped() {
            return reason;
        }
        tokio::time::sleep(STORE_LOOK).await;
    }
}

/// Ready when the process is asked to end. It listens from now on, not from when it is awaited.
fn told_to_stop() -> Result<impl Future<Output = ()>> {
    let hear = |kind| signal(kind).map_err(|e| Error::unavailable(format!("signals can't be heard: {e}")));
    let (mut terminate, mut interrupt) = (hear(SignalKind::terminate())?, hear(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// From now on a hang-up (SIGHUP) ends nothing, be it that a terminal was closed, or that somebody asks for the renewed
/// certificate. The handler stays for the process's life; who wants to hear it listens.
pub fn outlive_hangup() -> Result<()> {
    let failed = |e| Error::unavailable(format!("signals can't be heard: {e}"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let _inside = runtime.enter();
    signal(SignalKind::hangup()).map(drop).map_err(failed)
}

/// Builds everything. Called inside an actix system.
pub fn bind(config: &Config, domain: Domain) -> Result<Bound> {
    bind_at(listen(config)?, config, domain)
}

fn bind_at(listener: TcpListener, config: &Config, domain: Domain) -> Result<Bound> {
    let url = public_url(config, port(&listener)?);
    let domain = domain.at(&url);
    let store = domain.store().clone();
    let jobs = Runner::start(&domain, jobs::standard())?;
    let triggers = Arc::new(Triggers::default());
    let rooted = config.clone();
    let site = web::Data::new(Site {
        jobs: jobs.board(),
        reports: Reports::default(),
        facts: facts(config, domain.world().now()),
        new_slot: Box::new(move |recipient, typed| setup::new_slot(&rooted, recipient, typed)),
        underway: Arc::default(),
        passwords: Passwords::new(cores()),
        large: Arc::new(Semaphore::new(limits::LARGE_ANSWERS_AT_ONCE.max(cores() / 2))),
        rates: Rates::new(config.limits.rate_limits.then(|| rates(&config.limits))),
        trusted_proxies: config.http.trusted_proxies.clone(),
        public_url: url.clone(),
        tickets: Arc::new(Tickets::default()),
        triggers: triggers.clone(),
        signals: Arc::new(Signals::default()),
        presence: Arc::new(Presence::default()),
        domain,
    });
    let realtime = sockets(&site, &config.limits)?;
    let mounted = realtime.clone();
    let app = move || {
        App::new()
            .wrap(api::headers::usual())
            .app_data(site.clone())
            .configure(|routes| mounted.configure(routes))
            .configure(api::configure)
    };
    let server = HttpServer::new(app)
        .client_request_timeout(HEAD_TIME)
        .keep_alive(KEEP_ALIVE)
        .shutdown_timeout(STOP_SECS)
        .max_connections(CONNECTIONS)
        .worker_max_blocking_threads(limits::WAITING_THREADS.div_ceil(cores()))
        .disable_signals();
    let bound = match tls::config(&config.tls)? {
        Some(tls) => server.listen_rustls_0_23(listener, tls),
        None => server.listen(listener),
    };
    let server = bound.map_err(no_start)?.run();
    Ok(Bound { url, server, realtime, triggers, jobs, store })
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

fn no_start(e: std::io::Error) -> Error {
    Error::unavailable(format!("the server can't start: {e}"))
}

fn port(listener: &TcpListener) -> Result<u16> {
    let address = listener.local_addr().map_err(|e| Error::unavailable(format!("the socket has no address: {e}")))?;
    Ok(address.port())
}

fn sockets(site: &Site, limits: &Limits) -> Result<Realtime> {
    let sockets_per_user = limits.sockets_per_user;
    let settings = realtime::Settings { sockets_per_user, ..realtime::Settings::at(vec![site.public_url.clone()]) };
    let (signals, tickets, presence) = (site.signals.clone(), site.tickets.clone(), site.presence.clone());
    Realtime::start(site.domain.clone(), signals, tickets, presence, settings, &site.jobs)
}

/// Serves until the process is told to stop. `ready` hears the address people use, once it answers.
pub fn serve(config: &Config, domain: Domain, ready: impl FnOnce(&str)) -> Result<()> {
    actix_web::rt::System::new().block_on(async { bind(config, domain)?.run(ready).await })?;
    tracing::info!("stopped");
    Ok(())
}

/// Lets somebody set the server up in a browser, and then serves on the same socket: who connects meanwhile waits.
pub fn set_up(desk: Desk, done: Receiver<Ready>, ready: impl FnOnce(&str)) -> Result<()> {
    actix_web::rt::System::new().block_on(async {
        let listener = listen(&desk.config)?;
        let own = listener.try_clone().map_err(no_start)?;
        let Some(set) = meanwhile(own, desk, done).await? else { return Ok(()) };
        bind_at(listener, &set.config, set.domain)?.run(ready).await
    })?;
    tracing::info!("stopped");
    Ok(())
}

/// The server of the set-up, until it is done; nothing when the process was told to stop before.
async fn meanwhile(listener: TcpListener, desk: Desk, done: Receiver<Ready>) -> Result<Option<Ready>> {
    let tls = tls::config(&desk.config.tls)?;
    let desk = Arc::new(desk);
    let (url, mounted) = (setup_url(&desk.config, port(&listener)?), desk.clone());
    let app = move || App::new().wrap(api::headers::usual()).configure(|routes| setup::configure(routes, &mounted));
    // No connection outlives its answer, so none keeps the server that comes next waiting.
    let server = HttpServer::new(app)
        .workers(1)
        .client_request_timeout(HEAD_TIME)
        .keep_alive(KeepAlive::Disabled)
        .shutdown_timeout(STOP_SECS)
        .disable_signals();
    let bound = match tls {
        Some(tls) => server.listen_rustls_0_23(listener, tls),
        None => server.listen(listener),
    };
    let server = bound.map_err(no_start)?.run();
    let handle = server.handle();
    let running = actix_web::rt::spawn(server);
    let told = told_to_stop()?;
    desk.open(&url);
    let set = tokio::select! {
        set = done => set.ok(),
        () = told => None,
    };
    handle.stop(true).await;
    // It was told to end; how it ended changes nothing for the one that follows.
    drop(running.await);
    Ok(set)
}

fn listen(config: &Config) -> Result<TcpListener> {
    let listener = TcpListener::bind(config.listen).map_err(|e| {
        let cause = format!("is {}, where this process can't listen: {e}", config.listen);
        config.problem("listen", cause, "End what listens there, or choose another address and port")
    })?;
    // Asked for again, as it is 128 otherwise. Where more can't be had, a storm of clients takes longer to come in.
    if let Err(e) = rustix::net::listen(&listener, BACKLOG) {
        tracing::debug!(error = %e, "few connections can wait to be accepted on this system");
    }
    // Connections inherit it: the kernel ends one whose client leaves what was sent to it unread. Where that can't be
    // set, such a connection only ends later.
    if let Err(e) = rustix::net::sockopt::set_tcp_user_timeout(&listener, UNREAD_MILLIS) {
        tracing::debug!(error = %e, "clients that do not read are noticed late on this system");
    }
    Ok(listener)
}

/// The configured address, with the port the system gave where the configuration left it open.
fn public_url(config: &Config, port: u16) -> String {
    match config.public_url.is_empty() {
        true => {
            let mut settled = config.clone();
            settled.listen.set_port(port);
            settled.public_url()
        }
        false => config.public_url(),
    }
}

/// What the server tells those who look after it.
fn facts(config: &Config, started: Ts) -> Facts {
    Facts {
        started,
        engine: match config.store.kind {
            StoreKind::Redb => "redb",
        },
        store: config.store_path(),
        data_dir: config.data_dir.clone(),
        root: match config.root.kind {
            RootKind::Identity => "identity",
            RootKind::Passphrase => "passphrase",
        },
        lease_secs: config.limits.lease_secs,
        tls: config.tls.is_on(),
        proxy_unknown: config.proxy_unknown(),
        unencrypted: config.unencrypted(),
        key_near: setup::key_near(config) == Some(setup::Near::Beside),
    }
}

/// Where the set-up's page is called from the machine itself, whatever the server will be called later.
fn setup_url(config: &Config, port: u16) -> String {
    let ip = match config.listen.ip() {
        every if every.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        one => one,
    };
    let (listen, public_url) = (SocketAddr::new(ip, port), String::new());
    Config { listen, public_url, ..config.clone() }.public_url()
}

fn rates(limits: &Limits) -> Settings {
    let per_minute = [
        limits.tier1_per_minute,
        limits.tier2_per_minute,
        limits.tier3_per_minute,
        limits.tier4_per_minute,
        limits.special_per_minute,
    ];
    Settings { per_minute, logins_per_minute: LOGINS_PER_MINUTE }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpStream;

    #[test]
    fn hundreds_of_clients_wait_to_be_accepted_and_none_is_turned_away() {
        let config = Config { listen: "127.0.0.1:0".parse().unwrap(), ..Config::default() };
        let listener = listen(&config).unwrap();
        let address = listener.local_addr().unwrap();
        let connect = |_| TcpStream::connect_timeout(&address, Duration::from_millis(500));
        let waiting: Vec<TcpStream> = (0..300).map_while(|n| connect(n).ok()).collect();
        assert_eq!(waiting.len(), 300);
    }
}
