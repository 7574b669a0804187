//! The command line as Ada uses it on an empty machine: the real binary, its words, and its exit codes.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The binary in `dir`, without what this shell has set.
pub fn comity(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_comity"));
    command.args(arguments).current_dir(dir).stdin(Stdio::null());
    // Without a directory of its own the root key goes beside the data, which is where these stories look for it.
    command.env_remove("HOME").env_remove("XDG_CONFIG_HOME");
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

/// The same, with the root key in a directory of its own.
fn init_apart(dir: &Path) {
    let (ok, words) = run(dir, &["init", "--listen", "127.0.0.1:0", "--root-key", "safe/root.key"]);
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
    init_apart(dir.path());
    let (ok, words) = run(dir.path(), &["doctor"]);
    assert!(ok && !words.contains("PROBLEM") && !words.contains("warning"), "{words}");
    assert!(words.contains("it is the pinned one"), "{words}");
}

#[test]
fn the_doctor_warns_of_a_proxy_that_hides_who_calls() {
    let dir = tempfile::tempdir().unwrap();
    init_apart(dir.path());
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
    problem("restore");
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

/// Every file below `dir`, with what is in it and when it and its directory were changed.
fn picture(dir: &Path) -> Vec<(std::path::PathBuf, std::time::SystemTime, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap()) {
        let (path, found) = (entry.path(), entry.metadata().unwrap());
        let inside = if found.is_file() { std::fs::read(&path).unwrap() } else { Vec::new() };
        all.push((path.clone(), found.modified().unwrap(), inside));
        if found.is_dir() {
            all.extend(picture(&path));
        }
    }
    all.sort();
    all
}

#[test]
fn the_doctor_changes_nothing_also_after_a_crash_and_knows_a_running_server() {
    let (_above, dir) = crate::setup::place();
    let mut server = crate::setup::Server::start(&dir);
    server.finish();
    let address = server.url.strip_prefix("http://").unwrap().to_owned();
    let doctor = || said(comity(&dir, &["doctor"]).env("COMITY_LISTEN", &address).output().unwrap());
    let (ok, words) = doctor();
    assert!(ok && words.contains("the server is running") && !words.contains("PROBLEM"), "{words}");
    server.kill();
    let before = picture(&dir);
    let (ok, words) = doctor();
    assert!(ok && words.contains("comity.redb opens") && !words.contains("PROBLEM"), "{words}");
    assert!(before == picture(&dir), "nothing was touched after a kill");
    // The store is mended by the next start, and looked at again when it was closed.
    assert!(run(&dir, &["admin", "workspace", "Municipal Hospital"]).0);
    let before = picture(&dir);
    assert!(doctor().0 && before == picture(&dir), "nothing was touched after a clean end");
    // A store that another program holds, and a port that another program answers.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    std::thread::spawn({
        let taken = taken.try_clone().unwrap();
        move || taken.incoming().for_each(drop)
    });
    let mut again = crate::setup::Server::start(&dir);
    let other = taken.local_addr().unwrap().to_string();
    let (ok, words) = said(comity(&dir, &["doctor"]).env("COMITY_LISTEN", &other).output().unwrap());
    assert!(!ok && words.contains("no Comity answers there"), "{words}");
    again.kill();
}

/// Bytes that a disk turned: one here, forty there. What the doctor calls well can be read, and it names what can't.
#[test]
fn the_doctor_names_the_records_of_a_damaged_store_and_leaves_it_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    init_apart(dir.path());
    assert!(run(dir.path(), &["admin", "workspace", "Municipal Hospital"]).0);
    for (user, role) in [("ada", "owner"), ("grace", "admin"), ("linus", "member"), ("margaret", "member")] {
        let (ok, words) =
            run(dir.path(), &["admin", "user", "add", user, "--email", &format!("{user}@example.org"), "--role", role]);
        assert!(ok, "{words}");
    }
    let path = dir.path().join("comity-data/comity.redb");
    let whole = std::fs::read(&path).unwrap();
    let seed = comity::base::World::now(&comity::base::world::SystemWorld).0;
    let mut rng = crate::state_machine::Rng::new(crate::state_machine::seeds(&[seed])[0]);
    eprintln!("COMITY_SEED={seed}");
    let (mut named, mut refused) = (0, 0);
    for round in 0..24 {
        let mut bytes = whole.clone();
        for _ in 0..if round % 4 == 0 { 40 } else { 3 } {
            let at = rng.below(bytes.len());
            bytes[at] ^= 1 << rng.below(8);
        }
        std::fs::write(&path, &bytes).unwrap();
        let (ok, words) = run(dir.path(), &["doctor"]);
        assert!(std::fs::read(&path).unwrap() == bytes, "the doctor changed the store");
        named += usize::from(words.contains("records can't be read: "));
        refused += usize::from(words.contains("restore the last backup"));
        assert_eq!(ok, words.contains("records in it can be read"), "{words}");
        let (listed, words) = run(dir.path(), &["admin", "user", "list"]);
        let whole = words.matches("@example.org").count() == 4;
        assert!(if ok { listed && whole } else { !listed || whole || words.contains("comity doctor") }, "{words}");
    }
    assert!(named > 0 && refused > 0, "{named} named, {refused} refused");
}

