//! Channels: creating, finding, renaming, describing, closing; direct and group conversations.

use super::access::{self, Managing};
use super::event::{ChannelChange, Event, emit};
use super::messages::{self, NewMessage};
use super::{Actor, Domain, members, people};
use crate::base::id::{ChannelId, TeamId, UserId};
use crate::base::{Error, Result, Ts, limits, text};
use crate::store::records::channel::{Channel, ChannelKind, Note};
use crate::store::records::listing::{Kind, Listing};
use crate::store::records::lookup::{Lookup, Name};
use crate::store::records::member::Membership;
use crate::store::records::message::Body;
use crate::store::records::team::Team;
use crate::store::records::user::Role;
use crate::store::{Part, Tx, View};

/// Where changes of a channel are told: everybody may know of a public one.
pub fn audience(channel: &Channel, team: TeamId) -> Part {
    if channel.kind == ChannelKind::Public { Part::Team(team) } else { Part::Channel(channel.id) }
}

/// Creates a channel with its creator in it. Holds the new channel's part, the creator's and the workspace's.
pub fn create(
    tx: &mut Tx,
    actor: &Actor,
    domain: &Domain,
    id: ChannelId,
    name: &str,
    private: bool,
) -> Result<Channel> {
    if actor.role == Role::Guest {
        return Err(Error::denied("user_is_restricted"));
    }
    let name = &text::small(name);
    claim_name(tx, name, id)?;
    let kind = if private { ChannelKind::Private } else { ChannelKind::Public };
    let channel = blank(tx, actor.user, domain, id, kind, name);
    tx.put(&Channel::at(id), &channel)?;
    tx.put(&Listing::at(Kind::Channels, channel.created, id), &Listing { id: id.to_string() })?;
    if !private {
        emit(tx, Part::Team(domain.team()), &Event::ChannelCreated { channel: id })?;
    }
    members::add(tx, &channel, actor.user, None)?;
    Ok(channel)
}

/// The parts that creating a channel holds.
pub fn founding_parts(domain: &Domain, channel: ChannelId, creator: UserId) -> [Part; 3] {
    [Part::Channel(channel), Part::Person(creator), Part::Team(domain.team())]
}

/// Makes a channel the one everybody is in. Holds nothing.
pub fn make_general(tx: &mut Tx, team: TeamId, id: ChannelId) -> Result<()> {
    let mut channel = tx.get(&Channel::at(id))?.ok_or(access::CHANNEL_NOT_FOUND)?;
    let mut workspace = tx.get(&Team::at(team))?.ok_or(Error::not_found("team_not_found"))?;
    channel.general = true;
    workspace.general = Some(id);
    tx.put(&Channel::at(id), &channel)?;
    tx.put(&Team::at(team), &workspace)
}

fn blank(tx: &Tx, creator: UserId, domain: &Domain, id: ChannelId, kind: ChannelKind, name: &str) -> Channel {
    Channel {
        id,
        kind,
        origin: domain.installation(),
        name: name.to_owned(),
        creator,
        created: tx.now(),
        updated: tx.now(),
        topic: Note::default(),
        purpose: Note::default(),
        archived: false,
        general: false,
        previous_names: Vec::new(),
        people: Vec::new(),
    }
}

fn claim_name(tx: &mut Tx, name: &str, id: ChannelId) -> Result<()> {
    text::check_channel_name(name, limits::CHANNEL_NAME_CHARS).map_err(Error::invalid)?;
    if by_name(tx, name)?.is_some_and(|holder| holder != id) {
        return Err(Error::invalid("name_taken"));
    }
    let place = Lookup::named(tx, Name::Channel, name)?;
    tx.put(&place, &Lookup { id: id.to_string() })
}

/// The id behind a channel's name.
pub fn by_name(view: &View, name: &str) -> Result<Option<ChannelId>> {
    Ok(Lookup::find(view, Name::Channel, name)?.and_then(|(_, l)| ChannelId::parse(&l.id)))
}

/// The parts that changing a channel holds: those its line needs, and the workspace's.
pub fn parts(domain: &Domain, actor: &Actor, channel: ChannelId) -> Vec<Part> {
    std::iter::once(Part::Team(domain.team())).chain(messages::parts(channel, actor)).collect()
}

