//! `oauth.v2.access`, and our own client's part of it

use crate::api::call::{Call, Refusal};
use crate::base::id::AppId;
use crate::base::{Error, Result};
use crate::domain::oauth::{self, Claim};
use crate::domain::{installation, tokens};
use crate::store::records::token::TokenKind;
use serde_json::{Value, json};

/// `oauth.v2.access`: a code for a token. Python's SDK shows the app's secret as HTTP Basic, others as arguments.
pub async fn access(call: &Call) -> Result<Value, Refusal> {
    let text = |name: &str, code: &'static str| call.args.text(name).ok_or(Error::invalid(code));
    if call.args.text("grant_type").is_some_and(|kind| kind != "authorization_code") {
        return Err(Error::invalid("invalid_grant_type").into());
    }
    let claim = Claim {
        client_id: text("client_id", "invalid_client_id")?,
        client_secret: text("client_secret", "bad_client_secret")?,
        code: text("code", "invalid_code")?,
        redirect_url: call.args.text("redirect_uri"),
    };
    let secret = tokens::new_secret(TokenKind::Bot, call.domain().world());
    let shown = secret.clone();
    let (app, user) = call.write(vec![], move |tx, _| oauth::redeem(tx, &claim, &secret)).await?;
    let team = installation::team(&call.view()?, call.domain().team())?;
    Ok(json!({
        "access_token": shown,
        "token_type": "bot",
        "scope": app.scopes.join(","),
        "bot_user_id": app.bot_user,
        "app_id": app.id,
        "team": { "id": team.id, "name": team.name },
        "enterprise": null,
        "is_enterprise_install": false,
        "authed_user": { "id": user },
    }))
}

/// `client.authorizeApp`: an administrator lets an app in; the answer says where to send the browser. Ours.
pub async fn authorize(call: &Call) -> Result<Value, Refusal> {
    let app: AppId = call.args.id("client_id", "invalid_client_id")?;
    let scopes = call.args.list("scope")?.unwrap_or_default();
    let redirect_url = call.args.required("redirect_uri")?;
    let code = oauth::new_secret(call.domain().world());
    let shown = code.clone();
    let grant = move |tx: &mut crate::store::Tx, cx: &crate::api::call::Context| {
        oauth::grant(tx, &cx.actor, app, &scopes, &redirect_url, &code)
    };
    let grant = call.write(vec![], grant).await?;
    let join = if grant.redirect_url.contains('?') { '&' } else { '?' };
    let mut target = format!("{}{join}code={shown}", grant.redirect_url);
    if let Some(state) = call.args.text("state") {
        let state = serde_urlencoded::to_string([("state", state)])
            .map_err(|e| Error::internal(format!("a state can't be written: {e}")))?;
        target.push_str(&format!("&{state}"));
    }
    Ok(json!({ "redirect_to": target, "code": shown }))
}
