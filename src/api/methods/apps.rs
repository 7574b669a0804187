//! `apps.*`, and `admin.apps.*`: apps as administrators see them. Slack has `admin.apps.uninstall`; the others are ours.

use super::rtm::socket_url;
use super::tokens::line;
use crate::api::answer::Answer;
use crate::api::call::{Call, Context, Refusal};
use crate::api::page::Page;
use crate::api::paging;
use crate::base::id::AppId;
use crate::base::{Error, Result, limits};
use crate::domain::apps::{self, APP_NOT_FOUND, Ids, NewApp, Secrets};
use crate::domain::tickets::Purpose;
use crate::domain::{access, scopes, takeover, tokens};
use crate::store::records::app::App;
use crate::store::records::token::TokenKind;
use crate::store::{Part, Tx, View};
use serde_json::{Value, json};

/// `apps.connections.open`: the address of a socket for an app's events, good once and for half a minute.
pub async fn connections_open(call: &Call) -> Result<Value, Refusal> {
    let actor = call.actor();
    let app = actor.app.ok_or(Error::denied("not_allowed_token_type"))?;
    apps::get(&call.view()?, app).map_err(|e| e.named(Error::denied("token_revoked")))?;
    let ticket = call.site.tickets.issue(actor, Purpose::SocketMode, call.domain().world());
    Ok(json!({ "url": socket_url(call, &format!("link/?ticket={ticket}&app_id={app}"))? }))
}

/// `admin.apps.list`: every app that was not removed, with its bot and its tokens' names; no secret is kept to be shown.
pub async fn list(call: &Call) -> Result<Answer, Refusal> {
    access::administering(call.actor())?;
    let paging = paging::paging(&call.args, limits::APPS, limits::APPS)?;
    let view = call.view()?;
    let there = apps::list(&view, paging.after.as_deref());
    let there = there.filter(|line| line.as_ref().map_or(true, |(_, app)| !app.deleted));
    let mut page = Page::list(call, "apps", paging.limit);
    page.fill(there, |(cursor, app)| Ok((cursor.clone(), object(&view, app)?)))?;
    Ok(page.answer(json!({})))
}

fn object(view: &View, app: &App) -> Result<Value> {
    let tokens: Vec<Value> = tokens::list(view, app.bot_user)?.iter().map(line).collect();
    Ok(json!({
        "id": app.id,
        "name": app.name,
        "bot_id": app.bot,
        "bot_user_id": app.bot_user,
        "scopes": app.scopes,
        "creator": app.creator,
        "date_created": app.created.secs(),
        "tokens": tokens,
    }))
}

/// `admin.apps.create`: an app with its bot. The answer is the only place its tokens are ever shown.
pub async fn create(call: &Call) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let scopes = call.args.list("scopes")?.unwrap_or_default();
    if scopes.len() > limits::SCOPES {
        return Err(Error::invalid("invalid_scope").because("a token has 200 scopes at most").into());
    }
    scopes::check(&scopes)?;
    let new = NewApp::named(&call.args.required("name")?, scopes);
    let world = call.domain().world();
    let (ids, secrets) = (Ids::mint(world), Secrets::mint(world));
    let shown = secrets.clone();
    let parts = vec![Part::Team(call.domain().team()), Part::Person(ids.user)];
    let app = call.write(parts, move |tx, cx| apps::create(tx, &cx.actor, &cx.domain, ids, &new, &secrets)).await?;
    Ok(json!({ "app": object(&call.view()?, &app)?, "bot_token": shown.bot, "app_token": shown.app }))
}

/// `admin.apps.uninstall`: the app's tokens end, what it wrote stays.
pub async fn uninstall(call: &Call) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let app = named(call)?;
    let parts = apps::ending_parts(call.domain(), &app).to_vec();
    call.write(parts, move |tx, cx| apps::deactivate(tx, &cx.actor, &cx.domain, app.id).map(drop)).await?;
    Ok(json!({}))
}

/// `admin.apps.replaceToken`: a fresh token of a kind, shown once; the old ones of that kind end at once. When somebody else
/// takes a bot over, it leaves the private conversations they are not in.
pub async fn replace_token(call: &Call) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let kind = match call.args.required("kind")?.as_str() {
        "bot" => TokenKind::Bot,
        "app" => TokenKind::App,
        _ => return Err(Error::invalid("invalid_arguments").because("kind is bot or app").into()),
    };
    let app = named(call)?;
    let secret = tokens::new_secret(kind, call.domain().world());
    let mut done = false;
    while !done {
        let leaving = takeover::leaving(&call.view()?, call.actor(), &app)?;
        let (parts, secret) = (takeover::parts(&app, &leaving), secret.clone());
        let step = move |tx: &mut Tx, cx: &Context| {
            takeover::step(tx, &cx.actor, &cx.domain, app.id, (kind, &secret), &leaving)
        };
        done = call.write(parts, step).await?;
    }
    Ok(json!({ "token": secret }))
}

fn named(call: &Call) -> Result<App> {
    let id = AppId::parse(&call.args.required("app_id")?).ok_or(APP_NOT_FOUND)?;
    apps::get(&call.view()?, id)
}