#[test]
fn the_doctor_reads_the_certificate_as_a_start_does() {
    let dir = tempfile::tempdir().unwrap();
    init(dir.path());
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tls");
    let doctor = |cert: &str| {
        let mut command = comity(dir.path(), &["doctor"]);
        command.env("COMITY_TLS__CERT", data.join(cert)).env("COMITY_TLS__KEY", data.join("key.pem"));
        said(command.output().unwrap())
    };
    assert!(doctor("cert.pem").0);
    let (ok, words) = doctor("renewed-cert.pem");
    assert!(!ok && words.contains("tls.cert") && words.contains("belongs to it"), "{words}");
}

#[test]
fn the_root_key_goes_where_the_data_does_not() {
    let (home, dir) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let init = |set: &str, value: &Path| {
        let place = tempfile::tempdir_in(dir.path()).unwrap();
        let (ok, words) = said(comity(place.path(), &["init"]).env(set, value).output().unwrap());
        assert!(ok, "{words}");
        let text = std::fs::read_to_string(place.path().join("comity.toml")).unwrap();
        let key = toml::from_str::<toml::Table>(&text).unwrap()["root"]["identity_file"].as_str().unwrap().to_owned();
        let (well, found) = run(place.path(), &["doctor"]);
        assert!(well, "{found}");
        (key, words, place)
    };
    let (key, words, _place) = init("HOME", home.path());
    assert!(Path::new(&key).starts_with(home.path().join(".config/comity")), "{key}");
    assert!(words.contains("same disk"), "{words}");
    assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::metadata(home.path().join(".config/comity")).unwrap().permissions().mode() & 0o777, 0o700);
    let (other, _, _place) = init("HOME", home.path());
    assert_ne!(key, other, "two installations of one person have two keys");
    assert!(init("XDG_CONFIG_HOME", &home.path().join("own")).0.starts_with(home.path().to_str().unwrap()));
    // Nobody's directory, a relative one, and one that is not there below the root.
    for none in ["/", "here", "/nonexistent"] {
        let (key, words, place) = init("HOME", Path::new(none));
        assert!(words.contains("lies beside the data"), "{none}: {words}");
        assert_eq!((key.as_str(), place.path().join(&key).exists()), ("comity-root.key", true));
        let (well, found) = run(place.path(), &["doctor"]);
        assert!(well && found.contains("warning  ") && found.contains("lies beside the data"), "{found}");
    }
}

#[test]
fn each_start_says_that_the_root_key_lies_beside_the_data() {
    let (_above, dir) = crate::setup::place();
    let mut server = crate::setup::Server::start(&dir);
    server.finish();
    server.kill();
    let log = dir.with_extension("log");
    std::fs::write(&log, "").unwrap();
    crate::setup::Server::start(&dir).kill();
    let words = std::fs::read_to_string(&log).unwrap();
    let told = words.matches("lies beside the data").count();
    assert!(told == 1 && words.contains("`identity_file` in") && words.contains("WARN"), "{words}");
}

#[test]
fn a_root_key_beside_the_stores_file_stops_the_start() {
    let dir = tempfile::tempdir().unwrap();
    init(dir.path());
    let (ok, words) = said(
        comity(dir.path(), &["doctor"]).env("COMITY_STORE__PATH", dir.path().join("comity.redb")).output().unwrap(),
    );
    assert!(!ok && words.contains("beside the store's file") && words.contains("`root.identity_file`"), "{words}");
    std::fs::hard_link(dir.path().join("comity-root.key"), dir.path().join("comity-data/again")).unwrap();
    let (ok, words) = run(dir.path(), &["serve"]);
    assert!(!ok && words.contains("comity-data/again") && words.contains("move it"), "{words}");
}

