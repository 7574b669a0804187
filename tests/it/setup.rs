//! The first run: `comity serve` in an empty directory, and Ada with a browser. The real binary, as a user starts it.

use crate::app::agent;
use crate::cli::{comity, init, run};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Stdio};
use std::time::{Duration, Instant};

const PASSPHRASE: &str = "six random words make a passphrase";
const PASSWORD: &str = "correct horse battery";

/// A server that was just started, and what it said on its terminal.
pub struct Server {
    pub child: Child,
    out: BufReader<ChildStdout>,
    log: std::path::PathBuf,
    pub said: String,
    /// Where it listens; empty when it ended at once.
    pub url: String,
    /// The secret of its link; empty when it serves.
    pub secret: String,
}

impl Server {
    pub fn start(dir: &Path) -> Self {
        Self::start_with(dir, &[])
    }

    pub fn start_with(dir: &Path, environment: &[(&str, &str)]) -> Self {
        let log = dir.with_extension("log");
        let stderr = fs::OpenOptions::new().create(true).append(true).open(&log).unwrap();
        let mut command = comity(dir, &["serve"]);
        command.env("COMITY_LISTEN", "127.0.0.1:0").env("COMITY_LOG__FILTER", "trace").stdout(Stdio::piped());
        let mut child = command.envs(environment.iter().copied()).stderr(stderr).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let mut server = Self { child, out, log, said: String::new(), url: String::new(), secret: String::new() };
        server.hear();
        server
    }

    /// Reads on until there is an address.
    fn hear(&mut self) {
        loop {
            let mut line = String::new();
            if self.out.read_line(&mut line).unwrap() == 0 {
                return;
            }
            self.said.push_str(&line);
            let Some(at) = line.find("http") else { continue };
            let link = line[at..].trim();
            let (url, secret) = link.split_once("/#/setup/").unwrap_or((link, ""));
            (self.url, self.secret) = (url.to_owned(), secret.to_owned());
            return;
        }
    }

    /// What it said after the last address, once it has ended.
    pub fn rest(&mut self) -> String {
        let mut rest = String::new();
        std::io::Read::read_to_string(&mut self.out, &mut rest).unwrap();
        rest
    }

    /// Calls a method; the whole answer.
    fn call(&self, method: &str, args: &Value) -> Value {
        let sent = agent()
            .post(format!("{}/api/{method}", self.url))
            .header("content-type", "application/json; charset=utf-8")
            .send(args.to_string());
        let text = sent.unwrap().body_mut().read_to_string().unwrap();
        serde_json::from_str(&text).unwrap_or_else(|e| panic!("{method}: {e}: {text}"))
    }

    /// Calls a method of the set-up with the link's secret.
    fn setup(&self, step: &str, mut args: Value) -> Value {
        args["secret"] = json!(self.secret);
        self.call(&format!("client.setup.{step}"), &args)
    }

    fn code(&self, step: &str, args: Value) -> String {
        let answer = self.setup(step, args);
        assert_eq!(answer["ok"], false, "{answer}");
        answer["error"].as_str().unwrap().to_owned()
    }

    /// Everything a person answers, with the key in a file.
    pub fn finish(&mut self) {
        let answer = self.setup("finish", answers());
        assert_eq!(answer["ok"], true, "{answer}");
        self.hear();
    }

    /// Ada's session, as a token.
    fn ada(&self) -> String {
        let mut answer = agent()
            .post(format!("{}/api/client.login", self.url))
            .header("x-comity-client", "1")
            .header("content-type", "application/json; charset=utf-8")
            .send(json!({ "email": "ada@example.org", "password": PASSWORD }).to_string())
            .unwrap();
        let cookie = answer.headers().get("set-cookie").map(|c| c.to_str().unwrap().to_owned());
        let text = answer.body_mut().read_to_string().unwrap();
        let cookie = cookie.unwrap_or_else(|| panic!("no session: {text}"));
        cookie.split_once('=').unwrap().1.split(';').next().unwrap().to_owned()
    }

