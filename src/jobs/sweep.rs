//! Clears up tokens and sessions that have ended, and in a store from before they had a bound those beyond it.

use super::worker::{Progress, Worker};
use crate::base::{Result, limits};
use crate::domain::Domain;
use crate::domain::tokens::{self, Leftovers};
use crate::store::Part;
use crate::store::records::token::{Held, Token};

/// Looks through everybody's tokens, a page a turn, and begins again after an hour. It keeps its place in memory only:
/// after a restart it begins anew.
#[derive(Default)]
pub struct Sweep {
    after: Option<Vec<u8>>,
}

impl Worker for Sweep {
    fn name(&self) -> &'static str {
        "ended sessions"
    }

    fn once(&self) -> bool {
        true
    }

    fn work(&mut self, domain: &Domain) -> Result<Progress> {
        let view = domain.view()?;
        let from = self.after.clone().unwrap_or_else(|| Held::everybody().build());
        let Leftovers { over, crowd, last } = tokens::leftovers(&view, &from, limits::SWEEP_PAGE)?;
        let now = view.now();
        drop(view);
        let clean = over.is_empty() && crowd.is_empty();
        if !over.is_empty() {
            domain.run(&[], |tx| over.iter().try_for_each(|token| tokens::forget(tx, token)))?;
        }
        for theirs in crowd.chunk_by(|one, next| one.user == next.user) {
            push_out(domain, theirs)?;
        }
        // What is left of a page that was cleared stands beside what comes after it when it is looked at again.
        if clean {
            self.after = last.map(|key| [&key[..], &[0]].concat());
            if self.after.is_none() {
                return Ok(Progress::Waiting(now.plus_secs(limits::SWEEP_SECS)));
            }
        }
        Ok(Progress::Busy)
    }
}

fn push_out(domain: &Domain, crowd: &[Token]) -> Result<()> {
    let Some(person) = crowd.first().map(|token| token.user) else { return Ok(()) };
    domain.run(&[Part::Person(person)], |tx| {
        for token in crowd {
            if tokens::standing(tx, person, token.id).is_ok() {
                tokens::push_out(tx, token)?;
            }
        }
        Ok(())
    })
}
