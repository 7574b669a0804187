//! A Monday morning: a thousand people sign in in the same second, each from an address of their own.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::figures::Figures;
use crate::http::{Conn, accepted, get};
use crate::server::{Installation, Server};
use crate::{Plan, Result, drive};

/// People who sign in at once.
pub const AT_ONCE: usize = 1_000;
/// Between two looks at the server's memory.
const LOOK: Duration = Duration::from_millis(20);
/// How long after the last answer memory is looked at again.
const AFTER: Duration = Duration::from_secs(5);

/// Puts down how long all took, what memory they took and left, and another client's p99 before and meanwhile.
pub async fn measure(plan: &Plan, at: &Installation, figures: &mut Figures) -> Result<()> {
    let (server, _) = at.start().await?;
    let mut alone = other(at, &server, plan.time).await?;
    let before = server.process.resident()?;
    let start = Instant::now();
    let mut people: tokio::task::JoinSet<Result<()>> = tokio::task::JoinSet::new();
    for person in 0..AT_ONCE {
        let address = server.address;
        people.spawn_local(async move { sign_in(person, address).await });
    }
    let (mut most, mut in_by) = (before, start);
    let everybody = async {
        while let Some(signed_in) = people.join_next().await {
            signed_in??;
            in_by = Instant::now();
        }
        Ok::<_, crate::Error>(())
    };
    let looking = async {
        loop {
            tokio::time::sleep(LOOK).await;
            match server.process.resident() {
                Ok(now) => most = most.max(now),
                Err(error) => break error,
            }
        }
    };
    // A flood lasts longer than it takes the healthy client to be measured.
    let (mut meanwhile, ()) = tokio::select! {
        both = async { tokio::try_join!(other(at, &server, plan.time * 2), everybody) } => both?,
        error = looking => return Err(error),
    };
    tokio::time::sleep(AFTER).await;
    figures.put("sign-ins took", Some((in_by - start).as_secs_f64()));
    figures.put("sign-ins memory", Some(most - before));
    figures.put("sign-ins left", Some((server.process.resident()? - before).max(0.0)));
    figures.put("sign-ins alone p99", alone.p99());
    figures.put("sign-ins other p99", meanwhile.p99());
    server.process.stop()
}

/// A client who is signed in and asks for a page of messages, again and again.
async fn other(at: &Installation, server: &Server, time: Duration) -> Result<drive::Load> {
    let path = format!("/api/conversations.history?limit=50&channel={}", at.channels[0]);
    let request = get(&path, &at.tokens[0]);
    drive::closed_loop(server.address, 1, time, move |_, _| request.clone(), accepted).await
}

async fn sign_in(person: usize, server: SocketAddr) -> Result<()> {
    let (high, low) = (person / 250, person % 250 + 1);
    let from = IpAddr::V4(Ipv4Addr::new(127, 1, u8::try_from(high)?, u8::try_from(low)?));
    let body =
        json!({ "email": format!("person-{}@demo.example", person % 64), "password": "comity-demo" }).to_string();
    let request = format!(
        "POST /api/client.login HTTP/1.1\r\nHost: localhost\r\nX-Comity-Client: 1\r\n\
         Content-Type: application/json; charset=utf-8\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    accepted(&Conn::connect_from(from, server).await?.send(request.as_bytes()).await?)
}
