//! What every file does, and what none does: a header, no panic by habit, nothing unfinished, no skipped test.

use super::source::{Source, files, read, sources};

/// Where the code may stop the process, how often, and why it can't or should.
const MAY_PANIC: &[(&str, usize, &str)] = &[
    ("src/base/world.rs", 1, "a kernel without random bytes can't make a key; going on would be worse"),
    ("src/crypto/vault.rs", 1, "a vault of random keys, for tests and models: any 32 bytes are a key"),
    ("src/store/postgres/session.rs", 2, "a lent session holds its connection until it is given back, which ends it"),
];

/// What panics when it is reached; printing does when nobody reads any more.
const PANICS: &[&str] = &[
    ".unwrap()",
    ".expect(",
    ".unwrap_err()",
    ".expect_err(",
    "panic!(",
    "unreachable!(",
    " println!(",
    " eprintln!(",
    " print!(",
];
/// What is not finished. Split, so that this file does not find itself.
const UNFINISHED: &[&str] = &[concat!("to", "do!("), concat!("unimpl", "emented!("), concat!("d", "bg!(")];
/// A test that does not run is no test.
const SKIPPED: &[&str] =
    &[concat!("#[ig", "nore"), concat!(".sk", "ip("), concat!("test.on", "ly("), concat!(".fix", "me(")];

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<_> = sources().into_iter().filter(|s| !s.text.starts_with("//! ")).map(|s| s.path).collect();
    assert!(silent.is_empty(), "files without a `//!` header: {silent:?}");
}

#[test]
fn nothing_panics_by_habit() {
    for source in sources() {
        let found = panics(&source);
        match MAY_PANIC.iter().find(|(path, _, _)| *path == source.path) {
            Some((path, allowed, _)) => assert_eq!(found.len(), *allowed, "{path}: correct the list: {found:#?}"),
            None => assert!(found.is_empty(), "return an error that names cause and remedy: {found:#?}"),
        }
    }
    for (path, _, _) in MAY_PANIC {
        assert!(sources().iter().any(|s| s.path == *path), "{path} is gone: remove it from the list");
    }
}

#[test]
fn nothing_is_left_unfinished_or_skipped() {
    let rust = ["src", "tests"].iter().flat_map(|dir| files(dir, "rs"));
    let scripts =
        ["mjs", "ts", "py", "svelte"].iter().flat_map(|e| files("tests", e).into_iter().chain(files("web/src", e)));
    let mut found = Vec::new();
    for path in rust.chain(scripts) {
        for (i, line) in read(&path).lines().enumerate() {
            if UNFINISHED.iter().chain(SKIPPED).any(|mark| line.contains(mark)) && !is_iterator_skip(&path, line) {
                found.push(format!("{path}:{}: {}", i + 1, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// Rust's iterators have a method of the name that skips tests elsewhere.
fn is_iterator_skip(path: &str, line: &str) -> bool {
    path.ends_with(".rs") && line.contains(SKIPPED[1]) && !line.contains(SKIPPED[0])
}

/// One helper catches, tells the log and names the error; a second way would forget one of them.
#[test]
fn a_panic_is_caught_in_one_place() {
    let catch = concat!("catch_", "unwind");
    let found: Vec<_> = sources().into_iter().filter(|s| s.text.contains(catch)).map(|s| s.path).collect();
    assert_eq!(found, ["src/base/guarded.rs"]);
}

/// The lines of a file that may stop the process.
fn panics(source: &Source) -> Vec<String> {
    source
        .code()
        .filter(|(_, line)| PANICS.iter().any(|p| line.contains(p)))
        .map(|(n, line)| format!("{}:{n}: {}", source.path, line.trim()))
        .collect()
}

#[test]
fn a_panic_is_seen_outside_tests_only() {
    let text = "//! x\nfn a() { b.unwrap() }\n// c.unwrap()\n#[cfg(test)]\nmod tests {\n    fn d() { e.unwrap() }\n}\n";
    assert_eq!(panics(&Source { path: "src/a.rs".into(), text: text.into() }).len(), 1);
}