    fn as_ada(&self, method: &str, args: &Value) -> Value {
        let sent = agent()
            .post(format!("{}/api/{method}", self.url))
            .header("authorization", format!("Bearer {}", self.ada()))
            .header("content-type", "application/json; charset=utf-8")
            .send(args.to_string());
        serde_json::from_str(&sent.unwrap().body_mut().read_to_string().unwrap()).unwrap()
    }

    pub fn kill(&mut self) {
        // It may have ended by itself, which is what some stories are about.
        drop(self.child.kill());
        self.child.wait().unwrap();
    }

    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

fn answers() -> Value {
    json!({
        "root": "identity", "name": "Municipal Hospital", "real_name": "Ada Byron", "email": "ada@example.org",
        "password": PASSWORD,
    })
}

fn with(mut answers: Value, change: &[(&str, Value)]) -> Value {
    for (name, value) in change {
        answers[*name] = value.clone();
    }
    answers
}

/// A place of its own, with room for the log beside it.
pub fn place() -> (tempfile::TempDir, std::path::PathBuf) {
    let above = tempfile::tempdir().unwrap();
    let dir = above.path().join("server");
    fs::create_dir(&dir).unwrap();
    (above, dir)
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn an_empty_directory_becomes_a_server_without_another_start() {
    let (_above, dir) = place();
    let mut server = Server::start(&dir);
    assert!(server.said.contains("good once"), "{}", server.said);
    let mut page = agent().get(&server.url).call().unwrap();
    assert!(page.headers().contains_key("content-security-policy"));
    assert!(page.body_mut().read_to_string().unwrap().contains("<div id=\"app\""));
    let begin = server.setup("begin", json!({}));
    assert_eq!((begin["steps"].as_str(), begin["at_least"]["password"].as_u64()), (Some("everything"), Some(10)));
    let key_file = dir.join("comity-root.key");
    assert!(begin["key_file"].as_str().unwrap().ends_with("server/comity-root.key"), "{begin}");
    let key = server.setup("key", json!({}));
    assert_eq!(names(&dir), Vec::<String>::new(), "nothing is made before the end");
    server.finish();
    assert_eq!(names(&dir), ["comity-data", "comity-root.key", "comity.toml"]);
    assert_eq!(fs::read_to_string(&key_file).unwrap(), key["text"].as_str().unwrap(), "the copy is of this key");
    let mode = |name: &str| fs::metadata(dir.join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("comity-root.key"), mode("comity-data")), (0o600, 0o700));
    let boot = server.as_ada("client.boot", &json!({}));
    assert_eq!(boot["team"]["name"], "Municipal Hospital");
    assert_eq!(
        (boot["team"]["domain"].as_str(), boot["self"]["is_owner"].as_bool()),
        (Some("municipal-hospital"), Some(true))
    );
    assert_eq!(boot["channels"][0]["name"], "general");
    server.kill();
    let again = Server::start(&dir);
    assert_eq!(again.secret, "", "it just serves: {}", again.said);
    assert_eq!(again.as_ada("client.boot", &json!({}))["self"]["name"], "ada");
    drop(again);
    let (ok, words) = run(&dir, &["doctor"]);
    assert!(ok && words.contains("it is the pinned one"), "{words}");
}

#[test]
fn only_who_has_the_link_takes_the_server_over() {
    let (_above, dir) = place();
    let mut server = Server::start(&dir);
    for step in ["begin", "key", "check", "finish"] {
        let method = format!("client.setup.{step}");
        for secret in
            [json!(""), json!(null), json!([]), json!(server.secret.to_uppercase()), json!(&server.secret[1..])]
        {
            let answer = server.call(&method, &with(answers(), &[("secret", secret.clone())]));
            assert_eq!(answer["error"], "invalid_secret", "{step} {secret}: {answer}");
        }
    }
    assert_eq!(names(&dir), Vec::<String>::new());
    // Whoever goes on guessing is slowed, and the link stays the one on the terminal.
    let guesses = (0..60).map(|i| server.call("client.setup.begin", &json!({ "secret": format!("guess {i}") })));
    let errors: Vec<_> = guesses.map(|answer| answer["error"].as_str().unwrap().to_owned()).collect();
    assert!(errors.iter().any(|error| error == "ratelimited"), "{errors:?}");
    assert_eq!(server.setup("begin", json!({}))["ok"], true, "{}", server.said);
    server.finish();
    assert_eq!(server.as_ada("auth.test", &json!({}))["user"], "ada");
}

#[test]
fn everything_else_says_that_the_server_is_not_set_up() {
    let (_above, dir) = place();
    let server = Server::start(&dir);
    for method in
        ["client.boot", "client.login", "api.test", "auth.test", "chat.postMessage", "client.setup.other", "%F0%9F"]
    {
        let answer = server.call(method, &json!({ "secret": server.secret, "token": "xoxb-1" }));
        assert_eq!(answer["error"], "not_set_up", "{method}: {answer}");
    }
    // Whoever sends something here must not take it as delivered, and no secret may be asked for in an address.
    let by_query = format!("client.setup.key?secret={}", server.secret);
    let sent = |method: &str, path: &str| {
        let request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", server.url));
        let mut answer = agent().run(request.body("text=hello").unwrap()).unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    };
    for (method, path) in [
        ("POST", "/services/T1/B1/abc"),
        ("PUT", "/"),
        ("PUT", "/x"),
        ("POST", "/"),
        ("DELETE", "/api/client.setup.key"),
        ("PUT", "/api/client.setup.finish"),
        ("POST", "/api/chat.postMessage"),
        ("POST", "/api/"),
        ("GET", "/some/page"),
        ("GET", "/avatars/U1"),
        ("GET", &format!("/api/{by_query}")),
        ("OPTIONS", "/"),
    ] {
        let (status, text) = sent(method, path);
        assert_eq!((status, text.contains("\"not_set_up\"")), (503, true), "{method} {path}: {text}");
    }
    for path in ["/", "/index.html", "/manifest.webmanifest"] {
        assert_eq!(agent().get(format!("{}{path}", server.url)).call().unwrap().status().as_u16(), 200, "{path}");
    }
}

#[test]
fn a_server_is_set_up_once() {
    let (_above, dir) = place();
    let mut server = Server::start(&dir);
    let secret = server.secret.clone();
    server.finish();
    let before = fs::read(dir.join("comity.toml")).unwrap();
    for step in ["begin", "key", "check", "finish"] {
        let args = with(answers(), &[("secret", json!(secret)), ("email", json!("eve@example.org"))]);
        assert_eq!(server.call(&format!("client.setup.{step}"), &args)["error"], "unknown_method", "{step}");
    }
    assert_eq!(before, fs::read(dir.join("comity.toml")).unwrap());
    assert_eq!(server.call("client.login", &json!({ "email": "eve@example.org", "password": PASSWORD }))["ok"], false);
}

#[test]
fn what_is_answered_wrongly_is_refused_before_anything_is_made() {
    let (_above, dir) = place();
    let mut server = Server::start(&dir);
    let long = "x".repeat(300);
    let wrong: [(&str, &str, Value, &str); 16] = [
        ("key", "root", json!("iron"), "invalid_arguments"),
        ("key", "root", json!(["identity"]), "invalid_arguments"),
        ("key", "root", json!("passphrase"), "invalid_root_key"),
        ("key", "spare", json!("too short"), "invalid_spare_key"),
        ("key", "spare", json!("x".repeat(2_000)), "invalid_spare_key"),
        ("workspace", "name", json!("  "), "invalid_name"),
        ("workspace", "name", json!(long), "invalid_name"),
        ("workspace", "name", json!("two\nlines"), "invalid_name"),
        ("workspace", "domain", json!("Ä"), "invalid_domain"),
        ("workspace", "public_url", json!("chat.example.org"), "invalid_configuration"),
        ("workspace", "public_url", json!("https://chat.example.org/chat"), "invalid_configuration"),
        ("workspace", "public_url", json!("https://a\"\nlisten = \"0.0.0.0:1"), "invalid_configuration"),
        ("owner", "real_name", json!(""), "invalid_real_name"),
        ("owner", "email", json!("nowhere"), "invalid_email"),
        ("owner", "email", json!(format!("{long}@example.org")), "invalid_email"),
        ("owner", "password", json!("short"), "invalid_password"),
    ];
    for (step, field, value, code) in wrong {
        let args = with(answers(), &[(field, value.clone()), ("step", json!(step))]);
        assert_eq!(server.code("check", args.clone()), code, "{field} {value}");
        assert_eq!(server.code("finish", args), code, "{field} {value}");
        assert_eq!(names(&dir), Vec::<String>::new(), "{field} {value}");
    }
    for step in ["key", "workspace", "owner"] {
        assert_eq!(server.setup("check", with(answers(), &[("step", json!(step))]))["ok"], true);
    }
    assert_eq!(server.code("check", json!({})), "invalid_arguments");
    server.finish();
}

#[test]
fn a_passphrase_opens_what_it_closed_and_so_does_the_spare() {
    let (_above, dir) = place();
    let mut server = Server::start(&dir);
    let spare = "a second passphrase in another safe";
    let keys = [("root", json!("passphrase")), ("passphrase", json!(PASSPHRASE)), ("spare", json!(spare))];
    assert_eq!(server.setup("finish", with(answers(), &keys))["ok"], true);
    server.hear();
    assert_eq!(server.as_ada("auth.test", &json!({}))["user"], "ada");
    let log = server.log();
    for secret in [PASSPHRASE, spare, PASSWORD, &server.secret] {
        assert!(secret.is_empty() || !log.contains(secret), "a secret in the log");
    }
    server.kill();
    assert_eq!(names(&dir), ["comity-data", "comity.toml"], "no key lies anywhere");
    for secret in [PASSPHRASE, spare] {
        let again = Server::start_with(&dir, &[("COMITY_PASSPHRASE", secret)]);
        assert_eq!(again.as_ada("auth.test", &json!({}))["user"], "ada");
    }
    let refused = Server::start_with(&dir, &[("COMITY_PASSPHRASE", "another one that was never chosen")]);
    assert!(refused.url.is_empty() && refused.log().contains("wrong root key"), "{}", refused.log());
}

#[test]
fn the_link_and_what_was_typed_stand_in_no_log_and_no_file() {
    let (_above, dir) = place();
    let mut server = Server::start(&dir);
    let (secret, key) = (server.secret.clone(), server.setup("key", json!({}))["text"].as_str().unwrap().to_owned());
    for _ in 0..3 {
        server.call("client.setup.begin", &json!({ "secret": "wrong" }));
    }
    server.finish();
    server.ada();
    server.kill();
    let log = server.log();
    assert!(log.contains("serving"), "the log was heard: {log}");
    let root = key.lines().find(|line| line.starts_with("AGE-SECRET-KEY-")).unwrap();
    for hidden in [secret.as_str(), root, PASSWORD, "ada@example.org", "Ada Byron", "Municipal Hospital"] {
        assert!(!log.contains(hidden), "{hidden} in the log");
    }
    let toml = fs::read_to_string(dir.join("comity.toml")).unwrap();
    assert!(![secret.as_str(), root, PASSWORD].iter().any(|hidden| toml.contains(hidden)));
    for file in fs::read_dir(dir.join("comity-data")).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file()) {
        let bytes = fs::read(&file).unwrap();
        for hidden in [secret.as_str(), root, PASSWORD, "ada@example.org"] {
            assert!(!bytes.windows(hidden.len()).any(|w| w == hidden.as_bytes()), "{hidden} in {}", file.display());
        }
    }
}

