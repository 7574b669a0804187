//! Unfolded links: what an app adds below a message that names one of its links.

use super::access::{Posting, Reading};
use super::event::{Event, emit};
use super::{Actor, addresses, messages};
use crate::base::{Error, Result, Ts, limits, text};
use crate::store::records::message::Body;
use crate::store::records::user::BotUser;
use crate::store::{Part, Tx};
use serde_json::{Map, Value, json};

/// Adds what an app says of links in a message; what it said of the same link before is replaced. The message keeps its
/// text and does not count as edited. Only apps may: a person would put words below somebody else's message.
/// The app must be able to read the message, or it could find out which links it names. Holds the channel's part.
pub fn add(tx: &mut Tx, actor: &Actor, may: (&Reading, &Posting), ts: Ts, unfurls: &Map<String, Value>) -> Result<()> {
    let bot = actor.bot.ok_or(Error::denied("not_allowed_token_type"))?;
    let channel = may.1.id();
    if may.0.id() != channel {
        return Err(Error::internal("two permissions for one message are of two channels"));
    }
    let (address, mut entry) =
        addresses::find(tx, channel, ts).map_err(|e| e.named(Error::not_found("cannot_find_message")))?;
    let mut body = tx.get(&address.body())?.ok_or(Error::denied("cannot_unfurl_message"))?;
    let mut list = attachments(&body)?;
    for (url, unfurl) in unfurls {
        list.retain(|known| known["app_unfurl_url"].as_str() != Some(url) || known["app_id"] != json!(bot.app));
        list.push(attachment(bot, &body, url, unfurl)?);
    }
    if list.iter().filter(|a| a.get("app_unfurl_url").is_some()).count() > limits::UNFURLS_PER_MESSAGE {
        return Err(Error::limit("cannot_unfurl_message").because("the message already has as many unfolded links"));
    }
    for (at, one) in list.iter_mut().enumerate() {
        one["id"] = json!(at + 1);
    }
    body.attachments = Some(Value::Array(list).to_string());
    messages::check_size(&body)?;
    entry.body_hash = messages::hash(&body)?;
    tx.put(&address.entry(), &entry)?;
    tx.put(&address.body(), &body)?;
    emit(tx, Part::Channel(channel), &Event::MessageChanged { ts, lane: address.lane })
}

fn attachments(body: &Body) -> Result<Vec<Value>> {
    let known = body.attachments.as_deref().unwrap_or("[]");
    serde_json::from_str(known).map_err(|e| Error::internal(format!("a stored message has damaged JSON: {e}")))
}

/// One link's attachment. The link must stand in the message: an app can't hang its own beside it.
fn attachment(bot: BotUser, body: &Body, url: &str, unfurl: &Value) -> Result<Value> {
    let Value::Object(fields) = unfurl else { return Err(Error::invalid("cannot_parse_attachment")) };
    let escaped = url.replace('&', "&amp;");
    let named = |text: &str| text.contains(url) || text.contains(&escaped);
    if !text::is_link(url) || !(named(&body.text) || body.blocks.as_deref().is_some_and(named)) {
        return Err(Error::invalid("cannot_unfurl_url").because("the message does not name this link"));
    }
    let mut one = Value::Object(fields.clone());
    one["from_url"] = json!(url);
    one["original_url"] = json!(url);
    one["app_unfurl_url"] = json!(url);
    one["is_app_unfurl"] = json!(true);
    one["bot_id"] = json!(bot.bot);
    one["app_id"] = json!(bot.app);
    if one.get("fallback").is_none() {
        one["fallback"] = one.get("text").or_else(|| one.get("title")).cloned().unwrap_or_else(|| json!(url));
    }
    Ok(one)
}
