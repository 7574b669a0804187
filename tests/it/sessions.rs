//! Stories of sessions: how many there are, how they end all at once, and what clears up after them.

use crate::app::{PASSWORD, Person, TestApp};
use comity::base::Ts;
use comity::base::id::{SessionId, UserId};
use comity::base::world::SystemWorld;
use comity::domain::tokens::{self, NewToken};
use comity::domain::{due, expirations, people};
use comity::jobs::{Due, Progress, Sweep, Worker};
use comity::store::Part;
use comity::store::records::token::{Held, Token, TokenKind};
use serde_json::{Value, json};

/// More than one commit could end one by one.
const CROWD: u64 = 10_100;

/// Signs somebody in as their browser would, now.
fn enter(app: &TestApp, user: UserId) -> String {
    let secret = tokens::new_secret(TokenKind::Browser, &SystemWorld);
    let new = NewToken {
        kind: TokenKind::Browser,
        user,
        app: None,
        scopes: Vec::new(),
        expires: Ts::MAX,
        label: "a browser".to_owned(),
    };
    app.domain.run(&[Part::Person(user)], |tx| tokens::sign_in(tx, app.domain.seen(), &secret, &new)).unwrap();
    secret
}

/// Sessions as a store has them in which their number had no bound; all end at the same time.
fn crowd(app: &TestApp, user: UserId, kind: TokenKind, expires: Ts) {
    for batch in 0..CROWD.div_ceil(1_000) {
        let rows = |tx: &mut comity::store::Tx| {
            for i in batch * 1_000..(batch * 1_000 + 1_000).min(CROWD) {
                let id = SessionId::mint(&SystemWorld);
                let hash = tx.lookup("token", &[id.as_bytes()])?;
                let (scopes, label, created) = (Vec::new(), format!("browser {i}"), Ts::from_secs(1_000 + i));
                let ended_before = 0;
                let token = Token { id, kind, user, app: None, scopes, created, expires, label, ended_before };
                tx.put(&Token::by_hash(&hash), &token)?;
                tx.put(&Held::at(user, id), &Held { hash })?;
            }
            Ok(())
        };
        app.domain.run(&[], rows).unwrap();
    }
}

/// How many rows a person's list has, good or not.
fn rows(app: &TestApp, user: UserId) -> usize {
    let view = app.domain.view().unwrap();
    view.count(Held::prefix(user).prefix(), usize::MAX).unwrap()
}

fn sweep(app: &TestApp) {
    let mut sweep = Sweep::default();
    for _ in 0..200 {
        if sweep.work(&app.domain).unwrap() != Progress::Busy {
            return;
        }
    }
    panic!("it never ends");
}

fn sessions(person: &Person) -> Value {
    person.ok("client.sessions.list", json!({}))
}

#[test]
fn of_too_many_browsers_the_one_unused_longest_leaves_and_linus_is_told() {
    let app = TestApp::start();
    let secrets: Vec<String> = (0..99).map(|_| enter(&app, app.linus.id)).collect();
    assert_eq!(sessions(&app.linus)["sessions"].as_array().unwrap().len(), 100);
    assert_eq!(sessions(&app.linus)["pushed_out"], Value::Null);
    // His first one he uses still; the second is left alone longest.
    let browser = |secret: &str| app.linus.with(app.linus.id, secret);
    let login = json!({ "email": "linus@example.org", "password": PASSWORD });
    for _ in 0..3 {
        app.linus.ok("client.login", login.clone());
    }
    app.linus.ok("auth.test", json!({}));
    for secret in &secrets[..3] {
        assert_eq!(browser(secret).refused("auth.test", json!({})), "invalid_auth");
    }
    browser(&secrets[3]).ok("auth.test", json!({}));
    let list = sessions(&app.linus);
    assert_eq!(list["sessions"].as_array().unwrap().len(), 100);
    assert_eq!((&list["pushed_out"]["count"], &list["pushed_out"]["label"]), (&json!(3), &json!("a browser")));
    // A program takes a place in the list.
    let _program = app.limited(&app.linus, &["users:read"]);
    app.linus.ok("client.login", login);
    assert_eq!(sessions(&app.linus)["sessions"].as_array().unwrap().len(), 100);
    // Sign-ins at the same moment don't overlook each other, also where there is room for some of them.
    for secret in &secrets[10..14] {
        browser(secret).ok("auth.revoke", json!({}));
    }
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| enter(&app, app.linus.id));
        }
    });
    assert_eq!(sessions(&app.linus)["sessions"].as_array().unwrap().len(), 100);
}

