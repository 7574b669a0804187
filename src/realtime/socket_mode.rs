//! `GET /link/?ticket=…&app_id=…`: Socket Mode. An app gets its events without an address of its own, each on one of
//! its sockets, and acknowledges them.

use super::feeds::{AppAsk, Linked};
use super::socket::{self, Ear};
use super::{Inner, frame, refuse, replay};
use crate::base::id::AppId;
use crate::base::{Error, Result};
use crate::domain::Actor;
use crate::domain::tickets::Purpose;
use actix_web::web::{Data, Payload, Query};
use actix_web::{HttpRequest, HttpResponse};
use bytestring::ByteString;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::oneshot;

/// What the address says.
#[derive(Deserialize)]
pub(super) struct Wish {
    ticket: String,
    app_id: Option<String>,
}

/// Seconds after which Slack would ask for another connection; told because clients read it.
const CONNECTION_SECS: u64 = 18_060;

/// Opens the socket. Its `Origin` says nothing: some clients send Slack's own.
pub(super) async fn open(
    realtime: Data<Inner>,
    wish: Query<Wish>,
    request: HttpRequest,
    body: Payload,
) -> HttpResponse {
    let (actor, app) = match holder(&realtime, &wish) {
        Ok(found) => found,
        Err(e) => return refuse(&e),
    };
    let opened = match socket::open(&request, body, &realtime.open) {
        Ok(opened) => opened,
        Err(response) => return *response,
    };
    let (reply, answer) = oneshot::channel();
    realtime.ask_apps(AppAsk::Link { app, actor, outbox: opened.outbox.clone(), reply });
    let Linked { connections, ends, seat } = match answer.await.unwrap_or_else(|_| Err(replay::stopping())) {
        Ok(linked) => linked,
        Err(e) => return refuse(&e),
    };
    let hello = json!({
        "type": "hello",
        "num_connections": connections,
        "debug_info": { "host": "comity", "build_number": 1, "approximate_connection_time": CONNECTION_SECS },
        "connection_info": { "app_id": app },
    });
    opened.outbox.begin(vec![frame::json(&hello)]);
    opened.start(realtime.settings.beat, realtime.left(ends), App { realtime: realtime.clone(), app }, seat)
}

fn holder(realtime: &Inner, wish: &Wish) -> Result<(Actor, AppId)> {
    let stale = Error::denied("invalid_auth").because("the ticket was used or is too old: call apps.connections.open");
    let now = realtime.domain.world().now();
    let actor = realtime.tickets.redeem(&wish.ticket, Purpose::SocketMode, now).ok_or(stale)?;
    let app = actor.app.ok_or(Error::denied("not_allowed_token_type"))?;
    match wish.app_id.as_deref() {
        Some(named) if named != app.as_str() => Err(Error::denied("invalid_auth")),
        _ => Ok((actor, app)),
    }
}

struct App {
    realtime: Data<Inner>,
    app: AppId,
}

impl Ear for App {
    /// An acknowledgement, with or without a payload. Everything else means nothing here.
    async fn hear(&mut self, text: ByteString) {
        let said: Value = serde_json::from_str(&text).unwrap_or_default();
        if let Some(envelope) = said["envelope_id"].as_str() {
            self.realtime.ask_apps(AppAsk::Acknowledged { app: self.app, envelope: envelope.to_owned() });
        }
    }
}
