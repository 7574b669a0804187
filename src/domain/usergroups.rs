//! User groups: one name that calls several people.

use super::event::{Event, emit};
use super::{Actor, access, people};
use crate::base::id::{ChannelId, TeamId, UserId, UsergroupId};
use crate::base::{Error, Result, limits, text};
use crate::store::records::listing::{Kind, Listing};
use crate::store::records::lookup::{Lookup, Name};
use crate::store::records::user::Role;
use crate::store::records::usergroup::Usergroup;
use crate::store::{Part, Tx, View};

/// The error for a user group that is not there.
pub const USERGROUP_NOT_FOUND: Error = Error::not_found("no_such_subteam");

/// Words that call everybody, or would look as if they did.
const RESERVED: [&str; 6] = ["channel", "here", "everyone", "group", "all", "slackbot"];

/// What a user group is made of or changed to; `None` leaves a field as it is.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// What people read.
    pub name: Option<String>,
    /// What people type after `@`; made from the name when a new group has none.
    pub handle: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Channels its people are expected in.
    pub channels: Option<Vec<ChannelId>>,
}

/// Creates a user group without people. Holds the workspace's part.
pub fn create(tx: &mut Tx, actor: &Actor, team: TeamId, new: &Change) -> Result<Usergroup> {
    manages(actor)?;
    let name = new.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let name = name.ok_or(Error::invalid("missing_subteam_name"))?;
    if tx.count(Listing::prefix(Kind::Usergroups).prefix(), limits::USERGROUPS)? >= limits::USERGROUPS {
        return Err(Error::limit("limit_exceeded").because("too many user groups"));
    }
    let created = tx.now();
    let mut group = Usergroup {
        id: UsergroupId::mint(tx.world()),
        name: String::new(),
        handle: String::new(),
        description: String::new(),
        users: Vec::new(),
        channels: Vec::new(),
        created_by: actor.user,
        created,
        updated_by: actor.user,
        updated: created,
        disabled: None,
    };
    let handle = new.handle.clone().filter(|handle| !handle.is_empty()).unwrap_or_else(|| handle_from(name));
    apply(tx, actor, &mut group, &Change { handle: Some(handle), ..new.clone() })?;
    tx.put(&Listing::at(Kind::Usergroups, created, group.id), &Listing { id: group.id.to_string() })?;
    save(tx, actor, team, group, true)
}

/// Changes a user group's name, handle, description or channels. Holds the workspace's part.
pub fn update(tx: &mut Tx, actor: &Actor, team: TeamId, id: UsergroupId, change: &Change) -> Result<Usergroup> {
    manages(actor)?;
    let mut group = get(tx, id)?;
    apply(tx, actor, &mut group, change)?;
    save(tx, actor, team, group, false)
}

/// Disables a user group, so that it calls nobody, or enables it again. Holds the workspace's part.
pub fn set_enabled(tx: &mut Tx, actor: &Actor, team: TeamId, id: UsergroupId, enabled: bool) -> Result<Usergroup> {
    manages(actor)?;
    let mut group = get(tx, id)?;
    group.disabled = (!enabled).then_some(tx.now());
    save(tx, actor, team, group, false)
}

/// Replaces a user group's people. Holds the workspace's part.
pub fn set_users(tx: &mut Tx, actor: &Actor, team: TeamId, id: UsergroupId, users: &[UserId]) -> Result<Usergroup> {
    manages(actor)?;
    let mut group = get(tx, id)?;
    if users.is_empty() {
        return Err(Error::invalid("no_users_provided").because("disable the user group to empty it"));
    }
    let mut wanted: Vec<UserId> = Vec::with_capacity(users.len().min(limits::USERGROUP_USERS));
    for user in users {
        if wanted.contains(user) {
            continue;
        }
        if wanted.len() >= limits::USERGROUP_USERS {
            return Err(Error::limit("subteam_max_users_exceeded"));
        }
        if people::seeing(tx, actor, *user).map_or(true, |u| u.deleted) {
            return Err(Error::invalid("invalid_users"));
        }
        wanted.push(*user);
    }
    let added: Vec<_> = wanted.iter().filter(|u| !group.users.contains(u)).copied().collect();
    let removed: Vec<_> = group.users.iter().filter(|u| !wanted.contains(u)).copied().collect();
    group.users = wanted;
    let group = save(tx, actor, team, group, false)?;
    if !added.is_empty() || !removed.is_empty() {
        emit(tx, Part::Team(team), &Event::UsergroupMembersChanged { usergroup: id, added, removed })?;
    }
    Ok(group)
}

/// A user group by id.
pub fn get(view: &View, id: UsergroupId) -> Result<Usergroup> {
    view.get(&Usergroup::at(id))?.ok_or(USERGROUP_NOT_FOUND)
}

