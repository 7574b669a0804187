//! Pages of 50 messages from a short and from a long history, turn by turn on two servers.

use serde_json::Value;

use crate::figures::Figures;
use crate::http::{Answer, Conn, accepted, get};
use crate::server::{Installation, Server};
use crate::{Plan, Result, drive};

const PAGE: usize = 50;

/// Puts down `history S newest` and `history S older` for the size S: the p50 of the newest page, and of pages spread
/// over the whole history.
pub async fn measure(plan: &Plan, sizes: [(&str, &Installation, &Server); 2], figures: &mut Figures) -> Result<()> {
    for (size, at, server) in sizes {
        let newest = vec![page(at, "")];
        figures.put(format!("history {size} newest"), pages(plan, server, newest).await?);
    }
    for (size, at, server) in sizes {
        let older = at.samples.iter().map(|ts| page(at, &format!("&latest={ts}"))).collect();
        figures.put(format!("history {size} older"), pages(plan, server, older).await?);
    }
    Ok(())
}

fn page(at: &Installation, from: &str) -> Vec<u8> {
    let channel = &at.channels[0];
    get(&format!("/api/conversations.history?channel={channel}&limit={PAGE}{from}"), &at.tokens[0])
}

async fn pages(plan: &Plan, server: &Server, requests: Vec<Vec<u8>>) -> Result<Option<f64>> {
    for request in requests.iter().take(3) {
        is_full(&Conn::connect(server.address).await?.send(request).await?)?;
    }
    let count = requests.len();
    // Steps that share no divisor with the count, so neighbours in time are not neighbours in the history.
    let request = move |_, number: u64| requests[(number as usize * 7_919) % count].clone();
    let mut load = drive::closed_loop(server.address, 1, plan.time, request, accepted).await?;
    Ok(load.p50())
}

/// A page that is not full would be measured as a fast one.
fn is_full(answer: &Answer) -> Result<()> {
    accepted(answer)?;
    let page: Value = serde_json::from_slice(answer.body)?;
    match page["messages"].as_array().map_or(0, Vec::len) {
        PAGE => Ok(()),
        messages => Err(format!("a page of {messages} messages instead of {PAGE}").into()),
    }
}
