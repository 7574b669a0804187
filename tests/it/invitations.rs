//! Stories of links that let somebody in: to join, and to set a new password.

use crate::app::{PASSWORD, Person, TestApp, agent};
use crate::openapi;
use comity::base::id::UserId;
use comity::base::world::SystemWorld;
use comity::base::{Ts, World, limits};
use serde_json::{Value, json};
use std::sync::Arc;

/// What Katherine says of herself.
fn katherine(invite: &Value) -> Value {
    json!({
        "invite": invite["url"], "name": "katherine", "real_name": "Katherine Johnson",
        "email": "katherine@example.org", "password": PASSWORD,
    })
}

/// Calls a method as a browser without a session; the answer and the session it was given.
fn stranger(app: &TestApp, method: &str, args: &Value) -> (Value, Option<String>) {
    let url = format!("{}/api/{method}", app.url);
    let request = agent().post(url).header("x-comity-client", "1").content_type("application/json");
    let mut sent = request.send(args.to_string()).unwrap();
    let cookie = sent.headers().get("set-cookie").map(|c| c.to_str().unwrap().to_owned());
    let session = cookie.and_then(|c| Some(c.split_once('=')?.1.split(';').next()?.to_owned()));
    let answer = serde_json::from_str(&sent.body_mut().read_to_string().unwrap()).unwrap();
    openapi::check(method, &answer);
    (answer, session)
}

/// Somebody who joins with a link.
fn join(app: &TestApp, args: &Value) -> Person {
    let (answer, session) = stranger(app, "client.acceptInvite", args);
    assert_eq!(answer["ok"], true, "{answer}");
    app.linus.with(UserId::parse(answer["user_id"].as_str().unwrap()).unwrap(), &session.unwrap())
}

fn refused(app: &TestApp, method: &str, args: &Value) -> String {
    let (answer, session) = stranger(app, method, args);
    assert_eq!((&answer["ok"], session), (&json!(false), None), "{answer}");
    answer["error"].as_str().unwrap().to_owned()
}

fn state(app: &TestApp, invite: &Value) -> Value {
    let all = app.ada.ok("admin.invitations.list", json!({}));
    let all = all["invitations"].as_array().unwrap();
    all.iter().find(|one| one["id"] == invite["invitation"]["id"]).unwrap()["state"].clone()
}

fn channels_of(person: &Person) -> Vec<String> {
    let boot = person.ok("client.boot", json!({}));
    let mut names: Vec<_> = boot["channels"].as_array().unwrap().iter().filter_map(|c| c["name"].as_str()).collect();
    names.sort_unstable();
    names.into_iter().map(str::to_owned).collect()
}

#[test]
fn katherine_joins_with_a_link_and_writes_where_she_was_brought() {
    let app = TestApp::start();
    let secret = app.grace.ok("conversations.create", json!({ "name": "orbits", "is_private": true }));
    let id = &secret["channel"]["id"];
    let invite = app.grace.ok("admin.users.invite", json!({ "channel_ids": [id] }));
    assert!(invite["url"].as_str().unwrap().starts_with(&format!("{}/#/join/", app.url)), "{invite}");
    let (about, _) = stranger(&app, "client.invitation", &json!({ "invite": invite["url"] }));
    assert_eq!(
        (&about["kind"], &about["inviter"], &about["role"]),
        (&json!("join"), &json!("Grace Hopper"), &json!("member"))
    );

    let katherine = join(&app, &katherine(&invite));
    assert_eq!(channels_of(&katherine), ["general", "orbits"]);
    katherine.say(id.as_str().unwrap(), "The numbers are right.");
    let me = katherine.ok("users.info", json!({ "user": katherine.id }));
    assert_eq!(me["user"]["profile"]["real_name"], "Katherine Johnson");
    assert_eq!(state(&app, &invite), "used");
    let again = json!({ "email": "katherine@example.org", "password": PASSWORD });
    assert_eq!(stranger(&app, "client.login", &again).0["ok"], true);
}

