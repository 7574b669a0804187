//! The answers, one file a family.

pub mod api;
pub mod apps;
pub mod auth;
pub mod chat;
pub mod client;
pub mod conversations;
pub(super) mod message_input;
pub mod reactions;
pub mod rtm;
pub mod users;
