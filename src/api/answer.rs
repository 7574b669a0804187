//! Answers in Slack's form: HTTP 200 with `ok`, and 429 for too many.

use super::call::Refusal;
use super::underway::Share;
use crate::base::{Error, Kind};
use crate::domain::Actor;
use actix_web::HttpResponse;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use serde_json::{Map, Value, json};
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Bytes of an answer that are handed to the connection at once: it asks for more when these are sent.
const SENT_AT_ONCE: usize = 64 * 1024;

/// What a method answers: fields, and perhaps a list that was written while it was read.
#[derive(Debug, Default)]
pub struct Answer {
    /// An object that is not closed yet, or nothing.
    begun: Vec<u8>,
    fields: Map<String, Value>,
}

impl From<Value> for Answer {
    fn from(answer: Value) -> Self {
        Self::begun(Vec::new(), answer)
    }
}

impl Answer {
    /// The rest of an answer whose first field is written.
    pub fn begun(begun: Vec<u8>, rest: Value) -> Self {
        let Value::Object(fields) = rest else { return Self { begun, ..Self::default() } };
        Self { begun, fields }
    }

    fn field(&mut self, name: &str) -> &mut Value {
        self.fields.entry(name).or_insert(Value::Null)
    }

    fn written(mut self) -> Vec<u8> {
        let rest = Value::Object(self.fields).to_string().into_bytes();
        if self.begun.is_empty() {
            return rest;
        }
        // There is at least `ok`.
        self.begun.push(b',');
        self.begun.extend_from_slice(&rest[1..]);
        self.begun
    }
}

/// The body of an answer, and the caller's share of memory, which is given back when it is sent.
struct Sending {
    left: Bytes,
    _share: Option<Share>,
}

impl MessageBody for Sending {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.left.len() as u64)
    }

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        let next = self.left.len().min(SENT_AT_ONCE);
        Poll::Ready((next > 0).then(|| Ok(self.left.split_to(next))))
    }
}

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
    /// The caller's share for this call.
    pub share: Option<Share>,
}

/// The answer to a call.
pub fn answer(about: About, outcome: Result<Answer, Refusal>) -> HttpResponse {
    let (status, wait) = match outcome {
        Err(Refusal::RateLimited { secs }) => (StatusCode::TOO_MANY_REQUESTS, Some(secs)),
        _ => (StatusCode::OK, None),
    };
    let mut answer = outcome.unwrap_or_else(|refusal| refused(&about, refusal).into());
    answer.fields.entry("ok").or_insert(json!(true));
    if let Some(warning) = about.warning {
        *answer.field("warning") = json!(warning);
        match &mut answer.field("response_metadata")["warnings"] {
            Value::Array(others) => others.push(json!(warning)),
            none => *none = json!([warning]),
        }
    }
    let body = answer.written();
    if cfg!(debug_assertions) {
        check(&about.method, &body);
    }
    let mut response = HttpResponse::build(status);
    response.content_type("application/json; charset=utf-8");
    response.insert_header(("cache-control", "private, no-cache, no-store"));
    response.insert_header(("x-slack-req-id", about.request_id));
    let granted = about.actor.as_ref().map(|a| a.scopes.join(",")).unwrap_or_default();
    response.insert_header(("x-oauth-scopes", granted));
    response.insert_header(("x-accepted-oauth-scopes", about.accepted.join(",")));
    for cookie in about.cookies {
        response.cookie(cookie);
    }
    if let Some(secs) = wait {
        response.insert_header(("retry-after", secs.to_string()));
    }
    response.body(BoxBody::new(Sending { left: body.into(), _share: about.share }))
}

/// Holds an answer against its schema, as it will be sent. Whoever calls sees a wrong one as a broken connection, and the
/// reason stands on the server's own output.
fn check(method: &str, body: &[u8]) {
    let answer: Value = serde_json::from_slice(body).unwrap_or_default();
    let wrong = super::schema::wrong_answer(method, &answer);
    assert!(wrong.is_empty(), "{method} answers what src/api/schema/ does not say: {wrong:?} {answer}");
}

fn refused(about: &About, refusal: Refusal) -> Value {
    match refusal {
        Refusal::Error(e) => failed(about, &e),
        Refusal::Large => failed(about, &Error::internal("an answer was large where it was made apart")),
        Refusal::RateLimited { .. } => json!({ "ok": false, "error": "ratelimited" }),
        Refusal::MissingScope { needed, provided } => {
            json!({ "ok": false, "error": "missing_scope", "needed": needed, "provided": provided })
        }
        Refusal::UnknownMethod(name) => json!({ "ok": false, "error": "unknown_method", "req_method": name }),
    }
}

fn failed(about: &About, e: &Error) -> Value {
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
