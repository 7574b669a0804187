//! Slack's own example answers against ours: every field they have is one that our document has, of the same kind, or
//! is excused with a reason. That answers are what the document says is held elsewhere, for every answer.

use comity::api::schema::document;
use serde_json::Value;
use std::collections::BTreeSet;

/// Excuses by method and place, and fields with their kind.
struct Documented {
    excused: BTreeSet<(&'static str, &'static str)>,
    fields: Vec<(&'static str, &'static str, &'static str)>,
}

fn documented() -> Documented {
    let mut all = Documented { excused: BTreeSet::new(), fields: Vec::new() };
    for line in include_str!("documented.txt").lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if let Some(excuse) = line.strip_prefix("- ") {
            let (what, _) = excuse.split_once(": ").unwrap_or_else(|| panic!("an excuse has a reason: {line}"));
            all.excused.extend(what.split_once(' '));
            continue;
        }
        let mut words = line.split(' ');
        let method = words.next().unwrap();
        all.fields
            .extend(words.map(|field| field.rsplit_once(':').unwrap()).map(|(place, kind)| (method, place, kind)));
    }
    all
}

#[test]
fn every_field_of_slacks_examples_is_given_or_excused() {
    let (document, all) = (document(), documented());
    let (mut wrong, mut used) = (Vec::new(), BTreeSet::new());
    for (method, place, kind) in &all.fields {
        let found = kinds(&document, method, place);
        if found.contains("any") || found.contains(*kind) || *kind == "number" && found.contains("integer") {
            continue;
        }
        let excuse =
            all.excused.iter().find(|(m, p)| m == method && (place == p || place.starts_with(&format!("{p}/"))));
        match excuse {
            Some(excuse) => drop(used.insert(*excuse)),
            None => wrong.push(format!("{method} {place}: Slack's is of kind {kind}, ours of {found:?}")),
        }
    }
    wrong.extend(all.excused.difference(&used).map(|(method, place)| format!("{method} {place} needs no excuse")));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The kinds a field may have by the document; none when it is not there.
fn kinds(document: &Value, method: &str, place: &str) -> BTreeSet<String> {
    let answer = "/post/responses/200/content/application~1json/schema/anyOf/0";
    let mut open = alternatives(document, document["paths"][format!("/{method}")].pointer(answer).unwrap());
    for name in place.split('/').skip(1) {
        open = open.iter().flat_map(|shape| below(shape, name)).flat_map(|s| alternatives(document, s)).collect();
    }
    open.iter().flat_map(|shape| kinds_of(shape)).collect()
}

/// What may stand at a name: an item for `*`, a property, or whatever the object takes.
fn below<'d>(shape: &'d Value, name: &str) -> Option<&'d Value> {
    if shape.as_object()?.keys().all(|key| key == "description") {
        return Some(shape);
    }
    let others = shape.get("additionalProperties").filter(|others| others.is_object());
    if name == "*" { shape.get("items") } else { shape["properties"].get(name).or(others) }
}

fn alternatives<'d>(document: &'d Value, shape: &'d Value) -> Vec<&'d Value> {
    if let Some(object) = shape["$ref"].as_str() {
        return alternatives(document, document.pointer(object.trim_start_matches('#')).unwrap());
    }
    match shape["anyOf"].as_array() {
        Some(several) => several.iter().flat_map(|one| alternatives(document, one)).collect(),
        None => vec![shape],
    }
}

fn kinds_of(shape: &Value) -> Option<String> {
    let constant = match &shape["const"] {
        Value::Bool(_) => Some("boolean"),
        Value::String(_) => Some("string"),
        Value::Number(_) => Some("integer"),
        _ => None,
    };
    Some(constant.or(shape["type"].as_str()).unwrap_or("any").to_owned())
}
