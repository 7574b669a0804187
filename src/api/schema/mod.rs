//! What every method takes and answers, said once: debug builds stop where a handler reads another argument or an
//! answer differs, and `document` makes the OpenAPI document of it.
//!
//! Shapes are written as JSON. A text names a type: `string`, `integer`, `boolean`, `null`, `any`; `id`; `ts`, the name
//! of a message; `secs`, seconds since 1970; `file`, a part of a multipart body; words in quotes; an object of `objects`.
//! `|` separates alternatives, and a description stands behind ` // `. A list holds the shape of its items. A field that
//! may be missing ends in `?`, and `*` stands for fields of any other name, and `+` names fields
//! of which one must be there. `link` is an address, and `read-only` what is left out where
//! it is sent. Behind `string` may stand how many characters there may be (`string
//! 75`, `string 1..75`), behind `integer` how little and how much it may be, behind an object how many its `text` may
//! have, and behind the items of a list how few and how many.

/// Named shapes.
macro_rules! objects {
    ($($name:literal: $shape:tt;)+) => {
        pub(super) fn all() -> Vec<(&'static str, serde_json::Value)> {
            vec![$(($name, serde_json::json!($shape))),+]
        }
    };
}
/// What methods do, their arguments, and what they answer besides `ok`.
macro_rules! methods {
    ($($name:literal: $about:literal $arguments:tt => $answer:tt;)+) => {
        pub(super) fn all() -> Vec<(&'static str, &'static str, [serde_json::Value; 2])> {
            vec![$(($name, $about, [serde_json::json!($arguments), serde_json::json!($answer)])),+]
        }
    };
}

mod blocks;
mod document;
mod events;
mod fits;
mod judge;
mod objects;
mod shape;

mod admin;
mod apps;
mod chat;
mod client;
mod conversations;
mod marks;
mod people;
mod team;

pub use document::{document, serve};
pub use judge::{Flaw, judge};
pub use shape::Kind;

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// What one method takes and answers.
pub struct Schema {
    /// What the method does, in a sentence.
    about: &'static str,
    arguments: Value,
    answer: Value,
    /// The kind of each argument, and whether a handler has ever read it.
    kinds: BTreeMap<String, (Kind, AtomicBool)>,
}

static OBJECTS: LazyLock<BTreeMap<&str, Value>> =
    LazyLock::new(|| objects::all().into_iter().chain(blocks::all()).collect());

static ALL: LazyLock<BTreeMap<&'static str, Schema>> = LazyLock::new(|| {
    let families = [
        admin::all(),
        apps::all(),
        chat::all(),
        client::all(),
        conversations::all(),
        marks::all(),
        people::all(),
        team::all(),
    ];
    let all = families.into_iter().flatten();
    all.map(|(name, about, [arguments, answer])| (name, Schema::new(about, arguments, answer))).collect()
});

impl Schema {
    fn new(about: &'static str, arguments: Value, answer: Value) -> Self {
        let fields = arguments.as_object().into_iter().flatten().filter(|(name, _)| *name != "*");
        let kinds = fields
            .map(|(name, shape)| (shape::field(name).0.to_owned(), (Kind::of(shape), AtomicBool::new(false))))
            .collect();
        Self { about, arguments, answer, kinds }
    }

    /// The schema of a method.
    pub fn of(method: &str) -> Option<&'static Self> {
        ALL.get(method)
    }

    /// Whether the method has an argument of this name that may be read as `how`; remembers that it was read.
    pub fn takes(&self, name: &str, how: Kind) -> bool {
        let known = self.kinds.get(name).filter(|(kind, _)| kind.reads_as(how));
        known.map(|(_, read)| read.store(true, Ordering::Relaxed)).is_some()
    }

    /// The arguments that no handler has read since the process started.
    pub fn unread(&self) -> impl Iterator<Item = &str> {
        self.kinds.iter().filter(|(_, (_, read))| !read.load(Ordering::Relaxed)).map(|(name, _)| name.as_str())
    }

    /// What a whole answer that says `ok` holds.
    fn whole_answer(&self) -> Value {
        let mut ok = self.answer.clone();
        ok["ok"] = json!(true);
        ok["warning?"] = json!("string");
        if ok.get("response_metadata").is_none() {
            ok["response_metadata?"] = json!("Metadata");
        }
        ok
    }

    /// The names of the arguments that must be there.
    pub fn required(&self) -> impl Iterator<Item = &str> {
        self.arguments
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name.as_str())
            .filter(|n| !n.ends_with('?') && *n != "*")
    }
}

/// What is wrong about an answer of the server, a refusal too: nothing, or debug builds stop.
pub fn wrong_answer(method: &str, answer: &Value) -> Vec<String> {
    match (Schema::of(method), answer["ok"] == true) {
        (Some(schema), true) => fits::wrong(&schema.whole_answer(), answer, ""),
        // `client.setup.*` of the first run is not in the document.
        (None, true) => Vec::new(),
        (_, false) => fits::wrong(&json!("Refusal"), answer, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::table::METHODS;

    #[test]
    fn every_method_says_what_it_takes_and_answers() {
        let table: Vec<_> = METHODS.iter().map(|method| method.name).collect();
        assert_eq!(ALL.keys().copied().collect::<Vec<_>>(), table, "src/api/table.rs and src/api/schema/ differ");
    }
}
