//! `oauth.v2.access`, and our own client's part of it

use crate::api::call::{Call, Context, Refusal};
use crate::base::{Error, Result};
use crate::domain::oauth::{self, Claim, Request, Secrets};
use crate::domain::{installation, tokens};
use crate::store::Tx;
use crate::store::records::token::TokenKind;
use serde_json::{Value, json};

/// `oauth.v2.access`: a code for tokens. Python's SDK shows the app's secret as HTTP Basic, others as arguments.
pub async fn access(call: &Call) -> Result<Value, Refusal> {
    let text = |name: &str, code: &'static str| call.args.text(name).ok_or(Error::invalid(code));
    match call.args.text("grant_type").as_deref() {
        None | Some("authorization_code") => {}
        // Tokens do not rotate here, so no refresh token was ever given out.
        Some("refresh_token") => return Err(Error::invalid("invalid_refresh_token").into()),
        Some(_) => return Err(Error::invalid("invalid_grant_type").into()),
    }
    let claim = Claim {
        client_id: text("client_id", "invalid_client_id")?,
        client_secret: text("client_secret", "bad_client_secret")?,
        code: text("code", "invalid_code")?,
        redirect_url: call.args.text("redirect_uri"),
        verifier: call.args.text("code_verifier"),
    };
    let new = |kind| tokens::new_secret(kind, call.domain().world());
    let secrets = Secrets { bot: new(TokenKind::Bot), person: new(TokenKind::Person) };
    let shown = secrets.clone();
    let (app, grant) = call.write(vec![], move |tx, _| oauth::redeem(tx, &claim, &secrets)).await?;
    let team = installation::team(&call.view()?, call.domain().team())?;
    let mut answer = json!({
        "app_id": app.id,
        "team": { "id": team.id, "name": team.name },
        "enterprise": null,
        "is_enterprise_install": false,
        "authed_user": { "id": grant.user },
    });
    if !grant.scopes.is_empty() {
        answer["access_token"] = json!(shown.bot);
        answer["token_type"] = json!("bot");
        answer["scope"] = json!(grant.scopes.join(","));
        answer["bot_user_id"] = json!(app.bot_user);
    }
    if !grant.user_scopes.is_empty() {
        let me = &mut answer["authed_user"];
        me["access_token"] = json!(shown.person);
        me["token_type"] = json!("user");
        me["scope"] = json!(grant.user_scopes.join(","));
    }
    Ok(answer)
}

/// `client.authorizeApp`: an administrator lets an app in; the answer says where to send the browser. Ours. It takes the
/// parameters of `/oauth/v2/authorize` as they stand in the address; the page itself belongs to the web client.
pub async fn authorize(call: &Call) -> Result<Value, Refusal> {
    let (challenge, method) = (call.args.text("code_challenge"), call.args.text("code_challenge_method"));
    if challenge.is_some() && method.as_deref() != Some("S256") {
        return Err(Error::invalid("invalid_arguments").because("code_challenge_method must be S256").into());
    }
    let request = Request {
        app: call.args.id("client_id", "invalid_client_id")?,
        scopes: call.args.list("scope")?.unwrap_or_default(),
        user_scopes: call.args.list("user_scope")?.unwrap_or_default(),
        redirect_url: call.args.text("redirect_uri"),
        challenge,
    };
    let state = call.args.text("state");
    let code = oauth::new_secret(call.domain().world());
    let shown = code.clone();
    let grant = move |tx: &mut Tx, cx: &Context| oauth::grant(tx, &cx.actor, &request, &code);
    let back = call.write(vec![], grant).await?;
    let mut more = vec![("code", shown.clone())];
    more.extend(state.map(|state| ("state", state)));
    let more =
        serde_urlencoded::to_string(more).map_err(|e| Error::internal(format!("an address can't be written: {e}")))?;
    let join = if back.contains('?') { '&' } else { '?' };
    Ok(json!({ "redirect_to": format!("{back}{join}{more}"), "code": shown }))
}
