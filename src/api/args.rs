//! Arguments as clients really send them: query, form, JSON or multipart; numbers and booleans as text in three
//! spellings; lists as JSON or with commas.

use super::schema::{Kind, Schema};
use crate::base::id::{ChannelId, Id, IdKind, UserId};
use crate::base::{Error, Result, Ts};
use actix_web::web::Bytes;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The arguments of one call. Unknown ones are never looked at.
#[derive(Default)]
pub struct Args {
    fields: Map<String, Value>,
    files: BTreeMap<String, Bytes>,
    schema: Option<&'static Schema>,
}

impl Args {
    /// Adds arguments; later ones win.
    pub fn extend(&mut self, more: impl IntoIterator<Item = (String, Value)>) {
        self.fields.extend(more);
    }

    /// From here on debug builds stop where an argument is read that the method's schema does not have.
    pub fn declare(&mut self, method: &str) {
        if cfg!(debug_assertions) {
            self.schema = Schema::of(method);
        }
    }

    fn check(&self, name: &str, how: Kind) {
        let known = self.schema.is_none_or(|schema| schema.takes(name, how));
        debug_assert!(known, "src/api/schema/ does not say that this method reads {name} as {how:?}");
    }

    /// Adds a file of a multipart body.
    pub fn attach(&mut self, name: String, content: Bytes) {
        self.files.insert(name, content);
    }

    /// What a file holds; the body as a whole is bounded, so this is too.
    pub fn file(&self, name: &str) -> Option<&Bytes> {
        self.check(name, Kind::File);
        self.files.get(name)
    }

    /// Takes an argument out: the token, so that no handler sees it.
    pub fn take(&mut self, name: &str) -> Option<String> {
        self.fields.remove(name).and_then(|v| v.as_str().map(str::to_owned))
    }

    /// The argument as JSON, with texts that hold JSON opened.
    pub fn json(&self, name: &'static str) -> Result<Option<Value>> {
        self.check(name, Kind::Json);
        match self.given(name) {
            None => Ok(None),
            Some(Value::String(text)) => {
                serde_json::from_str(text).map(Some).map_err(|e| invalid(format!("{name} is not valid JSON: {e}")))
            }
            Some(value) => Ok(Some(value.clone())),
        }
    }

    /// All arguments as they came, for `api.test`.
    pub fn all(&self) -> &Map<String, Value> {
        &self.fields
    }

    fn given(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).filter(|v| !v.is_null() && v.as_str() != Some(""))
    }

    /// A text; numbers and booleans count as text. An empty one counts as none.
    pub fn text(&self, name: &str) -> Option<String> {
        self.plain(name, Kind::Text)
    }

    fn plain(&self, name: &str, how: Kind) -> Option<String> {
        self.check(name, how);
        match self.given(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(n) => Some(n.to_string()),
            Value::Bool(b) => Some(b.to_string()),
            _ => None,
        }
    }

    /// Whether the argument was given, even empty: an empty topic clears it.
    pub fn text_or_empty(&self, name: &str) -> Option<String> {
        let given = self.text(name);
        self.fields.get(name).and_then(Value::as_str).map(str::to_owned).or(given)
    }

    /// A text that must be there.
    pub fn required(&self, name: &'static str) -> Result<String> {
        self.text(name).ok_or_else(|| invalid(format!("missing required field: {name}")))
    }

    /// `1`, `true`, `True` and their opposites.
    pub fn bool(&self, name: &'static str) -> Result<Option<bool>> {
        match self.plain(name, Kind::Bool).as_deref() {
            None => Ok(None),
            Some("1" | "true" | "True") => Ok(Some(true)),
            Some("0" | "false" | "False") => Ok(Some(false)),
            Some(_) => Err(invalid(format!("{name} must be a boolean"))),
        }
    }

    /// A whole number.
    pub fn int(&self, name: &'static str) -> Result<Option<i64>> {
        match self.plain(name, Kind::Int) {
            None => Ok(None),
            Some(text) => {
                let whole = text.parse().ok().or_else(|| text.parse::<f64>().ok().map(|f| f as i64));
                whole.map(Some).ok_or_else(|| invalid(format!("{name} must be a number")))
            }
        }
    }

    /// A message's `ts`.
    pub fn ts(&self, name: &'static str, code: &'static str) -> Result<Option<Ts>> {
        self.plain(name, Kind::Ts).map(|text| Ts::parse(&text).ok_or(Error::invalid(code))).transpose()
    }

    /// An id of one kind.
    pub fn id<K: IdKind>(&self, name: &'static str, code: &'static str) -> Result<Id<K>> {
        Id::parse(&self.required(name)?).ok_or(Error::not_found(code))
    }

    /// A person's id.
    pub fn user(&self, name: &'static str) -> Result<UserId> {
        self.id(name, "user_not_found")
    }

    /// A channel's id; names are looked up by `Call::channel`.
    pub fn channel_id(&self, name: &'static str) -> Result<ChannelId> {
        self.id(name, "channel_not_found")
    }

    /// A list: JSON array or text with commas.
    pub fn list(&self, name: &'static str) -> Result<Option<Vec<String>>> {
        let from_array = |items: &[Value]| {
            let texts = items.iter().map(|i| i.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>();
            texts.ok_or_else(|| Error::invalid("invalid_array_arg").because(format!("{name} must hold texts")))
        };
        self.check(name, Kind::List);
        match self.given(name) {
            None => Ok(None),
            Some(Value::Array(items)) => from_array(items).map(Some),
            Some(Value::String(text)) if text.trim_start().starts_with('[') => match serde_json::from_str(text) {
                Ok(Value::Array(items)) => from_array(&items).map(Some),
                _ => Err(Error::invalid("invalid_array_arg").because(format!("{name} is not a JSON array"))),
            },
            Some(Value::String(text)) => {
                Ok(Some(text.split(',').map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect()))
            }
            Some(_) => Err(Error::invalid("invalid_array_arg").because(format!("{name} must be a list"))),
        }
    }
}

fn invalid(detail: String) -> Error {
    Error::invalid("invalid_arguments").because(detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn args(value: Value) -> Args {
        let mut args = Args::default();
        if let Value::Object(map) = value {
            args.extend(map);
        }
        args
    }

    #[test]
    fn booleans_and_numbers_come_in_every_spelling() {
        let a = args(json!({ "a": "1", "b": "False", "c": true, "d": "x", "n": "20", "m": 3, "e": "" }));
        assert_eq!(a.bool("a"), Ok(Some(true)));
        assert_eq!(a.bool("b"), Ok(Some(false)));
        assert_eq!(a.bool("c"), Ok(Some(true)));
        assert!(a.bool("d").is_err());
        assert_eq!((a.int("n"), a.int("m"), a.int("e")), (Ok(Some(20)), Ok(Some(3)), Ok(None)));
    }

    #[test]
    fn lists_come_as_json_or_with_commas() {
        let a = args(json!({ "a": "U1, U2,", "b": ["U1"], "c": "[\"U3\"]", "d": [1], "e": {} }));
        assert_eq!(a.list("a"), Ok(Some(vec!["U1".into(), "U2".into()])));
        assert_eq!(a.list("b"), Ok(Some(vec!["U1".into()])));
        assert_eq!(a.list("c"), Ok(Some(vec!["U3".into()])));
        assert!(a.list("d").is_err() && a.list("e").is_err());
    }
}
