//! A scope opens what its name says and nothing else: every method with every single scope, and every verb of a
//! conversation in every kind of it, held against a table that was written after Slack's documentation.

use crate::app::{Person, TestApp};
use comity::api::table::{Auth, METHODS};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The table: what each method needs one of; empty for none.
fn documented() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let lines = include_str!("scopes.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let row = |line: &'static str| {
        let mut words = line.split_whitespace();
        (words.next().unwrap(), words.filter(|word| *word != "-").collect())
    };
    lines.map(row).collect()
}

/// Every scope that anything asks for.
fn every_scope() -> BTreeSet<&'static str> {
    let own = ["users:read.email", "chat:write.public", "chat:write.customize", "incoming-webhook", "commands"];
    documented().into_values().flatten().chain(own).collect()
}

fn missing(answer: &Value) -> bool {
    answer["error"] == "missing_scope"
}

#[test]
fn every_method_asks_for_the_documented_scopes_and_no_other_will_do() {
    let app = TestApp::start();
    let documented = documented();
    // What is called without arguments and does something all the same would end the token.
    let tokens = METHODS.iter().filter(|m| matches!(m.auth, Auth::Any | Auth::Person | Auth::Token | Auth::App));
    let methods: Vec<_> = tokens.filter(|m| m.name != "auth.revoke").collect();
    for scope in every_scope() {
        let (person, bot) = (app.limited(&app.ada, &[scope]), app.limited(&app.courier, &[scope]));
        for method in &methods {
            let needs = documented.get(method.name).unwrap_or_else(|| panic!("{} is not in scopes.txt", method.name));
            let fits = needs.is_empty() || needs.contains(scope);
            for who in [&person, &bot] {
                let answer = who.call(method.name, json!({}));
                if answer["error"] == "not_allowed_token_type" {
                    continue;
                }
                // Without arguments a method may miss a further scope, that of the kind it would list or make.
                let listing = method.name.starts_with("conversations.") || method.name == "users.conversations";
                assert_eq!(missing(&answer) && !(fits && listing), !fits, "{} with {scope}: {answer}", method.name);
            }
        }
    }
    let known: BTreeSet<&str> = METHODS.iter().map(|method| method.name).collect();
    let gone: Vec<_> = documented.keys().filter(|name| !known.contains(**name)).collect();
    assert!(gone.is_empty(), "methods of scopes.txt that are gone: {gone:?}");
}

/// The verbs of a conversation: in public and private channels, direct and group conversations.
const VERBS: &[(&str, [&[&str]; 4])] = &[
    ("conversations.info", READ),
    ("conversations.members", READ),
    ("conversations.history", HISTORY),
    ("conversations.replies", HISTORY),
    ("conversations.mark", WRITE),
    ("conversations.setTopic", TOPIC),
    ("conversations.setPurpose", TOPIC),
    ("conversations.invite", INVITE),
    ("conversations.kick", [WRITE[0], WRITE[1], &[], &[]]),
    ("conversations.rename", WRITE),
    ("conversations.open", WRITE),
    ("conversations.close", WRITE),
    ("conversations.archive", WRITE),
    ("conversations.unarchive", WRITE),
    ("conversations.leave", WRITE),
];
const READ: [&[&str]; 4] = [&["channels:read"], &["groups:read"], &["im:read"], &["mpim:read"]];
const HISTORY: [&[&str]; 4] = [&["channels:history"], &["groups:history"], &["im:history"], &["mpim:history"]];
const WRITE: [&[&str]; 4] = [&["channels:manage", "channels:write"], &["groups:write"], &["im:write"], &["mpim:write"]];
const TOPIC: [&[&str]; 4] = [
    &["channels:manage", "channels:write", "channels:write.topic"],
    &["groups:write", "groups:write.topic"],
    &["im:write", "im:write.topic"],
    &["mpim:write", "mpim:write.topic"],
];
const INVITE: [&[&str]; 4] = [
    &["channels:manage", "channels:write", "channels:write.invites"],
    &["groups:write", "groups:write.invites"],
    &["im:write"],
    &["mpim:write"],
];

/// One conversation of each kind, fresh for each scope, since with some of them it is left or archived.
fn conversations(app: &TestApp, number: usize) -> [(String, String); 4] {
    let channel = |private: bool| {
        let name = format!("room-{number}-{private}");
        let made = app.linus.ok("conversations.create", json!({ "name": name, "is_private": private }));
        made["channel"]["id"].as_str().unwrap().to_owned()
    };
    let opened = |users: String| {
        let made = app.linus.ok("conversations.open", json!({ "users": users }));
        made["channel"]["id"].as_str().unwrap().to_owned()
    };
    let direct = opened(app.margaret.id.to_string());
    let group = opened(format!("{},{}", app.margaret.id, app.ada.id));
    [channel(false), channel(true), direct, group].map(|id| {
        let ts = app.linus.say(&id, "hello");
        (id, ts)
    })
}

#[test]
fn every_verb_asks_for_the_scope_of_the_kind_of_conversation() {
    let app = TestApp::start();
    for (number, scope) in every_scope().into_iter().filter(|scope| of_conversations(scope)).enumerate() {
        let linus = app.limited(&app.linus, &[scope]);
        for (kind, (id, ts)) in conversations(&app, number).iter().enumerate() {
            for (verb, scopes) in VERBS {
                let answer = linus.call(verb, arguments(&app, verb, id, ts));
                let expected = !scopes[kind].contains(&scope);
                assert_eq!(missing(&answer), expected, "{verb} in {kind} with {scope}: {answer}");
            }
        }
        creates(&linus, scope, number);
    }
}

fn of_conversations(scope: &str) -> bool {
    ["channels:", "groups:", "im:", "mpim:"].iter().any(|family| scope.starts_with(family))
}

fn arguments(app: &TestApp, verb: &str, id: &str, ts: &str) -> Value {
    match verb {
        "conversations.invite" => json!({ "channel": id, "users": app.grace.id }),
        "conversations.kick" => json!({ "channel": id, "user": app.grace.id }),
        "conversations.rename" => json!({ "channel": id, "name": format!("{}-again", id.to_lowercase()) }),
        "conversations.setTopic" => json!({ "channel": id, "topic": "t" }),
        "conversations.setPurpose" => json!({ "channel": id, "purpose": "p" }),
        _ => json!({ "channel": id, "ts": ts }),
    }
}

fn creates(linus: &Person, scope: &str, number: usize) {
    for (private, scopes) in [(false, WRITE[0]), (true, WRITE[1])] {
        let new = json!({ "name": format!("new-{number}-{private}"), "is_private": private });
        let answer = linus.call("conversations.create", new);
        assert_eq!(answer["ok"] == true, scopes.contains(&scope), "create with {scope}: {answer}");
    }
}
