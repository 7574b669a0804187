//! Which events an app is told, and under which scopes: Slack's table.

use crate::base::Result;
use crate::base::id::ChannelId;
use crate::base::text::{self, Called};
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
    let Some(scopes) = scopes_of(&kind, &told) else { return Ok(Vec::new()) };
    if !granted(app, scopes) || !wanted(app, &[&kind]) {
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
    let (name, scope) = match kind {
        "channel" => ("message.channels", "channels:history"),
        "group" => ("message.groups", "groups:history"),
        "im" => ("message.im", "im:history"),
        _ => ("message.mpim", "mpim:history"),
    };
    if granted(app, &[scope]) && wanted(app, &[name, "message"]) {
        events.push(told);
    }
    Ok(events)
}

/// The same message as `app_mention`, when it calls the app's bot by name and is not its own.
fn mention(app: &App, told: &Value) -> Option<Value> {
    let calls = || {
        let text = told["text"].as_str().unwrap_or_default();
        text::called(text).contains(&Called::User(app.bot_user.as_str()))
    };
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

/// The scopes of which an app needs one for this event; `None` for events that are for people only.
fn scopes_of(kind: &str, told: &Value) -> Option<&'static [&'static str]> {
    Some(match kind {
        "reaction_added" | "reaction_removed" => &["reactions:read"],
        "pin_added" | "pin_removed" => &["pins:read"],
        "member_joined_channel" | "member_left_channel" if told["channel_type"] == "C" => &["channels:read"],
        "member_joined_channel" | "member_left_channel" => &["groups:read"],
        "channel_created" | "channel_rename" | "channel_archive" | "channel_unarchive" | "channel_left" => {
            &["channels:read"]
        }
        "group_rename" | "group_archive" | "group_unarchive" | "group_left" => &["groups:read"],
        "im_created" | "im_open" | "im_close" => &["im:read"],
        "team_join" | "user_change" => &["users:read"],
        "emoji_changed" => &["emoji:read"],
        "dnd_updated_user" => &["dnd:read"],
        "subteam_created" | "subteam_updated" => &["usergroups:read"],
        "team_rename" => &["team:read"],
        _ => return None,
    })
}

fn granted(app: &App, scopes: &[&str]) -> bool {
    scopes.iter().any(|scope| app.scopes.iter().any(|mine| mine == scope))
}

/// Whether the app asked for one of these; an app that named none gets all its scopes allow.
fn wanted(app: &App, names: &[&str]) -> bool {
    app.events.is_empty() || names.iter().any(|name| app.events.iter().any(|mine| mine == name))
}
