//! Events as sockets and apps are told of them: Slack's shapes, made from the ids in the log.

use super::{Lens, conversation, dnd, message, pin, user, usergroup, view};
use crate::base::id::{ChannelId, UserId};
use crate::base::{Error, Kind, Result, Ts, limits};
use crate::domain::event::{ChannelChange, Event};
use crate::domain::{addresses, history, installation, people, usergroups, views};
use crate::store::Part;
use crate::store::records::channel::{Channel, ChannelKind};
use crate::store::records::member::Membership;
use crate::store::records::message::{Address, Lane};
use crate::store::records::pin::Pin;
use crate::store::records::subscription::Subscription;
use serde_json::{Map, Value, json};

/// An event in Slack's shape, or nothing where what it speaks of is gone since.
pub fn event(lens: Lens, part: Part, stamp: Ts, event: &Event) -> Result<Option<Value>> {
    let told = match part {
        Part::Channel(channel) => in_channel(lens, channel, event, stamp),
        Part::Person(person) => to_person(lens, person, event),
        Part::Team(_) => in_team(lens, event),
    };
    match told {
        Ok(Some(Value::Object(mut told))) => {
            told.entry("event_ts").or_insert_with(|| json!(stamp.to_string()));
            Ok(Some(Value::Object(told)))
        }
        Ok(_) => Ok(None),
        // Deleted since: there will be, or has been, an event that says so.
        Err(e) if e.kind == Kind::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}

fn in_channel(lens: Lens, channel: ChannelId, event: &Event, stamp: Ts) -> Result<Option<Value>> {
    let at = |ts: Ts, lane: Lane| Address { channel, lane, ts };
    let item = |ts: Ts| json!({ "type": "message", "channel": channel, "ts": ts.to_string() });
    Ok(Some(match event {
        Event::MessagePosted { ts, lane, .. } => posted(lens, at(*ts, *lane))?,
        Event::MessageChanged { ts, lane } => changed(lens, at(*ts, *lane), "message_changed", stamp)?,
        Event::ThreadChanged { root } => changed(lens, at(*root, Lane::Main), "message_replied", stamp)?,
        Event::MessageDeleted { ts, thread } => deleted(lens, channel, *ts, *thread, stamp)?,
        Event::ReactionAdded { ts, lane, user, name } => reaction(lens, "reaction_added", at(*ts, *lane), *user, name)?,
        Event::ReactionRemoved { ts, lane, user, name } => {
            reaction(lens, "reaction_removed", at(*ts, *lane), *user, name)?
        }
        // Made of what the event itself says: the pin may be gone when this is told.
        Event::PinAdded { ts, user } => {
            let pin = Pin { ts: *ts, user: *user, created: stamp };
            let item = pin::pin(lens, channel, &pin, None)?.parsed()?;
            json!({
                "type": "pin_added", "user": user, "channel_id": channel, "item_user": item["message"]["user"], "item": item,
                "pinned_info": { "channel": channel, "pinned_by": user, "pinned_ts": stamp.secs() },
                "pin_count": pins(lens, channel)?.to_string(),
            })
        }
        Event::PinRemoved { ts, user } => {
            let left = pins(lens, channel)?;
            json!({
                "type": "pin_removed", "user": user, "channel_id": channel, "item": item(*ts),
                "has_pins": left > 0, "pin_count": left.to_string(),
            })
        }
        Event::BookmarksChanged => json!({ "type": "bookmarks_changed", "channel": channel }),
        Event::MemberJoined { user, inviter } => membership(lens, "member_joined_channel", channel, *user, *inviter)?,
        Event::MemberLeft { user } => membership(lens, "member_left_channel", channel, *user, None)?,
        Event::ChannelChanged { channel, change } => channel_changed(lens, *channel, *change)?,
        _ => return Ok(None),
    }))
}

/// A message event as it is posted: the message object with its channel.
fn posted(lens: Lens, address: Address) -> Result<Value> {
    let read = history::read(lens.view, address)?;
    let mut told = message::message(lens, &read, None)?;
    told.insert("channel", json!(address.channel));
    told.insert("channel_type", json!(kind_of(lens, address.channel)?));
    // A posted event shows the message as it was posted; what came later has events of its own.
    for later in ["reactions", "reply_count", "reply_users", "reply_users_count", "latest_reply", "is_locked"] {
        told.remove(later);
    }
    told.parsed()
}

/// Slack's name for a kind of conversation in events.
pub fn channel_type(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::Public => "channel",
        ChannelKind::Private => "group",
        ChannelKind::Direct => "im",
        ChannelKind::Group => "mpim",
    }
}

fn kind_of(lens: Lens, channel: ChannelId) -> Result<&'static str> {
    let channel: Option<Channel> = lens.view.get(&Channel::at(channel))?;
    Ok(channel.map_or("channel", |c| channel_type(c.kind)))
}

