//! Slack's real-time messaging: bots of old read and post on one socket.

use super::line::{Line, texts};
use crate::app::{Person, TestApp};
use serde_json::json;

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
