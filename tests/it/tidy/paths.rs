//! Which file a path in the code leads to: `crate::`, `super::`, names that were imported, and names passed on.

use super::source::Source;
use std::collections::BTreeMap;

type Path = Vec<String>;

/// The modules of the crate, each with its file.
pub struct Crate<'s> {
    modules: BTreeMap<Path, Module<'s>>,
}

struct Module<'s> {
    source: &'s Source,
    /// What imports call here: also what others may take from here, though it stands elsewhere.
    imported: BTreeMap<String, Path>,
    /// Every path of the code, as seen from the module.
    paths: Vec<Path>,
}

impl<'s> Crate<'s> {
    /// The crate of these files.
    pub fn of(sources: &'s [Source]) -> Self {
        let module = |source: &'s Source| {
            let mut reader = Reader::of(source);
            reader.read();
            (place(source), Module { source, imported: reader.imported, paths: reader.paths })
        };
        Self { modules: sources.iter().map(module).collect() }
    }

    /// What a file uses, with the files it stands in.
    pub fn uses(&self, source: &Source) -> impl Iterator<Item = (&'s Source, String)> {
        let place = place(source);
        let paths = self.modules[&place].paths.iter();
        paths.filter_map(move |path| self.follow(place.clone(), path, 0)).collect::<Vec<_>>().into_iter()
    }

    /// Where a path leads that stands in the module `at`; nothing for other crates and for modules as such, whose name
    /// is only the beginning of other paths.
    fn follow(&self, mut at: Path, path: &[String], steps: usize) -> Option<(&'s Source, String)> {
        let mut rest = path;
        let mut moved = false;
        while let Some(name) = rest.first() {
            let child: Path = at.iter().chain([name]).cloned().collect();
            match name.as_str() {
                "crate" => at.clear(),
                "self" => {}
                "super" => drop(at.pop()),
                _ if self.modules.contains_key(&child) => at = child,
                _ => {
                    let module = self.modules.get(&at)?;
                    return match module.imported.get(name) {
                        Some(_) if steps > 9 => None,
                        Some(long) => {
                            let long: Path = long.iter().chain(&rest[1..]).cloned().collect();
                            self.follow(at, &long, steps + 1)
                        }
                        None => moved.then(|| (module.source, name.clone())),
                    };
                }
            }
            moved = true;
            rest = &rest[1..];
        }
        None
    }
}

/// The module a file is.
fn place(source: &Source) -> Path {
    let inside = source.path.trim_start_matches("src/").trim_end_matches(".rs");
    let names = inside.split('/').filter(|name| !["mod", "lib", "main"].contains(name));
    names.map(str::to_owned).collect()
}

/// Reads a file's paths, word by word.
struct Reader {
    words: Vec<String>,
    at: usize,
    /// The braces that are open; true for those of a module within the file.
    open: Vec<bool>,
    imported: BTreeMap<String, Path>,
    paths: Vec<Path>,
}

impl Reader {
    fn of(source: &Source) -> Self {
        let code: String = source.code().flat_map(|(_, line)| [line, "\n"]).collect();
        Self { words: words(&code), at: 0, open: Vec::new(), imported: BTreeMap::new(), paths: Vec::new() }
    }

    fn word(&self, ahead: usize) -> &str {
        self.words.get(self.at + ahead).map_or("", String::as_str)
    }

    fn read(&mut self) {
        while self.at < self.words.len() {
            match self.word(0) {
                "use" => {
                    self.at += 1;
                    self.tree(&mut Vec::new(), true);
                }
                "mod" if self.word(2) == "{" => {
                    self.open.push(true);
                    self.at += 3;
                }
                "{" => {
                    self.open.push(false);
                    self.at += 1;
                }
                "}" => {
                    self.open.pop();
                    self.at += 1;
                }
                word if is_name(word) && self.word(1) == "::" => self.tree(&mut Vec::new(), false),
                _ => self.at += 1,
            }
        }
    }

    /// Reads a path, or what an import makes many of: `a::{b, c::d as e}`.
    fn tree(&mut self, path: &mut Path, import: bool) {
        let begun = path.len();
        // `::serde` is a crate, whatever files are called.
        if self.word(0) == "::" {
            path.push("::".to_owned());
            self.at += 1;
        }
        loop {
            if self.word(0) == "{" {
                self.at += 1;
                while !["}", ""].contains(&self.word(0)) {
                    self.tree(path, import);
                    self.at += usize::from(self.word(0) == ",");
                }
                self.at += 1;
                break path.truncate(begun);
            }
            path.push(self.word(0).to_owned());
            self.at += 1;
            let goes_on = is_name(self.word(1)) || import && ["{", "*"].contains(&self.word(1));
            if self.word(0) != "::" || !goes_on {
                self.take(path, import);
                break path.truncate(begun);
            }
            self.at += 1;
        }
    }

    /// A whole path was read.
    fn take(&mut self, path: &Path, import: bool) {
        // Inside a module of the file, `super` is the file itself.
        let within = self.open.iter().filter(|module| **module).count();
        let up = path.iter().take_while(|name| *name == "super").count().min(within);
        let mut path = path[up..].to_vec();
        if path.len() > 1 && path.last().is_some_and(|name| name == "self") {
            path.pop();
        }
        if import {
            let mut name = path.last().cloned().unwrap_or_default();
            if self.word(0) == "as" {
                name = self.word(1).to_owned();
                self.at += 2;
            }
            if path != [name.clone()] {
                self.imported.insert(name, path.clone());
            }
        }
        self.paths.push(path);
    }
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Single characters that are no brace and begin no text.
const SIGNS: [&str; 4] = ["'\"'", "'\\\"'", "'{'", "'}'"];

/// The names and signs of a code without its texts; `::` is one sign.
fn words(code: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(raw) = rest.strip_prefix("r#\"") {
            raw.find("\"#").map_or(rest.len(), |end| end + 5)
        } else if first == '"' {
            text(rest)
        } else if is_name(rest) || first.is_ascii_digit() {
            rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            sign.len()
        } else {
            first.len_utf8()
        };
        let word = &rest[..length];
        if !word.starts_with(char::is_whitespace) && !word.starts_with("//") && !word.contains('"') {
            words.push(word.to_owned());
        }
        rest = &rest[length..];
    }
    words
}

/// How long the text is that the code begins with.
fn text(code: &str) -> usize {
    let mut escaped = false;
    for (i, c) in code.char_indices().skip(1) {
        match c {
            '"' if !escaped => return i + 1,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    code.len()
}
