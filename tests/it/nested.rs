//! What blocks, attachments, views and metadata may be, to their leaves: what no client could draw is refused where it
//! comes in, with its place.

use crate::app::TestApp;
use serde_json::{Value, json};

fn rich(elements: Value) -> Value {
    json!({ "blocks": [{ "type": "rich_text", "elements": elements }] })
}

fn section(elements: Value) -> Value {
    json!({ "type": "rich_text_section", "elements": elements })
}

/// What is wrong, and where.
fn broken() -> Vec<(Value, &'static str)> {
    let list = |more: Value| {
        let mut list = json!({ "type": "rich_text_list", "style": "bullet", "elements": [section(json!([]))] });
        list.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        rich(json!([list]))
    };
    let blocks = |block: Value| json!({ "blocks": [block] });
    let attached = |attachment: Value| json!({ "attachments": [attachment] });
    vec![
        (rich(json!([null])), "/blocks/0/elements/0"),
        (rich(json!([section(json!([null]))])), "/blocks/0/elements/0/elements/0"),
        (rich(json!([section(json!([{ "type": "text", "text": 5 }]))])), "/blocks/0/elements/0/elements/0/text"),
        (
            rich(json!([section(json!([{ "type": "text", "text": "a", "style": [1] }]))])),
            "/blocks/0/elements/0/elements/0/style",
        ),
        (rich(json!([section(json!([{ "type": "link", "url": 9 }]))])), "/blocks/0/elements/0/elements/0/url"),
        (list(json!({ "elements": [7] })), "/blocks/0/elements/0/elements/0"),
        (list(json!({ "indent": "deep" })), "/blocks/0/elements/0/indent"),
        (blocks(json!({ "type": "section", "fields": [1, 2] })), "/blocks/0/fields/0"),
        (blocks(json!({ "type": "section" })), "/blocks/0"),
        (blocks(json!({ "type": "context", "elements": [null] })), "/blocks/0/elements/0"),
        (blocks(json!({ "type": "actions", "elements": [null] })), "/blocks/0/elements/0"),
        (blocks(json!({ "type": "hologram" })), "/blocks/0"),
        (blocks(json!({ "type": "table", "rows": [[{ "type": "raw_text", "text": 1 }]] })), "/blocks/0/rows/0/0/text"),
        (attached(json!({ "fields": 5 })), "/attachments/0/fields"),
        (attached(json!({ "text": 5, "title": {} })), "/attachments/0/t"),
        (attached(json!({ "title": {} })), "/attachments/0/title"),
        (attached(json!({ "text": "a", "actions": "x" })), "/attachments/0/actions"),
        (attached(json!(null)), "/attachments/0"),
        (attached(json!({ "blocks": [null] })), "/attachments/0/blocks/0"),
        (attached(json!({ "text": "a".repeat(40_001) })), "/attachments/0/text"),
    ]
}

#[test]
fn what_nobody_could_draw_is_refused_with_its_place() {
    let app = TestApp::start();
    let said = app.ada.say(&app.general, "as it was");
    for (message, place) in broken() {
        let code = if message.get("blocks").is_some() { "invalid_blocks" } else { "invalid_attachments" };
        for method in ["chat.postMessage", "chat.postEphemeral", "chat.scheduleMessage", "chat.update"] {
            let mut args = message.clone();
            let rest = json!({ "channel": app.general, "text": "x", "ts": said, "user": app.grace.id, "post_at": 4_000_000_000_u32 });
            args.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
            let answer = app.ada.call(method, args);
            assert_eq!(answer["error"], code, "{method} {message} -> {answer}");
            let told = answer.to_string();
            assert!(told.contains(&format!("[json-pointer:{place}")), "{method} {message} -> {told}");
        }
        if let Some(blocks) = message.get("blocks") {
            let view = json!({ "type": "home", "blocks": blocks });
            let answer = app.courier.call("views.publish", json!({ "user_id": app.grace.id, "view": view }));
            assert_eq!(answer["error"], "invalid_arguments", "{answer}");
            assert!(answer.to_string().contains(&format!("[json-pointer:/view{place}")), "{answer}");
        }
    }
    let page = app.ada.ok("conversations.history", json!({ "channel": app.general, "limit": 1 }));
    assert_eq!(page["messages"][0]["text"], "as it was");
}

#[test]
fn work_objects_are_kept_and_judged() {
    let app = TestApp::start();
    let object = json!({
        "url": "https://example.org/plan", "external_ref": { "id": "7", "type": "plan" },
        "entity_type": "slack#/entities/task", "entity_payload": { "attributes": { "title": { "text": "Plan" } } },
    });
    app.courier.ok("conversations.join", json!({ "channel": app.general }));
    let post = |metadata: Value| json!({ "channel": app.general, "text": "see", "metadata": metadata });
    let sent = json!({ "entities": [object] });
    let ts = app.courier.ok("chat.postMessage", post(sent.clone()))["ts"].clone();
    let read = || {
        let args = json!({ "channel": app.general, "limit": 1, "include_all_metadata": true });
        app.courier.ok("conversations.history", args)["messages"][0]["metadata"].clone()
    };
    assert_eq!(read(), sent);
    let event = json!({ "event_type": "planned", "event_payload": { "n": 1 }, "entities": [object] });
    let update = json!({ "channel": app.general, "ts": ts, "text": "see", "metadata": event });
    app.courier.ok("chat.update", update);
    assert_eq!(read(), event);
    let mut nameless = object.clone();
    nameless["external_ref"] = json!({});
    let many: Vec<_> = (0..21).map(|_| object.clone()).collect();
    for entities in [json!(5), json!([]), json!([null]), json!([nameless]), json!(many)] {
        let code = app.courier.refused("chat.postMessage", post(json!({ "entities": entities })));
        assert_eq!(code, "invalid_metadata_schema", "{entities}");
    }
}
