//! Tokens and browser sessions: found by a keyed hash of the secret, which itself is never kept.

use crate::base::id::{AppId, SessionId, UserId};
use crate::base::{Result, Ts};
use crate::crypto::Scope;
use crate::store::record::{from_bytes, newer, record_v1, to_bytes};
use crate::store::{KeyBuf, Place, Record, Table, View};
use serde::{Deserialize, Serialize};

/// What a secret lets its bearer be.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum TokenKind {
    /// `xoxb-`: a bot.
    Bot,
    /// `xoxp-`: a person, through a program, within scopes.
    Person,
    /// `xapp-`: an app as such; opens sockets.
    App,
    /// The cookie of a browser: a person, unrestricted.
    Browser,
}

/// A token or session.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Token {
    /// Its public name, for listing and revoking.
    pub id: SessionId,
    /// What kind.
    pub kind: TokenKind,
    /// Whom it stands for; for an app's token its bot user.
    pub user: UserId,
    /// The app, for tokens of apps.
    pub app: Option<AppId>,
    /// What it may do.
    pub scopes: Vec<String>,
    /// When it was made.
    pub created: Ts,
    /// When it ends; `Ts::MAX` for never.
    pub expires: Ts,
    /// What the person called it, or the browser's name.
    pub label: String,
    /// How often its kind had been ended when it was made: it is over once that happened again.
    pub ended_before: u32,
}

mod v1 {
    use super::{AppId, Deserialize, SessionId, TokenKind, Ts, UserId};

    #[derive(Deserialize)]
    pub struct Token {
        pub id: SessionId,
        pub kind: TokenKind,
        pub user: UserId,
        pub app: Option<AppId>,
        pub scopes: Vec<String>,
        pub created: Ts,
        pub expires: Ts,
        pub label: String,
    }
}

impl From<v1::Token> for Token {
    fn from(old: v1::Token) -> Self {
        let v1::Token { id, kind, user, app, scopes, created, expires, label } = old;
        Self { id, kind, user, app, scopes, created, expires, label, ended_before: 0 }
    }
}

impl Record for Token {
    const TABLE: Table = Table::Token;
    const VERSION: u8 = 2;

    fn encode(&self) -> Result<Vec<u8>> {
        to_bytes(self)
    }

    fn decode(version: u8, bytes: &[u8]) -> Result<Self> {
        match version {
            1 => from_bytes::<v1::Token>(Self::TABLE, version, bytes).map(Self::from),
            2 => from_bytes(Self::TABLE, version, bytes),
            _ => Err(newer(Self::TABLE, version)),
        }
    }
}

impl Token {
    /// Where the token with this secret is kept.
    pub fn at(view: &View, secret: &str) -> Result<Place<Self>> {
        let hash = view.lookup("token", &[secret.as_bytes()])?;
        Ok(Self::by_hash(&hash))
    }

    /// Where a token is kept, by the keyed hash of its secret.
    pub fn by_hash(hash: &[u8; 16]) -> Place<Self> {
        Place::new(KeyBuf::new(Table::Token).tag(0).hash(hash).build(), Scope::Auth)
    }
}

/// One line of a person's list of tokens.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Held {
    /// The keyed hash the token is found by.
    pub hash: [u8; 16],
}
record_v1!(Held, Token);

impl Held {
    /// Where a person's list has the token `id`.
    pub fn at(user: UserId, id: SessionId) -> Place<Self> {
        Place::new(Self::prefix(user).id(id).build(), Scope::Auth)
    }

    /// What every token of a person starts with.
    pub fn prefix(user: UserId) -> KeyBuf {
        Self::everybody().id(user)
    }

    /// What every line of everybody's lists starts with.
    pub fn everybody() -> KeyBuf {
        KeyBuf::new(Table::Token).tag(1)
    }
}

/// How often all of a person's tokens of a kind were ended at once. One small row ends however many there are; what is
/// left of them is cleared up later.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Ended {
    /// Sessions in browsers.
    pub browsers: u32,
    /// Tokens that act as a person.
    pub people: u32,
    /// Tokens of bots.
    pub bots: u32,
    /// Tokens of apps as such.
    pub apps: u32,
}
record_v1!(Ended, Token);

impl Ended {
    /// Where a person's is kept.
    pub fn at(user: UserId) -> Place<Self> {
        Place::new(KeyBuf::new(Table::Token).tag(2).id(user).build(), Scope::Auth)
    }

    /// The count of a kind.
    pub fn of(&mut self, kind: TokenKind) -> &mut u32 {
        match kind {
            TokenKind::Browser => &mut self.browsers,
            TokenKind::Person => &mut self.people,
            TokenKind::Bot => &mut self.bots,
            TokenKind::App => &mut self.apps,
        }
    }
}

/// That a browser was signed out because its person was signed in in too many: the last one, and how many there were.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Crowded {
    /// When.
    pub at: Ts,
    /// What the browser called itself.
    pub label: String,
    /// How many, ever.
    pub count: u32,
}
record_v1!(Crowded, Token);

impl Crowded {
    /// Where a person's is kept.
    pub fn at(user: UserId) -> Place<Self> {
        Place::new(KeyBuf::new(Table::Token).tag(3).id(user).build(), Scope::Auth)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::world::SystemWorld;

    #[test]
    fn a_token_from_before_all_could_be_ended_at_once_opens() {
        let (id, user) = (SessionId::mint(&SystemWorld), UserId::mint(&SystemWorld));
        let none: Option<AppId> = None;
        let old = (id, TokenKind::Person, user, none, vec!["chat:write"], Ts(1), Ts(2), "backup");
        let read = Token::decode(1, &to_bytes(&old).unwrap()).unwrap();
        assert_eq!((read.id, read.user, read.ended_before, &*read.label), (id, user, 0, "backup"));
        let again = Token::decode(Token::VERSION, &read.encode().unwrap()).unwrap();
        assert_eq!((again.id, again.expires), (id, Ts(2)));
        assert!(Token::decode(3, &[]).is_err());
    }
}
