//! `admin.tokens.*`: the tokens of programs that act as people. Ours; Slack shows them nowhere.

use crate::api::call::{Call, Refusal};
use crate::base::id::SessionId;
use crate::base::{Error, Result, Ts, limits};
use crate::domain::{access, people, tokens};
use crate::store::Part;
use crate::store::records::token::{Token, TokenKind};
use serde_json::{Value, json};

/// `admin.tokens.list`: everybody's personal tokens, without their secrets, which nobody has.
pub async fn list(call: &Call) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let view = call.view()?;
    let (users, _) = people::list(&view, None, limits::TOKEN_HOLDERS)?;
    let mut found = Vec::new();
    for user in users.iter().filter(|user| user.bot.is_none()) {
        let personal = tokens::list(&view, user.id)?.into_iter().filter(|token| token.kind == TokenKind::Person);
        found.extend(personal.map(|token| {
            let mut object = line(&token);
            object["user_id"] = json!(user.id);
            object
        }));
    }
    Ok(json!({ "tokens": found }))
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
