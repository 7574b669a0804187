//! One poster and a crowd: how many deliveries a second, and how long until everyone has one message. The bare
//! broadcast and Comity are driven by this same code.

use std::cell::Cell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::crowd::Crowd;
use crate::figures::Figures;
use crate::http::{Check, Conn};
use crate::stats::Samples;
use crate::{Plan, Result};

/// Requests the poster keeps under way when it does not wait for the crowd.
const UNDER_WAY: usize = 8;
/// Messages of the phase that sends one at a time.
const SINGLES_MAX: usize = 2_000;
const PATIENCE: Duration = Duration::from_secs(20);

/// How to post one message that the whole crowd receives.
#[derive(Clone)]
pub struct Poster {
    pub address: SocketAddr,
    pub request: Rc<dyn Fn(u64) -> Vec<u8>>,
    pub check: Check,
}

/// Puts down `{name} rate`, `{name} p50` and `{name} p99`.
pub async fn measure(plan: &Plan, poster: &Poster, crowd: Rc<Crowd>, name: &str, figures: &mut Figures) -> Result<()> {
    // The first messages warm the paths up and show that every socket is really subscribed.
    one_at_a_time(poster, &crowd, plan.time / 10).await?;
    figures.put(format!("{name} rate"), Some(pipelined(poster, crowd.clone(), plan.time).await?));
    let mut singles = one_at_a_time(poster, &crowd, plan.time).await?;
    figures.put(format!("{name} p50"), singles.percentile(50.0));
    figures.put(format!("{name} p99"), singles.percentile(99.0));
    figures.put(format!("{name} bytes"), Some(crowd.frame_bytes() as f64));
    Ok(())
}

/// Posts without waiting for the crowd, and returns deliveries a second until all have arrived.
async fn pipelined(poster: &Poster, crowd: Rc<Crowd>, time: Duration) -> Result<f64> {
    let before = crowd.received();
    let posted = Rc::new(Cell::new(0u64));
    let start = Instant::now();
    let tasks = (0..UNDER_WAY).map(|_| {
        let (poster, crowd, posted) = (poster.clone(), crowd.clone(), posted.clone());
        tokio::task::spawn_local(async move {
            let mut conn = Conn::connect(poster.address).await?;
            while start.elapsed() < time {
                crowd.room().await?;
                posted.set(posted.get() + 1);
                (poster.check)(&conn.send(&(poster.request)(posted.get())).await?)?;
            }
            Ok::<_, crate::Error>(())
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await??;
    }
    let expected = posted.get() * crowd.size();
    let end = crowd.reach(before + expected, PATIENCE).await?;
    exactly(&crowd, before + expected).await?;
    Ok(expected as f64 / (end - start).as_secs_f64())
}

/// Posts one message at a time and measures from sending it until the last of the crowd has it.
async fn one_at_a_time(poster: &Poster, crowd: &Crowd, time: Duration) -> Result<Samples> {
    let mut conn = Conn::connect(poster.address).await?;
    let mut took = Samples::default();
    let until = Instant::now() + time;
    while Instant::now() < until && took.len() < SINGLES_MAX {
        crowd.room().await?;
        let awaited = crowd.received() + crowd.size();
        let request = (poster.request)(took.len() as u64);
        let start = Instant::now();
        (poster.check)(&conn.send(&request).await?)?;
        took.add(crowd.reach(awaited, PATIENCE).await? - start);
    }
    Ok(took)
}

/// A delivery too many is as wrong as one too few.
async fn exactly(crowd: &Crowd, expected: u64) -> Result<()> {
    tokio::time::sleep(Duration::from_millis(50)).await;
    match crowd.received() {
        received if received == expected => Ok(()),
        received => Err(format!("{received} deliveries of {expected} expected").into()),
    }
}
