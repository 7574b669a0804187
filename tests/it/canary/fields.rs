//! Every field of every record that can hold words, read from the records themselves, and what was planted in it. So a
//! field that somebody adds is not forgotten.

use std::collections::BTreeMap;
use std::path::Path;

/// Types of fields that hold words.
const WORDS: &[&str] = &["String", "str", "Value", "RawValue"];

/// What was planted in a field, by the name that `plant` gave it.
const PLANTED: &[(&str, &str)] = &[
    ("App.name", "an app"),
    ("App.scopes", "a scope"),
    ("App.events", "an event type"),
    ("App.verification_token", "a verification token"),
    ("BotOf.name", "an app"),
    ("Client.redirect_urls", "a redirect address"),
    ("Grant.scopes", "a scope"),
    ("Grant.redirect_url", "a redirect address"),
    ("Grant.challenge", "a challenge"),
    ("Bookmark.title", "a bookmark"),
    ("Bookmark.link", "a bookmark's link"),
    ("Bookmark.emoji", "a bookmark's emoji"),
    ("Note.value", "a topic"),
    ("Channel.name", "a channel's name"),
    ("Channel.previous_names", "a channel's old name"),
    ("Draft.text", "a draft"),
    ("Emoji.name", "a custom emoji"),
    ("Emoji.url", "an emoji's address"),
    ("Alias.id", "an archive's id"),
    ("Purpose.email", "an invited address"),
    ("Entry.subtype", "a subtype"),
    ("Body.text", "a message"),
    ("Body.blocks", "a block"),
    ("Body.attachments", "an attachment"),
    ("Body.metadata", "metadata"),
    ("Body.files", "an imported file"),
    ("Body.username", "a bot's other name"),
    ("Body.icons", "a bot's other picture"),
    ("Body.client_msg_id", "a client's message id"),
    ("Body.extra", "what an import keeps"),
    ("Reacted.name", "a reaction"),
    ("Preferences.values", "a preference"),
    ("Reminder.text", "a reminder"),
    ("Team.name", "the workspace's name"),
    ("Team.domain", "the workspace's domain"),
    ("Token.scopes", "a scope"),
    ("Token.label", "a user agent"),
    ("Crowded.label", "a browser that was pushed out"),
    ("User.name", "a handle"),
    ("User.email", "an e-mail address"),
    ("Profile.real_name", "a real name"),
    ("Profile.display_name", "display_name"),
    ("Profile.title", "title"),
    ("Profile.phone", "phone"),
    ("Profile.pronouns", "pronouns"),
    ("Profile.status_text", "status_text"),
    ("Profile.status_emoji", "a status emoji"),
    ("Profile.image", "a picture's address"),
    ("Credential.hash", "a password's hash"),
    ("Usergroup.name", "a user group"),
    ("Usergroup.handle", "a user group's handle"),
    ("Usergroup.description", "a user group's description"),
    ("AppView.content", "a view"),
    ("AppView.external_id", "a view's name"),
];

/// Fields in which nobody's words can stand, and why.
const EXCUSED: &[(&str, &str)] = &[
    ("Bookmark.kind", "one word, `link`"),
    ("Client.user_scopes", "scopes that the server knows"),
    ("Grant.user_scopes", "scopes that the server knows"),
    ("Listing.id", "an id of ours"),
    ("Lookup.id", "an id of ours"),
    ("Photo.mark", "a hash of a picture in which a canary was planted"),
    ("Scheduled.failed", "a code of ours"),
    ("User.tz", "a name from the database of zones"),
    ("AppView.hash", "made anew with every change, of nothing that is in it"),
];

/// What was not planted, what nobody thought of, and what is named here and gone.
pub fn forgotten(planted: &[(String, String)]) -> Vec<String> {
    let found = fields();
    let known: BTreeMap<&str, &str> = PLANTED.iter().chain(EXCUSED).copied().collect();
    let new = found.iter().filter(|field| !known.contains_key(field.as_str()));
    let gone = known.keys().filter(|field| !found.iter().any(|f| f == *field));
    let missing = PLANTED.iter().filter(|(_, what)| !planted.iter().any(|(known, _)| known == what));
    new.map(|field| format!("{field} can hold words: plant a canary in it"))
        .chain(gone.map(|field| format!("{field} is gone: take it off the list")))
        .chain(missing.map(|(field, what)| format!("{what} was not planted in {field}")))
        .collect()
}

/// `Record.field` of every field that can hold words. What older versions had stands in modules of their own.
fn fields() -> Vec<String> {
    let records = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/records");
    let mut all = Vec::new();
    for file in std::fs::read_dir(records).unwrap() {
        let source = std::fs::read_to_string(file.unwrap().path()).unwrap();
        all.extend(of(&source));
    }
    all
}

fn of(source: &str) -> Vec<String> {
    let (mut all, mut record) = (Vec::new(), None);
    for line in source.lines() {
        let word = line.split(['<', '(', ' ']).nth(2);
        match line {
            // At the margin only: the modules of older versions are indented.
            _ if line.starts_with("pub struct ") || line.starts_with("pub enum ") => record = word,
            "}" => record = None,
            _ => {}
        }
        // A tuple stands in the line that names it.
        let (names, kind) = match line.trim().split_once(": ") {
            Some((name, kind)) if !line.trim().starts_with("//") => (name, kind),
            _ if line.starts_with("pub struct ") && line.ends_with(");") => ("0", line),
            _ => continue,
        };
        let holds = kind.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word));
        if let Some(record) = record.filter(|_| holds) {
            all.push(format!("{record}.{}", names.split(' ').next_back().unwrap_or(names)));
        }
    }
    all
}

#[test]
fn a_field_that_somebody_adds_is_seen() {
    let source = "pub struct Poll {\n    /// What.\n    pub question: String,\n    pub ends: Ts,\n    pub answers: Vec<String>,\n}\n";
    assert_eq!(of(source), ["Poll.question", "Poll.answers"]);
    let older = "mod v1 {\n    pub struct Poll {\n        pub question: String,\n    }\n}\n";
    assert!(of(older).is_empty());
    assert!(of("pub struct Word(pub String);\n") == ["Word.0"]);
    assert!(fields().len() > 50);
}
