//! Level 5: what happens without anybody asking just then.
//!
//! A `Worker` does one thing at a time and says when it wants to go on; the `Runner` gives each a thread, keeps
//! trying, and shows on the `Board` what all of them do. A worker that must run once holds a lease of the store.
//! What is absent: no job lives in memory only. What is to be done stands in the store, and is taken from there in
//! the same commit as its effect.

mod board;
mod due;
mod keys;
mod runner;
mod sweep;
mod worker;

pub use board::{Board, State, Status};
pub use due::Due;
pub use keys::KeyLeases;
pub use runner::Runner;
pub use sweep::Sweep;
pub use worker::{Progress, Worker};

/// The workers of every server.
pub fn standard() -> Vec<Box<dyn Worker>> {
    vec![Box::new(Due), Box::new(KeyLeases), Box::new(Sweep::default())]
}
