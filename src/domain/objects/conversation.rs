//! The `conversation` object: channels, direct and group messages.

use super::Lens;
use crate::base::Result;
use crate::base::id::UserId;
use crate::domain::{channels, memberships, reads};
use crate::store::records::channel::{Channel, ChannelKind, Note};
use crate::store::records::member::{Membership, Notify};
use serde_json::{Value, json};

/// A conversation as one person sees it.
pub fn conversation(lens: Lens, channel: &Channel, reader: UserId, member: bool) -> Result<Value> {
    let direct = channel.kind == ChannelKind::Direct;
    let group = channel.kind == ChannelKind::Group;
    let mut object = json!({
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": matches!(channel.kind, ChannelKind::Public | ChannelKind::Private),
        "is_group": false,
        "is_im": direct,
        "is_mpim": group,
        "is_private": channel.kind != ChannelKind::Public,
        "created": channel.created.secs(),
        "updated": channel.updated.millis(),
        "creator": channel.creator,
        "is_archived": channel.archived,
        "is_general": channel.general,
        "unlinked": 0,
        "is_shared": false,
        "is_ext_shared": false,
        "is_org_shared": false,
        "is_pending_ext_shared": false,
        "is_frozen": false,
        "is_read_only": false,
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "shared_team_ids": [lens.team],
        "context_team_id": lens.team,
        "parent_conversation": null,
        "is_member": member,
        "num_members": memberships::count(lens.view, channel.id)?,
        "topic": note(&channel.topic),
        "purpose": note(&channel.purpose),
        "previous_names": channel.previous_names,
    });
    if direct {
        let other = channel.people.iter().find(|p| **p != reader).unwrap_or(&reader);
        object["user"] = json!(other);
        object["is_user_deleted"] = json!(false);
        object["priority"] = json!(0);
    }
    if channel.is_direct() {
        let mine = lens.view.get(&Membership::at(lens.view, reader, channel.id)?)?;
        object["is_open"] = json!(mine.is_some_and(|m| m.open));
    }
    Ok(object)
}

fn note(note: &Note) -> Value {
    let creator = note.creator.map(|c| c.to_string()).unwrap_or_default();
    json!({ "value": note.value, "creator": creator, "last_set": note.last_set.secs() })
}

/// What only the person themselves sees of a conversation they are in: read mark, counts and preferences.
pub fn own_side(lens: Lens, channel: &Channel, reader: UserId, mine: &Membership) -> Result<Value> {
    let unread = reads::unread(lens.view, reader, channel, mine)?;
    let latest = channels::latest(lens.view, channel.id)?;
    Ok(json!({
        "id": channel.id,
        "last_read": mine.last_read.to_string(),
        "latest": latest.map(|ts| ts.to_string()),
        "unread_count": unread.messages,
        "unread_count_display": unread.messages,
        "mention_count": unread.mentions,
        "is_muted": mine.muted,
        "is_starred": mine.starred,
        "is_open": mine.open,
        "notify": match mine.notify {
            Notify::Default => "default",
            Notify::All => "all",
            Notify::Mentions => "mentions",
            Notify::Nothing => "nothing",
        },
    }))
}
