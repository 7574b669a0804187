//! `admin.tokens.*`: the tokens of programs that act as people. Ours; Slack shows them nowhere.

use crate::api::answer::Answer;
use crate::api::call::{Call, Refusal};
use crate::api::page::Page;
use crate::api::paging;
use crate::base::id::{SessionId, UserId};
use crate::base::{Error, Result, Ts, limits};
use crate::domain::{access, people, tokens};
use crate::store::records::token::{Token, TokenKind};
use crate::store::records::user::User;
use crate::store::{Part, View};
use serde_json::{Value, json};

/// `admin.tokens.list`: everybody's personal tokens, without their secrets, which nobody has.
pub async fn list(call: &Call) -> Result<Answer, Refusal> {
    access::administering(call.actor())?;
    call.apart()?;
    let paging = paging::paging(&call.args, usize::MAX, usize::MAX)?;
    let start = paging.start(usize::MAX)?;
    let view = call.view()?;
    let held = people::list(&view, None).take(limits::TOKEN_HOLDERS).flat_map(|line| {
        let theirs = line.and_then(|(_, user)| personal(&view, &user));
        theirs.map_or_else(|e| vec![Err(e)], |theirs| theirs.into_iter().map(Ok).collect())
    });
    let mut page = Page::list(call, "tokens", paging.limit);
    page.fill(held.enumerate().skip(start).map(|(at, token)| Ok((at, token?))), |(at, (user, token))| {
        let mut object = line(token);
        object["user_id"] = json!(user);
        Ok((paging::before(at + 1), object))
    })?;
    Ok(page.answer(json!({})))
}

/// A person's tokens of programs, with whose they are.
fn personal(view: &View, user: &User) -> Result<Vec<(UserId, Token)>> {
    if user.bot.is_some() {
        return Ok(Vec::new());
    }
    let held = tokens::list(view, user.id)?.into_iter();
    Ok(held.filter(|token| token.kind == TokenKind::Person).map(|token| (user.id, token)).collect())
}

/// `admin.tokens.revoke`: the token of a person or a bot ends at once, and its sockets close.
pub async fn revoke(call: &Call) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let user = call.args.user("user_id")?;
    let unknown = Error::not_found("token_not_found");
    let id = SessionId::parse(&call.args.required("token_id")?).ok_or(unknown)?;
    call.write(vec![Part::Person(user)], move |tx, cx| tokens::end(tx, &cx.actor, user, id)).await?;
    Ok(json!({}))
}

/// A token in a list: what it is for and when it was made.
pub(super) fn line(token: &Token) -> Value {
    let kind = match token.kind {
        TokenKind::Bot => "bot",
        TokenKind::Person => "person",
        TokenKind::App => "app",
        TokenKind::Browser => "browser",
    };
    json!({
        "id": token.id,
        "kind": kind,
        "label": token.label,
        "app_id": token.app,
        "scopes": token.scopes,
        "date_created": token.created.secs(),
        "expires": if token.expires == Ts::MAX { 0 } else { token.expires.secs() },
    })
}
