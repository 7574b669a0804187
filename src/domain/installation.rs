//! The installation and its workspace: the first records of an empty store, the name, and where newcomers start.

use super::event::{Event, emit};
use crate::base::id::{ChannelId, InstallationId, TeamId};
use crate::base::{Error, Result, limits, text};
use crate::store::records::channel::{Channel, ChannelKind};
use crate::store::records::installation::Installation;
use crate::store::records::team::{Defaults, Team};
use crate::store::{Part, Tx, View};

/// The installation in the store; written with the given ids if there is none.
pub fn found_or_open(tx: &mut Tx, id: InstallationId, team: TeamId) -> Result<Installation> {
    if let Some(found) = tx.get(&Installation::at())? {
        return Ok(found);
    }
    let created = tx.now();
    let installation = Installation { id, team, created };
    tx.put(&Installation::at(), &installation)?;
    let (name, domain) = ("Comity".to_owned(), "comity".to_owned());
    let workspace = Team { id: team, name, domain, created, general: None };
    tx.put(&Team::at(team), &workspace)?;
    Ok(installation)
}

/// The workspace.
pub fn team(view: &View, id: TeamId) -> Result<Team> {
    view.get(&Team::at(id))?.ok_or_else(|| Error::internal("the store has no workspace; restore it from a backup"))
}

/// Gives the workspace its name, and the short one that Slack calls its domain. Holds the workspace's part.
pub fn rename(tx: &mut Tx, id: TeamId, name: &str, domain: &str) -> Result<Team> {
    let name = self::name(name)?;
    check_domain(domain)?;
    let team = Team { name, domain: domain.to_owned(), ..self::team(tx, id)? };
    tx.put(&Team::at(id), &team)?;
    emit(tx, Part::Team(id), &Event::TeamChanged)?;
    Ok(team)
}

/// The channels that whoever comes new is put into besides the one everybody is in. One that was archived waits until it
/// is opened again.
pub fn default_channels(view: &View, team: TeamId) -> Result<Vec<ChannelId>> {
    let mut chosen = view.get(&Defaults::at(team))?.unwrap_or_default().channels;
    let mut open = Vec::new();
    for id in chosen.drain(..) {
        if is_open(view, id)? {
            open.push(id);
        }
    }
    Ok(open)
}

/// Chooses these channels for whoever comes new. Holds nothing.
pub fn set_default_channels(tx: &mut Tx, team: TeamId, channels: &[ChannelId]) -> Result<()> {
    if channels.len() > limits::DEFAULT_CHANNELS {
        return Err(Error::invalid("invalid_arguments").because("newcomers start in 100 channels at most"));
    }
    let general = self::team(tx, team)?.general;
    let mut chosen: Vec<ChannelId> = Vec::new();
    for id in channels {
        if !is_open(tx, *id)? {
            let words = "newcomers start in public channels that are not archived";
            return Err(Error::invalid("one_or_more_invalid_channels").because(words));
        }
        if Some(*id) != general && !chosen.contains(id) {
            chosen.push(*id);
        }
    }
    tx.put(&Defaults::at(team), &Defaults { channels: chosen })
}

/// Whether everybody but guests may come into a channel by themselves.
fn is_open(view: &View, id: ChannelId) -> Result<bool> {
    let channel = view.get(&Channel::at(id))?;
    Ok(channel.is_some_and(|channel| channel.kind == ChannelKind::Public && !channel.archived))
}

/// What a workspace is called.
pub fn name(name: &str) -> Result<String> {
    let words = Error::invalid("invalid_name")
        .because("a workspace's name is one line of 1 to 256 characters that can be seen");
    text::named(name, limits::PROFILE_FIELD_CHARS).ok_or(words)
}

/// Whether this can be a workspace's short name.
pub fn check_domain(domain: &str) -> Result<()> {
    let fits = domain.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if fits && !domain.is_empty() && domain.len() <= limits::CHANNEL_NAME_CHARS {
        return Ok(());
    }
    Err(Error::invalid("invalid_domain").because("a short name has small letters a-z, digits and `-`"))
}
