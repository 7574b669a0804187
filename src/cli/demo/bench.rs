//! A workspace for the benchmark: many people, all of them in as many channels, and no rate limits.

use super::stage;
use crate::base::{Error, Result};
use crate::domain::{Domain, installation};
use crate::store::Part;
use crate::store::records::user::Role;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Enough that 1,000 sockets stay below what one person may hold open.
const PEOPLE: usize = 65;
const CHANNELS: usize = 20;

/// What the benchmark is told.
#[derive(Deserialize, Serialize)]
pub struct Tokens {
    tokens: Vec<String>,
    channels: Vec<String>,
}

/// Fills an empty store.
pub fn seed(domain: &Domain) -> Result<Tokens> {
    let team = domain.team();
    domain.run(&[Part::Team(team)], |tx| installation::rename(tx, team, "Benchmark", "bench").map(drop))?;
    let hash = stage::password_hash(domain)?;
    let role = |i| if i == 0 { Role::Owner } else { Role::Member };
    let people = (0..PEOPLE)
        .map(|i| stage::person(domain, &format!("person-{i}"), &format!("Person {i}"), "", role(i), &hash))
        .collect::<Result<Vec<_>>>()?;
    let owner = people.first().ok_or_else(|| Error::internal("a benchmark needs people"))?;
    let mut channels = Vec::with_capacity(CHANNELS);
    for i in 0..CHANNELS {
        let id = stage::channel(domain, owner, &format!("channel-{i}"), false)?;
        for person in &people {
            stage::join(domain, owner, id, person.user)?;
        }
        channels.push(id.to_string());
    }
    let tokens = people.iter().map(|person| stage::token(domain, person, &[])).collect::<Result<_>>()?;
    Ok(Tokens { tokens, channels })
}

impl Tokens {
    /// What an earlier start left.
    pub fn read(file: &Path) -> Result<Self> {
        std::fs::read(file).ok().and_then(|text| serde_json::from_slice(&text).ok()).ok_or_else(|| {
            Error::unavailable(format!("{} is not what --bench left there: use another data directory", file.display()))
        })
    }

    /// One line for the benchmark.
    pub fn json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| Error::internal(error.to_string()))
    }
}
