//! Stories of those who look after people and channels: roles, deactivation, sessions, and what they may not see.

use crate::app::{PASSWORD, Person, TestApp};
use comity::base::world::SystemWorld;
use comity::base::{World, limits};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn people(who: &Person, args: Value) -> Vec<Value> {
    who.ok("admin.users.list", args)["users"].as_array().unwrap().clone()
}

fn names(list: &[Value]) -> Vec<&str> {
    list.iter().filter_map(|one| one["username"].as_str()).collect()
}

#[test]
fn ada_sees_everybody_with_their_roles_and_filters_them() {
    let app = TestApp::start();
    let all = people(&app.ada, json!({}));
    assert_eq!(names(&all), ["ada", "grace", "linus", "margaret", "edsger"], "no bots");
    assert_eq!(all[2]["email"], "linus@example.org");
    assert!(all[2]["last_login"].as_u64().unwrap() > 0 && all[2]["sessions"] == 1);
    assert_eq!(names(&people(&app.grace, json!({ "only_guests": true }))), ["edsger"]);
    assert_eq!(names(&people(&app.grace, json!({ "include_admins": true, "include_owners": true }))), ["ada", "grace"]);
    app.ada.ok("admin.users.remove", json!({ "user_id": app.linus.id }));
    assert_eq!(names(&people(&app.grace, json!({ "is_active": false }))), ["linus"]);
    assert_eq!(people(&app.grace, json!({})).len(), 4);
    assert_eq!(people(&app.grace, json!({ "include_deactivated": true })).len(), 5);
}

#[test]
fn roles_are_given_by_those_above_and_never_to_oneself() {
    let app = TestApp::start();
    let set = |who: &Person, role: &str, whom: &Person| {
        who.call(&format!("admin.users.{role}"), json!({ "user_id": whom.id }))
    };
    let refused = |answer: Value| answer["error"].as_str().unwrap().to_owned();
    assert_eq!(set(&app.grace, "setGuest", &app.linus)["ok"], true);
    assert_eq!(set(&app.grace, "setRegular", &app.linus)["ok"], true);
    assert_eq!(refused(set(&app.grace, "setAdmin", &app.linus)), "cant_update_admin_user");
    assert_eq!(refused(set(&app.grace, "setOwner", &app.grace)), "cannot_modify_self");
    assert_eq!(set(&app.ada, "setAdmin", &app.linus)["ok"], true);
    assert_eq!(refused(set(&app.grace, "setRegular", &app.linus)), "cant_update_admin_user");
    assert_eq!(set(&app.ada, "setOwner", &app.linus)["ok"], true);
    // Two owners: neither can take away the first one, nor step down and leave nobody.
    assert_eq!(refused(set(&app.linus, "setRegular", &app.ada)), "cannot_modify_primary_owner");
    assert_eq!(refused(set(&app.ada, "setRegular", &app.ada)), "cannot_modify_self");
    assert_eq!(refused(set(&app.linus, "setRegular", &app.linus)), "cannot_modify_self");
    assert_eq!(refused(set(&app.ada, "remove", &app.ada)), "cannot_modify_self");
    assert_eq!(refused(set(&app.linus, "remove", &app.ada)), "cannot_modify_primary_owner");
    assert_eq!(refused(set(&app.ada, "setAdmin", &app.courier)), "bots_not_allowed");
    // Grace was an administrator when she came; she is judged by what she is now.
    assert_eq!(set(&app.ada, "setRegular", &app.grace)["ok"], true);
    assert_eq!(refused(set(&app.grace, "setGuest", &app.margaret)), "not_an_admin");
}

