//! The `bot` object.

use super::Lens;
use crate::base::id::BotId;
use crate::domain::avatars;
use crate::store::records::app::BotOf;
use serde_json::{Value, json};

/// A bot, as `bots.info` shows it.
pub fn bot(lens: Lens, id: BotId, bot: &BotOf) -> Value {
    let mut object = json!({
        "id": id,
        "deleted": bot.deleted,
        "name": bot.name,
        "updated": bot.updated.secs(),
        "app_id": bot.app,
        "icons": icons(lens, id),
    });
    if let Some(user) = bot.user {
        object["user_id"] = json!(user);
    }
    object
}

/// The pictures beside a bot's name, in Slack's sizes.
pub fn icons(lens: Lens, id: BotId) -> Value {
    let address = avatars::address(lens.site, id);
    json!({ "image_36": address, "image_48": address, "image_72": address })
}
