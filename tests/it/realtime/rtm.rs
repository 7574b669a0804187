//! Slack's real-time messaging: bots of old read and post on one socket.

use super::line::{Line, texts};
use crate::app::{Person, TestApp};
use serde_json::{Value, json};

fn connect(app: &TestApp, person: &Person) -> Line {
    let answer = person.ok("rtm.connect", json!({}));
    assert_eq!(answer["self"]["id"], person.id.to_string());
    let mut line = Line::at(app, answer["url"].as_str().unwrap()).unwrap();
    assert_eq!(line.hear()["type"], "hello");
    line.me = person.id.to_string();
    line
}

#[test]
fn linus_reads_and_posts_over_rtm() {
    let app = TestApp::start();
    let mut linus = connect(&app, &app.linus);
    let mut ada = Line::client(&app, &app.ada, None);
    linus.send(&json!({ "id": 1, "type": "message", "channel": app.general, "text": "over the wire" }));
    let answer = linus.until_that(|e| e["reply_to"] == 1);
    assert_eq!((&answer["ok"], &answer["text"]), (&json!(true), &json!("over the wire")));
    let heard = ada.until("message");
    assert_eq!((&heard["ts"], &heard["user"]), (&answer["ts"], &json!(app.linus.id)));
    app.ada.say(&app.general, "and back");
    linus.until_that(|e| e["text"] == "and back");
}

#[test]
fn what_may_not_be_posted_is_an_error_on_the_socket() {
    let app = TestApp::start();
    let board = app.ada.ok("conversations.create", json!({ "name": "board", "is_private": true }));
    let mut linus = connect(&app, &app.linus);
    linus.send(&json!({ "id": 2, "type": "message", "channel": board["channel"]["id"], "text": "let me in" }));
    let error = linus.until("error");
    assert_eq!((&error["reply_to"], &error["error"]["msg"]), (&json!(2), &json!("channel_not_found")));
    linus.send(&json!({ "id": 3, "type": "message", "channel": app.general }));
    assert_eq!(linus.until("error")["reply_to"], 3);
    let reader = app.limited(&app.margaret, &["client"]);
    let mut margaret = connect(&app, &reader);
    margaret.send(&json!({ "id": 4, "type": "message", "channel": app.general, "text": "may I?" }));
    assert_eq!(margaret.until("error")["error"]["msg"], "missing_scope");
    assert!(texts(&linus.so_far()).is_empty());
}

#[test]
fn an_address_opens_one_socket_and_a_revoked_token_none() {
    let app = TestApp::start();
    let url = app.linus.ok("rtm.connect", json!({}))["url"].as_str().unwrap().to_owned();
    let first = Line::at(&app, &url);
    assert!(first.is_ok());
    assert_eq!(Line::at(&app, &url).err(), Some(401));
    let url = app.linus.ok("rtm.connect", json!({}))["url"].as_str().unwrap().to_owned();
    app.linus.ok("auth.revoke", json!({}));
    assert_eq!(Line::at(&app, &url).err(), Some(401));
    first.ok().unwrap().until_closed();
}

/// What a token of Linus' with these scopes hears while things happen everywhere.
fn heard_with(app: &TestApp, scopes: &[&str], last: &str) -> Vec<Value> {
    let scopes: Vec<&str> = ["rtm:stream", "emoji:read"].iter().chain(scopes).copied().collect();
    let mut line = connect(app, &app.limited(&app.linus, &scopes));
    let private = app.linus.ok("conversations.create", json!({ "name": format!("den-{last}"), "is_private": true }));
    let (den, direct) = (&private["channel"]["id"], app.ada.ok("conversations.open", json!({ "users": app.linus.id })));
    app.ada.say(&app.general, "said in public");
    app.linus.say(den.as_str().unwrap(), "said in private");
    let ts = app.ada.say(direct["channel"]["id"].as_str().unwrap(), "said between us");
    app.ada.ok("reactions.add", json!({ "channel": direct["channel"]["id"], "timestamp": ts, "name": "eyes" }));
    let mut heard = Vec::new();
    // What is deleted before it was told is not told at all.
    while scopes.contains(&"im:history") && !texts(&heard).iter().any(|text| text == "said between us") {
        heard.push(line.hear());
    }
    app.ada.ok("chat.delete", json!({ "channel": direct["channel"]["id"], "ts": ts }));
    app.linus.ok("conversations.setTopic", json!({ "channel": den, "topic": "a quiet topic" }));
    app.ada.ok("users.profile.set", json!({ "profile": { "title": format!("title {last}") } }));
    let about = json!({ "channel": app.general, "user": app.linus.id, "text": "for your eyes" });
    app.ada.ok("chat.postEphemeral", about);
    // What is for one reader only is a signal, which overtakes events and is overtaken by them.
    while scopes.contains(&"channels:history") && !texts(&heard).iter().any(|text| text == "for your eyes") {
        heard.push(line.hear());
    }
    app.ada.ok("admin.emoji.add", json!({ "name": last, "url": "https://example.org/a.png" }));
    loop {
        let event = line.hear();
        if event["type"] == "emoji_changed" && event["name"] == last {
            return heard;
        }
        heard.push(event);
    }
}

#[test]
fn a_socket_tells_what_the_scopes_of_its_token_would_show_and_nothing_else() {
    let app = TestApp::start();
    let types = |events: &[Value]| -> Vec<String> {
        let mut types: Vec<_> = events.iter().map(|e| e["type"].as_str().unwrap().to_owned()).collect();
        types.sort();
        types.dedup();
        types
    };
    let nothing = heard_with(&app, &[], "first");
    assert!(nothing.is_empty(), "{nothing:?}");

    let public = heard_with(&app, &["channels:history"], "second");
    assert_eq!(types(&public), ["message"]);
    let mut said = texts(&public);
    said.sort();
    assert_eq!(said, ["for your eyes", "said in public"]);

    let direct = heard_with(&app, &["im:history"], "third");
    assert_eq!(texts(&direct), ["said between us"]);
    assert!(direct.iter().any(|e| e["subtype"] == "message_deleted" && e["channel_type"] == "im"));
    assert_eq!(texts(&heard_with(&app, &["groups:history"], "fourth")), ["said in private"]);

    let names = heard_with(&app, &["groups:read"], "fifth");
    assert_eq!(types(&names), ["channel_updated", "group_joined", "group_marked", "member_joined_channel"]);
    assert_eq!(types(&heard_with(&app, &["reactions:read"], "sixth")), ["reaction_added"]);

    let people = heard_with(&app, &["users:read"], "seventh");
    assert_eq!(types(&people), ["user_change"]);
    assert!(!json!(people).to_string().contains("ada@example.org"), "an address wants a scope of its own");
    let addresses = heard_with(&app, &["users:read", "users:read.email"], "eighth");
    assert!(json!(addresses).to_string().contains("ada@example.org"));
}
