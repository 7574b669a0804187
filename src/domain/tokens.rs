//! Tokens and browser sessions: issuing, recognising, revoking.
//!
//! Ending all of somebody's is one row, however many there are: a count that every authentication asks. What has ended is
//! swept away later, a page at a time.

use super::event::{Event, emit};
use super::{Actor, access, people};
use crate::base::id::{AppId, SessionId, UserId};
use crate::base::moments::Moments;
use crate::base::{Error, Result, Ts, World, limits, text};
use crate::store::records::app::App;
use crate::store::records::token::{Crowded, Ended, Held, Token, TokenKind};
use crate::store::records::user::SignIn;
use crate::store::{Order, Part, Tx, View};
use std::collections::HashMap;

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
    // Counting rows costs little; only where they are many is it asked which are good.
    let many = tx.count(Held::prefix(new.user).prefix(), limits::TOKENS)? >= limits::TOKENS;
    if many && new.kind != TokenKind::Browser && list(tx, new.user)?.len() >= limits::TOKENS {
        return Err(Error::limit("too_many_tokens").because("end tokens that are no longer used first"));
    }
    let token = Token {
        id: SessionId::mint(tx.world()),
        kind: new.kind,
        user: new.user,
        app: new.app,
        scopes: new.scopes.clone(),
        created: tx.now(),
        expires: new.expires,
        label: text::line(&new.label),
        ended_before: *ended(tx, new.user)?.of(new.kind),
    };
    let hash = tx.lookup("token", &[secret.as_bytes()])?;
    tx.put(&Token::by_hash(&hash), &token)?;
    tx.put(&Held::at(new.user, token.id), &Held { hash })?;
    if new.kind == TokenKind::Browser {
        tx.put(&SignIn::at(new.user), &SignIn { at: token.created })?;
    }
    Ok(token)
}

/// Signs a browser in: of too many the one that was unused longest leaves, as `seen` remembers it. Holds the person's
/// part.
pub fn sign_in(tx: &mut Tx, seen: &Moments, secret: &str, new: &NewToken) -> Result<Token> {
    make_room(tx, new.user, |token| token.created.max(seen.get(token.id.as_str())))?;
    issue(tx, secret, new)
}

/// Makes room for one more browser, and writes down for the person which one had to leave.
fn make_room(tx: &mut Tx, user: UserId, used: impl Fn(&Token) -> Ts) -> Result<()> {
    // Sign-ins of one person come one after the other, so that none overlooks another.
    tx.get(&SignIn::at(user))?;
    let (mut browsers, programs): (Vec<_>, Vec<_>) =
        list(tx, user)?.into_iter().partition(|token| token.kind == TokenKind::Browser);
    browsers.sort_by_key(|token| std::cmp::Reverse(used(token)));
    // Programs stand in the same list; however many they are, half of it is for browsers.
    let most = limits::SESSIONS.saturating_sub(programs.len()).max(limits::SESSIONS / 2);
    // In a store from before there was a bound the rest is cleared up later.
    for token in browsers.iter().skip(most - 1).take(limits::SWEEP_PAGE) {
        push_out(tx, token)?;
    }
    Ok(())
}

/// Signs a browser out because there are too many. Holds the person's part.
pub fn push_out(tx: &mut Tx, token: &Token) -> Result<()> {
    let place = Crowded::at(token.user);
    let count = tx.get(&place)?.map_or(0, |crowded| crowded.count).saturating_add(1);
    tx.put(&place, &Crowded { at: tx.now(), label: token.label.clone(), count })?;
    revoke(tx, token.user, token.id)
}

/// The last browser of a person that was signed out because there were too many.
pub fn pushed_out(view: &View, user: UserId) -> Result<Option<Crowded>> {
    view.get(&Crowded::at(user))
}

/// How often all of a person's tokens were ended, kind by kind.
fn ended(view: &View, user: UserId) -> Result<Ended> {
    Ok(view.get(&Ended::at(user))?.unwrap_or_default())
}

/// Whether a token is no longer good: its time is over, or all of its kind were ended since it was made.
pub fn is_over(view: &View, token: &Token) -> Result<bool> {
    Ok(token.expires <= view.now() || token.ended_before < *ended(view, token.user)?.of(token.kind))
}

/// A person's token or session, as long as it is good.
pub fn standing(view: &View, user: UserId, id: SessionId) -> Result<Token> {
    const REVOKED: Error = Error::denied("token_revoked");
    let held = view.get(&Held::at(user, id))?.ok_or(REVOKED)?;
    let token = view.get(&Token::by_hash(&held.hash))?.ok_or(REVOKED)?;
    if is_over(view, &token)? { Err(REVOKED) } else { Ok(token) }
}

/// Who shows this secret.
pub fn authenticate(view: &View, secret: &str) -> Result<Actor> {
    let token = view.get(&Token::at(view, secret)?)?.ok_or(Error::denied("invalid_auth"))?;
    if token.expires <= view.now() {
        return Err(Error::denied("token_expired"));
    }
    if is_over(view, &token)? {
        return Err(Error::denied("invalid_auth"));
    }
    bearer(view, token)
}

