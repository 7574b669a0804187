//! Judges what a client sent by its shape: the first place that does not fit, and why.

use super::OBJECTS;
use super::shape::{bare, bounded, field};
use crate::base::{limits, text};
use serde_json::{Map, Value};

/// Where something sent is not as documented.
#[derive(Debug, PartialEq, Eq)]
pub struct Flaw {
    why: String,
    /// From the whole to the place, the innermost first while it is found.
    path: Vec<String>,
}

type Judged = Result<(), Flaw>;

/// The shape of what only the server says: who sends it changes nothing.
const READ_ONLY: &str = "read-only";

impl Flaw {
    fn here(why: impl Into<String>) -> Self {
        Self { why: why.into(), path: Vec::new() }
    }

    fn within(mut self, step: impl ToString) -> Self {
        self.path.push(step.to_string().replace('~', "~0").replace('/', "~1"));
        self
    }

    /// The reason as Slack words it, with the place below `root`.
    pub fn at(&self, root: &str) -> String {
        let path: String = self.path.iter().rev().map(|step| format!("/{step}")).collect();
        format!("{} [json-pointer:/{root}{path}]", self.why)
    }
}

/// Holds a value to the shape of this name, and leaves out of it what only the server says. Fields the shape does not know
/// pass, as deep as everything may be.
///
/// # Errors
/// The first flaw found.
pub fn judge(name: &str, value: &mut Value) -> Judged {
    if deeper(value, limits::NESTED_DEPTH) {
        return Err(Flaw::here(format!("nested more than {} deep", limits::NESTED_DEPTH)));
    }
    text_shape(name, None, value)
}

fn deeper(value: &Value, most: usize) -> bool {
    match value {
        Value::Array(items) => most == 0 || items.iter().any(|item| deeper(item, most - 1)),
        Value::Object(fields) => most == 0 || fields.values().any(|field| deeper(field, most - 1)),
        _ => false,
    }
}

fn shape(shape: &Value, most: Option<usize>, value: &mut Value) -> Judged {
    match (shape, &mut *value) {
        (Value::String(names), _) => text_shape(bare(names).0, most, value),
        (Value::Array(shape), Value::Array(items)) => list(shape, items),
        (Value::Object(fields), Value::Object(sent)) => object(fields, most, sent),
        (Value::Array(_), _) => Err(Flaw::here("must be an array")),
        (Value::Object(_), _) => Err(Flaw::here("must be an object")),
        _ => Ok(()),
    }
}

/// A list's shape is that of its items, and how few and how many there may be.
fn list(like: &[Value], items: &mut [Value]) -> Judged {
    let bound = |at: usize| like.get(at).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
    if items.len() < bound(1).unwrap_or(0) {
        return Err(Flaw::here(format!("no fewer than {} items allowed", bound(1).unwrap_or(0))));
    }
    if let Some(most) = bound(2).filter(|most| items.len() > *most) {
        return Err(Flaw::here(format!("no more than {most} items allowed")));
    }
    let Some(like) = like.first() else { return Ok(()) };
    items.iter_mut().enumerate().try_for_each(|(at, item)| shape(like, None, item).map_err(|flaw| flaw.within(at)))
}

/// `most` bounds the field `text`.
fn object(fields: &Map<String, Value>, most: Option<usize>, sent: &mut Map<String, Value>) -> Judged {
    let others = fields.get("*");
    for (name, value) in sent.iter_mut().filter(|(name, _)| others.is_some() && !known(fields, name)) {
        shape(others.unwrap_or(&Value::Null), None, value).map_err(|flaw| flaw.within(name))?;
    }
    sent.retain(|name, _| fields.get(&format!("{name}?")).is_none_or(|like| like != READ_ONLY));
    let given = |sent: &Map<String, Value>, name: &str| sent.get(name).is_some_and(|value| !value.is_null());
    for (name, like) in fields.iter().filter(|(name, _)| *name != "*") {
        let (name, optional) = field(name);
        match sent.get_mut(name).filter(|value| !value.is_null()) {
            _ if name == "+" => {
                let names = like.as_str().unwrap_or_default();
                if !names.split(" | ").any(|name| given(sent, name)) {
                    return Err(Flaw::here(format!("missing required field: {}", names.replace(" | ", " or "))));
                }
            }
            None if optional => {}
            None => return Err(Flaw::here(format!("missing required field: {name}"))),
            Some(value) => {
                let most = most.filter(|_| name == "text");
                shape(like, most, value).map_err(|flaw| flaw.within(name))?;
            }
        }
    }
    Ok(())
}

fn known(fields: &Map<String, Value>, name: &str) -> bool {
    fields.keys().any(|key| field(key).0 == name)
}

