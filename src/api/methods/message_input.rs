//! What a client says in a message: text, blocks, attachments and metadata, checked for shape and kept as sent.

use crate::api::args::Args;
use crate::api::call::Call;
use crate::api::schema::judge;
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

fn blocks(args: &Args) -> Result<Option<String>> {
    let blocks = match args.json("blocks").map_err(|_| Error::invalid("invalid_blocks_format"))? {
        None => return Ok(None),
        Some(Value::Array(blocks)) if blocks.is_empty() => return Ok(None),
        Some(blocks @ Value::Array(_)) => blocks,
        Some(_) => return Err(Error::invalid("invalid_blocks_format").because("blocks must be a JSON array")),
    };
    Ok(Some(judged("SentBlocks", blocks, "blocks", "invalid_blocks")?.to_string()))
}

/// What was sent as `root`, once it has the shape of this name and fits into a record at all. The refusal names the place.
pub fn judged(shape: &str, mut sent: Value, root: &str, code: &'static str) -> Result<Value> {
    if sent.to_string().len() > limits::MESSAGE_BYTES {
        return Err(Error::limit("msg_too_long").because(format!("{root} is larger than a message may be")));
    }
    judge(shape, &mut sent).map_err(|flaw| Error::invalid(code).because(flaw.at(root)))?;
    Ok(sent)
}

fn attachments(args: &Args) -> Result<Option<String>> {
    let sent = match args.json("attachments").map_err(|_| Error::invalid("invalid_attachments"))? {
        None | Some(Value::Bool(_)) => return Ok(None),
        Some(Value::Array(list)) if list.is_empty() => return Ok(None),
        Some(Value::Array(list)) if list.len() > limits::ATTACHMENTS_PER_MESSAGE => {
            return Err(Error::limit("too_many_attachments"));
        }
        Some(sent) => sent,
    };
    let sent = judged("SentAttachments", sent, "attachments", "invalid_attachments")?;
    Ok(Some(numbered(sent).to_string()))
}

/// Slack numbers attachments from one and gives each a fallback. Whether a field is short is said in many ways, and
/// answered in one.
fn numbered(mut sent: Value) -> Value {
    for (at, attachment) in sent.as_array_mut().into_iter().flatten().enumerate() {
        attachment["id"] = json!(at + 1);
        let said =
            ["fallback", "text", "title"].iter().find_map(|name| attachment.get(name).filter(|said| !said.is_null()));
        attachment["fallback"] = said.cloned().unwrap_or_else(|| json!("[no preview available]"));
        for field in attachment.get_mut("fields").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(short) = field.get_mut("short") {
                let no = [json!(false), json!(0), json!("false"), json!("0"), json!("")];
                *short = json!(!no.contains(short));
            }
        }
    }
    sent
}

fn metadata(args: &Args) -> Result<Option<String>> {
    let Some(sent) = args.json("metadata").map_err(|_| Error::invalid("invalid_metadata_format"))? else {
        return Ok(None);
    };
    // With work objects an event is not needed.
    let shape = if sent.get("entities").is_some() { "WorkObjects" } else { "EventMetadata" };
    Ok(Some(judged(shape, sent, "metadata", "invalid_metadata_schema")?.to_string()))
}

/// The name and the picture a message is shown under instead of its bot's own.
pub fn disguise(args: &Args) -> (Option<String>, Option<String>) {
    let name = args.text("username").map(|name| {
        let mut name = text::line(&name);
        text::truncate(&mut name, limits::PROFILE_FIELD_CHARS);
        name
    });
    (name.filter(|name| !name.is_empty()), icons(args))
}

fn icons(args: &Args) -> Option<String> {
    if let Some(emoji) = args.text("icon_emoji").filter(|emoji| text::is_emoji_name(emoji.trim_matches(':'))) {
        return Some(json!({ "emoji": emoji }).to_string());
    }
    args.text("icon_url")
        .filter(|url| text::is_link(url))
        .map(|url| json!({ "image_36": url, "image_48": url, "image_72": url }).to_string())
}

/// The moment a `ts` argument names.
pub fn message_ts(args: &Args, name: &'static str) -> Result<Ts> {
    let text = args.required(name)?;
    Ts::parse(&text).ok_or(Error::not_found("message_not_found"))
}
