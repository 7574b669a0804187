//! One poster and a crowd of sockets opened with `rtm.connect`.

use std::rc::Rc;

use crate::crowd::Crowd;
use crate::fanout::{self, Poster};
use crate::figures::Figures;
use crate::http::{accepted, post};
use crate::server::{Installation, Server};
use crate::{Plan, Result, posts};

/// Puts down `fanout N rate`, `p50` and `p99` for a crowd of N sockets. The poster holds no socket itself.
pub async fn measure(
    plan: &Plan,
    at: &Installation,
    server: &Server,
    sockets: usize,
    figures: &mut Figures,
) -> Result<()> {
    let paths = server.sockets(&at.tokens[1..], sockets).await?;
    let crowd = Rc::new(Crowd::open(server.address, &paths).await?);
    let (token, channel) = (at.tokens[0].clone(), at.channels[0].clone());
    let request = move |number| post("/api/chat.postMessage", &token, &posts::body(&channel, number));
    let poster = Poster { address: server.address, request: Rc::new(request), check: accepted };
    fanout::measure(plan, &poster, crowd, &format!("fanout {sockets}"), figures).await
}
