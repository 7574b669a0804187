//! What our own client has beside Slack's methods: `client.*`, `drafts.*`, `mentions.*`, `threads.*` and `saved.*`.

methods! {
    "client.acceptInvite": "Joins by the link of an invitation, and signs in."
        {
        "invite": "string // The link, or its secret.",
        "name": "string",
        "real_name": "string",
        "display_name?": "string",
        "email?": "string",
        "password": "string",
    } => { "user_id": "id", "team_id": "id" };
    "client.authorizeApp": "Gives an app the scopes it asks for, and leads back to it."
        {
        "client_id": "id",
        "scope?": ["string"],
        "user_scope?": ["string"],
        "redirect_uri?": "string",
        "state?": "string",
        "code_challenge?": "string",
        "code_challenge_method?": "'S256'",
    } => { "redirect_to": "string", "code": "string" };
    "client.boot": "Brings everything a first screen shows, and the position from which the socket goes on."
        { "limit?": "integer // Of people, and of channels.", "cursor?": "string" } => {
        "self": "User",
        "team": "Team",
        "installation": "id",
        "users": ["User"],
        "channels": ["Channel"],
        "prefs": { "*": "any" },
        "dnd": "OwnQuiet",
        "manual_away": "boolean // Shown as away by choice.",
        "position": "string // Where the socket goes on, on the first page.",
        "response_metadata": "NextPage",
    };
    "client.changePassword": "Changes the caller's password."
         { "old_password": "string", "new_password": "string", "end_others?": "boolean" } => {
        "sessions_ended": "integer // Browsers.",
        "tokens_ended": "integer // Of programs that acted as the caller.",
    };
    "client.counts": "Counts what is unread in each of the caller's conversations."
        { "limit?": "integer", "cursor?": "string" } => { "channels": ["OwnSide"], "response_metadata": "NextPage" };
    "client.emoji.add": "Adds a custom emoji, with its picture or as another name of one."
        { "name": "string", "alias_for?": "string", "image?": "file" } => {};
    "client.emoji.list": "Lists the custom emoji with who added them."
        { "limit?": "integer", "cursor?": "string" } => { "emoji": { "*": "CustomEmoji" }, "response_metadata": "NextPage" };
    "client.emoji.remove": "Removes a custom emoji: one's own, or for administrators anybody's."
        { "name": "string" } => {};
    "client.invitation": "Tells what a link invites to."
        { "invite": "string // The link, or its secret." } => {
        "kind": "'join' | 'password'",
        "team": { "name": "string" },
        "inviter": "string // The name of who made the link.",
        "date_expire": "secs",
        "role?": "Role",
        "email?": "string | null",
    };
    "client.login": "Signs in with address and password."
        { "email": "string", "password": "string" } => { "user_id": "id", "team_id": "id" };
    "client.logout": "Ends the session it is called with."
        {} => {};
    "client.sessions.list": "Lists where the caller is signed in, and who was signed out to make room."
        { "limit?": "integer", "cursor?": "string" } => {
        "sessions": ["Session"],
        "pushed_out": "PushedOut | null",
        "response_metadata": "NextPage",
    };
    "client.sessions.revoke": "Ends one of the caller's sessions."
        { "session": "string" } => {};
    "client.setChannelPrefs": "Mutes, stars or sets the notifications of a conversation for the caller."
        {
        "channel": "id",
        "muted?": "boolean",
        "starred?": "boolean",
        "notify?": "Notify",
    } => { "channel": "OwnSide" };
    "client.setPassword": "Sets a new password by the link an administrator made, and signs in."
        { "invite": "string // The link, or its secret.", "password": "string" } => {
        "user_id": "id",
        "team_id": "id",
    };
    "client.setTimezone": "Sets the caller's time zone."
        { "tz": "string", "tz_offset": "integer // Seconds ahead of UTC." } => { "user": "User" };
    "client.transferOwnership": "Makes another person the first owner."
        { "user_id": "id", "password": "string" } => {};
    "drafts.delete": "Deletes a draft."
        { "channel": "id", "thread_ts?": "ts" } => {};
    "drafts.list": "Lists the caller's drafts."
        { "limit?": "integer", "cursor?": "string" } => { "drafts": ["Draft"], "response_metadata": "NextPage" };
    "drafts.set": "Keeps a draft of a message."
        { "channel": "id", "thread_ts?": "ts", "text?": "string // Nothing forgets the draft." } => {
        "draft": "Draft | null",
    };
    "mentions.list": "Lists messages that call the caller, newest first."
        { "limit?": "integer", "cursor?": "string" } => {
        "items": ["MessageItem"],
        "has_more": "boolean",
        "response_metadata": "NextPage",
    };
    "saved.update": "Marks a saved message as done, or not."
        { "channel": "id", "timestamp": "ts", "mark": "'completed' | 'uncompleted'" } => {};
    "threads.list": "Lists the threads the caller follows."
        { "limit?": "integer", "cursor?": "string" } => {
        "threads": ["Thread"],
        "unread_threads": "integer",
        "has_more": "boolean",
        "response_metadata": "NextPage",
    };
    "threads.mark": "Moves the caller's read mark in a thread."
        { "channel": "id", "thread_ts": "ts", "ts": "ts" } => {};
    "threads.subscribe": "Follows a thread."
        { "channel": "id", "thread_ts": "ts" } => {};
    "threads.unsubscribe": "Follows a thread no longer."
        { "channel": "id", "thread_ts": "ts" } => {};
}
