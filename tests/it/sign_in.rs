//! Stories of those who guess: they are slowed down by where they call from and by whom they guess at, and keep nobody
//! else out.

use crate::app::{PASSWORD, TestApp, agent};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// A server that counts, behind a proxy that says who calls.
fn counting() -> TestApp {
    behind(true)
}

/// One that counts guesses at people, and other calls where `all` says so.
fn behind(all: bool) -> TestApp {
    TestApp::start_with(|config| {
        config.limits.rate_limits = all;
        config.http.trusted_proxies = vec!["127.0.0.1/32".parse().unwrap()];
    })
}

/// What an answer to somebody at the door is: its status, its body, and the cookies it sets.
struct Heard {
    status: u16,
    body: Value,
    cookies: Vec<String>,
}

impl Heard {
    fn error(&self) -> &str {
        self.body["error"].as_str().unwrap_or("none")
    }
}

/// A call from an address, with headers.
fn call(app: &TestApp, method: &str, from: &str, args: &Value, headers: &[(&str, &str)]) -> Heard {
    let mut request = agent().post(format!("{}/api/{method}", app.url)).header("content-type", "application/json");
    for (name, value) in [("x-forwarded-for", from), ("x-comity-client", "1")].iter().chain(headers) {
        request = request.header(*name, *value);
    }
    let mut sent = request.send(args.to_string()).unwrap();
    let cookies = sent.headers().get_all("set-cookie").iter().map(|c| c.to_str().unwrap().to_owned()).collect();
    let body = serde_json::from_str(&sent.body_mut().read_to_string().unwrap()).unwrap();
    Heard { status: sent.status().as_u16(), body, cookies }
}

/// A try at somebody's password.
fn sign_in(app: &TestApp, from: &str, email: &str, password: &str) -> Heard {
    call(app, "client.login", from, &json!({ "email": email, "password": password }), &[])
}

/// The cookies of an answer as a browser sends them back.
fn jar(heard: &Heard) -> String {
    let pairs = heard.cookies.iter().filter_map(|cookie| cookie.split(';').next());
    pairs.collect::<Vec<_>>().join("; ")
}

#[test]
fn guesses_are_slowed_by_network_whatever_token_comes_along() {
    let app = counting();
    let bearer = format!("Bearer {}", app.edsger.token);
    let first_refused = |method: &str, from: &str, args: &dyn Fn(usize) -> Value, headers: &[(&str, &str)]| {
        (0..30).find(|i| call(&app, method, from, &args(*i), headers).status == 429)
    };
    let spray = |i: usize| json!({ "email": format!("nobody{i}@example.org"), "password": "a guess" });
    let cookie = format!("d={}", app.edsger.token);
    let in_body = |i: usize| {
        let mut args = spray(i);
        args["token"] = json!(app.edsger.token);
        args
    };
    let stopped = [
        first_refused("client.login", "203.0.113.1", &spray, &[("authorization", &bearer)]),
        first_refused("client.login", "203.0.113.2", &spray, &[("cookie", &cookie)]),
        first_refused("client.login", "203.0.113.3", &in_body, &[]),
        first_refused("client.acceptInvite", "203.0.113.4", &|i| link(i), &[("authorization", &bearer)]),
        first_refused("client.setPassword", "203.0.113.5", &|i| link(i), &[("authorization", &bearer)]),
    ];
    assert!(stopped.iter().all(Option::is_some), "{stopped:?}");
    // A fresh session of one's own with each try is no way round either.
    let mut own = String::new();
    let refused = (0..30).any(|i| {
        let email = if i % 4 == 0 { "grace@example.org".to_owned() } else { format!("nobody{i}@example.org") };
        let args = json!({ "email": email, "password": PASSWORD });
        let heard = call(&app, "client.login", "203.0.113.6", &args, &[("cookie", &own)]);
        if heard.body["ok"] == true {
            own = jar(&heard);
        }
        heard.status == 429
    });
    assert!(refused, "sign-ins of one's own in between");
    let people = [&app.ada, &app.grace, &app.linus, &app.margaret].map(|person| format!("Bearer {}", person.token));
    let refused = (0..16).any(|i| {
        let headers = [("authorization", people[i % people.len()].as_str())];
        call(&app, "client.acceptInvite", "203.0.113.7", &link(i), &headers).status == 429
    });
    assert!(refused, "tokens of several people in turn");
}

