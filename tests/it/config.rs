//! The configuration: what Ada writes into `comity.toml`, and what she is told when it can't work.

use comity::config::{Config, Format, KEYS, Problem, RootKind, sample};
use std::ffi::OsString;
use std::path::Path;

fn load(text: &str, environment: &[(&str, &str)]) -> Result<Config, Problem> {
    let dir = tempfile::tempdir().unwrap();
    load_in(dir.path(), text, environment)
}

fn load_in(dir: &Path, text: &str, environment: &[(&str, &str)]) -> Result<Config, Problem> {
    let file = dir.join("comity.toml");
    std::fs::write(&file, text).unwrap();
    Config::load_with(&file, environment.iter().map(|(k, v)| ((*k).to_owned(), OsString::from(v))))
}

fn refusal(text: &str, environment: &[(&str, &str)]) -> String {
    load(text, environment).expect_err(text).to_string()
}

#[test]
fn the_sample_parses_to_the_defaults() {
    let parsed: Config = toml::from_str(&sample(&[])).unwrap();
    assert_eq!(parsed, Config::default());
}

#[test]
fn an_empty_file_is_the_defaults_with_paths_beside_it() {
    let dir = tempfile::tempdir().unwrap();
    let config = load_in(dir.path(), "", &[]).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8065");
    assert_eq!(config.public_url(), "http://127.0.0.1:8065");
    assert_eq!(config.data_dir, dir.path().join("comity-data"));
    assert_eq!(config.store_path(), dir.path().join("comity-data/comity.redb"));
}

