//! The API's own description: the committed document is what the code says, and what the code says is true.

use crate::app::{TestApp, agent};
use crate::matrix::arguments_of;
use comity::api::schema::{self, Schema, document};
use comity::api::table::METHODS;
use comity::store::records::token::TokenKind;
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;
use std::sync::{LazyLock, Mutex};

/// Where the document lies. The web client's types are made from it.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/openapi.json");

#[test]
fn the_document_is_what_the_code_says() {
    let made = format!("{:#}\n", document());
    if std::env::var("OPENAPI").is_ok_and(|wish| wish == "update") {
        std::fs::write(Path::new(FILE), &made).unwrap();
    }
    let kept = std::fs::read_to_string(FILE).unwrap_or_default();
    let changed = made.lines().zip(kept.lines()).find(|(made, kept)| made != kept);
    assert!(
        made == kept,
        "docs/openapi.json is not what the code says, first at {changed:?}: run `OPENAPI=update cargo test openapi`, \
         then `npm run generate` in web/, and read the difference"
    );
}

#[test]
fn whoever_writes_a_bot_can_ask_a_server_for_it() {
    let app = TestApp::start_in_memory();
    let mut sent = agent().get(format!("{}/api/openapi.json", app.url)).call().unwrap();
    let told: Value = serde_json::from_str(&sent.body_mut().read_to_string().unwrap()).unwrap();
    assert_eq!(told, document());
}

/// What each method answers, in schemas that take no field they do not name.
static ANSWERS: LazyLock<Value> = LazyLock::new(|| closed(document()));
static VALIDATORS: LazyLock<Mutex<HashMap<(String, bool), &'static Validator>>> = LazyLock::new(Mutex::default);

fn closed(mut schema: Value) -> Value {
    if schema["type"] == "object" && schema.get("properties").is_some() && schema.get("additionalProperties").is_none()
    {
        schema["additionalProperties"] = json!(false);
    }
    match schema {
        Value::Object(fields) => fields.into_iter().map(|(name, field)| (name, closed(field))).collect(),
        Value::Array(items) => items.into_iter().map(closed).collect(),
        other => other,
    }
}

fn validator(method: &str, ok: bool) -> &'static Validator {
    let mut all = VALIDATORS.lock().unwrap();
    all.entry((method.to_owned(), ok)).or_insert_with(|| {
        let answer = format!("/post/responses/200/content/application~1json/schema/anyOf/{}", u8::from(!ok));
        let mut schema = ANSWERS["paths"][format!("/{method}")].pointer(&answer).unwrap().clone();
        schema["components"] = ANSWERS["components"].clone();
        Box::leak(Box::new(jsonschema::draft202012::new(&schema).unwrap()))
    })
}

/// Holds an answer against the document, a refusal too. The server holds every answer against its own shapes, in debug
/// builds; this holds the document that others read.
#[track_caller]
pub fn check(method: &str, answer: &Value) {
    if Schema::of(method).is_some() {
        let wrong: Vec<_> = validator(method, answer["ok"] == true)
            .iter_errors(answer)
            .map(|e| format!("{}: {e}", e.instance_path()))
            .collect();
        assert!(
            wrong.is_empty(),
            "{method} answers what src/api/schema/ does not say:\n{}\n{answer}",
            wrong.join("\n")
        );
    }
}

/// Frames of a socket that tell no event.
const FRAMES: &[&str] =
    &["hello", "resync", "goodbye", "pong", "error", "disconnect", "events_api", "interactive", "slash_commands"];
static EVENTS: LazyLock<Mutex<HashMap<String, &'static Validator>>> = LazyLock::new(Mutex::default);

/// Holds what a socket was told against the document: each event is there, with every field it has.
#[track_caller]
pub fn check_event(event: &Value) {
    let Some(kind) = event["type"].as_str().filter(|kind| !FRAMES.contains(kind)) else { return };
    let name = format!("event.{kind}");
    let schema = &ANSWERS["components"]["schemas"][&name];
    assert!(!schema.is_null(), "src/api/schema/events.rs does not name {kind}:\n{event}");
    let validator = *EVENTS.lock().unwrap().entry(name).or_insert_with(|| {
        let mut schema = schema.clone();
        schema["components"] = ANSWERS["components"].clone();
        Box::leak(Box::new(jsonschema::draft202012::new(&schema).unwrap()))
    });
    let wrong: Vec<_> = validator.iter_errors(event).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(
        wrong.is_empty(),
        "{kind} tells what src/api/schema/events.rs does not say:\n{}\n{event}",
        wrong.join("\n")
    );
}

#[test]
#[should_panic(expected = "surprise")]
fn an_event_with_a_field_nobody_declared_is_seen() {
    check_event(&json!({ "type": "bookmarks_changed", "channel": "C1", "surprise": 1 }));
}

