//! One socket: opening it, and the conversation until it ends. What is sent is in its `Outbox`; here is what is heard.

use super::frame::{self, Close};
use super::outbox::{Outbox, Wire};
use crate::base::limits;
use actix_web::error::PayloadError;
use actix_web::{HttpRequest, HttpResponse, web};
use actix_ws::{AggregatedMessage, AggregatedMessageStream, ProtocolError};
use bytestring::ByteString;
use std::future::poll_fn;
use std::io::ErrorKind;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

/// How long a socket may be silent, and how often it is asked.
#[derive(Clone, Copy, Debug)]
pub struct Beat {
    /// The time between two pings. Slack's own clients want one at least every 30 seconds.
    pub ping: Duration,
    /// A socket from which nothing came for so long is closed.
    pub idle: Duration,
}

impl Default for Beat {
    fn default() -> Self {
        Self { ping: Duration::from_secs(15), idle: Duration::from_secs(50) }
    }
}

/// What a kind of socket does with what its client says.
pub(super) trait Ear {
    /// One text frame.
    async fn hear(&mut self, text: ByteString);
}

/// A socket before it is let in: the answer to its request, and both its ends.
pub(super) struct Opened {
    pub response: HttpResponse,
    pub outbox: Arc<Outbox>,
    incoming: AggregatedMessageStream,
    seat: Seat,
}

/// Answers a WebSocket handshake. The error is a response.
pub(super) fn open(
    request: &HttpRequest,
    body: web::Payload,
    open: &Arc<AtomicUsize>,
) -> Result<Opened, Box<HttpResponse>> {
    let Some(seat) = Seat::take(open) else {
        return Err(Box::new(HttpResponse::ServiceUnavailable().insert_header(("retry-after", "5")).finish()));
    };
    let (response, _session, incoming) = actix_ws::handle(request, body).map_err(|e| Box::new(e.error_response()))?;
    let outbox = Arc::<Outbox>::default();
    let wire = outbox.clone();
    let response = response.map_body(|_, body| Wire::new(wire, body)).map_into_boxed_body();
    let incoming = incoming
        .max_frame_size(limits::SOCKET_FRAME_BYTES)
        .aggregate_continuations()
        .max_continuation_size(limits::SOCKET_FRAME_BYTES);
    Ok(Opened { response, outbox, incoming, seat })
}

impl Opened {
    /// Starts the conversation, which goes on by itself, and returns the answer to the request. `place` is what the
    /// socket holds elsewhere; it is dropped when the conversation ends, which is when `left` is over at the latest.
    pub fn start(
        self,
        beat: Beat,
        left: Duration,
        ear: impl Ear + 'static,
        place: impl Send + 'static,
    ) -> HttpResponse {
        let (outbox, incoming, seat) = (self.outbox, self.incoming, self.seat);
        actix_web::rt::spawn(async move {
            if timeout(left, converse(&outbox, incoming, beat, ear)).await.is_err() {
                outbox.end(None, Close::Policy);
            }
            drop((place, seat));
        });
        self.response
    }
}

async fn converse(outbox: &Outbox, mut incoming: AggregatedMessageStream, beat: Beat, mut ear: impl Ear) {
    let mut ticks = interval(beat.ping);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks.tick().await;
    let mut last = Instant::now();
    let mut pace = Pace::new(limits::SOCKET_FRAMES_PER_SEC, limits::SOCKET_FRAMES_BURST);
    loop {
        tokio::select! {
            biased;
            () = poll_fn(|cx| outbox.poll_ended(cx)) => return,
            heard = incoming.recv() => {
                last = Instant::now();
                match heard {
                    Some(Ok(AggregatedMessage::Text(text))) => ear.hear(text).await,
                    Some(Ok(AggregatedMessage::Ping(payload))) => drop(outbox.push(frame::pong(&payload))),
                    Some(Ok(AggregatedMessage::Pong(_))) => {}
                    Some(Ok(AggregatedMessage::Close(_))) => return outbox.end(None, Close::Normal),
                    Some(Ok(AggregatedMessage::Binary(_))) => return outbox.end(None, Close::Unsupported),
                    Some(Err(ProtocolError::Overflow)) => return outbox.end(None, Close::TooBig),
                    // The connection broke; what came before is still to be heard, then nothing more.
                    Some(Err(ProtocolError::Io(e))) if e.get_ref().is_some_and(|e| e.is::<PayloadError>()) => {}
                    // The pieces of one message are too much together.
                    Some(Err(ProtocolError::Io(e))) if e.kind() == ErrorKind::Other => {
                        return outbox.end(None, Close::TooBig);
                    }
                    Some(Err(_)) => return outbox.end(None, Close::Unsupported),
                    None => return outbox.cut(),
                }
                // Who sends too much is read more slowly, and then by the network's own means sends less.
                sleep(pace.wait()).await;
            }
            _ = ticks.tick() => {
                if last.elapsed() >= beat.idle {
                    return outbox.cut();
                }
                outbox.push(frame::ping(b""));
            }
        }
    }
}

/// One of the sockets the server may hold open.
struct Seat(Arc<AtomicUsize>);

impl Seat {
    fn take(open: &Arc<AtomicUsize>) -> Option<Self> {
        let taken = open.fetch_add(1, Ordering::Relaxed);
        let seat = Self(open.clone());
        (taken < limits::SOCKETS).then_some(seat)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A steady rate with some slack at the start.
struct Pace {
    each: Duration,
    slack: Duration,
    /// When the frames so far would have been due at the steady rate.
    due: Instant,
}

impl Pace {
    fn new(per_sec: u32, burst: u32) -> Self {
        let each = Duration::from_secs(1) / per_sec;
        Self { each, slack: each * burst, due: Instant::now() }
    }

    /// Counts a frame, and says how long to wait before the next.
    fn wait(&mut self) -> Duration {
        let now = Instant::now();
        self.due = self.due.max(now) + self.each;
        self.due.saturating_duration_since(now + self.slack)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_free_and_more_than_that_waits() {
        let mut pace = Pace::new(10, 5);
        let waits: Vec<_> = (0..8).map(|_| pace.wait()).collect();
        assert!(waits[..5].iter().all(Duration::is_zero), "{waits:?}");
        assert!(waits[7] > Duration::from_millis(200), "{waits:?}");
    }

    #[test]
    fn seats_are_given_back() {
        let open = Arc::new(AtomicUsize::new(limits::SOCKETS - 1));
        let last = Seat::take(&open);
        assert!(last.is_some() && Seat::take(&open).is_none());
        drop(last);
        assert!(Seat::take(&open).is_some());
    }
}
