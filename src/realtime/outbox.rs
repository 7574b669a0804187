//! What waits to be sent on one socket: bounded, and shared by the one who tells and the one who writes.
//!
//! Telling never waits. A socket whose queue is full is cut off: it costs nobody else anything, and its client resumes
//! from its position when it reads again.

use super::frame::{self, Close};
use crate::base::limits;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::web::Bytes;
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// A queue that grew larger gives its memory back when it is empty again.
const KEPT_CAPACITY: usize = 16;

/// One socket's queue.
#[derive(Default)]
pub(super) struct Outbox {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// What goes first: the greeting and what was missed. `None` until it is known; nothing is sent before.
    first: Option<VecDeque<Bytes>>,
    frames: VecDeque<Bytes>,
    phase: Phase,
    writer: Option<Waker>,
    reader: Option<Waker>,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum Phase {
    #[default]
    Open,
    /// What is queued is still sent, then the connection ends.
    Ending,
    /// Nothing is sent any more.
    Cut,
    /// The client has gone. What it said before is still heard.
    Gone,
}

impl Outbox {
    /// Sends these before everything queued so far, and lets the rest follow.
    pub fn begin(&self, first: Vec<Bytes>) {
        let mut state = self.lock();
        if state.phase == Phase::Open {
            state.first = Some(first.into());
            wake(state, false);
        }
    }

    /// Queues a frame. False when the socket is ending or was cut off now.
    pub fn push(&self, frame: Bytes) -> bool {
        let mut state = self.lock();
        if state.phase != Phase::Open {
            return false;
        }
        if state.frames.len() >= limits::SOCKET_QUEUE {
            state.drop_all(Phase::Cut);
            wake(state, true);
            return false;
        }
        state.frames.push_back(frame);
        wake(state, false);
        true
    }

    /// Sends what is queued, then `last` and the reason, and ends.
    pub fn end(&self, last: Option<Bytes>, why: Close) {
        let mut state = self.lock();
        if state.phase == Phase::Open {
            if state.first.is_none() {
                state.first = Some(VecDeque::new());
                state.frames.clear();
            }
            state.frames.extend(last);
            state.frames.push_back(frame::close(why));
            state.phase = Phase::Ending;
            wake(state, true);
        }
    }

    /// Ends at once; what is queued is lost.
    pub fn cut(&self) {
        let mut state = self.lock();
        state.drop_all(Phase::Cut);
        wake(state, true);
    }

    /// Whether the socket is ending or cut off.
    pub fn is_over(&self) -> bool {
        self.lock().phase != Phase::Open
    }

    /// Ready when this side ends the socket.
    pub fn poll_ended(&self, cx: &mut Context<'_>) -> Poll<()> {
        let mut state = self.lock();
        if matches!(state.phase, Phase::Ending | Phase::Cut) {
            return Poll::Ready(());
        }
        state.reader = Some(cx.waker().clone());
        Poll::Pending
    }

    fn poll_frame(&self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, CutOff>>> {
        let mut state = self.lock();
        if matches!(state.phase, Phase::Cut | Phase::Gone) {
            return Poll::Ready(Some(Err(CutOff)));
        }
        if let Some(first) = &mut state.first {
            if let Some(frame) = first.pop_front() {
                return Poll::Ready(Some(Ok(frame)));
            }
            if first.capacity() > 0 {
                *first = VecDeque::new();
            }
            if let Some(frame) = state.frames.pop_front() {
                return Poll::Ready(Some(Ok(frame)));
            }
            if state.frames.capacity() > KEPT_CAPACITY {
                state.frames = VecDeque::new();
            }
            if state.phase == Phase::Ending {
                return Poll::Ready(None);
            }
        }
        state.writer = Some(cx.waker().clone());
        Poll::Pending
    }

    /// A thread that panicked left the queue whole: every change to it is one call.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn drop_all(&mut self, phase: Phase) {
        self.phase = phase;
        self.first = None;
        self.frames = VecDeque::new();
    }
}

/// Wakes the writer, and the reader too when the socket ends, after giving the lock back.
fn wake(mut state: MutexGuard<'_, State>, reader: bool) {
    let writer = state.writer.take();
    let reader = if reader { state.reader.take() } else { None };
    drop(state);
    for waker in writer.into_iter().chain(reader) {
        waker.wake();
    }
}

/// The client did not read, or was told to go.
#[derive(Debug)]
struct CutOff;

impl std::fmt::Display for CutOff {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the socket was cut off: its client did not read")
    }
}

impl std::error::Error for CutOff {}

/// The response body that carries the frames.
pub(super) struct Wire {
    outbox: Arc<Outbox>,
    /// Never polled: when it is dropped, with this, the incoming side learns that the connection is gone.
    _incoming: BoxBody,
}

impl Wire {
    pub fn new(outbox: Arc<Outbox>, incoming: BoxBody) -> Self {
        Self { outbox, _incoming: incoming }
    }
}

impl MessageBody for Wire {
    type Error = actix_web::Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        self.outbox.poll_frame(cx).map_err(actix_web::error::ErrorServiceUnavailable)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        let mut state = self.outbox.lock();
        if state.phase == Phase::Open {
            state.drop_all(Phase::Gone);
        }
    }
}
