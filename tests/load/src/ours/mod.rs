//! Comity's own figures, each measured on a server started for it as a user would.

pub mod fanout;
pub mod fill;
pub mod history;
pub mod memory;
pub mod posts;
pub mod sign_ins;
pub mod start;
