//! The `bot` object.

use crate::base::id::BotId;
use crate::store::records::app::BotOf;
use serde_json::{Value, json};

/// A bot, as `bots.info` shows it.
pub fn bot(id: BotId, bot: &BotOf) -> Value {
    let mut object = json!({
        "id": id,
        "deleted": bot.deleted,
        "name": bot.name,
        "updated": bot.updated.secs(),
        "app_id": bot.app,
        "icons": { "image_36": "", "image_48": "", "image_72": "" },
    });
    if let Some(user) = bot.user {
        object["user_id"] = json!(user);
    }
    object
}