#[test]
fn the_sample_with_every_comment_taken_off_holds_every_key() {
    // Whatever has no default is an example in a comment: it must be spelt right too.
    let whole: String = sample(&[])
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if KEYS.iter().any(|k| rest.starts_with(&format!("{} = ", k.name))) => format!("{rest}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let table: toml::Table = toml::from_str(&whole).unwrap();
    toml::from_str::<Config>(&whole).unwrap();
    for key in KEYS {
        let at = if key.section.is_empty() { Some(&table) } else { table[key.section].as_table() };
        assert!(at.unwrap().contains_key(key.name), "{}", key.path());
    }
}

#[test]
fn every_field_of_the_configuration_is_a_key_of_the_sample() {
    // The parser lists the fields it knows when it meets one it does not.
    for section in ["", "tls", "http", "root", "log", "limits", "store"] {
        let header = if section.is_empty() { String::new() } else { format!("[{section}]\n") };
        let message = refusal(&format!("{header}nonsense = 1\n"), &[]);
        let known: Vec<_> = message.split("expected").nth(1).unwrap().split('`').skip(1).step_by(2).collect();
        for field in known.iter().take_while(|field| !field.starts_with("comity init")) {
            let is_key = KEYS.iter().any(|key| key.section == section && key.name == *field);
            let is_section = section.is_empty() && KEYS.iter().any(|key| key.section == *field);
            assert!(is_key || is_section, "[{section}] {field} is missing from the table of keys");
        }
    }
}

#[test]
fn what_init_pins_reads_back() {
    let text =
        sample(&[("root.passphrase_file", "c0ffee \"\\\n"), ("listen", "[::1]:9000"), ("root.kind", "passphrase")]);
    let config = load(&text, &[]).unwrap();
    assert!(config.root.passphrase_file.as_ref().unwrap().ends_with("c0ffee \"\\\n"));
    assert_eq!(config.root.kind, RootKind::Passphrase);
    assert_eq!(config.public_url(), "http://[::1]:9000");
}

#[test]
fn the_environment_overrides_the_file() {
    let environment = [
        ("COMITY_LISTEN", "127.0.0.1:9001"),
        ("COMITY_LOG__FORMAT", "json"),
        ("COMITY_LIMITS__RATE_LIMITS", "false"),
        ("COMITY_HTTP__TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8"),
        ("COMITY_LIMITS__LEASE_SECS", "7"),
        ("COMITY_PASSPHRASE", "not a key of the file"),
        ("COMITY_SERVICE_HOST", "10.0.0.1"),
        ("PATH", "/bin"),
    ];
    let config = load("[limits]\nlease_secs = 9\n", &environment).unwrap();
    assert_eq!(config.listen.port(), 9001);
    assert_eq!(config.log.format, Format::Json);
    assert!(!config.limits.rate_limits);
    assert_eq!(config.limits.lease_secs, 7);
    assert_eq!(config.http.trusted_proxies, ["127.0.0.1/32", "10.0.0.0/8"].map(|range| range.parse().unwrap()));
    assert!(load("", &[("COMITY_HTTP__TRUSTED_PROXIES", "")]).unwrap().http.trusted_proxies.is_empty());
}

#[test]
fn a_number_in_the_environment_stays_text_where_text_is_meant() {
    let config = load("", &[("COMITY_DATA_DIR", "2026"), ("COMITY_ROOT__IDENTITY_FILE", "1234")]).unwrap();
    assert!(config.data_dir.ends_with("2026"));
    assert!(config.root.identity_file.as_ref().unwrap().ends_with("1234"));
}

#[test]
fn a_refusal_names_the_key_the_file_and_the_remedy() {
    // What Ada wrote, the key she is told, and the remedy.
    let mistakes = [
        ("lisen = \"127.0.0.1:1\"", "lisen", "expected one of"),
        ("listen = \"localhost\"", "listen", "127.0.0.1:8065"),
        ("listen = 8065", "listen", "init --sample"),
        ("listen = \"0.0.0.0:8065\"", "public_url", "https://chat.example.org"),
        ("public_url = \"chat.example.org\"", "public_url", "https://chat.example.org"),
        ("public_url = \"ftp://chat.example.org\"", "public_url", "https://chat.example.org"),
        ("public_url = \"https://ada:secret@chat.example.org\"", "public_url", "https://chat.example.org"),
        ("public_url = \"https://chat.example.org/slack\"", "public_url", "https://chat.example.org"),
        ("public_url = \"https://chat.example.org?x=1\"", "public_url", "https://chat.example.org"),
        ("data_dir = \"\"", "data_dir", "Name the directory"),
        ("[store]\ncache_mib = 0", "store.cache_mib", "256"),
        ("[tls]\ncert = \"c.pem\"", "tls.key", "both"),
        ("[tls]\nkey = \"k.pem\"", "tls.cert", "both"),
        ("[tls]\ncert = \"c.pem\"\nkey = \"k.pem\"", "tls.cert", "relative"),
        ("[http]\ntrusted_proxies = [\"proxy.example.org\"]", "trusted_proxies", "10.0.0.0/8"),
        ("[http]\ntrusted_proxies = [\"10.0.0.0/33\"]", "trusted_proxies", "10.0.0.0/8"),
        ("[http]\ntrusted_proxies = [\"0.0.0.0/0\"]", "trusted_proxies", "Name the proxies alone"),
        ("[http]\ntrusted_proxies = [\"::/0\"]", "trusted_proxies", "Name the proxies alone"),
        ("[http]\ntrusted_proxies = \"127.0.0.1\"", "trusted_proxies", "init --sample"),
        ("[root]\nkind = \"hsm\"", "hsm", "identity"),
        ("[root]\nkind = \"passphrase\"\nidentity_file = \"x\"", "root.identity_file", "kind = \"identity\""),
        ("[root]\npassphrase_file = \"x\"", "root.passphrase_file", "kind = \"passphrase\""),
        ("[root]\ncommitment = \"\"", "root.commitment", "comity init"),
        ("[log]\nformat = \"xml\"", "xml", "json"),
        ("[log]\nfilter = \"loud=very\"", "log.filter", "warn"),
        ("[limits]\ntier1_per_minute = 0", "limits.tier1_per_minute", "rate_limits = false"),
        ("[limits]\ntier2_per_minute = -1", "tier2_per_minute", "init --sample"),
        ("[limits]\nsockets_per_user = 0", "limits.sockets_per_user", "1 or more"),
        ("[limits]\nlease_secs = 0", "limits.lease_secs", "1 to 300"),
        ("[limits]\nlease_secs = 301", "limits.lease_secs", "1 to 300"),
        ("[root]\ncommitment = \"zzz\"", "root.commitment", "keys status"),
        ("[log]\nfilter = \"\"", "log.filter", "comity=debug,warn"),
        ("[log]\nfilter = \"inof\"", "log.filter", "comity=debug,warn"),
        ("[log]\nfilter = \"comity:debug\"", "log.filter", "comity=debug,warn"),
        ("[log]\nfilter = \"comity=inof\"", "log.filter", "comity=debug,warn"),
        ("[log]\nfilter = \"comtiy=debug\"", "log.filter", "comity=debug,warn"),
        ("[log]\nfilter = \"comity::stroe=debug\"", "log.filter", "comity=debug,warn"),
        ("[log]\nfilter = \"info,\"", "log.filter", "comity=debug,warn"),
        ("[log]\nfilter = \"3\"", "log.filter", "comity=debug,warn"),
        ("[store]\nkind = \"mysql\"", "mysql", "redb"),
        ("listen = ", "listen", "Correct"),
    ];
    for (text, key, remedy) in mistakes {
        let said = refusal(text, &[]);
        assert!(said.contains("comity.toml"), "{text}: no file in: {said}");
        assert!(said.contains(key), "{text}: no `{key}` in: {said}");
        assert!(said.contains(remedy), "{text}: no remedy in: {said}");
    }
}

#[test]
fn a_refusal_names_the_variable_that_brought_the_value() {
    let mistakes = [
        ("COMITY_LISTEN", "nowhere", "127.0.0.1:8065"),
        ("COMITY_LIMITS__LEASE_SECS", "soon", "Correct or unset"),
        ("COMITY_LIMITS__LEASE_SECS", "0", "1 to 300"),
        ("COMITY_LIMITS__LEASE_SECS", "86400", "1 to 300"),
        ("COMITY_LIMITS_LEASE_SECS", "5", "COMITY_LIMITS__LEASE_SECS"),
        ("COMITY_LIMITS___LEASE_SECS", "5", "COMITY_LIMITS__LEASE_SECS"),
        ("COMITY_TLS_CERT", "x", "COMITY_TLS__CERT"),
        ("COMITY_PUBLICURL", "x", "COMITY_PUBLIC_URL"),
        ("COMITY_PUBLIC_ULR", "x", "COMITY_PUBLIC_URL"),
        ("COMITY_LISTN", "127.0.0.1:1", "COMITY_LISTEN"),
        ("COMITY_LIMITS", "5", "COMITY_SECTION__KEY"),
        ("comity_listen", "127.0.0.1:1", "COMITY_LISTEN"),
        ("COMITY_LOG__FILTER", "inof", "comity=debug,warn"),
        ("COMITY_PUBLIC_URL", "chat", "https://chat.example.org"),
        ("COMITY_HTTP__TRUSTED_PROXIES", "127.0.0.1, nginx", "10.0.0.0/8"),
        ("COMITY_LIMITS__LEASE_SECONDS", "5", "COMITY_SECTION__KEY"),
    ];
    for (variable, value, remedy) in mistakes {
        let said = refusal("", &[("COMITY_LOG__FORMAT", "json"), (variable, value)]);
        assert!(said.contains(variable), "{variable}={value}: {said}");
        assert!(said.contains(remedy), "{variable}={value}: {said}");
        assert!(!said.contains("COMITY_LOG__FORMAT"), "{said}");
    }
}

#[test]
fn a_missing_file_points_to_init() {
    let said = Config::load_with(Path::new("nowhere/comity.toml"), []).unwrap_err().to_string();
    assert!(said.contains("nowhere/comity.toml") && said.contains("comity init"), "{said}");
}

#[test]
fn a_filter_that_can_be_meant_is_taken() {
    for filter in
        ["info", "WARN", "off", "comity=debug,warn", "comity::store=trace,comity::api=info", "actix_web=error"]
    {
        assert_eq!(load(&format!("[log]\nfilter = \"{filter}\""), &[]).unwrap().log.filter, filter);
    }
}

#[test]
fn what_has_to_be_there_is_named_with_its_key_and_place_when_it_is_not() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(dir.path().join("comity-data/lost.redb")).unwrap();
    std::fs::write(dir.path().join("root.key"), "").unwrap();
    let pinned = format!("commitment = \"ck1-{}\"", "a".repeat(52));
    let whole = format!("[root]\nidentity_file = \"root.key\"\n{pinned}\n");
    load_in(dir.path(), &whole, &[]).unwrap().check_installed().unwrap();
    let mistakes = [
        (format!("data_dir = \"nowhere\"\n{whole}"), "`data_dir`", "restore"),
        (format!("data_dir = \"root.key\"\n{whole}"), "`data_dir`", "no directory"),
        (whole.replace("root.key", "nope.key"), "`root.identity_file`", "copy"),
        (format!("{whole}[store]\npath = \"comity-data\"\n"), "`store.path`", "which is a directory"),
        (format!("{whole}[store]\npath = \"nowhere/comity.redb\"\n"), "`store.path`", "in a directory that is there"),
        (whole.replace(&pinned, ""), "`root.commitment`", "swapped key ring"),
        ("".to_owned(), "`root.identity_file`", "comity init"),
        ("[root]\nkind = \"passphrase\"\npassphrase_file = \"gone\"".to_owned(), "`root.passphrase_file`", "copy"),
    ];
    for (text, key, remedy) in mistakes {
        let said = load_in(dir.path(), &text, &[]).unwrap().check_installed().unwrap_err().to_string();
        assert!(said.contains("comity.toml: ") && said.contains(key) && said.contains(remedy), "{text}: {said}");
    }
    let moved = [("COMITY_DATA_DIR", "nowhere")];
    let said = load_in(dir.path(), &whole, &moved).unwrap().check_installed().unwrap_err().to_string();
    assert!(said.starts_with("environment variable COMITY_DATA_DIR: "), "{said}");
}
