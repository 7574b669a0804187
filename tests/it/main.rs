//! All integration tests, in one binary.

mod config;
mod crypto;
mod redb;
mod tidy;
