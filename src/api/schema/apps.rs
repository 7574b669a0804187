//! What apps are for: `api.*`, `apps.*`, `auth.*`, `bots.*`, `oauth.*`, `rtm.*` and `views.*`.

methods! {
    "api.test": { "error?": "string", "*": "any" } => { "args": { "*": "any" } };
    "apps.connections.open": {} => { "url": "string // Good once, for half a minute." };
    "auth.revoke": { "test?": "boolean" } => { "revoked": "boolean" };
    "auth.test": {} => {
        "url": "string",
        "team": "string",
        "user": "string",
        "team_id": "id",
        "user_id": "id",
        "enterprise_id": "null",
        "is_enterprise_install": false,
        "bot_id?": "id",
        "app_id?": "id",
        "app_name?": "string",
    };
    "bots.info": { "bot": "id" } => { "bot": "Bot" };
    "oauth.v2.access": {
        "client_id": "id",
        "client_secret": "string",
        "code": "string",
        "grant_type?": "string",
        "redirect_uri?": "string",
        "code_verifier?": "string",
    } => {
        "app_id": "id",
        "team": { "id": "id", "name": "string" },
        "enterprise": "null",
        "is_enterprise_install": false,
        "authed_user": {
            "id": "id",
            "access_token?": "string",
            "token_type?": "'user'",
            "scope?": "string",
        },
        "access_token?": "string",
        "token_type?": "'bot'",
        "scope?": "string",
        "bot_user_id?": "id",
    };
    "rtm.connect": {} => {
        "url": "string // Good once, for half a minute.",
        "self": { "id": "id", "name": "string" },
        "team": { "id": "id", "name": "string", "domain": "string" },
    };
    "views.close": { "all?": "boolean" } => {};
    "views.home": { "app": "id" } => { "view": "View | null" };
    "views.open": { "view": "SentView", "trigger_id?": "string", "interactivity_pointer?": "string" } => {
        "view": "View",
    };
    "views.publish": { "view": "SentView", "user_id": "id", "hash?": "string" } => { "view": "View" };
    "views.push": { "view": "SentView", "trigger_id?": "string", "interactivity_pointer?": "string" } => {
        "view": "View",
    };
    "views.update": { "view": "SentView", "view_id?": "id", "external_id?": "string", "hash?": "string" } => {
        "view": "View",
    };
}
