//! Level 0: the words every other room uses. No I/O, no clock, no randomness of its own.

pub mod emoji;
pub mod error;
pub mod guarded;
pub mod id;
pub mod limits;
pub mod moments;
pub mod mrkdwn;
pub mod text;
pub mod ts;
pub mod world;

pub use error::{Error, Kind, Result, unless_damaged};
pub use guarded::guarded;
pub use ts::Ts;
pub use world::World;
