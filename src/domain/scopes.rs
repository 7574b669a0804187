//! The scopes there are: those a token gets where none are named, and those it gets by name only.

use crate::base::{Error, Result, text};
use std::collections::BTreeSet;

/// How much of an unknown scope a refusal repeats.
const SHOWN_CHARS: usize = 100;

/// Everything a bot may do that is no administration. Groups of people are made by administrators: a bot that makes them
/// needs `usergroups:write` by name.
pub const BOT: &[&str] = &[
    "app_mentions:read",
    "bookmarks:read",
    "bookmarks:write",
    "channels:history",
    "channels:join",
    "channels:manage",
    "channels:read",
    "chat:write",
    "chat:write.customize",
    "chat:write.public",
    "commands",
    "dnd:read",
    "emoji:read",
    "groups:history",
    "groups:read",
    "groups:write",
    "im:history",
    "im:read",
    "im:write",
    "incoming-webhook",
    "links:write",
    "metadata.message:read",
    "mpim:history",
    "mpim:read",
    "mpim:write",
    "pins:read",
    "pins:write",
    "reactions:read",
    "reactions:write",
    "reminders:read",
    "reminders:write",
    "rtm:stream",
    "team:read",
    "usergroups:read",
    "users.profile:read",
    "users:read",
    "users:read.email",
    "users:write",
];

/// What a person's token adds to it.
pub const PERSON: &[&str] =
    &["channels:write", "dnd:write", "identify", "stars:read", "stars:write", "users.profile:write"];

/// What an app-level token may do.
pub const APP: &[&str] = &["authorizations:read", "connections:write"];

/// What nobody gets who does not name it: administration, and single parts of what the lists above give as a whole. A test
/// holds it against what the methods ask for.
pub const BY_NAME: &[&str] = &[
    "admin.apps:write",
    "admin.conversations:read",
    "admin.conversations:write",
    "admin.teams:read",
    "admin.teams:write",
    "admin.users:read",
    "admin.users:write",
    "channels:write.invites",
    "channels:write.topic",
    "client",
    "groups:write.invites",
    "groups:write.topic",
    "identity.basic",
    "identity:read",
    "im:write.topic",
    "mpim:write.topic",
    "usergroups:write",
];

/// A list as tokens keep it.
pub fn owned(scopes: &[&str]) -> Vec<String> {
    scopes.iter().map(|scope| (*scope).to_owned()).collect()
}

/// All of them.
pub fn known() -> impl Iterator<Item = &'static str> {
    [BOT, PERSON, APP, BY_NAME].into_iter().flatten().copied()
}

/// Refuses a scope that is not known: a token with it could not do what was meant. An app that asks for it under a
/// look-alike's or an invisible name is refused with it.
pub fn check(named: &[String]) -> Result<()> {
    let known: BTreeSet<&str> = known().collect();
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
