//! From a request to a call: method, arguments, caller, scopes, rate; then the answer.

use super::answer::{About, answer};
use super::call::{Call, Context, Refusal};
use super::rates::Tier;
use super::table::{self, Auth, Method};
use super::{Site, body, credentials, peer};
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
    check_kind(method, &actor)?;
    let now = site.domain.world().now();
    let take = |caller: &str, tier| {
        let taken = site.rates.take(caller, method.name, tier, now);
        taken.map_err(|secs| Refusal::RateLimited { secs })
    };
    // What nobody need be signed in for is counted by network, whatever token comes along: one's own token must not buy
    // guesses at the passwords of others.
    match actor.session.filter(|_| method.auth != Auth::Nobody) {
        Some(session) => take(&session.to_string(), method.tier)?,
        None => {
            let [narrow, wide] = peer::networks(request, &site.trusted_proxies);
            take(&narrow, method.tier)?;
            if method.tier == Tier::Login && wide != narrow {
                take(&wide, Tier::LoginWide)?;
            }
        }
    }
    let agent = request.headers().get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
    let cx = Arc::new(Context { actor, domain: site.domain.clone() });
    let call = Call { cx, args, site: site.clone(), method, agent, cookie: RefCell::default() };
    if !method.scopes.is_empty() {
        call.need(method.scopes)?;
    }
    let outcome = (method.run)(&call).await;
    // Only a page of ours gets a cookie: a form on another site could sign a person in as somebody of its choosing.
    about.cookie = call.cookie.take().filter(|_| credentials::from_client(request));
    outcome
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
    };
    if fits { Ok(()) } else { Err(Error::denied("not_allowed_token_type")) }
}