#[test]
fn init_makes_the_directories_it_is_told_or_leaves_none() {
    let dir = tempfile::tempdir().unwrap();
    let arguments = ["--config", "etc/comity/comity.toml", "init", "--data-dir", "../../var/lib/comity"];
    let (ok, words) = run(dir.path(), &arguments);
    assert!(ok && dir.path().join("etc/comity/comity-root.key").exists(), "{words}");
    assert!(!words.contains("beside the data"), "{words}");
    assert!(dir.path().join("var/lib/comity/keyring").is_dir());
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("file"), "").unwrap();
    let (ok, words) = run(dir.path(), &["--config", "file/comity.toml", "init", "--data-dir", "../a/b"]);
    assert!(!ok, "{words}");
    let (ok, words) = run(dir.path(), &["init", "--data-dir", "new/data", "--root-key", "new/data/root.key"]);
    assert!(!ok && words.contains("lies in the data directory"), "{words}");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "only what was there before");
}

#[test]
fn a_sample_in_the_configurations_place_is_no_circle() {
    let dir = tempfile::tempdir().unwrap();
    let sample = || {
        let out = std::fs::File::create(dir.path().join("comity.toml")).unwrap();
        comity(dir.path(), &["init", "--sample"]).stdout(out).output().unwrap()
    };
    let (ok, words) = said(sample());
    assert!(!ok && words.contains("remove it"), "{words}");
    std::fs::write(dir.path().join("comity.toml"), comity::config::sample(&[])).unwrap();
    std::fs::create_dir(dir.path().join("comity-data")).unwrap();
    for command in ["serve", "doctor", "init"] {
        let (ok, words) = run(dir.path(), &[command]);
        assert!(!ok && words.contains("move") && words.contains("away"), "{command}: {words}");
    }
    std::fs::remove_file(dir.path().join("comity.toml")).unwrap();
    init(dir.path());
}

#[test]
fn what_the_environment_set_is_told_where_it_is_not_written_down() {
    let dir = tempfile::tempdir().unwrap();
    let (ok, words) = said(comity(dir.path(), &["init"]).env("COMITY_LISTEN", "127.0.0.1:0").output().unwrap());
    assert!(ok && words.contains("every start needs it again: environment variable COMITY_LISTEN"), "{words}");
    let (_above, dir) = crate::setup::place();
    let mut server = crate::setup::Server::start(&dir);
    server.finish();
    let pid = server.child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let rest = server.rest();
    assert!(rest.contains("COMITY_LISTEN") && rest.contains("COMITY_LOG__FILTER"), "{rest}");
}

#[test]
fn the_demo_says_what_it_wants_in_its_own_words() {
    let dir = tempfile::tempdir().unwrap();
    let (ok, words) = run(dir.path(), &["demo", "--listen", "0.0.0.0:0"]);
    assert!(!ok && words.contains("--public-url http://"), "{words}");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let holder = std::net::TcpListener::bind(taken).unwrap();
    let (ok, words) = run(dir.path(), &["demo", "--listen", &taken.to_string()]);
    assert!(!ok && words.contains("option --listen") && !words.contains("comity.toml"), "{words}");
    drop(holder);
    for arguments in [["demo", "--config", "x.toml"], ["--config", "x.toml", "demo"]] {
        let (ok, words) = run(dir.path(), &arguments);
        assert!(!ok && words.contains("--data-dir"), "{words}");
    }
}

/// Every command below `of`, with the words that call it.
fn commands(of: &clap::Command, path: &str, all: &mut Vec<(String, clap::Command)>) {
    for command in of.get_subcommands().filter(|command| command.get_name() != "help") {
        let path = format!("{path} {}", command.get_name());
        all.push((path.clone(), command.clone()));
        commands(command, &path, all);
    }
}

#[test]
fn every_command_and_every_option_is_explained_and_every_command_has_an_example() {
    let mut all = Vec::new();
    commands(&comity::cli::command(), "comity", &mut all);
    assert!(all.len() > 30, "{}", all.len());
    let admin = all.iter().find(|(path, _)| path == "comity admin").unwrap().1.get_after_help().unwrap().to_string();
    for (path, command) in &all {
        assert!(command.get_about().is_some(), "{path} says what it does");
        for argument in command.get_arguments().filter(|argument| !argument.is_global_set()) {
            let id = argument.get_id().as_str();
            assert!(argument.get_help().is_some(), "{path} explains {id}");
        }
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        assert!(help.contains("Example") && help.contains(path.as_str()), "{path} has an example: {help}");
        if path.starts_with("comity admin ") && !command.has_subcommands() {
            assert!(admin.contains(&format!("{path}\n")), "`comity help admin` names {path}");
        }
    }
}
