//! `comity admin`, as Ada sets up her server with it before anybody can log in.

use super::cli::{comity, init, run, said};
use std::path::Path;
use std::process::Stdio;

fn ok(dir: &Path, arguments: &[&str]) -> String {
    let (ok, words) = run(dir, arguments);
    assert!(ok, "{arguments:?}: {words}");
    words
}

/// What a script would read: standard output alone.
fn printed(dir: &Path, arguments: &[&str]) -> String {
    let output = comity(dir, arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
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
    assert_eq!(printed(dir.path(), &["admin", "token", "list", "courier"]), "");
    let app = field(&words, "app  ");
    let back = ["admin", "app", "oauth", app, "--redirect-url", "https://courier.example.org/oauth"];
    assert_eq!(field(&ok(dir.path(), &back), "client id"), app);
    refused(dir.path(), &["admin", "app", "oauth", app, "--redirect-url", "javascript:1"], "https://");
    ok(dir.path(), &["admin", "app", "remove", app]);
    assert_eq!(printed(dir.path(), &["admin", "app", "list"]), "");
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
    assert_eq!(printed(dir.path(), &["admin", "token", "list", "grace"]), "");
    refused(dir.path(), &["admin", "token", "add", "grace"], "user reactivate grace");
    refused(dir.path(), &["admin", "user", "deactivate", "grace"], "deactivated already");
    assert!(ok(dir.path(), &["admin", "user", "reactivate", "grace"]).contains("can log in again"));
    refused(dir.path(), &["admin", "user", "reactivate", "grace"], "not deactivated");
    assert!(ok(dir.path(), &["admin", "token", "add", "grace"]).starts_with("xoxp-"));
    refused(dir.path(), &["admin", "user", "deactivate", "ada"], "first owner");
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
fn a_list_of_nothing_says_so_to_the_person_and_makes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    init(dir.path());
    for (list, why) in [("user", "nobody is here yet"), ("app", "there is no app")] {
        assert!(ok(dir.path(), &["admin", list, "list"]).contains(why), "{list}");
        assert_eq!(printed(dir.path(), &["admin", list, "list"]), "", "{list}");
    }
    assert!(ok(dir.path(), &["admin", "jobs"]).contains("no job waits"));
    assert!(!dir.path().join("comity-data/comity.redb").exists(), "a list makes no store");
}

#[test]
fn scopes_that_nobody_knows_are_refused_before_a_token_is_made() {
    let dir = with_ada();
    for scopes in ["nonsense:write", "chat:write,bogus:scope", "chat:wrote", "Chat:Write", "chat:write,"] {
        refused(dir.path(), &["admin", "token", "add", "ada", "--scopes", scopes], "chat:write.public");
        refused(dir.path(), &["admin", "app", "add", "courier", "--scopes", scopes], "chat:write.public");
    }
    assert_eq!(printed(dir.path(), &["admin", "app", "list"]), "");
    assert_eq!(printed(dir.path(), &["admin", "token", "list", "ada"]), "");
    ok(dir.path(), &["admin", "token", "add", "ada", "--scopes", "chat:write,admin.users:read"]);
}

#[test]
fn a_second_passphrase_is_handed_in_by_a_script_and_taken_back() {
    let dir = with_ada();
    let phrase = "six random words in another safe";
    let status = || ok(dir.path(), &["admin", "keys", "status"]);
    refused(dir.path(), &["admin", "keys", "add-slot", "--passphrase"], "--passphrase-file");
    let mut add = comity(dir.path(), &["admin", "keys", "add-slot", "--passphrase"]);
    let (added, words) = said(add.env("COMITY_PASSPHRASE", phrase).output().unwrap());
    assert!(added && words.contains("Slot 2"), "{words}");
    let words = status();
    let line = |start: &str| words.lines().find(|line| line.starts_with(start)).unwrap().to_owned();
    assert!(line("slot 1").contains("age identity") && line("slot 1").contains("the configured root key"), "{words}");
    assert!(line("slot 2").contains("passphrase") && line("slot 2").contains("made today"), "{words}");
    assert!(!line("slot 2").contains("configured"), "{words}");
    let pinned = std::fs::read_to_string(dir.path().join("comity.toml")).unwrap();
    assert!(pinned.contains(words.lines().last().unwrap()), "the commitment is printed: {words}");
    let file = dir.path().join("phrase");
    std::fs::write(&file, "another six words for the third safe\n").unwrap();
    refused(dir.path(), &["admin", "keys", "add-slot", "--passphrase-file", "phrase"], "chmod 600");
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    ok(dir.path(), &["admin", "keys", "add-slot", "--passphrase-file", "phrase"]);
    refused(dir.path(), &["admin", "keys", "remove-slot", "1"], "with slot 1 gone");
    ok(dir.path(), &["admin", "keys", "remove-slot", "3"]);
    ok(dir.path(), &["admin", "keys", "remove-slot", "2"]);
    refused(dir.path(), &["admin", "keys", "remove-slot", "1"], "last slot");
    assert_eq!(status().lines().filter(|line| line.starts_with("slot ")).count(), 1);
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
