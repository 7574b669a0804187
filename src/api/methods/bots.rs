//! `bots.info`

use crate::api::call::{Call, Refusal};
use crate::base::Result;
use crate::domain::apps;
use crate::domain::objects::app as objects;
use serde_json::{Value, json};

/// `bots.info`
pub async fn info(call: &Call) -> Result<Value, Refusal> {
    // Without an id Slack, too, says that there is no such bot.
    let id = match call.args.text("bot") {
        Some(_) => call.args.id("bot", "bot_not_found")?,
        None => return Err(crate::base::Error::not_found("bot_not_found").into()),
    };
    let view = call.view()?;
    let bot = apps::seeing_bot(&view, call.actor(), id)?;
    Ok(json!({ "bot": objects::bot(call.lens(&view), id, &bot) }))
}
