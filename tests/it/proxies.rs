//! Stories of a server behind a proxy: who guesses passwords is slowed down by their own address, whatever they claim.

use crate::app::{PASSWORD, TestApp, agent};
use serde_json::{Value, json};

/// More tries than a burst holds, however slow this machine is.
const TRIES: usize = 60;

/// A server that counts, behind these proxies. The tests themselves connect from 127.0.0.1.
fn behind(proxies: &[&str]) -> TestApp {
    TestApp::start_with(|config| {
        config.limits.rate_limits = true;
        config.http.trusted_proxies = proxies.iter().map(|range| range.parse().unwrap()).collect();
    })
}

/// One try, with lines of headers as they reach the server.
fn sign_in(app: &TestApp, password: &str, headers: &[(&str, &str)]) -> Value {
    let mut request = agent().post(format!("{}/api/client.login", app.url)).header("content-type", "application/json");
    for (name, value) in [("x-comity-client", "1")].iter().chain(headers) {
        request = request.header(*name, *value);
    }
    // An address nobody has: who is known is limited by account too.
    let email = if password == PASSWORD { "ada@example.org" } else { "nobody@example.org" };
    let sent = request.send(json!({ "email": email, "password": password }).to_string());
    serde_json::from_str(&sent.unwrap().body_mut().read_to_string().unwrap()).unwrap()
}

/// Whether somebody who goes on guessing is stopped; `headers` are those of each try.
fn is_stopped(app: &TestApp, headers: impl Fn(usize) -> Vec<(&'static str, String)>) -> bool {
    (0..TRIES).any(|i| {
        let headers = headers(i);
        let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        sign_in(app, "a guess", &headers)["error"] == "ratelimited"
    })
}

#[test]
fn who_guesses_behind_a_proxy_shuts_nobody_else_out() {
    let app = behind(&["127.0.0.1/32"]);
    assert!(is_stopped(&app, |_| vec![("x-forwarded-for", "203.0.113.7".to_owned())]));
    let from = |address| sign_in(&app, PASSWORD, &[("x-forwarded-for", address)]);
    assert_eq!(from("203.0.113.7")["error"], "ratelimited");
    assert_eq!(from("198.51.100.4")["ok"], true, "Ada sits elsewhere");
    assert_eq!(from("2001:db8::7")["ok"], true);
}

#[test]
fn who_guesses_behind_a_proxy_and_makes_addresses_up_is_stopped() {
    // The proxy adds where it was called from, on the same line or on one of its own.
    let app = behind(&["127.0.0.0/8"]);
    assert!(is_stopped(&app, |i| vec![("x-forwarded-for", format!("198.51.100.{i}, 203.0.113.7"))]));
    assert!(is_stopped(&app, |i| vec![
        ("x-forwarded-for", format!("198.51.100.{i}")),
        ("x-forwarded-for", "203.0.113.8".to_owned()),
    ]));
    // Posing as a proxy oneself does not help either.
    assert!(is_stopped(&app, |i| vec![("x-forwarded-for", format!("198.51.100.{i}, 127.0.0.9, 203.0.113.9"))]));
}

#[test]
fn who_has_a_network_of_the_newer_addresses_is_one_caller() {
    let app = behind(&["127.0.0.1/32"]);
    assert!(is_stopped(&app, |i| vec![("x-forwarded-for", format!("2001:db8:1:2:aaaa::{i:x}"))]));
    let from = |address| sign_in(&app, PASSWORD, &[("x-forwarded-for", address)]);
    assert_eq!(from("2001:db8:1:2::1")["error"], "ratelimited");
    assert_eq!(from("2001:db8:9:9::1")["ok"], true, "Ada sits elsewhere");
    // Who has many such networks of one customer is slowed down as well, if later.
    assert!(is_stopped(&app, |i| vec![("x-forwarded-for", format!("2001:db8:2:{i:x}::1"))]));
}

#[test]
fn a_token_of_ones_own_buys_no_guesses() {
    let app = behind(&["127.0.0.1/32"]);
    let bearers: Vec<String> = (0..TRIES).map(|_| format!("Bearer {}", app.spare_session(&app.linus))).collect();
    assert!(is_stopped(&app, |i| vec![
        ("x-forwarded-for", "203.0.113.7".to_owned()),
        ("authorization", bearers[i].clone()),
    ]));
}

#[test]
fn without_a_trusted_proxy_the_header_is_never_believed() {
    for proxies in [&[][..], &["10.0.0.0/8"][..]] {
        let app = behind(proxies);
        assert!(is_stopped(&app, |i| vec![("x-forwarded-for", format!("198.51.100.{i}"))]), "{proxies:?}");
        assert_eq!(sign_in(&app, PASSWORD, &[])["error"], "ratelimited", "it was counted for who connected");
    }
}

#[test]
fn headers_a_proxy_passes_on_as_they_came_are_not_read() {
    let app = behind(&["127.0.0.1/32"]);
    assert!(is_stopped(&app, |i| vec![
        ("forwarded", format!("for=198.51.100.{i}")),
        ("x-real-ip", format!("198.51.100.{i}")),
        ("x-forwarded-for", "203.0.113.7".to_owned()),
    ]));
}

#[test]
fn the_page_on_health_warns_of_a_proxy_that_hides_who_calls() {
    // An address of its own, as the one people use is not where the server listens.
    let free = std::net::TcpListener::bind("127.0.0.2:0").unwrap().local_addr().unwrap();
    let warned = |proxies: &[&str], url: &str| {
        let app = TestApp::start_with(|config| {
            config.listen = free;
            config.public_url = url.to_owned();
            config.http.trusted_proxies = proxies.iter().map(|range| range.parse().unwrap()).collect();
        });
        let request = agent().get(format!("http://{free}/api/admin.health.info"));
        let sent = request.header("authorization", format!("Bearer {}", app.ada.token)).call();
        let health = sent.unwrap().body_mut().read_to_string().unwrap();
        assert!(health.contains("\"warnings\""), "{health}");
        (health.contains("proxy_not_trusted"), health.contains("not_encrypted"))
    };
    assert_eq!(warned(&[], "https://chat.example.org"), (true, false));
    assert_eq!(warned(&["127.0.0.1/32"], "https://chat.example.org"), (false, false));
    // Only this machine reaches the process, and people call it by another name: somebody stands in between.
    assert_eq!(warned(&[], "http://chat.example.org"), (true, true));
    assert_eq!(warned(&["127.0.0.1/32"], "http://chat.example.org"), (false, true));
    for own in ["http://localhost:8065", "http://127.0.0.2:8065", "http://[::1]:8065", "http://chat.localhost"] {
        assert_eq!(warned(&[], own), (false, false), "{own}");
    }
}
