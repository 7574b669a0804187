//! What a visitor of `comity demo` finds: something in every view, and tokens for scripts.

use crate::app::agent;
use crate::cli::comity;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

struct Demo {
    child: Child,
    sheet: Value,
}

impl Demo {
    fn start(dir: &std::path::Path, more: &[&str]) -> Self {
        let args = [&["demo", "--json", "--data-dir", "data", "--listen", "127.0.0.1:0"], more].concat();
        let mut command = comity(dir, &args);
        command.env("COMITY_LIMITS__RATE_LIMITS", "false").stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let sheet = serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e}: {line}"));
        Self { child, sheet }
    }

    fn call(&self, token: &Value, method: &str, args: &Value) -> Value {
        let url = format!("{}/api/{method}", self.sheet["url"].as_str().unwrap());
        let bearer = format!("Bearer {}", token.as_str().unwrap());
        let request = agent().post(&url).header("authorization", &bearer).header("content-type", "application/json");
        let mut answer = request.send(args.to_string()).unwrap();
        serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap()
    }

    /// How many of something one of the people has.
    fn count(&self, who: &str, method: &str, args: &Value, list: &str) -> usize {
        let answer = self.call(&self.sheet["people"][who]["token"], method, args);
        assert_eq!(answer["ok"], true, "{method}: {answer}");
        match &answer[list] {
            Value::Array(all) => all.len(),
            Value::Object(all) => all.len(),
            other => panic!("{method}: {other}"),
        }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[test]
fn ada_finds_something_in_every_view_of_the_demo() {
    let dir = tempfile::tempdir().unwrap();
    let demo = Demo::start(dir.path(), &[]);
    let channels = &demo.sheet["channels"];
    for (method, args, list, least) in [
        ("conversations.list", json!({ "types": "im" }), "channels", 4),
        ("conversations.list", json!({ "types": "mpim" }), "channels", 1),
        ("conversations.list", json!({ "types": "private_channel" }), "channels", 2),
        ("stars.list", json!({}), "items", 2),
        ("reminders.list", json!({}), "reminders", 2),
        ("chat.scheduledMessages.list", json!({}), "scheduled_messages", 2),
        ("usergroups.list", json!({}), "usergroups", 3),
        ("emoji.list", json!({}), "emoji", 3),
        ("users.list", json!({}), "members", 10),
        ("pins.list", json!({ "channel": channels["engineering"] }), "items", 1),
        ("bookmarks.list", json!({ "channel_id": channels["engineering"] }), "bookmarks", 3),
    ] {
        let found = demo.count("ada", method, &args, list);
        assert!(found >= least, "{method} {args}: {found}");
    }
    let token = &demo.sheet["people"]["ada"]["token"];
    let info = |name: &str| demo.call(token, "conversations.info", &json!({ "channel": channels[name] }));
    let history = |name: &str| demo.call(token, "conversations.history", &json!({ "channel": channels[name] }));
    let said =
        ["general", "engineering", "alerts", "fertigung", "clients-france"].map(|name| history(name).to_string());
    let said = said.join("\n");
    for sign in
        ["\"edited\":", "thread_broadcast", "\"type\":\"actions\"", "<!subteam^", "```", "&gt; ", "containership"]
    {
        assert!(said.contains(sign), "nothing with {sign} in the demo");
    }
    assert_ne!(info("general")["channel"]["last_read"], history("general")["messages"][0]["ts"], "nothing is unread");
}

#[test]
fn an_owner_has_a_token_for_the_administration_and_a_script_of_tests_has_few_words() {
    let dir = tempfile::tempdir().unwrap();
    let demo = Demo::start(dir.path(), &["--short"]);
    let (plain, whole) = (&demo.sheet["people"]["ada"]["token"], &demo.sheet["people"]["ada"]["admin_token"]);
    assert_eq!(demo.call(plain, "admin.users.list", &json!({}))["error"], "missing_scope");
    assert_eq!(demo.call(whole, "admin.users.list", &json!({}))["ok"], true);
    assert_eq!(demo.call(whole, "chat.postMessage", &json!({ "channel": "#general", "text": "Hello" }))["ok"], true);
    assert_eq!(demo.sheet["people"]["grace"].get("admin_token"), None);
    assert_eq!(demo.count("ada", "conversations.list", &json!({ "types": "im,mpim" }), "channels"), 0);
}
