//! Incoming webhooks: an address whose last part is a secret, and that posts into one channel.

use super::apps;
use crate::base::id::{AppId, BotId, ChannelId, UserId};
use crate::base::{Error, Result, World};
use crate::store::records::app::{App, BotOf};
use crate::store::records::webhook::Webhook;
use crate::store::{Tx, View};

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
    let name = apps::get(tx, app)?.name;
    let created = tx.now();
    let secret_hash = hash(tx, bot, secret)?;
    let webhook = Webhook { bot, app, channel, secret_hash, creator, created, disabled: false };
    tx.put(&Webhook::at(bot), &webhook)?;
    tx.put(&App::of_bot(bot), &BotOf { app, user: None, name, updated: created, deleted: false })?;
    Ok(webhook)
}

/// The webhook of this address; a wrong secret and a removed webhook look the same.
pub fn find(view: &View, bot: BotId, secret: &str) -> Result<Webhook> {
    let hash = hash(view, bot, secret)?;
    let found = view.get(&Webhook::at(bot))?.filter(|webhook| !webhook.disabled && webhook.secret_hash == hash);
    found.ok_or(Error::not_found("no_service"))
}

fn hash(view: &View, bot: BotId, secret: &str) -> Result<[u8; 16]> {
    view.lookup("webhook", &[bot.as_bytes(), secret.as_bytes()])
}
