//! `conversations.*`, and `users.conversations`.

methods! {
    "conversations.archive": { "channel": "id" } => {};
    "conversations.close": { "channel": "id" } => { "no_op?": true, "already_closed?": true };
    "conversations.create": { "name": "string", "is_private?": "boolean" } => { "channel": "Channel" };
    "conversations.history": {
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
        "response_metadata": "NextPage",
    };
    "conversations.info": { "channel": "id", "include_locale?": "boolean" } => { "channel": "Channel" };
    "conversations.invite": { "channel": "id", "users": ["id"], "force?": "boolean // Those that can be." } => {
        "channel": "Channel",
        "errors?": [{ "user": "string", "ok": false, "error": "string" }],
    };
    "conversations.join": { "channel": "id" } => { "channel": "Channel" };
    "conversations.kick": { "channel": "id", "user": "id" } => { "errors": {} };
    "conversations.leave": { "channel": "id" } => { "not_in_channel?": true };
    "conversations.list": {
        "types?": ["'public_channel' | 'private_channel' | 'mpim' | 'im'"],
        "exclude_archived?": "boolean",
        "limit?": "integer",
        "cursor?": "string",
    } => { "channels": ["Channel"], "response_metadata": "NextPage" };
    "conversations.mark": { "channel": "id", "ts": "ts" } => {};
    "conversations.members": { "channel": "id", "limit?": "integer", "cursor?": "string" } => {
        "members": ["id"],
        "response_metadata": "NextPage",
    };
    "conversations.open": {
        "channel?": "id",
        "users?": ["id"],
        "return_im?": "boolean // The whole object, also of a direct conversation.",
        "prevent_creation?": "boolean",
    } => { "channel": "Channel | Named", "no_op?": true, "already_open?": true };
    "conversations.rename": { "channel": "id", "name": "string" } => { "channel": "Channel" };
    "conversations.replies": {
        "channel": "id",
        "ts": "ts",
        "latest?": "ts",
        "oldest?": "ts",
        "inclusive?": "boolean",
        "limit?": "integer",
        "cursor?": "string",
    } => { "messages": ["Message"], "has_more": "boolean", "response_metadata": "NextPage" };
    "conversations.setPurpose": { "channel": "id", "purpose": "string" } => {
        "channel": "Channel",
        "purpose": "string",
    };
    "conversations.setTopic": { "channel": "id", "topic": "string" } => { "channel": "Channel", "topic": "string" };
    "conversations.unarchive": { "channel": "id" } => {};
    "users.conversations": {
        "user?": "id",
        "types?": ["'public_channel' | 'private_channel' | 'mpim' | 'im'"],
        "exclude_archived?": "boolean",
        "limit?": "integer",
        "cursor?": "string",
    } => { "channels": ["Channel"], "response_metadata": "NextPage" };
}