#[test]
fn a_set_up_that_was_left_leaves_nothing() {
    let (_above, dir) = place();
    let mut first = Server::start(&dir);
    first.setup("key", json!({}));
    first.setup("check", with(answers(), &[("step", json!("owner"))]));
    first.kill();
    assert_eq!(names(&dir), Vec::<String>::new());
    let mut second = Server::start(&dir);
    assert_ne!(first.secret, second.secret);
    second.finish();
}

#[test]
fn a_kill_while_it_ends_leaves_a_server_or_a_set_up_that_goes_on() {
    for millis in [0, 5, 15, 30, 60, 120, 400] {
        let (_above, dir) = place();
        let mut server = Server::start(&dir);
        let args = with(answers(), &[("secret", json!(server.secret))]);
        let url = format!("{}/api/client.setup.finish", server.url);
        let asking = std::thread::spawn(move || {
            let json = "application/json; charset=utf-8";
            drop(agent().post(url).header("content-type", json).send(args.to_string()));
        });
        // A different moment each time; whatever it hits has to hold.
        std::thread::sleep(Duration::from_millis(millis));
        server.kill();
        asking.join().unwrap();
        let mut again = Server::start(&dir);
        assert!(!again.url.is_empty(), "after {millis} ms: {:?} {}", names(&dir), again.log());
        if !again.secret.is_empty() {
            again.finish();
        }
        assert_eq!(again.as_ada("auth.test", &json!({}))["user"], "ada", "after {millis} ms");
    }
}

