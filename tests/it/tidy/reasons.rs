//! Every dependency has its reason on the map.

use super::source::read;

#[test]
fn every_dependency_has_its_reason() {
    let map = read("src/ARCHITECTURE.md");
    let reasons = map.split("## Dependencies and why").nth(1).expect("the map has a section \"Dependencies and why\"");
    for manifest in ["Cargo.toml", "tests/load/Cargo.toml"] {
        for (name, _) in dependencies(&read(manifest)) {
            assert!(
                reasons.contains(&format!("`{name}`")),
                "{manifest}: `{name}` has no reason in src/ARCHITECTURE.md"
            );
        }
    }
}

#[test]
fn no_reason_stays_for_a_dependency_that_is_gone() {
    let map = read("src/ARCHITECTURE.md");
    let reasons = map.split("## Dependencies and why").nth(1).unwrap_or_default();
    let known: Vec<_> =
        ["Cargo.toml", "tests/load/Cargo.toml"].iter().flat_map(|manifest| dependencies(&read(manifest))).collect();
    // Each line of the list begins with the names it is about.
    for line in reasons.lines().take_while(|line| !line.starts_with("## ")).filter(|line| line.starts_with("- `")) {
        let names = line.split(':').next().unwrap_or_default();
        for name in names.split('`').skip(1).step_by(2) {
            assert!(known.iter().any(|(k, _)| k == name), "`{name}` is no dependency any more");
        }
    }
}

#[test]
fn every_dependency_names_the_features_it_uses() {
    for manifest in ["Cargo.toml", "tests/load/Cargo.toml"] {
        for (name, asked) in dependencies(&read(manifest)) {
            let off = asked.get("default-features").and_then(toml::Value::as_bool) == Some(false);
            assert!(off, "{manifest}: `{name}` has its default features: turn them off and name the ones it needs");
        }
    }
}

#[test]
fn the_map_stays_a_map() {
    let lines = read("src/ARCHITECTURE.md").lines().count();
    assert!(lines <= 300, "src/ARCHITECTURE.md has {lines} lines: a map has 300 at most");
}

/// The names in every table of dependencies of a manifest, with what is asked of each.
fn dependencies(manifest: &str) -> Vec<(String, toml::Value)> {
    let table: toml::Table = toml::from_str(manifest).unwrap();
    ["dependencies", "dev-dependencies", "build-dependencies"]
        .iter()
        .filter_map(|section| table.get(*section)?.as_table())
        .flat_map(|section| section.clone())
        .filter(|(name, _)| name != "comity")
        .collect()
}
