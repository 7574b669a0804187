//! Socket Mode: an app gets each event once, on one of its sockets, until it says that it has it.

use super::line::Line;
use crate::app::TestApp;
use comity::base::limits;
use comity::store::records::app::App;
use serde_json::{Value, json};
use std::time::Duration;

pub fn connect(app: &TestApp) -> Line {
    let courier = app.courier.with(app.courier.id, &app.courier_app);
    let answer = courier.ok("apps.connections.open", json!({}));
    let mut line = Line::at(app, answer["url"].as_str().unwrap()).unwrap();
    let hello = line.hear();
    assert_eq!(hello["type"], "hello", "{hello}");
    line
}

fn ack(line: &mut Line, envelope: &Value) {
    line.send(&json!({ "envelope_id": envelope["envelope_id"], "payload": {} }));
}

/// The next envelope, acknowledged at once.
#[track_caller]
fn take(line: &mut Line) -> Value {
    let envelope = line.until("events_api");
    ack(line, &envelope);
    envelope
}

/// The next event with this text.
#[track_caller]
pub fn take_text(line: &mut Line, text: &str) -> Value {
    loop {
        let envelope = take(line);
        if envelope["payload"]["event"]["text"] == text {
            return envelope;
        }
    }
}

pub fn join(app: &TestApp) {
    app.courier.ok("conversations.join", json!({ "channel": app.general }));
}

fn set_record(app: &TestApp, edit: impl Fn(&mut App)) {
    let view = app.domain.view().unwrap();
    let user = comity::domain::people::get(&view, app.courier.id).unwrap();
    let place = App::at(user.bot.unwrap().app);
    app.domain
        .run(&[], |tx| {
            let mut record = tx.get(&place)?.unwrap();
            edit(&mut record);
            tx.put(&place, &record)
        })
        .unwrap();
}

#[test]
fn courier_gets_what_is_said_in_slacks_wrapping() {
    let app = TestApp::start();
    join(&app);
    let mut line = connect(&app);
    let ts = app.ada.say(&app.general, "Hello");
    let envelope = take_text(&mut line, "Hello");
    assert_eq!(envelope["accepts_response_payload"], false);
    assert_eq!((&envelope["retry_attempt"], &envelope["retry_reason"]), (&json!(0), &json!("")));
    let payload = &envelope["payload"];
    assert_eq!(payload["type"], "event_callback");
    assert_eq!(payload["team_id"], app.domain.team().to_string());
    assert_eq!(payload["authorizations"][0]["user_id"], app.courier.id.to_string());
    assert!(payload["event_id"].as_str().unwrap().starts_with("Ev"));
    let event = &payload["event"];
    assert_eq!((&event["type"], &event["ts"]), (&json!("message"), &json!(ts)));
    assert_eq!((&event["channel"], &event["channel_type"]), (&json!(app.general), &json!("channel")));
    assert_eq!(event["event_ts"], ts.as_str());
    assert!(event.get("position").is_none(), "that is for our own client");
}

