//! Records: what is kept of each noun, and where. One file a noun.
//!
//! Row keys never pair two readable ids: who is in which channel, or who saved what, stands sealed in the value,
//! and the key holds a keyed hash of the pair.

pub mod app;
pub mod bookmark;
pub mod channel;
pub mod draft;
pub mod emoji;
pub mod import;
pub mod installation;
pub mod invitation;
pub mod job;
pub mod listing;
pub mod lookup;
pub mod member;
pub mod mention;
pub mod message;
pub mod photo;
pub mod pin;
pub mod position;
pub mod preferences;
pub mod reaction;
pub mod reminder;
pub mod saved;
pub mod scheduled;
pub mod subscription;
pub mod team;
pub mod token;
pub mod user;
pub mod usergroup;
pub mod view;
pub mod webhook;
