//! Who is asking: a person or a bot, and within which scopes.

use crate::base::id::{AppId, SessionId, UserId};
use crate::store::records::message::Author;
use crate::store::records::token::TokenKind;
use crate::store::records::user::{BotUser, Role};

/// The one on whose behalf a command or query runs. Made by `tokens::authenticate`, or by the system for its own work.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The person, or the bot's user.
    pub user: UserId,
    /// What the user may do in the workspace.
    pub role: Role,
    /// Set when a bot acts.
    pub bot: Option<BotUser>,
    /// The app whose token this is.
    pub app: Option<AppId>,
    /// What kind of token was shown.
    pub kind: TokenKind,
    /// The token's public name.
    pub session: Option<SessionId>,
    /// What the token may do; not looked at for a browser.
    pub scopes: Vec<String>,
}

impl Actor {
    /// A person with a browser's rights: the command line, jobs done in their name, imports.
    pub fn person(user: UserId, role: Role) -> Self {
        Self { user, role, bot: None, app: None, kind: TokenKind::Browser, session: None, scopes: Vec::new() }
    }

    /// Whether one of `scopes` was granted. A browser has them all.
    pub fn has_scope(&self, scopes: &[&str]) -> bool {
        self.kind == TokenKind::Browser || scopes.iter().any(|s| self.scopes.iter().any(|mine| mine == s))
    }

    /// Whether the person manages people and channels.
    pub fn is_admin(&self) -> bool {
        self.role >= Role::Admin
    }

    /// The person who acts, also through a program; a bot is none.
    pub fn as_person(&self) -> Option<UserId> {
        self.bot.is_none().then_some(self.user)
    }

    /// What stands under a message of theirs.
    pub fn author(&self) -> Author {
        Author { user: Some(self.user), bot: self.bot.map(|b| b.bot), app: self.bot.map(|b| b.app) }
    }
}
