//! What people hear live in the web client, and what they do not.

use super::line::{Line, texts};
use crate::app::{PASSWORD, Person, TestApp};
use comity::base::limits;
use comity::base::world::SystemWorld;
use comity::domain::tokens::{self, NewToken};
use comity::domain::{people, roles};
use comity::store::Part;
use comity::store::records::token::TokenKind;
use comity::store::records::user::Role;
use serde_json::json;
use std::time::Instant;

fn private(app: &TestApp, name: &str) -> String {
    let made = app.ada.ok("conversations.create", json!({ "name": name, "is_private": true }));
    made["channel"]["id"].as_str().unwrap().to_owned()
}

#[test]
fn linus_hears_what_ada_says_replies_and_reacts() {
    let app = TestApp::start();
    let mut linus = Line::client(&app, &app.linus, None);
    let ts = app.ada.say(&app.general, "Hello");
    let heard = linus.until("message");
    assert_eq!((&heard["text"], &heard["ts"]), (&json!("Hello"), &json!(ts)));
    assert_eq!(heard["channel"], app.general);
    assert_eq!(heard["channel_type"], "channel");
    assert_eq!(heard["user"], app.ada.id.to_string());
    assert_eq!(heard["event_ts"], ts.as_str());

    let reply = json!({ "channel": app.general, "text": "Hi", "thread_ts": ts });
    app.margaret.ok("chat.postMessage", reply);
    assert_eq!(linus.until("message")["thread_ts"], ts.as_str());
    let root = linus.until_that(|e| e["subtype"] == "message_replied");
    assert_eq!(root["message"]["reply_count"], 1);

    app.margaret.ok("reactions.add", json!({ "channel": app.general, "timestamp": ts, "name": "wave" }));
    let reaction = linus.until("reaction_added");
    assert_eq!((&reaction["reaction"], &reaction["item"]["ts"]), (&json!("wave"), &json!(ts)));
    assert_eq!(reaction["item_user"], app.ada.id.to_string());
}

#[test]
fn who_is_not_in_a_channel_hears_nothing_of_it() {
    let app = TestApp::start();
    let board = private(&app, "board");
    let (mut ada, mut grace) = (Line::client(&app, &app.ada, None), Line::client(&app, &app.grace, None));
    app.ada.say(&board, "the budget");
    app.ada.say(&app.general, "lunch?");
    assert_eq!(ada.until("message")["text"], "the budget");
    assert_eq!(texts(&grace.so_far()), ["lunch?"]);
    grace.send(&json!({ "type": "typing", "channel": board }));
    grace.so_far();
    let heard = ada.so_far();
    assert_eq!(texts(&heard), ["lunch?"]);
    assert!(heard.iter().all(|e| e["type"] != "user_typing"), "nobody hears that she types where she is not");
}

#[test]
fn who_is_brought_in_hears_from_then_on_and_who_is_removed_hears_no_more() {
    let app = TestApp::start();
    let board = private(&app, "board");
    let mut linus = Line::client(&app, &app.linus, None);
    app.ada.say(&board, "before");
    app.ada.ok("conversations.invite", json!({ "channel": board, "users": app.linus.id }));
    app.ada.say(&board, "between");
    app.ada.ok("conversations.kick", json!({ "channel": board, "user": app.linus.id }));
    app.ada.say(&board, "after");
    app.ada.say(&app.general, "for all");
    let mut heard = Vec::new();
    while texts(&heard).last().is_none_or(|t| t != "for all") {
        heard.push(linus.hear());
    }
    assert_eq!(texts(&heard), ["between", "for all"]);
    let kinds: Vec<&str> = heard.iter().filter_map(|e| e["type"].as_str()).collect();
    assert_eq!(kinds[0], "group_joined");
    assert!(kinds.contains(&"member_joined_channel"));
    assert_eq!(kinds[kinds.len() - 2], "group_left", "{kinds:?}");
    assert!(!kinds.contains(&"member_left_channel"), "what the channel is told afterwards is not for him");
}

#[test]
fn a_guest_learns_only_of_what_they_share() {
    let app = TestApp::start();
    let board = private(&app, "board");
    app.ada.ok("conversations.invite", json!({ "channel": board, "users": app.edsger.id }));
    let mut edsger = Line::client(&app, &app.edsger, None);
    app.grace.ok("conversations.create", json!({ "name": "not-for-guests" }));
    let team = app.domain.team();
    let touch = |person: &Person| {
        app.domain.run(&[Part::Team(team)], |tx| people::change(tx, team, person.id, |_| Ok(()))).unwrap();
    };
    touch(&app.grace);
    touch(&app.ada);
    app.ada.say(&app.general, "not for guests");
    app.ada.say(&board, "welcome");
    let mut heard = Vec::new();
    while texts(&heard).is_empty() {
        heard.push(edsger.hear());
    }
    assert_eq!(texts(&heard), ["welcome"]);
    let changes: Vec<_> = heard.iter().filter(|e| e["type"] != "message").collect();
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(changes[0]["user"]["id"], app.ada.id.to_string());
    assert!(changes[0]["user"]["profile"].get("email").is_none(), "and not her address");
}

