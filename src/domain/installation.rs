//! Founding: the first records of an empty store.

use super::event::{Event, emit};
use crate::base::id::{InstallationId, TeamId};
use crate::base::{Error, Result};
use crate::store::records::installation::Installation;
use crate::store::records::team::Team;
use crate::store::{Part, Tx};

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
pub fn team(view: &crate::store::View, id: TeamId) -> Result<Team> {
    view.get(&Team::at(id))?.ok_or_else(|| Error::internal("the store has no workspace; restore it from a backup"))
}

/// Gives the workspace its name. Holds the workspace's part.
pub fn rename(tx: &mut Tx, id: TeamId, name: &str, domain: &str) -> Result<Team> {
    let team = Team { name: name.to_owned(), domain: domain.to_owned(), ..self::team(tx, id)? };
    tx.put(&Team::at(id), &team)?;
    emit(tx, Part::Team(id), &Event::TeamChanged)?;
    Ok(team)
}
