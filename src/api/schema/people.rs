//! `users.*` and `dnd.*`

methods! {
    "dnd.endDnd": {} => {};
    "dnd.endSnooze": {} => {
        "dnd_enabled": "boolean",
        "next_dnd_start_ts": "secs",
        "next_dnd_end_ts": "secs",
        "snooze_enabled": "boolean",
    };
    "dnd.info": { "user?": "id" } => {
        "dnd_enabled": "boolean",
        "next_dnd_start_ts": "secs",
        "next_dnd_end_ts": "secs",
        "snooze_enabled?": "boolean // Of oneself, as the following.",
        "snooze_endtime?": "secs",
        "snooze_remaining?": "integer",
        "snooze_is_indefinite?": false,
    };
    "dnd.setSnooze": { "num_minutes": "integer" } => {
        "snooze_enabled": true,
        "snooze_endtime": "secs",
        "snooze_remaining": "integer",
        "snooze_is_indefinite": false,
    };
    "dnd.teamInfo": { "users": ["id"] } => { "users": { "*": "Quiet" } };
    "users.deletePhoto": {} => {};
    "users.getPresence": { "user?": "id" } => {
        "presence": "'active' | 'away'",
        "online?": "boolean // Of oneself, as the following.",
        "auto_away?": "boolean",
        "manual_away?": "boolean",
        "connection_count?": "integer",
        "last_activity?": "secs",
    };
    "users.identity": {} => {
        "user": { "id": "id", "name": "string", "email?": "string" },
        "team": { "id": "id", "name?": "string" },
    };
    "users.info": { "user": "id", "include_locale?": "boolean" } => { "user": "User" };
    "users.list": { "limit?": "integer", "cursor?": "string", "include_locale?": "boolean" } => {
        "members": ["User"],
        "cache_ts": "secs",
        "response_metadata": "NextPage",
    };
    "users.lookupByEmail": { "email": "string" } => { "user": "User" };
    "users.prefs.get": {} => { "prefs": { "*": "any" } };
    "users.prefs.set": { "prefs?": { "*": "any" }, "name?": "string", "value?": "any" } => { "prefs": { "*": "any" } };
    "users.profile.get": { "user?": "id" } => { "profile": "Profile" };
    "users.profile.set": { "user?": "id", "profile?": { "*": "any" }, "name?": "string", "value?": "string" } => {
        "username": "string",
        "profile": "Profile",
    };
    "users.setActive": {} => {};
    "users.setPhoto": { "image": "file" } => { "profile": "Profile" };
    "users.setPresence": { "presence": "'auto' | 'active' | 'away'" } => {};
}
