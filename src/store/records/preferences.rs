//! A person's preferences, do-not-disturb and manual presence.

use crate::base::id::UserId;
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a person has set for themselves.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Preferences {
    /// Preferences of the client, by name; values are JSON texts.
    pub values: BTreeMap<String, String>,
    /// Away, though connected.
    pub manual_away: bool,
    /// Quiet until then, in seconds; 0 for not.
    pub snooze_until: u64,
    /// Quiet every day, when set.
    pub quiet_hours: Option<QuietHours>,
    /// Quiet hours that began before then are over, in seconds: the person ended them early.
    pub awake_until: u64,
}
record_v1!(Preferences, Preferences);

/// Quiet hours, in minutes after midnight in the person's own time zone.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct QuietHours {
    /// From.
    pub start: u16,
    /// To; earlier than `start` when it lies past midnight.
    pub end: u16,
}

impl Preferences {
    /// Where a person's preferences are kept.
    pub fn at(user: UserId) -> Place<Self> {
        Place::new(KeyBuf::new(Table::Preferences).id(user).build(), Scope::Person(user))
    }
}