fn link(i: usize) -> Value {
    json!({ "invite": format!("guess{i}"), "name": "mallory", "real_name": "M", "password": "a long guess" })
}

#[test]
fn who_has_a_whole_network_is_one_guesser() {
    let app = counting();
    let tries = |from: &dyn Fn(usize) -> String, most: usize| {
        (0..most).find(|i| sign_in(&app, &from(*i), &format!("nobody{i}@example.org"), "a guess").status == 429)
    };
    let one = tries(&|i| format!("2001:db8:1:2:aaaa::{i:x}"), 30);
    assert!(one.is_some(), "every machine of one /64");
    let many = tries(&|i| format!("2001:db8:2:{i:x}::1"), 200);
    assert!(many.is_some() && many > one, "every /64 of one /48 is slowed too, but later: {one:?} {many:?}");
    assert_eq!(sign_in(&app, "2001:db8:3:1::1", "ada@example.org", PASSWORD).body["ok"], true);
    assert_eq!(
        tries(&|i| format!("198.51.{}.{}", i / 200, i % 200), 60),
        None,
        "addresses of the older kind are single"
    );
    assert!(tries(&|_| "::ffff:198.52.0.1".to_owned(), 30).is_some(), "written as one of the newer kind");
}

#[test]
fn nobody_keeps_linus_out_and_nobody_learns_that_he_is_there() {
    let app = behind(false);
    let told = |email: &str| -> Vec<(u16, String)> {
        let tries = (0..48).map(|i| sign_in(&app, &format!("203.0.113.{}", i % 4 + email.len()), email, "a guess"));
        tries.map(|heard| (heard.status, heard.body.to_string())).collect()
    };
    let (known, unknown) = (told("linus@example.org"), told("mallory.m@example.org"));
    assert_eq!(known, unknown, "one answer at the same try");
    assert!(known.iter().any(|(status, _)| *status == 429), "{known:?}");
    assert_eq!(sign_in(&app, "198.51.100.7", "linus@example.org", PASSWORD).body["ok"], true);
    // In his own browser he changes his password meanwhile, also while somebody guesses in another one of his; and Ada hands
    // the workspace on.
    let elsewhere = app.linus.with(app.linus.id, &app.spare_session(&app.linus));
    let guess = json!({ "old_password": "a guess", "new_password": "a much better password" });
    assert!((0..20).any(|_| elsewhere.refused("client.changePassword", guess.clone()) == "ratelimited"));
    let change = json!({ "old_password": PASSWORD, "new_password": "a much better password" });
    app.linus.ok("client.changePassword", change);
    for i in 0..20 {
        sign_in(&app, &format!("203.0.113.{}", 100 + i), "ada@example.org", "a guess");
    }
    app.ada.ok("client.transferOwnership", json!({ "user_id": app.grace.id, "password": PASSWORD }));
}

