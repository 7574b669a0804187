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
