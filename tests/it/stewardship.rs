//! Looking after a workspace from its pages: its name, apps and their tokens, webhooks, and how the server is.

use crate::app::{PASSWORD, Person, TestApp, agent};
use crate::realtime::line::Line;
use comity::crypto::{AgeIdentity, KeyRing, NewIdentity};
use serde_json::{Value, json};

/// The app a person makes, with its tokens.
fn made(by: &Person, name: &str) -> (Value, String, String) {
    let answer = by.ok("admin.apps.create", json!({ "name": name, "scopes": "chat:write,channels:read,users:read" }));
    let text = |field: &str| answer[field].as_str().unwrap().to_owned();
    (answer["app"].clone(), text("bot_token"), text("app_token"))
}

fn bot(app: &TestApp, made: &Value, token: &str) -> Person {
    app.courier.with(comity::base::id::UserId::parse(made["bot_user_id"].as_str().unwrap()).unwrap(), token)
}

#[test]
fn an_app_is_made_used_and_removed() {
    let app = TestApp::start();
    let (signal, bot_token, app_token) = made(&app.grace, "Signal Box");
    assert!(bot_token.starts_with("xoxb-") && app_token.starts_with("xapp-"));
    let robot = bot(&app, &signal, &bot_token);
    assert_eq!(robot.ok("auth.test", json!({}))["user"], "signal-box");
    app.ada.ok("conversations.invite", json!({ "channel": app.general, "users": signal["bot_user_id"] }));
    robot.say(&app.general, "all clear");
    let listed = app.ada.ok("admin.apps.list", json!({}));
    let shown = listed["apps"].as_array().unwrap().iter().find(|one| one["id"] == signal["id"]).unwrap();
    assert_eq!((shown["name"].as_str(), shown["tokens"].as_array().unwrap().len()), (Some("Signal Box"), 2));
    assert_eq!(shown["creator"], app.grace.id.to_string());
    for secret in [&bot_token, &app_token] {
        assert!(!listed.to_string().contains(&secret[6..]), "a token is shown again");
    }
    app.ada.ok("admin.apps.uninstall", json!({ "app_id": signal["id"] }));
    assert_eq!(robot.refused("auth.test", json!({})), "invalid_auth");
    assert!(!app.ada.ok("admin.apps.list", json!({})).to_string().contains("Signal Box"));
    assert_eq!(app.ada.refused("admin.apps.uninstall", json!({ "app_id": signal["id"] })), "app_not_found");
}

#[test]
fn a_leaked_token_is_replaced_and_the_other_goes_on() {
    let app = TestApp::start();
    let (signal, old, app_token) = made(&app.ada, "Signal");
    let fresh = app.ada.ok("admin.apps.replaceToken", json!({ "app_id": signal["id"], "kind": "bot" }));
    let fresh = fresh["token"].as_str().unwrap().to_owned();
    assert_eq!(bot(&app, &signal, &old).refused("auth.test", json!({})), "invalid_auth");
    let answer = bot(&app, &signal, &fresh).ok("auth.test", json!({}));
    assert_eq!(answer["user_id"], signal["bot_user_id"]);
    assert_eq!(bot(&app, &signal, &fresh).refused("emoji.list", json!({})), "missing_scope", "no more than before");
    bot(&app, &signal, &app_token).ok("apps.connections.open", json!({}));
    let tokens = |who: &Person| {
        let listed = who.ok("admin.apps.list", json!({}));
        let apps = listed["apps"].as_array().unwrap().clone();
        apps.iter().find(|one| one["id"] == signal["id"]).unwrap()["tokens"].as_array().unwrap().clone()
    };
    assert_eq!(tokens(&app.ada).len(), 2);
    let held = tokens(&app.ada).into_iter().find(|token| token["kind"] == "app").unwrap();
    app.grace.ok("admin.tokens.revoke", json!({ "user_id": signal["bot_user_id"], "token_id": held["id"] }));
    assert_eq!(bot(&app, &signal, &app_token).refused("apps.connections.open", json!({})), "invalid_auth");
    let kind = json!({ "app_id": signal["id"], "kind": "browser" });
    assert_eq!(app.ada.refused("admin.apps.replaceToken", kind), "invalid_arguments");
}

