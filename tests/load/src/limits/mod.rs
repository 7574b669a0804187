//! What the machine itself can do, measured in the same run: nothing built on it can do better.

pub mod broadcast;
pub mod commit;
pub mod echo;
pub mod hash;
pub mod idle;
pub mod sync;
