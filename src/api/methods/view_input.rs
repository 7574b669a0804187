//! What an app sends as a view, checked for shape and put into its full form.

use super::message_input::check_blocks;
use crate::api::args::Args;
use crate::base::{Error, Result, World, limits};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// Reads the argument `view`. Unknown fields are left out; blocks are kept as sent, each with an id.
pub fn read(args: &Args, world: &dyn World) -> Result<Value> {
    let sent = match args.json("view").map_err(|_| bad("view is not valid JSON"))? {
        Some(Value::Object(sent)) => sent,
        _ => return Err(bad("missing required field: view")),
    };
    let mut view = json!({ "type": text(&sent, "type")?, "blocks": blocks(&sent, world)? });
    for name in ["callback_id", "private_metadata", "external_id"] {
        view[name] = json!(text(&sent, name)?);
    }
    for name in ["clear_on_close", "notify_on_close"] {
        view[name] = json!(flag(&sent, name)?);
    }
    for name in ["title", "submit", "close"] {
        view[name] = label(&sent, name)?;
    }
    let asks = view["blocks"].as_array().is_some_and(|all| all.iter().any(|block| block["type"] == "input"));
    if view["type"] == "modal" && asks && view["submit"].is_null() {
        return Err(bad("missing required field: submit; a modal with an input block needs it"));
    }
    Ok(view)
}

fn bad(why: &str) -> Error {
    Error::invalid("invalid_arguments").because(why.to_owned())
}

fn text(sent: &Map<String, Value>, name: &str) -> Result<String> {
    match sent.get(name) {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(_) => Err(bad(&format!("must be a text [json-pointer:/view/{name}]"))),
    }
}

fn flag(sent: &Map<String, Value>, name: &str) -> Result<bool> {
    match sent.get(name) {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(flag)) => Ok(*flag),
        Some(_) => Err(bad(&format!("must be a boolean [json-pointer:/view/{name}]"))),
    }
}

/// A title or a button: plain text, short enough for a narrow window.
fn label(sent: &Map<String, Value>, name: &str) -> Result<Value> {
    let Some(label) = sent.get(name).filter(|label| !label.is_null()) else { return Ok(Value::Null) };
    let chars = label["text"].as_str().map_or(0, |said| said.chars().count());
    if label["type"] != "plain_text" || chars == 0 {
        return Err(bad(&format!("must be a plain_text object [json-pointer:/view/{name}]")));
    }
    match chars > limits::VIEW_LABEL_CHARS {
        true => Err(bad(&format!("must be less than 25 characters [json-pointer:/view/{name}/text]"))),
        false => Ok(label.clone()),
    }
}

/// The blocks, each with an id of its own: what people fill in comes back under it.
fn blocks(sent: &Map<String, Value>, world: &dyn World) -> Result<Vec<Value>> {
    let Some(Value::Array(blocks)) = sent.get("blocks") else {
        return Err(bad("missing required field: blocks [json-pointer:/view/blocks]"));
    };
    check_blocks(blocks, limits::BLOCKS_PER_VIEW).map_err(|e| Error { code: "invalid_arguments".into(), ..e })?;
    let mut known = HashSet::new();
    let mut complete = blocks.clone();
    for (at, block) in complete.iter_mut().enumerate() {
        let place = |why: &str| bad(&format!("{why} [json-pointer:/view/blocks/{at}]"));
        if block["type"] == "input" && !(block["label"].is_object() && block["element"].is_object()) {
            return Err(place("an input block needs label and element"));
        }
        if block.get("block_id").is_none() {
            let mut random = [0; 5];
            world.fill(&mut random);
            block["block_id"] = json!(data_encoding::BASE32_NOPAD.encode(&random));
        }
        if !known.insert(block["block_id"].to_string()) {
            return Err(place("another block has this block_id"));
        }
    }
    Ok(complete)
}
