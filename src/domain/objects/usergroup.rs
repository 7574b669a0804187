//! The `usergroup` object, called `subteam` in events.

use crate::base::Ts;
use crate::base::id::TeamId;
use crate::store::records::usergroup::Usergroup;
use serde_json::{Value, json};

/// A user group, with its people or only their number.
pub fn usergroup(group: &Usergroup, team: TeamId, with_users: bool) -> Value {
    let disabled = group.disabled.map_or(0, Ts::secs);
    let mut object = json!({
        "id": group.id,
        "team_id": team,
        "is_usergroup": true,
        "is_subteam": true,
        "name": group.name,
        "description": group.description,
        "handle": group.handle,
        "is_external": false,
        "date_create": group.created.secs(),
        "date_update": group.updated.secs(),
        "date_delete": disabled,
        "auto_type": null,
        "auto_provision": false,
        "enterprise_subteam_id": "",
        "created_by": group.created_by,
        "updated_by": group.updated_by,
        "deleted_by": group.disabled.map(|_| group.updated_by),
        "prefs": { "channels": group.channels, "groups": [] },
        "user_count": group.users.len(),
        "channel_count": group.channels.len(),
    });
    if with_users {
        object["users"] = json!(group.users);
    }
    object
}
