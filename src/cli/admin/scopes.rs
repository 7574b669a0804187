//! Scopes as they are named at the terminal.

use crate::api::table::METHODS;
use crate::base::{Error, Result};
use crate::domain::scopes::{APP, BOT, PERSON};
use std::collections::BTreeSet;

/// Refuses a scope that nothing here asks for: a token with it could not do what was meant.
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
            let known: Vec<_> = known.into_iter().collect();
            Err(Error::invalid("invalid_scope").because(format!(
                "--scopes: \"{unknown}\" is no scope that Comity knows, so nothing was made. These it knows: {}",
                known.join(", ")
            )))
        }
    }
}

/// A help text with the scopes that are given where none are named.
pub fn with_list(help: &str, lists: &[&[&str]]) -> String {
    let mut out = format!("{help}\n\nWithout --scopes it gets:");
    for (at, scope) in lists.iter().copied().flatten().enumerate() {
        out += if at % 4 == 0 { "\n  " } else { ", " };
        out += scope;
    }
    out
}
