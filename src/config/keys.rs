//! Every key with its meaning, as data: the sample, the environment overrides and the tests are made from this table.

/// One key of `comity.toml`.
pub struct Key {
    /// The section; empty for the keys at the top.
    pub section: &'static str,
    /// The key's name.
    pub name: &'static str,
    /// The default as TOML, or an example where the key has no default.
    pub value: &'static str,
    /// Whether `value` is the default; if not, the sample shows it as a comment.
    pub is_default: bool,
    /// What it means, and why one would change it.
    pub about: &'static str,
}

impl Key {
    /// The key as errors name it: `section.name`.
    pub fn path(&self) -> String {
        if self.section.is_empty() { self.name.to_owned() } else { format!("{}.{}", self.section, self.name) }
    }

    /// The environment variable that overrides it.
    pub fn variable(&self) -> String {
        let name = self.name.to_uppercase();
        if self.section.is_empty() {
            format!("COMITY_{name}")
        } else {
            format!("COMITY_{}__{name}", self.section.to_uppercase())
        }
    }
}

/// The sections in the sample's order, each with a sentence.
pub const SECTIONS: &[(&str, &str)] = &[
    ("", "Comity's configuration. Relative paths start at this file's directory."),
    ("tls", "TLS in this process. Leave both out when a proxy in front speaks TLS."),
    ("http", "A proxy in front."),
    ("root", "The root key opens the data. It must not lie in a directory with data, nor be readable by others."),
    ("log", "Logs go to standard error. They never hold what people write, their names, or secrets."),
    ("limits", "Limits. Requests a minute are counted for one method and one token."),
    ("store", "The storage engine."),
];

const fn set(section: &'static str, name: &'static str, value: &'static str, about: &'static str) -> Key {
    Key { section, name, value, is_default: true, about }
}

const fn example(section: &'static str, name: &'static str, value: &'static str, about: &'static str) -> Key {
    Key { section, name, value, is_default: false, about }
}

/// Every key there is.
pub const KEYS: &[Key] = &[
    set("", "listen", "\"127.0.0.1:8065\"", "The address and port to listen on. 0.0.0.0:8065 is every interface."),
    example(
        "",
        "public_url",
        "\"https://chat.example.org\"",
        "What clients call this server. Every URL in an answer starts with it, never with what a request claims.\n\
         When it is left out it is built from `listen`. With TLS take port 443, or Python's slack_sdk opens no socket.",
    ),
    set(
        "",
        "data_dir",
        "\"comity-data\"",
        "Where the sealed data lives. Back up all of it, while the server is stopped. What people write, their names and\n\
         their settings are sealed in it; opaque ids, times, counts and sizes are not.",
    ),
    example(
        "tls",
        "cert",
        "\"fullchain.pem\"",
        "The certificate with its chain, PEM. A renewed one is served within seconds, without a restart.",
    ),
    example("tls", "key", "\"privkey.pem\"", "The certificate's private key, PEM."),
    set(
        "http",
        "trusted_proxies",
        "[]",
        "The proxies in front, as addresses and ranges: [\"127.0.0.1\", \"10.0.0.0/8\"]. Sign-in attempts are limited by\n\
         network address, and from these the caller's is taken from X-Forwarded-For. Nobody else's header is believed.",
    ),
    set("root", "kind", "\"identity\"", "\"identity\": a file with an age identity. \"passphrase\": a passphrase."),
    example(
        "root",
        "identity_file",
        "\"comity-root.key\"",
        "The age identity. Keep a copy in a safe: without it the data is gone.",
    ),
    example(
        "root",
        "passphrase_file",
        "\"/run/secrets/comity-passphrase\"",
        "A file with the passphrase. Without one, COMITY_PASSPHRASE gives it, or you are asked.",
    ),
    example(
        "root",
        "commitment",
        "\"ck1-…\"",
        "What the installation key must be, as `comity init` printed it. Pinned here, nobody who can write to the data\n\
         directory can swap the key.",
    ),
    set("log", "format", "\"text\"", "\"text\" for people, \"json\" for a collector."),
    set(
        "log",
        "filter",
        "\"info\"",
        "off, error, warn, info, debug or trace; also a level for a part: `comity::store=debug,warn`.",
    ),
    set(
        "limits",
        "rate_limits",
        "true",
        "Whether requests are counted at all. Guesses at passwords are also counted when this is false.",
    ),
    set("limits", "tier1_per_minute", "60", "Slack's tier 1: rare and costly calls."),
    set("limits", "tier2_per_minute", "600", "Slack's tier 2: lists and settings."),
    set("limits", "tier3_per_minute", "1200", "Slack's tier 3: reading, and most changes."),
    set("limits", "tier4_per_minute", "3000", "Slack's tier 4: calls made for every message or person."),
    set("limits", "special_per_minute", "1200", "Methods Slack limits in their own way: posting, auth.test, webhooks."),
    set(
        "limits",
        "sockets_per_user",
        "20",
        "Sockets one person may hold open. An app has ten in Socket Mode, as at Slack.",
    ),
    set(
        "limits",
        "lease_secs",
        "300",
        "Seconds an unwrapped data key may stay in memory, 300 at most: shorter makes a revoked key bite sooner.",
    ),
    set("store", "kind", "\"redb\"", "The engine: \"redb\", one file inside this process."),
    example(
        "store",
        "path",
        "\"comity-data/comity.redb\"",
        "The engine's file. Left out: comity.redb in the data directory.",
    ),
    set(
        "store",
        "check",
        "true",
        "Whether every page is checked when the store is opened, which reads the whole file. Without it a damaged file may show \
         shorter lists until `comity doctor` is run, which always checks.",
    ),
    set("store", "cache_mib", "256", "Memory for pages already read, in MiB. It fills as it is used."),
];
