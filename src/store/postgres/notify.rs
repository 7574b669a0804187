//! Hints between nodes. NOTIFY inside a commit would put all commits behind one lock, so a thread of its own sends
//! one for however many commits there were; and a hint that is lost only costs a reader the wait until the next look.

use super::session::{Pool, Session};
use postgres::fallible_iterator::FallibleIterator;
use std::sync::mpsc::Receiver;
use std::sync::{Mutex, PoisonError, atomic::AtomicBool, atomic::Ordering};
use std::time::{Duration, Instant};

/// At most one NOTIFY in this time; the other nodes' readers lag behind by no more.
const COALESCE: Duration = Duration::from_millis(5);
/// How long a thread waits before it looks whether it should end.
const TICK: Duration = Duration::from_millis(100);
/// Without any notification, readers are told to look this often.
const LOOK: Duration = Duration::from_secs(1);
/// Wait between attempts to reach a server that is away.
const RETRY: Duration = Duration::from_secs(1);
/// How often old commit ids are forgotten.
const FORGET: Duration = Duration::from_secs(600);

const FORGET_IDS: &str = "DELETE FROM comity_commits WHERE made < now() - interval '1 day' \
                          AND made < (SELECT max(made) FROM comity_commits)";

/// What the threads of one node tell each other.
#[derive(Default)]
pub(super) struct Signals {
    closing: AtomicBool,
    hints: Mutex<Vec<Box<dyn Fn() + Send + Sync>>>,
}

impl Signals {
    /// Adds a listener.
    pub(super) fn watch(&self, hint: Box<dyn Fn() + Send + Sync>) {
        self.hints.lock().unwrap_or_else(PoisonError::into_inner).push(hint);
    }

    /// Calls every listener.
    pub(super) fn hint(&self) {
        self.hints.lock().unwrap_or_else(PoisonError::into_inner).iter().for_each(|hint| hint());
    }

    /// Asks the threads to end.
    pub(super) fn close(&self) {
        self.closing.store(true, Ordering::Release);
    }

    /// Whether they should.
    pub(super) fn closing(&self) -> bool {
        self.closing.load(Ordering::Acquire)
    }

    /// Sleeps, but not past the end.
    fn pause(&self, time: Duration) {
        let end = Instant::now() + time;
        while !self.closing() && Instant::now() < end {
            std::thread::sleep(TICK.min(time));
        }
    }
}

/// Tells the other nodes about commits, until the bell is gone.
pub(super) fn send(pool: &Pool, signals: &Signals, bell: &Receiver<()>) {
    let mut session: Option<Session> = None;
    while bell.recv().is_ok() {
        if session.is_none() {
            session = pool.connect().ok();
        }
        let sent = session.as_mut().map(|session| session.client.batch_execute("NOTIFY comity_moved"));
        if !matches!(sent, Some(Ok(()))) {
            session = None;
            signals.pause(RETRY);
        }
        std::thread::sleep(COALESCE);
    }
}

/// Hears of the other nodes' commits, until the store closes. Between times it forgets old commit ids.
pub(super) fn listen(pool: &Pool, signals: &Signals) {
    let mut forget = Instant::now() + FORGET;
    while !signals.closing() {
        let Ok(mut session) = pool.connect() else {
            signals.pause(RETRY);
            continue;
        };
        if session.client.batch_execute("LISTEN comity_moved").is_err() {
            continue;
        }
        // What was notified while nobody listened is not repeated.
        signals.hint();
        let mut look = Instant::now() + LOOK;
        while !signals.closing() {
            let heard = session.client.notifications().timeout_iter(TICK).next();
            match heard {
                Err(_) => break,
                Ok(None) if session.client.is_closed() => break,
                Ok(None) if Instant::now() < look => continue,
                Ok(_) => {
                    look = Instant::now() + LOOK;
                    signals.hint();
                }
            }
            if Instant::now() >= forget {
                forget = Instant::now() + FORGET;
                if let Err(err) = session.client.batch_execute(FORGET_IDS) {
                    tracing::warn!(reason = %super::fault::fault(err), "old commit ids stay for now");
                }
            }
        }
    }
}
