//! Files and functions of a size that reads well.

use super::source::{files, read, sources};

/// Lines of a Rust file, tests not counted.
const RUST_LINES: usize = 700;
/// Lines of a Svelte component.
const SVELTE_LINES: usize = 350;
/// Lines of one function.
const FUNCTION_LINES: usize = 70;

/// Files over their ceiling, each with its size when it was entered: it may shrink, and then the number here with it.
const LONG_FILES: &[(&str, usize)] = &[];
/// Functions over theirs, as `file: name`.
const LONG_FUNCTIONS: &[(&str, usize)] = &[];

#[test]
fn files_keep_their_size() {
    let rust = sources().into_iter().map(|s| (s.code_lines(), RUST_LINES, s.path));
    let svelte = files("web/src", "svelte").into_iter().map(|p| (read(&p).lines().count(), SVELTE_LINES, p));
    let long: Vec<_> = rust.chain(svelte).filter(|(n, max, _)| n > max).map(|(n, _, path)| (path, n)).collect();
    ratchet("files", &long, LONG_FILES);
}

#[test]
fn functions_keep_their_size() {
    let mut long = Vec::new();
    for source in sources() {
        let lines: Vec<_> = source.code().map(|(_, line)| line).collect();
        for (name, n) in functions(&lines) {
            if n > FUNCTION_LINES {
                long.push((format!("{}: {name}", source.path), n));
            }
        }
    }
    ratchet("functions", &long, LONG_FUNCTIONS);
}

/// Fails for what is too long and not excused, for what grew, and for an excuse that is no longer needed.
fn ratchet(what: &str, long: &[(String, usize)], excused: &[(&str, usize)]) {
    for (name, n) in long {
        match excused.iter().find(|(excuse, _)| excuse == name) {
            Some((_, was)) if n <= was => {}
            Some((_, was)) => panic!("{name} grew from {was} to {n} lines"),
            None => panic!("{what} over their ceiling: {name} has {n} lines. Split it by idea"),
        }
    }
    for (excuse, was) in excused {
        let now = long.iter().find(|(name, _)| name == excuse).map(|(_, n)| *n);
        assert_eq!(now, Some(*was), "{excuse} shrank: lower or remove its number in the list");
    }
}

/// The functions with their lengths. rustfmt puts a function's closing brace in the column it began in.
fn functions<'a>(lines: &[&'a str]) -> Vec<(&'a str, usize)> {
    let mut found = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let start = line.trim_start();
        let indent = line.len() - start.len();
        let is_fn = start.split("fn ").next().is_some_and(|before| {
            before.split_whitespace().all(|w| {
                matches!(w, "pub" | "const" | "async" | "unsafe" | "extern") || w.starts_with("pub(") || w == "\"C\""
            })
        });
        if !is_fn || !start.contains("fn ") {
            continue;
        }
        let end = format!("{}}}", " ".repeat(indent));
        let length = lines[i..].iter().position(|l| *l == end);
        let name = start.split("fn ").nth(1).unwrap_or_default().split(['(', '<']).next().unwrap_or_default();
        let one_line = start.ends_with(';') || start.ends_with('}');
        if let (false, Some(length)) = (one_line, length) {
            found.push((name, length + 1));
        }
    }
    found
}

impl super::source::Source {
    /// How many lines are not tests.
    fn code_lines(&self) -> usize {
        self.code().map(|(n, _)| n).last().unwrap_or(0)
    }
}

#[test]
fn a_long_function_is_seen() {
    let body = "        step();\n".repeat(71);
    let text = format!(
        "impl A {{\n    pub(crate) async fn long<T>(a: T) {{\n{body}    }}\n\n    fn short() {{\n        x();\n    }}\n}}\n"
    );
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(functions(&lines), [("long", 73), ("short", 3)]);
}

#[test]
#[should_panic(expected = "grew from 700 to 701")]
fn an_excused_file_may_not_grow() {
    ratchet("files", &[("src/a.rs".into(), 701)], &[("src/a.rs", 700)]);
}

#[test]
#[should_panic(expected = "shrank")]
fn an_excuse_goes_when_it_is_not_needed() {
    ratchet("files", &[], &[("src/a.rs", 701)]);
}
