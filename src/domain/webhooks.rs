//! Incoming webhooks: whoever knows the address may post into one channel, for as long as its maker is somebody here. An
//! app's bot acts in its own name and outlives whoever made it; a webhook has nobody but its maker behind it.

use super::access::{self, Posting};
use super::messages::{self, NewMessage, Posted};
use super::{Actor, Domain, apps, tokens};
use crate::base::id::{AppId, BotId, TeamId};
use crate::base::{Error, Result, World, limits};
use crate::crypto::Scope;
use crate::store::records::app::{App, BotOf};
use crate::store::records::channel::Channel;
use crate::store::records::message::Author;
use crate::store::records::token::TokenKind;
use crate::store::records::user::User;
use crate::store::records::webhook::Webhook;
use crate::store::{Tx, View};
use aws_lc_rs::constant_time::verify_slices_are_equal;

/// The error for an address that no longer posts.
const NO_SERVICE: Error = Error::not_found("no_service");

/// Whether a webhook posts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// It does.
    Posting,
    /// Not while its maker is deactivated.
    Stopped,
    /// Never again: it was revoked, or its app is gone.
    Ended,
}

/// The last part of an address that nobody can guess.
pub fn new_secret(world: &dyn World) -> String {
    let secret = tokens::new_secret(TokenKind::Bot, world);
    secret.trim_start_matches("xoxb-").to_owned()
}

/// Creates a webhook of an app that posts where the caller may post. Its address ends in `secret`, which is not kept.
/// Only administrators may. Holds nothing.
pub fn create(tx: &mut Tx, actor: &Actor, posting: &Posting, app: AppId, name: &str, secret: &str) -> Result<Webhook> {
    access::administering(actor)?;
    apps::get(tx, app)?;
    let name = apps::called(name)?;
    if tx.count(Webhook::prefix().prefix(), limits::WEBHOOKS)? >= limits::WEBHOOKS {
        return Err(Error::limit("limit_exceeded").because("this workspace has as many webhooks as it may"));
    }
    let bot = BotId::mint(tx.world());
    let created = tx.now();
    let webhook = Webhook {
        bot,
        app,
        channel: posting.id(),
        secret_hash: hash(tx, secret)?,
        creator: actor.user,
        created,
        disabled: false,
    };
    tx.put(&Webhook::at(bot), &webhook)?;
    let known = BotOf { app, user: None, name, updated: created, deleted: false };
    tx.put(&App::of_bot(bot), &known)?;
    Ok(webhook)
}

/// The webhook behind an address. Who knows the ids but not the secret learns nothing, not even from the time it takes.
pub fn find(view: &View, domain: &Domain, team: &str, bot: &str, secret: &str) -> Result<Webhook> {
    let known = TeamId::parse(team).filter(|team| *team == domain.team());
    let found = BotId::parse(bot).map(|bot| view.get(&Webhook::at(bot))).transpose()?.flatten();
    let shown = hash(view, secret)?;
    let kept = found.as_ref().map_or([0; 16], |webhook| webhook.secret_hash);
    let right = verify_slices_are_equal(&shown, &kept).is_ok();
    match found {
        _ if known.is_none() => Err(Error::not_found("no_team")),
        Some(webhook) if right && state(view, &webhook)? == State::Posting => Ok(webhook),
        Some(_) if right => Err(NO_SERVICE),
        _ => Err(Error::denied("invalid_token")),
    }
}

/// Whether a webhook posts. Nothing is written down when its maker goes, so it posts again once they are let back in.
pub fn state(view: &View, webhook: &Webhook) -> Result<State> {
    if webhook.disabled || apps::get(view, webhook.app).is_err() {
        return Ok(State::Ended);
    }
    let maker = view.get(&User::at(webhook.creator))?;
    Ok(if maker.is_some_and(|user| !user.deleted) { State::Posting } else { State::Stopped })
}

/// Posts through a webhook. Holds the channel's part.
pub fn post(tx: &mut Tx, domain: &Domain, webhook: &Webhook, new: &NewMessage) -> Result<Posted> {
    let current = tx.get(&Webhook::at(webhook.bot))?.ok_or(NO_SERVICE)?;
    if state(tx, &current)? != State::Posting {
        return Err(NO_SERVICE);
    }
    let channel = tx.get(&Channel::at(current.channel))?.ok_or(access::CHANNEL_NOT_FOUND)?;
    if channel.archived {
        return Err(Error::denied("channel_is_archived"));
    }
    let author = Author { user: None, bot: Some(current.bot), app: Some(current.app) };
    messages::write(tx, author, channel.id, domain.installation(), new)
}

/// Disables a webhook: its address no longer works. Only administrators may. Holds nothing.
pub fn disable(tx: &mut Tx, actor: &Actor, bot: BotId) -> Result<()> {
    access::administering(actor)?;
    let place = Webhook::at(bot);
    let webhook = tx.get(&place)?.ok_or(Error::not_found("bot_not_found"))?;
    tx.put(&place, &Webhook { disabled: true, ..webhook })?;
    apps::end_bot(tx, bot)
}

/// All webhooks, disabled ones included.
pub fn list(view: &View) -> Result<Vec<Webhook>> {
    view.all(&Scope::Auth, Webhook::prefix())
}

fn hash(view: &View, secret: &str) -> Result<[u8; 16]> {
    view.lookup("webhook", &[secret.as_bytes()])
}
