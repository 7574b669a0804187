//! From a request to a call: method, arguments, caller, scopes, rate; then the answer.

use super::answer::{About, answer};
use super::call::{Call, Context, Refusal};
use super::peer::Network;
use super::rates::Tier;
use super::table::{self, Auth, Method};
use super::{Site, body, credentials, devices, peer};
use crate::base::{Error, Result};
use crate::domain::{Actor, tokens};
use crate::store::records::token::TokenKind;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse, http::header};
use serde_json::Value;
use std::cell::RefCell;
use std::sync::Arc;

/// Answers `/api/{method}`.
pub async fn dispatch(site: Data<Site>, name: Path<String>, request: HttpRequest, payload: Payload) -> HttpResponse {
    let mut about = About { method: name.into_inner(), request_id: request_id(&site), ..About::default() };
    let outcome = run(&site, &mut about, &request, payload).await;
    answer(&about, outcome)
}

fn request_id(site: &Site) -> String {
    let mut bytes = [0; 10];
    site.domain.world().fill(&mut bytes);
    data_encoding::BASE32_NOPAD.encode(&bytes)
}

async fn run(site: &Data<Site>, about: &mut About, request: &HttpRequest, payload: Payload) -> Result<Value, Refusal> {
    let read = body::read(request, payload).await?;
    let (mut args, refused) = (read.args, read.token_in_query);
    about.warning = read.warning;
    let method = table::find(&about.method).ok_or_else(|| Refusal::UnknownMethod(about.method.clone()))?;
    about.accepted = method.scopes;
    let secret = credentials::secret(request, &mut args);
    credentials::client(request, &mut args);
    args.declare(method.name);
    let actor = match secret {
        Some(secret) => Some(tokens::authenticate(&site.domain.view()?, &secret)),
        None if refused => {
            return Err(Error::denied("not_authed").because("a token in the query is refused: send a header").into());
        }
        None => None,
    };
    let actor = match (method.auth, actor) {
        (Auth::Nobody, Some(Ok(actor))) => actor,
        (Auth::Nobody, _) => nobody(site),
        (_, None) => return Err(Error::denied("not_authed").into()),
        (_, Some(actor)) => actor?,
    };
    about.actor = Some(actor.clone());
    if let Some(session) = actor.session {
        site.domain.seen().change(session.as_str(), |at| *at = site.domain.world().now());
    }
    check_kind(method, &actor)?;
    let network = peer::network(request, &site.trusted_proxies);
    count(site, method, &actor, network).map_err(|secs| Refusal::RateLimited { secs })?;
    let agent = request.headers().get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
    let device = request.cookie(devices::COOKIE).map(|cookie| cookie.value().to_owned());
    let cx = Arc::new(Context { actor, domain: site.domain.clone() });
    let call = Call { cx, args, site: site.clone(), method, network, agent, device, cookies: RefCell::default() };
    if !method.scopes.is_empty() {
        call.need(method.scopes)?;
    }
    let outcome = (method.run)(&call).await;
    // Only a page of ours gets a cookie: a form on another site could sign a person in as somebody of its choosing.
    if credentials::from_client(request) {
        about.cookies = call.cookies.take();
    }
    outcome
}

/// Counts the call; the seconds to wait when it is one too many. What nobody needs to be for is counted by where it comes
/// from, whatever token it shows: else everybody's guesses would be as many as their tokens.
fn count(site: &Site, method: &Method, actor: &Actor, network: Network) -> Result<(), u64> {
    let now = site.domain.world().now();
    match (method.tier, method.auth, actor.session) {
        // The handler counts it, once it knows at whose password it is a guess.
        (Tier::Guess, _, _) => Ok(()),
        (tier, Auth::Nobody, _) | (tier, _, None) => site.rates.take_from(network, method.name, tier, now),
        (tier, _, Some(session)) => site.rates.take(session.as_str(), method.name, tier, now),
    }
}

/// Stands in for the caller where none is needed. No id of anybody, so nothing is theirs.
fn nobody(site: &Site) -> Actor {
    let user = crate::base::id::UserId::mint(site.domain.world());
    Actor { kind: TokenKind::App, ..Actor::person(user, crate::store::records::user::Role::Guest) }
}

fn check_kind(method: &Method, actor: &Actor) -> Result<()> {
    let fits = match method.auth {
        Auth::Nobody | Auth::Token => true,
        Auth::Any => actor.kind != TokenKind::App,
        Auth::Person => matches!(actor.kind, TokenKind::Person | TokenKind::Browser),
        Auth::Browser => actor.kind == TokenKind::Browser,
        Auth::App => actor.kind == TokenKind::App,
        Auth::Bot => actor.kind == TokenKind::Bot,
        Auth::OfApp => actor.kind != TokenKind::App && actor.app.is_some(),
    };
    if fits { Ok(()) } else { Err(Error::denied("not_allowed_token_type")) }
}
