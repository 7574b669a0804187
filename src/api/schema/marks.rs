//! What people put on messages and channels: `bookmarks.*`, `pins.*`, `reactions.*`, `reminders.*` and `stars.*`.

methods! {
    "bookmarks.add": { "channel_id": "id", "title": "string", "type": "string", "link?": "string", "emoji?": "string" } => {
        "bookmark": "Bookmark",
    };
    "bookmarks.edit": {
        "channel_id": "id",
        "bookmark_id": "id",
        "title?": "string",
        "link?": "string",
        "emoji?": "string",
    } => { "bookmark": "Bookmark" };
    "bookmarks.list": { "channel_id": "id" } => { "bookmarks": ["Bookmark"] };
    "bookmarks.remove": { "channel_id": "id", "bookmark_id": "id" } => {};
    "pins.add": { "channel": "id", "timestamp": "ts" } => {};
    "pins.list": { "channel": "id" } => { "items": ["Pin"] };
    "pins.remove": { "channel": "id", "timestamp": "ts" } => {};
    "reactions.add": { "channel": "id", "timestamp": "ts", "name": "string" } => {};
    "reactions.get": { "channel": "id", "timestamp": "ts" } => {
        "type": "'message'",
        "channel": "id",
        "message": "Message",
    };
    "reactions.list": {
        "user?": "id",
        "limit?": "integer",
        "cursor?": "string",
        "count?": "integer",
        "page?": "integer",
    } => { "items": ["MessageItem"], "paging": "Paging", "response_metadata": "NextPage" };
    "reactions.remove": { "channel": "id", "timestamp": "ts", "name": "string" } => {};
    "reminders.add": {
        "text": "string",
        "time": "string // A moment in seconds, seconds from now, or words.",
        "user?": "id",
        "recurrence?": "any // Refused: reminders do not repeat here.",
    } => { "reminder": "Reminder" };
    "reminders.complete": { "reminder": "id" } => {};
    "reminders.delete": { "reminder": "id" } => {};
    "reminders.info": { "reminder": "id" } => { "reminder": "Reminder" };
    "reminders.list": {} => { "reminders": ["Reminder"] };
    "stars.add": { "channel": "id", "timestamp?": "ts // A message; else the channel itself.", "file?": "string" } => {};
    "stars.list": { "limit?": "integer", "cursor?": "string", "count?": "integer", "page?": "integer" } => {
        "items": ["Star"],
        "paging": "Paging",
        "response_metadata": "NextPage",
    };
    "stars.remove": { "channel": "id", "timestamp?": "ts // A message; else the channel itself.", "file?": "string" } => {};
}
