//! Acknowledged durable posts: `chat.postMessage` over kept-alive connections, each client with its own token.

use crate::figures::Figures;
use crate::http::{accepted, post};
use crate::server::{Installation, Server};
use crate::{Plan, Result, drive, posts};

/// Puts down `posts Cch Nc rate`, `p50` and `p99` for C channels and N clients.
pub async fn measure(plan: &Plan, at: &Installation, server: &Server, figures: &mut Figures) -> Result<()> {
    for channels in [1, 20] {
        for clients in [1, 16, 64] {
            let (tokens, into) = (at.tokens.clone(), at.channels[..channels].to_vec());
            let request = move |client: usize, number: u64| {
                let channel = &into[number as usize % into.len()];
                post("/api/chat.postMessage", &tokens[client % tokens.len()], &posts::body(channel, number))
            };
            let mut load = drive::closed_loop(server.address, clients, plan.time, request, accepted).await?;
            let name = format!("posts {channels}ch {clients}c");
            figures.put(format!("{name} rate"), Some(load.per_second));
            figures.put(format!("{name} p50"), load.p50());
            figures.put(format!("{name} p99"), load.p99());
        }
    }
    Ok(())
}