/// Gives a channel another name. Holds `parts`.
pub fn rename(tx: &mut Tx, actor: &Actor, domain: &Domain, managing: &Managing, name: &str) -> Result<Channel> {
    let mut channel = named(managing)?;
    if channel.creator != actor.user && !actor.is_admin() {
        return Err(Error::denied("not_authorized"));
    }
    let name = &text::small(name);
    if channel.name == *name {
        return Ok(channel);
    }
    if let Some((old, _)) = Lookup::find(tx, Name::Channel, &channel.name)? {
        tx.delete(&old);
    }
    claim_name(tx, name, channel.id)?;
    let old_name = std::mem::replace(&mut channel.name, name.to_owned());
    let extra = serde_json::json!({ "old_name": old_name, "name": name });
    channel.previous_names.push(old_name);
    let over = channel.previous_names.len().saturating_sub(limits::PREVIOUS_NAMES);
    channel.previous_names.drain(..over);
    let line = format!(
        "has renamed the channel from \"{}\" to \"{name}\"",
        channel.previous_names.last().unwrap_or(&channel.name)
    );
    save(tx, domain, &mut channel, ChannelChange::Renamed)?;
    system_line(tx, actor, domain, &channel, "name", &line, extra)?;
    Ok(channel)
}

/// Sets the topic. Holds `parts`.
pub fn set_topic(tx: &mut Tx, actor: &Actor, domain: &Domain, managing: &Managing, value: &str) -> Result<Channel> {
    describe(tx, actor, domain, managing, ("topic", value), |c| &mut c.topic)
}

/// Sets the purpose. Holds `parts`.
pub fn set_purpose(tx: &mut Tx, actor: &Actor, domain: &Domain, managing: &Managing, value: &str) -> Result<Channel> {
    describe(tx, actor, domain, managing, ("purpose", value), |c| &mut c.purpose)
}

fn describe(
    tx: &mut Tx,
    actor: &Actor,
    domain: &Domain,
    managing: &Managing,
    (what, value): (&str, &str),
    note: fn(&mut Channel) -> &mut Note,
) -> Result<Channel> {
    let mut channel = managing.channel().clone();
    if channel.kind == ChannelKind::Direct {
        return Err(Error::invalid("method_not_supported_for_channel_type"));
    }
    let value = text::line(value);
    if value.chars().count() > limits::TOPIC_CHARS {
        return Err(Error::limit("too_long"));
    }
    *note(&mut channel) = Note { value: value.clone(), creator: Some(actor.user), last_set: tx.now() };
    save(tx, domain, &mut channel, ChannelChange::Described)?;
    let line = if value.is_empty() {
        format!("cleared the channel {what}")
    } else {
        format!("set the channel {what}: {value}")
    };
    system_line(tx, actor, domain, &channel, what, &line, serde_json::json!({ what: value }))?;
    Ok(channel)
}

/// Closes a channel for writing. Holds `parts`.
pub fn archive(tx: &mut Tx, actor: &Actor, domain: &Domain, managing: &Managing) -> Result<()> {
    let mut channel = named(managing)?;
    if channel.general {
        return Err(Error::denied("cant_archive_general"));
    }
    system_line(tx, actor, domain, &channel, "archive", "archived the channel", serde_json::json!({}))?;
    channel.archived = true;
    save(tx, domain, &mut channel, ChannelChange::Archived)
}

/// Opens an archived channel again. Holds `parts`.
pub fn unarchive(tx: &mut Tx, actor: &Actor, domain: &Domain, managing: &Managing) -> Result<()> {
    let mut channel = named(managing)?;
    channel.archived = false;
    save(tx, domain, &mut channel, ChannelChange::Unarchived)?;
    system_line(tx, actor, domain, &channel, "unarchive", "un-archived the channel", serde_json::json!({}))
}

fn named(managing: &Managing) -> Result<Channel> {
    match managing.channel().is_direct() {
        true => Err(Error::invalid("method_not_supported_for_channel_type")),
        false => Ok(managing.channel().clone()),
    }
}

/// Keeps a changed channel and tells those who may know. Holds the part of its `audience`.
pub(super) fn save(tx: &mut Tx, domain: &Domain, channel: &mut Channel, change: ChannelChange) -> Result<()> {
    channel.updated = tx.now();
    tx.put(&Channel::at(channel.id), channel)?;
    emit(tx, audience(channel, domain.team()), &Event::ChannelChanged { channel: channel.id, change })
}

