//! Imports go down only, and rooms on one level do not know each other.

use super::source::{Source, sources};

/// Every room, with the rooms it may import. Adding one is a decision: it belongs into `src/ARCHITECTURE.md` too.
const ROOMS: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("net", &["base"]),
    ("crypto", &["base", "net"]),
    ("store", &["base", "crypto"]),
    ("blobs", &["base", "crypto"]),
    ("index", &["base", "crypto"]),
    ("domain", &["base", "crypto", "store", "blobs", "index"]),
    ("jobs", &["base", "net", "crypto", "store", "blobs", "index", "domain"]),
    ("import", BELOW_6),
    ("federation", BELOW_6),
    ("api", BELOW_6),
    ("realtime", BELOW_6),
    ("config", BELOW_7),
    (
        "setup",
        &[
            "base",
            "net",
            "crypto",
            "store",
            "blobs",
            "index",
            "domain",
            "jobs",
            "import",
            "federation",
            "api",
            "config",
        ],
    ),
    (
        "app",
        &[
            "base",
            "net",
            "crypto",
            "store",
            "blobs",
            "index",
            "domain",
            "jobs",
            "import",
            "federation",
            "api",
            "realtime",
            "config",
            "setup",
        ],
    ),
    (
        "cli",
        &[
            "base",
            "net",
            "crypto",
            "store",
            "blobs",
            "index",
            "domain",
            "jobs",
            "import",
            "federation",
            "api",
            "realtime",
            "config",
            "setup",
            "app",
        ],
    ),
    ("main", &["cli"]),
    ("lib", &[]),
];
const BELOW_6: &[&str] = &["base", "net", "crypto", "store", "blobs", "index", "domain", "jobs"];
const BELOW_7: &[&str] = BELOW_6;

#[test]
fn imports_go_down_only() {
    let wrong: Vec<_> = sources().iter().flat_map(upward).collect();
    assert!(wrong.is_empty(), "imports that do not go down:\n{}", wrong.join("\n"));
}

/// The imports of a file that its room may not have.
fn upward(source: &Source) -> Vec<String> {
    let room = source.room();
    let Some((_, may)) = ROOMS.iter().find(|(name, _)| *name == room) else {
        return vec![format!("{}: the room `{room}` stands in no list of levels", source.path)];
    };
    let code: String = source.code().flat_map(|(_, line)| [line, "\n"]).collect();
    let own = if room == "main" { "comity::" } else { "crate::" };
    roots(&code, own)
        .into_iter()
        .filter(|target| target != room && ROOMS.iter().any(|(name, _)| name == target))
        .filter(|target| !may.contains(&target.as_str()))
        .map(|target| format!("{}: {room} must not import {target}", source.path))
        .collect()
}

/// The first names behind `crate::`, also inside `crate::{…}`.
fn roots(code: &str, prefix: &str) -> Vec<String> {
    let name = |text: &str| text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let mut found = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let rest = &code[at + prefix.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            found.push(name(rest));
            continue;
        };
        let mut depth = 0;
        let mut begins = true;
        for (i, c) in group.char_indices() {
            if begins && depth == 0 && !c.is_whitespace() {
                found.push(name(&group[i..]));
                begins = false;
            }
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => begins = true,
                _ => {}
            }
        }
    }
    found
}

#[test]
fn an_upward_import_is_seen_in_every_form() {
    let seen = |path: &str, text: &str| upward(&Source { path: path.into(), text: text.into() }).len();
    assert_eq!(seen("src/store/mod.rs", "use crate::domain::Posting;"), 1);
    assert_eq!(seen("src/store/mod.rs", "use crate::{base::Ts, domain::{a, b}, api};"), 2);
    assert_eq!(seen("src/store/mod.rs", "fn f() { crate::jobs::run() }"), 1);
    assert_eq!(seen("src/api/mod.rs", "use crate::realtime::Hub;"), 1, "rooms on one level");
    assert_eq!(seen("src/domain/mod.rs", "use crate::net::dial;"), 1, "the domain does not dial");
    assert_eq!(seen("src/secret_room/mod.rs", ""), 1, "a room nobody placed");
    assert_eq!(seen("src/api/mod.rs", "use crate::{base, domain::post, jobs};\n// crate::realtime"), 0);
}