#[test]
fn a_session_that_ends_takes_its_socket_with_it_and_no_other() {
    let app = TestApp::start();
    let mut linus = Line::client(&app, &app.linus, None);
    let mut margaret = Line::client(&app, &app.margaret, None);
    app.linus.ok("auth.revoke", json!({}));
    linus.until_closed();
    app.ada.say(&app.general, "still here?");
    assert_eq!(margaret.until("message")["text"], "still here?");
    let cookie = format!("d={}", app.linus.token);
    let again = Line::open(&app, "/client/socket", &[("cookie", &cookie), ("origin", &app.url)]);
    assert_eq!(again.err(), Some(401));
}

/// A token of a person or a bot that ends in two seconds.
fn short(app: &TestApp, kind: TokenKind, who: &Person, scopes: &[&str]) -> Person {
    let view = app.domain.view().unwrap();
    let app_of = people::get(&view, who.id).unwrap().bot.map(|bot| bot.app);
    let new = NewToken {
        kind,
        user: who.id,
        app: app_of,
        scopes: scopes.iter().map(|s| (*s).to_owned()).collect(),
        expires: view.now().plus_secs(2),
        label: "for a moment".to_owned(),
    };
    let secret = tokens::new_secret(kind, &SystemWorld);
    app.domain.run(&[Part::Person(who.id)], |tx| tokens::issue(tx, &secret, &new)).unwrap();
    who.with(who.id, &secret)
}

