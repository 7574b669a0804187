//! What a client says in a message: text, blocks, attachments and metadata, checked for shape and kept as sent.

use crate::api::args::Args;
use crate::api::call::Call;
use crate::base::{Error, Result, Ts, limits, text};
use crate::domain::messages::NewMessage;
use crate::store::records::message::Body;
use serde_json::{Value, json};

/// A message as its sender wants it.
pub struct Input {
    /// The message.
    pub new: NewMessage,
    /// The text was cut.
    pub truncated: bool,
}

/// Reads the arguments of `chat.postMessage` and its kin.
pub fn read(call: &Call) -> Result<Input> {
    let args = &call.args;
    let (body, truncated) = body(args)?;
    if body.text.is_empty() && body.blocks.is_none() && body.attachments.is_none() {
        return Err(Error::invalid("no_text"));
    }
    let thread = args.ts("thread_ts", "invalid_thread_ts")?;
    let broadcast = args.bool("reply_broadcast")?.unwrap_or(false) && thread.is_some();
    let mut body = body;
    // Only a bot may speak under another name, and only with the scope for it.
    if call.actor().bot.is_some() && call.actor().has_scope(&["chat:write.customize"]) {
        (body.username, body.icons) = disguise(args);
    }
    body.client_msg_id = args.text("client_msg_id").filter(|id| id.len() <= 100);
    Ok(Input { new: NewMessage { body, thread, broadcast, subtype: None }, truncated })
}

/// Text, blocks, attachments and metadata.
pub fn body(args: &Args) -> Result<(Body, bool)> {
    let markdown = args.text("markdown_text");
    if markdown.is_some() && (args.text("text").is_some() || args.json("blocks")?.is_some()) {
        return Err(Error::invalid("markdown_text_conflict"));
    }
    let mut said = markdown.or_else(|| args.text("text")).unwrap_or_default();
    let truncated = text::truncate(&mut said, limits::MESSAGE_CHARS);
    let body = Body {
        text: said,
        blocks: blocks(args)?,
        attachments: attachments(args)?,
        metadata: metadata(args)?,
        ..Body::default()
    };
    Ok((body, truncated))
}

/// A JSON array of objects that each have a `type`; what it is, is for clients to know.
fn blocks(args: &Args) -> Result<Option<String>> {
    let blocks = match args.json("blocks").map_err(|_| Error::invalid("invalid_blocks_format"))? {
        None => return Ok(None),
        Some(Value::Array(blocks)) if blocks.is_empty() => return Ok(None),
        Some(Value::Array(blocks)) => blocks,
        Some(_) => return Err(Error::invalid("invalid_blocks_format").because("blocks must be a JSON array")),
    };
    check_blocks(&blocks, limits::BLOCKS_PER_MESSAGE)?;
    Ok(Some(Value::Array(blocks).to_string()))
}

/// That there are at most so many blocks, and that each has what every client relies on.
pub fn check_blocks(blocks: &[Value], most: usize) -> Result<()> {
    let bad = |why: &str| Error::invalid("invalid_blocks").because(why.to_owned());
    if blocks.len() > most {
        return Err(bad(&format!("no more than {most} items allowed [json-pointer:/blocks]")));
    }
    for (at, block) in blocks.iter().enumerate() {
        check_block(block).map_err(|why| bad(&format!("{why} [json-pointer:/blocks/{at}]")))?;
    }
    Ok(())
}

