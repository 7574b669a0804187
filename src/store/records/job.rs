//! Work to be done at a time: written with the command that wants it, so that neither is lost.

use crate::base::Ts;
use crate::base::id::{ReminderId, ScheduledId, UserId};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table};
use serde::{Deserialize, Serialize};

/// What is to be done.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Task {
    /// Send a scheduled message.
    Send { user: UserId, scheduled: ScheduledId },
    /// Remind a person.
    Remind { user: UserId, reminder: ReminderId },
    /// Clear a person's status when its time is over.
    ClearStatus { user: UserId },
    /// Deactivate a guest when their time is over.
    Expire { user: UserId },
}

/// One job.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Job {
    /// When it is due.
    pub due: Ts,
    /// What tells it from others due at the same moment.
    pub nonce: [u8; 16],
    /// What is to be done.
    pub task: Task,
    /// How often it was tried.
    pub attempts: u32,
}
record_v1!(Job, Job);

impl Job {
    /// Where this job is kept.
    pub fn at(&self) -> Place<Self> {
        Place::new(Self::prefix().ts(self.due).hash(&self.nonce).build(), Scope::Jobs)
    }

    /// What every job starts with.
    pub fn prefix() -> KeyBuf {
        KeyBuf::new(Table::Job)
    }
}
