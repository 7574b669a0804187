//! All integration tests, in one binary.

mod admin;
mod app;
mod chat;
mod cli;
mod config;
mod jobs;
mod keys;
mod memory;
mod nouns;
mod postgres;
mod store_conformance;
mod store_crash;
mod store_disk;
mod store_faults;
mod tidy;