#[test]
fn what_a_power_cut_would_leave_is_completed_or_thrown_away() {
    let (_above, dir) = place();
    Server::start(&dir).finish();
    let at = |name: &str| dir.join(name);
    let mv = |from: &str, to: &str| fs::rename(at(from), at(to)).unwrap();
    // Everything is built and nothing has its name yet: the next start gives them out.
    mv("comity.toml", "comity.toml.setup");
    mv("comity-root.key", "comity-root.key.setup");
    mv("comity-data/keyring", "comity-data/keyring.new");
    assert_eq!(Server::start(&dir).as_ada("auth.test", &json!({}))["user"], "ada");
    assert_eq!(names(&dir), ["comity-data", "comity-root.key", "comity.toml"]);
    // Some have, and the configuration has not.
    mv("comity.toml", "comity.toml.setup");
    assert_eq!(Server::start(&dir).as_ada("auth.test", &json!({}))["user"], "ada");
    // Keys without a configuration that waits: they were never used, and go.
    let (_above, dir) = place();
    fs::create_dir_all(dir.join("comity-data/keyring.new")).unwrap();
    fs::write(dir.join("comity-data/keyring.new/slot-1.age"), "half").unwrap();
    fs::write(dir.join("comity-root.key.setup"), "half").unwrap();
    let mut server = Server::start(&dir);
    assert_eq!((names(&dir), names(&dir.join("comity-data"))), (vec!["comity-data".to_owned()], vec![]));
    server.finish();
}