#[test]
fn personal_tokens_are_listed_and_end_but_not_those_of_people_above() {
    let app = TestApp::start();
    let (linus, ada) = (app.limited(&app.linus, &["users:read"]), app.limited(&app.ada, &["users:read"]));
    let listed = app.grace.ok("admin.tokens.list", json!({}))["tokens"].as_array().unwrap().clone();
    assert_eq!(listed.len(), 2, "sessions in browsers are not among them: {listed:?}");
    let of =
        |person: &Person| listed.iter().find(|token| token["user_id"] == person.id.to_string()).unwrap()["id"].clone();
    let end = |who: &Person, token: Value| json!({ "user_id": who.id, "token_id": token });
    assert_eq!(app.grace.refused("admin.tokens.revoke", end(&app.ada, of(&app.ada))), "cant_update_admin_user");
    ada.ok("users.list", json!({}));
    app.grace.ok("admin.tokens.revoke", end(&app.linus, of(&app.linus)));
    assert_eq!(linus.refused("users.list", json!({})), "invalid_auth");
    assert_eq!(app.grace.refused("admin.tokens.revoke", end(&app.linus, of(&app.linus))), "token_not_found");
    assert_eq!(app.grace.refused("admin.tokens.revoke", end(&app.linus, of(&app.ada))), "token_not_found");
    let session = comity::domain::tokens::authenticate(&app.domain.view().unwrap(), &app.linus.token).unwrap().session;
    let session = json!(session.unwrap());
    assert_eq!(app.grace.refused("admin.tokens.revoke", end(&app.linus, session)), "token_not_found");
    app.linus.ok("auth.test", json!({}));
}

#[test]
fn a_webhook_posts_until_it_is_revoked() {
    let app = TestApp::start();
    let (signal, ..) = made(&app.ada, "Signal");
    let args = json!({ "app_id": signal["id"], "channel_id": app.general, "name": "Deployments" });
    let answer = app.ada.ok("admin.webhooks.create", args.clone());
    let url = answer["url"].as_str().unwrap().to_owned();
    let post = |text: &str| {
        let body = json!({ "text": text }).to_string();
        agent().post(&url).header("content-type", "application/json").send(body).unwrap().status().as_u16()
    };
    assert_eq!(post("version 12 is out"), 200);
    let history = app.linus.ok("conversations.history", json!({ "channel": app.general, "limit": 1 }));
    assert_eq!(history["messages"][0]["text"], "version 12 is out");
    let listed = app.grace.ok("admin.webhooks.list", json!({}));
    let hook = &listed["webhooks"][0];
    assert_eq!((hook["name"].as_str(), hook["channel_id"].as_str()), (Some("Deployments"), Some(&*app.general)));
    assert!(!listed.to_string().contains(url.rsplit('/').next().unwrap()), "the address is shown again");
    app.grace.ok("admin.webhooks.revoke", json!({ "bot_id": hook["bot_id"] }));
    assert_ne!(post("version 13 is out"), 200);
    assert_eq!(app.grace.ok("admin.webhooks.list", json!({}))["webhooks"], json!([]));
    for (field, value, code) in [
        ("name", json!(" "), "invalid_name"),
        ("name", json!("x".repeat(300)), "invalid_name"),
        ("app_id", json!("A0"), "app_not_found"),
        ("channel_id", json!("C0000000000000000"), "channel_not_found"),
    ] {
        let mut wrong = args.clone();
        wrong[field] = value;
        assert_eq!(app.ada.refused("admin.webhooks.create", wrong), code, "{field}");
    }
    // Grace is an administrator, and yet a private channel she is not in is none to her.
    let secret = app.ada.ok("conversations.create", json!({ "name": "secret", "is_private": true }));
    let mut there = args;
    there["channel_id"] = secret["channel"]["id"].clone();
    assert_eq!(app.grace.refused("admin.webhooks.create", there), "channel_not_found");
}

#[test]
fn a_webhook_stops_with_its_maker_and_goes_on_when_they_come_back() {
    let app = TestApp::start();
    let (signal, ..) = made(&app.ada, "Signal");
    let args = json!({ "app_id": signal["id"], "channel_id": app.general, "name": "Deployments" });
    let url = app.grace.ok("admin.webhooks.create", args)["url"].as_str().unwrap().to_owned();
    let post = |text: &str| {
        let body = json!({ "text": text }).to_string();
        let mut answer = agent().post(&url).content_type("application/json").send(body).unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    };
    let stopped = || app.ada.ok("admin.webhooks.list", json!({}))["webhooks"][0]["stopped"].clone();
    assert_eq!((post("version 12 is out"), stopped()), ((200, "ok".to_owned()), json!(false)));
    app.ada.ok("admin.users.remove", json!({ "user_id": app.grace.id }));
    assert_eq!((post("version 13 is out"), stopped()), ((404, "no_service".to_owned()), json!(true)));
    let history = app.linus.ok("conversations.history", json!({ "channel": app.general, "limit": 1 }));
    assert_eq!(history["messages"][0]["text"], "version 12 is out");
    app.ada.ok("admin.users.reactivate", json!({ "user_id": app.grace.id }));
    assert_eq!((post("version 13 is out"), stopped()), ((200, "ok".to_owned()), json!(false)));
}

