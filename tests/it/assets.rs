//! The web client as the binary hands it out.

use crate::app::{TestApp, agent};
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
    assert_eq!(get(&format!("{script}.br"), "identity").1, page.as_bytes(), "the twin has no address of its own");
}
