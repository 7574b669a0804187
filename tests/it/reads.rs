//! Read marks: whoever says something has read what stands before it, on all of their devices.

use crate::app::{Person, TestApp};
use crate::realtime::line::Line;
use comity::base::Ts;
use comity::base::world::SystemWorld;
use comity::domain::tokens::{self, NewToken};
use comity::store::Part;
use comity::store::records::token::TokenKind;
use serde_json::{Value, json};

/// A person's own side of a conversation.
#[track_caller]
fn side(who: &Person, channel: &str) -> Value {
    let counts = who.ok("client.counts", json!({}));
    counts["channels"].as_array().unwrap().iter().find(|c| c["id"] == channel).unwrap().clone()
}

fn waiting(who: &Person, channel: &str) -> (u64, u64) {
    let side = side(who, channel);
    (side["unread_count"].as_u64().unwrap(), side["mention_count"].as_u64().unwrap())
}

/// A message goes out; its author has read up to it and their other device hears so.
#[track_caller]
fn says(app: &TestApp, who: &Person, method: &str, args: Value, told: &str) -> String {
    let mut device = Line::client(app, who, None);
    let answer = who.ok(method, args.clone());
    let (channel, ts) = (answer["channel"].as_str().unwrap(), answer["ts"].as_str().unwrap());
    assert_eq!(side(who, channel)["last_read"], ts, "{method} {args}");
    assert_eq!(waiting(who, channel), (0, 0), "{method} {args}");
    let heard = device.until(told);
    assert_eq!((&heard["channel"], &heard["ts"]), (&json!(channel), &json!(ts)));
    assert_eq!((&heard["unread_count"], &heard["mention_count"]), (&json!(0), &json!(0)));
    ts.to_owned()
}

#[test]
fn who_says_something_has_read_up_to_it_wherever_they_are_signed_in() {
    let app = TestApp::start();
    let made = |args: Value| app.ada.ok("conversations.create", args)["channel"]["id"].as_str().unwrap().to_owned();
    let board = made(json!({ "name": "board", "is_private": true }));
    let with = |users: Value| app.ada.ok("conversations.open", json!({ "users": users }))["channel"]["id"].clone();
    let (linus, grace) = (app.linus.id.to_string(), app.grace.id.to_string());
    let (two, three) = (with(json!(linus)), with(json!(format!("{linus},{grace}"))));
    let say = |channel: &Value| json!({ "channel": channel, "text": "Hello" });

    let root = says(&app, &app.ada, "chat.postMessage", say(&json!(app.general)), "channel_marked");
    says(&app, &app.ada, "chat.meMessage", say(&json!(app.general)), "channel_marked");
    says(&app, &app.ada, "chat.postMessage", say(&json!(board)), "group_marked");
    says(&app, &app.ada, "chat.postMessage", say(&two), "im_marked");
    says(&app, &app.ada, "chat.postMessage", say(&json!(linus)), "im_marked");
    says(&app, &app.ada, "chat.postMessage", say(&three), "mpim_marked");
    says(&app, &app.ada, "chat.postMessage", say(&json!(app.ada.id)), "im_marked");
    let loud = json!({ "channel": app.general, "text": "All", "thread_ts": root, "reply_broadcast": true });
    says(&app, &app.ada, "chat.postMessage", loud, "channel_marked");
    assert!(waiting(&app.linus, two.as_str().unwrap()).0 > 0, "for others it is new");
}

#[test]
fn what_others_said_before_is_read_with_it_and_what_they_say_after_is_not() {
    let app = TestApp::start();
    app.ada.ok("conversations.mark", json!({ "channel": app.general, "ts": "1.000000" }));
    app.linus.say(&app.general, &format!("<@{}>, are you there?", app.ada.id));
    assert_eq!(waiting(&app.ada, &app.general).1, 1);
    says(&app, &app.ada, "chat.postMessage", json!({ "channel": app.general, "text": "Yes" }), "channel_marked");
    app.linus.say(&app.general, &format!("<@{}>, good", app.ada.id));
    assert_eq!(waiting(&app.ada, &app.general), (1, 1));
    assert!(waiting(&app.grace, &app.general).0 > 2, "nobody else has read anything");
}

