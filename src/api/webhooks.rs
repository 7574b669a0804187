//! Incoming webhooks: `POST /services/{team}/{bot}/{secret}`. Answers are plain text with a status, as Slack's are.

use super::args::Args;
use super::rates::Tier;
use super::{Site, body, commit, methods::message_input};
use crate::base::{Error, Kind, Result, limits};
use crate::domain::messages::NewMessage;
use crate::domain::webhooks;
use crate::store::Part;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;

/// Posts into the webhook's channel.
pub async fn receive(
    site: Data<Site>,
    path: Path<(String, String, String)>,
    request: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    let (team, bot, secret) = path.into_inner();
    let text = |status: StatusCode, body: String| {
        HttpResponse::build(status).content_type("text/plain; charset=utf-8").body(body)
    };
    match post(&site, &team, &bot, &secret, &request, payload).await {
        Ok(()) => text(StatusCode::OK, "ok".to_owned()),
        Err(e) => text(status(&e), e.code.into_owned()),
    }
}

fn status(e: &Error) -> StatusCode {
    match (&*e.code, e.kind) {
        ("channel_is_archived", _) => StatusCode::GONE,
        ("ratelimited", _) => StatusCode::TOO_MANY_REQUESTS,
        (_, Kind::NotFound) => StatusCode::NOT_FOUND,
        (_, Kind::Denied | Kind::Sealed) => StatusCode::FORBIDDEN,
        (_, Kind::Invalid | Kind::Limit) => StatusCode::BAD_REQUEST,
        (_, Kind::Conflict | Kind::Unavailable) => StatusCode::SERVICE_UNAVAILABLE,
        (_, Kind::Internal | Kind::Damaged) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

async fn post(site: &Site, team: &str, bot: &str, secret: &str, request: &HttpRequest, payload: Payload) -> Result<()> {
    let hook = webhooks::find(&site.domain.view()?, &site.domain, team, bot, secret)?;
    let now = site.domain.world().now();
    site.rates.take(bot, "webhook", Tier::Special, now).map_err(|_| Error::limit("ratelimited"))?;
    let new = message(body::read(request, payload, limits::REQUEST_BYTES).await?.args)?;
    let (domain, channel) = (site.domain.clone(), hook.channel);
    let write = move |tx: &mut crate::store::Tx| webhooks::post(tx, &domain, &hook, &new).map(drop);
    commit::commit(&site.domain, vec![Part::Channel(channel)], write).await
}

/// The message, sent as JSON or as a form field `payload` that holds JSON.
fn message(mut args: Args) -> Result<NewMessage> {
    if let Some(payload) = args.take("payload") {
        let Ok(Value::Object(inner)) = serde_json::from_str(&payload) else {
            return Err(Error::invalid("invalid_payload"));
        };
        args = Args::default();
        args.extend(inner);
    }
    let (mut body, _) = message_input::body(&args)?;
    if body.text.is_empty() && body.blocks.is_none() && body.attachments.is_none() {
        return Err(Error::invalid("no_text"));
    }
    (body.username, body.icons) = message_input::disguise(&args);
    let thread = args.ts("thread_ts", "invalid_thread_ts")?;
    Ok(NewMessage { body, thread, broadcast: false, subtype: Some("bot_message".to_owned()) })
}
