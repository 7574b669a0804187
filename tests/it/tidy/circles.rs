//! No circle between the files of one room: of two files that know each other neither can be read alone.

use super::paths::Crate;
use super::source::{Source, read, sources};
use std::collections::{BTreeMap, BTreeSet};

/// What each file takes from which other one.
type Taken = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

#[test]
fn no_files_of_a_room_import_each_other_in_a_circle() {
    let (taken, named) = (taken(&sources()), named());
    let found = circles(&taken);
    let unknown = found.iter().filter(|circle| !circle.is_subset(&named)).map(|circle| describe(&taken, circle));
    let unknown: Vec<_> = unknown.collect();
    assert!(unknown.is_empty(), "move what stands in the wrong file:\n{}", unknown.join("\n"));
    let idle: Vec<_> = named.iter().filter(|file| !found.iter().any(|circle| circle.contains(*file))).collect();
    assert!(idle.is_empty(), "src/ARCHITECTURE.md says of files that are in no circle that they are: {idle:?}");
}

/// The files that the map says are in a circle, with why, where it says that there is none.
fn named() -> BTreeSet<String> {
    let map = read("src/ARCHITECTURE.md");
    let rule = map.split("No files of one room").nth(1).and_then(|rest| rest.split("\n\n").next());
    let names = rule.expect("the map has its rule on circles").split('`').skip(1).step_by(2);
    names.filter(|name| name.contains('/') && name.ends_with(".rs")).map(|name| format!("src/{name}")).collect()
}

/// What the files of a room take from each other. A head and what stands below it are one thing in parts, as the map says.
fn taken(sources: &[Source]) -> Taken {
    let code = Crate::of(sources);
    let mut taken = Taken::new();
    for source in sources {
        for (file, item) in code.uses(source) {
            let apart = file.path != source.path && !file.is_head_of(source) && !source.is_head_of(file);
            if apart && file.room() == source.room() {
                taken.entry(source.path.clone()).or_default().entry(file.path.clone()).or_default().insert(item);
            }
        }
    }
    taken
}

/// The files of each circle: all that can be reached from each other.
fn circles(taken: &Taken) -> BTreeSet<BTreeSet<String>> {
    let reached: BTreeMap<_, _> = taken.keys().map(|file| (file, reachable(taken, file))).collect();
    let back = |from: &String, to: &String| reached.get(from).is_some_and(|reach| reach.contains(to));
    let circle = |file: &&String| reached[*file].iter().filter(|other| back(other, file)).copied().cloned().collect();
    reached.keys().copied().filter(|file| back(file, file)).map(|file| circle(&file)).collect()
}

/// The files that a file takes from, and those they take from.
fn reachable<'t>(taken: &'t Taken, file: &String) -> BTreeSet<&'t String> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<_> = taken.get(file).into_iter().flat_map(BTreeMap::keys).collect();
    while let Some(next) = open.pop() {
        if reached.insert(next) {
            open.extend(taken.get(next).into_iter().flat_map(BTreeMap::keys));
        }
    }
    reached
}

/// What makes a circle, file by file.
fn describe(taken: &Taken, circle: &BTreeSet<String>) -> String {
    let mut lines = vec![format!("a circle of {} files:", circle.len())];
    for file in circle {
        for (other, items) in taken[file].iter().filter(|(other, _)| circle.contains(*other)) {
            let items: Vec<_> = items.iter().map(String::as_str).collect();
            lines.push(format!("  {file} takes {} from {other}", items.join(", ")));
        }
    }
    lines.join("\n")
}

/// A file of a room of `domain`.
fn file(name: &str, text: &str) -> Source {
    Source { path: format!("src/domain/{name}.rs"), text: text.into() }
}

/// The circles of these files, each as its files' names.
fn seen(files: &[Source]) -> Vec<String> {
    let circles = circles(&taken(files));
    let name = |path: &String| path.trim_start_matches("src/domain/").trim_end_matches(".rs").to_owned();
    circles.iter().map(|circle| circle.iter().map(name).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn a_circle_is_seen_in_every_form_of_import() {
    let back = || file("b", "use super::a::say;\nfn hear() { say() }\n");
    for text in [
        "use super::b::hear;\nfn say() { hear() }\n",
        "use super::{Actor, b};\nfn say() { b::hear() }\n",
        "use crate::domain::{c, b::{self, Ear}};\nfn say() { b::hear() }\n",
        "use crate::{base::Ts, domain::b as ears};\nfn say() { ears::hear() }\n",
        "fn say() { super::b::hear() }\n",
        "fn say() { let text = \"it's {\"; crate::domain::b::hear(text) }\n",
        "mod v1 {\n    fn say() {\n        super::super::b::hear()\n    }\n}\n",
        "use super::hear;\nfn say() { hear() }\n",
        "use crate::domain;\nfn say() { domain::b::hear() }\n",
    ] {
        let head = file("mod", "mod a;\nmod b;\npub use b::hear;\n");
        assert_eq!(seen(&[head, file("a", text), back()]), ["a b"], "{text}");
    }
}

#[test]
fn a_long_circle_is_seen_as_one_and_who_only_looks_on_is_not_in_it() {
    let files = [
        file("mod", "mod a;\nmod b;\nmod c;\n"),
        file("a", "use super::b::b;\n"),
        file("b", "use super::c;\nfn b() { c::d::deep() }\n"),
        file("c/d", "use crate::domain::a::a;\n"),
        file("c", "mod d;\n"),
        file("e", "use super::a::a;\nuse super::f::f;\n"),
        file("f", "fn f() {}\n"),
    ];
    assert_eq!(seen(&files), ["a b c/d"]);
    let taken = taken(&files);
    let told = describe(&taken, circles(&taken).first().unwrap());
    assert!(told.contains("src/domain/b.rs takes deep from src/domain/c/d.rs"), "{told}");
}

#[test]
fn what_is_no_circle_is_not_seen_as_one() {
    let cases = [
        // A name of a file that is no path to it, an import of a test, a comment, a text, a crate of the same name.
        ("use super::b::hear;\n", "fn a(a: u8) -> u8 { a::<u8>(a) }\n"),
        ("use super::b::hear;\n", "#[cfg(test)]\nmod tests {\n    use super::super::a::say;\n}\n"),
        ("use super::b::hear;\n", "fn hear() {} // as super::a::say does\n"),
        ("use super::b::hear;\n", "const TEXT: &str = \"super::a::say\";\n"),
        ("use super::b::hear;\n", "use ::a::say;\nuse serde::a::shout;\nfn hear() { say(); shout() }\n"),
    ];
    for (a, b) in cases {
        assert!(seen(&[file("a", a), file("b", b)]).is_empty(), "{a}{b}");
    }
    // A head and its parts.
    assert!(seen(&[file("a", "mod b;\nuse b::hear;\n"), file("a/b", "use super::say;\n")]).is_empty());
}
