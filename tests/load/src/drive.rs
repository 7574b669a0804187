//! A closed loop: each client keeps one connection and sends its next request when the answer is there.

use std::cell::Cell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::Result;
use crate::http::{Check, Conn};
use crate::stats::Samples;

/// Requests one phase may send, whatever its time.
const REQUESTS_MAX: u64 = 5_000_000;

/// What a closed loop measured.
pub struct Load {
    pub took: Samples,
    pub per_second: f64,
}

impl Load {
    /// The median answer time in seconds.
    pub fn p50(&mut self) -> Option<f64> {
        self.took.percentile(50.0)
    }

    /// The answer time that one request in a hundred exceeds.
    pub fn p99(&mut self) -> Option<f64> {
        self.took.percentile(99.0)
    }
}

/// Runs `clients` for `time` after a short warm-up. `request` gives the bytes of the n-th request of a client;
/// `check` turns a wrong answer into an error, so that refusals are never counted as speed.
pub async fn closed_loop(
    address: SocketAddr,
    clients: usize,
    time: Duration,
    request: impl Fn(usize, u64) -> Vec<u8> + 'static,
    check: Check,
) -> Result<Load> {
    let (request, sent) = (Rc::new(request), Rc::new(Cell::new(0u64)));
    let mut conns = Vec::with_capacity(clients);
    for _ in 0..clients {
        conns.push(Conn::connect(address).await?);
    }
    let from = Instant::now() + time / 10;
    let until = from + time;
    let tasks = conns.into_iter().enumerate().map(|(client, mut conn)| {
        let (request, sent) = (request.clone(), sent.clone());
        tokio::task::spawn_local(async move {
            let mut took = Samples::default();
            while Instant::now() < until && sent.get() < REQUESTS_MAX {
                sent.set(sent.get() + 1);
                let bytes = request(client, sent.get());
                let start = Instant::now();
                check(&conn.send(&bytes).await?)?;
                let end = Instant::now();
                if start >= from && end <= until {
                    took.add(end - start);
                }
            }
            Ok::<_, crate::Error>(took)
        })
    });
    let mut took = Samples::default();
    for task in tasks.collect::<Vec<_>>() {
        took.join(task.await??);
    }
    let elapsed = until.min(Instant::now()).saturating_duration_since(from);
    let per_second = took.len() as f64 / elapsed.as_secs_f64().max(1e-9);
    Ok(Load { took, per_second })
}
