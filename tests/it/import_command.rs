//! `comity import slack`, as Grace brings the old workspace over.

use super::cli::{comity, init, run, said};
use std::path::Path;

const EXPORT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/slack-export-small.zip");

/// An installation with Ada as its owner.
fn with_ada() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    init(dir.path());
    let (ok, words) =
        run(dir.path(), &["admin", "user", "add", "ada", "--email", "ada@example.org", "--role", "owner"]);
    assert!(ok, "{words}");
    dir
}

#[test]
fn an_export_comes_in_once_and_the_report_says_what_and_why() {
    let dir = with_ada();
    let (ok, words) = run(dir.path(), &["import", "slack", EXPORT, "--report", "report.json"]);
    assert!(ok && words.contains("158/158") && words.contains("No differences"), "{words}");
    let report = std::fs::read_to_string(dir.path().join("report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!((&report["outcome"], &report["done"]), (&"finished".into(), &158.into()));
    let (ok, words) = run(dir.path(), &["import", "slack", EXPORT]);
    assert!(ok && words.contains("imported before") && words.contains("158/158"), "{words}");
    let (_, people) = run(dir.path(), &["admin", "user", "list"]);
    assert!(people.contains("Hermione Granger"), "{people}");
}

#[test]
fn a_bot_is_let_into_a_channel_that_nobody_here_is_in_yet() {
    let dir = with_ada();
    assert!(run(dir.path(), &["import", "slack", EXPORT]).0);
    let (ok, words) = run(dir.path(), &["admin", "app", "add", "courier", "--channels", "general,enrique"]);
    assert!(ok && words.contains("xoxb-") && words.contains("xapp-"), "{words}");
}

#[test]
fn what_is_no_export_is_refused_in_words() {
    let dir = with_ada();
    for (file, remedy) in [("nowhere.zip", "nowhere.zip"), ("comity.toml", "download the export again")] {
        let (ok, words) = run(dir.path(), &["import", "slack", file]);
        assert!(!ok && words.contains(remedy), "{words}");
    }
}

#[test]
fn without_an_installation_import_points_to_init() {
    let dir = tempfile::tempdir().unwrap();
    let (ok, words) = said(comity(Path::new(dir.path()), &["import", "slack", EXPORT]).output().unwrap());
    assert!(!ok && words.contains("comity init"), "{words}");
}
