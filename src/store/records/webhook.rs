//! Incoming webhooks: an address that posts into one channel.

use crate::base::Ts;
use crate::base::id::{AppId, BotId, ChannelId, UserId};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table};
use serde::{Deserialize, Serialize};

/// One webhook. Its secret is not kept; the hash of it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Webhook {
    /// The bot it posts as, and the middle of its address.
    pub bot: BotId,
    /// The app it belongs to.
    pub app: AppId,
    /// Where it posts.
    pub channel: ChannelId,
    /// Keyed hash of the secret at the end of its address.
    pub secret_hash: [u8; 16],
    /// Who made it.
    pub creator: UserId,
    /// When.
    pub created: Ts,
    /// No longer works.
    pub disabled: bool,
}
record_v1!(Webhook, Webhook);

impl Webhook {
    /// Where a webhook is kept.
    pub fn at(bot: BotId) -> Place<Self> {
        Place::new(Self::prefix().id(bot).build(), Scope::Auth)
    }

    /// What every webhook starts with.
    pub fn prefix() -> KeyBuf {
        KeyBuf::new(Table::Webhook)
    }
}
