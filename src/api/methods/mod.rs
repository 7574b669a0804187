//! The answers, one file a family.

pub mod api;
pub mod apps;
pub mod auth;
pub mod bookmarks;
pub mod bots;
pub mod chat;
pub mod client;
pub mod conversations;
pub mod dnd;
pub mod drafts;
pub mod emoji;
pub mod ephemeral;
pub mod jobs;
pub(super) mod message_input;
pub mod pins;
pub mod preferences;
pub mod profile;
pub mod reactions;
pub mod reminders;
pub mod rtm;
pub mod scheduled;
pub mod stars;
pub mod team;
pub mod threads;
pub mod usergroups;
pub mod users;
