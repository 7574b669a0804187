//! Bad input to every method: always Slack's JSON with a code, never a failure of ours, and the server lives on.

use crate::app::{TestApp, agent};
use crate::matrix::arguments_of;
use crate::openapi;
use comity::api::table::METHODS;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

/// Arguments that methods read besides those in the matrix.
const MORE: &[&str] = &[
    "limit",
    "cursor",
    "oldest",
    "latest",
    "inclusive",
    "types",
    "count",
    "page",
    "blocks",
    "attachments",
    "metadata",
    "thread_ts",
    "reply_broadcast",
    "client_msg_id",
    "return_im",
    "force",
    "exclude_archived",
    "name",
    "email",
    "password",
    "prefs",
    "profile",
    "value",
    "time",
    "post_at",
    "error",
    "username",
    "icon_url",
];

/// Codes that mean that we have failed, not the caller.
const OURS: &[&str] = &["internal_error", "service_unavailable", "conflict", "fatal_error"];

/// What no method should stumble over.
fn hostile(app: &TestApp) -> Vec<Value> {
    let mut deep = json!([]);
    for _ in 0..100 {
        deep = json!([deep]);
    }
    let mut values = vec![Value::Null, json!(true), json!([]), json!({}), json!([null]), json!([[]]), deep];
    values.extend([
        json!(0),
        json!(-1),
        json!(1.5),
        json!(1e308),
        json!(u64::MAX),
        json!(i64::MIN),
        json!({ "a": {} }),
    ]);
    let texts = [
        "",
        " ",
        "-1",
        "NaN",
        "inf",
        "1e9999",
        "-9223372036854775809",
        "0.0000000",
        "18446744073709.551615",
        "1.-1",
        "\0",
        "\u{202e}\u{7}\r\n",
        "💣",
        "é̂".repeat(300).leak(),
        "../../etc/passwd",
        "' OR 1=1 --",
        "<script>",
        "%s%n",
        "[",
        "{",
        "[1",
        "{\"a\":",
        "null",
        "[null]",
        "\"",
        "AAAA",
        "____",
        "/+==",
        "=",
        ",,,,",
        "#",
        "@",
        "U",
        "U1",
        "C1",
        "D0000000000000000",
        "T1,C1,U1",
        "<@U1> <!channel> <!subteam^S1>",
        "1700000000.000001",
        "0",
        "C00000000000000000000000000000000",
    ];
    values.extend(texts.map(Value::from));
    values.extend([&app.general, &app.ada.id.to_string(), &app.courier.id.to_string()].map(|id| json!(id)));
    values.extend([json!("x".repeat(100_000)), json!("U1,".repeat(20_000)), json!(["U1"].repeat(2_000))]);
    values.extend([json!("[".repeat(5_000)), json!("\u{0}".repeat(1_000)), json!("A".repeat(5_000))]);
    values
}

/// Judges an answer: its form, and that the failure is not ours.
#[track_caller]
fn judge(what: &str, status: u16, body: &str) {
    let shown: String = what.chars().take(400).collect();
    assert!(status == 200 || status == 429, "{shown} -> {status} {body}");
    let answer: Value = serde_json::from_str(body).unwrap_or_else(|e| panic!("{shown} -> no JSON ({e}): {body}"));
    let code = answer["error"].as_str().unwrap_or_default();
    match &answer["ok"] {
        Value::Bool(true) => {}
        Value::Bool(false) => assert!(!code.is_empty() && !OURS.contains(&code), "{shown} -> {answer}"),
        _ => panic!("{shown} -> neither ok nor refused: {answer}"),
    }
}

fn send(app: &TestApp, client: &ureq::Agent, token: &str, method: &str, args: &Value) {
    let text = args.to_string();
    let sent = client
        .post(format!("{}/api/{method}", app.url))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json; charset=utf-8")
        .send(&text);
    let what = format!("{method} {text}");
    let mut answer = sent.unwrap_or_else(|e| panic!("the connection was dropped ({e}): {what:.400}"));
    let status = answer.status().as_u16();
    let body = answer.body_mut().read_to_string().unwrap();
    judge(&what, status, &body);
    openapi::check(method, &serde_json::from_str(&body).unwrap());
}

#[test]
fn no_argument_of_any_method_is_too_strange() {
    let app = TestApp::start_in_memory();
    let (client, values) = (agent(), hostile(&app));
    let templates = arguments_of(&app);
    let names: BTreeSet<String> = templates
        .values()
        .flatten()
        .flat_map(|t| t.as_object().unwrap().keys().cloned())
        .chain(MORE.iter().map(|m| (*m).to_owned()))
        .collect();
    for method in METHODS.iter().filter(|m| m.name != "client.login") {
        for value in &values {
            let everywhere: Map<String, Value> = names.iter().map(|n| (n.clone(), value.clone())).collect();
            // A huge value under every name is a request too large; it is told elsewhere.
            if value.to_string().len() * names.len() < 1_000_000 {
                tell(&app, &client, method.name, &Value::Object(everywhere));
            }
            for template in templates.get(method.name).into_iter().flatten() {
                let own = template.as_object().unwrap();
                let paging = ["limit", "cursor", "oldest", "latest"].map(str::to_owned);
                for name in own.keys().cloned().chain(paging) {
                    let mut args = own.clone();
                    args.insert(name, value.clone());
                    tell(&app, &client, method.name, &Value::Object(args));
                }
            }
        }
    }
    // Two are enough here: each try costs a password's hash.
    for args in [json!({}), json!({ "email": "\0".repeat(10_000), "password": "x".repeat(100_000) })] {
        send(&app, &client, "", "client.login", &args);
    }
    app.margaret.say(&app.general, "and still it answers");
}

