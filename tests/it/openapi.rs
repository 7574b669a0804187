//! The API's own description: the committed document is what the code says, and what the code says is true.

use crate::app::{TestApp, agent};
use crate::matrix::arguments_of;
use comity::api::schema::{Schema, document};
use comity::api::table::METHODS;
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
static VALIDATORS: LazyLock<Mutex<HashMap<String, &'static Validator>>> = LazyLock::new(Mutex::default);

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

fn validator(method: &str) -> &'static Validator {
    let mut all = VALIDATORS.lock().unwrap();
    all.entry(method.to_owned()).or_insert_with(|| {
        let answer = "/post/responses/200/content/application~1json/schema/anyOf/0";
        let mut schema = ANSWERS["paths"][format!("/{method}")].pointer(answer).unwrap().clone();
        schema["components"] = ANSWERS["components"].clone();
        Box::leak(Box::new(jsonschema::draft202012::new(&schema).unwrap()))
    })
}

/// Holds an answer that says `ok` against the schema of its method.
#[track_caller]
pub fn check(method: &str, answer: &Value) {
    if answer["ok"] == true && Schema::of(method).is_some() {
        let wrong: Vec<_> =
            validator(method).iter_errors(answer).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(
            wrong.is_empty(),
            "{method} answers what src/api/schema/ does not say:\n{}\n{answer}",
            wrong.join("\n")
        );
    }
}

#[test]
#[should_panic(expected = "surprise")]
fn a_field_nobody_declared_is_seen() {
    check("drafts.list", &json!({ "ok": true, "drafts": [], "surprise": 1 }));
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