#[test]
fn a_link_lets_in_once_not_after_its_time_and_not_when_it_was_taken_back() {
    let app = TestApp::start();
    let invite = || app.ada.ok("admin.users.invite", json!({}));
    let (used, revoked, unknown) = (invite(), invite(), json!({ "url": "abc" }));
    join(&app, &katherine(&used));
    let mut other = katherine(&used);
    (other["name"], other["email"]) = (json!("dorothy"), json!("dorothy@example.org"));
    assert_eq!(refused(&app, "client.acceptInvite", &other), "invitation_used");
    app.grace.ok("admin.invitations.revoke", json!({ "invitation_id": revoked["invitation"]["id"] }));
    other["invite"] = revoked["url"].clone();
    assert_eq!(refused(&app, "client.acceptInvite", &other), "invitation_revoked");
    other["invite"] = unknown["url"].clone();
    assert_eq!(refused(&app, "client.acceptInvite", &other), "invitation_not_found");

    let short = app.ada.ok("admin.users.invite", json!({ "expires_in": 60 }));
    let secret = short["url"].as_str().unwrap().rsplit('/').next().unwrap();
    let later = app.domain.in_world(Arc::new(Later(61)));
    let view = later.view().unwrap();
    assert_eq!(comity::domain::invitations::open(&view, secret).unwrap_err().code, "invitation_expired");
    assert_eq!(state(&app, &short), "open");
}

#[test]
fn two_who_use_one_link_at_the_same_moment_do_not_both_get_in() {
    let app = TestApp::start();
    let invite = app.ada.ok("admin.users.invite", json!({}));
    let tries: Vec<_> = ["katherine", "dorothy", "mary", "annie"]
        .map(|name| {
            let mut args = katherine(&invite);
            (args["name"], args["email"]) = (json!(name), json!(format!("{name}@example.org")));
            args
        })
        .into();
    let let_in = std::thread::scope(|scope| {
        let running: Vec<_> =
            tries.iter().map(|args| scope.spawn(|| stranger(&app, "client.acceptInvite", args).0)).collect();
        running
            .into_iter()
            .filter(|_| true)
            .map(|one| one.join().unwrap())
            .filter(|answer| answer["ok"] == true)
            .count()
    });
    assert_eq!(let_in, 1);
}

#[test]
fn one_link_brings_a_whole_class_and_no_more() {
    let app = TestApp::start();
    let invite = app.ada.ok("admin.users.invite", json!({ "max_uses": 2 }));
    for name in ["mary", "annie"] {
        let mut args = katherine(&invite);
        (args["name"], args["email"]) = (json!(name), json!(format!("{name}@example.org")));
        join(&app, &args);
    }
    assert_eq!(refused(&app, "client.acceptInvite", &katherine(&invite)), "invitation_used");
    for wrong in [
        json!({ "max_uses": 0 }),
        json!({ "max_uses": 101 }),
        json!({ "max_uses": 2, "role": "admin" }),
        json!({ "max_uses": 2, "email": "mary.j@example.org" }),
    ] {
        assert_eq!(app.ada.refused("admin.users.invite", wrong), "invalid_max_uses");
    }
    assert_eq!(app.ada.refused("admin.users.invite", json!({ "expires_in": 31 * 86_400 })), "invalid_expiration");
    assert_eq!(app.ada.refused("admin.users.invite", json!({ "role": "king" })), "invalid_role");
}

#[test]
fn a_guest_comes_into_their_channels_and_sees_no_others() {
    let app = TestApp::start();
    assert_eq!(app.ada.refused("admin.users.invite", json!({ "role": "guest" })), "failed_to_validate_channels");
    let made = app.ada.ok("conversations.create", json!({ "name": "visitors" }));
    let invite = json!({ "is_restricted": true, "channel_ids": made["channel"]["id"], "email": "k@example.org" });
    let invite = app.ada.ok("admin.users.invite", invite);
    let guest = join(&app, &katherine(&invite));
    assert_eq!(channels_of(&guest), ["visitors"]);
    assert_eq!(guest.refused("conversations.join", json!({ "channel": app.general })), "channel_not_found");
    // The address is the invited one, whatever they say.
    let login = |email: &str| stranger(&app, "client.login", &json!({ "email": email, "password": PASSWORD })).0;
    assert_eq!(
        (login("k@example.org")["ok"].clone(), login("katherine@example.org")["ok"].clone()),
        (json!(true), json!(false))
    );
    assert_eq!(app.ada.refused("admin.users.invite", json!({ "email": "K@example.org" })), "already_in_team");
}

