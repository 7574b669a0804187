//! `conversations.*`, and `users.conversations`.

methods! {
    "conversations.archive": "Archives a channel."
        { "channel": "id" } => {};
    "conversations.close": "Takes a direct or group conversation out of the caller's sidebar."
        { "channel": "id" } => { "no_op?": true, "already_closed?": true };
    "conversations.create": "Makes a channel."
        { "name": "string", "is_private?": "boolean" } => { "channel": "Channel" };
    "conversations.history": "Reads a page of a conversation, newest first."
        {
        "channel": "id",
        "latest?": "ts",
        "oldest?": "ts",
        "inclusive?": "boolean",
        "onward?": "boolean // Ours: the page that follows `oldest`.",
        "limit?": "integer",
        "cursor?": "string",
    } => {
        "messages": ["Message"],
        "has_more": "boolean",
        "pin_count": "integer",
        "channel_actions_ts": "null",
        "channel_actions_count": "integer",
        "latest?": "ts // What was asked for.",
        "response_metadata": "NextPage",
    };
    "conversations.info": "Tells about a conversation."
        { "channel": "id", "include_locale?": "boolean" } => { "channel": "Channel" };
    "conversations.invite": "Brings people into a channel."
        { "channel": "id", "users": ["id"], "force?": "boolean // Those that can be." } => {
        "channel": "Channel",
        "errors?": [{ "user": "string", "ok": false, "error": "string" }],
    };
    "conversations.join": "Joins a public channel."
        { "channel": "id" } => { "channel": "Channel" };
    "conversations.kick": "Removes somebody from a channel."
        { "channel": "id", "user": "id" } => { "errors": {} };
    "conversations.leave": "Leaves a channel."
        { "channel": "id" } => { "not_in_channel?": true };
    "conversations.list": "Lists the conversations the caller may see."
        {
        "types?": ["'public_channel' | 'private_channel' | 'mpim' | 'im'"],
        "exclude_archived?": "boolean",
        "limit?": "integer",
        "cursor?": "string",
    } => { "channels": ["Channel"], "response_metadata": "NextPage" };
    "conversations.mark": "Moves the caller's read mark."
        { "channel": "id", "ts": "ts" } => {};
    "conversations.members": "Lists who is in a conversation."
        { "channel": "id", "limit?": "integer", "cursor?": "string" } => {
        "members": ["id"],
        "response_metadata": "NextPage",
    };
    "conversations.open": "Opens a direct or group conversation."
        {
        "channel?": "id",
        "users?": ["id"],
        "return_im?": "boolean // The whole object, also of a direct conversation.",
        "prevent_creation?": "boolean",
    } => { "channel": "Channel | Named", "no_op?": true, "already_open?": true };
    "conversations.rename": "Renames a channel."
        { "channel": "id", "name": "string" } => { "channel": "Channel" };
    "conversations.replies": "Reads a thread."
        {
        "channel": "id",
        "ts": "ts",
        "latest?": "ts",
        "oldest?": "ts",
        "inclusive?": "boolean",
        "backward?": "boolean // Ours: the page that ends before `latest`.",
        "limit?": "integer",
        "cursor?": "string",
    } => { "messages": ["Message"], "has_more": "boolean", "response_metadata": "NextPage" };
    "conversations.setPurpose": "Sets what a channel is for."
        { "channel": "id", "purpose": "string" } => {
        "channel": "Channel",
        "purpose": "string",
    };
    "conversations.setTopic": "Sets a channel's topic."
        { "channel": "id", "topic": "string" } => { "channel": "Channel", "topic": "string" };
    "conversations.unarchive": "Opens an archived channel again."
        { "channel": "id" } => {};
    "users.conversations": "Lists the conversations somebody is in, as far as the caller may see."
        {
        "user?": "id",
        "types?": ["'public_channel' | 'private_channel' | 'mpim' | 'im'"],
        "exclude_archived?": "boolean",
        "limit?": "integer",
        "cursor?": "string",
    } => { "channels": ["Channel"], "response_metadata": "NextPage" };
}