#[test]
fn a_workspace_is_renamed_and_everybody_hears_it() {
    let app = TestApp::start();
    let mut line = Line::client(&app, &app.linus, None);
    let id = app.linus.ok("team.info", json!({}))["team"]["id"].clone();
    app.grace.ok("admin.teams.settings.setName", json!({ "team_id": id, "name": " Municipal Hospital " }));
    let event = line.until("team_rename");
    assert_eq!(event["name"], "Municipal Hospital");
    app.grace.ok("admin.teams.settings.setDomain", json!({ "team_id": id, "domain": "hospital" }));
    let settings = app.ada.ok("admin.teams.settings.info", json!({ "team_id": id }));
    assert_eq!(
        (settings["team"]["name"].as_str(), settings["team"]["domain"].as_str()),
        (Some("Municipal Hospital"), Some("hospital"))
    );
    assert_eq!(settings["team"]["default_channels"], json!([app.general]));
    assert_eq!(app.linus.ok("team.info", json!({}))["team"]["domain"], "hospital");
    for (method, field, value, code) in [
        ("setName", "name", json!(""), "invalid_name"),
        ("setName", "name", json!("x".repeat(300)), "invalid_name"),
        ("setName", "name", json!("two\nlines"), "invalid_name"),
        ("setDomain", "domain", json!("Two Words"), "invalid_domain"),
        ("setDomain", "domain", json!(""), "invalid_domain"),
        ("setName", "team_id", json!("T0"), "team_not_found"),
    ] {
        let method = format!("admin.teams.settings.{method}");
        assert_eq!(app.ada.refused(&method, json!({ "name": "x", field: value })), code, "{method} {field} {value}");
    }
    assert_eq!(app.ada.ok("team.info", json!({}))["team"]["name"], "Municipal Hospital");
}

#[test]
fn who_comes_new_starts_where_ada_chose_and_a_guest_only_where_they_were_invited() {
    let app = TestApp::start();
    let make = |name: &str, private: bool| {
        let made = app.linus.ok("conversations.create", json!({ "name": name, "is_private": private }));
        made["channel"]["id"].as_str().unwrap().to_owned()
    };
    let (news, help, old, secret) = (make("news", false), make("help", false), make("old", false), make("ours", true));
    app.linus.ok("conversations.archive", json!({ "channel": old }));
    let direct = app.ada.ok("conversations.open", json!({ "users": app.linus.id }))["channel"]["id"].clone();
    let defaults = || app.ada.ok("admin.teams.settings.info", json!({}))["team"]["default_channels"].clone();
    let set =
        |who: &Person, ids: Value| who.call("admin.teams.settings.setDefaultChannels", json!({ "channel_ids": ids }));
    assert_eq!(set(&app.grace, json!([app.general, news, help, news]))["ok"], true);
    assert_eq!(defaults(), json!([app.general, news, help]));
    for wrong in [json!([old]), json!([news, secret]), json!([direct]), json!(["C0000000000000000"]), json!(["news"])] {
        assert_eq!(set(&app.ada, wrong.clone())["error"], "one_or_more_invalid_channels", "{wrong}");
    }
    let elsewhere = json!({ "team_id": "T0", "channel_ids": [news] });
    assert_eq!(app.ada.refused("admin.teams.settings.setDefaultChannels", elsewhere), "team_not_found");
    assert_eq!(set(&app.ada, json!(vec![&news; 101]))["error"], "invalid_arguments");
    assert_eq!(set(&app.ada, Value::Null)["error"], "invalid_arguments");
    assert_eq!(set(&app.linus, json!([news]))["error"], "not_an_admin");
    assert_eq!(defaults(), json!([app.general, news, help]), "what was refused has changed nothing");

    let join = |name: &str, invite: Value| {
        let invite = app.ada.ok("admin.users.invite", invite);
        let person = json!({
            "invite": invite["url"], "name": name, "real_name": name, "email": format!("{name}@example.org"),
            "password": "correct horse battery",
        });
        app.ada.ok("client.acceptInvite", person)["user_id"].as_str().unwrap().to_owned()
    };
    let is_in = |who: &str, channel: &str| {
        let members = app.linus.ok("conversations.members", json!({ "channel": channel }));
        members["members"].as_array().unwrap().contains(&json!(who))
    };
    let katherine = join("katherine", json!({ "channel_ids": [news] }));
    assert!([&app.general, &news, &help].iter().all(|channel| is_in(&katherine, channel)));
    let guest = join("dorothy", json!({ "is_restricted": true, "channel_ids": [help] }));
    assert!(is_in(&guest, &help) && !is_in(&guest, &news) && !is_in(&guest, &app.general));

    // One that is archived later waits until it is opened again.
    app.linus.ok("conversations.archive", json!({ "channel": help }));
    assert_eq!(defaults(), json!([app.general, news]));
    let mary = join("mary", json!({}));
    assert!(is_in(&mary, &news) && !is_in(&mary, &help));
    app.linus.ok("conversations.unarchive", json!({ "channel": help }));
    assert_eq!(defaults(), json!([app.general, news, help]));
    assert_eq!(set(&app.ada, json!([]))["ok"], true);
    assert_eq!(defaults(), json!([app.general]));
    assert!(!is_in(&join("annie", json!({})), &news));
}

