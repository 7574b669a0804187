//! The OpenAPI document, made from the table of methods and their schemas.

use super::{OBJECTS, Schema, shape};
use crate::api::table::{Auth, METHODS, Method};
use crate::store::records::user::Role;
use actix_web::HttpResponse;
use actix_web::web::Bytes;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

const ABOUT: &str = "Slack's Web API as Comity speaks it. Arguments come as JSON, or as a form or query of texts, in \
    which lists stand as JSON or with commas between. Answers may grow fields: pass over those you do not know. \
    `security` names the kinds of token that may call, `x-role` the least role of a person who may; a bot goes by \
    its scopes. `x-scopes` names the scopes of which a token needs one, `x-tier` how often a method may be called. \
    `client.*`, `drafts.*`, `threads.*`, `mentions.*`, `saved.*` and what only a session may call are Comity's own.";

/// `GET /api/openapi.json`, for whoever writes a bot: the document says nothing of anybody.
pub async fn serve() -> HttpResponse {
    static TEXT: LazyLock<Bytes> = LazyLock::new(|| document().to_string().into());
    HttpResponse::Ok().content_type("application/json; charset=utf-8").body(TEXT.clone())
}

/// The whole document.
pub fn document() -> Value {
    let schemas: Map<String, Value> =
        OBJECTS.iter().map(|(name, object)| ((*name).to_owned(), shape::schema(object))).collect();
    let named: Vec<_> = OBJECTS.iter().map(|(name, object)| (*name, object.clone())).collect();
    let schemas: Map<String, Value> = schemas.into_iter().chain(super::events::all(&named)).collect();
    let paths: Map<String, Value> =
        METHODS.iter().filter_map(|method| Some((format!("/{}", method.name), path(method)?))).collect();
    let bearer = |about: &str| json!({ "type": "http", "scheme": "bearer", "description": about });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Comity", "version": env!("CARGO_PKG_VERSION"), "description": ABOUT },
        "servers": [{ "url": "/api" }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": { "RateLimited": {
                "description": "Too many calls; `Retry-After` says how many seconds to wait.",
                "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Refusal" } } },
            } },
            "securitySchemes": {
                "app": bearer("The token of an app: `xapp-…`"),
                "authorized": bearer(
                    "The token of a person that an app got by `oauth.v2.access`: `xoxp-…`. It may do what `person` may, too."
                ),
                "bot": bearer("The token of a bot: `xoxb-…`"),
                "person": bearer("The token of a person: `xoxp-…`"),
                "session": { "type": "apiKey", "in": "cookie", "name": "d", "description": "A browser's session." },
            },
        },
    })
}

fn path(method: &Method) -> Option<Value> {
    let schema = Schema::of(method.name)?;
    let ok = schema.whole_answer();
    let file = schema.kinds.values().any(|(kind, _)| *kind == shape::Kind::File);
    let form = if file { "multipart/form-data" } else { "application/json" };
    let answer = json!({ "anyOf": [shape::schema(&ok), { "$ref": "#/components/schemas/Refusal" }] });
    let needed = schema.required().next().is_some();
    let callers = callers(method).iter().map(|caller| json!({ *caller: [] }));
    let mut post = json!({
        "operationId": method.name,
        "description": schema.about,
        "tags": [method.family()],
        "x-tier": format!("{:?}", method.tier),
        "security": callers.collect::<Value>(),
        "requestBody": { "required": needed, "content": { form: { "schema": shape::schema(&schema.arguments) } } },
        "responses": {
            "200": { "description": "What came of it.", "content": { "application/json": { "schema": answer } } },
            "429": { "$ref": "#/components/responses/RateLimited" },
        },
    });
    if method.role > Role::Guest {
        post["x-role"] = json!(format!("{:?}", method.role).to_lowercase());
    }
    if !method.scopes.is_empty() {
        post["x-scopes"] = json!(method.scopes);
    }
    Some(json!({ "post": post }))
}

/// Who may call: any of these. A session may do all that its person may.
fn callers(method: &Method) -> &'static [&'static str] {
    match method.auth {
        Auth::Nobody => &[],
        Auth::Token => &["app", "bot", "person", "session"],
        Auth::Any => &["bot", "person", "session"],
        Auth::Person => &["person", "session"],
        Auth::Browser => &["session"],
        Auth::App => &["app"],
        Auth::Bot => &["bot"],
        Auth::OfApp => &["authorized", "bot"],
    }
}
