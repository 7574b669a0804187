//! Imports go down only, and rooms on one level do not know each other.

use super::source::{Source, read, sources};
use std::collections::{BTreeMap, BTreeSet};

/// The rooms with their levels, as the map has them: a room may import what stands on lower levels.
fn rooms() -> BTreeMap<String, u32> {
    let map = read("src/ARCHITECTURE.md");
    let row = |line: &str| {
        let mut cells = line.strip_prefix("| ")?.split(" | ");
        let level = cells.next()?.parse().ok()?;
        let rooms = cells.next()?.split_whitespace().map(|room| {
            let name = room.trim_matches('`');
            name.trim_end_matches('/').trim_end_matches(".rs").to_owned()
        });
        Some(rooms.map(|room| (room, level)).collect::<Vec<_>>())
    };
    let rooms: BTreeMap<String, u32> = map.lines().filter_map(row).flatten().collect();
    assert!(rooms.len() > 10, "the table of rooms in src/ARCHITECTURE.md can't be read: {rooms:?}");
    rooms
}

#[test]
fn every_room_stands_in_the_map_and_the_map_names_no_other() {
    let built: BTreeSet<String> = sources().iter().map(|source| source.room().to_owned()).collect();
    let built: BTreeSet<String> = built.into_iter().filter(|room| room != "lib" && room != "main").collect();
    assert_eq!(rooms().into_keys().collect::<BTreeSet<_>>(), built);
}

#[test]
fn imports_go_down_only() {
    let wrong: Vec<_> = sources().iter().flat_map(upward).collect();
    assert!(wrong.is_empty(), "imports that do not go down:\n{}", wrong.join("\n"));
}

/// The imports of a file that its room may not have.
fn upward(source: &Source) -> Vec<String> {
    let (rooms, room) = (rooms(), source.room());
    // The thin main starts the command line, and the library lists its rooms.
    let level = match room {
        "main" | "lib" => u32::MAX,
        _ => match rooms.get(room) {
            Some(level) => *level,
            None => return vec![format!("{}: the room `{room}` stands on no level of the map", source.path)],
        },
    };
    let code: String = source.code().flat_map(|(_, line)| [line, "\n"]).collect();
    let own = if room == "main" { "comity::" } else { "crate::" };
    roots(&code, own)
        .into_iter()
        .filter(|target| target != room && rooms.get(target).is_some_and(|other| *other >= level))
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
    assert_eq!(seen("src/secret_room/mod.rs", ""), 1, "a room nobody placed");
    assert_eq!(seen("src/api/mod.rs", "use crate::{base, domain::post, jobs};\n// crate::realtime"), 0);
}
