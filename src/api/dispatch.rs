//! From a request to a call: method, arguments, caller, scopes, rate; then the answer.

use super::answer::{About, Answer, answer};
use super::call::{Call, Context, Refusal};
use super::peer::Network;
use super::rates::Tier;
use super::table::{self, Auth, Handler, Method};
use super::underway::{Caller, Share};
use super::{Site, body, credentials, devices, peer};
use crate::base::{Error, Result, limits};
use crate::domain::{Actor, tokens};
use crate::store::records::token::TokenKind;
use actix_web::web::{self, Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse, http::header};
use futures_util::FutureExt;
use std::cell::RefCell;
use std::sync::Arc;

/// The answer to one call more than a person may have under way: the next one is done at once.
const TOO_MANY: Refusal = Refusal::RateLimited { secs: 1 };

/// Answers `/api/{method}`.
pub async fn dispatch(site: Data<Site>, name: Path<String>, request: HttpRequest, payload: Payload) -> HttpResponse {
    let mut about = About { method: name.into_inner(), request_id: request_id(&site), ..About::default() };
    let outcome = run(&site, &mut about, &request, payload).await;
    answer(about, outcome)
}

fn request_id(site: &Site) -> String {
    let mut bytes = [0; 10];
    site.domain.world().fill(&mut bytes);
    data_encoding::BASE32_NOPAD.encode(&bytes)
}

async fn run(site: &Data<Site>, about: &mut About, request: &HttpRequest, payload: Payload) -> Result<Answer, Refusal> {
    let method = table::find(&about.method).ok_or_else(|| Refusal::UnknownMethod(about.method.clone()))?;
    about.accepted = method.scopes;
    let network = peer::network(request, &site.trusted_proxies);
    let caller = caller(site, request, network);
    let most = match (caller, method.auth) {
        (Caller::Known(_), _) => limits::REQUEST_BYTES,
        (_, Auth::Nobody) => limits::STRANGER_BODY_BYTES,
        _ => limits::REQUEST_BYTES,
    };
    let coming = body::declared(request).unwrap_or(most).clamp(limits::STRANGER_BODY_BYTES, most);
    let mut share = site.underway.share(caller, coming).ok_or(TOO_MANY)?;
    let read = body::read(request, payload, most).await?;
    // What waits from here on, for its turn or an answer, counts as what it holds.
    share.shrink_to(limits::CALL_BYTES + read.bytes);
    let (mut args, refused) = (read.args, read.token_in_query);
    about.warning = read.warning;
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
    count(site, method, &actor, network).map_err(|secs| Refusal::RateLimited { secs })?;
    if method.auth != Auth::Nobody {
        let known = Caller::Known(actor.user);
        if caller != known {
            share = site.underway.share(known, 0).ok_or(TOO_MANY)?;
        }
        if !share.grow_to(limits::ANSWER_BYTES_SMALL) {
            return Err(TOO_MANY);
        }
    }
    let agent = request.headers().get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
    let in_client = credentials::from_client(request);
    let device = request.cookie(devices::COOKIE).map(|cookie| cookie.value().to_owned());
    let cx = Arc::new(Context { actor, domain: site.domain.clone() });
    let (room, cookies) = (limits::ANSWER_BYTES_SMALL, RefCell::default());
    let (site, name) = (site.clone(), method.name);
    let call = Call { cx, args, site, method: name, network, agent, in_client, device, room, cookies };
    if !method.scopes.is_empty() {
        call.need(method.scopes)?;
    }
    let outcome = (method.run)(&call).await;
    if matches!(outcome, Err(Refusal::Large)) {
        return apart(method.run, call, share, about).await;
    }
    about.share = Some(share);
    if call.in_client {
        about.cookies = call.cookies.take();
    }
    outcome
}

/// Makes a large answer on a thread of its own, so that those who ask for little do not wait for it. Only queries have one,
/// so it is made from the start. It keeps its turn and the caller's share also when the caller goes away meanwhile.
async fn apart(run: Handler, call: Call, mut share: Share, about: &mut About) -> Result<Answer, Refusal> {
    if !share.grow_to(limits::ANSWER_BYTES) {
        return Err(TOO_MANY);
    }
    let stopping = || Error::unavailable("the server is stopping; try again in a moment");
    let turn = call.site.large.clone().acquire_owned().await.map_err(|_| stopping())?;
    let made = web::block(move || {
        let call = Call { room: limits::ANSWER_BYTES, ..call };
        let outcome = run(&call).now_or_never();
        drop(turn);
        (outcome, share)
    });
    let (outcome, share) = made.await.map_err(|_| stopping())?;
    about.share = Some(share);
    outcome.unwrap_or_else(|| Err(Error::internal("a query waited for something").into()))
}

/// Counts the call; the seconds to wait when it is one too many. What nobody needs to be for is counted by where it comes
/// from, whatever token it shows: else everybody's guesses would be as many as their tokens. All else is counted by person,
/// however many browsers or tokens they have; their programs apart, so that one that runs wild locks no browser.
fn count(site: &Site, method: &Method, actor: &Actor, network: Network) -> Result<(), u64> {
    let now = site.domain.world().now();
    match (method.tier, method.auth, actor.session) {
        // The handler counts it, once it knows at whose password it is a guess.
        (Tier::Guess, _, _) => Ok(()),
        (tier, Auth::Nobody, _) | (tier, _, None) => site.rates.take_from(network, method.name, tier, now),
        (tier, _, Some(_)) if actor.kind == TokenKind::Browser => {
            site.rates.take(actor.user.as_str(), method.name, tier, now)
        }
        (tier, _, Some(_)) => site.rates.take(&format!("{} programs", actor.user), method.name, tier, now),
    }
}

/// Whose share of memory the body counts to while it comes: whoever shows a good token or session before it. Whether they
/// may call is looked at when it is there, since a token may end meanwhile.
fn caller(site: &Site, request: &HttpRequest, network: Network) -> Caller {
    let known = |secret: String| tokens::authenticate(&site.domain.view().ok()?, &secret).ok();
    match credentials::in_head(request).and_then(known) {
        Some(actor) => Caller::Known(actor.user),
        None => Caller::stranger(network),
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
