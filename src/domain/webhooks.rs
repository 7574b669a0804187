//! Incoming webhooks: an address whose last part is a secret, and that posts into one channel.

use super::{Actor, apps};
use crate::base::id::{AppId, BotId, ChannelId, UserId};
use crate::base::{Error, Result, World, limits};
use crate::crypto::Scope;
use crate::store::records::app::{App, BotOf};
use crate::store::records::webhook::Webhook;
use crate::store::{Tx, View};
use aws_lc_rs::constant_time::verify_slices_are_equal;

/// The secret at the end of a webhook's address: 120 bits.
pub fn new_secret(world: &dyn World) -> String {
    let mut bytes = [0; 15];
    world.fill(&mut bytes);
    data_encoding::BASE32_NOPAD.encode(&bytes).to_lowercase()
}

/// Creates a webhook of an app under a bot id of its own. The secret itself is not kept. Holds nothing.
pub fn create(
    tx: &mut Tx,
    app: AppId,
    bot: BotId,
    channel: ChannelId,
    creator: UserId,
    secret: &str,
) -> Result<Webhook> {
    if tx.count(Webhook::prefix().prefix(), limits::WEBHOOKS)? >= limits::WEBHOOKS {
        return Err(Error::limit("limit_exceeded").because("this workspace has as many webhooks as it may"));
    }
    let name = apps::get(tx, app)?.name;
    let created = tx.now();
    let secret_hash = hash(tx, bot, secret)?;
    let webhook = Webhook { bot, app, channel, secret_hash, creator, created, disabled: false };
    tx.put(&Webhook::at(bot), &webhook)?;
    tx.put(&App::of_bot(bot), &BotOf { app, user: None, name, updated: created, deleted: false })?;
    Ok(webhook)
}

/// The webhook of this address; a wrong secret and a removed webhook look the same, also to a clock.
pub fn find(view: &View, bot: BotId, secret: &str) -> Result<Webhook> {
    let shown = hash(view, bot, secret)?;
    let found = view.get(&Webhook::at(bot))?;
    let kept = found.as_ref().map_or([0; 16], |webhook| webhook.secret_hash);
    let right = verify_slices_are_equal(&shown, &kept).is_ok();
    found.filter(|webhook| right && !webhook.disabled).ok_or(Error::not_found("no_service"))
}

/// Disables a webhook: its address no longer works, what it posted stays. Only administrators may. Holds nothing.
pub fn disable(tx: &mut Tx, actor: &Actor, bot: BotId) -> Result<()> {
    if !actor.is_admin() || actor.bot.is_some() {
        return Err(Error::denied("not_an_admin"));
    }
    let place = Webhook::at(bot);
    let webhook = tx.get(&place)?.ok_or(Error::not_found("bot_not_found"))?;
    tx.put(&place, &Webhook { disabled: true, ..webhook })?;
    apps::end_bot(tx, bot)
}

/// All webhooks, disabled ones included.
pub fn list(view: &View) -> Result<Vec<Webhook>> {
    view.all(&Scope::Auth, Webhook::prefix())
}

fn hash(view: &View, bot: BotId, secret: &str) -> Result<[u8; 16]> {
    view.lookup("webhook", &[bot.as_bytes(), secret.as_bytes()])
}
