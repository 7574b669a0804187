//! `client.*`: what our own web client needs beyond Slack's public methods.

use super::{preferences as prefs, users};
use crate::api::answer::Answer;
use crate::api::call::{Call, Context, Refusal};
use crate::api::credentials::COOKIE;
use crate::api::devices;
use crate::api::guesses::Guess;
use crate::api::page::Page;
use crate::api::paging;
use crate::base::id::UserId;
use crate::base::{Error, Result, Ts, limits};
use crate::domain::objects::{conversation, dnd as quiet};
use crate::domain::tokens::NewToken;
use crate::domain::{Domain, access, dnd, installation, memberships, people, preferences, tokens};
use crate::store::records::channel::Channel;
use crate::store::records::member::Membership;
use crate::store::records::token::TokenKind;
use crate::store::{Part, Tx, View};
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use serde_json::{Value, json};

/// The error for a password that is not the one, and for an address nobody has.
const WRONG: Error = Error::denied("invalid_auth");

/// How long a browser stays signed in.
const SESSION_SECS: u64 = 30 * 86_400;

/// `client.login`: an address and a password for a session. A wrong try costs the same whoever it is at.
pub async fn login(call: &Call) -> Result<Value, Refusal> {
    let (email, password) = (call.args.required("email")?, call.args.required("password")?);
    let known = people::credential(&call.view()?, &email)?;
    let guess = Guess::at_the_door(call, &email, known.as_ref())?;
    let hash = known.as_ref().map(|(_, credential)| credential.hash.clone());
    let right = call.site.passwords.verify(call.network, hash, password).await?;
    let Some((user, credential)) = known.filter(|_| right) else { return Err(WRONG.into()) };
    guess.was_right();
    // Only who knows the password learns that the account is still there, and why it is closed.
    if user.deleted {
        return Err(Error::denied("account_inactive")
            .because("the account was deactivated; ask an administrator")
            .into());
    }
    let session =
        Session::new(call)
            .ok_or(Error::denied("not_allowed").because(
                "this signs a browser in: a page of this server sends X-Comity-Client; programs use tokens",
            ))?;
    let (kept, device) = (session.cookie(call), devices::cookie(call, user.id, &credential.hash)?);
    let write = move |tx: &mut Tx, cx: &Context| {
        // While it was looked at, the password may have become another, or the account closed.
        if people::credential_of(tx, user.id)?.is_none_or(|now| now.hash != credential.hash) {
            return Err(WRONG);
        }
        if people::get(tx, user.id)?.deleted {
            return Err(Error::denied("account_inactive"));
        }
        session.issue(tx, &cx.domain, user.id)
    };
    call.write(vec![Part::Person(user.id)], write).await?;
    call.set_cookie(kept);
    call.set_cookie(device);
    Ok(json!({ "user_id": user.id, "team_id": call.domain().team() }))
}

/// A browser that signs in now: its secret, and what it calls itself.
#[derive(Clone)]
pub struct Session {
    secret: String,
    label: String,
}

impl Session {
    /// For the caller's browser; nothing for a program, which would not get the cookie.
    pub fn new(call: &Call) -> Option<Self> {
        let secret = tokens::new_secret(TokenKind::Browser, call.domain().world());
        call.in_client.then(|| Self { secret, label: call.agent.chars().take(200).collect() })
    }

    /// Signs `user` in. Holds their part.
    pub fn issue(&self, tx: &mut Tx, domain: &Domain, user: UserId) -> Result<()> {
        let new = NewToken {
            kind: TokenKind::Browser,
            user,
            app: None,
            scopes: Vec::new(),
            expires: Ts(tx.now().0 + SESSION_SECS * 1_000_000),
            label: self.label.clone(),
        };
        tokens::sign_in(tx, domain.seen(), &self.secret, &new).map(drop)
    }

    /// What the browser keeps; to be set when the session is on disk.
    pub fn cookie(&self, call: &Call) -> Cookie<'static> {
        session_cookie(call, self.secret.clone(), SESSION_SECS)
    }
}

