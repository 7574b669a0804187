//! The `bookmark` object.

use crate::base::id::{ChannelId, TeamId};
use crate::store::records::bookmark::Bookmark;
use serde_json::{Value, json};

/// A bookmark of a channel. `date_updated` is 0 until it is changed, as in Slack.
pub fn bookmark(bookmark: &Bookmark, channel: ChannelId, team: TeamId) -> Value {
    let updated = if bookmark.updated > bookmark.created { bookmark.updated.secs() } else { 0 };
    json!({
        "id": bookmark.id,
        "channel_id": channel,
        "title": bookmark.title,
        "link": bookmark.link,
        "emoji": bookmark.emoji,
        "icon_url": null,
        "type": bookmark.kind,
        "entity_id": null,
        "date_created": bookmark.created.secs(),
        "date_updated": updated,
        "rank": bookmark.created.to_string(),
        "last_updated_by_user_id": bookmark.updated_by,
        "last_updated_by_team_id": team,
        "shortcut_id": null,
        "app_id": null,
        "app_action_id": null,
    })
}