/// Sends as somebody whom the method takes, with a token that is thrown away with the session it may end.
fn tell(app: &TestApp, client: &ureq::Agent, method: &str, args: &Value) {
    use comity::api::table::{Auth, find};
    let ends = ["auth.revoke", "client.logout"].contains(&method);
    let token = match find(method).map(|m| m.auth) {
        _ if ends => app.spare_session(&app.linus),
        Some(Auth::App) => app.courier_app.clone(),
        _ => app.ada.token.clone(),
    };
    send(app, client, &token, method, args);
}

/// A request as bytes, and what came back: the status and the body.
fn raw(app: &TestApp, request: &[u8]) -> (u16, String) {
    let mut stream = connect(app);
    // The server may answer before it has read everything; what counts is the answer.
    let _ = stream.write_all(request);
    read(stream).unwrap_or_else(|| panic!("dropped: {:.300}", String::from_utf8_lossy(request)))
}

fn connect(app: &TestApp) -> TcpStream {
    let stream = TcpStream::connect(app.url.trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream.set_write_timeout(Some(Duration::from_secs(60))).unwrap();
    stream
}

/// One answer: until its length is there or the connection ends.
fn read(mut stream: TcpStream) -> Option<(u16, String)> {
    let (mut bytes, mut buffer) = (Vec::new(), [0; 65_536]);
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.to_lowercase().lines().find_map(|l| l.strip_prefix("content-length: ")?.parse().ok());
            if length.is_some_and(|length: usize| body.len() >= length) {
                return Some((head.split_whitespace().nth(1)?.parse().ok()?, body.to_owned()));
            }
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return None,
            Ok(n) => bytes.extend_from_slice(&buffer[..n]),
        }
    }
}