#[test]
fn however_many_sessions_a_store_has_an_account_is_ended_at_once() {
    let app = TestApp::start_in_memory();
    let linus = app.linus.id;
    crowd(&app, linus, TokenKind::Browser, Ts::MAX);
    crowd(&app, linus, TokenKind::Person, Ts::MAX);
    let user = json!({ "user_id": linus });
    app.linus.ok("client.login", json!({ "email": "linus@example.org", "password": PASSWORD }));
    assert!(app.grace.ok("admin.users.session.reset", user.clone())["sessions_ended"].as_u64().unwrap() > 100);
    assert_eq!(app.linus.refused("auth.test", json!({})), "invalid_auth");
    let link = app.grace.ok("admin.users.offerPassword", user.clone())["url"].as_str().unwrap().to_owned();
    app.linus.ok("client.setPassword", json!({ "invite": link, "password": "a much better password" }));
    app.linus.ok("client.login", json!({ "email": "linus@example.org", "password": "a much better password" }));
    app.grace.ok("admin.users.remove", user.clone());
    app.grace.ok("admin.users.reactivate", user);
    let again = app.linus.with(linus, &enter(&app, linus));
    assert_eq!(sessions(&again)["sessions"].as_array().unwrap().len(), 1, "what had ended stays ended");

    // A bot's tokens are replaced, and the bot taken over.
    let view = app.domain.view().unwrap();
    let courier = people::get(&view, app.courier.id).unwrap().bot.unwrap().app;
    drop(view);
    crowd(&app, app.courier.id, TokenKind::Bot, Ts::MAX);
    for who in [&app.ada, &app.grace] {
        who.ok("admin.apps.replaceToken", json!({ "app_id": courier, "kind": "bot" }));
    }
    assert_eq!(app.courier.refused("auth.test", json!({})), "invalid_auth");

    // A guest's time is over just as quietly.
    let (edsger, ada) = (app.edsger.id, app.ada.actor());
    crowd(&app, edsger, TokenKind::Browser, Ts::MAX);
    let soon = app.domain.view().unwrap().now().plus_secs(2);
    app.domain.run(&[], |tx| expirations::set(tx, &ada, edsger, Some(soon))).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    while Due.work(&app.domain).unwrap() == Progress::Busy {}
    assert_eq!(app.edsger.refused("auth.test", json!({})), "invalid_auth");
    assert!(people::get(&app.domain.view().unwrap(), edsger).unwrap().deleted);
    assert!(due::list(&app.domain.view().unwrap(), Ts::MAX, 10).unwrap().is_empty());
}

#[test]
fn what_has_ended_is_swept_and_a_crowd_of_old_shrinks_to_its_latest() {
    let app = TestApp::start_in_memory();
    let (linus, margaret) = (app.linus.id, app.margaret.id);
    crowd(&app, linus, TokenKind::Browser, Ts::from_secs(5));
    crowd(&app, margaret, TokenKind::Browser, Ts::MAX);
    sweep(&app);
    assert_eq!(rows(&app, linus), 1, "the one he uses");
    app.linus.ok("auth.test", json!({}));
    let left = tokens::list(&app.domain.view().unwrap(), margaret).unwrap();
    assert_eq!((left.len(), rows(&app, margaret)), (100, 100));
    assert!(left.iter().filter(|t| t.label != "a test").all(|t| t.created > Ts::from_secs(1_000 + CROWD - 100)));
    app.margaret.ok("auth.test", json!({}));
    app.grace.ok("admin.users.session.reset", json!({ "user_id": margaret }));
    sweep(&app);
    assert_eq!(rows(&app, margaret), 0);
}

#[test]
fn a_program_more_than_anybody_needs_is_refused() {
    let app = TestApp::start_in_memory();
    let new = NewToken {
        kind: TokenKind::Person,
        user: app.linus.id,
        app: None,
        scopes: Vec::new(),
        expires: Ts::MAX,
        label: "a program".to_owned(),
    };
    let issue = || {
        let secret = tokens::new_secret(TokenKind::Person, &SystemWorld);
        app.domain.run(&[], |tx| tokens::issue(tx, &secret, &new))
    };
    issue().unwrap();
    crowd(&app, app.linus.id, TokenKind::Person, Ts::MAX);
    assert_eq!(issue().unwrap_err().code, "too_many_tokens");
    // Ending them makes room.
    app.linus
        .ok("client.changePassword", json!({ "old_password": PASSWORD, "new_password": "a much better password" }));
    issue().unwrap();
}

#[test]
fn however_many_browsers_linus_has_his_calls_are_counted_as_his() {
    let app = TestApp::start_with(|config| {
        config.limits.rate_limits = true;
        config.limits.tier2_per_minute = 6;
    });
    let browsers: Vec<Person> = (0..20).map(|_| app.linus.with(app.linus.id, &enter(&app, app.linus.id))).collect();
    let refused = |person: &Person| person.call("users.list", json!({}))["error"] == "ratelimited";
    assert!(browsers.iter().any(refused), "twenty browsers, one call each");
    assert!(!refused(&app.grace), "nobody else waits");
    let secret = tokens::new_secret(TokenKind::Person, &SystemWorld);
    let program = NewToken {
        kind: TokenKind::Person,
        user: app.linus.id,
        app: None,
        scopes: vec!["users:read".to_owned()],
        expires: Ts::MAX,
        label: "a program".to_owned(),
    };
    app.domain.run(&[Part::Person(app.linus.id)], |tx| tokens::issue(tx, &secret, &program)).unwrap();
    assert!(!refused(&app.linus.with(app.linus.id, &secret)), "a program has its own");
}
