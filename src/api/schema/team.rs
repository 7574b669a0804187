//! What a workspace has: `team.*`, `emoji.*` and `usergroups.*`.

methods! {
    "emoji.list": "Lists the custom emoji by name."
        { "include_categories?": "boolean", "limit?": "integer", "cursor?": "string" } => {
        "emoji": { "*": "string // An address, or `alias:` and a name." },
        "cache_ts": "ts",
        "response_metadata": "NextPage",
        "categories_version?": "string",
        "categories?": ["any"],
    };
    "team.info": "Tells about the workspace."
        { "team?": "id", "domain?": "string" } => { "team": {
        "id": "id",
        "name": "string",
        "domain": "string",
        "url": "string",
        "email_domain": "string",
        "icon": "TeamIcon",
        "is_verified": false,
    } };
    "usergroups.create": "Makes a user group."
        {
        "name": "string",
        "handle?": "string",
        "description?": "string",
        "channels?": ["id"],
    } => { "usergroup": "Usergroup" };
    "usergroups.disable": "Disables a user group: its handle calls nobody."
        { "usergroup": "id" } => { "usergroup": "Usergroup" };
    "usergroups.enable": "Enables a user group again."
        { "usergroup": "id" } => { "usergroup": "Usergroup" };
    "usergroups.list": "Lists the user groups."
        {
        "include_disabled?": "boolean",
        "include_users?": "boolean",
        "limit?": "integer",
        "cursor?": "string",
    } => { "usergroups": ["Usergroup"], "response_metadata": "NextPage" };
    "usergroups.update": "Changes a user group."
        {
        "usergroup": "id",
        "name?": "string",
        "handle?": "string",
        "description?": "string",
        "channels?": ["id"],
    } => { "usergroup": "Usergroup" };
    "usergroups.users.list": "Lists who is in a user group."
        { "usergroup": "id", "include_disabled?": "boolean" } => { "users": ["id"] };
    "usergroups.users.update": "Says who is in a user group."
        { "usergroup": "id", "users": ["id"] } => { "usergroup": "Usergroup" };
}
