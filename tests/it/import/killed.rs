//! `comity import slack` is killed again and again, and ends in the same state as if it had never been.

use super::export::export;
use crate::cli::{comity, init, run};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

/// Messages in each of three channels.
const MESSAGES: u64 = 1_500;

fn write_export(dir: &Path) {
    let mut files = export();
    files.0.retain(|(name, _)| !name.starts_with("forgotten/"));
    for (folder, user) in [("engine-room", "U0ADA"), ("general", "U0GRACE"), ("old-plans", "U0LINUS")] {
        let line = |n: u64| {
            let (ts, root) = (1_600_300_000 + n, 1_600_300_000 + n - n % 10);
            json!({ "type": "message", "user": user, "text": format!("line {n} <@U0LINUS>"),
                    "ts": format!("{ts}.000100"), "thread_ts": format!("{root}.000100"),
                    "reactions": [{ "name": "eyes", "users": ["U0GRACE"], "count": 1 }] })
        };
        files.set(&format!("{folder}/2020-09-17.json"), &Value::Array((0..MESSAGES).map(line).collect()));
    }
    files.write(dir);
}

fn report(dir: &Path) -> Value {
    let (ok, words) = run(dir, &["import", "slack", "export.zip", "--report", "report.json"]);
    assert!(ok, "{words}");
    serde_json::from_str(&std::fs::read_to_string(dir.join("report.json")).unwrap()).unwrap()
}

#[test]
fn killed_at_any_moment_it_goes_on_and_loses_nothing() {
    let (killed, whole) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for dir in [&killed, &whole] {
        init(dir.path());
        write_export(dir.path());
    }
    let whole = report(whole.path());
    let mut kills = 0;
    // Each life is a little longer than the one before, until one is long enough.
    for life in 1.. {
        let mut command = comity(killed.path(), &["import", "slack", "export.zip"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(life * 60));
        if child.try_wait().unwrap().is_some_and(|status| status.success()) {
            break;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
    }
    assert!(kills > 3, "it was killed {kills} times");
    let again = report(killed.path());
    assert_eq!(again["outcome"], "already_imported");
    assert_eq!(again["conversations"], whole["conversations"]);
    assert_eq!(again["conversations"][0]["store"]["reactions"], MESSAGES + 3);
}