#[test]
fn a_guest_is_invited_for_a_day_and_the_link_is_good_no_longer_than_that() {
    let app = TestApp::start();
    let now = SystemWorld.now().secs();
    let with = |more: Value| {
        let mut args = json!({ "channel_ids": app.general, "guest_expiration_ts": (now + 86_400).to_string() });
        args.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        args
    };
    let invite = app.grace.ok("admin.users.invite", with(json!({ "is_restricted": true })));
    let made = &invite["invitation"];
    assert_eq!((&made["guest_expiration_ts"], &made["date_expire"]), (&json!(now + 86_400), &json!(now + 86_400)));
    let guest = join(&app, &katherine(&invite));
    let all = app.ada.ok("admin.users.list", json!({ "only_guests": true }));
    let known = all["users"].as_array().unwrap().iter().find(|user| user["id"] == json!(guest.id)).unwrap();
    assert_eq!(known["expiration_ts"], now + 86_400);

    let refused = |more: Value| app.grace.refused("admin.users.invite", with(more));
    assert_eq!(refused(json!({})), "failed_to_validate_expiration", "only the time of guests ends");
    for wrong in [json!(now), json!(-5), json!("99999999999999")] {
        let more = json!({ "is_restricted": true, "guest_expiration_ts": wrong });
        assert_eq!(refused(more), "failed_to_validate_expiration");
    }
    assert_eq!(refused(json!({ "is_restricted": true, "guest_expiration_ts": "soon" })), "invalid_arguments");
}

#[test]
fn nobody_is_brought_where_the_administrator_is_not() {
    let app = TestApp::start();
    let secret = app.linus.ok("conversations.create", json!({ "name": "our-own", "is_private": true }));
    let invite = json!({ "channel_ids": [secret["channel"]["id"]] });
    assert_eq!(app.ada.refused("admin.users.invite", invite), "channel_not_found");

    let made = app.grace.ok("conversations.create", json!({ "name": "orbits", "is_private": true }));
    let id = &made["channel"]["id"];
    app.grace.ok("conversations.invite", json!({ "channel": id, "users": app.ada.id }));
    let invite = app.grace.ok("admin.users.invite", json!({ "channel_ids": [id] }));
    app.grace.ok("conversations.leave", json!({ "channel": id }));
    assert_eq!(channels_of(&join(&app, &katherine(&invite))), ["general"]);
}

#[test]
fn a_link_ends_with_the_rights_of_its_maker() {
    let app = TestApp::start();
    let invite = app.grace.ok("admin.users.invite", json!({}));
    let password = app.grace.ok("admin.users.offerPassword", json!({ "user_id": app.linus.id }));
    app.ada.ok("admin.users.setRegular", json!({ "user_id": app.grace.id }));
    assert_eq!(state(&app, &invite), "revoked");
    assert_eq!(refused(&app, "client.acceptInvite", &katherine(&invite)), "invitation_revoked");
    let set = json!({ "invite": password["url"], "password": "another long password" });
    assert_eq!(refused(&app, "client.setPassword", &set), "invitation_revoked");
    app.linus.ok("auth.test", json!({}));
}