/// A line the system writes in a person's name: Slack's `channel_topic`, `group_topic` and so on.
fn system_line(
    tx: &mut Tx,
    actor: &Actor,
    domain: &Domain,
    channel: &Channel,
    what: &str,
    text: &str,
    extra: serde_json::Value,
) -> Result<()> {
    let twin = if channel.kind == ChannelKind::Public { "channel" } else { "group" };
    let body = Body { text: format!("<@{}> {text}", actor.user), extra: Some(extra.to_string()), ..Body::default() };
    let new = NewMessage { body, subtype: Some(format!("{twin}_{what}")), ..NewMessage::default() };
    messages::write_line(tx, actor, channel.id, domain.installation(), &new)
}

/// The conversation of exactly these people, if there is one.
pub fn conversation_of(view: &View, people: &[UserId]) -> Result<Option<ChannelId>> {
    let words: Vec<&[u8]> = people.iter().map(|p| p.as_bytes()).collect();
    Ok(view.get(&Lookup::at(view, Name::Conversation, &words)?)?.and_then(|l| ChannelId::parse(&l.id)))
}

/// Opens the direct or group conversation of `people` (sorted, the caller among them); makes it under `id` if there is
/// none. Holds the conversation's part and everybody's. True when it had been there.
pub fn open(tx: &mut Tx, actor: &Actor, domain: &Domain, id: ChannelId, people: &[UserId]) -> Result<(Channel, bool)> {
    if let Some(found) = conversation_of(tx, people)? {
        let channel = tx.get(&Channel::at(found))?.ok_or(access::CHANNEL_NOT_FOUND)?;
        set_open(tx, actor, channel.id, true)?;
        return Ok((channel, true));
    }
    if people.len() > limits::GROUP_MEMBERS + 1 {
        return Err(Error::limit("too_many_users"));
    }
    for person in people {
        if people::seeing(tx, actor, *person)?.deleted {
            return Err(Error::denied("user_disabled"));
        }
    }
    let words: Vec<&[u8]> = people.iter().map(|p| p.as_bytes()).collect();
    let place = Lookup::at(tx, Name::Conversation, &words)?;
    tx.put(&place, &Lookup { id: id.to_string() })?;
    let kind = if people.len() > 2 { ChannelKind::Group } else { ChannelKind::Direct };
    let name = if kind == ChannelKind::Group { group_name(tx, people)? } else { String::new() };
    let channel = Channel { people: people.to_vec(), ..blank(tx, actor.user, domain, id, kind, &name) };
    tx.put(&Channel::at(id), &channel)?;
    for person in people {
        members::enrol(tx, &channel, *person)?;
    }
    Ok((channel, false))
}

/// Slack's name for a group conversation: `mpdm-ada--grace--linus-1`.
fn group_name(view: &View, people: &[UserId]) -> Result<String> {
    let names = people.iter().map(|p| people::get(view, *p).map(|u| u.name)).collect::<Result<Vec<_>>>()?;
    Ok(format!("mpdm-{}-1", names.join("--")))
}

/// Puts a conversation into the caller's sidebar or takes it out. Holds the caller's part. True when it changed.
pub fn set_open(tx: &mut Tx, actor: &Actor, channel: ChannelId, open: bool) -> Result<bool> {
    let place = Membership::at(tx, actor.user, channel)?;
    let mut mine = tx.get(&place)?.ok_or(access::CHANNEL_NOT_FOUND)?;
    if mine.open == open {
        return Ok(false);
    }
    mine.open = open;
    tx.put(&place, &mine)?;
    emit(tx, Part::Person(actor.user), &Event::ConversationOpened { channel, open })?;
    Ok(true)
}

/// All public and private channels in the order they were made, each with the cursor behind it; who may see which is for
/// the reader to decide.
pub fn list<'v, 'a>(
    view: &'v View<'a>,
    after: Option<&[u8]>,
) -> impl Iterator<Item = Result<(Vec<u8>, Channel)>> + use<'v, 'a> {
    people::listing(view, Kind::Channels, after, |view, id| {
        ChannelId::parse(id).map_or(Ok(None), |id| view.get(&Channel::at(id)))
    })
}

/// When the newest message of a channel's timeline was posted.
pub fn latest(view: &View, channel: ChannelId) -> Result<Option<Ts>> {
    use crate::store::records::message::{Address, Lane, lane_prefix};
    let (from, to) = lane_prefix(channel, Lane::Main).prefix();
    let rows = view.rows(&from, &to, crate::store::Order::Descending, 1)?;
    Ok(rows.first().and_then(|(key, _)| Address::parse_tail(key)).map(|(ts, _)| ts))
}