#[test]
fn a_message_that_is_sent_twice_moves_no_mark_back_and_none_forward() {
    let app = TestApp::start();
    let id = "3b241101-e2bb-4255-8caf-4136c566a962";
    let args = json!({ "channel": app.general, "text": "Once", "client_msg_id": id });
    app.ada.ok("chat.postMessage", args.clone());
    let last = app.linus.say(&app.general, "And then");
    app.ada.ok("conversations.mark", json!({ "channel": app.general, "ts": last }));
    assert_eq!(app.ada.ok("chat.postMessage", args)["is_duplicate"], true);
    assert_eq!(side(&app.ada, &app.general)["last_read"], last.as_str());
}

#[test]
fn a_reply_reads_its_thread_and_not_the_channel() {
    let app = TestApp::start();
    let root = app.ada.say(&app.general, "Who brings cake?");
    let reply = |who: &Person, text: &str| {
        let args = json!({ "channel": app.general, "text": text, "thread_ts": root });
        who.ok("chat.postMessage", args)["ts"].as_str().unwrap().to_owned()
    };
    reply(&app.linus, "I do");
    app.grace.say(&app.general, "Something else");
    let before = side(&app.ada, &app.general)["last_read"].clone();
    let mut device = Line::client(&app, &app.ada, None);
    let own = reply(&app.ada, "Thank you");
    let heard = device.until("thread_marked");
    assert_eq!((&heard["channel"], &heard["thread_ts"]), (&json!(app.general), &json!(root)));
    assert_eq!(heard["last_read"], own.as_str());
    let listed = app.ada.ok("threads.list", json!({}));
    assert_eq!(listed["threads"][0]["unread_count"], 0);
    assert_eq!(side(&app.ada, &app.general)["last_read"], before);
    assert!(device.so_far().iter().all(|event| event["type"] != "channel_marked"));
}

#[test]
fn a_program_that_speaks_as_ada_reads_for_her_and_a_bot_for_nobody() {
    let app = TestApp::start();
    let root = app.ada.say(&app.general, "Who brings cake?");
    app.courier.ok("conversations.join", json!({ "channel": app.general }));
    let before = side(&app.ada, &app.general)["last_read"].clone();
    for args in [json!({ "text": "Built" }), json!({ "text": "Built", "thread_ts": root, "reply_broadcast": true })] {
        let mut args = args;
        args["channel"] = json!(app.general);
        app.courier.ok("chat.postMessage", args);
    }
    app.courier.ok("conversations.setTopic", json!({ "channel": app.general, "topic": "Cake" }));
    app.courier.ok("pins.add", json!({ "channel": app.general, "timestamp": root }));
    assert!(waiting(&app.ada, &app.general).0 >= 4, "a bot's words are read by nobody");
    assert_eq!(side(&app.ada, &app.general)["last_read"], before);

    let new = NewToken {
        kind: TokenKind::Person,
        user: app.ada.id,
        app: None,
        scopes: vec!["chat:write".to_owned()],
        expires: Ts::MAX,
        label: "a script".to_owned(),
    };
    let secret = tokens::new_secret(TokenKind::Person, &SystemWorld);
    app.domain.run(&[Part::Person(app.ada.id)], |tx| tokens::issue(tx, &secret, &new)).unwrap();
    let script = app.ada.with(app.ada.id, &secret);
    let ts = script.say(&app.general, "From my script");
    assert_eq!(side(&app.ada, &app.general)["last_read"], ts.as_str());
    assert_eq!(waiting(&app.ada, &app.general), (0, 0));
}

#[test]
fn a_line_about_what_one_did_is_read_unless_something_else_waits() {
    let app = TestApp::start();
    let ts = app.ada.say(&app.general, "The plan");
    let place = |more: Value| {
        let mut args = json!({ "channel": app.general });
        args.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        args
    };
    let (topic, purpose) = (place(json!({ "topic": "Plans" })), place(json!({ "purpose": "Making plans" })));
    let before = waiting(&app.grace, &app.general).0;
    app.ada.ok("conversations.setTopic", topic.clone());
    app.ada.ok("conversations.setPurpose", purpose);
    app.ada.ok("pins.add", place(json!({ "timestamp": ts })));
    app.ada.ok("conversations.rename", place(json!({ "name": "plans" })));
    app.ada.ok("admin.conversations.rename", json!({ "channel_id": app.general, "name": "all-plans" }));
    assert_eq!(waiting(&app.ada, &app.general), (0, 0));
    assert_eq!(waiting(&app.grace, &app.general).0, before + 5, "for others each is new");
    app.linus.say(&app.general, "Wait");
    app.ada.ok("conversations.setTopic", topic);
    assert_eq!(waiting(&app.ada, &app.general).0, 2, "setting a topic is not reading what was said");
}
