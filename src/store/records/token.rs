//! Tokens and browser sessions: found by a keyed hash of the secret, which itself is never kept.

use crate::base::id::{AppId, SessionId, UserId};
use crate::base::{Result, Ts};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table, View};
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
}
record_v1!(Token, Token);

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
        KeyBuf::new(Table::Token).tag(1).id(user)
    }
}