#[test]
fn the_server_says_how_it_is_and_nothing_secret() {
    let app = TestApp::start_with_keys();
    let _line = Line::client(&app, &app.linus, None);
    let health = app.ada.ok("admin.health.info", json!({}));
    assert_eq!(health["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!((health["store"]["engine"].as_str(), health["store"]["writing"].as_bool()), (Some("redb"), Some(true)));
    assert_eq!((health["keys"]["open"].as_bool(), health["keys"]["lease_secs"].as_u64()), (Some(true), Some(300)));
    assert_eq!((health["connected"]["people"].as_u64(), health["connected"]["sockets"].as_u64()), (Some(1), Some(1)));
    assert!(health["now"].as_u64() >= health["started"].as_u64() && health["started"].as_u64() > Some(1_700_000_000));
    assert!(health["jobs"].as_array().unwrap().iter().any(|job| job["state"].is_string()));
    for hidden in [app.ada.token.as_str(), app.courier_app.as_str(), "AGE-SECRET", "root.key"] {
        assert!(!health.to_string().contains(hidden), "{hidden}");
    }
    let warned = |health: &Value| health["warnings"].as_array().unwrap().clone();
    assert!(!warned(&health).contains(&json!("keys_sealed")), "{health}");
    assert_eq!(health["keys"]["slots"], 1, "one key, and a word about it");
    assert!(warned(&health).contains(&json!("one_key")) && health["store"]["bytes"].as_u64() > Some(1_000), "{health}");
    let disk = |field: &str| health["store"][field].as_u64().unwrap();
    assert!(disk("free_bytes") < disk("disk_bytes") && disk("bytes") < disk("disk_bytes"), "{health}");
    let report = json!({ "csp-report": { "effective-directive": "script-src" } }).to_string();
    agent()
        .post(format!("{}/csp-report", app.url))
        .header("content-type", "application/csp-report")
        .send(report)
        .unwrap();
    let health = app.ada.ok("admin.health.info", json!({}));
    assert!(warned(&health).contains(&json!("reports")) && health["reports"] == 1, "{health}");
}

#[test]
fn an_owner_adds_a_root_key_and_the_owners_are_told_first() {
    let app = TestApp::start_with_keys();
    app.ada.ok("admin.users.setOwner", json!({ "user_id": app.margaret.id }));
    let spare = NewIdentity::mint();
    let args = |password: &str| json!({ "recipient": spare.recipient, "password": password });
    assert_eq!(app.ada.refused("admin.keys.addSlot", args("not it")), "wrong_password");
    assert_eq!(app.grace.refused("admin.keys.addSlot", args(PASSWORD)), "permission_denied");
    let secret = json!({ "recipient": spare.text(), "password": PASSWORD });
    assert_eq!(app.ada.refused("admin.keys.addSlot", secret), "invalid_recipient");
    assert_eq!(KeyRing::slots(app.directory()).unwrap().len(), 1);

    assert_eq!(app.ada.ok("admin.keys.addSlot", args(PASSWORD))["number"], 2);
    let safe = tempfile::tempdir().unwrap();
    spare.write(&safe.path().join("spare.key")).unwrap();
    let root = AgeIdentity::load(&safe.path().join("spare.key"), app.directory()).unwrap();
    assert!(KeyRing::slots(app.directory()).unwrap()[1].is_for(&root).unwrap());
    for owner in [&app.ada, &app.margaret] {
        let listed = owner.ok("conversations.list", json!({ "types": "im" }));
        let steward = listed["channels"].as_array().unwrap().last().unwrap()["id"].clone();
        let told = owner.ok("conversations.history", json!({ "channel": steward }))["messages"][0]["text"].to_string();
        assert!(told.contains(&format!("<@{}> is adding a root key", app.ada.id)), "{told}");
    }
    let health = app.ada.ok("admin.health.info", json!({}));
    assert_eq!(health["keys"]["slots"], 2);
    assert!(!health["warnings"].as_array().unwrap().contains(&json!("one_key")));
}