/// One of several types by name.
fn text_shape(names: &str, most: Option<usize>, value: &mut Value) -> Judged {
    let mut kinds = Vec::new();
    expand(names, most, &mut kinds);
    if let [Kind::Object(like, most)] = kinds[..] {
        return shape(like, most, value);
    }
    if kinds.iter().any(|kind| kind.is(value)) {
        return Ok(());
    }
    if value.is_object() {
        return chosen(&kinds, value);
    }
    let outside = kinds.iter().find_map(|kind| kind.outside(value));
    Err(Flaw::here(outside.unwrap_or_else(|| format!("must be {}", wanted(&kinds)))))
}

/// An object among several kinds of objects: the one of its `type`.
fn chosen(kinds: &[Kind], value: &mut Value) -> Judged {
    let objects: Vec<_> = kinds.iter().filter_map(Kind::object).collect();
    match objects[..] {
        [] => return Err(Flaw::here(format!("must be {}", wanted(kinds)))),
        [(like, most)] => return shape(like, most, value),
        _ => {}
    }
    let Some(kind) = value.get("type").filter(|kind| !kind.is_null()) else {
        return Err(Flaw::here("missing required field: type"));
    };
    let Some(word) = kind.as_str() else { return Err(Flaw::here("must be a text").within("type")) };
    let is = |like: &Value| {
        like.get("type")
            .and_then(Value::as_str)
            .is_some_and(|tag| tag.split(" | ").any(|one| one.trim_matches('\'') == word))
    };
    match objects.into_iter().find(|(like, _)| is(like)) {
        Some((like, most)) => shape(like, most, value),
        None => Err(Flaw::here(format!("unsupported type: {word}"))),
    }
}

/// One alternative of a shape.
enum Kind<'s> {
    Word(&'s str),
    Plain(&'s str, usize, Option<usize>),
    Object(&'s Value, Option<usize>),
}

/// The alternatives that a text names; names of alternatives stand for those.
fn expand<'s>(names: &'s str, most: Option<usize>, kinds: &mut Vec<Kind<'s>>) {
    for name in names.split(" | ") {
        if name.starts_with('\'') {
            kinds.push(Kind::Word(name.trim_matches('\'')));
            continue;
        }
        let (name, least, own) = bounded(name);
        let most = [own, most].into_iter().flatten().min();
        match OBJECTS.get(name) {
            Some(Value::String(names)) => expand(names, most, kinds),
            Some(like) => kinds.push(Kind::Object(like, most)),
            None => kinds.push(Kind::Plain(name, least, most)),
        }
    }
}

impl<'s> Kind<'s> {
    fn object(&self) -> Option<(&'s Value, Option<usize>)> {
        match *self {
            Kind::Object(like, most) => Some((like, most)),
            _ => None,
        }
    }

    fn is(&self, value: &Value) -> bool {
        let fits = match *self {
            Kind::Word(word) => value == word,
            Kind::Plain("string", ..) => value.is_string(),
            Kind::Plain("link", ..) => value.as_str().is_some_and(text::is_link),
            Kind::Plain("boolean", ..) => value.is_boolean(),
            Kind::Plain("integer", ..) => value.is_i64() || value.is_u64(),
            Kind::Plain("number", ..) => value.is_number(),
            Kind::Plain("null", ..) => value.is_null(),
            Kind::Plain(kind, ..) => kind == "any",
            // An object is chosen by its type.
            Kind::Object(..) => false,
        };
        fits && self.outside(value).is_none()
    }

    /// Why a text is too short or too long, or a number too small or too large.
    fn outside(&self, value: &Value) -> Option<String> {
        match (self, value) {
            (Kind::Plain("string" | "link", least, most), Value::String(text)) => {
                let chars = text.chars().count();
                match *most {
                    _ if chars < *least => Some(format!("must be more than {} characters", least - 1)),
                    Some(most) if chars > most => Some(format!("must be less than {} characters", most + 1)),
                    _ => None,
                }
            }
            (Kind::Plain(kind @ ("integer" | "number"), least, most), Value::Number(number)) => {
                let [least, most] = match most {
                    Some(most) => [*least as f64, *most as f64],
                    None if *kind == "integer" => [-limits::INTEGER_MAX, limits::INTEGER_MAX],
                    None => [-limits::NUMBER_MAX, limits::NUMBER_MAX],
                };
                let fits = number.as_f64().is_some_and(|number| (least..=most).contains(&number));
                (!fits).then(|| format!("must be between {least} and {most}"))
            }
            _ => None,
        }
    }
}

fn wanted(kinds: &[Kind]) -> String {
    let name = |kind: &Kind| match kind {
        Kind::Word(word) => (*word).to_owned(),
        Kind::Plain("string", ..) => "a text".to_owned(),
        Kind::Plain("link", ..) => "an address that starts with https://".to_owned(),
        Kind::Plain(name, ..) => format!("of type {name}"),
        Kind::Object(Value::Array(_), _) => "an array".to_owned(),
        Kind::Object(..) => "an object".to_owned(),
    };
    let mut names: Vec<_> = kinds.iter().map(name).collect();
    names.dedup();
    names.join(" or ")
}
