//! The `message` object.

use super::{Lens, app};
use crate::base::id::UserId;
use crate::base::{Error, Result, unless_damaged};
use crate::domain::history::{Content, Known, Message};
use crate::store::records::app::App;
use crate::store::records::message::{Body, Entry, ThreadSummary};
use crate::store::records::pin::Pin;
use crate::store::records::saved::Saved;
use crate::store::records::subscription::Subscription;
use serde_json::{Map, Value, json};

/// Participants a root names; `reply_users_count` tells the rest.
const REPLY_USERS: usize = 5;
/// People a reaction names; `count` tells the rest.
const REACTION_USERS: usize = 50;

/// A message as one person sees it, or as it is told to all when there is no reader. Damage in it, or in what hangs on it,
/// costs this message only.
pub fn message(lens: Lens, message: &Message, reader: Option<UserId>) -> Result<Value> {
    let shown = match &message.content {
        Content::Sealed => return Ok(unreadable(message, "ekm_access_denied", "sealed")),
        Content::Damaged => None,
        Content::Known(known) => unless_damaged(whole(lens, message, known, reader)),
    };
    shown.unwrap_or_else(|| Ok(unreadable(message, "record_damaged", "damaged")))
}

fn whole(lens: Lens, message: &Message, known: &Known, reader: Option<UserId>) -> Result<Value> {
    let mut out = Map::new();
    out.insert("type".into(), json!("message"));
    author(lens, &known.entry, &mut out)?;
    out.insert("text".into(), json!(""));
    out.insert("ts".into(), json!(message.address.ts.to_string()));
    out.insert("team".into(), json!(lens.team));
    out.insert("origin".into(), json!(known.entry.origin));
    match &known.body {
        Some(said) => body(said, &mut out).map_err(|e| {
            lens.view.noted(e, || format!("Message {} {}", message.address.channel, message.address.ts))
        })?,
        None => drop(out.insert("body_state".into(), json!("elsewhere"))),
    }
    if let Some(subtype) = &known.entry.subtype {
        out.insert("subtype".into(), json!(subtype));
    }
    if let Some(edited) = &known.entry.edited {
        out.insert("edited".into(), json!({ "user": edited.user, "ts": edited.ts.to_string() }));
    }
    reactions(known, &mut out);
    thread(lens, message, known, reader, &mut out)?;
    if let Some(reader) = reader {
        marks(lens, message, reader, &mut out)?;
    }
    Ok(Value::Object(out))
}

/// All that is known of a message whose key is refused, for which Slack has a subtype, or that is damaged.
fn unreadable(message: &Message, subtype: &str, why: &str) -> Value {
    json!({
        "type": "message",
        "subtype": subtype,
        "text": "",
        "ts": message.address.ts.to_string(),
        "body_state": why,
    })
}

fn author(lens: Lens, entry: &Entry, out: &mut Map<String, Value>) -> Result<()> {
    if let Some(user) = entry.author.user {
        out.insert("user".into(), json!(user));
    }
    if let Some(bot) = entry.author.bot {
        out.insert("bot_id".into(), json!(bot));
        if let Some(app) = entry.author.app {
            out.insert("app_id".into(), json!(app));
        }
        if let Some(known) = lens.view.get(&App::of_bot(bot))? {
            let icons = app::icons(lens, bot);
            let profile = json!({
                "id": bot, "app_id": known.app, "user_id": known.user, "name": known.name, "icons": icons,
                "deleted": known.deleted, "updated": known.updated.secs(), "team_id": lens.team,
            });
            out.insert("bot_profile".into(), profile);
        }
    }
    Ok(())
}

/// What a message says, as fields of its object.
pub(super) fn body(body: &Body, out: &mut Map<String, Value>) -> Result<()> {
    out.insert("text".into(), json!(body.text));
    let sent = [
        ("blocks", &body.blocks),
        ("attachments", &body.attachments),
        ("metadata", &body.metadata),
        ("files", &body.files),
        ("icons", &body.icons),
    ];
    for (name, json) in sent {
        if let Some(json) = json {
            out.insert(name.into(), parse(json)?);
        }
    }
    for (name, text) in [("username", &body.username), ("client_msg_id", &body.client_msg_id)] {
        if let Some(text) = text {
            out.insert(name.into(), json!(text));
        }
    }
    if let Some(Value::Object(extra)) = body.extra.as_deref().map(parse).transpose()? {
        out.extend(extra);
    }
    Ok(())
}

/// What a message is to its reader: pinned, saved.
fn marks(lens: Lens, message: &Message, reader: UserId, out: &mut Map<String, Value>) -> Result<()> {
    let (channel, ts) = (message.address.channel, message.address.ts);
    if lens.view.exists(&Pin::at(channel, ts))? {
        out.insert("pinned_to".into(), json!([channel]));
    }
    if lens.view.exists(&Saved::at(lens.view, reader, channel, ts)?)? {
        out.insert("is_starred".into(), json!(true));
    }
    Ok(())
}

fn parse(json: &str) -> Result<Value> {
    serde_json::from_str(json).map_err(|e| Error::internal(format!("a stored message has damaged JSON: {e}")))
}

fn reactions(known: &Known, out: &mut Map<String, Value>) {
    if known.reactions.list.is_empty() {
        return;
    }
    let line = |r: &crate::store::records::message::Reacted| {
        let users: Vec<_> = r.users.iter().take(REACTION_USERS).collect();
        json!({ "name": r.name, "users": users, "count": r.users.len() })
    };
    out.insert("reactions".into(), known.reactions.list.iter().map(line).collect());
}

fn thread(
    lens: Lens,
    message: &Message,
    known: &Known,
    reader: Option<UserId>,
    out: &mut Map<String, Value>,
) -> Result<()> {
    if let Some(root) = known.entry.thread {
        out.insert("thread_ts".into(), json!(root.to_string()));
    }
    let Some(summary) = &known.thread else { return Ok(()) };
    out.insert("thread_ts".into(), json!(message.address.ts.to_string()));
    out.extend(summary_fields(summary));
    if let Some(reader) = reader {
        let place = Subscription::at(lens.view, reader, message.address.channel, message.address.ts)?;
        let mine = lens.view.get(&place)?.filter(|s| s.active);
        out.insert("subscribed".into(), json!(mine.is_some()));
        if let Some(mine) = mine {
            out.insert("last_read".into(), json!(mine.last_read.to_string()));
        }
    }
    Ok(())
}

fn summary_fields(summary: &ThreadSummary) -> Map<String, Value> {
    let users: Vec<_> = summary.reply_users.iter().take(REPLY_USERS).collect();
    let mut out = Map::new();
    out.insert("reply_count".into(), json!(summary.reply_count));
    out.insert("reply_users_count".into(), json!(summary.reply_users.len()));
    out.insert("reply_users".into(), json!(users));
    out.insert("latest_reply".into(), json!(summary.latest_reply.to_string()));
    out.insert("is_locked".into(), json!(false));
    out
}
