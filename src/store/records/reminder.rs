//! Reminders.

use crate::base::id::{ReminderId, UserId};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table};
use serde::{Deserialize, Serialize};

/// One reminder.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reminder {
    /// Its id.
    pub id: ReminderId,
    /// Who made it.
    pub creator: UserId,
    /// Who is reminded.
    pub user: UserId,
    /// Of what.
    pub text: String,
    /// When, in seconds.
    pub time: u64,
    /// When it was marked done, in seconds; 0 while it is not.
    pub complete: u64,
    /// Whether the person was told.
    pub delivered: bool,
}
record_v1!(Reminder, Reminder);

impl Reminder {
    /// Where a person's reminder is kept.
    pub fn at(user: UserId, id: ReminderId) -> Place<Self> {
        Place::new(Self::prefix(user).id(id).build(), Scope::Person(user))
    }

    /// What every reminder of a person starts with.
    pub fn prefix(user: UserId) -> KeyBuf {
        KeyBuf::new(Table::Reminder).id(user)
    }
}
