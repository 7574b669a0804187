//! People and bot users.

use crate::base::id::{AppId, BotId, UserId};
use crate::base::{Result, Ts};
use crate::crypto::Scope;
use crate::store::record::{from_bytes, newer, record_v1, to_bytes};
use crate::store::{KeyBuf, Place, Record, Table};
use serde::{Deserialize, Serialize};

/// What a person may do in the workspace as a whole. Ordered: a later one may all that an earlier one may.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
pub enum Role {
    /// Sees only the channels they were invited to, and the people in them.
    Guest,
    /// Sees public channels, creates channels.
    Member,
    /// Manages people and channels.
    Admin,
    /// Manages admins and the installation.
    Owner,
}

/// What makes a user a bot.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct BotUser {
    /// The bot.
    pub bot: BotId,
    /// Its app.
    pub app: AppId,
}

/// A person or a bot user.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct User {
    /// The id.
    pub id: UserId,
    /// The handle, unique in the workspace.
    pub name: String,
    /// The address they log in with; bots have none.
    pub email: Option<String>,
    /// What they may do.
    pub role: Role,
    /// The first owner, who can't be demoted by others.
    pub primary_owner: bool,
    /// Deactivated: kept for the record, can't do anything.
    pub deleted: bool,
    /// Set for bot users.
    pub bot: Option<BotUser>,
    /// When they joined.
    pub created: Ts,
    /// When the record last changed.
    pub updated: Ts,
    /// What they say of themselves.
    pub profile: Profile,
    /// The name of their time zone, as in the IANA database.
    pub tz: String,
    /// Seconds east of UTC.
    pub tz_offset: i32,
}
record_v1!(User, User);

/// What a person says of themselves.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Profile {
    /// Full name.
    pub real_name: String,
    /// What others see first.
    pub display_name: String,
    /// Job title.
    pub title: String,
    /// Telephone.
    pub phone: String,
    /// Pronouns.
    pub pronouns: String,
    /// Status text.
    pub status_text: String,
    /// Status emoji, with colons.
    pub status_emoji: String,
    /// When the status ends, in seconds; 0 for never.
    pub status_expiration: u64,
    /// A picture elsewhere, as imports bring them; never fetched by the server.
    pub image: Option<String>,
}

impl User {
    /// Where a user is kept.
    pub fn at(id: UserId) -> Place<Self> {
        Place::new(KeyBuf::new(Table::User).id(id).build(), Scope::Directory)
    }
}

/// A person's password, apart from the profile so that reading people never touches it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Credential {
    /// Argon2id in PHC form.
    pub hash: String,
}

mod v1 {
    use crate::base::Ts;
    use serde::Deserialize;

    /// It had a count of wrong tries, and a time before which none counted: so anybody could keep anybody out.
    #[derive(Deserialize)]
    pub struct Credential {
        pub hash: String,
        pub _failures: u32,
        pub _locked_until: Ts,
    }
}

impl Record for Credential {
    const TABLE: Table = Table::User;
    const VERSION: u8 = 2;

    fn encode(&self) -> Result<Vec<u8>> {
        to_bytes(self)
    }

    fn decode(version: u8, bytes: &[u8]) -> Result<Self> {
        match version {
            1 => from_bytes::<v1::Credential>(Self::TABLE, version, bytes).map(|old| Self { hash: old.hash }),
            2 => from_bytes(Self::TABLE, version, bytes),
            _ => Err(newer(Self::TABLE, version)),
        }
    }
}

impl Credential {
    /// Where a person's password is kept.
    pub fn at(id: UserId) -> Place<Self> {
        Place::new(KeyBuf::new(Table::User).id(id).tag(1).build(), Scope::Auth)
    }
}

/// When somebody last signed in with a browser. When they were last there is not kept: it would be a record of their
/// working hours.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct SignIn {
    /// The moment.
    pub at: Ts,
}
record_v1!(SignIn, User);

impl SignIn {
    /// Where a person's is kept.
    pub fn at(id: UserId) -> Place<Self> {
        Place::new(KeyBuf::new(Table::User).id(id).tag(2).build(), Scope::Directory)
    }
}

/// When a guest's time is over. Most people have none.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Expiration {
    /// The moment.
    pub end: Ts,
}
record_v1!(Expiration, User);

impl Expiration {
    /// Where a guest's is kept.
    pub fn at(id: UserId) -> Place<Self> {
        Place::new(KeyBuf::new(Table::User).id(id).tag(3).build(), Scope::Directory)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_that_was_locked_for_everybody_opens_and_is_locked_no_more() {
        let old = to_bytes(&("$argon2id$of-linus", 8_u32, Ts::MAX)).unwrap();
        assert_eq!(Credential::decode(1, &old).unwrap().hash, "$argon2id$of-linus");
        let new = Credential { hash: "$argon2id$of-linus".to_owned() }.encode().unwrap();
        assert_eq!(Credential::decode(2, &new).unwrap().hash, "$argon2id$of-linus");
        assert!(Credential::decode(3, &new).is_err());
    }
}
