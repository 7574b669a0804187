//! Tokens and browser sessions: issuing, recognising, revoking.

use super::event::{Event, emit};
use super::{Actor, access, people};
use crate::base::id::{AppId, SessionId, UserId};
use crate::base::{Error, Result, Ts, World};
use crate::store::records::app::App;
use crate::store::records::token::{Held, Token, TokenKind};
use crate::store::records::user::SignIn;
use crate::store::{Part, Tx, View};

/// A token to be issued.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// What kind.
    pub kind: TokenKind,
    /// Whom it stands for.
    pub user: UserId,
    /// The app, for tokens of apps.
    pub app: Option<AppId>,
    /// What it may do.
    pub scopes: Vec<String>,
    /// When it ends.
    pub expires: Ts,
    /// What it is called in lists.
    pub label: String,
}

/// A secret of this kind: Slack's prefix, and 200 bits of randomness.
pub fn new_secret(kind: TokenKind, world: &dyn World) -> String {
    let mut bytes = [0; 25];
    world.fill(&mut bytes);
    let prefix = match kind {
        TokenKind::Bot => "xoxb-",
        TokenKind::Person => "xoxp-",
        TokenKind::App => "xapp-1-",
        TokenKind::Browser => "xoxd-",
    };
    format!("{prefix}{}", data_encoding::BASE32_NOPAD.encode(&bytes).to_lowercase())
}

/// Issues a token under a secret from `new_secret`. The secret itself is not kept.
pub fn issue(tx: &mut Tx, secret: &str, new: &NewToken) -> Result<Token> {
    let token = Token {
        id: SessionId::mint(tx.world()),
        kind: new.kind,
        user: new.user,
        app: new.app,
        scopes: new.scopes.clone(),
        created: tx.now(),
        expires: new.expires,
        label: new.label.clone(),
    };
    let hash = tx.lookup("token", &[secret.as_bytes()])?;
    tx.put(&Token::by_hash(&hash), &token)?;
    tx.put(&Held::at(new.user, token.id), &Held { hash })?;
    if new.kind == TokenKind::Browser {
        tx.put(&SignIn::at(new.user), &SignIn { at: token.created })?;
    }
    Ok(token)
}

/// Who shows this secret.
pub fn authenticate(view: &View, secret: &str) -> Result<Actor> {
    let token = view.get(&Token::at(view, secret)?)?.ok_or(Error::denied("invalid_auth"))?;
    if token.expires <= view.now() {
        return Err(Error::denied("token_expired"));
    }
    let user = people::get(view, token.user).map_err(|_| Error::denied("account_inactive"))?;
    if user.deleted {
        return Err(Error::denied("account_inactive"));
    }
    let bot = user.bot.filter(|_| matches!(token.kind, TokenKind::Bot | TokenKind::App));
    if let Some(app) = token.app
        && view.get(&App::at(app))?.is_none_or(|a| a.deleted)
    {
        return Err(Error::denied("token_revoked"));
    }
    Ok(Actor {
        user: user.id,
        role: user.role,
        bot,
        app: token.app,
        kind: token.kind,
        session: Some(token.id),
        scopes: token.scopes,
    })
}

/// A person's tokens and sessions.
pub fn list(view: &View, user: UserId) -> Result<Vec<Token>> {
    let held = view.all::<Held>(&crate::crypto::Scope::Auth, Held::prefix(user))?;
    held.iter().filter_map(|h| view.get(&Token::by_hash(&h.hash)).transpose()).collect()
}

/// Revokes one token; sockets opened with it close. Holds the person's part.
pub fn revoke(tx: &mut Tx, user: UserId, id: SessionId) -> Result<()> {
    let place = Held::at(user, id);
    let held = tx.get(&place)?.ok_or(Error::not_found("token_not_found"))?;
    tx.delete(&Token::by_hash(&held.hash));
    tx.delete(&place);
    emit(tx, Part::Person(user), &Event::SessionEnded { session: id })
}

/// Revokes the browser sessions of a person but the one they keep; programs stay signed in. Holds the person's part.
pub fn revoke_other_browsers(tx: &mut Tx, user: UserId, keep: Option<SessionId>) -> Result<usize> {
    let mut others = list(tx, user)?;
    others.retain(|token| token.kind == TokenKind::Browser && Some(token.id) != keep);
    for token in &others {
        revoke(tx, user, token.id)?;
    }
    Ok(others.len())
}

/// Ends a token of a program, whosever it is. Only administrators may, and for nobody who stands above them; sessions
/// in browsers are no tokens. Holds the person's part.
pub fn end(tx: &mut Tx, actor: &Actor, user: UserId, id: SessionId) -> Result<()> {
    access::administering(actor)?;
    if people::get(tx, user)?.role > actor.role {
        return Err(Error::denied("cant_update_admin_user"));
    }
    let is_token = |token: &Token| token.id == id && token.kind != TokenKind::Browser;
    if !list(tx, user)?.iter().any(is_token) {
        return Err(Error::not_found("token_not_found"));
    }
    revoke(tx, user, id)
}

/// Revokes every token of a person. Holds the person's part.
pub fn revoke_all(tx: &mut Tx, user: UserId) -> Result<usize> {
    let tokens = list(tx, user)?;
    for token in &tokens {
        revoke(tx, user, token.id)?;
    }
    Ok(tokens.len())
}
