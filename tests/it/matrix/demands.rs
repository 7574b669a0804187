//! What a row must try, read from the schema of its method: whoever adds a method, or an argument to one, is told which
//! relations are missing, so that no method has one cell because nobody thought of more.

use super::rows::{About, Row, rows};
use comity::api::schema::document;
use comity::api::table::METHODS;
use serde_json::Value;

/// What an argument names, by its own name. `None` for those that name nothing that somebody could have no part in.
const NOUNS: &[(&[&str], Option<Noun>)] = &[
    (&["channel", "channel_id", "channels", "channel_ids"], Some(Noun::Channel)),
    (&["ts", "timestamp", "message_ts", "thread_ts"], Some(Noun::Message)),
    (&["user", "users", "user_id"], Some(Noun::Person)),
    (&["session", "session_id", "token_id"], Some(Noun::Person)),
    (&["app", "app_id", "client_id", "bot", "bot_id"], Some(Noun::Thing)),
    (&["usergroup", "reminder", "invitation_id", "invite", "view_id"], Some(Noun::Thing)),
    // They lie in a conversation, and are found only there.
    (&["bookmark_id", "scheduled_message_id"], Some(Noun::Channel)),
    // There is one workspace.
    (&["team", "team_id"], None),
    // Ends of a span of time.
    (&["latest", "oldest"], None),
];

/// Arguments that name nothing although they are called so.
const EXCUSED: &[(&str, &str, &str)] = &[
    ("conversations.mark", "ts", "a place in time; no message need be there"),
    ("drafts.delete", "thread_ts", "a draft of the caller's own, found or not"),
];

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Noun {
    Channel,
    Message,
    Person,
    Thing,
}

impl Noun {
    /// The kinds of rows of which a method needs each.
    fn wanted(self) -> &'static [About] {
        match self {
            Self::Channel => &[About::Channel, About::OwnMessage, About::Message],
            Self::Message => &[About::OwnMessage, About::Message],
            Self::Person => &[About::Person],
            Self::Thing => &[About::Thing],
        }
    }
}

/// An argument's name and the noun it stands for; a name nobody has judged is an error.
fn noun(method: &str, argument: &str, shape: &Value) -> Result<Option<Noun>, String> {
    if EXCUSED.iter().any(|(excused, name, _)| (*excused, *name) == (method, argument)) {
        return Ok(None);
    }
    if let Some((_, noun)) = NOUNS.iter().find(|(names, _)| names.contains(&argument)) {
        return Ok(*noun);
    }
    let names_something = shape["pattern"].is_string() || shape["items"]["pattern"].is_string();
    match names_something || argument.ends_with("_id") && !PLAIN.contains(&argument) {
        true => Err(format!("{method}: say in tests/it/matrix/demands.rs what {argument} names")),
        false => Ok(None),
    }
}

/// Ids that their senders make up, so they name nothing of anybody's; a trigger is a secret of three seconds.
const PLAIN: &[&str] = &["client_msg_id", "external_id", "trigger_id"];

/// Whether a row fills the argument with what its scene has of this noun.
fn tries(row: &Row, argument: &str, noun: Noun) -> bool {
    let args: Value = serde_json::from_str(&row.args).unwrap();
    let given = args[argument].as_str().unwrap_or_default();
    match noun {
        Noun::Channel if argument.starts_with("channel") => given.contains("$channel"),
        Noun::Person => ["$person", "$session", "$token"].iter().any(|word| given.contains(word)),
        Noun::Message => given == "$ts",
        Noun::Channel | Noun::Thing => given.starts_with('$'),
    }
}

#[test]
fn every_row_tries_the_relations_that_its_arguments_demand() {
    let (rows, document) = (rows(), document());
    let mut wrong = Vec::new();
    for method in METHODS {
        let body = &document["paths"][format!("/{}", method.name)]["post"]["requestBody"];
        let content = body["content"].as_object().and_then(|kinds| kinds.values().next());
        let arguments = content.and_then(|kind| kind["schema"]["properties"].as_object());
        for (argument, shape) in arguments.into_iter().flatten() {
            let noun = match noun(method.name, argument, shape) {
                Ok(Some(noun)) => noun,
                Ok(None) => continue,
                Err(unknown) => {
                    wrong.push(unknown);
                    continue;
                }
            };
            let tried = |about: &About| {
                rows.iter().any(|r| r.method == method.name && r.about == *about && tries(r, argument, noun))
            };
            let missing: Vec<_> = noun.wanted().iter().filter(|about| !tried(about)).collect();
            let enough = if noun == Noun::Channel { missing.len() < noun.wanted().len() } else { missing.is_empty() };
            if !enough {
                wrong.push(format!("{} tries {argument} in no row of {missing:?}", method.name));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "tests/it/matrix/table.txt: what rows have to try follows from src/api/schema/:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn an_argument_nobody_thought_of_is_noticed() {
    let id = serde_json::json!({ "type": "string", "pattern": "^[A-Z]" });
    assert!(noun("files.info", "file", &id).is_err());
    assert!(noun("canvases.access.set", "canvas_id", &serde_json::json!({ "type": "string" })).is_err());
    assert_eq!(noun("pins.add", "timestamp", &id), Ok(Some(Noun::Message)));
}