#[test]
fn nothing_is_set_up_over_what_is_there() {
    let refused = |dir: &Path, why: &str| {
        let before = names(dir);
        let server = Server::start(dir);
        assert!(server.url.is_empty() && server.log().contains(why), "{why} in: {} {}", server.said, server.log());
        assert_eq!(before, names(dir));
    };
    let (_above, dir) = place();
    fs::write(dir.join("comity.toml"), "lisen = 1").unwrap();
    refused(&dir, "lisen");
    fs::remove_file(dir.join("comity.toml")).unwrap();
    std::os::unix::fs::symlink("gone.toml", dir.join("comity.toml")).unwrap();
    refused(&dir, "no such configuration file");
    let (_above, dir) = place();
    init(&dir);
    fs::rename(dir.join("comity-data"), dir.join("elsewhere")).unwrap();
    refused(&dir, "data_dir");
    fs::rename(dir.join("elsewhere"), dir.join("comity-data")).unwrap();
    fs::remove_file(dir.join("comity.toml")).unwrap();
    refused(&dir, "Nothing is set up over data");
    fs::rename(dir.join("comity-data"), dir.join("elsewhere")).unwrap();
    refused(&dir, "never overwritten");
    // A store alone is data, too; the terminal refuses what the page refuses.
    let (_above, dir) = place();
    fs::create_dir(dir.join("comity-data")).unwrap();
    fs::write(dir.join("comity-data/comity.redb"), "sealed under a key that may be found again").unwrap();
    refused(&dir, "Nothing is set up over data");
    let (ok, words) = run(&dir, &["init"]);
    assert!(!ok && words.contains("comity.redb is already there") && names(&dir) == ["comity-data"], "{words}");
    let (_above, dir) = place();
    let (ok, words) = run(&dir, &["--config", "nowhere/comity.toml", "serve"]);
    assert!(!ok && words.contains("no such configuration file"), "{words}");
}

