//! Level 6: bringing in what was said elsewhere, as domain commands under its own times.

pub mod slack;
