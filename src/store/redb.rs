//! The embedded engine: one redb file, one writer thread, any number of readers.
//!
//! A commit is acknowledged after a two-phase durable commit of redb that may carry others with it. Readers take
//! snapshots and wait for nobody.

mod aside;
mod batch;
mod fault;
mod file;
mod layout;
mod read;
mod recent;
mod salvage;
mod writer;

use self::aside::Aside;
use self::batch::Known;
pub use self::fault::IN_USE;
use self::fault::{fault, let_go, on_file};
use self::writer::{Job, Shared, Writer, answer};
use super::check;
use super::contract::{Commit, Done, Position, Snapshot, Store};
use crate::base::{Error, Result, limits};
use ::redb::{Database, ReadOnlyDatabase, ReadableDatabase, StorageBackend};
use std::path::Path;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;

const GONE: &str = "the store's writer has ended: restart the server";

/// What an operator may choose.
#[derive(Clone, Copy, Debug)]
pub struct RedbOptions {
    /// Bytes of pages kept in memory.
    pub cache_bytes: usize,
    /// Whether opening checks every page before it is trusted. It reads the whole file; without it a damaged file is only
    /// noticed where what is read can't be, and one whose pages are damaged may show shorter lists.
    pub check: bool,
    /// Commits whose ids are remembered, so that a retry changes nothing.
    pub commit_ids: usize,
}

impl Default for RedbOptions {
    fn default() -> Self {
        Self { cache_bytes: limits::STORE_CACHE_BYTES, check: true, commit_ids: limits::COMMIT_IDS_KEPT }
    }
}

/// The engine on one file.
pub struct RedbStore {
    queue: RwLock<Option<SyncSender<Job>>>,
    writer: Mutex<Option<JoinHandle<()>>>,
    shared: Arc<Shared>,
    // Let go of after the writer has given its own hold back, so that the file is closed cleanly. There until then.
    db: Option<Arc<dyn ReadableDatabase + Send + Sync>>,
}

impl RedbStore {
    /// Opens the file at `path`, or makes it. The directory must be there.
    pub fn open(path: &Path, options: RedbOptions) -> Result<Self> {
        let (db, position) = file::open(path, options)?;
        Self::start(db, position, options)
    }

    /// Opens what the file at `path` holds, without changing it: what is written is forgotten when this is dropped, and a
    /// file that is not there is empty. A damaged file whose rows are all there is read as it is, and `stopped` says so.
    /// Refused while another process has the file open.
    pub fn open_aside(path: &Path, options: RedbOptions) -> Result<Self> {
        let opened = on_file(|| {
            file::refuse_open(path)?;
            if options.check {
                file::read_ahead(path);
            }
            let aside = Aside::open(path).map_err(|err| fault::io(&err))?;
            match file::builder(options).create_with_backend(aside) {
                Err(err) if salvage::is_damage(&err) => {
                    let db = salvage::unchecked(path, options)?;
                    salvage::whole(&db)?;
                    Ok(Self::still(db, fault(err)))
                }
                made => {
                    let (db, position) = file::prepare(made.map_err(fault)?)?;
                    Self::start(db, position, options)
                }
            }
        });
        opened.map_err(|err| Error { detail: format!("{}: {}", path.display(), err.detail).into(), ..err })
    }

    /// Opens a store on something that acts as a file.
    pub fn with_backend(backend: impl StorageBackend, options: RedbOptions) -> Result<Self> {
        let (db, position) = on_file(|| {
            let made = file::builder(options).create_with_backend(backend).map_err(fault)?;
            file::prepare(made)
        })?;
        Self::start(db, position, options)
    }

