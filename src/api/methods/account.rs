//! `client.*` about the caller's own account: the password and what it is asked for, where one is signed in, the clock.

use super::users;
use crate::api::answer::Answer;
use crate::api::call::{Call, Context, Refusal};
use crate::api::devices;
use crate::api::guesses::Guess;
use crate::api::page::Page;
use crate::api::paging;
use crate::base::id::{SessionId, UserId};
use crate::base::{Error, Result, limits};
use crate::domain::passwords::{self, Elsewhere};
use crate::domain::{people, rank, roles, steward, tokens};
use crate::store::records::token::{Token, TokenKind};
use crate::store::{Part, Tx};
use serde_json::{Value, json};

/// The error for a password that is another.
const WRONG_PASSWORD: Error = Error::denied("wrong_password");

/// `client.changePassword`: the old one and a new one. Every other browser is signed out and the person's programs lose
/// their tokens, unless `end_others` is false.
pub async fn change_password(call: &Call) -> Result<Value, Refusal> {
    let (old, new) = (call.args.required("old_password")?, call.args.required("new_password")?);
    let (user, but) = (call.actor().user, call.actor().session);
    let rest = match call.args.bool("end_others")?.unwrap_or(true) {
        true => Elsewhere::Ends { but },
        false => Elsewhere::Stays,
    };
    let was = own(call, old).await?;
    let hash = call.site.passwords.hash(call.network, call.domain(), new).await?;
    let device = devices::cookie(call, user, &hash)?;
    let line = steward::line(&call.view()?, call.domain().world(), user)?;
    let write = move |tx: &mut Tx, cx: &Context| {
        still(tx, user, &was)?;
        passwords::replace(tx, &cx.domain, &line, &hash, "in one of your browsers", rest)
    };
    let gone = call.write(line.parts(call.domain()).to_vec(), write).await?;
    call.set_cookie(device);
    Ok(json!({ "sessions_ended": gone.browsers, "tokens_ended": gone.tokens }))
}

/// `client.transferOwnership`: the first owner makes somebody else the first, and shows that it is them.
pub async fn transfer_ownership(call: &Call) -> Result<Value, Refusal> {
    let (user, password) = (call.args.user("user_id")?, call.args.required("password")?);
    let (me, team) = (call.actor().user, call.domain().team());
    rank::first(&call.view()?, call.actor())?;
    let was = own(call, password).await?;
    let write = move |tx: &mut Tx, cx: &Context| {
        still(tx, me, &was)?;
        roles::hand_on(tx, &cx.actor, team, user)
    };
    call.write(vec![Part::Team(team)], write).await?;
    Ok(json!({}))
}

/// The hash of the caller's password, which this must be.
pub(super) async fn own(call: &Call, password: String) -> Result<String, Refusal> {
    let me = call.actor().user;
    let guess = Guess::inside(call, me)?;
    let hash = people::credential_of(&call.view()?, me)?.map(|credential| credential.hash);
    let right = call.site.passwords.verify(call.network, hash.clone(), password).await?;
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

/// `client.sessions.list`: where the caller is signed in, the latest first, and which browser had to leave because there
/// were too many.
pub async fn sessions(call: &Call) -> Result<Answer, Refusal> {
    let paging = paging::paging(&call.args, limits::TOKENS, limits::TOKENS)?;
    let view = call.view()?;
    let mut held = tokens::list(&view, call.actor().user)?;
    held.sort_by_key(|token| std::cmp::Reverse(token.created));
    let current = call.actor().session;
    let mut page = Page::list(call, "sessions", paging.limit);
    page.fill_from(paging.start(held.len())?, &held, |token| Ok(session(token, current)))?;
    let pushed_out = tokens::pushed_out(&view, call.actor().user)?
        .map(|last| json!({ "at": last.at.secs(), "label": last.label, "count": last.count }));
    Ok(page.answer(json!({ "pushed_out": pushed_out })))
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
    Ok(json!({ "user": users::object(call, &call.view()?, &user) }))
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
