//! Resident memory after a start, and what an idle socket adds to it.

use crate::crowd::Crowd;
use crate::figures::Figures;
use crate::http::{accepted, get};
use crate::limits::idle::SETTLE;
use crate::server::{Installation, Server};
use crate::{Plan, Result, drive};

/// Puts down `start memory` of a server that has just answered its first request.
pub async fn at_start(server: &Server, figures: &mut Figures) -> Result<()> {
    tokio::time::sleep(SETTLE).await;
    figures.put("start memory", Some(server.process.resident()?));
    Ok(())
}

/// Puts down `socket memory`, measured on a server of its own: memory that posts have freed would hide it.
pub async fn per_socket(plan: &Plan, at: &Installation, figures: &mut Figures) -> Result<()> {
    let (server, _) = at.start().await?;
    let request = get("/api/auth.test", &at.tokens[0]);
    drive::closed_loop(server.address, 4, plan.time / 10, move |_, _| request.clone(), accepted).await?;
    tokio::time::sleep(SETTLE).await;
    let before = server.process.resident()?;
    let paths = server.sockets(&at.tokens[1..], plan.idle_sockets).await?;
    let crowd = Crowd::open(server.address, &paths).await?;
    tokio::time::sleep(SETTLE).await;
    let after = server.process.resident()?;
    drop(crowd);
    figures.put("socket memory", Some((after - before) / plan.idle_sockets as f64));
    server.process.stop()
}
