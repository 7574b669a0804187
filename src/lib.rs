//! Comity: team collaboration on your own servers, under your own keys, speaking Slack's API.
//!
//! `ARCHITECTURE.md` beside this file is the map: the rooms, their levels, and what each may import.

// `json!` takes a field at a time, and Slack's conversation has many.
#![recursion_limit = "256"]

pub mod api;
pub mod app;
pub mod base;
pub mod cli;
pub mod config;
pub mod crypto;
pub mod domain;
pub mod import;
pub mod jobs;
pub mod realtime;
pub mod setup;
pub mod store;
