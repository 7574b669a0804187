//! OAuth: an administrator lets an app in, and the app takes its tokens for the code that brings it.
//!
//! The page that asks the administrator belongs to the web client; until it is there, `client.authorizeApp` is the yes.

use super::tokens::{self, NewToken};
use super::{Actor, access, apps, people};
use crate::base::id::AppId;
use crate::base::{Error, Result, Ts, World, limits, text};
use crate::store::records::app::{App, Client, Grant, LastGrant};
use crate::store::records::token::TokenKind;
use crate::store::records::user::Role;
use crate::store::{Tx, View};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::BASE64URL_NOPAD;

/// The error for an app nobody knows, or one that takes no part in OAuth.
const NO_CLIENT: Error = Error::invalid("invalid_client_id");
/// The error for an address that was not registered, or is not the one named before.
const BAD_REDIRECT: Error = Error::invalid("bad_redirect_uri");

/// A secret of an app, or a code: 160 bits that nobody can guess.
pub fn new_secret(world: &dyn World) -> String {
    let mut bytes = [0; 20];
    world.fill(&mut bytes);
    data_encoding::HEXLOWER.encode(&bytes)
}

/// Gives an app a secret from `new_secret` to take tokens with, the addresses people may be sent back to, and what it
/// may ask to do in a person's name. Its client id is its own id. Only administrators may. Holds nothing.
pub fn set_client(
    tx: &mut Tx,
    actor: &Actor,
    app: AppId,
    secret: &str,
    redirect_urls: &[String],
    user_scopes: &[String],
) -> Result<()> {
    access::administering(actor)?;
    apps::get(tx, app)?;
    if redirect_urls.len() > limits::REDIRECT_URLS || !redirect_urls.iter().all(|url| is_safe(url)) {
        return Err(BAD_REDIRECT);
    }
    if user_scopes.len() > limits::SCOPES || user_scopes.iter().any(|scope| !is_scope(scope)) {
        return Err(Error::invalid("invalid_scope"));
    }
    let client = Client {
        secret_hash: hash(tx, secret)?,
        redirect_urls: redirect_urls.to_vec(),
        user_scopes: user_scopes.to_vec(),
    };
    tx.put(&Client::at(app), &client)
}

/// What an app asks an administrator for.
#[derive(Clone, Debug)]
pub struct Request {
    /// Which app.
    pub app: AppId,
    /// What its bot wants to do.
    pub scopes: Vec<String>,
    /// What it wants to do in the administrator's name.
    pub user_scopes: Vec<String>,
    /// Where they go back to; the first registered address when the app names none.
    pub redirect_url: Option<String>,
    /// PKCE: SHA-256 of a secret of the app's, as base64url.
    pub challenge: Option<String>,
}

/// Lets an app in, for which it gets `code` once; the address to send the administrator back to. Nothing beyond what
/// the app is registered for can be asked. Only administrators may. Holds nothing.
pub fn grant(tx: &mut Tx, actor: &Actor, request: &Request, code: &str) -> Result<String> {
    access::administering(actor)?;
    let app = apps::get(tx, request.app).map_err(|e| e.named(NO_CLIENT))?;
    let client = tx.get(&Client::at(app.id))?.ok_or(NO_CLIENT)?;
    if request.scopes.is_empty() && request.user_scopes.is_empty() {
        return Err(Error::invalid("no_scopes"));
    }
    let within = |asked: &[String], known: &[String]| asked.iter().all(|scope| known.contains(scope));
    if !within(&request.scopes, &app.scopes) || !within(&request.user_scopes, &client.user_scopes) {
        return Err(Error::invalid("invalid_scope").because("the app is not registered for all of these scopes"));
    }
    let is_hash = |c: &String| BASE64URL_NOPAD.decode(c.as_bytes()).is_ok_and(|bytes| bytes.len() == 32);
    if request.challenge.as_ref().is_some_and(|c| !is_hash(c)) {
        return Err(Error::invalid("invalid_arguments").because("code_challenge is SHA-256 as base64url"));
    }
    let back = match &request.redirect_url {
        Some(asked) => client.redirect_urls.iter().find(|known| *known == asked),
        None => client.redirect_urls.first(),
    };
    let back = back.cloned().ok_or(BAD_REDIRECT)?;
    // One code for an app and an administrator: what was never fetched does not pile up.
    let last = LastGrant::at(tx, app.id, actor.user)?;
    if let Some(old) = tx.get(&last)? {
        tx.delete(&Grant::by_hash(&old.hash));
    }
    let grant = Grant {
        app: app.id,
        user: actor.user,
        scopes: request.scopes.clone(),
        user_scopes: request.user_scopes.clone(),
        redirect_url: request.redirect_url.clone(),
        challenge: request.challenge.clone(),
        expires: tx.now().plus_secs(limits::GRANT_SECS),
        used: false,
    };
    let hash = Grant::hash(tx, code)?;
    tx.put(&Grant::by_hash(&hash), &grant)?;
    tx.put(&last, &LastGrant { hash })?;
    Ok(back)
}

