//! Runs workers, a thread each: leases, back-off, and an end within a time.

use super::board::{Board, State};
use super::worker::{Progress, Worker};
use crate::base::{Error, Result, Ts, guarded, limits};
use crate::domain::Domain;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The workers of this process while they run. Dropping it asks them to stop, and waits a while.
pub struct Runner {
    shared: Arc<Shared>,
    threads: Vec<(&'static str, JoinHandle<()>)>,
}

struct Shared {
    board: Arc<Board>,
    /// Tells this process from other nodes.
    holder: String,
    stopping: Mutex<bool>,
    changed: Condvar,
}

impl Runner {
    /// Starts the workers.
    pub fn start(domain: &Domain, workers: Vec<Box<dyn Worker>>) -> Result<Self> {
        let mut holder = [0; 16];
        domain.world().fill(&mut holder);
        let shared = Arc::new(Shared {
            board: Arc::default(),
            holder: data_encoding::HEXLOWER.encode(&holder),
            stopping: Mutex::new(false),
            changed: Condvar::new(),
        });
        let mut runner = Self { shared, threads: Vec::with_capacity(workers.len()) };
        for worker in workers {
            let name = worker.name();
            let place = runner.shared.board.enter(name);
            let (domain, shared) = (domain.clone(), Arc::clone(&runner.shared));
            let run = move || Shift { domain, shared, worker, place, held_until: Ts::ZERO }.run();
            let thread = std::thread::Builder::new().name(name.replace(' ', "-")).spawn(run);
            let thread = thread.map_err(|e| Error::unavailable(format!("a worker can't be started: {e}")))?;
            runner.threads.push((name, thread));
        }
        Ok(runner)
    }

    /// What the workers do.
    pub fn board(&self) -> Arc<Board> {
        Arc::clone(&self.shared.board)
    }

    /// Lets every worker finish what it does; the names of those that did not within `deadline`.
    pub fn stop(mut self, deadline: Duration) -> Vec<&'static str> {
        self.end(deadline)
    }

    fn end(&mut self, deadline: Duration) -> Vec<&'static str> {
        *self.shared.stopping() = true;
        self.shared.changed.notify_all();
        let end = Instant::now() + deadline;
        while Instant::now() < end && self.threads.iter().any(|(_, thread)| !thread.is_finished()) {
            std::thread::sleep(Duration::from_millis(5));
        }
        let (done, late): (Vec<_>, Vec<_>) = self.threads.drain(..).partition(|(_, thread)| thread.is_finished());
        for (_, thread) in done {
            // What a worker panics with is caught and shown; nothing is left to hear here.
            drop(thread.join());
        }
        late.into_iter().map(|(name, _)| name).collect()
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        for name in self.end(Duration::from_millis(limits::JOBS_STOP_MS)) {
            tracing::warn!(
                worker = name,
                "a worker did not stop in time; what it does is finished or undone by the store"
            );
        }
    }
}

impl Shared {
    fn stopping(&self) -> std::sync::MutexGuard<'_, bool> {
        self.stopping.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits; true when it is time to stop.
    fn wait(&self, time: Duration) -> bool {
        let stopping = self.stopping();
        let waited = self.changed.wait_timeout_while(stopping, time, |stopping| !*stopping);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// One worker at work.
struct Shift {
    domain: Domain,
    shared: Arc<Shared>,
    worker: Box<dyn Worker>,
    place: usize,
    /// Until when this process holds the worker's lease.
    held_until: Ts,
}

impl Shift {
    fn run(mut self) {
        let mut pause = Duration::ZERO;
        while !self.shared.wait(pause) {
            pause = match self.turn() {
                Ok(pause) => pause,
                Err(e) => self.failed(e),
            };
        }
        if let Err(e) = self.give_back() {
            tracing::debug!(worker = self.worker.name(), error = %e, "a lease was not given back; it ends by itself");
        }
        self.shared.board.note(self.place, |status| status.state = State::Stopped);
    }

    /// One unit of work, if it is ours to do; how long to wait before the next.
    fn turn(&mut self) -> Result<Duration> {
        if self.worker.once() && !self.hold()? {
            let wait = Duration::from_secs(limits::WORKER_LEASE_SECS / 3);
            self.show(State::Elsewhere, wait);
            return Ok(wait);
        }
        self.shared.board.note(self.place, |status| status.state = State::Busy);
        // A panic is our own mistake in one job: it is shown, and must not end all the others for ever.
        let progress = guarded(|| self.worker.work(&self.domain), || Error::internal("a worker panicked"))?;
        let now = self.domain.world().now();
        let pause = match &progress {
            Progress::Busy | Progress::PutOff(_) => Duration::ZERO,
            Progress::Waiting(until) => Duration::from_micros(until.0.saturating_sub(now.0)),
        };
        self.shared.board.note(self.place, |status| {
            (status.failures, status.done) = (0, status.done + u64::from(progress == Progress::Busy));
            if let Progress::PutOff(error) = progress {
                status.last_error = Some((now, error));
            }
        });
        self.show(State::Waiting, pause);
        Ok(pause)
    }

    fn failed(&self, error: Error) -> Duration {
        let name = self.worker.name();
        tracing::warn!(worker = name, %error, "a worker failed and will try again");
        let now = self.domain.world().now();
        let mut failures = 0;
        self.shared.board.note(self.place, |status| {
            status.failures = status.failures.saturating_add(1);
            status.last_error = Some((now, error));
            failures = status.failures;
        });
        let wait = Duration::from_secs(back_off(failures));
        self.show(State::Failing, wait);
        wait
    }

    fn show(&self, state: State, pause: Duration) {
        let now = self.domain.world().now();
        let next_try = Ts(now.0.saturating_add(u64::try_from(pause.as_micros()).unwrap_or(u64::MAX)));
        self.shared.board.note(self.place, |status| (status.state, status.next_try) = (state, next_try));
    }

    /// Whether this process holds the worker's lease; renewed when half of its time is over.
    fn hold(&mut self) -> Result<bool> {
        let now = self.domain.world().now();
        if now.plus_secs(limits::WORKER_LEASE_SECS / 2) < self.held_until {
            return Ok(true);
        }
        let until = now.plus_secs(limits::WORKER_LEASE_SECS);
        let name = lease_name(&*self.worker);
        let held = self.domain.store().lease(&name, &self.shared.holder, now.0, until.0)?;
        self.held_until = if held { until } else { Ts::ZERO };
        Ok(held)
    }

    /// Lets another node take over at once.
    fn give_back(&mut self) -> Result<()> {
        let now = self.domain.world().now();
        if self.held_until > now {
            self.domain.store().lease(&lease_name(&*self.worker), &self.shared.holder, now.0, now.0)?;
        }
        Ok(())
    }
}

fn lease_name(worker: &dyn Worker) -> String {
    format!("worker {}", worker.name())
}

/// Seconds to wait after so many failures in a row.
pub(super) fn back_off(failures: u32) -> u64 {
    let doubled = 1_u64.checked_shl(failures.saturating_sub(1).min(32)).unwrap_or(u64::MAX);
    limits::JOB_RETRY_SECS.saturating_mul(doubled).min(limits::RETRY_SECS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_an_hour() {
        assert_eq!([1, 2, 3, 4].map(back_off), [5, 10, 20, 40]);
        assert_eq!([11, 40, u32::MAX].map(back_off), [3_600; 3]);
    }
}