#[test]
fn a_mention_comes_as_both_events_and_a_thread_without_message_replied() {
    let app = TestApp::start();
    join(&app);
    let mut line = connect(&app);
    let text = format!("<@{}> are you there?", app.courier.id);
    let ts = app.ada.say(&app.general, &text);
    let both = [take_text(&mut line, &text), take_text(&mut line, &text)];
    let kinds: Vec<_> = both.iter().map(|e| e["payload"]["event"]["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["app_mention", "message"]);
    assert_ne!(both[0]["payload"]["event_id"], both[1]["payload"]["event_id"]);
    app.linus.ok("chat.postMessage", json!({ "channel": app.general, "text": "no", "thread_ts": ts }));
    take_text(&mut line, "no");
    app.linus.ok("reactions.add", json!({ "channel": app.general, "timestamp": ts, "name": "eyes" }));
    assert_eq!(take(&mut line)["payload"]["event"]["type"], "reaction_added");
}

#[test]
fn courier_hears_only_where_it_is_and_what_its_scopes_allow() {
    let app = TestApp::start();
    let board = app.ada.ok("conversations.create", json!({ "name": "board", "is_private": true }));
    let board = board["channel"]["id"].as_str().unwrap().to_owned();
    app.ada.ok("conversations.invite", json!({ "channel": board, "users": app.courier.id }));
    set_record(&app, |record| record.scopes = vec!["groups:history".into(), "users:read".into()]);
    let mut line = connect(&app);
    let ts = app.ada.say(&app.general, "not where courier is");
    app.ada.ok("reactions.add", json!({ "channel": app.general, "timestamp": ts, "name": "eyes" }));
    join(&app);
    app.ada.say(&app.general, "public, but only groups:history is granted");
    let ts = app.ada.say(&board, "first");
    app.ada.ok("reactions.add", json!({ "channel": board, "timestamp": ts, "name": "eyes" }));
    // Before it has to go: what a slow reader comes to only afterwards it is not told any more.
    assert_eq!(take(&mut line)["payload"]["event"]["text"], "first");
    app.ada.ok("conversations.kick", json!({ "channel": board, "user": app.courier.id }));
    app.ada.say(&board, "courier is gone");
    let team = app.domain.team();
    let touch = |tx: &mut comity::store::Tx| comity::domain::people::change(tx, team, app.ada.id, |_| Ok(()));
    app.domain.run(&[comity::store::Part::Team(team)], touch).unwrap();
    let change = take(&mut line)["payload"]["event"].clone();
    assert_eq!(change["type"], "user_change", "{change}");
    assert!(change["user"]["profile"].get("email").is_none(), "that needs users:read.email");
}

#[test]
fn an_app_that_may_know_no_addresses_hears_who_did_what() {
    let app = TestApp::start();
    join(&app);
    set_record(&app, |app| app.scopes = ["reactions:read", "channels:read", "users:read"].map(str::to_owned).into());
    let mut line = connect(&app);
    let ts = app.ada.say(&app.general, "agreed?");
    app.ada.ok("reactions.add", json!({ "channel": app.general, "timestamp": ts, "name": "+1" }));
    // The event names a person by id only, and the one after it brings a whole person, without their address.
    let heard = take(&mut line);
    assert_eq!(
        (&heard["payload"]["event"]["type"], &heard["payload"]["event"]["user"]),
        (&json!("reaction_added"), &json!(app.ada.id))
    );
    ack(&mut line, &heard);
    app.ada.ok("users.profile.set", json!({ "name": "title", "value": "Engineer" }));
    let heard = take(&mut line);
    assert_eq!(heard["payload"]["event"]["user"]["profile"]["title"], "Engineer", "{heard}");
    assert_eq!(heard["payload"]["event"]["user"]["profile"].get("email"), None, "{heard}");
}

#[test]
fn each_event_goes_to_one_of_the_sockets() {
    let app = TestApp::start();
    join(&app);
    let mut lines = [connect(&app), connect(&app)];
    for n in 0..10 {
        app.ada.say(&app.general, &format!("line {n}"));
    }
    let mut texts = Vec::new();
    for line in &mut lines {
        for _ in 0..5 {
            texts.push(take(line)["payload"]["event"]["text"].as_str().unwrap().to_owned());
        }
    }
    texts.sort();
    assert_eq!(texts, (0..10).map(|n| format!("line {n}")).collect::<Vec<_>>());
}

#[test]
fn what_is_not_acknowledged_comes_again_and_what_is_does_not() {
    let app = TestApp::start();
    join(&app);
    let mut line = connect(&app);
    app.ada.say(&app.general, "again");
    let first = line.until("events_api");
    let second = line.until("events_api");
    assert_eq!(first["envelope_id"], second["envelope_id"]);
    assert_eq!(first["payload"], second["payload"]);
    assert_eq!((&second["retry_attempt"], &second["retry_reason"]), (&json!(1), &json!("timeout")));
    line.send(&json!({ "envelope_id": second["envelope_id"] }));
    app.ada.say(&app.general, "next");
    // On a busy machine it may have been sent once more before the acknowledgement, which has no payload, was there.
    take_text(&mut line, "next");
    std::thread::sleep(Duration::from_secs(4));
    app.ada.say(&app.general, "last");
    assert_eq!(take(&mut line)["payload"]["event"]["text"], "last", "what was acknowledged does not come again");
}

#[test]
fn what_is_never_acknowledged_is_given_up_after_three_retries() {
    let app = TestApp::start();
    join(&app);
    let mut line = connect(&app);
    let ts = app.ada.say(&app.general, "nobody takes this");
    let ours = |e: &Value| e["payload"]["event"]["ts"] == ts.as_str();
    for attempt in 0..=limits::ENVELOPE_RETRIES {
        assert_eq!(line.until_that(ours)["retry_attempt"], attempt);
    }
    std::thread::sleep(Duration::from_secs(limits::ENVELOPE_ACK_SECS + 1));
    app.ada.say(&app.general, "taken");
    assert_eq!(take(&mut line)["payload"]["event"]["text"], "taken", "it did not come a fifth time");
}

#[test]
fn what_a_broken_socket_had_goes_to_the_next() {
    let app = TestApp::start();
    join(&app);
    let mut first = connect(&app);
    app.ada.say(&app.general, "lost");
    let sent = first.until("events_api");
    drop(first);
    while app.open_sockets() > 0 {
        std::thread::sleep(Duration::from_millis(10));
    }
    let mut second = connect(&app);
    let again = take(&mut second);
    assert_eq!(again["payload"], sent["payload"]);
    assert_eq!(again["retry_attempt"], 1);
}

/// Whoever holds the bot's token by then may never have been in the conversation.
#[test]
fn what_waits_is_not_sent_again_once_the_bot_has_left() {
    let app = TestApp::start();
    join(&app);
    let board = app.ada.ok("conversations.create", json!({ "name": "board", "is_private": true }));
    let board = board["channel"]["id"].as_str().unwrap();
    app.ada.ok("conversations.invite", json!({ "channel": board, "users": app.courier.id }));
    let mut first = connect(&app);
    app.ada.say(board, "the salaries");
    while first.until("events_api")["payload"]["event"]["text"] != "the salaries" {}
    drop(first);
    while app.open_sockets() > 0 {
        std::thread::sleep(Duration::from_millis(10));
    }
    app.ada.ok("conversations.kick", json!({ "channel": board, "user": app.courier.id }));
    app.ada.say(&app.general, "for all");
    let mut second = connect(&app);
    loop {
        let event = take(&mut second)["payload"]["event"].clone();
        assert!(!event.to_string().contains("salaries"), "{event}");
        if event["text"] == "for all" {
            return;
        }
    }
}

#[test]
fn what_was_said_while_courier_was_away_waits_also_over_a_restart() {
    let mut app = TestApp::start();
    join(&app);
    let mut line = connect(&app);
    app.ada.say(&app.general, "here");
    take_text(&mut line, "here");
    drop(line);
    while app.open_sockets() > 0 {
        std::thread::sleep(Duration::from_millis(10));
    }
    app.ada.say(&app.general, "away");
    let mut line = connect(&app);
    take_text(&mut line, "away");
    let unacknowledged = app.ada.say(&app.general, "never acknowledged");
    line.until_that(|e| e["payload"]["event"]["ts"] == unacknowledged.as_str());
    app.restart();
    app.ada.say(&app.general, "after the restart");
    let mut line = connect(&app);
    // What was acknowledged in the last moment may come again; nothing may be missing.
    take_text(&mut line, "never acknowledged");
    assert_eq!(take(&mut line)["payload"]["event"]["text"], "after the restart");
}

#[test]
fn a_revoked_token_and_an_eleventh_socket_disconnect() {
    let app = TestApp::start();
    let mut lines: Vec<Line> = (0..11).map(|_| connect(&app)).collect();
    let oldest = lines.remove(0).until_closed();
    assert_eq!(oldest.last().unwrap()["reason"], "too_many_websockets");
    let courier = app.courier.with(app.courier.id, &app.courier_app);
    courier.ok("auth.revoke", json!({}));
    let said = lines.remove(0).until_closed();
    assert_eq!((&said[0]["type"], &said[0]["reason"]), (&json!("disconnect"), &json!("link_disabled")));
}

#[test]
fn a_stopping_server_asks_for_another_connection() {
    let mut app = TestApp::start();
    let (mut line, mut linus) = (connect(&app), Line::client(&app, &app.linus, None));
    app.restart();
    assert_eq!(line.until_closed().last().unwrap()["reason"], "refresh_requested");
    assert_eq!(linus.until_closed().last().unwrap()["type"], "goodbye");
}
