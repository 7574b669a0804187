//! Whether an answer is what its shape says, to the letter: what `judge` lets pass of what clients send, such as a
//! field that nobody declared or a null for one that is not there, is our mistake here.

use super::OBJECTS;
use super::shape::{bare, bounded, field, is_object};
use serde_json::{Map, Value};

/// The object that may say more than is declared: of a message an import keeps every field.
const OPEN: &str = "Message";

/// What is wrong about a value at `place`, each with where it stands.
pub fn wrong(shape: &Value, value: &Value, place: &str) -> Vec<String> {
    match (shape, value) {
        (Value::String(text), _) => text_wrong(bare(text).0, value, place),
        (Value::Array(items), Value::Array(values)) => match items.first() {
            Some(item) => {
                values.iter().enumerate().flat_map(|(n, v)| wrong(item, v, &format!("{place}/{n}"))).collect()
            }
            None => Vec::new(),
        },
        (Value::Object(fields), Value::Object(values)) => fields_wrong(fields, values, place, false),
        (constant, value) if constant == value => Vec::new(),
        (shape, value) => vec![format!("{place}: {value} is not {shape}")],
    }
}

fn fields_wrong(fields: &Map<String, Value>, values: &Map<String, Value>, place: &str, open: bool) -> Vec<String> {
    let missing = fields
        .keys()
        .map(|name| field(name))
        .filter(|(name, optional)| !optional && !matches!(*name, "*" | "+") && !values.contains_key(*name))
        .map(|(name, _)| format!("{place}: {name} is missing"));
    let others = values.iter().flat_map(|(name, value)| {
        let place = format!("{place}/{name}");
        let shape = fields.get(name).or_else(|| fields.get(&format!("{name}?"))).or_else(|| fields.get("*"));
        match shape {
            Some(shape) => wrong(shape, value, &place),
            None if open => Vec::new(),
            None => vec![format!("{place}: nobody declared it")],
        }
    });
    missing.chain(others).collect()
}

/// One of several alternatives fits, or what is wrong about the last of them.
fn text_wrong(names: &str, value: &Value, place: &str) -> Vec<String> {
    let mut found = Vec::new();
    for name in names.split(" | ") {
        // How long a text may be is for those who send it.
        let name = if name.starts_with('\'') { name } else { bounded(name).0 };
        found = match OBJECTS.get(name).filter(|_| is_object(name)) {
            Some(Value::Object(fields)) if let Value::Object(values) = value => {
                fields_wrong(fields, values, place, name == OPEN)
            }
            Some(object) => wrong(object, value, place),
            None if named(name, value) => Vec::new(),
            None => vec![format!("{place}: {value} is not {names}")],
        };
        if found.is_empty() {
            break;
        }
    }
    found
}

fn named(name: &str, value: &Value) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match (name, value) {
        ("any", _) | ("string", Value::String(_)) | ("boolean", Value::Bool(_)) | ("null", Value::Null) => true,
        ("integer", Value::Number(n)) => n.is_i64() || n.is_u64(),
        ("number", Value::Number(_)) => true,
        ("secs", Value::Number(n)) => n.is_u64(),
        ("id", Value::String(id)) => {
            id.len() > 1
                && id.starts_with(|c: char| c.is_ascii_uppercase())
                && id.bytes().all(|b| b.is_ascii_alphanumeric())
        }
        ("ts", Value::String(ts)) => {
            ts.split_once('.').is_some_and(|(secs, micros)| digits(secs) && digits(micros) && micros.len() == 6)
        }
        (word, Value::String(text)) => word.strip_prefix('\'').and_then(|word| word.strip_suffix('\'')) == Some(text),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_does_not_fit_is_named_with_its_place() {
        let shape =
            json!({ "a": "ts | null // When.", "b?": ["'x' | 'y'"], "c": { "*": "secs" }, "d?": true, "e?": "Note" });
        let fits = json!({ "a": null, "b": ["x", "y"], "c": { "any": 1 }, "d": true });
        assert_eq!(wrong(&shape, &fits, ""), Vec::<String>::new());
        let found = |field: &str, value: Value| {
            let mut other = fits.clone();
            other[field] = value;
            wrong(&shape, &other, "")
        };
        assert_eq!(found("a", json!("1.5")), [r#"/a: "1.5" is not ts | null"#]);
        assert_eq!(found("b", json!(["x", "z"])), [r#"/b/1: "z" is not 'x' | 'y'"#]);
        assert_eq!(found("c", json!({ "any": -1 })), ["/c/any: -1 is not secs"]);
        assert_eq!(found("d", json!(false)), ["/d: false is not true"]);
        assert_eq!(found("e", json!({})).len(), 3, "an object by its name");
        assert_eq!(found("f", json!(1)), ["/f: nobody declared it"]);
        assert_eq!(wrong(&shape, &json!({ "c": {} }), ""), [": a is missing"]);
    }
}
