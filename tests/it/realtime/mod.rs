//! Stories told over sockets: what people hear live, what they resume, and what they never hear.

mod client;
pub mod line;
mod mistakes;
mod resume;
mod rtm;
mod socket_mode;
