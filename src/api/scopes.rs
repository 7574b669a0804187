//! The scopes there are: what a method asks for, and what tokens get where none are named.

use super::table::METHODS;
use crate::base::{Error, Result, text};
use crate::domain::scopes::{APP, BOT, PERSON};
use std::collections::BTreeSet;

/// How much of an unknown scope a refusal repeats.
const SHOWN_CHARS: usize = 100;

/// Refuses a scope that nothing here asks for: a token with it could not do what was meant. An app that asks for it under a
/// look-alike's or an invisible name is refused with it.
pub fn check(named: &[String]) -> Result<()> {
    let known: BTreeSet<&str> = METHODS
        .iter()
        .flat_map(|method| method.scopes)
        .chain([BOT, PERSON, APP].into_iter().flatten())
        .copied()
        .collect();
    match named.iter().find(|scope| !known.contains(scope.as_str())) {
        None => Ok(()),
        Some(unknown) => {
            let mut unknown = unknown.clone();
            text::truncate(&mut unknown, SHOWN_CHARS);
            let known: Vec<_> = known.into_iter().collect();
            Err(Error::invalid("invalid_scope").because(format!(
                "{unknown:?} is no scope that Comity knows, so nothing was made. These it knows: {}",
                known.join(", ")
            )))
        }
    }
}