#[test]
fn a_socket_ends_when_the_time_of_its_session_is_over() {
    let app = TestApp::start();
    let start = Instant::now();
    let browser = short(&app, TokenKind::Browser, &app.linus, &[]);
    let bot = short(&app, TokenKind::Bot, &app.courier, &["rtm:stream"]);
    let program = short(&app, TokenKind::App, &app.courier, &["connections:write"]);
    let mut lines = vec![Line::client(&app, &browser, None)];
    let rtm = bot.ok("rtm.connect", json!({}))["url"].as_str().unwrap().to_owned();
    lines.push(Line::at(&app, &rtm).unwrap());
    let link = program.ok("apps.connections.open", json!({}))["url"].as_str().unwrap().to_owned();
    lines.push(Line::at(&app, &link).unwrap());
    let mut stays = Line::client(&app, &app.margaret, None);
    for line in &mut lines {
        line.until_closed();
    }
    assert!((2..20).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
    app.ada.say(&app.general, "still here?");
    assert_eq!(stays.until("message")["text"], "still here?");
}

#[test]
fn another_password_closes_the_sockets_of_other_browsers_and_keeps_its_own() {
    let app = TestApp::start();
    let left_open = app.linus.with(app.linus.id, &app.spare_session(&app.linus));
    let (mut other, mut own) = (Line::client(&app, &left_open, None), Line::client(&app, &app.linus, None));
    let change = json!({ "old_password": PASSWORD, "new_password": "a much better password" });
    app.linus.ok("client.changePassword", change);
    other.until_closed();
    app.ada.say(&app.general, "still here?");
    own.until_that(|event| event["text"] == "still here?");
}

#[test]
fn who_is_deactivated_hears_no_more() {
    let app = TestApp::start();
    let mut linus = Line::client(&app, &app.linus, None);
    let team = app.domain.team();
    app.domain.run(&[Part::Team(team)], |tx| roles::deactivate(tx, &app.ada.actor(), team, app.linus.id)).unwrap();
    app.ada.say(&app.general, "he is gone");
    assert!(texts(&linus.until_closed()).is_empty());
}

#[test]
fn who_becomes_a_guest_hears_as_a_guest() {
    let app = TestApp::start();
    let mut linus = Line::client(&app, &app.linus, None);
    let team = app.domain.team();
    let guest = |tx: &mut comity::store::Tx| roles::set(tx, &app.ada.actor(), team, app.linus.id, Role::Guest);
    app.domain.run(&[Part::Team(team)], guest).unwrap();
    app.ada.ok("conversations.create", json!({ "name": "later" }));
    app.ada.say(&app.general, "still in general");
    let mut heard = Vec::new();
    while texts(&heard).is_empty() {
        heard.push(linus.hear());
    }
    assert!(heard.iter().all(|e| e["type"] != "channel_created"), "{heard:?}");
}

#[test]
fn only_pages_of_this_installation_get_a_socket() {
    let app = TestApp::start();
    let cookie = format!("d={}", app.linus.token);
    let open = |headers: &[(&'static str, &str)]| Line::open(&app, "/client/socket", headers).err();
    assert_eq!(open(&[("cookie", &cookie), ("origin", "https://evil.example")]), Some(403));
    assert_eq!(open(&[("cookie", &cookie)]), Some(403));
    assert_eq!(open(&[("origin", &app.url)]), Some(401));
    assert_eq!(open(&[("cookie", "d=xoxd-guessed"), ("origin", &app.url)]), Some(401));
    let bot = format!("d={}", app.courier.token);
    assert_eq!(open(&[("cookie", &bot), ("origin", &app.url)]), Some(401));
    let bad = Line::open(&app, "/client/socket?since=x", &[("cookie", &cookie), ("origin", &app.url)]);
    assert_eq!(bad.err(), Some(400));
    assert_eq!(open(&[("cookie", &cookie), ("origin", &app.url)]), None);
}

#[test]
fn typing_reaches_the_others_and_presence_those_who_ask() {
    let app = TestApp::start();
    let mut linus = Line::client(&app, &app.linus, None);
    linus.send(&json!({ "type": "presence_sub", "ids": [app.ada.id] }));
    assert_eq!(linus.until("presence_change")["presence"], "away");
    let mut ada = Line::client(&app, &app.ada, None);
    let came = linus.until("presence_change");
    assert_eq!((&came["presence"], &came["user"]), (&json!("active"), &json!(app.ada.id)));
    ada.send(&json!({ "type": "typing", "channel": app.general }));
    ada.send(&json!({ "type": "typing", "channel": app.general }));
    let typing = linus.until("user_typing");
    assert_eq!((&typing["user"], &typing["channel"]), (&json!(app.ada.id), &json!(app.general)));
    assert!(linus.so_far().is_empty(), "twice in a moment is told once");
    assert!(ada.so_far().is_empty(), "and not to herself");
    for (wish, shown) in [("away", "away"), ("auto", "active")] {
        app.ada.ok("users.setPresence", json!({ "presence": wish }));
        assert_eq!(linus.until("presence_change")["presence"], shown, "away by choice");
    }
}

#[test]
fn pings_come_back_with_what_they_carried_and_nonsense_is_answered() {
    let app = TestApp::start();
    let mut linus = Line::client(&app, &app.linus, None);
    assert_eq!(linus.ping(b"1700000000:7"), b"1700000000:7");
    linus.send(&json!({ "type": "ping", "id": 7, "time": 12 }));
    let pong = linus.until("pong");
    assert_eq!((&pong["reply_to"], &pong["time"]), (&json!(7), &json!(12)));
    for nonsense in ["", "{", "[]", "{\"type\":7}", "{\"type\":\"dance\"}", "{\"type\":\"typing\",\"channel\":\"U1\"}"]
    {
        linus.send_text(nonsense);
        assert_eq!(linus.hear()["type"], "error", "{nonsense}");
    }
    linus.send_text(&"x".repeat(70_000));
    linus.until_closed();
}

/// What may wait for one socket, and what the kernel may hold of it besides.
const MOST: usize = limits::SOCKET_QUEUE + 512;

#[test]
fn who_does_not_read_is_cut_off_and_the_others_hear_everything() {
    let app = TestApp::start();
    let mut asleep = Line::client(&app, &app.linus, None);
    let mut awake = Line::client(&app, &app.margaret, None);
    let long = "x".repeat(30_000);
    let mut said = 0;
    while comity_sockets(&app) > 1 {
        app.ada.say(&app.general, &format!("{said} {long}"));
        let heard = awake.until("message");
        assert!(heard["text"].as_str().unwrap().starts_with(&format!("{said} ")));
        said += 1;
        assert!(said < MOST, "{said} messages and nobody was cut off");
    }
    asleep.until_closed();
}

/// How many sockets still have a place in the hub, as presence counts them.
fn comity_sockets(app: &TestApp) -> usize {
    [&app.linus, &app.margaret].iter().map(|p| app.presence.connection_count(p.id)).sum()
}

#[test]
fn the_operator_says_how_many_sockets_one_person_may_hold() {
    let app = TestApp::start_with(|config| config.limits.sockets_per_user = 2);
    let mut lines: Vec<Line> = (0..3).map(|_| Line::client(&app, &app.linus, None)).collect();
    let mut ada = Line::client(&app, &app.ada, None);
    lines.remove(0).until_closed();
    app.ada.say(&app.general, "still two");
    for line in &mut lines {
        assert_eq!(line.until("message")["text"], "still two");
    }
    assert_eq!(ada.until("message")["text"], "still two");
}

#[test]
fn a_frame_that_is_too_large_ends_its_socket_and_no_other() {
    let app = TestApp::start();
    let mut linus = Line::client(&app, &app.linus, None);
    let (mut whole, mut pieces) = (Line::client(&app, &app.grace, None), Line::client(&app, &app.grace, None));
    let (fits, too_large) = ("x".repeat(limits::SOCKET_FRAME_BYTES - 1_024), "x".repeat(limits::SOCKET_FRAME_BYTES));
    for line in [&mut whole, &mut pieces] {
        line.send(&json!({ "type": "ping", "id": 1, "filler": fits }));
        assert_eq!(line.until("pong")["reply_to"], 1, "a large frame is read");
    }
    whole.send(&json!({ "type": "ping", "id": 2, "filler": too_large }));

    assert!(whole.until_closed().iter().all(|e| e["type"] != "pong"));
    pieces.send_in_pieces(&json!({ "type": "ping", "id": 2, "filler": too_large }), 1_000);
    assert!(pieces.until_closed().iter().all(|e| e["type"] != "pong"));
    app.ada.say(&app.general, "still here");
    assert_eq!(linus.until("message")["text"], "still here");
}