fn changed(lens: Lens, address: Address, subtype: &str, stamp: Ts) -> Result<Value> {
    let read = history::read(lens.view, address)?;
    Ok(json!({
        "type": "message",
        "subtype": subtype,
        "hidden": true,
        "channel": address.channel,
        "channel_type": kind_of(lens, address.channel)?,
        "message": message::message(lens, &read, None)?,
        "ts": stamp.to_string(),
    }))
}

fn deleted(lens: Lens, channel: ChannelId, ts: Ts, thread: Option<Ts>, stamp: Ts) -> Result<Value> {
    let mut previous = Map::new();
    previous.insert("type".into(), json!("message"));
    previous.insert("ts".into(), json!(ts.to_string()));
    if let Some(thread) = thread {
        previous.insert("thread_ts".into(), json!(thread.to_string()));
    }
    Ok(json!({
        "type": "message",
        "subtype": "message_deleted",
        "hidden": true,
        "channel": channel,
        "channel_type": kind_of(lens, channel)?,
        "deleted_ts": ts.to_string(),
        "previous_message": previous,
        "ts": stamp.to_string(),
    }))
}

fn reaction(lens: Lens, kind: &str, address: Address, user: UserId, name: &str) -> Result<Value> {
    let author = addresses::find(lens.view, address.channel, address.ts).ok().and_then(|(_, e)| e.author.user);
    Ok(json!({
        "type": kind,
        "user": user,
        "reaction": name,
        "item_user": author,
        "item": { "type": "message", "channel": address.channel, "ts": address.ts.to_string() },
    }))
}

fn pins(lens: Lens, channel: ChannelId) -> Result<usize> {
    lens.view.count(Pin::prefix(channel).prefix(), limits::PINS_PER_CHANNEL)
}

fn membership(lens: Lens, kind: &str, id: ChannelId, user: UserId, inviter: Option<UserId>) -> Result<Value> {
    let channel: Option<Channel> = lens.view.get(&Channel::at(id))?;
    let letter = channel.map_or("C", |c| if c.kind == ChannelKind::Public { "C" } else { "G" });
    let mut told = json!({ "type": kind, "user": user, "channel": id, "channel_type": letter, "team": lens.team });
    if let Some(inviter) = inviter {
        told["inviter"] = json!(inviter);
    }
    Ok(told)
}

fn channel_changed(lens: Lens, id: ChannelId, change: ChannelChange) -> Result<Value> {
    let channel = lens.view.get(&Channel::at(id))?.ok_or(Error::not_found("channel_not_found"))?;
    let twin = if channel.kind == ChannelKind::Public { "channel" } else { "group" };
    let what = match change {
        ChannelChange::Renamed => "rename",
        ChannelChange::Archived => "archive",
        ChannelChange::Unarchived => "unarchive",
        ChannelChange::Described => return Ok(described(&channel)),
    };
    let short = json!({
        "id": id, "name": channel.name, "name_normalized": channel.name, "created": channel.created.secs(),
        "is_channel": true, "is_mpim": false,
    });
    let subject = if change == ChannelChange::Renamed { short } else { json!(id) };
    Ok(json!({ "type": format!("{twin}_{what}"), "channel": subject, "user": channel.creator }))
}

/// Our own event: Slack tells a new topic only by its line in the channel.
fn described(channel: &Channel) -> Value {
    let (topic, purpose) = (&channel.topic.value, &channel.purpose.value);
    let kind = channel_type(channel.kind);
    json!({
        "type": "channel_updated", "channel": channel.id, "channel_type": kind, "topic": topic, "purpose": purpose,
    })
}