    fn start(db: Database, position: Position, options: RedbOptions) -> Result<Self> {
        let (db, shared) = (Arc::new(db), Arc::new(Shared::default()));
        let (queue, waiting) = sync_channel(limits::QUEUED_COMMITS);
        let writer = Writer::new(db.clone(), shared.clone(), Known::new(position, options.commit_ids));
        let thread = std::thread::Builder::new().name("store-writer".into());
        let thread = thread
            .spawn(move || writer.run(&waiting))
            .map_err(|err| Error::unavailable(format!("no thread for the store ({err}): raise the process limit")))?;
        Ok(Self { queue: RwLock::new(Some(queue)), writer: Mutex::new(Some(thread)), shared, db: Some(db) })
    }

    /// A file that can only be read, for this reason.
    fn still(db: ReadOnlyDatabase, reason: Error) -> Self {
        let shared = Arc::new(Shared::default());
        shared.stopped.get_or_init(|| reason);
        Self { queue: RwLock::new(None), writer: Mutex::new(None), shared, db: Some(Arc::new(db)) }
    }

    /// Writes what is queued, answers it, and stops the writer. Reading goes on; the file closes when this is dropped.
    pub fn close(&self) {
        self.queue.write().unwrap_or_else(PoisonError::into_inner).take();
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer
            // The last hold on the store may be given up by a commit's own callback.
            && writer.thread().id() != std::thread::current().id()
            && writer.join().is_err()
        {
            tracing::error!("the store's writer panicked");
        }
    }

    /// Queues a job, or answers it with the reason why not.
    fn submit(&self, job: Job) {
        if let Some(reason) = self.stopped() {
            return answer(job, Err(reason));
        }
        let queue = self.queue.read().unwrap_or_else(PoisonError::into_inner);
        let Some(queue) = queue.as_ref() else {
            return answer(job, Err(Error::unavailable("the server is stopping: try again when it is back")));
        };
        let (job, reason) = match queue.try_send(job) {
            Ok(()) => return,
            Err(TrySendError::Full(job)) => (job, "too many commits wait for the disk: try again in a moment"),
            Err(TrySendError::Disconnected(job)) => (job, GONE),
        };
        answer(job, Err(Error::unavailable(reason)));
    }

    /// Queues a job that is answered with a flag, and waits for it.
    fn ask(&self, job: impl FnOnce(SyncSender<Result<bool>>) -> Job) -> Result<bool> {
        let (reply, answer) = sync_channel(1);
        self.submit(job(reply));
        answer.recv().unwrap_or_else(|_| Err(Error::unavailable(GONE)))
    }
}

impl Store for RedbStore {
    fn snapshot(&self) -> Result<Box<dyn Snapshot + '_>> {
        on_file(|| {
            let db = self.db.as_ref().ok_or_else(|| Error::unavailable(GONE))?;
            let reading = db.begin_read().map_err(fault)?;
            let table = reading.open_table(layout::TABLE).map_err(fault)?;
            Ok(Box::new(read::View::new(table)) as Box<dyn Snapshot>)
        })
    }

    fn commit(&self, commit: Commit, done: Done) {
        match check::commit(&commit) {
            Ok(()) => self.submit(Job::Commit(commit, done)),
            Err(err) => done(Err(err)),
        }
    }

    fn watch(&self, hint: Box<dyn Fn() + Send + Sync>) {
        self.shared.hints.lock().unwrap_or_else(PoisonError::into_inner).push(hint);
    }

    fn lease(&self, name: &str, holder: &str, now: u64, until: u64) -> Result<bool> {
        check::lease(name, holder)?;
        self.ask(|reply| Job::Lease { name: name.into(), holder: holder.into(), now, until, reply })
    }

    fn stopped(&self) -> Option<Error> {
        self.shared.stopped.get().cloned()
    }

    fn purge_log(&self, part: &[u8], seq: u64) -> Result<()> {
        check::part(part)?;
        while !self.ask(|reply| Job::Purge { part: part.into(), seq, reply })? {}
        Ok(())
    }
}

impl Drop for RedbStore {
    fn drop(&mut self) {
        self.close();
        let_go(self.db.take());
    }
}