#[test]
#[should_panic(expected = "does not say")]
fn a_message_that_changed_and_does_not_say_how_it_is_now_is_seen() {
    let told = |more: Value| {
        let mut event = json!({
            "type": "message", "subtype": "message_changed", "hidden": true, "channel": "C1", "channel_type": "channel",
            "ts": "2.000000",
        });
        event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        event
    };
    let now = json!({ "message": { "type": "message", "ts": "1.000000", "text": "Tea at four" } });
    check_event(&told(now));
    check_event(&told(json!({})));
}

#[test]
#[should_panic(expected = "does not name")]
fn an_event_nobody_declared_is_seen() {
    check_event(&json!({ "type": "weather_changed" }));
}

#[test]
#[should_panic(expected = "surprise")]
fn a_field_nobody_declared_is_seen() {
    check("drafts.list", &json!({ "ok": true, "drafts": [], "surprise": 1 }));
}

#[test]
#[should_panic(expected = "surprise")]
fn a_refusal_is_held_against_the_document_too() {
    check("drafts.list", &json!({ "ok": false, "error": "not_authed", "surprise": 1 }));
}

#[test]
fn the_server_stops_itself_at_the_same_answers() {
    let found = |answer: Value| schema::wrong_answer("drafts.list", &answer);
    let page = json!({ "next_cursor": "" });
    assert_eq!(found(json!({ "ok": true, "drafts": [], "response_metadata": page })), Vec::<String>::new());
    assert_eq!(found(json!({ "ok": false, "error": "not_authed" })), Vec::<String>::new());
    assert_eq!(
        found(json!({ "ok": true, "drafts": [], "response_metadata": page, "surprise": 1 })),
        ["/surprise: nobody declared it"]
    );
    assert_eq!(found(json!({ "ok": false, "error": "not_authed", "surprise": 1 })), ["/surprise: nobody declared it"]);
    assert_eq!(found(json!({ "ok": false })), [": error is missing"]);
}

#[test]
#[should_panic(expected = "/drafts/0/text")]
fn a_field_of_another_kind_is_seen() {
    let draft = json!({ "channel_id": "C1", "thread_ts": null, "text": 1, "last_updated_ts": "1700000000.000100" });
    check("drafts.list", &json!({ "ok": true, "drafts": [draft] }));
}

#[test]
fn what_an_argument_must_be_there_for_is_refused_without_it() {
    let app = TestApp::start_in_memory();
    let templates = arguments_of(&app);
    for method in METHODS {
        let schema = Schema::of(method.name).unwrap();
        for template in templates.get(method.name).into_iter().flatten() {
            for name in schema.required() {
                let mut args = template.clone();
                args.as_object_mut().unwrap().remove(name);
                let answer = app.ada.call(method.name, args);
                assert_eq!(answer["ok"], false, "{} does without {name}: it is optional", method.name);
            }
        }
    }
}

/// What the document says of who may call, against what the server does: every method by every kind of token, with
/// its scopes and without.
#[test]
fn who_may_call_is_what_the_document_says() {
    let app = TestApp::start_in_memory();
    let (templates, document, courier) = (arguments_of(&app), document(), Some(app.courier_app_id()));
    let mut wrong = Vec::new();
    for method in METHODS {
        let post = &document["paths"][format!("/{}", method.name)]["post"];
        let named: Vec<_> =
            post["security"].as_array().unwrap().iter().flat_map(|s| s.as_object().unwrap().keys()).collect();
        assert!(
            post["description"].as_str().is_some_and(|about| about.ends_with('.')),
            "{}: what does it do?",
            method.name
        );
        let args = templates[method.name][0].clone();
        let kinds = [
            ("app", &app.courier, TokenKind::App, courier),
            ("authorized", &app.ada, TokenKind::Person, courier),
            ("bot", &app.courier, TokenKind::Bot, courier),
            ("person", &app.ada, TokenKind::Person, None),
            ("session", &app.ada, TokenKind::Browser, None),
        ];
        for (kind, who, token, of) in kinds {
            let may = named.is_empty() || named.iter().any(|n| *n == kind || kind == "authorized" && *n == "person");
            // A new token each time: some methods end the one they are called with.
            let error = |scopes: &[&str]| {
                let answer = app.with_token(who, token, of, scopes).call(method.name, args.clone());
                answer["error"].as_str().unwrap_or_default().to_owned()
            };
            let got = error(method.scopes);
            if (got != "not_allowed_token_type") != may {
                wrong.push(format!("{}, {kind}: may it? The document says {may}, the server {got:?}", method.name));
            }
            let needs = may && kind != "session" && post.get("x-scopes").is_some();
            if (error(&[]) == "missing_scope") != needs {
                wrong.push(format!("{}, {kind}: without scopes the server says {:?}", method.name, error(&[])));
            }
        }
        let nobody = app.ada.with(app.ada.id, "").call(method.name, args)["error"] == "not_authed";
        if nobody == named.is_empty() {
            wrong.push(format!("{}: a token is wanted, or not, unlike the document", method.name));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