/// Who acts with a token that is good: nobody who was deactivated, and no app that is gone.
pub fn bearer(view: &View, token: Token) -> Result<Actor> {
    let user = people::get(view, token.user).map_err(|e| e.named(Error::denied("account_inactive")))?;
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

/// A person's tokens and sessions that are good: `limits` says how many at most. It reads over those that have ended and
/// were not yet cleared up.
pub fn list(view: &View, user: UserId) -> Result<Vec<Token>> {
    let (mut found, mut ended) = (Vec::new(), ended(view, user)?);
    for held in view.all::<Held>(&crate::crypto::Scope::Auth, Held::prefix(user))? {
        let token = view.peek(&Token::by_hash(&held.hash))?;
        found.extend(token.filter(|t| t.expires > view.now() && t.ended_before >= *ended.of(t.kind)));
    }
    Ok(found)
}

/// Revokes one token; sockets opened with it close. Holds the person's part.
pub fn revoke(tx: &mut Tx, user: UserId, id: SessionId) -> Result<()> {
    let place = Held::at(user, id);
    let held = tx.get(&place)?.ok_or(Error::not_found("token_not_found"))?;
    tx.delete(&Token::by_hash(&held.hash));
    tx.delete(&place);
    emit(tx, Part::Person(user), &Event::SessionEnded { session: id })
}

/// Ends all of a person's tokens of these kinds at once but the one they keep, and tells how many that were. Sockets opened
/// with them close. Holds the person's part.
pub fn end_all(tx: &mut Tx, user: UserId, kinds: &[TokenKind], keep: Option<SessionId>) -> Result<usize> {
    let going = list(tx, user)?.iter().filter(|t| kinds.contains(&t.kind) && Some(t.id) != keep).count();
    let mut ended = ended(tx, user)?;
    for kind in kinds {
        let count = ended.of(*kind);
        *count = count.saturating_add(1);
    }
    if let Some(id) = keep
        && let Some(held) = tx.get(&Held::at(user, id))?
        && let Some(mut kept) = tx.get(&Token::by_hash(&held.hash))?
    {
        kept.ended_before = *ended.of(kept.kind);
        tx.put(&Token::by_hash(&held.hash), &kept)?;
    }
    tx.put(&Ended::at(user), &ended)?;
    emit(tx, Part::Person(user), &Event::SessionsEnded)?;
    Ok(going)
}

/// Ends the browser sessions of a person but the one they keep; programs stay signed in. Holds the person's part.
pub fn revoke_other_browsers(tx: &mut Tx, user: UserId, keep: Option<SessionId>) -> Result<usize> {
    end_all(tx, user, &[TokenKind::Browser], keep)
}

/// Ends a token of a program, whosever it is. Only administrators may, and for nobody who stands above them; sessions
/// in browsers are no tokens. Holds the person's part.
pub fn end(tx: &mut Tx, actor: &Actor, user: UserId, id: SessionId) -> Result<()> {
    access::administering(actor)?;
    if people::get(tx, user)?.role > actor.role {
        return Err(Error::denied("cant_update_admin_user"));
    }
    if standing(tx, user, id).is_ok_and(|token| token.kind != TokenKind::Browser) {
        return revoke(tx, user, id);
    }
    Err(Error::not_found("token_not_found"))
}

/// Ends every token of a person. Holds the person's part.
pub fn revoke_all(tx: &mut Tx, user: UserId) -> Result<usize> {
    end_all(tx, user, &[TokenKind::Browser, TokenKind::Person, TokenKind::Bot, TokenKind::App], None)
}

/// A page of everybody's tokens, as clearing up sees it.
#[derive(Debug, Default)]
pub struct Leftovers {
    /// Those that have ended.
    pub over: Vec<Token>,
    /// Sessions in browsers beyond what one person may have, those signed in first.
    pub crowd: Vec<Token>,
    /// The row key the page ends with; none when there was nothing more.
    pub last: Option<Vec<u8>>,
}

/// Looks through a page of everybody's tokens, from a row key on.
pub fn leftovers(view: &View, from: &[u8], page: usize) -> Result<Leftovers> {
    let (_, to) = Held::everybody().prefix();
    let rows = view.range::<Held>(&crate::crypto::Scope::Auth, (from.to_vec(), to), Order::Ascending, page)?;
    let (mut found, mut browsers): (Leftovers, HashMap<UserId, Vec<Token>>) = Default::default();
    for (key, held) in rows {
        found.last = Some(key);
        let Some(token) = view.get(&Token::by_hash(&held.hash))? else { continue };
        if is_over(view, &token)? {
            found.over.push(token);
        } else if token.kind == TokenKind::Browser {
            browsers.entry(token.user).or_default().push(token);
        }
    }
    for mut theirs in browsers.into_values() {
        theirs.sort_by_key(|token| std::cmp::Reverse(token.created));
        found.crowd.extend(theirs.into_iter().skip(limits::SESSIONS));
    }
    Ok(found)
}

/// Forgets a token that has ended: nobody need be told.
pub fn forget(tx: &mut Tx, token: &Token) -> Result<()> {
    let place = Held::at(token.user, token.id);
    if let Some(held) = tx.get(&place)?
        && is_over(tx, token)?
    {
        tx.delete(&Token::by_hash(&held.hash));
        tx.delete(&place);
    }
    Ok(())
}
