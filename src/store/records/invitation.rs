//! Links that administrators hand to people: to join, or to set a new password. Found by a keyed hash of the secret in
//! the link, which itself is never kept.

use crate::base::id::{ChannelId, InvitationId, UserId};
use crate::base::{Result, Ts};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::records::user::Role;
use crate::store::{KeyBuf, Place, Table, View};
use serde::{Deserialize, Serialize};

/// What a link is for.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Purpose {
    /// Somebody new joins.
    Join {
        /// What they may do.
        role: Role,
        /// The address they will log in with; they choose one when none is given.
        email: Option<String>,
        /// Where they will be besides the channel everybody is in.
        channels: Vec<ChannelId>,
    },
    /// A person sets a new password.
    Password {
        /// Who.
        user: UserId,
    },
}

/// A link that is out, or was.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Invitation {
    /// Its public name, for listing and revoking.
    pub id: InvitationId,
    /// What it is for.
    pub purpose: Purpose,
    /// Who made it.
    pub inviter: UserId,
    /// When.
    pub created: Ts,
    /// When it ends.
    pub expires: Ts,
    /// How often it may be used.
    pub max_uses: u32,
    /// Who has used it.
    pub used_by: Vec<UserId>,
    /// It was taken back.
    pub revoked: bool,
    /// The keyed hash of the secret in the link, by which it is found.
    pub link: [u8; 16],
}
record_v1!(Invitation, Invitation);

impl Invitation {
    /// Where an invitation is kept.
    pub fn at(id: InvitationId) -> Place<Self> {
        Place::new(Self::prefix().id(id).build(), Scope::Auth)
    }

    /// What every invitation starts with.
    pub fn prefix() -> KeyBuf {
        KeyBuf::new(Table::Invitation).tag(0)
    }
}

/// From the secret in a link to the invitation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Link {
    /// The invitation.
    pub id: InvitationId,
}
record_v1!(Link, Invitation);

impl Link {
    /// The keyed hash of the secret in a link.
    pub fn hash(view: &View, secret: &str) -> Result<[u8; 16]> {
        view.lookup("invitation", &[secret.as_bytes()])
    }

    /// Where the link with this hash leads from.
    pub fn by_hash(hash: &[u8; 16]) -> Place<Self> {
        Place::new(KeyBuf::new(Table::Invitation).tag(1).hash(hash).build(), Scope::Auth)
    }
}
