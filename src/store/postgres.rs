//! The engine for those who have PostgreSQL (13 or later) or outgrow one machine: no extension, no superuser.
//!
//! Several nodes may open the same database. Each has one writer thread, which puts waiting commits into one
//! transaction as the embedded engine does; between nodes, locks on what a commit touches keep one order.
//! The driver waits for its socket on a runtime of its own, so nothing here may be called from an async task.

mod batch;
mod fault;
mod notify;
mod position;
mod read;
mod schema;
mod session;
mod writer;

use self::fault::fault;
use self::notify::Signals;
use self::position::signed;
use self::session::Pool;
use self::writer::Job;
use super::check;
use super::contract::{Commit, Done, Snapshot, Store};
use crate::base::{Error, Result, limits};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;

/// The engine on one database.
pub struct PostgresStore {
    queue: RwLock<Option<SyncSender<Job>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    signals: Arc<Signals>,
    pool: Arc<Pool>,
}

impl PostgresStore {
    /// Opens the database named by a connection string (`postgresql://user@host/name` or `host=… dbname=…`), and
    /// makes the tables on first use. The user must own the database or a schema of its own.
    pub fn open(params: &str) -> Result<Self> {
        let pool = Arc::new(Pool::open(params)?);
        let signals = Arc::new(Signals::default());
        let (queue, waiting) = sync_channel(limits::QUEUED_COMMITS);
        let (bell, rung) = sync_channel(1);
        let store = Self {
            queue: RwLock::new(Some(queue)),
            threads: Mutex::new(Vec::new()),
            signals: signals.clone(),
            pool: pool.clone(),
        };
        let writer = writer::Writer::new(pool.clone(), signals.clone(), bell);
        store.start("store-writer", move || writer.run(&waiting))?;
        let (from, of) = (pool.clone(), signals.clone());
        store.start("store-notify", move || notify::send(&from, &of, &rung))?;
        store.start("store-listen", move || notify::listen(&pool, &signals))?;
        Ok(store)
    }

    fn start(&self, name: &str, work: impl FnOnce() + Send + 'static) -> Result<()> {
        let thread = std::thread::Builder::new().name(name.into()).spawn(work);
        let thread = thread
            .map_err(|err| Error::unavailable(format!("no thread for the store ({err}): raise the process limit")))?;
        self.threads.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        Ok(())
    }

    /// Writes what is queued, answers it, and ends the threads. Reading goes on.
    pub fn close(&self) {
        self.signals.close();
        self.queue.write().unwrap_or_else(PoisonError::into_inner).take();
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // The last hold on the store may be given up by a commit's own callback.
            if thread.thread().id() != std::thread::current().id() && thread.join().is_err() {
                tracing::error!("a thread of the store panicked");
            }
        }
    }

    fn submit(&self, commit: Commit, done: Done) {
        let queue = self.queue.read().unwrap_or_else(PoisonError::into_inner);
        let Some(queue) = queue.as_ref() else {
            return done(Err(Error::unavailable("the server is stopping: try again when it is back")));
        };
        match queue.try_send((commit, done)) {
            Ok(()) => {}
            Err(TrySendError::Full((_, done))) => {
                done(Err(Error::unavailable("too many commits wait for PostgreSQL: try again in a moment")));
            }
            Err(TrySendError::Disconnected((_, done))) => {
                done(Err(Error::unavailable("the store's writer has ended: restart the server")));
            }
        }
    }
}

impl Store for PostgresStore {
    fn snapshot(&self) -> Result<Box<dyn Snapshot + '_>> {
        Ok(Box::new(read::View::begin(&self.pool)?))
    }

    fn commit(&self, commit: Commit, done: Done) {
        match check::commit(&commit) {
            Ok(()) => self.submit(commit, done),
            Err(err) => done(Err(err)),
        }
    }

    fn watch(&self, hint: Box<dyn Fn() + Send + Sync>) {
        self.signals.watch(hint);
    }

    fn lease(&self, name: &str, holder: &str, now: u64, until: u64) -> Result<bool> {
        check::lease(name, holder)?;
        let taken = self.pool.take()?.query(
            "INSERT INTO comity_leases AS held (name, holder, until) VALUES ($1, $2, $4) ON CONFLICT (name) DO UPDATE \
             SET holder = excluded.holder, until = excluded.until \
             WHERE held.holder = excluded.holder OR held.until <= $3 RETURNING 1",
            &[&name, &holder, &signed(now), &signed(until)],
        );
        Ok(!taken.map_err(fault)?.is_empty())
    }

    fn purge_log(&self, part: &[u8], seq: u64) -> Result<()> {
        check::part(part)?;
        let purge = "DELETE FROM comity_log WHERE part = $1 AND seq <= $2 \
                     AND seq < (SELECT seq FROM comity_parts WHERE part = $1)";
        self.pool.take()?.query(purge, &[&part, &signed(seq)]).map_err(fault)?;
        Ok(())
    }
}

impl Drop for PostgresStore {
    fn drop(&mut self) {
        self.close();
    }
}
