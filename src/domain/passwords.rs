//! Taking another password: what was signed in with the old one ends, programs that act as the person too, and the person
//! is told. A bot's tokens stay: nobody made them with that password.

use super::steward::{self, Line};
use super::{Domain, people, tokens};
use crate::base::Result;
use crate::base::id::SessionId;
use crate::store::Tx;
use crate::store::records::token::TokenKind;

/// What becomes of where else the person is signed in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Elsewhere {
    /// It ends; the session in which the password was changed stays.
    Ends { but: Option<SessionId> },
    /// It stays, as the person asked.
    Stays,
}

/// What has ended.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Gone {
    /// Browsers.
    pub browsers: usize,
    /// Tokens of programs that acted as the person.
    pub tokens: usize,
}

/// Sets a password already hashed; `how` says by which way, as in "with a link". Holds the parts of `line`.
pub fn replace(tx: &mut Tx, domain: &Domain, line: &Line, hash: &str, how: &str, rest: Elsewhere) -> Result<Gone> {
    people::set_password(tx, line.person, hash.to_owned())?;
    let gone = match rest {
        Elsewhere::Ends { but } => Gone {
            browsers: tokens::end_all(tx, line.person, &[TokenKind::Browser], but)?,
            tokens: tokens::end_all(tx, line.person, &[TokenKind::Person], None)?,
        },
        Elsewhere::Stays => Gone::default(),
    };
    let told = format!(
        "Your password was changed {how}. Browsers signed out: {}. App tokens revoked: {}. If this wasn’t you, ask an \
         administrator for a link to set a new one.",
        gone.browsers, gone.tokens
    );
    steward::tell(tx, domain, line, &told)?;
    Ok(gone)
}
