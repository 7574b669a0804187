//! Which events an app is told: those it asked for, within its scopes.

use super::scopes;
use crate::base::Result;
use crate::base::id::ChannelId;
use crate::base::mrkdwn::Called;
use crate::domain::called::Said;
use crate::domain::objects::event::channel_type;
use crate::store::View;
use crate::store::records::app::App;
use crate::store::records::channel::Channel;
use serde_json::{Value, json};

/// The events an app is told for one event of the log: none, one, or for a mention two.
pub(super) fn events(view: &View, app: &App, told: Value) -> Result<Vec<Value>> {
    let kind = told["type"].as_str().unwrap_or_default().to_owned();
    if kind == "message" {
        return messages(view, app, told);
    }
    let Some(needed) = scopes::of_app(&kind, &told) else { return Ok(Vec::new()) };
    if !granted(app, needed) || !wanted(app, &[&kind]) {
        return Ok(Vec::new());
    }
    let with_address = granted(app, &["users:read.email"]);
    Ok(vec![if with_address { told } else { super::audience::without_email(&told) }])
}

fn messages(view: &View, app: &App, mut told: Value) -> Result<Vec<Value>> {
    // Slack never sends this one to apps, though it documents it.
    if told["subtype"] == "message_replied" {
        return Ok(Vec::new());
    }
    let Some(channel) = told["channel"].as_str().and_then(ChannelId::parse) else { return Ok(Vec::new()) };
    let Some(channel) = view.get(&Channel::at(channel))? else { return Ok(Vec::new()) };
    let kind = channel_type(channel.kind);
    told["channel_type"] = json!(kind);
    let mut events = Vec::new();
    if let Some(mention) = mention(app, &told) {
        events.push(mention);
    }
    let name = match kind {
        "channel" => "message.channels",
        "group" => "message.groups",
        "im" => "message.im",
        _ => "message.mpim",
    };
    if granted(app, scopes::of_app("message", &told).unwrap_or_default()) && wanted(app, &[name, "message"]) {
        events.push(told);
    }
    Ok(events)
}

/// The same message as `app_mention`, when it calls the app's bot by name and is not its own.
fn mention(app: &App, told: &Value) -> Option<Value> {
    let calls = || Said::told(told).called().contains(&Called::User(app.bot_user.as_str()));
    let plain = matches!(told["subtype"].as_str(), None | Some("bot_message" | "file_share" | "thread_broadcast"));
    let own = told["user"].as_str() == Some(app.bot_user.as_str());
    if !plain || own || !granted(app, &["app_mentions:read"]) || !wanted(app, &["app_mention"]) || !calls() {
        return None;
    }
    let mut mention = told.clone();
    mention["type"] = json!("app_mention");
    if let Some(fields) = mention.as_object_mut() {
        fields.remove("channel_type");
    }
    Some(mention)
}

fn granted(app: &App, scopes: &[&str]) -> bool {
    scopes.iter().any(|scope| app.scopes.iter().any(|mine| mine == scope))
}

/// Whether the app asked for one of these; an app that named none gets all its scopes allow.
fn wanted(app: &App, names: &[&str]) -> bool {
    app.events.is_empty() || names.iter().any(|name| app.events.iter().any(|mine| mine == name))
}