fn session_cookie(call: &Call, value: String, secs: u64) -> Cookie<'static> {
    Cookie::build(COOKIE, value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(call.site.public_url.starts_with("https://"))
        .max_age(Duration::seconds(i64::try_from(secs).unwrap_or(0)))
        .finish()
}

/// `client.logout`: the session ends, its sockets close.
pub async fn logout(call: &Call) -> Result<Value, Refusal> {
    let (user, session) = (call.actor().user, call.actor().session.ok_or(Error::denied("not_authed"))?);
    call.write(vec![Part::Person(user)], move |tx, _| tokens::revoke(tx, user, session)).await?;
    call.set_cookie(session_cookie(call, String::new(), 0));
    Ok(json!({}))
}

/// What a cursor of `client.boot` starts with once all people were told.
const CHANNELS: u8 = u8::MAX;

/// `client.boot`: everything the first screen shows, and the position from which the socket goes on. Of many people and
/// channels the rest follows by the cursor; the position that counts is the first one.
pub async fn boot(call: &Call) -> Result<Answer, Refusal> {
    let paging = paging::paging(&call.args, limits::CHANNELS_PER_PERSON, limits::CHANNELS_PER_PERSON)?;
    let view = call.view()?;
    let me = people::get(&view, call.actor().user)?;
    let team = installation::team(&view, call.domain().team())?;
    let mine = preferences::get(&view, me.id)?;
    let told = paging.after.as_deref().and_then(|after| after.strip_prefix(&[CHANNELS]));
    let mut page = Page::list(call, "users", paging.limit);
    if told.is_none() {
        let visible = users::visible(call, &view, paging.after.as_deref());
        page.fill(visible, |(cursor, user)| Ok((cursor.clone(), users::object(call, &view, user))))?;
    }
    let mut page = page.then("channels");
    page.fill(own(&view, call, told.unwrap_or_default())?, |(channel, mine)| {
        Ok(([&[CHANNELS], channel.id.as_bytes()].concat(), own_channel(call, &view, channel, mine)?))
    })?;
    Ok(page.answer(json!({
        "self": users::object(call, &view, &me),
        "team": { "id": team.id, "name": team.name, "domain": team.domain, "url": call.url("") },
        "installation": call.domain().installation(),
        "prefs": prefs::object(&mine)["prefs"],
        "dnd": quiet::own(&dnd::info(&view, me.id)?, view.now().secs()),
        "manual_away": mine.manual_away,
        "position": view.position()?.to_string(),
    })))
}

/// The caller's conversations from behind a cursor on, by id, with their own side of each.
fn own<'v>(
    view: &'v View<'v>,
    call: &'v Call,
    after: &[u8],
) -> Result<impl Iterator<Item = Result<(Channel, Membership)>> + use<'v>> {
    let mut all = memberships::channels_of(view, call.actor().user)?;
    all.retain(|mine| mine.channel.as_bytes() > after);
    all.sort_by_key(|mine| mine.channel);
    Ok(all.into_iter().map(|mine| Ok((access::seeing(view, call.actor(), mine.channel)?.channel, mine))))
}

/// A conversation with what only the caller sees of it.
fn own_channel(call: &Call, view: &View, channel: &Channel, mine: &Membership) -> Result<Value> {
    let (lens, me) = (call.lens(view), call.actor().user);
    let mut object = conversation::conversation(lens, channel, me, true)?;
    if let (Value::Object(all), Value::Object(own)) = (&mut object, conversation::own_side(lens, channel, me, mine)?) {
        all.extend(own);
    }
    Ok(object)
}

/// `client.counts`: read marks and counts of the caller's conversations.
pub async fn counts(call: &Call) -> Result<Answer, Refusal> {
    let paging = paging::paging(&call.args, limits::CHANNELS_PER_PERSON, limits::CHANNELS_PER_PERSON)?;
    let view = call.view()?;
    let me = call.actor().user;
    let mut page = Page::list(call, "channels", paging.limit);
    page.fill(own(&view, call, &paging.after.unwrap_or_default())?, |(channel, mine)| {
        let side = conversation::own_side(call.lens(&view), channel, me, mine)?;
        Ok((channel.id.as_bytes().to_vec(), side))
    })?;
    Ok(page.answer(json!({})))
}
