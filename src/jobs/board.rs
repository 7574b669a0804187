//! What the workers do, for people to see.

use crate::base::{Error, Ts};
use std::sync::{Mutex, PoisonError};

/// What a worker does now.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// It works.
    Busy,
    /// It has nothing to do until its next try.
    Waiting,
    /// Its last try failed; it waits for the next one.
    Failing,
    /// Another node does this work.
    Elsewhere,
    /// It has ended.
    Stopped,
}

impl State {
    /// The state as a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Busy => "busy",
            Self::Waiting => "waiting",
            Self::Failing => "failing",
            Self::Elsewhere => "elsewhere",
            Self::Stopped => "stopped",
        }
    }
}

/// One worker.
#[derive(Clone, Debug)]
pub struct Status {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub state: State,
    /// Units of work done since the start.
    pub done: u64,
    /// Failures in a row; of a thread that tells the sockets, all since the start.
    pub failures: u32,
    /// The last failure and when it was; kept when the worker has recovered.
    pub last_error: Option<(Ts, Error)>,
    /// When it goes on.
    pub next_try: Ts,
}

/// All workers of this process.
#[derive(Default)]
pub struct Board {
    workers: Mutex<Vec<Status>>,
}

impl Board {
    /// What every worker does now.
    pub fn list(&self) -> Vec<Status> {
        // A status is written whole, so a panic elsewhere leaves it as good as before.
        self.workers.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Enters a worker, or another thread that works by itself; its place on the board.
    pub fn enter(&self, name: &'static str) -> usize {
        let mut workers = self.workers.lock().unwrap_or_else(PoisonError::into_inner);
        let (state, next_try) = (State::Waiting, Ts::ZERO);
        workers.push(Status { name, state, done: 0, failures: 0, last_error: None, next_try });
        workers.len() - 1
    }

    /// Changes what a worker shows.
    pub fn note(&self, place: usize, change: impl FnOnce(&mut Status)) {
        if let Some(status) = self.workers.lock().unwrap_or_else(PoisonError::into_inner).get_mut(place) {
            change(status);
        }
    }
}
