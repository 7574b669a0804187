//! What an app sends as a view, checked for shape and put into its full form.

use super::message_input::judged;
use crate::api::args::Args;
use crate::base::{Error, Result, World};
use serde_json::{Value, json};
use std::collections::HashSet;

/// Reads the argument `view`: what its shape knows, and each block with an id.
pub fn read(args: &Args, world: &dyn World) -> Result<Value> {
    let sent = args.json("view").map_err(|_| bad("view is not valid JSON"))?;
    let sent = sent.ok_or_else(|| bad("missing required field: view"))?;
    let sent = judged("SentView", sent, "view", "invalid_arguments")?;
    let given = |name: &str| sent.get(name).filter(|value| !value.is_null()).cloned();
    let mut view = json!({ "type": given("type"), "blocks": blocks(&sent, world)? });
    for name in ["callback_id", "private_metadata", "external_id"] {
        view[name] = given(name).unwrap_or_else(|| json!(""));
    }
    for name in ["clear_on_close", "notify_on_close"] {
        view[name] = json!(given(name) == Some(json!(true)));
    }
    for name in ["title", "submit", "close"] {
        view[name] = json!(given(name));
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

/// The blocks, each with an id of its own: what people fill in comes back under it.
fn blocks(sent: &Value, world: &dyn World) -> Result<Vec<Value>> {
    let mut known = HashSet::new();
    let mut complete = sent["blocks"].as_array().cloned().unwrap_or_default();
    for (at, block) in complete.iter_mut().enumerate() {
        if block["block_id"].is_null() {
            let mut random = [0; 5];
            world.fill(&mut random);
            block["block_id"] = json!(data_encoding::BASE32_NOPAD.encode(&random));
        }
        if !known.insert(block["block_id"].to_string()) {
            return Err(bad(&format!("another block has this block_id [json-pointer:/view/blocks/{at}]")));
        }
    }
    Ok(complete)
}
