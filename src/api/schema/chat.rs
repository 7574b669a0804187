//! `chat.*`

methods! {
    "chat.delete": "Deletes a message."
        { "channel": "id", "ts": "ts" } => { "channel": "id", "ts": "ts" };
    "chat.deleteScheduledMessage": "Takes a scheduled message back."
        {
        "channel": "id",
        "scheduled_message_id": "id",
        "draft?": "string // Keeps this text among the caller's drafts, behind what stands there; sessions only.",
    } => { "draft?": "Draft" };
    "chat.getPermalink": "Gives the lasting address of a message."
        { "channel": "id", "message_ts": "ts" } => { "channel": "id", "permalink": "string" };
    "chat.meMessage": "Posts what the caller does, as `/me` does."
        { "channel": "string", "text": "string" } => {
        "channel": "id",
        "ts": "ts",
        "message": "Message",
        "is_duplicate?": true,
    };
    "chat.postEphemeral": "Shows a message to one person of a channel, who must look now; nothing is kept."
        {
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
    "chat.postMessage": "Posts a message."
        {
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
    "chat.scheduleMessage": "Posts a message at a later time."
        {
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
    "chat.scheduledMessages.list": "Lists the caller's scheduled messages."
        {
        "channel?": "id",
        "oldest?": "ts",
        "latest?": "ts",
        "limit?": "integer",
        "cursor?": "string",
        "count?": "integer",
        "page?": "integer",
    } => { "scheduled_messages": ["Scheduled"], "response_metadata": "NextPage" };
    "chat.unfurl": "Puts what an app knows of links below the message that names them."
        {
        "channel": "id",
        "ts": "ts",
        "unfurls": "SentUnfurls",
        "user_auth_required?": "boolean",
    } => {};
    "chat.update": "Changes a message."
        {
        "channel": "id",
        "ts": "ts",
        "text?": "string",
        "markdown_text?": "string",
        "blocks?": "SentBlocks",
        "attachments?": "SentAttachments",
        "metadata?": "SentMetadata",
    } => { "channel": "id", "ts": "ts", "text": "string", "message": "Message" };
}
