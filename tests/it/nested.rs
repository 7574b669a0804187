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
    let image = |more: Value| {
        let mut image = json!({ "type": "image", "image_url": "https://example.org/i.png", "alt_text": "a plan" });
        image.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        blocks(image)
    };
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
        (list(json!({ "indent": 100_000 })), "/blocks/0/elements/0/indent"),
        (list(json!({ "indent": -5 })), "/blocks/0/elements/0/indent"),
        (list(json!({ "border": 1.5 })), "/blocks/0/elements/0/border"),
        (image(json!({ "image_width": "a" })), "/blocks/0/image_width"),
        (image(json!({ "image_height": -1 })), "/blocks/0/image_height"),
        (image(json!({ "image_url": "not a url" })), "/blocks/0/image_url"),
        (image(json!({ "image_bytes": 1e300 })), "/blocks/0/image_bytes"),
        (blocks(json!({ "type": "call", "call_id": "R1", "call": { "v1": 5 } })), "/blocks/0/call/v1"),
        (attached(json!({ "text": "a", "image_width": [1] })), "/attachments/0/image_width"),
        (attached(json!({ "text": "a", "ts": 1e300 })), "/attachments/0/ts"),
        (
            blocks(
                json!({ "type": "data_visualization", "title": "Tea", "chart": { "type": "pie", "segments": [5] } }),
            ),
            "/blocks/0/chart/segments/0",
        ),
        (
            blocks(json!({
                "type": "data_visualization", "title": "Tea",
                "chart": { "type": "line", "series": [{ "name": "Cups", "data": [5] }] },
            })),
            "/blocks/0/chart/series/0/data/0",
        ),
        (
            rich(json!([section(json!([{ "type": "date", "timestamp": 9_000_000_000_u64, "format": "{date}" }]))])),
            "/blocks/0/elements/0/elements/0/timestamp",
        ),
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

/// Programs with types read an answer's fields in the kind that Slack gives them, also those of attachments that only the
/// server sets. Fields that nobody knows come back as they were sent.
#[test]
fn what_only_the_server_says_is_left_out() {
    let app = TestApp::start();
    let block = json!({ "type": "section", "text": { "type": "mrkdwn", "text": "Tea", "zorp": [7] }, "note": null });
    let attachment = json!({
        "text": "A plan", "title": null, "files": 5, "message_blocks": 5, "preview": 5, "metadata": 5, "channel_id": 5,
        "is_msg_unfurl": "x", "bot_id": 5, "fields": [{ "title": "When", "value": "four", "short": 1, "colour": {} }],
    });
    let sent = json!({ "channel": app.general, "text": "Tea", "blocks": [block], "attachments": [attachment] });
    app.ada.ok("chat.postMessage", sent);
    let page = app.ada.ok("conversations.history", json!({ "channel": app.general, "limit": 1 }));
    let said = &page["messages"][0];
    assert_eq!(said["blocks"], json!([block]));
    let kept = json!([{
        "id": 1, "fallback": "A plan", "text": "A plan", "title": null,
        "fields": [{ "title": "When", "value": "four", "short": true, "colour": {} }],
    }]);
    assert_eq!(said["attachments"], kept);
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