#[test]
fn what_comes_in_between_is_not_written_over_and_the_log_says_what() {
    let (_above, dir) = place();
    let server = Server::start(&dir);
    fs::write(dir.join("comity-root.key"), "somebody's own").unwrap();
    assert_eq!(server.code("finish", answers()), "already_set_up");
    assert!(server.log().contains("comity-root.key is already there"), "{}", server.log());
    assert_eq!(fs::read_to_string(dir.join("comity-root.key")).unwrap(), "somebody's own");
    assert!(!dir.join("comity.toml").exists() && !dir.join("comity-data/keyring").exists());
}

#[test]
fn keys_without_people_ask_for_the_people_only() {
    let (_above, dir) = place();
    init(&dir);
    let config = fs::read(dir.join("comity.toml")).unwrap();
    let mut server = Server::start(&dir);
    assert_eq!(server.setup("begin", json!({}))["steps"], "people");
    assert_eq!(server.code("key", json!({})), "already_set_up", "a key in use is never shown");
    server.finish();
    assert_eq!(server.as_ada("client.boot", &json!({}))["team"]["name"], "Municipal Hospital");
    assert_eq!(config, fs::read(dir.join("comity.toml")).unwrap());
}

#[test]
fn who_is_added_at_the_terminal_starts_where_the_page_says() {
    let (_above, dir) = place();
    let mut server = Server::start(&dir);
    server.finish();
    let made = server.as_ada("conversations.create", &json!({ "name": "news" }))["channel"]["id"].clone();
    let chosen = server.as_ada("admin.teams.settings.setDefaultChannels", &json!({ "channel_ids": [made] }));
    assert_eq!(chosen["ok"], true, "{chosen}");
    server.kill();
    for (name, role) in [("grace", "member"), ("edsger", "guest")] {
        let email = format!("{name}@example.org");
        let (ok, words) = run(&dir, &["admin", "user", "add", name, "--email", &email, "--role", role]);
        assert!(ok, "{words}");
    }
    let again = Server::start(&dir);
    let members = again.as_ada("conversations.members", &json!({ "channel": made }));
    assert_eq!(members["members"].as_array().unwrap().len(), 2, "Ada and Grace, and not Edsger: {members}");
}

#[test]
fn a_server_for_every_interface_is_told_its_address() {
    let (_above, dir) = place();
    let everywhere = [("COMITY_LISTEN", "0.0.0.0:0")];
    let mut server = Server::start_with(&dir, &everywhere);
    assert!(server.url.starts_with("http://127.0.0.1:"), "a link that can be opened here: {}", server.said);
    assert_eq!(server.setup("begin", json!({}))["needs_address"], true);
    assert_eq!(server.code("check", with(answers(), &[("step", json!("workspace"))])), "invalid_configuration");
    let named = with(answers(), &[("public_url", json!("https://chat.example.org/"))]);
    assert_eq!(server.setup("finish", named)["public_url"], "https://chat.example.org");
    server.kill();
    let again = Server::start_with(&dir, &everywhere);
    assert!(again.said.contains("https://chat.example.org"), "{}", again.said);
}

#[test]
fn a_set_up_stops_when_it_is_told() {
    let (_above, dir) = place();
    let mut server = Server::start(&dir);
    let pid = server.child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let end = Instant::now() + Duration::from_secs(20);
    let status = loop {
        match server.child.try_wait().unwrap() {
            Some(status) => break status,
            None => assert!(Instant::now() < end, "it does not end"),
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(status.success());
    assert_eq!(names(&dir), Vec::<String>::new());
}
