//! `client.*` about the caller's own account: the password and what it is asked for, where one is signed in, the clock.

use super::users;
use crate::api::call::{Call, Context, Refusal};
use crate::api::devices;
use crate::api::guesses::Guess;
use crate::base::id::{SessionId, UserId};
use crate::base::{Error, Result};
use crate::domain::{people, roles, tokens};
use crate::store::records::token::{Token, TokenKind};
use crate::store::{Part, Tx};
use actix_web::web;
use serde_json::{Value, json};

/// The error for a password that is another.
const WRONG_PASSWORD: Error = Error::denied("wrong_password");

/// `client.changePassword`: the old one and a new one; `end_others` signs out every other browser.
pub async fn change_password(call: &Call) -> Result<Value, Refusal> {
    let (old, new) = (call.args.required("old_password")?, call.args.required("new_password")?);
    let end_others = call.args.bool("end_others")?.unwrap_or(false);
    let (user, keep) = (call.actor().user, call.actor().session);
    let was = own(call, old).await?;
    let domain = call.domain().clone();
    let hash = beside(move || people::hash_password(domain.world(), &new)).await?;
    let device = devices::cookie(call, user, &hash)?;
    let write = move |tx: &mut Tx, _: &Context| {
        still(tx, user, &was)?;
        people::set_password(tx, user, hash.clone())?;
        match end_others {
            true => tokens::revoke_other_browsers(tx, user, keep),
            false => Ok(0),
        }
    };
    let ended = call.write(vec![Part::Person(user)], write).await?;
    call.set_cookie(device);
    Ok(json!({ "sessions_ended": ended }))
}

/// `client.transferOwnership`: the first owner makes somebody else the first, and shows that it is them.
pub async fn transfer_ownership(call: &Call) -> Result<Value, Refusal> {
    let (user, password) = (call.args.user("user_id")?, call.args.required("password")?);
    let (me, team) = (call.actor().user, call.domain().team());
    let was = own(call, password).await?;
    let write = move |tx: &mut Tx, cx: &Context| {
        still(tx, me, &was)?;
        roles::hand_on(tx, &cx.actor, team, user)
    };
    call.write(vec![Part::Team(team)], write).await?;
    Ok(json!({}))
}

/// The hash of the caller's password, which this must be.
async fn own(call: &Call, password: String) -> Result<String, Refusal> {
    let me = call.actor().user;
    let guess = Guess::inside(call, me)?;
    let hash = people::credential_of(&call.view()?, me)?.map(|credential| credential.hash);
    let tried = hash.clone();
    let right = beside(move || people::verify_password(tried.as_deref(), &password)).await?;
    let Some(hash) = hash.filter(|_| right) else { return Err(WRONG_PASSWORD.into()) };
    guess.was_right();
    Ok(hash)
}

/// While it was looked at, the password may have become another.
fn still(tx: &Tx, user: UserId, was: &str) -> Result<()> {
    match people::credential_of(tx, user)?.is_some_and(|now| now.hash == was) {
        true => Ok(()),
        false => Err(WRONG_PASSWORD),
    }
}

/// Does what takes tens of milliseconds on purpose beside everybody else's calls.
async fn beside<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    web::block(work).await.map_err(|_| Error::unavailable("the server is stopping; try again"))?
}

/// `client.sessions.list`: where the caller is signed in, the latest first.
pub async fn sessions(call: &Call) -> Result<Value, Refusal> {
    let view = call.view()?;
    let mut held = tokens::list(&view, call.actor().user)?;
    held.retain(|token| token.expires > view.now());
    held.sort_by_key(|token| std::cmp::Reverse(token.created));
    let current = call.actor().session;
    let sessions: Vec<Value> = held.iter().map(|token| session(token, current)).collect();
    Ok(json!({ "sessions": sessions }))
}

/// `client.sessions.revoke`: one of the caller's own sessions or tokens ends, and its sockets close.
pub async fn revoke(call: &Call) -> Result<Value, Refusal> {
    const NOT_FOUND: Error = Error::not_found("session_not_found");
    let id = SessionId::parse(&call.args.required("session")?).ok_or(NOT_FOUND)?;
    let user = call.actor().user;
    let write = move |tx: &mut Tx, _: &Context| {
        tokens::revoke(tx, user, id).map_err(|e| if e.code == "token_not_found" { NOT_FOUND } else { e })
    };
    call.write(vec![Part::Person(user)], write).await?;
    Ok(json!({}))
}

/// `client.setTimezone`
pub async fn set_timezone(call: &Call) -> Result<Value, Refusal> {
    let zone = call.args.required("tz")?;
    let offset = call.args.int("tz_offset")?.and_then(|n| i32::try_from(n).ok());
    let offset = offset.ok_or(Error::invalid("invalid_timezone"))?;
    let (team, id) = (call.domain().team(), call.actor().user);
    let user = call.write(vec![Part::Team(team)], move |tx, _| people::set_zone(tx, team, id, &zone, offset)).await?;
    Ok(json!({ "user": users::object(call, &user) }))
}

fn session(token: &Token, current: Option<SessionId>) -> Value {
    json!({
        "id": token.id,
        "kind": if token.kind == TokenKind::Browser { "browser" } else { "program" },
        "label": token.label,
        "app_id": token.app,
        "created": token.created.secs(),
        "expires": token.expires.secs(),
        "current": Some(token.id) == current,
    })
}
