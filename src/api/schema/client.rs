//! What our own client has beside Slack's methods: `client.*`, `drafts.*`, `mentions.*`, `threads.*` and `saved.*`.

methods! {
    "client.acceptInvite": {
        "invite": "string // The link, or its secret.",
        "name": "string",
        "real_name": "string",
        "display_name?": "string",
        "email?": "string",
        "password": "string",
    } => { "user_id": "id", "team_id": "id" };
    "client.authorizeApp": {
        "client_id": "id",
        "scope?": ["string"],
        "user_scope?": ["string"],
        "redirect_uri?": "string",
        "state?": "string",
        "code_challenge?": "string",
        "code_challenge_method?": "'S256'",
    } => { "redirect_to": "string", "code": "string" };
    "client.boot": {} => {
        "self": "User",
        "team": "Team",
        "installation": "id",
        "users": ["User"],
        "channels": ["Channel"],
        "prefs": { "*": "any" },
        "dnd": "OwnQuiet",
        "manual_away": "boolean // Shown as away by choice.",
        "position": "string // Where the socket goes on.",
    };
    "client.changePassword": { "old_password": "string", "new_password": "string", "end_others?": "boolean" } => {
        "sessions_ended": "integer // Browsers.",
        "tokens_ended": "integer // Of programs that acted as the caller.",
    };
    "client.counts": {} => { "channels": ["OwnSide"] };
    "client.emoji.add": { "name": "string", "alias_for?": "string", "image?": "file" } => {};
    "client.emoji.list": {} => { "emoji": { "*": "CustomEmoji" } };
    "client.emoji.remove": { "name": "string" } => {};
    "client.invitation": { "invite": "string // The link, or its secret." } => {
        "kind": "'join' | 'password'",
        "team": { "name": "string" },
        "inviter": "string // The name of who made the link.",
        "date_expire": "secs",
        "role?": "Role",
        "email?": "string | null",
    };
    "client.login": { "email": "string", "password": "string" } => { "user_id": "id", "team_id": "id" };
    "client.logout": {} => {};
    "client.sessions.list": {} => { "sessions": ["Session"], "pushed_out": "PushedOut | null" };
    "client.sessions.revoke": { "session": "string" } => {};
    "client.setChannelPrefs": {
        "channel": "id",
        "muted?": "boolean",
        "starred?": "boolean",
        "notify?": "Notify",
    } => { "channel": "OwnSide" };
    "client.setPassword": { "invite": "string // The link, or its secret.", "password": "string" } => {
        "user_id": "id",
        "team_id": "id",
    };
    "client.setTimezone": { "tz": "string", "tz_offset": "integer // Seconds ahead of UTC." } => { "user": "User" };
    "client.transferOwnership": { "user_id": "id", "password": "string" } => {};
    "drafts.delete": { "channel": "id", "thread_ts?": "ts" } => {};
    "drafts.list": {} => { "drafts": ["Draft"] };
    "drafts.set": { "channel": "id", "thread_ts?": "ts", "text?": "string // Nothing forgets the draft." } => {
        "draft": "Draft | null",
    };
    "mentions.list": { "limit?": "integer", "cursor?": "string" } => {
        "items": ["MessageItem"],
        "has_more": "boolean",
        "response_metadata": "NextPage",
    };
    "saved.update": { "channel": "id", "timestamp": "ts", "mark": "'completed' | 'uncompleted'" } => {};
    "threads.list": { "limit?": "integer", "cursor?": "string" } => {
        "threads": ["Thread"],
        "unread_threads": "integer",
        "has_more": "boolean",
        "response_metadata": "NextPage",
    };
    "threads.mark": { "channel": "id", "thread_ts": "ts", "ts": "ts" } => {};
    "threads.subscribe": { "channel": "id", "thread_ts": "ts" } => {};
    "threads.unsubscribe": { "channel": "id", "thread_ts": "ts" } => {};
}
