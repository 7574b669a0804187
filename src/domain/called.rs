//! Whom a message calls: read once, the same way, from its text, its blocks and its attachments, where they are shown as
//! mrkdwn or as elements of rich text. What is shown as it stands (code, `plain_text`, headers, a button's value, an
//! option) calls nobody.

use crate::base::mrkdwn::{self, Called};
use crate::store::records::message::Body;
use serde_json::Value;

/// How deep the elements of rich text are followed: lists hold sections, nothing nests further.
const DEPTH: usize = 4;

/// What of a message may call somebody, taken apart.
pub struct Said<'b> {
    text: &'b str,
    blocks: Value,
    attachments: Value,
}

impl<'b> Said<'b> {
    /// Takes a body apart.
    pub fn of(body: &'b Body) -> Self {
        // What is kept was JSON when it came; were it not, it would be shown nowhere and call nobody.
        let parse = |json: &Option<String>| {
            json.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or(Value::Null)
        };
        Self { text: &body.text, blocks: parse(&body.blocks), attachments: parse(&body.attachments) }
    }

    /// The same of a message as it is told to sockets.
    pub fn told(message: &'b Value) -> Self {
        let text = message["text"].as_str().unwrap_or_default();
        Self { text, blocks: message["blocks"].clone(), attachments: message["attachments"].clone() }
    }

    /// Everybody it calls, in order, as often as it does.
    pub fn called(&self) -> Vec<Called<'_>> {
        let mut found = mrkdwn::called(self.text, true);
        items(&self.blocks).for_each(|block| of_block(block, &mut found));
        items(&self.attachments).for_each(|attachment| of_attachment(attachment, &mut found));
        found
    }
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn of_block<'b>(block: &'b Value, found: &mut Vec<Called<'b>>) {
    match block["type"].as_str() {
        Some("section") => {
            of_text(&block["text"], found);
            items(&block["fields"]).for_each(|field| of_text(field, found));
        }
        Some("context") => items(&block["elements"]).for_each(|element| of_text(element, found)),
        Some("rich_text") => rich(block, 0, found),
        Some("table") => items(&block["rows"]).flat_map(items).for_each(|cell| {
            of_text(cell, found);
            rich(cell, 0, found);
        }),
        _ => {}
    }
}

/// A text object, when it is one of mrkdwn.
fn of_text<'b>(text: &'b Value, found: &mut Vec<Called<'b>>) {
    if text["type"] == "mrkdwn" {
        found.extend(mrkdwn::called(text["text"].as_str().unwrap_or_default(), true));
    }
}

fn rich<'b>(element: &'b Value, depth: usize, found: &mut Vec<Called<'b>>) {
    let word = |field: &str| element[field].as_str();
    // A name in the style of code is shown as it stands, like one between backticks.
    if element["style"]["code"] == true {
        return;
    }
    match word("type") {
        Some("user") => found.extend(word("user_id").map(Called::User)),
        Some("usergroup") => found.extend(word("usergroup_id").map(Called::Usergroup)),
        Some("broadcast") => found.push(Called::Everybody),
        Some("rich_text" | "rich_text_section" | "rich_text_list" | "rich_text_quote") if depth < DEPTH => {
            items(&element["elements"]).for_each(|inner| rich(inner, depth + 1, found));
        }
        _ => {}
    }
}

/// An attachment of the old kind: its texts are mrkdwn, and with `mrkdwn_in` only those it names have marks.
fn of_attachment<'b>(attachment: &'b Value, found: &mut Vec<Called<'b>>) {
    let named = attachment["mrkdwn_in"].as_array().filter(|names| !names.is_empty());
    let marks = |name: &str| named.is_none_or(|names| names.iter().any(|one| one == name));
    for name in ["pretext", "text"] {
        found.extend(mrkdwn::called(attachment[name].as_str().unwrap_or_default(), marks(name)));
    }
    for field in items(&attachment["fields"]) {
        found.extend(mrkdwn::called(field["value"].as_str().unwrap_or_default(), marks("fields")));
    }
    items(&attachment["blocks"]).for_each(|block| of_block(block, found));
}

/// Every word of a body that looks like an id: whoever may have been called by it, under whatever rule it was read then.
pub fn ids(body: &Body) -> impl Iterator<Item = &str> {
    let texts = [Some(&body.text), body.blocks.as_ref(), body.attachments.as_ref()];
    texts.into_iter().flatten().flat_map(|text| {
        text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.starts_with(['U', 'W', 'S']))
    })
}
