//! What sockets are told, by the type of the event, in the notation of `mod.rs`. The tests hold every frame that a socket
//! gets against it, as they hold answers; `realtime/` itself knows nothing of this file.

use super::shape;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The fields that an event shares with an object: `...` names it.
const LIKE: &str = "...";

macro_rules! events {
    ($($($name:literal)|+: $shape:tt;)+) => {
        vec![$((&[$($name),+][..], json!($shape))),+]
    };
}

/// Every event: its name among the objects of the document, and its schema. What is told in several ways has several rows.
pub(super) fn all(objects: &[(&'static str, Value)]) -> BTreeMap<String, Value> {
    let mut ways: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (names, shape) in told() {
        for name in names {
            ways.entry(format!("event.{name}")).or_default().push(shape::schema(&event(objects, name, &shape)));
        }
    }
    let one = |mut ways: Vec<Value>| if ways.len() == 1 { ways.remove(0) } else { json!({ "anyOf": ways }) };
    ways.into_iter().map(|(name, ways)| (name, one(ways))).collect()
}

#[rustfmt::skip]
fn told() -> Vec<(&'static [&'static str], Value)> {
    events! {
        "message": { "...": "Message", "channel": "id", "channel_type?": "ChannelType", "is_ephemeral?": true };
        "message": {
            "subtype": "'message_changed' | 'message_replied'", "hidden": true, "channel": "id", "channel_type": "ChannelType",
            "ts": "ts", "message": "Message // How it is now.",
        };
        "message": {
            "subtype": "'message_deleted'", "hidden": true, "channel": "id", "channel_type": "ChannelType", "ts": "ts",
            "deleted_ts": "ts", "previous_message": { "type": "'message'", "ts": "ts", "thread_ts?": "ts" },
        };
        "pin_added": {
            "user": "id", "channel_id": "id", "item_user": "id | null", "item": "Pin",
            "pinned_info": { "channel": "id", "pinned_by": "id", "pinned_ts": "secs" }, "pin_count": "string",
        };
        "bookmarks_changed": { "channel": "id" };
        "member_joined_channel": { "user": "id", "channel": "id", "channel_type": "'C' | 'G'", "team": "id", "inviter?": "id" };
        "member_left_channel": { "user": "id", "channel": "id", "channel_type": "'C' | 'G'", "team": "id" };
        "channel_rename" | "group_rename": { "user": "id", "channel": {
            "id": "id", "name": "string", "name_normalized": "string", "created": "secs", "is_channel": true, "is_mpim": false,
        } };
        "channel_archive" | "channel_unarchive" | "group_archive" | "group_unarchive": { "channel": "id", "user": "id" };
        "channel_updated": { "channel": "id", "channel_type": "ChannelType", "topic": "string", "purpose": "string" };
        "channel_created": { "channel": {
            "id": "id", "name": "string", "name_normalized": "string", "created": "secs", "creator": "id", "is_channel": true,
            "is_private": false, "is_group": false, "is_im": false, "is_mpim": false, "is_general": "boolean", "is_archived": false,
            "is_frozen": false, "is_shared": false, "is_org_shared": false, "is_ext_shared": false,
            "is_pending_ext_shared": false, "context_team_id": "id",
        } };
        "channel_joined" | "group_joined" | "im_created": { "user": "id", "channel": "Channel" };
        "channel_left" | "group_left": { "channel": "id" };
        "im_open" | "im_close" | "mpim_open" | "mpim_close": { "user": "id", "channel": "id" };
        "channel_marked" | "group_marked" | "im_marked" | "mpim_marked": {
            "...": "OwnSide", "channel": "id", "ts": "ts", "mention_count_display": "integer",
        };
        "thread_marked": { "channel": "id", "thread_ts": "ts", "last_read": "ts" };
        "thread_subscribed" | "thread_unsubscribed": {
            "subscription": { "type": "'thread'", "channel": "id", "thread_ts": "ts", "active": "boolean" },
        };
        "draft_changed": { "channel": "id", "thread_ts": "ts | null" };
        "pref_change": {};
        "star_added" | "star_removed": {
            "user": "id", "item": { "type": "'message'", "channel": "id", "message": { "ts": "ts" } },
        };
        "reminder_changed": { "reminder": "id" };
        "scheduled_message_changed": { "scheduled_message_id": "id" };
        "view_changed": { "view": "View" };
        "manual_presence_change": { "presence": "'active' | 'away'" };
        "presence_change": { "user": "id", "presence": "'active' | 'away'" };
        "user_typing": { "user": "id", "channel": "id", "thread_ts?": "ts" };
        "team_join": { "user": "User" };
        "user_change": { "user": "User", "cache_ts": "secs" };
        "dnd_updated_user": { "user": "id", "dnd_status": "Quiet" };
        "emoji_changed": { "subtype": "'add' | 'remove'", "name": "string", "names": ["string"] };
        "subteam_created" | "subteam_updated": { "subteam": "Usergroup" };
        "subteam_members_changed": {
            "subteam_id": "id", "team_id": "id", "date_update": "secs", "date_previous_update": "secs",
            "added_users": ["id"], "added_users_count": "integer", "removed_users": ["id"], "removed_users_count": "integer",
        };
        "team_rename": { "name": "string", "domain": "string" };
        "reaction_added" | "reaction_removed": {
            "user": "id", "reaction": "string", "item_user": "id | null",
            "item": { "type": "'message'", "channel": "id", "ts": "ts" },
        };
        "pin_removed": {
            "user": "id", "channel_id": "id", "item": { "type": "'message'", "channel": "id", "ts": "ts" },
            "has_pins": "boolean", "pin_count": "string",
        };
    }
}

/// The whole shape of an event: its type, what it shares with an object, and what every event may have.
fn event(objects: &[(&'static str, Value)], name: &str, shape: &Value) -> Value {
    let mut fields = Map::new();
    fields.insert("type".to_owned(), json!(format!("'{name}'")));
    let own = shape.as_object().into_iter().flatten();
    let like = shape.get(LIKE).and_then(Value::as_str);
    let shared =
        objects.iter().filter(|(object, _)| like == Some(object)).filter_map(|(_, shape)| shape.as_object()).flatten();
    let every = [("event_ts?", json!("ts")), ("position?", json!("string // From where a client's socket goes on."))];
    let told = |(field, shape): (&String, &Value)| (field.clone(), shape.clone());
    // What an event says of a field holds, not what the object says.
    let said = |name: &str| shape.get(name).is_some() || shape.get(format!("{name}?")).is_some();
    fields.extend(shared.map(told).filter(|(field, _)| field != "type" && !said(field)));
    fields.extend(own.map(told).filter(|(field, _)| field != LIKE));
    fields.extend(every.map(|(field, shape)| (field.to_owned(), shape)));
    Value::Object(fields)
}
