//! The web client as the binary hands it out.

use crate::app::{TestApp, agent};
use serde_json::json;
use std::fmt::Write;

#[test]
fn the_client_comes_small_and_under_a_strict_policy() {
    let app = TestApp::start();
    let get = |path: &str, encoding: &str| {
        let mut answer = agent().get(format!("{}{path}", app.url)).header("accept-encoding", encoding).call().unwrap();
        let mut headers = String::new();
        for (name, value) in answer.headers() {
            writeln!(headers, "{name}: {}", value.to_str().unwrap()).unwrap();
        }
        (headers, answer.body_mut().read_to_vec().unwrap())
    };
    let (headers, page) = get("/", "identity");
    assert!(headers.contains("default-src 'none'") && !headers.contains("unsafe"), "{headers}");
    assert!(headers.contains("require-trusted-types-for 'script'") && !headers.contains("https:"), "{headers}");
    let page = String::from_utf8(page).unwrap();
    let script = page.split("src=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a script in the page");
    let (whole_headers, whole) = get(script, "identity");
    let (small_headers, small) = get(script, "gzip, br;q=0.9");
    assert!(whole_headers.contains("immutable") && !whole_headers.contains("content-encoding"));
    assert!(small_headers.contains("content-encoding: br"), "{small_headers}");
    assert!(small.len() * 2 < whole.len(), "{} of {} bytes", small.len(), whole.len());
    assert_eq!(get("/archives/C123/p1", "identity").1, page.as_bytes());
    for gone in [format!("{script}.br"), "/assets/of-another-version.js".to_owned()] {
        let answer = agent().get(format!("{}{gone}", app.url)).call().unwrap();
        assert_eq!(answer.status(), 404, "the twin has no address of its own, and what an upgrade took away is gone");
    }
}

/// Posts a browser's report; the status.
fn report(app: &TestApp, body: &str) -> u16 {
    let sent = agent().post(format!("{}/csp-report", app.url)).header("content-type", "application/csp-report");
    sent.send(body).unwrap().status().as_u16()
}

#[test]
fn the_page_stands_apart_from_other_sites_and_asks_devices_for_nothing() {
    let app = TestApp::start();
    let answer = agent().get(&app.url).call().unwrap();
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("cross-origin-opener-policy"), "same-origin");
    assert_eq!(header("cross-origin-resource-policy"), "same-origin");
    assert!(header("permissions-policy").contains("camera=()"));
    assert!(header("content-security-policy").contains("trusted-types comity-worker;"));
    assert!(header("content-security-policy").ends_with("report-uri /csp-report"));
}

#[test]
fn every_answer_says_what_it_is_and_stays_nowhere() {
    let app = TestApp::start();
    let post = |path: &str| agent().post(format!("{}{path}", app.url)).send("nonsense").unwrap();
    let get = |path: &str| agent().get(format!("{}{path}", app.url)).call().unwrap();
    let picture = app.linus.ok("users.info", json!({ "user": app.linus.id }))["user"]["profile"]["image_72"].clone();
    let shown = agent().get(picture.as_str().unwrap()).header("authorization", format!("Bearer {}", app.linus.token));
    let answers = [
        ("the page", 200, get("/")),
        ("a part that is gone", 404, get("/assets/of-another-version.js")),
        ("a method", 200, post("/api/api.test")),
        ("a refusal", 200, post("/api/auth.test")),
        ("no method", 200, get("/api/no.such.method")),
        ("the document", 200, get("/api/openapi.json")),
        ("a webhook that is none", 404, post("/services/T1/B1/x")),
        ("a picture", 200, shown.call().unwrap()),
        ("a picture nobody may see", 403, get("/avatars/U1/x")),
        ("an emoji nobody may see", 403, get("/emoji/x")),
        ("no report", 400, post("/csp-report")),
        ("no socket", 403, get("/client/socket")),
        ("no ticket", 401, get("/rtm/x")),
        ("a wrong verb", 405, agent().put(format!("{}/api/api.test", app.url)).send("").unwrap()),
        ("nothing to post to", 405, post("/nowhere")),
    ];
    for (what, status, answer) in answers {
        let header = |name: &str| answer.headers().get(name).map_or("none", |value| value.to_str().unwrap()).to_owned();
        assert_eq!(answer.status(), status, "{what}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{what}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{what}");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin", "{what}");
        assert!(header("content-security-policy").starts_with("default-src 'none'"), "{what}");
        let kept = if what == "the page" { "no-cache" } else { "no-store" };
        assert!(header("cache-control").ends_with(kept), "{what}: {}", header("cache-control"));
    }
}

#[test]
fn a_report_is_counted_by_directive_and_told_to_administrators() {
    let app = TestApp::start();
    assert_eq!(app.ada.ok("admin.reports.list", json!({}))["reports"], json!([]));
    let about = |directive: &str| {
        json!({ "csp-report": {
            "document-uri": "https://chat.example.org/", "blocked-uri": "https://tracker.example.org/secret",
            "effective-directive": directive, "script-sample": "alert(1)",
        } })
        .to_string()
    };
    assert_eq!(report(&app, &about("img-src")), 204);
    assert_eq!(report(&app, &about("img-src")), 204);
    assert_eq!(report(&app, r#"{"csp-report":{"violated-directive":"script-src 'self'"}}"#), 204);
    assert_eq!(report(&app, &about("a stranger's text")), 204);
    let told = app.grace.ok("admin.reports.list", json!({}));
    let counted = json!([
        { "directive": "img-src", "count": 2 }, { "directive": "script-src", "count": 1 },
        { "directive": "other", "count": 1 },
    ]);
    assert_eq!(told["reports"], counted);
    assert_eq!(app.linus.refused("admin.reports.list", json!({})), "not_an_admin");
}

#[test]
fn what_is_no_report_or_too_large_or_too_much_is_refused() {
    let app = TestApp::start_with(|config| config.limits.rate_limits = true);
    for body in ["", "[]", "nonsense", r#"{"csp-report":7}"#, r#"{"csp-report":{"effective-directive":7}}"#] {
        assert_eq!(report(&app, body), 400, "{body}");
    }
    let large = json!({ "csp-report": { "effective-directive": "img-src", "x": "x".repeat(20_000) } }).to_string();
    assert_eq!(report(&app, &large), 413);
    let small = r#"{"csp-report":{"effective-directive":"img-src"}}"#;
    let answers: Vec<u16> = (0..500).map(|_| report(&app, small)).take_while(|status| *status != 429).collect();
    assert!(answers.len() < 500 && answers.iter().all(|status| *status == 204), "{} reports", answers.len());
}
