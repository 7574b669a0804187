//! Texts a person has begun.

use crate::base::id::{ChannelId, UserId};
use crate::base::{Result, Ts};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table, View};
use serde::{Deserialize, Serialize};

/// One draft: at most one for each channel and thread.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Draft {
    /// Where it will be sent.
    pub channel: ChannelId,
    /// The thread it replies to.
    pub thread: Option<Ts>,
    /// What is written so far.
    pub text: String,
    /// When it last changed.
    pub updated: Ts,
}
record_v1!(Draft, Draft);

impl Draft {
    /// Where a person's draft is kept.
    pub fn at(view: &View, user: UserId, channel: ChannelId, thread: Option<Ts>) -> Result<Place<Self>> {
        let thread = thread.unwrap_or_default().to_be_bytes();
        let pair = view.lookup("draft", &[user.as_bytes(), channel.as_bytes(), &thread])?;
        Ok(Place::new(Self::prefix(user).hash(&pair).build(), Scope::Person(user)))
    }

    /// What every draft of a person starts with.
    pub fn prefix(user: UserId) -> KeyBuf {
        KeyBuf::new(Table::Draft).id(user)
    }
}