#[test]
fn what_a_newcomer_says_of_themselves_is_checked_and_the_link_stays_good() {
    let app = TestApp::start();
    let invite = app.ada.ok("admin.users.invite", json!({}));
    let with = |field: &str, value: &str| {
        let mut args = katherine(&invite);
        args[field] = json!(value);
        refused(&app, "client.acceptInvite", &args)
    };
    assert_eq!(with("name", "linus"), "name_taken");
    assert_eq!(with("email", "Linus@example.org"), "email_taken");
    assert_eq!(with("email", "nowhere"), "invalid_email");
    assert_eq!(with("password", "short"), "invalid_password");
    for name in
        ["here", "HERE", "kathi käse", "a/b", ".dot", "\u{e31}a", "a\u{202e}b", &"k".repeat(limits::HANDLE_CHARS + 1)]
    {
        assert_eq!(with("name", name), "invalid_handle", "{name}");
    }
    assert_eq!(with("real_name", "  "), "invalid_name");
    join(&app, &katherine(&invite));
}

#[test]
fn a_handle_is_a_word_of_any_language_and_kept_in_one_spelling() {
    let app = TestApp::start();
    let called = |n: usize, name: &str| {
        let mut args = katherine(&app.ada.ok("admin.users.invite", json!({})));
        (args["name"], args["email"]) = (json!(name), json!(format!("k{n}@example.org")));
        stranger(&app, "client.acceptInvite", &args).0
    };
    for (n, (typed, kept)) in
        [("สมชาย.ใจดี", "สมชาย.ใจดี"), ("हिन्दी", "हिन्दी"), ("Gro\u{308}ße", "größe"), ("Tiê\u{301}ng", "tiếng")]
            .into_iter()
            .enumerate()
    {
        let joined = called(n, typed);
        let user = app.ada.ok("users.info", json!({ "user": joined["user_id"] }));
        assert_eq!(user["user"]["name"], kept, "{joined}");
    }
    assert_eq!(called(9, "GRÖSSE")["error"], "name_taken");
}

#[test]
fn linus_sets_a_new_password_with_a_link_and_is_signed_out_everywhere_else() {
    let app = TestApp::start();
    let link = app.grace.ok("admin.users.offerPassword", json!({ "user_id": app.linus.id }));
    assert!(link["url"].as_str().unwrap().contains("/#/password/"));
    let direct = app.linus.ok("users.conversations", json!({ "types": "im" }));
    let told = app.linus.ok("conversations.history", json!({ "channel": direct["channels"][0]["id"] }));
    let told = told["messages"][0]["text"].as_str().unwrap();
    assert!(told.contains(&format!("<@{}>", app.grace.id)) && told.contains("password"), "{told}");
    let first = json!({ "invite": link["url"], "password": "another long password" });
    let link = app.ada.ok("admin.users.offerPassword", json!({ "user_id": app.linus.id }));
    assert_eq!(refused(&app, "client.setPassword", &first), "invitation_revoked");
    assert_eq!(refused(&app, "client.acceptInvite", &katherine(&link)), "invitation_not_found");

    let set = json!({ "invite": link["url"], "password": "another long password" });
    let (answer, session) = stranger(&app, "client.setPassword", &set);
    assert_eq!(answer["user_id"], json!(app.linus.id));
    assert_eq!(app.linus.refused("auth.test", json!({})), "invalid_auth");
    app.linus.with(app.linus.id, &session.unwrap()).ok("auth.test", json!({}));
    assert_eq!(refused(&app, "client.setPassword", &set), "invitation_used");
    let old = json!({ "email": "linus@example.org", "password": PASSWORD });
    assert_eq!(refused(&app, "client.login", &old), "invalid_auth");

    let denied = |who: &Person, whom: &Person| who.refused("admin.users.offerPassword", json!({ "user_id": whom.id }));
    assert_eq!(denied(&app.grace, &app.ada), "cannot_modify_primary_owner");
    assert_eq!(denied(&app.grace, &app.grace), "cannot_modify_self");
    assert_eq!(denied(&app.ada, &app.courier), "bots_not_allowed");
}

/// A clock that many seconds ahead.
#[derive(Debug)]
struct Later(u64);

impl World for Later {
    fn now(&self) -> Ts {
        comity::base::world::SystemWorld.now().plus_secs(self.0)
    }

    fn fill(&self, bytes: &mut [u8]) {
        comity::base::world::SystemWorld.fill(bytes);
    }
}