/// What an app shows to take its tokens.
#[derive(Clone)]
pub struct Claim {
    /// Who it says it is.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// The code it was brought.
    pub code: String,
    /// Where the person was sent back to; the one it named when it asked.
    pub redirect_url: Option<String>,
    /// PKCE: the secret behind the challenge.
    pub verifier: Option<String>,
}

/// The secrets of the tokens an app may be given, from `tokens::new_secret`.
#[derive(Clone)]
pub struct Secrets {
    /// For its bot.
    pub bot: String,
    /// For acting in the administrator's name.
    pub person: String,
}

/// Gives an app its tokens: a bot's, a person's, or both. The code is used up. Holds nothing.
pub fn redeem(tx: &mut Tx, claim: &Claim, secrets: &Secrets) -> Result<(App, Grant)> {
    let id = AppId::parse(&claim.client_id).ok_or(NO_CLIENT)?;
    let app = apps::get(tx, id).map_err(|e| e.named(NO_CLIENT))?;
    let client = tx.get(&Client::at(id))?.ok_or(NO_CLIENT)?;
    verify_slices_are_equal(&hash(tx, &claim.client_secret)?, &client.secret_hash)
        .map_err(|_| Error::denied("bad_client_secret"))?;
    let place = Grant::by_hash(&Grant::hash(tx, &claim.code)?);
    let mut grant = tx.get(&place)?.filter(|grant| grant.app == id).ok_or(Error::invalid("invalid_code"))?;
    if grant.used {
        return Err(Error::invalid("code_already_used"));
    }
    let person = people::get(tx, grant.user)?;
    // Who is no administrator any more lets nobody in.
    if grant.expires <= tx.now() || person.deleted || person.role < Role::Admin {
        return Err(Error::invalid("invalid_code"));
    }
    if grant.redirect_url.is_some() && grant.redirect_url != claim.redirect_url {
        return Err(BAD_REDIRECT);
    }
    // A verifier without a challenge is refused too: the code may be another one's, slipped in.
    if grant.challenge != claim.verifier.as_deref().map(challenge) {
        return Err(Error::invalid("invalid_code_verifier"));
    }
    grant.used = true;
    tx.put(&place, &grant)?;
    let wanted = [
        (TokenKind::Bot, app.bot_user, &grant.scopes, &secrets.bot),
        (TokenKind::Person, grant.user, &grant.user_scopes, &secrets.person),
    ];
    for (kind, user, scopes, secret) in wanted.into_iter().filter(|(_, _, scopes, _)| !scopes.is_empty()) {
        let (scopes, label) = (scopes.clone(), app.name.clone());
        tokens::issue(tx, secret, &NewToken { kind, user, app: Some(id), scopes, expires: Ts::MAX, label })?;
    }
    Ok((app, grant))
}

/// PKCE's `S256`.
pub fn challenge(verifier: &str) -> String {
    BASE64URL_NOPAD.encode(digest(&SHA256, verifier.as_bytes()).as_ref())
}

/// An address that a code may travel to: encrypted, or on the person's own machine; nothing behind `#`.
fn is_safe(url: &str) -> bool {
    let host = url.strip_prefix("http://").map(|rest| rest.split(['/', ':', '?']).next().unwrap_or_default());
    let own = host.is_some_and(|host| matches!(host, "localhost" | "127.0.0.1"));
    (own || url.starts_with("https://")) && text::is_link(url) && !url.contains('#')
}

fn is_scope(scope: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || matches!(c, ':' | '.' | '_' | '-');
    !scope.is_empty() && scope.len() <= 64 && scope.chars().all(fits)
}

fn hash(view: &View, secret: &str) -> Result<[u8; 16]> {
    view.lookup("client secret", &[secret.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_the_one_of_the_rfc() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn a_code_travels_encrypted_or_stays_on_the_machine() {
        for url in ["https://a.example/back?x=1", "http://localhost:3000/back", "http://127.0.0.1/"] {
            assert!(is_safe(url), "{url}");
        }
        let bad =
            ["http://a.example", "http://localhost.a.example", "http://localhost@a.example", "https://a/#b", "x:"];
        assert_eq!(bad.into_iter().find(|url| is_safe(url)), None);
    }
}