/// A user group by handle.
pub fn by_handle(view: &View, handle: &str) -> Result<Usergroup> {
    let found = Lookup::find(view, Name::Usergroup, handle)?;
    let id = found.and_then(|(_, found)| UsergroupId::parse(&found.id)).ok_or(USERGROUP_NOT_FOUND)?;
    get(view, id)
}

/// All user groups, the oldest first, with or without disabled ones.
pub fn list(view: &View, disabled: bool) -> Result<Vec<Usergroup>> {
    let load = |view: &View, id: &str| UsergroupId::parse(id).map(|id| get(view, id)).transpose();
    let all = people::listing(view, Kind::Usergroups, None, load).take(limits::USERGROUPS).map(|line| Ok(line?.1));
    all.filter(|group: &Result<Usergroup>| group.as_ref().map_or(true, |g| disabled || g.disabled.is_none())).collect()
}

/// All user groups, for somebody who may know of them: guests may not.
pub fn seeing(view: &View, actor: &Actor, disabled: bool) -> Result<Vec<Usergroup>> {
    match actor.role {
        Role::Guest => Err(Error::denied("user_is_restricted")),
        _ => list(view, disabled),
    }
}

/// Administrators, and bots whose app was given `usergroups:write` by one.
fn manages(actor: &Actor) -> Result<()> {
    let bot = actor.bot.is_some() && actor.has_scope(&["usergroups:write"]);
    if actor.is_admin() || bot { Ok(()) } else { Err(Error::denied("permission_denied")) }
}

fn apply(tx: &mut Tx, actor: &Actor, group: &mut Usergroup, change: &Change) -> Result<()> {
    if let Some(name) = &change.name {
        group.name = checked_name(tx, group, name)?;
    }
    if let Some(description) = &change.description {
        let description = text::line(description);
        if description.chars().count() > limits::USERGROUP_DESCRIPTION_CHARS {
            return Err(Error::limit("description_too_long"));
        }
        group.description = description;
    }
    if let Some(channels) = &change.channels {
        if channels.len() > limits::USERGROUP_CHANNELS {
            return Err(Error::limit("too_many_linked_channels"));
        }
        for channel in channels {
            access::seeing(tx, actor, *channel).map_err(|e| e.named(Error::invalid("invalid_channel_provided")))?;
        }
        channels.clone_into(&mut group.channels);
    }
    match &change.handle {
        Some(handle) => claim_handle(tx, group, handle),
        None => Ok(()),
    }
}

fn checked_name(tx: &Tx, group: &Usergroup, name: &str) -> Result<String> {
    let name = text::line(name);
    if name.is_empty() {
        return Err(Error::invalid("missing_subteam_name"));
    }
    if name.chars().count() > limits::USERGROUP_NAME_CHARS {
        return Err(Error::limit("name_too_long"));
    }
    let taken =
        list(tx, true)?.iter().any(|other| other.id != group.id && text::folded(&other.name) == text::folded(&name));
    if taken { Err(Error::invalid("name_already_exists")) } else { Ok(name) }
}

/// A handle calls one group or one person, never two.
fn claim_handle(tx: &mut Tx, group: &mut Usergroup, handle: &str) -> Result<()> {
    let handle = handle.trim().trim_start_matches('@');
    let handle = text::small(handle);
    if handle == group.handle {
        return Ok(());
    }
    let fits = text::is_name(&handle, "-_.") && !handle.chars().any(char::is_uppercase);
    if handle.is_empty() || handle.chars().count() > limits::USERGROUP_NAME_CHARS || !fits {
        return Err(Error::invalid("bad_handle"));
    }
    if RESERVED.contains(&handle.as_str()) {
        return Err(Error::invalid("forbidden_handle"));
    }
    let holder = Lookup::find(tx, Name::Usergroup, &handle)?;
    let taken = holder.is_some_and(|(_, holder)| holder.id != group.id.to_string());
    if taken || Lookup::find(tx, Name::Handle, &handle)?.is_some() {
        return Err(Error::invalid("handle_already_exists"));
    }
    if !group.handle.is_empty()
        && let Some((old, _)) = Lookup::find(tx, Name::Usergroup, &group.handle)?
    {
        tx.delete(&old);
    }
    let place = Lookup::named(tx, Name::Usergroup, &handle)?;
    tx.put(&place, &Lookup { id: group.id.to_string() })?;
    group.handle = handle;
    Ok(())
}

/// `Night shift` becomes `night-shift`.
fn handle_from(name: &str) -> String {
    let letters = text::fitted(name, "-");
    let words: Vec<&str> = letters.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-")
}

fn save(tx: &mut Tx, actor: &Actor, team: TeamId, mut group: Usergroup, created: bool) -> Result<Usergroup> {
    (group.updated, group.updated_by) = (tx.now(), actor.user);
    tx.put(&Usergroup::at(group.id), &group)?;
    emit(tx, Part::Team(team), &Event::UsergroupChanged { usergroup: group.id, created })?;
    Ok(group)
}
