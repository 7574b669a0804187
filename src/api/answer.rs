//! Answers in Slack's form: HTTP 200 with `ok`, and 429 for too many.

use super::call::Refusal;
use crate::base::{Error, Kind};
use crate::domain::Actor;
use actix_web::HttpResponse;
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use serde_json::{Value, json};

/// What is known about a call when its answer is written.
#[derive(Default)]
pub struct About {
    /// The method, for the log.
    pub method: String,
    /// Who called, once that is known.
    pub actor: Option<Actor>,
    /// The scopes the method accepts.
    pub accepted: &'static [&'static str],
    /// Slack's warning about the request.
    pub warning: Option<&'static str>,
    /// A name for this request in the log.
    pub request_id: String,
    /// Cookies to send along.
    pub cookies: Vec<Cookie<'static>>,
}

/// The answer to a call.
pub fn answer(about: &About, outcome: Result<Value, Refusal>) -> HttpResponse {
    let (status, mut body, wait) = match outcome {
        Ok(Value::Object(mut fields)) => {
            fields.insert("ok".into(), json!(true));
            (StatusCode::OK, Value::Object(fields), None)
        }
        Ok(_) => (StatusCode::OK, json!({ "ok": true }), None),
        Err(Refusal::RateLimited { secs }) => {
            (StatusCode::TOO_MANY_REQUESTS, json!({ "ok": false, "error": "ratelimited" }), Some(secs))
        }
        Err(Refusal::MissingScope { needed, provided }) => {
            let body = json!({ "ok": false, "error": "missing_scope", "needed": needed, "provided": provided });
            (StatusCode::OK, body, None)
        }
        Err(Refusal::UnknownMethod(name)) => {
            (StatusCode::OK, json!({ "ok": false, "error": "unknown_method", "req_method": name }), None)
        }
        Err(Refusal::Error(e)) => (StatusCode::OK, refused(about, &e), None),
    };
    if let Some(warning) = about.warning {
        body["warning"] = json!(warning);
        match &mut body["response_metadata"]["warnings"] {
            Value::Array(others) => others.push(json!(warning)),
            none => *none = json!([warning]),
        }
    }
    if cfg!(debug_assertions) {
        // Whoever calls sees it as a broken connection, and the reason stands on the server's own output.
        let wrong = super::schema::wrong_answer(&about.method, &body);
        assert!(wrong.is_empty(), "{} answers what src/api/schema/ does not say: {wrong:?} {body}", about.method);
    }
    let mut response = HttpResponse::build(status);
    response.content_type("application/json; charset=utf-8");
    response.insert_header(("cache-control", "private, no-cache, no-store"));
    response.insert_header(("x-slack-req-id", about.request_id.clone()));
    let granted = about.actor.as_ref().map(|a| a.scopes.join(",")).unwrap_or_default();
    response.insert_header(("x-oauth-scopes", granted));
    response.insert_header(("x-accepted-oauth-scopes", about.accepted.join(",")));
    for cookie in &about.cookies {
        response.cookie(cookie.clone());
    }
    if let Some(secs) = wait {
        response.insert_header(("retry-after", secs.to_string()));
    }
    response.body(body.to_string())
}

fn refused(about: &About, e: &Error) -> Value {
    if matches!(e.kind, Kind::Internal | Kind::Unavailable) {
        tracing::error!(method = about.method, request = about.request_id, error = %e, "a call failed");
    }
    let mut body = json!({ "ok": false, "error": e.code });
    // Our own mistakes and what is damaged are for the log; what the caller can mend is said to the caller.
    if !e.detail.is_empty() && !matches!(e.kind, Kind::Internal | Kind::Damaged) {
        body["response_metadata"]["messages"] = json!([format!("[ERROR] {}", e.detail)]);
    }
    body
}
