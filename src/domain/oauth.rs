//! OAuth: an administrator lets an app in, and the app takes its token for the code that brings it.

use super::tokens::{self, NewToken};
use super::{Actor, access, apps};
use crate::base::id::{AppId, UserId};
use crate::base::{Error, Result, Ts, World, limits, text};
use crate::store::records::app::{App, Client, Grant};
use crate::store::records::token::TokenKind;
use crate::store::{Tx, View};
use aws_lc_rs::constant_time::verify_slices_are_equal;

/// A secret of an app, or a code: 160 bits that nobody can guess.
pub fn new_secret(world: &dyn World) -> String {
    let mut bytes = [0; 20];
    world.fill(&mut bytes);
    data_encoding::HEXLOWER.encode(&bytes)
}

/// Gives an app a secret from `new_secret` to take tokens with, and the addresses people may be sent back to. Its
/// client id is its own id. Only administrators may. Holds nothing.
pub fn set_client(tx: &mut Tx, actor: &Actor, app: AppId, secret: &str, redirect_urls: &[String]) -> Result<()> {
    access::administering(actor)?;
    apps::get(tx, app)?;
    let web = |url: &String| text::is_link(url) && !url.starts_with("mailto:");
    if redirect_urls.len() > limits::REDIRECT_URLS || !redirect_urls.iter().all(web) {
        return Err(Error::invalid("bad_redirect_uri"));
    }
    let secret_hash = hash(tx, secret)?;
    tx.put(&Client::at(app), &Client { secret_hash, redirect_urls: redirect_urls.to_vec() })
}

/// Lets an app in with these scopes, for which it gets `code` once. Only administrators may. Holds nothing.
pub fn grant(
    tx: &mut Tx,
    actor: &Actor,
    app: AppId,
    scopes: &[String],
    redirect_url: &str,
    code: &str,
) -> Result<Grant> {
    access::administering(actor)?;
    apps::get(tx, app).map_err(|_| Error::invalid("invalid_client_id"))?;
    let client = tx.get(&Client::at(app))?.ok_or(Error::invalid("invalid_client_id"))?;
    if scopes.is_empty() {
        return Err(Error::invalid("no_scopes"));
    }
    if scopes.len() > limits::SCOPES || scopes.iter().any(|scope| !is_scope(scope)) {
        return Err(Error::invalid("invalid_scope"));
    }
    if !client.redirect_urls.iter().any(|known| known == redirect_url) {
        return Err(Error::invalid("bad_redirect_uri"));
    }
    let expires = tx.now().plus_secs(limits::GRANT_SECS);
    let redirect_url = redirect_url.to_owned();
    let grant = Grant { app, user: actor.user, scopes: scopes.to_vec(), redirect_url, expires };
    let place = Grant::at(tx, code)?;
    tx.put(&place, &grant)?;
    Ok(grant)
}

/// What an app shows to take its token.
#[derive(Clone)]
pub struct Claim {
    /// Who it says it is.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// The code it was brought.
    pub code: String,
    /// Where the person was sent back to, if it says so.
    pub redirect_url: Option<String>,
}

/// Gives an app its token, under `secret` from `tokens::new_secret`. The code is used up. Holds nothing.
pub fn redeem(tx: &mut Tx, claim: &Claim, secret: &str) -> Result<(App, UserId)> {
    let id = AppId::parse(&claim.client_id).ok_or(Error::invalid("invalid_client_id"))?;
    let mut app = apps::get(tx, id).map_err(|_| Error::invalid("invalid_client_id"))?;
    let client = tx.get(&Client::at(id))?.ok_or(Error::invalid("invalid_client_id"))?;
    verify_slices_are_equal(&hash(tx, &claim.client_secret)?, &client.secret_hash)
        .map_err(|_| Error::denied("bad_client_secret"))?;
    let place = Grant::at(tx, &claim.code)?;
    let grant = tx.get(&place)?.filter(|grant| grant.app == id && grant.expires > tx.now());
    let grant = grant.ok_or(Error::invalid("invalid_code"))?;
    if claim.redirect_url.as_ref().is_some_and(|url| *url != grant.redirect_url) {
        return Err(Error::invalid("bad_redirect_uri"));
    }
    tx.delete(&place);
    app.scopes.clone_from(&grant.scopes);
    tx.put(&App::at(id), &app)?;
    let token = NewToken {
        kind: TokenKind::Bot,
        user: app.bot_user,
        app: Some(id),
        scopes: grant.scopes,
        expires: Ts::MAX,
        label: app.name.clone(),
    };
    tokens::issue(tx, secret, &token)?;
    Ok((app, grant.user))
}

fn is_scope(scope: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || matches!(c, ':' | '.' | '_' | '-');
    !scope.is_empty() && scope.len() <= 64 && scope.chars().all(fits)
}

fn hash(view: &View, secret: &str) -> Result<[u8; 16]> {
    view.lookup("client secret", &[secret.as_bytes()])
}
