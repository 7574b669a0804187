//! What a workspace has: `team.*`, `emoji.*` and `usergroups.*`.

methods! {
    "emoji.list": { "include_categories?": "boolean" } => {
        "emoji": { "*": "string // An address, or `alias:` and a name." },
        "cache_ts": "ts",
        "categories_version?": "string",
        "categories?": ["any"],
    };
    "team.info": { "team?": "id", "domain?": "string" } => { "team": {
        "id": "id",
        "name": "string",
        "domain": "string",
        "url": "string",
        "email_domain": "string",
        "icon": "TeamIcon",
        "is_verified": false,
    } };
    "usergroups.create": {
        "name": "string",
        "handle?": "string",
        "description?": "string",
        "channels?": ["id"],
    } => { "usergroup": "Usergroup" };
    "usergroups.disable": { "usergroup": "id" } => { "usergroup": "Usergroup" };
    "usergroups.enable": { "usergroup": "id" } => { "usergroup": "Usergroup" };
    "usergroups.list": { "include_disabled?": "boolean", "include_users?": "boolean" } => { "usergroups": ["Usergroup"] };
    "usergroups.update": {
        "usergroup": "id",
        "name?": "string",
        "handle?": "string",
        "description?": "string",
        "channels?": ["id"],
    } => { "usergroup": "Usergroup" };
    "usergroups.users.list": { "usergroup": "id", "include_disabled?": "boolean" } => { "users": ["id"] };
    "usergroups.users.update": { "usergroup": "id", "users": ["id"] } => { "usergroup": "Usergroup" };
}
