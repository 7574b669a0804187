//! The notation of shapes, and the JSON Schema that each stands for.

use serde_json::{Map, Value, json};

/// How an argument may be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// A text: also an id and one of several words.
    Text,
    /// `true` and `false` in all their spellings.
    Bool,
    /// A whole number.
    Int,
    /// A message's `ts`.
    Ts,
    /// Several texts.
    List,
    /// An object, or a list of objects.
    Json,
    /// A part of a multipart body.
    File,
    /// Whatever it is.
    Any,
}

impl Kind {
    /// The kind of an argument of this shape.
    pub fn of(shape: &Value) -> Self {
        match shape {
            Value::Array(items) => match items.first().map(Self::of) {
                Some(Self::Text) => Self::List,
                _ => Self::Json,
            },
            Value::String(text) => match bare(text).0 {
                "boolean" => Self::Bool,
                "integer" | "secs" => Self::Int,
                "ts" => Self::Ts,
                "file" => Self::File,
                "any" => Self::Any,
                name if is_object(name) => super::OBJECTS.get(name).map_or(Self::Json, Self::of),
                _ => Self::Text,
            },
            _ => Self::Json,
        }
    }

    /// Whether an argument of this kind may be read as `how`: what is no list, object or file is also a text.
    pub fn reads_as(self, how: Self) -> bool {
        let plain = !matches!(self, Self::List | Self::Json | Self::File);
        self == Self::Any || self == how || how == Self::Text && plain
    }
}

/// The name of a field, and whether it may be missing.
pub fn field(name: &str) -> (&str, bool) {
    name.strip_suffix('?').map_or((name, false), |name| (name, true))
}

/// The JSON Schema of a shape.
pub fn schema(shape: &Value) -> Value {
    match shape {
        Value::String(text) => described(text),
        Value::Array(items) => {
            let mut made = json!({ "type": "array", "items": items.first().map(schema) });
            for (at, name) in [(1, "minItems"), (2, "maxItems")] {
                if let Some(bound) = items.get(at).filter(|bound| **bound != 0) {
                    made[name] = bound.clone();
                }
            }
            made
        }
        Value::Object(fields) => object(fields),
        constant => json!({ "const": constant }),
    }
}

fn object(fields: &Map<String, Value>) -> Value {
    let mut made = json!({ "type": "object" });
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for (name, shape) in fields {
        let (name, optional) = field(name);
        if name == "+" {
            let names = shape.as_str().unwrap_or_default().split(" | ");
            made["anyOf"] = names.map(|name| json!({ "required": [name] })).collect();
            continue;
        }
        if name == "*" {
            made["additionalProperties"] = schema(shape);
            continue;
        }
        properties.insert(name.to_owned(), schema(shape));
        if !optional {
            required.push(name);
        }
    }
    if !required.is_empty() {
        made["required"] = json!(required);
    }
    if !properties.is_empty() || made.get("additionalProperties").is_none() {
        made["properties"] = Value::Object(properties);
    }
    made
}

/// A type by its name, with what stands behind `//` as its description.
fn described(text: &str) -> Value {
    let (names, about) = bare(text);
    let mut made = alternatives(names);
    if let Some(about) = about {
        made["description"] = json!(about);
    }
    made
}

/// A text without its description, and that.
pub fn bare(text: &str) -> (&str, Option<&str>) {
    text.split_once(" // ").map_or((text, None), |(names, about)| (names, Some(about)))
}

fn alternatives(names: &str) -> Value {
    let (words, types): (Vec<&str>, Vec<&str>) = names.split(" | ").partition(|name| name.starts_with('\''));
    let words: Vec<&str> = words.iter().map(|word| word.trim_matches('\'')).collect();
    let word = (!words.is_empty()).then(|| json!({ "type": "string", "enum": words }));
    let mut all: Vec<Value> = word.into_iter().chain(types.into_iter().map(named)).collect();
    if all.len() == 1 { all.remove(0) } else { json!({ "anyOf": all }) }
}

/// The name of a type, and the fewest and the most characters it may have: `string 75`, `string 1..75`; of an integer
/// the least and the most it may be.
pub fn bounded(name: &str) -> (&str, usize, Option<usize>) {
    let Some((name, bounds)) = name.split_once(' ') else { return (name, 0, None) };
    let (least, most) = bounds.split_once("..").unwrap_or(("0", bounds));
    (name, least.parse().unwrap_or(0), most.parse().ok())
}

/// Whether a name is that of an object of `objects`.
pub fn is_object(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}

fn named(name: &str) -> Value {
    let (name, least, most) = bounded(name);
    let mut made = unbounded(name);
    if let Some(most) = most {
        let bounds = match name {
            "integer" => json!({ "minimum": least, "maximum": most }),
            _ if least > 0 => json!({ "minLength": least, "maxLength": most }),
            _ => json!({ "maxLength": most }),
        };
        if let (Value::Object(made), Value::Object(bounds)) = (&mut made, bounds) {
            match is_object(name) {
                true => drop(made.insert("properties".to_owned(), json!({ "text": bounds }))),
                false => made.extend(bounds),
            }
        }
    }
    made
}

fn unbounded(name: &str) -> Value {
    match name {
        "any" => json!({}),
        "id" => json!({ "type": "string", "pattern": "^[A-Z][A-Za-z0-9]+$" }),
        "ts" => json!({ "type": "string", "pattern": "^[0-9]+\\.[0-9]{6}$" }),
        "secs" => json!({ "type": "integer", "minimum": 0 }),
        "file" => json!({ "type": "string", "format": "binary" }),
        "read-only" => json!({ "readOnly": true }),
        "link" => json!({ "type": "string", "format": "uri", "pattern": "^(https?://|mailto:)" }),
        name if is_object(name) => json!({ "$ref": format!("#/components/schemas/{name}") }),
        name => json!({ "type": name }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_stands_for_a_schema() {
        let made = schema(&json!({ "a": "ts | null // When.", "b?": ["'x' | 'y'"], "c": { "*": "Pin" } }));
        let ts = json!({ "type": "string", "pattern": "^[0-9]+\\.[0-9]{6}$" });
        let a = json!({ "anyOf": [ts, { "type": "null" }], "description": "When." });
        let b = json!({ "type": "array", "items": { "type": "string", "enum": ["x", "y"] } });
        let c = json!({ "type": "object", "additionalProperties": { "$ref": "#/components/schemas/Pin" } });
        let all = json!({ "type": "object", "required": ["a", "c"], "properties": { "a": a, "b": b, "c": c } });
        assert_eq!(made, all);
    }

    #[test]
    fn an_argument_is_read_as_what_it_is() {
        let kinds = [json!("id"), json!(["id"]), json!(["Block"]), json!("boolean // Or not."), json!("any")];
        let kinds = kinds.map(|shape| Kind::of(&shape));
        assert_eq!(kinds, [Kind::Text, Kind::List, Kind::Json, Kind::Bool, Kind::Any]);
        assert!(Kind::Bool.reads_as(Kind::Text) && Kind::Any.reads_as(Kind::List));
        assert!(!Kind::Text.reads_as(Kind::Bool) && !Kind::List.reads_as(Kind::Text));
    }
}
