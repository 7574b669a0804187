//! The one trait of everything that works by itself.

use crate::base::{Error, Result, Ts};
use crate::domain::Domain;

/// What a worker says after one unit of work.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Progress {
    /// It did something, and there may be more.
    Busy,
    /// One thing failed and is tried again later, and there may be more.
    PutOff(Error),
    /// There is nothing to do before this time.
    Waiting(Ts),
}

/// Something that works by itself.
pub trait Worker: Send {
    /// What it is called where people look after it.
    fn name(&self) -> &'static str;

    /// Whether it must run on one node only.
    fn once(&self) -> bool;

    /// Does one unit of work: as little as can be done whole, since a stop waits for it. An error is shown, and the
    /// same is tried again later.
    fn work(&mut self, domain: &Domain) -> Result<Progress>;
}
