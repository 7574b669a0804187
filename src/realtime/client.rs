//! `GET /client/socket?since=<position>`: our own web client's socket. It knows the browser by its cookie, so it checks
//! where the page came from, and it resumes: what was missed since a position is told once, then everything live.

use super::dispatcher::{Seat, Welcome};
use super::frame;
use super::place::Place;
use super::said::Person;
use super::{Inner, refuse, replay, socket};
use crate::base::{Error, Result};
use crate::domain::{Actor, tokens};
use crate::store::records::token::TokenKind;
use actix_web::web::{self, Bytes, Data, Payload, Query};
use actix_web::{HttpRequest, HttpResponse, http::header};
use serde::Deserialize;
use serde_json::json;

/// The cookie that holds a browser's session, as Slack's is called.
const COOKIE: &str = "d";

/// What the client asks for.
#[derive(Deserialize)]
pub(super) struct Wish {
    /// Where it stands; nothing for live only.
    since: Option<String>,
}

/// Opens the socket.
pub(super) async fn open(
    realtime: Data<Inner>,
    wish: Query<Wish>,
    request: HttpRequest,
    body: Payload,
) -> HttpResponse {
    match admit(realtime, wish.into_inner(), &request, body).await {
        Ok(response) => response,
        Err(Refused::Response(response)) => *response,
        Err(Refused::Error(e)) => refuse(&e),
    }
}

enum Refused {
    Error(Error),
    Response(Box<HttpResponse>),
}

impl From<Error> for Refused {
    fn from(e: Error) -> Self {
        Self::Error(e)
    }
}

async fn admit(
    realtime: Data<Inner>,
    wish: Wish,
    request: &HttpRequest,
    body: Payload,
) -> std::result::Result<HttpResponse, Refused> {
    check_origin(&realtime.settings.origins, request)?;
    let since = match wish.since.as_deref() {
        None | Some("") => None,
        Some(text) => Some(Place::parse(text).ok_or(Error::invalid("invalid_arguments").because("since: a position"))?),
    };
    let cookie = request.cookie(COOKIE).ok_or(Error::denied("not_authed"))?;
    let actor = browser(&realtime, cookie.value())?;
    let opened = socket::open(request, body, &realtime.open).map_err(Refused::Response)?;
    let welcome = realtime.join(&actor, opened.outbox.clone()).await?;
    let (person, left) =
        (Person::new(realtime.clone(), actor, welcome.id, opened.outbox.clone()), realtime.left(welcome.ends));
    let (first, seat) = first_frames(&realtime, welcome, since).await?;
    opened.outbox.begin(first);
    Ok(opened.start(realtime.settings.beat, left, person, seat))
}

/// Browsers tell where the page comes from that opens a socket; another site's page must not use our cookie.
fn check_origin(origins: &[String], request: &HttpRequest) -> Result<()> {
    let origin = request.headers().get(header::ORIGIN).and_then(|o| o.to_str().ok());
    match origin.is_some_and(|origin| origins.iter().any(|o| o.eq_ignore_ascii_case(origin))) {
        true => Ok(()),
        false => Err(Error::denied("origin_not_allowed")
            .because("the page was not loaded from this installation's configured address")),
    }
}

fn browser(realtime: &Inner, secret: &str) -> Result<Actor> {
    let actor = tokens::authenticate(&realtime.domain.view()?, secret)?;
    match actor.kind {
        TokenKind::Browser => Ok(actor),
        _ => Err(Error::denied("not_allowed_token_type")),
    }
}

/// The greeting, and what was missed.
async fn first_frames(realtime: &Data<Inner>, welcome: Welcome, since: Option<Place>) -> Result<(Vec<Bytes>, Seat)> {
    let told = Place::after(welcome.told).to_string();
    let user = welcome.listener.user;
    let mut first = vec![frame::json(&json!({ "type": "hello", "position": told, "user": user }))];
    let Welcome { listener, told: until, seat, .. } = welcome;
    let Some(since) = since else { return Ok((first, seat)) };
    let realtime = realtime.clone();
    let look = move || {
        let view = realtime.domain.view()?;
        replay::missed(realtime.domain.lens(&view), &listener, since, until)
    };
    match web::block(look).await.map_err(|_| replay::stopping())?? {
        Some(missed) => first.extend(missed),
        None => first.push(frame::json(&json!({ "type": "resync", "position": told }))),
    }
    Ok((first, seat))
}
