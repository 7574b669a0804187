//! The project's own files, as the checks read them.

use std::path::{Path, PathBuf};

/// One Rust file.
pub struct Source {
    /// The path from the project's root, with slashes.
    pub path: String,
    /// The whole text.
    pub text: String,
}

impl Source {
    /// The room of `src/` it belongs to: `src/domain/post.rs` and `src/domain.rs` are both `domain`.
    pub fn room(&self) -> &str {
        let inside = self.path.strip_prefix("src/").unwrap_or_default();
        let first = inside.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// Whether the other file stands below this one: `src/domain/mod.rs` and `src/store/redb.rs` are heads.
    pub fn is_head_of(&self, other: &Self) -> bool {
        let below = self.path.trim_end_matches(".rs").trim_end_matches("/mod");
        other.path.strip_prefix(below).is_some_and(|rest| rest.starts_with('/')) && other.path != self.path
    }

    /// The lines that run outside tests: no comments, and nothing behind `#[cfg(test)]`, with their numbers.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        without_tests(&self.text).filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

/// The project's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A text file of the project.
pub fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every Rust file below `src/` that is not a test of its room.
pub fn sources() -> Vec<Source> {
    let all: Vec<_> = files("src", "rs").into_iter().map(|path| Source { text: read(&path), path }).collect();
    let tests: Vec<_> = all.iter().flat_map(test_files).collect();
    all.into_iter().filter(|source| !tests.iter().any(|test| source.path.starts_with(test))).collect()
}

/// Every file below `dir` with the extension, sorted.
pub fn files(dir: &str, extension: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = vec![root().join(dir)];
    while let Some(dir) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&dir) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() && !path.ends_with("node_modules") && !path.ends_with("dist") {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                found.push(path.strip_prefix(root()).unwrap().display().to_string());
            }
        }
    }
    found.sort();
    found
}

/// The lines outside items marked `#[cfg(test)]`, with their numbers. rustfmt puts an item's closing brace in the
/// column it began in.
fn without_tests(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut until: Option<String> = None;
    let mut marked: Option<usize> = None;
    text.lines().enumerate().map(|(i, line)| (i + 1, line)).filter(move |(_, line)| {
        if let Some(end) = &until {
            if line.trim_end() == end {
                until = None;
            }
            return false;
        }
        let indent = line.len() - line.trim_start().len();
        if line.trim_start().starts_with("#[cfg(test)]") {
            marked = Some(indent);
            return false;
        }
        if let Some(indent) = marked {
            if line.trim_start().starts_with("#[") {
                return false;
            }
            marked = None;
            if line.trim_end().ends_with('{') {
                until = Some(format!("{}}}", " ".repeat(indent)));
            }
            return false;
        }
        true
    })
}

/// The paths of modules declared as `#[cfg(test)] mod name;`, without the ending.
fn test_files(source: &Source) -> Vec<String> {
    let dir = source.path.trim_end_matches("mod.rs").trim_end_matches(".rs").trim_end_matches('/');
    let lines: Vec<_> = source.text.lines().map(str::trim).collect();
    lines
        .windows(2)
        .filter(|pair| pair[0] == "#[cfg(test)]")
        .filter_map(|pair| pair[1].trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'))
        .flat_map(|name| [format!("{dir}/{name}.rs"), format!("{dir}/{name}/")])
        .collect()
}

#[test]
fn what_stands_behind_cfg_test_is_not_code() {
    let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {\n    }\n}\n// c\nfn d() {}\n#[cfg(test)]\nuse x;\nfn e() {}\n";
    let source = Source { path: "src/domain/post.rs".into(), text: text.into() };
    assert_eq!(source.code().collect::<Vec<_>>(), [(1, "fn a() {}"), (8, "fn d() {}"), (11, "fn e() {}")]);
    assert_eq!(source.room(), "domain");
    let parent = Source { path: "src/store/mod.rs".into(), text: "#[cfg(test)]\nmod tests;\n".into() };
    assert_eq!(test_files(&parent), ["src/store/tests.rs", "src/store/tests/"]);
}
