//! Founding: the first records of an empty store.

use crate::base::id::{InstallationId, TeamId};
use crate::base::{Error, Result};
use crate::store::Tx;
use crate::store::records::installation::Installation;
use crate::store::records::team::Team;

/// The installation in the store; written with the given ids if there is none.
pub fn found_or_open(tx: &mut Tx, id: InstallationId, team: TeamId) -> Result<Installation> {
    if let Some(found) = tx.get(&Installation::at())? {
        return Ok(found);
    }
    let created = tx.now();
    let installation = Installation { id, team, created };
    tx.put(&Installation::at(), &installation)?;
    let workspace = Team { id: team, name: String::new(), domain: String::new(), created, general: None };
    tx.put(&Team::at(team), &workspace)?;
    Ok(installation)
}

/// The workspace.
pub fn team(view: &crate::store::View, id: TeamId) -> Result<Team> {
    view.get(&Team::at(id))?.ok_or_else(|| Error::internal("the store has no workspace; restore it from a backup"))
}
