//! The scopes a token gets where none are named.

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

/// A list as tokens keep it.
pub fn owned(scopes: &[&str]) -> Vec<String> {
    scopes.iter().map(|scope| (*scope).to_owned()).collect()
}
