//! `GET /rtm/{ticket}`: Slack's real-time messaging, for older bots and for gateways. The same events as on the client's
//! socket, and messages may be posted.

use super::said::Person;
use super::{Inner, frame, refuse, socket};
use crate::base::Error;
use crate::domain::tickets::Purpose;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

/// Opens the socket. Its `Origin` says nothing: some clients send Slack's own.
pub(super) async fn open(
    realtime: Data<Inner>,
    ticket: Path<String>,
    request: HttpRequest,
    body: Payload,
) -> HttpResponse {
    let now = realtime.domain.world().now();
    let Some(actor) = realtime.tickets.redeem(&ticket, Purpose::Rtm, now) else {
        return refuse(&Error::denied("invalid_auth").because("the ticket was used or is too old: call rtm.connect"));
    };
    let opened = match socket::open(&request, body, &realtime.open) {
        Ok(opened) => opened,
        Err(response) => return *response,
    };
    let welcome = match realtime.join(&actor, opened.outbox.clone()).await {
        Ok(welcome) => welcome,
        Err(e) => return refuse(&e),
    };
    opened.outbox.begin(vec![frame::json(&json!({ "type": "hello" }))]);
    let person = Person::new(realtime.clone(), actor, welcome.id, opened.outbox.clone()).who_posts();
    opened.start(realtime.settings.beat, realtime.left(welcome.ends), person, welcome.seat)
}