#[test]
fn ada_hands_the_first_ownership_on_to_linus_and_nobody_takes_it() {
    let app = TestApp::start();
    let hand = |who: &Person, whom: &Person, password: &str| {
        who.call("client.transferOwnership", json!({ "user_id": whom.id, "password": password }))
    };
    let refused = |who: &Person, whom: &Person| hand(who, whom, PASSWORD)["error"].as_str().unwrap().to_owned();
    let firsts = || {
        let all = people(&app.ada, json!({}));
        let firsts: Vec<_> = all.into_iter().filter(|user| user["is_primary_owner"] == true).collect();
        firsts.iter().map(|user| user["username"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    app.ada.ok("admin.users.setOwner", json!({ "user_id": app.grace.id }));
    for who in [&app.grace, &app.linus, &app.edsger] {
        assert_eq!(refused(who, &app.margaret), "not_primary_owner");
        assert_eq!(refused(who, who), "not_primary_owner");
    }
    assert_eq!(hand(&app.ada, &app.linus, "a guess")["error"], "wrong_password");
    assert_eq!(app.ada.refused("client.transferOwnership", json!({ "user_id": app.linus.id })), "invalid_arguments");
    assert_eq!(refused(&app.ada, &app.ada), "cannot_modify_self");
    assert_eq!(refused(&app.ada, &app.edsger), "user_is_restricted");
    assert_eq!(refused(&app.ada, &app.courier), "bots_not_allowed");
    app.ada.ok("admin.users.remove", json!({ "user_id": app.margaret.id }));
    assert_eq!(refused(&app.ada, &app.margaret), "user_disabled");
    assert_eq!(firsts(), ["ada"], "what was refused has changed nothing");

    assert_eq!(hand(&app.ada, &app.linus, PASSWORD)["ok"], true);
    assert_eq!(firsts(), ["linus"]);
    assert_eq!(refused(&app.ada, &app.grace), "not_primary_owner");
    let ada = app.linus.ok("users.info", json!({ "user": app.ada.id }))["user"].clone();
    assert_eq!((&ada["is_owner"], &ada["is_primary_owner"]), (&json!(true), &json!(false)));
    let demote = |who: &Person, whom: &Person| who.call("admin.users.setRegular", json!({ "user_id": whom.id }));
    assert_eq!(demote(&app.ada, &app.linus)["error"], "cannot_modify_primary_owner");
    assert_eq!(demote(&app.linus, &app.ada)["ok"], true);
    assert_eq!(refused(&app.ada, &app.grace), "not_primary_owner");
}

#[test]
fn guessing_the_password_of_the_first_owner_is_stopped() {
    let app = TestApp::start();
    let hand = |password: &str| json!({ "user_id": app.linus.id, "password": password });
    for _ in 0..8 {
        assert_eq!(app.ada.refused("client.transferOwnership", hand("a guess")), "wrong_password");
        assert_eq!(app.grace.refused("client.transferOwnership", hand("a guess")), "not_primary_owner");
    }
    let answer = app.ada.call("client.transferOwnership", hand(PASSWORD));
    assert_eq!((&answer["ok"], &answer["error"]), (&json!(false), &json!("ratelimited")));
}

#[test]
fn a_role_taken_away_while_a_command_runs_gives_nothing() {
    let app = TestApp::start();
    let (team, grace) = (app.domain.team(), app.grace.actor());
    app.ada.ok("admin.users.setRegular", json!({ "user_id": app.grace.id }));
    let late = app.domain.run(&[comity::store::Part::Team(team)], |tx| {
        comity::domain::roles::deactivate(tx, &grace, team, app.linus.id)
    });
    assert_eq!(late.unwrap_err().code, "not_an_admin");
}

#[test]
fn linus_is_deactivated_told_so_at_the_door_and_let_back_in_where_he_was() {
    let app = TestApp::start();
    let login =
        |password: &str| app.ada.call("client.login", json!({ "email": "linus@example.org", "password": password }));
    app.grace.ok("admin.users.remove", json!({ "user_id": app.linus.id }));
    assert_eq!(app.linus.refused("auth.test", json!({})), "invalid_auth");
    assert_eq!(login(PASSWORD)["error"], "account_inactive");
    assert_eq!(login("a wrong password")["error"], "invalid_auth", "who does not know the password learns nothing");
    assert_eq!(app.grace.refused("admin.users.remove", json!({ "user_id": app.linus.id })), "user_already_deleted");
    assert_eq!(app.grace.refused("admin.users.offerPassword", json!({ "user_id": app.linus.id })), "user_disabled");
    app.grace.ok("admin.users.reactivate", json!({ "user_id": app.linus.id }));
    assert_eq!(app.grace.refused("admin.users.reactivate", json!({ "user_id": app.linus.id })), "user_not_deleted");
    assert_eq!(login(PASSWORD)["ok"], true);
    let back = app.linus.with(app.linus.id, &app.spare_session(&app.linus));
    back.say(&app.general, "I am back.");
}

#[test]
fn edsger_comes_for_a_week_and_is_signed_out_when_it_is_over() {
    let app = TestApp::start();
    let now = SystemWorld.now().secs();
    let ends = |whom: &Person, at: Value| json!({ "user_id": whom.id, "expiration_ts": at });
    let set = |at: Value| app.grace.ok("admin.users.setExpiration", ends(&app.edsger, at));
    let shown = || people(&app.ada, json!({ "only_guests": true }))[0]["expiration_ts"].clone();
    assert_eq!(shown(), 0);
    set(json!(now + 7 * 86_400));
    assert_eq!(shown(), now + 7 * 86_400);
    set(json!(0));
    assert_eq!(shown(), 0);

    let refused = |who: &Person, args: Value| who.refused("admin.users.setExpiration", args);
    for wrong in [json!(now - 1), json!(-1), json!(1e300), json!(limits::EXPIRATION_SECS + 1)] {
        assert_eq!(refused(&app.grace, ends(&app.edsger, wrong)), "failed_to_validate_expiration");
    }
    for wrong in [json!("soon"), json!(""), Value::Null] {
        assert_eq!(refused(&app.grace, ends(&app.edsger, wrong)), "invalid_arguments");
    }
    let later = || json!(now + 3_600);
    assert_eq!(refused(&app.grace, ends(&app.linus, later())), "user_is_not_a_guest");
    assert_eq!(refused(&app.grace, ends(&app.ada, later())), "cannot_modify_primary_owner");
    assert_eq!(refused(&app.linus, ends(&app.edsger, later())), "not_an_admin");
    assert_eq!(shown(), 0, "what was refused has changed nothing");

    set(json!(SystemWorld.now().secs() + 2));
    app.edsger.ok("auth.test", json!({}));
    let end = Instant::now() + Duration::from_secs(20);
    while app.edsger.call("auth.test", json!({}))["ok"] == true {
        assert!(Instant::now() < end, "Edsger is still here");
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(SystemWorld.now().secs() >= now + 2);
    let login = json!({ "email": "edsger@example.org", "password": PASSWORD });
    assert_eq!(app.ada.refused("client.login", login.clone()), "account_inactive");
    assert_eq!(refused(&app.grace, ends(&app.edsger, later())), "user_is_already_deleted");
    // Let back in, he stays until somebody says how long.
    app.grace.ok("admin.users.reactivate", json!({ "user_id": app.edsger.id }));
    assert_eq!((shown(), app.ada.call("client.login", login)["ok"].clone()), (json!(0), json!(true)));
}

#[test]
fn grace_ends_one_of_linus_sessions_then_all() {
    let app = TestApp::start();
    let elsewhere = app.linus.with(app.linus.id, &app.spare_session(&app.linus));
    let list = app.grace.ok("admin.users.session.list", json!({ "user_id": app.linus.id }));
    let sessions = list["active_sessions"].as_array().unwrap();
    assert_eq!(sessions.len(), 2);
    for session in sessions {
        let end = json!({ "user_id": app.margaret.id, "session_id": session["session_id"] });
        assert_eq!(app.grace.refused("admin.users.session.invalidate", end), "session_not_found", "another's");
    }
    let newest = json!({ "user_id": app.linus.id, "session_id": sessions[0]["session_id"] });
    app.grace.ok("admin.users.session.invalidate", newest);
    assert_eq!(elsewhere.refused("auth.test", json!({})), "invalid_auth");
    app.linus.ok("auth.test", json!({}));
    assert_eq!(app.grace.ok("admin.users.session.reset", json!({ "user_id": app.linus.id }))["sessions_ended"], 1);
    assert_eq!(app.linus.refused("auth.test", json!({})), "invalid_auth");
    let owner = json!({ "user_id": app.ada.id });
    assert_eq!(app.grace.refused("admin.users.session.list", owner), "cannot_modify_primary_owner");
}

fn channels(who: &Person, args: Value) -> Vec<Value> {
    who.ok("admin.conversations.search", args)["conversations"].as_array().unwrap().clone()
}

#[test]
fn ada_counts_the_private_channels_she_is_not_in_and_learns_no_more_of_them() {
    let app = TestApp::start();
    let hidden = app.linus.ok("conversations.create", json!({ "name": "salaries", "is_private": true }));
    let (id, new) = (&hidden["channel"]["id"], json!({ "name": "open-one" }));
    app.linus.ok("conversations.setPurpose", json!({ "channel": id, "purpose": "what we earn" }));
    app.linus.ok("conversations.create", new);

    let all = channels(&app.ada, json!({}));
    let found = all.iter().find(|channel| channel["id"] == *id).unwrap();
    assert_eq!((&found["is_hidden"], &found["member_count"], &found["name"]), (&json!(true), &json!(1), &json!("")));
    let text = json!(all).to_string();
    assert!(!text.contains("salaries") && !text.contains("what we earn") && text.contains("open-one"), "{text}");
    let told: Vec<&String> = found.as_object().unwrap().keys().collect();
    assert_eq!(told, ["id", "is_hidden", "is_private", "member_count", "name"], "its id and size, and nothing else");
    // Neither a filter nor an order tells what the answer does not.
    app.linus.ok("conversations.archive", json!({ "channel": id }));
    let among = |args: Value| channels(&app.ada, args).iter().any(|channel| channel["id"] == *id);
    assert!(!among(json!({ "search_channel_types": "archived" })));
    assert!(among(json!({ "search_channel_types": "exclude_archived" })));
    assert_eq!(
        channels(&app.ada, json!({ "sort": "created" })).last().unwrap()["id"],
        *id,
        "last, whenever it was made"
    );
    assert!(channels(&app.ada, json!({ "query": "salar" })).is_empty(), "a name is not found by what stands in it");
    assert_eq!(channels(&app.ada, json!({ "query": "OPEN" })).len(), 1);
    assert_eq!(channels(&app.grace, json!({ "search_channel_types": "private" })).len(), 1);
    for method in ["archive", "rename", "unarchive"] {
        let args = json!({ "channel_id": id, "name": "taken-over" });
        assert_eq!(app.ada.refused(&format!("admin.conversations.{method}"), args), "channel_not_found");
    }
}

#[test]
fn grace_tidies_up_channels_she_is_not_in() {
    let app = TestApp::start();
    let made = app.linus.ok("conversations.create", json!({ "name": "old-plans" }));
    let id = &made["channel"]["id"];
    app.grace.ok("admin.conversations.rename", json!({ "channel_id": id, "name": "older-plans" }));
    app.grace.ok("admin.conversations.archive", json!({ "channel_id": id }));
    assert_eq!(app.grace.refused("admin.conversations.archive", json!({ "channel_id": id })), "already_archived");
    assert_eq!(app.linus.refused("chat.postMessage", json!({ "channel": id, "text": "wait" })), "is_archived");
    let archived = channels(&app.grace, json!({ "search_channel_types": "archived" }));
    assert_eq!(archived.iter().map(|c| c["name"].as_str().unwrap()).collect::<Vec<_>>(), ["older-plans"]);
    app.grace.ok("admin.conversations.unarchive", json!({ "channel_id": id }));
    app.linus.say(id.as_str().unwrap(), "Thank you.");
    let by_size = channels(&app.grace, json!({ "sort": "member_count", "sort_dir": "desc" }));
    assert_eq!(by_size[0]["name"], "general");
    let general = json!({ "channel_id": app.general });
    assert_eq!(app.grace.refused("admin.conversations.archive", general), "cant_archive_general");
    for (name, value, code) in [
        ("search_channel_types", "nonsense", "invalid_search_channel_type"),
        ("search_channel_types", "private,im", "invalid_search_channel_type"),
        ("sort", "bogus", "invalid_sort"),
        ("sort_dir", "x", "invalid_sort_dir"),
    ] {
        assert_eq!(app.ada.refused("admin.conversations.search", json!({ name: value })), code, "{value}");
    }
    assert_eq!(app.linus.refused("admin.conversations.search", json!({})), "not_an_admin");
}