fn check_block(block: &Value) -> std::result::Result<(), String> {
    let kind = block.get("type").and_then(Value::as_str).ok_or("missing required field: type")?;
    let within = |pointer: &str, most: usize| match block.pointer(pointer).and_then(Value::as_str) {
        Some(text) if text.chars().count() > most => Err(format!("must be less than {} characters", most + 1)),
        _ => Ok(()),
    };
    if let Some(id) = block.get("block_id") {
        id.as_str().filter(|id| id.len() <= 255).ok_or("block_id must be a text of at most 255 characters")?;
    }
    let list = |field: &str, most: usize, required: bool| match block.get(field) {
        None if required => Err(format!("missing required field: {field}")),
        None => Ok(()),
        Some(Value::Array(items)) if items.len() <= most => Ok(()),
        Some(_) => Err(format!("{field} must be an array of at most {most} items")),
    };
    let text_object = |required: bool| match block.get("text") {
        None if required => Err("missing required field: text".to_owned()),
        None => Ok(()),
        Some(text) if text.get("type").is_some() && text.get("text").is_some_and(Value::is_string) => Ok(()),
        Some(_) => Err("text must be a text object".to_owned()),
    };
    match kind {
        "section" => {
            if block.get("text").is_none() && block.get("fields").is_none() {
                return Err("section needs text or fields".to_owned());
            }
            text_object(false)?;
            within("/text/text", 3_000)?;
            list("fields", 10, false)
        }
        "header" => text_object(true).and_then(|()| within("/text/text", 150)),
        "actions" => list("elements", 25, true),
        "context" => list("elements", 10, true),
        "rich_text" => list("elements", usize::MAX, true),
        "image" => match (block.get("image_url"), block.get("slack_file")) {
            (None, None) => Err("image needs image_url or slack_file".to_owned()),
            _ => Ok(()),
        },
        "markdown" => within("/text", 12_000),
        _ => Ok(()),
    }
}

fn attachments(args: &Args) -> Result<Option<String>> {
    match args.json("attachments").map_err(|_| Error::invalid("invalid_attachments"))? {
        None | Some(Value::Bool(_)) => Ok(None),
        Some(Value::Array(list)) if list.is_empty() => Ok(None),
        Some(Value::Array(list)) if list.len() > limits::ATTACHMENTS_PER_MESSAGE => {
            Err(Error::limit("too_many_attachments"))
        }
        Some(Value::Array(list)) if list.iter().all(Value::is_object) => Ok(Some(numbered(list).to_string())),
        Some(_) => Err(Error::invalid("invalid_attachments").because("attachments must be a JSON array of objects")),
    }
}

/// Slack numbers attachments from one and gives each a fallback.
fn numbered(list: Vec<Value>) -> Value {
    let number = |(at, mut attachment): (usize, Value)| {
        attachment["id"] = json!(at + 1);
        if attachment.get("fallback").is_none() {
            let said = attachment.get("text").or_else(|| attachment.get("title")).cloned();
            attachment["fallback"] = said.unwrap_or_else(|| json!("[no preview available]"));
        }
        attachment
    };
    list.into_iter().enumerate().map(number).collect()
}

fn metadata(args: &Args) -> Result<Option<String>> {
    match args.json("metadata").map_err(|_| Error::invalid("invalid_metadata_format"))? {
        None => Ok(None),
        Some(m)
            if m.get("event_type").is_some_and(Value::is_string)
                && m.get("event_payload").is_some_and(Value::is_object) =>
        {
            Ok(Some(m.to_string()))
        }
        Some(_) => {
            Err(Error::invalid("invalid_metadata_schema").because("metadata needs event_type and event_payload"))
        }
    }
}

/// The name and the picture a message is shown under instead of its bot's own.
pub fn disguise(args: &Args) -> (Option<String>, Option<String>) {
    (args.text("username"), icons(args))
}

fn icons(args: &Args) -> Option<String> {
    if let Some(emoji) = args.text("icon_emoji") {
        return Some(json!({ "emoji": emoji }).to_string());
    }
    args.text("icon_url").map(|url| json!({ "image_36": url, "image_48": url, "image_72": url }).to_string())
}

/// The moment a `ts` argument names.
pub fn message_ts(args: &Args, name: &'static str) -> Result<Ts> {
    let text = args.required(name)?;
    Ts::parse(&text).ok_or(Error::not_found("message_not_found"))
}