fn post(app: &TestApp, kind: &str, body: &[u8]) -> Vec<u8> {
    let token = &app.ada.token;
    let head = format!(
        "POST /api/chat.postMessage HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: {kind}\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

#[test]
fn no_body_is_too_strange() {
    let app = TestApp::start_in_memory();
    let form = "application/x-www-form-urlencoded";
    let cut = "multipart/form-data; boundary=x";
    let deep = format!("{{\"blocks\":{}{}}}", "[".repeat(20_000), "]".repeat(20_000));
    let bodies: &[(&str, &[u8])] = &[
        (form, b"channel=%ff%fe&text=%c3%28"),
        (form, b"text=\xff\xfe\x00"),
        (form, b"%%%=%zz&&&===&text"),
        (form, b"text=a&text=b&text[]=c"),
        ("application/json", b"{"),
        ("application/json", b"\xff\xfe{}"),
        ("application/json", b"[]"),
        ("application/json", b"null"),
        ("application/json", b"{\"text\":\"\\ud800\"}"),
        ("application/json", b"{\"limit\":1e999999}"),
        ("application/json", b"{\"text\":\"a\",\"text\":[]}"),
        ("application/json", deep.as_bytes()),
        (cut, b"--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhello"),
        (cut, b"--x\r\n\r\n\r\n--x--"),
        (cut, b"--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n\xff\xfe\r\n--x--"),
        ("multipart/form-data", b"--x--"),
        ("multipart/form-data; boundary=", b"--"),
        ("text/xml", b"<a/>"),
        ("", b"a=b"),
        ("application/json; charset=utf-16", b"{\0}\0"),
        ("\x01\x02", b"x"),
    ];
    for (kind, body) in bodies {
        let (status, answer) = raw(&app, &post(&app, kind, body));
        // A header that is no header is refused before there is a method to answer.
        if *kind == "\x01\x02" {
            assert_eq!(status, 400);
        } else {
            judge(&format!("{kind}: {}", String::from_utf8_lossy(body)), status, &answer);
        }
    }
    app.margaret.say(&app.general, "and still it answers");
}

#[test]
fn no_request_is_too_large_or_too_strange_to_be_answered() {
    let app = TestApp::start_in_memory();
    let huge = vec![b'x'; 3 * 1024 * 1024];
    let (status, answer) = raw(&app, &post(&app, "application/json", &huge));
    judge("3 MiB", status, &answer);
    assert!(answer.contains("request_too_large"), "{answer}");
    let chunked = b"POST /api/api.test HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n";
    for (what, request) in [
        ("a broken chunk", chunked.to_vec()),
        ("a path that is not UTF-8", b"GET /api/%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n".to_vec()),
        ("a method of 60 kB", format!("GET /api/{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(60_000)).into_bytes()),
        ("a query of 60 kB", format!("GET /api/api.test?a={} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(60_000)).into()),
        ("a broken query", b"GET /api/api.test?%ff=%&&== HTTP/1.1\r\nHost: x\r\n\r\n".to_vec()),
        ("no method", b"GET /api/ HTTP/1.1\r\nHost: x\r\n\r\n".to_vec()),
        ("another verb", b"PUT /api/api.test HTTP/1.1\r\nHost: x\r\n\r\n".to_vec()),
        ("no verb", b"\x16\x03\x01\x02\r\n\r\n".to_vec()),
        ("many headers", headers(50)),
        ("too many headers", headers(2_000)),
        ("a header of 200 kB", format!("GET / HTTP/1.1\r\nHost: x\r\nX-A: {}\r\n\r\n", "a".repeat(200_000)).into()),
        (
            "two lengths",
            b"POST /api/api.test HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab".into(),
        ),
    ] {
        let (status, answer) = raw(&app, &request);
        assert!((200..500).contains(&status), "{what} -> {status} {answer}");
        app.margaret.ok("api.test", json!({}));
    }
}

/// What a stranger may have under way is bounded: what a body says of itself is judged before it comes, and who opens many
/// connections and sends no end has so many of them.
#[test]
fn a_stranger_holds_little_whatever_is_sent() {
    let app = TestApp::start_in_memory();
    let head = |method: &str, length: usize| {
        let head = format!("POST /api/{method} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n");
        format!("{head}Content-Length: {length}\r\n\r\n").into_bytes()
    };
    for (method, length) in [("client.login", 100_000_000), ("client.login", 70_000), ("chat.postMessage", 2_000_000)] {
        let (status, answer) = raw(&app, &head(method, length));
        judge(method, status, &answer);
        assert!(answer.contains("request_too_large"), "{method} {length}: {answer}");
    }
    let most = comity::base::limits::STRANGER_BYTES / comity::base::limits::STRANGER_BODY_BYTES;
    let half = [head("client.login", 60_000), vec![b' '; 30_000]].concat();
    let open = |_| {
        let mut stream = connect(&app);
        stream.write_all(&half).unwrap();
        stream
    };
    let mut held: Vec<TcpStream> = (0..most + 20).map(open).collect();
    // The server takes them in any order: some are told at once that there are too many.
    let told = held.iter_mut().map(|stream| {
        stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
        let mut start = [0; 12];
        stream.read(&mut start).is_ok_and(|n| start[..n].ends_with(b"429"))
    });
    assert_eq!(told.filter(|told| *told).count(), 20);
    let (status, answer) = raw(&app, &head("client.login", 10));
    assert!(status == 429 && answer.contains("ratelimited"), "{status} {answer}");
    app.margaret.say(&app.general, "whoever has a session notices nothing");
    drop(held);
    let right = json!({ "email": "linus@example.org", "password": crate::app::PASSWORD });
    let again = (0..50).any(|_| {
        thread::sleep(Duration::from_millis(100));
        app.linus.call("client.login", right.clone())["ok"] == true
    });
    assert!(again, "who lets go has given back");
}

fn headers(n: usize) -> Vec<u8> {
    let lines: String = (0..n).map(|i| format!("X-H{i}: {i}\r\n")).collect();
    format!("GET /api/api.test HTTP/1.1\r\nHost: x\r\n{lines}\r\n").into_bytes()
}

/// Those who drip a body in hold nobody up, and are told at last that it took too long.
#[test]
fn slow_senders_cost_nobody_else_anything() {
    let app = TestApp::start_in_memory();
    let slow: Vec<_> = (0..60)
        .map(|_| {
            let mut stream = connect(&app);
            let head = "POST /api/chat.postMessage HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
            write!(stream, "{head}Content-Length: 1000\r\n\r\n{{").unwrap();
            stream
        })
        .collect();
    let begun = Instant::now();
    let dripping: Vec<_> = slow
        .into_iter()
        .map(|mut stream| {
            thread::spawn(move || {
                let answer = stream.try_clone().map(|reading| thread::spawn(move || read(reading))).unwrap();
                while !answer.is_finished() && stream.write_all(b" ").is_ok() {
                    thread::sleep(Duration::from_millis(500));
                }
                let _ = stream.shutdown(Shutdown::Both);
                answer.join().unwrap()
            })
        })
        .collect();
    for n in 0..20 {
        let asked = Instant::now();
        app.margaret.say(&app.general, &format!("line {n}"));
        assert!(asked.elapsed() < Duration::from_secs(5), "slow senders hold others up");
        thread::sleep(Duration::from_millis(100));
    }
    for one in dripping {
        let (status, answer) = one.join().unwrap().expect("a slow sender is told why");
        judge("a slow body", status, &answer);
        assert!(answer.contains("request_timeout"), "{answer}");
    }
    assert!(begun.elapsed() < Duration::from_secs(50), "a body may take half a minute, and no more");
}
