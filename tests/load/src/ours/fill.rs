//! Fills the first channel through the API itself, so that what is stored is what users would have stored.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::http::{Answer, Conn, accepted, post};
use crate::server::{Installation, Server};
use crate::{Result, posts};

const CLIENTS: usize = 64;
/// How many messages' times are kept for pages from the middle of the history.
const SAMPLES: u64 = 500;
/// Messages at the beginning that are no samples, because the page before them would not be full.
const FIRST_PAGE: u64 = 200;
/// How long filling may take.
const PATIENCE: Duration = Duration::from_secs(900);

/// Posts `count` messages and keeps the times of some of them.
pub async fn fill(at: &mut Installation, server: &Server, count: u64) -> Result<()> {
    let (next, samples) = (Rc::new(Cell::new(0u64)), Rc::new(RefCell::new(Vec::new())));
    let every = (count / SAMPLES).max(1);
    let start = Instant::now();
    let tasks = (0..CLIENTS).map(|client| {
        let (next, samples) = (next.clone(), samples.clone());
        let (token, channel, address) = (at.tokens[client].clone(), at.channels[0].clone(), server.address);
        tokio::task::spawn_local(async move {
            let mut conn = Conn::connect(address).await?;
            while next.get() < count {
                let number = next.get();
                next.set(number + 1);
                let request = post("/api/chat.postMessage", &token, &posts::body(&channel, number));
                let answer = conn.send(&request).await?;
                accepted(&answer)?;
                if number >= FIRST_PAGE && number.is_multiple_of(every) {
                    samples.borrow_mut().push(ts(&answer)?);
                }
                if start.elapsed() > PATIENCE {
                    return Err(format!("only {number} messages were stored in {PATIENCE:?}").into());
                }
            }
            Ok::<_, crate::Error>(())
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await??;
    }
    at.samples = samples.take();
    Ok(())
}

fn ts(answer: &Answer) -> Result<String> {
    let answer: serde_json::Value = serde_json::from_slice(answer.body)?;
    Ok(answer["ts"].as_str().ok_or("chat.postMessage gave no ts")?.to_owned())
}
