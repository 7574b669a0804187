//! `users.*` and `dnd.*`

methods! {
    "dnd.endDnd": "Ends the caller's quiet hours of today."
        {} => {};
    "dnd.endSnooze": "Ends the caller's pause of notifications."
        {} => {
        "dnd_enabled": "boolean",
        "next_dnd_start_ts": "secs",
        "next_dnd_end_ts": "secs",
        "snooze_enabled": "boolean",
    };
    "dnd.info": "Tells when somebody is not to be disturbed."
        { "user?": "id" } => {
        "dnd_enabled": "boolean",
        "next_dnd_start_ts": "secs",
        "next_dnd_end_ts": "secs",
        "snooze_enabled?": "boolean // Of oneself, as the following.",
        "snooze_endtime?": "secs",
        "snooze_remaining?": "integer",
        "snooze_is_indefinite?": false,
    };
    "dnd.setSnooze": "Pauses the caller's notifications for some minutes."
        { "num_minutes": "integer" } => {
        "snooze_enabled": true,
        "snooze_endtime": "secs",
        "snooze_remaining": "integer",
        "snooze_is_indefinite": false,
    };
    "dnd.teamInfo": "Tells of several people when they are not to be disturbed."
        { "users": ["id"] } => { "users": { "*": "Quiet" } };
    "users.deletePhoto": "Takes the caller's picture away."
        {} => {};
    "users.getPresence": "Tells whether somebody is there."
        { "user?": "id" } => {
        "presence": "'active' | 'away'",
        "online?": "boolean // Of oneself, as the following.",
        "auto_away?": "boolean",
        "manual_away?": "boolean",
        "connection_count?": "integer",
        "last_activity?": "secs",
    };
    "users.identity": "Tells an app who the person is that signed in with it."
        {} => {
        "user": {
            "id": "id",
            "name": "string",
            "email?": "string",
            "image_24?": "string // With `identity.avatar`, as the other sizes.",
            "image_32?": "string",
            "image_48?": "string",
            "image_72?": "string",
            "image_192?": "string",
            "image_512?": "string",
        },
        "team": { "id": "id", "name?": "string" },
    };
    "users.info": "Tells about a person or a bot user."
        { "user": "id", "include_locale?": "boolean" } => { "user": "User" };
    "users.list": "Lists the people and bot users the caller may know."
        { "limit?": "integer", "cursor?": "string", "include_locale?": "boolean" } => {
        "members": ["User"],
        "cache_ts": "secs",
        "response_metadata": "NextPage",
    };
    "users.lookupByEmail": "Finds a person by their address."
        { "email": "string" } => { "user": "User" };
    "users.prefs.get": "Reads the caller's preferences."
        {} => { "prefs": { "*": "any" } };
    "users.prefs.set": "Sets preferences of the caller."
        { "prefs?": { "*": "any" }, "name?": "string", "value?": "any" } => { "prefs": { "*": "any" } };
    "users.profile.get": "Reads a profile."
        { "user?": "id" } => { "profile": "Profile" };
    "users.profile.set": "Changes the caller's profile, or for administrators that of somebody else."
        { "user?": "id", "profile?": { "*": "any" }, "name?": "string", "value?": "string" } => {
        "username": "string",
        "profile": "Profile",
    };
    "users.setActive": "Does nothing: who has a socket is there."
        {} => {};
    "users.setPhoto": "Gives the caller a picture."
        { "image": "file" } => { "profile": "Profile" };
    "users.setPresence": "Shows the caller as away, or as they are."
        { "presence": "'auto' | 'active' | 'away'" } => {};
}