#[test]
fn a_browser_that_signed_in_before_passes_where_others_wait() {
    let app = counting();
    let known = sign_in(&app, "198.51.100.7", "linus@example.org", PASSWORD);
    let device = jar(&known);
    assert!(device.contains("comity-device="), "{device}");
    assert!(!device.contains("linus") && !device.contains(app.linus.id.as_str()), "it says nothing: {device}");
    let hidden = known.cookies.iter().all(|cookie| cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
    assert!(hidden, "{:?}", known.cookies);
    // A hundred and more wrong tries from everywhere: now others wait for this account, wherever they come from.
    let from = |i: usize| format!("203.0.{}.{}", i / 250, i % 250);
    let refused = (0..140).find(|i| sign_in(&app, &from(*i), "linus@example.org", "a guess").status == 429);
    assert!(refused.is_some_and(|i| i >= 100), "{refused:?}");
    assert_eq!(sign_in(&app, "198.51.100.8", "linus@example.org", PASSWORD).status, 429, "a browser nobody knows");
    let with = |email: &str, password: &str, cookie: &str, from: &str| {
        call(&app, "client.login", from, &json!({ "email": email, "password": password }), &[("cookie", cookie)])
    };
    assert_eq!(with("linus@example.org", PASSWORD, &device, "198.51.100.7").body["ok"], true);
    // Also where somebody beside them used up what their network has.
    for i in 0..10 {
        sign_in(&app, "198.51.100.7", &format!("nobody{i}@example.org"), "a guess");
    }
    assert_eq!(sign_in(&app, "198.51.100.7", "ada@example.org", PASSWORD).status, 429);
    assert_eq!(with("linus@example.org", PASSWORD, &device, "198.51.100.7").body["ok"], true);
    // It is good for that person only, as it was made, until the password is another; and it has a bound of its own.
    assert_eq!(with("ada@example.org", PASSWORD, &device, "198.51.100.7").status, 429);
    let forged = device.replace("comity-device=", "comity-device=a");
    assert_eq!(with("linus@example.org", PASSWORD, &forged, "198.51.100.9").status, 429);
    let guesses = (0..30).find(|_| with("linus@example.org", "a guess", &device, "198.51.100.7").status == 429);
    assert!(guesses.is_some(), "a stolen one guesses no faster");
    let again = jar(&sign_in(&app, "198.51.100.10", "grace@example.org", PASSWORD));
    let change = json!({ "old_password": PASSWORD, "new_password": "a much better password" });
    app.grace.ok("client.changePassword", change);
    for i in 0..140 {
        sign_in(&app, &format!("192.0.{}.{}", i / 250, i % 250), "grace@example.org", "a guess");
    }
    assert_eq!(with("grace@example.org", "a much better password", &again, "198.51.100.11").status, 429);
}

#[test]
fn an_unknown_address_costs_the_same_work() {
    let time = |app: &TestApp, round: usize, name: &str| {
        let start = Instant::now();
        let heard = sign_in(app, &format!("203.0.{round}.1"), &format!("{name}@example.org"), "a guess");
        assert_eq!(heard.error(), "invalid_auth");
        start.elapsed()
    };
    // The least of many is what the work takes, however busy the machine is meanwhile: both come to it in the end.
    let (mut known, mut unknown) = (Duration::MAX, Duration::MAX);
    let alike =
        |known: Duration, unknown: Duration| (0.8..1.25).contains(&(known.as_secs_f64() / unknown.as_secs_f64()));
    let people = ["ada", "grace", "linus", "margaret", "edsger"];
    for _ in 0..6 {
        // A fresh server, which knows of no guesses.
        let app = TestApp::start();
        for round in 0..30 {
            known = known.min(time(&app, round, people[round % people.len()]));
            unknown = unknown.min(time(&app, round, &format!("mallory{}", round % people.len())));
            if round >= people.len() && alike(known, unknown) {
                return;
            }
        }
    }
    panic!("{known:?} {unknown:?}");
}

#[test]
fn a_wrong_try_writes_nothing() {
    let app = TestApp::start();
    let position = || app.domain.view().unwrap().position().unwrap();
    let before = position();
    sign_in(&app, "203.0.113.1", "margaret@example.org", "a guess");
    sign_in(&app, "203.0.113.1", "mallory@example.org", "a guess");
    assert_eq!(
        app.linus.refused("client.changePassword", json!({ "old_password": "x", "new_password": "x" })),
        "wrong_password"
    );
    assert_eq!(position(), before);
}
