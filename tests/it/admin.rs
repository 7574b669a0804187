//! `comity admin`, as Ada sets up her server with it before anybody can log in.

use super::cli::{comity, init, run, said};
use std::path::Path;
use std::process::Stdio;

fn ok(dir: &Path, arguments: &[&str]) -> String {
    let (ok, words) = run(dir, arguments);
    assert!(ok, "{arguments:?}: {words}");
    words
}

fn refused(dir: &Path, arguments: &[&str], remedy: &str) {
    let (ok, words) = run(dir, arguments);
    assert!(!ok && words.contains(remedy), "{arguments:?}: {remedy} in: {words}");
}

/// An installation with Ada as its owner.
fn with_ada() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    init(dir.path());
    ok(dir.path(), &["admin", "user", "add", "ada", "--email", "ada@example.org", "--role", "owner"]);
    dir
}

/// The word behind `label` at the start of a line.
fn field<'t>(text: &'t str, label: &str) -> &'t str {
    let line = text.lines().find_map(|line| line.strip_prefix(label));
    line.unwrap_or_else(|| panic!("{label} in: {text}")).trim()
}

#[test]
fn the_first_person_is_an_owner_and_gets_general() {
    let dir = tempfile::tempdir().unwrap();
    init(dir.path());
    refused(dir.path(), &["admin", "user", "add", "linus", "--email", "linus@example.org"], "--role owner");
    let words = ok(dir.path(), &["admin", "user", "add", "ada", "--email", "ada@example.org", "--role", "owner"]);
    assert!(words.contains("ada@example.org") && words.contains("not shown again"), "{words}");
    ok(dir.path(), &["admin", "user", "add", "linus", "--email", "linus@example.org", "--real-name", "Linus"]);
    let all = ok(dir.path(), &["admin", "user", "list"]);
    assert_eq!(all.lines().count(), 2, "{all}");
    assert!(all.contains("owner") && all.contains("Linus"), "{all}");
    ok(dir.path(), &["admin", "app", "add", "courier", "--channels", "#general"]);
    assert!(ok(dir.path(), &["admin", "workspace", "Municipal Hospital"]).contains("Municipal Hospital"));
    refused(dir.path(), &["admin", "workspace", " "], "1 to 256");
    refused(dir.path(), &["admin", "workspace", "X", "--short", "Ä"], "small letters");
}

#[test]
fn what_is_taken_or_malformed_is_refused_in_words() {
    let dir = with_ada();
    let add = |name: &str, email: &str, remedy: &str| {
        refused(dir.path(), &["admin", "user", "add", name, "--email", email], remedy);
    };
    add("ada", "other@example.org", "choose another");
    add("other", "Ada@example.org", "this address already");
    add("other", "nowhere", "ada@example.org");
    refused(dir.path(), &["admin", "user", "set-role", "nobody", "admin"], "user list");
    refused(dir.path(), &["admin", "user", "set-role", "ada", "member"], "stays an owner");
    refused(dir.path(), &["admin", "app", "add", "x", "--channels", "nowhere"], "no channel nowhere");
    refused(dir.path(), &["admin", "webhook", "add", "A1", "general"], "app");
    refused(dir.path(), &["admin", "token", "revoke", "ada", "L123"], "token list");
}

#[test]
fn a_password_from_standard_input_is_never_shown() {
    let dir = with_ada();
    let feed = |password: &str| {
        let arguments = ["admin", "user", "set-password", "ada", "--password-file", "-"];
        let mut command = comity(dir.path(), &arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), password.as_bytes()).unwrap();
        said(child.wait_with_output().unwrap())
    };
    let (ok, words) = feed("a long enough password\n");
    assert!(ok && !words.contains("long enough"), "{words}");
    let (ok, words) = feed("short\n");
    assert!(!ok && words.contains("10 to 256"), "{words}");
}

#[test]
fn an_app_has_two_tokens_that_can_be_listed_and_revoked() {
    let dir = with_ada();
    let words = ok(dir.path(), &["admin", "app", "add", "Courier", "--scopes", "chat:write"]);
    assert!(field(&words, "bot token").starts_with("xoxb-") && field(&words, "app token").starts_with("xapp-"));
    let listed = ok(dir.path(), &["admin", "app", "list"]);
    assert!(listed.contains(field(&words, "app  ")) && listed.contains("chat:write"), "{listed}");
    let tokens = ok(dir.path(), &["admin", "token", "list", "courier"]);
    assert_eq!(tokens.lines().count(), 2, "{tokens}");
    let first = tokens.split_whitespace().next().unwrap();
    ok(dir.path(), &["admin", "token", "revoke", "courier", first]);
    assert_eq!(ok(dir.path(), &["admin", "token", "list", "courier"]).lines().count(), 1);
    ok(dir.path(), &["admin", "token", "revoke", "courier", "--all"]);
    assert_eq!(ok(dir.path(), &["admin", "token", "list", "courier"]), "");
    let app = field(&words, "app  ");
    let back = ["admin", "app", "oauth", app, "--redirect-url", "https://courier.example.org/oauth"];
    assert_eq!(field(&ok(dir.path(), &back), "client id"), app);
    refused(dir.path(), &["admin", "app", "oauth", app, "--redirect-url", "javascript:1"], "https://");
    ok(dir.path(), &["admin", "app", "remove", app]);
    assert_eq!(ok(dir.path(), &["admin", "app", "list"]), "");
    refused(dir.path(), &["admin", "app", "remove", "courier"], "app list");
}

#[test]
fn a_deactivated_person_keeps_no_token() {
    let dir = with_ada();
    ok(dir.path(), &["admin", "user", "add", "grace", "--email", "grace@example.org", "--role", "admin"]);
    assert!(ok(dir.path(), &["admin", "token", "add", "grace"]).starts_with("xoxp-"));
    let words = ok(dir.path(), &["admin", "user", "deactivate", "grace"]);
    assert!(words.contains("1 sessions and tokens ended"), "{words}");
    assert!(ok(dir.path(), &["admin", "user", "list"]).contains("deactivated"));
    assert_eq!(ok(dir.path(), &["admin", "token", "list", "grace"]), "");
}

#[test]
fn a_second_root_key_opens_the_installation() {
    let dir = with_ada();
    ok(dir.path(), &["admin", "keys", "add-slot", "--identity-file", "second.key"]);
    assert!(ok(dir.path(), &["admin", "keys", "status"]).contains("slot 2"));
    refused(dir.path(), &["admin", "keys", "add-slot", "--identity-file", "comity-data/k"], "data directory");
    assert!(!dir.path().join("comity-data/k").exists());
    std::fs::remove_file(dir.path().join("comity-root.key")).unwrap();
    let with_second = |arguments: &[&str]| {
        said(
            comity(dir.path(), arguments)
                .env("COMITY_ROOT__IDENTITY_FILE", dir.path().join("second.key"))
                .output()
                .unwrap(),
        )
    };
    let (opened, words) = with_second(&["admin", "user", "list"]);
    assert!(opened && words.contains("ada@example.org"), "{words}");
}

#[test]
fn nothing_readable_is_on_the_disk_afterwards() {
    let dir = with_ada();
    ok(dir.path(), &["admin", "app", "add", "Canarybird", "--scopes", "chat:write"]);
    let disk = std::fs::read(dir.path().join("comity-data/comity.redb")).unwrap();
    for canary in ["ada@example.org", "Canarybird", "canarybird", "general", "chat:write"] {
        let found = disk.windows(canary.len()).any(|window| window == canary.as_bytes());
        assert!(!found, "{canary} stands in the store");
    }
}
