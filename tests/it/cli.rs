//! The command line as Ada uses it on an empty machine: the real binary, its words, and its exit codes.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The binary in `dir`, without what this shell has set.
pub fn comity(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_comity"));
    command.args(arguments).current_dir(dir).stdin(Stdio::null());
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("COMITY_")) {
        command.env_remove(name);
    }
    command
}

pub fn run(dir: &Path, arguments: &[&str]) -> (bool, String) {
    said(comity(dir, arguments).output().unwrap())
}

pub fn said(output: Output) -> (bool, String) {
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

/// Sets up in `dir`, listening where a port is always free.
pub fn init(dir: &Path) {
    let (ok, words) = run(dir, &["init", "--listen", "127.0.0.1:0"]);
    assert!(ok, "{words}");
}

#[test]
fn init_sets_up_and_says_where_the_root_key_belongs() {
    let dir = tempfile::tempdir().unwrap();
    let (ok, words) = run(dir.path(), &["init"]);
    assert!(ok, "{words}");
    for part in ["comity-root.key", "Without it the data is gone", "safe", "comity doctor", "comity serve"] {
        assert!(words.contains(part), "{part} in: {words}");
    }
    let mode = |name: &str| std::fs::metadata(dir.path().join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("comity-root.key"), mode("comity-data")), (0o600, 0o700));
    let secret = std::fs::read_to_string(dir.path().join("comity-root.key")).unwrap();
    let secret = secret.lines().find(|line| line.starts_with("AGE-SECRET-KEY-")).unwrap();
    assert!(!words.contains(secret), "the secret is not shown");
}

#[test]
fn init_overwrites_nothing() {
    let dir = tempfile::tempdir().unwrap();
    init(dir.path());
    let before = std::fs::read(dir.path().join("comity.toml")).unwrap();
    let (ok, words) = run(dir.path(), &["init"]);
    assert!(!ok && words.contains("never overwritten"), "{words}");
    let (ok, words) = run(dir.path(), &["init", "--config", "other.toml"]);
    assert!(!ok && words.contains("already holds a key ring"), "{words}");
    assert_eq!(before, std::fs::read(dir.path().join("comity.toml")).unwrap());
    assert!(!dir.path().join("other.toml").exists());
}

#[test]
fn init_refuses_a_root_key_beside_the_data_and_leaves_none_there() {
    let dir = tempfile::tempdir().unwrap();
    let (ok, words) = run(dir.path(), &["init", "--data-dir", "d", "--identity-file", "d/root.key"]);
    assert!(!ok && words.contains("lies in the data directory"), "{words}");
    assert!(!dir.path().join("d/root.key").exists() && !dir.path().join("comity.toml").exists());
}

#[test]
fn init_refuses_an_address_before_it_makes_anything() {
    let dir = tempfile::tempdir().unwrap();
    let (ok, words) = run(dir.path(), &["init", "--listen", "0.0.0.0:8065"]);
    assert!(!ok && words.contains("public_url"), "{words}");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn the_sample_goes_to_standard_output_and_can_be_used() {
    let dir = tempfile::tempdir().unwrap();
    let (ok, text) = run(dir.path(), &["init", "--sample"]);
    assert!(ok && text == comity::config::sample(&[]), "{text}");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn the_doctor_finds_a_fresh_installation_well() {
    let dir = tempfile::tempdir().unwrap();
    init(dir.path());
    let (ok, words) = run(dir.path(), &["doctor"]);
    assert!(ok && !words.contains("PROBLEM") && !words.contains("warning"), "{words}");
    assert!(words.contains("it is the pinned one"), "{words}");
}

#[test]
fn the_doctor_warns_of_a_proxy_that_hides_who_calls() {
    let dir = tempfile::tempdir().unwrap();
    init(dir.path());
    let doctor = |proxies: &str| {
        let mut command = comity(dir.path(), &["doctor"]);
        command.env("COMITY_PUBLIC_URL", "https://chat.example.org").env("COMITY_HTTP__TRUSTED_PROXIES", proxies);
        said(command.output().unwrap())
    };
    let (ok, words) = doctor("");
    assert!(ok && words.contains("warning") && words.contains("[http] trusted_proxies"), "{words}");
    let (ok, words) = doctor("127.0.0.1");
    assert!(ok && !words.contains("warning"), "{words}");
}

#[test]
fn the_doctor_names_each_problem_with_its_remedy() {
    let dir = tempfile::tempdir().unwrap();
    init(dir.path());
    let at = |name: &str| dir.path().join(name);
    let problem = |remedy: &str| {
        let (ok, words) = run(dir.path(), &["doctor"]);
        assert!(!ok && words.contains("PROBLEM") && words.contains(remedy), "{remedy} in: {words}");
    };
    std::fs::set_permissions(at("comity-root.key"), std::fs::Permissions::from_mode(0o644)).unwrap();
    problem("chmod 600");
    std::fs::rename(at("comity-root.key"), at("gone")).unwrap();
    problem("comity-root.key");
    std::fs::rename(at("gone"), at("comity-root.key")).unwrap();
    std::fs::set_permissions(at("comity-root.key"), std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::rename(at("comity-data"), at("gone")).unwrap();
    problem("comity init");
    std::fs::rename(at("gone"), at("comity-data")).unwrap();
    let text = std::fs::read_to_string(at("comity.toml")).unwrap();
    std::fs::write(at("comity.toml"), text.replace("commitment = ", "# ")).unwrap();
    problem("root.commitment");
    std::fs::write(at("comity.toml"), "lisen = 1").unwrap();
    problem("lisen");
}

#[test]
fn the_doctor_sees_a_taken_port() {
    let dir = tempfile::tempdir().unwrap();
    init(dir.path());
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (ok, words) = said(comity(dir.path(), &["doctor"]).env("COMITY_LISTEN", &address).output().unwrap());
    assert!(!ok && words.contains(&address) && words.contains("choose another"), "{words}");
}

#[test]
fn a_passphrase_comes_from_the_environment_or_is_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let with = |passphrase: &str, arguments: &[&str]| {
        said(comity(dir.path(), arguments).env("COMITY_PASSPHRASE", passphrase).output().unwrap())
    };
    let right = "six random words make a passphrase";
    let (ok, words) = with(right, &["init", "--root", "passphrase", "--listen", "127.0.0.1:0"]);
    assert!(ok && !words.contains(right), "{words}");
    assert!(with(right, &["doctor"]).0);
    let (ok, words) = with("six other words make no difference", &["doctor"]);
    assert!(!ok && words.contains("wrong root key"), "{words}");
    // Nobody at the terminal: it says how else to hand the passphrase in, and does not wait.
    let (ok, words) = run(dir.path(), &["doctor"]);
    assert!(!ok && words.contains("COMITY_PASSPHRASE") && words.contains("root.passphrase_file"), "{words}");
}

#[test]
fn help_teaches_with_examples() {
    let dir = tempfile::tempdir().unwrap();
    let (ok, words) = run(dir.path(), &["--help"]);
    assert!(ok && words.contains("comity demo") && words.contains("COMITY_LISTEN"), "{words}");
    let (ok, words) = run(dir.path(), &["help", "init"]);
    assert!(ok && words.contains("Examples:") && words.contains("--root passphrase"), "{words}");
    let (ok, words) = run(dir.path(), &["doctro"]);
    assert!(!ok && words.contains("doctor"), "a mistyped command is guessed: {words}");
}
