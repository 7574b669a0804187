//! Links that administrators hand to people: to join, or to set a new password. Found by a keyed hash of the secret in
//! the link, which itself is never kept.

use crate::base::id::{ChannelId, InvitationId, UserId};
use crate::base::{Result, Ts};
use crate::crypto::Scope;
use crate::store::record::{from_bytes, newer, record_v1, to_bytes};
use crate::store::records::user::Role;
use crate::store::{KeyBuf, Place, Record, Table, View};
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
        /// When their time is over; they stay when none is given.
        end: Option<Ts>,
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

mod v1 {
    use super::{ChannelId, Deserialize, InvitationId, Role, Ts, UserId};

    /// Whoever joined stayed.
    #[derive(Deserialize)]
    pub enum Purpose {
        Join { role: Role, email: Option<String>, channels: Vec<ChannelId> },
        Password { user: UserId },
    }

    #[derive(Deserialize)]
    pub struct Invitation {
        pub id: InvitationId,
        pub purpose: Purpose,
        pub inviter: UserId,
        pub created: Ts,
        pub expires: Ts,
        pub max_uses: u32,
        pub used_by: Vec<UserId>,
        pub revoked: bool,
        pub link: [u8; 16],
    }
}

impl From<v1::Invitation> for Invitation {
    fn from(old: v1::Invitation) -> Self {
        let purpose = match old.purpose {
            v1::Purpose::Join { role, email, channels } => Purpose::Join { role, email, channels, end: None },
            v1::Purpose::Password { user } => Purpose::Password { user },
        };
        let v1::Invitation { id, inviter, created, expires, max_uses, used_by, revoked, link, .. } = old;
        Self { id, purpose, inviter, created, expires, max_uses, used_by, revoked, link }
    }
}

impl Record for Invitation {
    const TABLE: Table = Table::Invitation;
    const VERSION: u8 = 2;

    fn encode(&self) -> Result<Vec<u8>> {
        to_bytes(self)
    }

    fn decode(version: u8, bytes: &[u8]) -> Result<Self> {
        match version {
            1 => from_bytes::<v1::Invitation>(Self::TABLE, version, bytes).map(Self::from),
            2 => from_bytes(Self::TABLE, version, bytes),
            _ => Err(newer(Self::TABLE, version)),
        }
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_invited_before_guests_had_an_end_stays() {
        let (id, link) = (InvitationId::parse("I0000000000000001"), [7; 16]);
        let (id, ada) = (id.unwrap(), UserId::parse("U0000000001").unwrap());
        let channels = vec![ChannelId::parse("C0000000001").unwrap()];
        // The variants' numbers stand before what they hold.
        let join = (id, (0u8, Role::Guest, Some("grace@example.org"), &channels), ada, Ts(1), Ts(2), 1u32);
        let written = to_bytes(&(join, Vec::<UserId>::new(), false, link)).unwrap();
        let read = Invitation::decode(1, &written).unwrap();
        let email = Some("grace@example.org".to_owned());
        assert_eq!(read.purpose, Purpose::Join { role: Role::Guest, email, channels, end: None });
        assert_eq!((read.id, read.expires, read.link), (id, Ts(2), link));
        let password = (id, (1u8, ada), ada, Ts(1), Ts(2), 1u32, vec![ada], true, link);
        let read = Invitation::decode(1, &to_bytes(&password).unwrap()).unwrap();
        assert_eq!((read.purpose, read.used_by, read.revoked), (Purpose::Password { user: ada }, vec![ada], true));
    }
}
