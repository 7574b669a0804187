//! Bare actix-ws: a posted message that every socket receives.

use std::net::SocketAddr;
use std::rc::Rc;

use crate::crowd::Crowd;
use crate::fanout::{self, Poster};
use crate::figures::Figures;
use crate::http::{is_200, post};
use crate::{Plan, Result, posts};

/// Puts down `bare fanout N rate`, `bare fanout N p50` and `p99` for a crowd of N sockets.
pub async fn measure(plan: &Plan, address: SocketAddr, sockets: usize, figures: &mut Figures) -> Result<()> {
    let crowd = Rc::new(Crowd::open(address, &vec!["/ws".to_owned(); sockets]).await?);
    let request = |number| post("/say", "xoxp-bare", &posts::event(number));
    let poster = Poster { address, request: Rc::new(request), check: is_200 };
    fanout::measure(plan, &poster, crowd, &format!("bare fanout {sockets}"), figures).await
}
