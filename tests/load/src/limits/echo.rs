//! Bare actix-web: a small POST that is sent back, over 1 and over 64 connections.

use std::net::SocketAddr;

use crate::figures::Figures;
use crate::http::{is_200, post};
use crate::{Plan, Result, drive, posts};

/// Puts down `echo 1 p50` and `echo 64 rate`.
pub async fn measure(plan: &Plan, address: SocketAddr, figures: &mut Figures) -> Result<()> {
    for clients in [1, 64] {
        let request = |_, number| post("/echo", "xoxp-bare", &posts::body("C0000000000", number));
        let mut load = drive::closed_loop(address, clients, plan.time, request, is_200).await?;
        figures.put(format!("echo {clients} p50"), load.p50());
        figures.put(format!("echo {clients} rate"), Some(load.per_second));
    }
    Ok(())
}
