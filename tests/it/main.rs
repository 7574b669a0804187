//! All integration tests, in one binary.

mod keys;
mod memory;
