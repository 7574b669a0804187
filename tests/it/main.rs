//! All integration tests, in one binary.

mod admin;
mod app;
mod bad_input;
mod canary;
mod chat;
mod cli;
mod config;
mod import;
mod import_command;
mod jobs;
mod keys;
mod kill;
mod matrix;
mod memory;
mod methods;
mod nouns;
mod postgres;
mod realtime;
mod state_machine;
mod store_conformance;
mod store_crash;
mod store_disk;
mod store_faults;
mod store_postgres;
mod tidy;
mod tls;
