//! All integration tests, in one binary.

mod keys;
mod memory;
mod postgres;
mod store_conformance;
