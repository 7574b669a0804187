//! What apps are for: `api.*`, `apps.*`, `auth.*`, `bots.*`, `oauth.*`, `rtm.*` and `views.*`.

methods! {
    "api.test": "Answers with the arguments that were sent."
        { "error?": "string", "*": "any" } => { "args": { "*": "any" } };
    "apps.connections.open": "Gives an app the address of a socket for Socket Mode."
        {} => { "url": "string // Good once, for half a minute." };
    "auth.revoke": "Ends the token it is called with."
        { "test?": "boolean" } => { "revoked": "boolean" };
    "auth.test": "Tells whose token it is called with."
        {} => {
        "url": "string",
        "team": "string",
        "user": "string",
        "team_id": "id",
        "user_id": "id",
        "is_enterprise_install": false,
        "bot_id?": "id",
        "app_id?": "id",
        "app_name?": "string",
    };
    "bots.info": "Tells about a bot."
        { "bot": "id" } => { "bot": "Bot" };
    "oauth.v2.access": "Gives an app its tokens for the code a person brought back."
        {
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
    "rtm.connect": "Gives the address of a socket that tells what the caller may see."
        {} => {
        "url": "string // Good once, for half a minute.",
        "self": { "id": "id", "name": "string" },
        "team": { "id": "id", "name": "string", "domain": "string" },
    };
    "views.close": "Closes the caller's topmost modal, or all of them."
        { "all?": "boolean" } => {};
    "views.home": "Reads the home tab of an app as the caller sees it."
        { "app": "id" } => { "view": "View | null" };
    "views.open": "Opens a modal before the person who did something."
        { "view": "SentView", "trigger_id?": "string", "interactivity_pointer?": "string" } => {
        "view": "View",
    };
    "views.publish": "Sets the home tab that a person sees."
        { "view": "SentView", "user_id": "id", "hash?": "string" } => { "view": "View" };
    "views.push": "Puts a modal on top of another one."
        { "view": "SentView", "trigger_id?": "string", "interactivity_pointer?": "string" } => {
        "view": "View",
    };
    "views.update": "Changes a view."
        { "view": "SentView", "view_id?": "id", "external_id?": "string", "hash?": "string" } => {
        "view": "View",
    };
}
