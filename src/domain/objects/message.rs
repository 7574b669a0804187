//! The `message` object.

use super::{Lens, Object, app};
use crate::base::id::UserId;
use crate::base::{Result, unless_damaged};
use crate::domain::history::{Content, Known, Message};
use crate::domain::reactions;
use crate::store::records::app::App;
use crate::store::records::message::{Body, Entry, Reacted, ThreadSummary};
use crate::store::records::pin::Pin;
use crate::store::records::saved::Saved;
use crate::store::records::subscription::Subscription;
use serde_json::json;

/// Participants a root names; `reply_users_count` tells the rest.
const REPLY_USERS: usize = 5;
/// People a reaction names; `count` tells the rest.
const REACTION_USERS: usize = 50;

/// A message as one person sees it, or as it is told to all when there is no reader. Damage in it, or in what hangs on it,
/// costs this message only.
pub fn message(lens: Lens, message: &Message, reader: Option<UserId>) -> Result<Object> {
    let shown = match &message.content {
        Content::Sealed => return Ok(unreadable(message, "ekm_access_denied", "sealed")),
        Content::Damaged => None,
        Content::Known(known) => unless_damaged(whole(lens, message, known, reader)),
    };
    shown.unwrap_or_else(|| Ok(unreadable(message, "record_damaged", "damaged")))
}

fn whole(lens: Lens, message: &Message, known: &Known, reader: Option<UserId>) -> Result<Object> {
    let mut out = Object::default();
    out.insert("type", json!("message"));
    author(lens, &known.entry, &mut out)?;
    out.insert("text", json!(""));
    out.insert("ts", json!(message.address.ts.to_string()));
    out.insert("team", json!(lens.team));
    out.insert("origin", json!(known.entry.origin));
    match &known.body {
        Some(said) => body(said, &mut out).map_err(|e| {
            lens.view.noted(e, || format!("Message {} {}", message.address.channel, message.address.ts))
        })?,
        None => out.insert("body_state", json!("elsewhere")),
    }
    if let Some(subtype) = &known.entry.subtype {
        out.insert("subtype", json!(subtype));
    }
    if let Some(edited) = &known.entry.edited {
        out.insert("edited", json!({ "user": edited.user, "ts": edited.ts.to_string() }));
    }
    reactions(lens, known, &mut out)?;
    thread(lens, message, known, reader, &mut out)?;
    if let Some(reader) = reader {
        marks(lens, message, reader, &mut out)?;
    }
    Ok(out)
}

/// All that is known of a message whose key is refused, for which Slack has a subtype, or that is damaged.
fn unreadable(message: &Message, subtype: &str, why: &str) -> Object {
    let mut out = Object::default();
    out.insert("type", json!("message"));
    out.insert("subtype", json!(subtype));
    out.insert("text", json!(""));
    out.insert("ts", json!(message.address.ts.to_string()));
    out.insert("body_state", json!(why));
    out
}

fn author(lens: Lens, entry: &Entry, out: &mut Object) -> Result<()> {
    if let Some(user) = entry.author.user {
        out.insert("user", json!(user));
    }
    if let Some(bot) = entry.author.bot {
        out.insert("bot_id", json!(bot));
        if let Some(app) = entry.author.app {
            out.insert("app_id", json!(app));
        }
        if let Some(known) = lens.view.get(&App::of_bot(bot))? {
            let icons = app::icons(lens, bot);
            let profile = json!({
                "id": bot, "app_id": known.app, "user_id": known.user, "name": known.name, "icons": icons,
                "deleted": known.deleted, "updated": known.updated.secs(), "team_id": lens.team,
            });
            out.insert("bot_profile", profile);
        }
    }
    Ok(())
}

/// What a message says, as fields of its object.
pub(super) fn body(body: &Body, out: &mut Object) -> Result<()> {
    out.insert("text", json!(body.text));
    let sent = [
        ("blocks", &body.blocks),
        ("attachments", &body.attachments),
        ("metadata", &body.metadata),
        ("files", &body.files),
        ("icons", &body.icons),
    ];
    for (name, json) in sent {
        if let Some(json) = json {
            out.hand_on(name, json)?;
        }
    }
    for (name, text) in [("username", &body.username), ("client_msg_id", &body.client_msg_id)] {
        if let Some(text) = text {
            out.insert(name, json!(text));
        }
    }
    if let Some(extra) = &body.extra {
        out.hand_on_fields(extra)?;
    }
    Ok(())
}

/// What a message is to its reader: pinned, saved.
fn marks(lens: Lens, message: &Message, reader: UserId, out: &mut Object) -> Result<()> {
    let (channel, ts) = (message.address.channel, message.address.ts);
    if lens.view.exists(&Pin::at(channel, ts))? {
        out.insert("pinned_to", json!([channel]));
    }
    if lens.view.exists(&Saved::at(lens.view, reader, channel, ts)?)? {
        out.insert("is_starred", json!(true));
    }
    Ok(())
}

fn reactions(lens: Lens, known: &Known, out: &mut Object) -> Result<()> {
    let line = |r: &Reacted| {
        let users: Vec<_> = r.users.iter().take(REACTION_USERS).collect();
        json!({ "name": r.name, "users": users, "count": r.users.len() })
    };
    if !known.reactions.list.is_empty() {
        let list = &reactions::united(lens.view, &known.reactions)?.list;
        out.insert("reactions", list.iter().map(line).collect());
    }
    Ok(())
}

fn thread(lens: Lens, message: &Message, known: &Known, reader: Option<UserId>, out: &mut Object) -> Result<()> {
    if let Some(root) = known.entry.thread {
        out.insert("thread_ts", json!(root.to_string()));
    }
    let Some(summary) = &known.thread else { return Ok(()) };
    out.insert("thread_ts", json!(message.address.ts.to_string()));
    summary_fields(summary, out);
    if let Some(reader) = reader {
        let place = Subscription::at(lens.view, reader, message.address.channel, message.address.ts)?;
        let mine = lens.view.get(&place)?.filter(|s| s.active);
        out.insert("subscribed", json!(mine.is_some()));
        if let Some(mine) = mine {
            out.insert("last_read", json!(mine.last_read.to_string()));
        }
    }
    Ok(())
}

fn summary_fields(summary: &ThreadSummary, out: &mut Object) {
    let users: Vec<_> = summary.reply_users.iter().take(REPLY_USERS).collect();
    out.insert("reply_count", json!(summary.reply_count));
    out.insert("reply_users_count", json!(summary.reply_users.len()));
    out.insert("reply_users", json!(users));
    out.insert("latest_reply", json!(summary.latest_reply.to_string()));
    out.insert("is_locked", json!(false));
}
