//! `chat.*`

methods! {
    "chat.delete": { "channel": "id", "ts": "ts" } => { "channel": "id", "ts": "ts" };
    "chat.deleteScheduledMessage": { "channel": "id", "scheduled_message_id": "id" } => {};
    "chat.getPermalink": { "channel": "id", "message_ts": "ts" } => { "channel": "id", "permalink": "string" };
    "chat.meMessage": { "channel": "string", "text": "string" } => {
        "channel": "id",
        "ts": "ts",
        "message": "Message",
        "is_duplicate?": true,
    };
    "chat.postEphemeral": {
        "channel": "string // An id, `#name`, or a person's id.",
        "user": "id",
        "text?": "string",
        "markdown_text?": "string",
        "blocks?": "SentBlocks",
        "attachments?": "SentAttachments",
        "metadata?": "SentMetadata",
        "thread_ts?": "ts",
        "reply_broadcast?": "boolean",
        "username?": "string",
        "icon_emoji?": "string",
        "icon_url?": "string",
        "client_msg_id?": "string",
    } => { "message_ts": "ts" };
    "chat.postMessage": {
        "channel": "string // An id, `#name`, or a person's id.",
        "text?": "string",
        "markdown_text?": "string",
        "blocks?": "SentBlocks",
        "attachments?": "SentAttachments",
        "metadata?": "SentMetadata",
        "thread_ts?": "ts",
        "reply_broadcast?": "boolean // Also to the channel.",
        "username?": "string",
        "icon_emoji?": "string",
        "icon_url?": "string",
        "client_msg_id?": "string // Sending it again posts once.",
    } => {
        "channel": "id",
        "ts": "ts",
        "message": "Message",
        "is_duplicate?": true,
    };
    "chat.scheduleMessage": {
        "channel": "string // An id, `#name`, or a person's id.",
        "post_at": "secs",
        "text?": "string",
        "markdown_text?": "string",
        "blocks?": "SentBlocks",
        "attachments?": "SentAttachments",
        "metadata?": "SentMetadata",
        "thread_ts?": "ts",
        "reply_broadcast?": "boolean",
        "username?": "string",
        "icon_emoji?": "string",
        "icon_url?": "string",
        "client_msg_id?": "string",
    } => {
        "channel": "id",
        "scheduled_message_id": "id",
        "post_at": "secs",
        "message": "Delayed",
    };
    "chat.scheduledMessages.list": {
        "channel?": "id",
        "oldest?": "ts",
        "latest?": "ts",
        "limit?": "integer",
        "cursor?": "string",
        "count?": "integer",
        "page?": "integer",
    } => { "scheduled_messages": ["Scheduled"], "response_metadata": "NextPage" };
    "chat.unfurl": {
        "channel": "id",
        "ts": "ts",
        "unfurls": "SentUnfurls",
        "user_auth_required?": "boolean",
    } => {};
    "chat.update": {
        "channel": "id",
        "ts": "ts",
        "text?": "string",
        "markdown_text?": "string",
        "blocks?": "SentBlocks",
        "attachments?": "SentAttachments",
        "metadata?": "SentMetadata",
    } => { "channel": "id", "ts": "ts", "text": "string", "message": "Message" };
}
