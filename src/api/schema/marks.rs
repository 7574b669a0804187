//! What people put on messages and channels: `bookmarks.*`, `pins.*`, `reactions.*`, `reminders.*` and `stars.*`.

methods! {
    "bookmarks.add": "Adds a bookmark to a channel."
        { "channel_id": "id", "title": "string", "type": "string", "link?": "string", "emoji?": "string" } => {
        "bookmark": "Bookmark",
    };
    "bookmarks.edit": "Changes a bookmark."
        {
        "channel_id": "id",
        "bookmark_id": "id",
        "title?": "string",
        "link?": "string",
        "emoji?": "string",
    } => { "bookmark": "Bookmark" };
    "bookmarks.list": "Lists a channel's bookmarks."
        { "channel_id": "id", "limit?": "integer", "cursor?": "string" } => { "bookmarks": ["Bookmark"], "response_metadata": "NextPage" };
    "bookmarks.remove": "Removes a bookmark."
        { "channel_id": "id", "bookmark_id": "id" } => {};
    "pins.add": "Pins a message."
        { "channel": "id", "timestamp": "ts" } => {};
    "pins.list": "Lists the pinned messages of a conversation."
        { "channel": "id", "limit?": "integer", "cursor?": "string" } => { "items": ["Pin"], "response_metadata": "NextPage" };
    "pins.remove": "Takes a pin away."
        { "channel": "id", "timestamp": "ts" } => {};
    "reactions.add": "Reacts to a message."
        { "channel": "id", "timestamp": "ts", "name": "string" } => {};
    "reactions.get": "Reads the reactions to a message."
        { "channel": "id", "timestamp": "ts" } => {
        "type": "'message'",
        "channel": "id",
        "message": "Message",
    };
    "reactions.list": "Lists what somebody reacted to."
        {
        "user?": "id",
        "limit?": "integer",
        "cursor?": "string",
        "count?": "integer",
        "page?": "integer",
    } => { "items": ["MessageItem"], "paging": "Paging", "response_metadata": "NextPage" };
    "reactions.remove": "Takes a reaction back."
        { "channel": "id", "timestamp": "ts", "name": "string" } => {};
    "reminders.add": "Reminds the caller of something at a time."
        {
        "text": "string",
        "time": "string // A moment in seconds, seconds from now, or words.",
        "user?": "id",
        "recurrence?": "any // Refused: reminders do not repeat here.",
    } => { "reminder": "Reminder" };
    "reminders.complete": "Marks a reminder as done."
        { "reminder": "id" } => {};
    "reminders.delete": "Deletes a reminder."
        { "reminder": "id" } => {};
    "reminders.info": "Reads a reminder."
        { "reminder": "id" } => { "reminder": "Reminder" };
    "reminders.list": "Lists the caller's reminders."
        { "limit?": "integer", "cursor?": "string" } => { "reminders": ["Reminder"], "response_metadata": "NextPage" };
    "stars.add": "Saves a message for later, or stars a conversation."
        { "channel": "id", "timestamp?": "ts // A message; else the channel itself.", "file?": "string" } => {};
    "stars.list": "Lists what the caller saved."
        { "limit?": "integer", "cursor?": "string", "count?": "integer", "page?": "integer" } => {
        "items": ["Star"],
        "paging": "Paging",
        "response_metadata": "NextPage",
    };
    "stars.remove": "Takes a saved message or a star away."
        { "channel": "id", "timestamp?": "ts // A message; else the channel itself.", "file?": "string" } => {};
}
