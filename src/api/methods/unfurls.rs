//! `chat.unfurl`

use super::message_input::judged;
use crate::api::call::{Call, Context, Refusal};
use crate::base::{Error, Result, Ts};
use crate::domain::{access, unfurls};
use crate::store::{Part, Tx};
use serde_json::{Value, json};

/// `chat.unfurl`, for messages that are posted. Asking a person to log in elsewhere is not done here.
pub async fn unfurl(call: &Call) -> Result<Value, Refusal> {
    let given = call.args.json("unfurls").map_err(|_| Error::invalid("invalid_unfurls_format"))?;
    let prompts = call.args.text("user_auth_required").is_some();
    let given = match given {
        Some(map @ Value::Object(_)) if map != json!({}) => map,
        Some(_) => return Err(Error::invalid("invalid_unfurls_format").into()),
        None if prompts => return Err(Error::invalid("cannot_prompt").into()),
        None => return Err(Error::invalid("missing_unfurls").into()),
    };
    let Value::Object(given) = judged("SentUnfurls", given, "unfurls", "cannot_parse_attachment")? else {
        return Err(Error::invalid("invalid_unfurls_format").into());
    };
    if call.args.text("channel").is_none() {
        return Err(Error::invalid("missing_channel").into());
    }
    let text = call.args.text("ts").ok_or(Error::invalid("missing_ts"))?;
    let ts = Ts::parse(&text).ok_or(Error::not_found("cannot_find_message"))?;
    let hidden = |e: Error| match e.code.as_ref() {
        "channel_not_found" => Error::not_found("cannot_find_channel"),
        _ => e,
    };
    let channel = call.channel(&call.view()?, "channel").map_err(hidden)?;
    let add = move |tx: &mut Tx, cx: &Context| {
        let posting = access::posting(tx, &cx.actor, channel).map_err(hidden)?;
        let reading = access::reading(tx, &cx.actor, channel).map_err(hidden)?;
        unfurls::add(tx, &cx.actor, (&reading, &posting), ts, &given)
    };
    call.write(vec![Part::Channel(channel)], add).await?;
    Ok(json!({}))
}