fn to_person(lens: Lens, person: UserId, event: &Event) -> Result<Option<Value>> {
    let load = |id: ChannelId| lens.view.get(&Channel::at(id))?.ok_or(Error::not_found("channel_not_found"));
    Ok(Some(match event {
        Event::ChannelJoined { channel } => {
            let channel = load(*channel)?;
            let kind = match channel.kind {
                ChannelKind::Direct => "im_created",
                ChannelKind::Public => "channel_joined",
                _ => "group_joined",
            };
            let whole = conversation::conversation(lens, &channel, person, true)?;
            json!({ "type": kind, "user": person, "channel": whole })
        }
        Event::ChannelLeft { channel } => {
            let public = load(*channel)?.kind == ChannelKind::Public;
            json!({ "type": if public { "channel_left" } else { "group_left" }, "channel": channel })
        }
        Event::ConversationOpened { channel, open } => {
            let twin = if load(*channel)?.kind == ChannelKind::Direct { "im" } else { "mpim" };
            let what = if *open { "open" } else { "close" };
            json!({ "type": format!("{twin}_{what}"), "user": person, "channel": channel })
        }
        Event::Marked { channel } => marked(lens, person, &load(*channel)?)?,
        Event::ThreadMarked { channel, thread } => {
            let mine = lens.view.get(&Subscription::at(lens.view, person, *channel, *thread)?)?;
            let last_read = mine.map_or(Ts::ZERO, |mine| mine.last_read);
            json!({
                "type": "thread_marked", "channel": channel, "thread_ts": thread.to_string(),
                "last_read": last_read.to_string(),
            })
        }
        Event::DraftChanged { channel, thread } => {
            json!({ "type": "draft_changed", "channel": channel, "thread_ts": thread.map(|t| t.to_string()) })
        }
        Event::PreferencesChanged => json!({ "type": "pref_change" }),
        Event::SavedChanged { channel, ts, added } => json!({
            "type": if *added { "star_added" } else { "star_removed" },
            "user": person,
            "item": { "type": "message", "channel": channel, "message": { "ts": ts.to_string() } },
        }),
        Event::ReminderChanged { reminder } => json!({ "type": "reminder_changed", "reminder": reminder }),
        Event::ScheduledChanged { scheduled } => {
            json!({ "type": "scheduled_message_changed", "scheduled_message_id": scheduled })
        }
        Event::ThreadFollowed { channel, thread, active } => json!({
            "type": if *active { "thread_subscribed" } else { "thread_unsubscribed" },
            "subscription": { "type": "thread", "channel": channel, "thread_ts": thread.to_string(), "active": active },
        }),
        Event::ViewChanged { view } => {
            let view = view::seen(&views::get(lens.view, person, *view)?, lens.team)?;
            json!({ "type": "view_changed", "view": view })
        }
        Event::ManualPresence { away } => {
            json!({ "type": "manual_presence_change", "presence": if *away { "away" } else { "active" } })
        }
        _ => return Ok(None),
    }))
}

fn marked(lens: Lens, person: UserId, channel: &Channel) -> Result<Value> {
    let mine = lens.view.get(&Membership::at(lens.view, person, channel.id)?)?;
    let mine = mine.ok_or(Error::not_found("channel_not_found"))?;
    let mut told = conversation::own_side(lens, channel, person, &mine)?;
    let kind = match channel.kind {
        ChannelKind::Public => "channel_marked",
        ChannelKind::Direct => "im_marked",
        ChannelKind::Private => "group_marked",
        ChannelKind::Group => "mpim_marked",
    };
    told["type"] = json!(kind);
    told["channel"] = json!(channel.id);
    told["ts"] = json!(mine.last_read.to_string());
    told["mention_count_display"] = told["mention_count"].clone();
    Ok(told)
}

fn in_team(lens: Lens, event: &Event) -> Result<Option<Value>> {
    Ok(Some(match event {
        Event::ChannelCreated { channel } => {
            let channel = lens.view.get(&Channel::at(*channel))?.ok_or(Error::not_found("channel_not_found"))?;
            let short = json!({
                "id": channel.id, "name": channel.name, "name_normalized": channel.name,
                "created": channel.created.secs(), "creator": channel.creator, "is_channel": true, "is_private": false,
                "is_group": false, "is_im": false, "is_mpim": false, "is_general": channel.general,
                "is_archived": false, "is_frozen": false, "is_shared": false, "is_org_shared": false,
                "is_ext_shared": false, "is_pending_ext_shared": false, "context_team_id": lens.team,
            });
            json!({ "type": "channel_created", "channel": short })
        }
        Event::ChannelChanged { channel, change } => channel_changed(lens, *channel, *change)?,
        Event::UserJoined { user: id } => {
            json!({ "type": "team_join", "user": user::user(lens, &people::get(lens.view, *id)?, true) })
        }
        Event::UserChanged { user: id } => {
            let known = people::get(lens.view, *id)?;
            let told = user::with_locale(lens.view, &known, user::user(lens, &known, true))?;
            json!({ "type": "user_change", "user": told, "cache_ts": known.updated.secs() })
        }
        Event::DndChanged { user } => {
            let status = dnd::of_others(&crate::domain::dnd::info(lens.view, *user)?, lens.view.now().secs());
            json!({ "type": "dnd_updated_user", "user": user, "dnd_status": status })
        }
        Event::EmojiChanged { name, added } => json!({
            "type": "emoji_changed", "subtype": if *added { "add" } else { "remove" }, "name": name, "names": [name],
        }),
        Event::UsergroupChanged { usergroup, created } => json!({
            "type": if *created { "subteam_created" } else { "subteam_updated" },
            "subteam": usergroup::usergroup(&usergroups::get(lens.view, *usergroup)?, lens.team, true),
        }),
        Event::UsergroupMembersChanged { usergroup: id, added, removed } => {
            let group = usergroups::get(lens.view, *id)?;
            json!({
                "type": "subteam_members_changed", "subteam_id": id, "team_id": lens.team,
                "date_update": group.updated.secs(), "date_previous_update": group.updated.secs(),
                "added_users": added, "added_users_count": added.len(),
                "removed_users": removed, "removed_users_count": removed.len(),
            })
        }
        Event::TeamChanged => {
            let team = installation::team(lens.view, lens.team)?;
            json!({ "type": "team_rename", "name": team.name, "domain": team.domain })
        }
        _ => return Ok(None),
    }))
}
