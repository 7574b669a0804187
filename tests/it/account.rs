//! Stories of one's own account: a new password, where one is signed in, the clock.

use crate::app::{PASSWORD, Person, TestApp};
use serde_json::{Value, json};

const NEW: &str = "a much better password";

fn passwords(old: &str, new: &str) -> Value {
    json!({ "old_password": old, "new_password": new })
}

fn signs_in(app: &TestApp, password: &str) -> bool {
    app.ada.call("client.login", json!({ "email": "linus@example.org", "password": password }))["ok"] == true
}

fn sessions(person: &Person) -> Vec<Value> {
    person.ok("client.sessions.list", json!({}))["sessions"].as_array().unwrap().clone()
}

#[test]
fn linus_takes_another_password_and_the_browser_he_left_open_is_signed_out() {
    let app = TestApp::start();
    let forgotten = app.linus.with(app.linus.id, &app.spare_session(&app.linus));
    assert_eq!(app.linus.refused("client.changePassword", passwords("not this one", NEW)), "wrong_password");
    assert_eq!(app.linus.refused("client.changePassword", passwords(PASSWORD, "short")), "invalid_password");
    assert!(signs_in(&app, PASSWORD), "a refused change changes nothing");
    let mut stay = passwords(PASSWORD, NEW);
    stay["end_others"] = json!(false);
    let ended = app.linus.ok("client.changePassword", stay);
    assert_eq!((&ended["sessions_ended"], &ended["tokens_ended"]), (&json!(0), &json!(0)), "as he asked");
    assert!(signs_in(&app, NEW) && !signs_in(&app, PASSWORD));
    forgotten.ok("auth.test", json!({}));

    // Unless he asks for that, what was signed in ends, and programs that act as him too; a bot stays.
    let program = app.limited(&app.linus, &["users:read"]);
    let ended = app.linus.ok("client.changePassword", passwords(NEW, PASSWORD));
    assert!(ended["sessions_ended"].as_u64().unwrap() >= 2);
    assert_eq!(ended["tokens_ended"], 1);
    assert_eq!(forgotten.refused("auth.test", json!({})), "invalid_auth");
    assert_eq!(program.refused("auth.test", json!({})), "invalid_auth");
    app.linus.ok("auth.test", json!({}));
    app.courier.ok("auth.test", json!({}));
    assert_eq!(sessions(&app.linus).len(), 1);
    let ims = app.linus.ok("conversations.list", json!({ "types": "im" }))["channels"].clone();
    let told = ims.as_array().unwrap().iter().flat_map(|im| {
        let page = app.linus.ok("conversations.history", json!({ "channel": im["id"] }));
        page["messages"].as_array().unwrap().iter().map(|m| m["text"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    });
    let told: Vec<_> = told.filter(|text| text.starts_with("Your password was changed")).collect();
    assert_eq!(told.len(), 2, "he is told each time: {told:?}");
}

#[test]
fn guessing_the_old_password_is_stopped() {
    let app = TestApp::start();
    for _ in 0..8 {
        assert_eq!(app.linus.refused("client.changePassword", passwords("a guess", NEW)), "wrong_password");
    }
    let answer = app.linus.call("client.changePassword", passwords(PASSWORD, NEW));
    assert_eq!((&answer["ok"], &answer["error"]), (&json!(false), &json!("ratelimited")));
}

#[test]
fn grace_sees_where_she_is_signed_in_and_ends_one() {
    let app = TestApp::start();
    let elsewhere = app.grace.with(app.grace.id, &app.spare_session(&app.grace));
    let list = sessions(&app.grace);
    assert_eq!(list.iter().filter(|session| session["current"] == true).count(), 1);
    let other = list.iter().find(|session| session["current"] == false).unwrap();
    assert_eq!(other["kind"], "browser");
    assert_eq!(app.ada.refused("client.sessions.revoke", json!({ "session": other["id"] })), "session_not_found");
    app.grace.ok("client.sessions.revoke", json!({ "session": other["id"] }));
    assert_eq!(elsewhere.refused("auth.test", json!({})), "invalid_auth");
    assert_eq!(app.grace.refused("client.sessions.revoke", json!({ "session": other["id"] })), "session_not_found");
    assert_eq!(sessions(&app.grace).len(), list.len() - 1);
}

#[test]
fn quiet_hours_follow_the_clock_of_the_person() {
    let app = TestApp::start();
    let zone = |tz: &str, offset: i64| json!({ "tz": tz, "tz_offset": offset });
    for (tz, offset) in [("", 0), ("Europe/Berlin; drop", 0), ("Europe/Berlin", 15 * 3_600)] {
        let refused = app.linus.refused("client.setTimezone", zone(tz, offset));
        assert!(["invalid_timezone", "invalid_arguments"].contains(&refused.as_str()), "{refused}");
    }
    app.linus.ok("client.setTimezone", zone("Pacific/Auckland", 13 * 3_600));
    let seen = app.ada.ok("users.info", json!({ "user": app.linus.id }))["user"].clone();
    assert_eq!((&seen["tz"], &seen["tz_offset"]), (&json!("Pacific/Auckland"), &json!(13 * 3_600)));
    let start = |app: &TestApp| app.linus.ok("dnd.info", json!({}))["next_dnd_end_ts"].as_u64().unwrap();
    app.linus.ok("users.prefs.set", json!({ "prefs": { "dnd_enabled": true } }));
    let there = start(&app);
    app.linus.ok("client.setTimezone", zone("UTC", 0));
    assert_ne!(there % 86_400, start(&app) % 86_400, "eight o'clock is another moment");
    let days = |days: Value| json!({ "prefs": { "dnd_days": days } });
    for wrong in [json!([]), json!([0]), json!([8]), json!("monday")] {
        assert_eq!(app.linus.refused("users.prefs.set", days(wrong)), "invalid_arguments");
    }
    app.linus.ok("users.prefs.set", days(json!([1, 2, 3, 4, 5])));
}

#[test]
fn the_start_answer_brings_what_a_person_has_set_and_no_address_to_a_guest() {
    let app = TestApp::start();
    app.linus.ok("users.prefs.set", json!({ "name": "theme", "value": "dark" }));
    app.linus.ok("users.setPresence", json!({ "presence": "away" }));
    app.linus.ok("dnd.setSnooze", json!({ "num_minutes": 30 }));
    let boot = app.linus.ok("client.boot", json!({}));
    assert_eq!((&boot["prefs"]["theme"], &boot["manual_away"]), (&json!("dark"), &json!(true)));
    assert_eq!(boot["dnd"]["snooze_enabled"], true);
    let quiet = app.ada.ok("dnd.info", json!({ "user": app.linus.id }));
    assert_eq!((&quiet["dnd_enabled"], &quiet["snooze_enabled"]), (&json!(true), &Value::Null));
    assert_eq!(quiet["next_dnd_end_ts"], boot["dnd"]["snooze_endtime"]);
    let boot = app.edsger.ok("client.boot", json!({}));
    let with_address = |user: &&Value| user["profile"]["email"].is_string();
    let known: Vec<_> = boot["users"].as_array().unwrap().iter().filter(with_address).collect();
    assert_eq!(known.len(), 1);
    assert_eq!(known[0]["id"], app.edsger.id.to_string());
}

#[test]
fn programs_that_ask_learn_the_language_of_each_person() {
    let app = TestApp::start();
    app.linus.ok("users.prefs.set", json!({ "name": "locale", "value": "de" }));
    app.grace.ok("users.prefs.set", json!({ "name": "locale", "value": "" }));
    let asked = |person: &Person| {
        let wish = json!({ "user": person.id, "include_locale": true });
        app.courier.ok("users.info", wish)["user"]["locale"].clone()
    };
    assert_eq!([&app.linus, &app.grace, &app.ada, &app.courier].map(asked), ["de-DE", "en-US", "en-US", "en-US"]);
    let all = app.courier.ok("users.list", json!({ "include_locale": "1" }))["members"].clone();
    for member in all.as_array().unwrap() {
        let wanted = if member["id"] == app.linus.id.to_string() { "de-DE" } else { "en-US" };
        assert_eq!(member["locale"], wanted, "{member}");
    }
    let plain = app.courier.ok("users.info", json!({ "user": app.linus.id }));
    assert_eq!(plain["user"]["locale"], Value::Null, "only who asks");
    let channel = app.courier.ok("conversations.info", json!({ "channel": app.general, "include_locale": true }));
    assert_eq!(channel["channel"]["locale"], "en-US");
}
