//! `admin.*`

methods! {
    "admin.apps.create": "Makes an app with a bot and shows its tokens, this once."
        { "name": "string", "scopes?": ["string"] } => {
        "app": "App",
        "bot_token": "string // Shown this once.",
        "app_token": "string // Shown this once.",
    };
    "admin.apps.list": "Lists the apps with their scopes, tokens and addresses."
        { "limit?": "integer", "cursor?": "string" } => { "apps": ["App"], "response_metadata": "NextPage" };
    "admin.apps.replaceToken": "Makes a new token of an app in place of the old one, which ends."
        { "app_id": "id", "kind": "'bot' | 'app'" } => { "token": "string // Shown this once." };
    "admin.apps.uninstall": "Removes an app: its tokens end, its bot is deactivated."
        { "app_id": "id" } => {};
    "admin.conversations.archive": "Archives a channel."
        { "channel_id": "id" } => {};
    "admin.conversations.rename": "Renames a channel."
        { "channel_id": "id", "name": "string" } => {};
    "admin.conversations.search": "Finds channels by name; of private ones the caller is not in, only ids and counts."
        {
        "query?": "string",
        "search_channel_types?": ["'private' | 'private_exclude' | 'archived' | 'exclude_archived'"],
        "sort?": "'name' | 'member_count' | 'created'",
        "sort_dir?": "'asc' | 'desc'",
        "limit?": "integer",
        "cursor?": "string",
        "count?": "integer",
        "page?": "integer",
    } => {
        "conversations": ["AdminChannel"],
        "total_count": "integer",
        "next_cursor": "string",
        "response_metadata": "NextPage",
    };
    "admin.conversations.unarchive": "Opens an archived channel again."
        { "channel_id": "id" } => {};
    "admin.emoji.add": "Adds a custom emoji by the address of its picture."
        { "name": "string", "url": "string" } => {};
    "admin.emoji.addAlias": "Gives an emoji another name."
        { "name": "string", "alias_for": "string" } => {};
    "admin.emoji.list": "Lists the custom emoji."
        { "limit?": "integer", "cursor?": "string", "count?": "integer", "page?": "integer" } => {
        "emoji": { "*": "CustomEmoji" },
        "response_metadata": "NextPage",
    };
    "admin.emoji.remove": "Removes a custom emoji with its aliases."
        { "name": "string" } => {};
    "admin.emoji.rename": "Renames a custom emoji."
        { "name": "string", "new_name": "string" } => {};
    "admin.health.info": "Tells what the server knows of itself: version, store, disk, keys and times."
        {} => {
        "version": "string",
        "now": "secs",
        "started": "secs",
        "public_url": "string",
        "tls": "boolean",
        "store": {
            "engine": "string",
            "bytes": "integer | null",
            "free_bytes": "integer | null",
            "disk_bytes": "integer | null",
            "writing": "boolean",
        },
        "keys": {
            "root": "'identity' | 'passphrase'",
            "slots": "integer | null",
            "open": "boolean",
            "lease_secs": "integer",
        },
        "connected": { "people": "integer", "sockets": "integer" },
        "reports": "integer",
        "jobs": ["Job"],
        "damaged": [{
            "record": "string // Its kind and ids.",
            "found": "secs // When it was first found since the server started.",
        }],
        "warnings": ["string"],
    };
    "admin.invitations.list": "Lists the invitations that are still open."
        { "limit?": "integer", "cursor?": "string" } => { "invitations": ["Invitation"], "response_metadata": "NextPage" };
    "admin.invitations.revoke": "Takes an invitation back: its link ends."
        { "invitation_id": "id" } => {};
    "admin.jobs.list": "Lists what the server does by itself, and how it goes."
        {} => { "workers": ["Job"] };
    "admin.keys.addSlot": "Lets one more root key open the installation."
        {
        "recipient": "string // The public half of an age key.",
        "password": "string // The caller's own.",
        "passphrase?": "string // The root key's, where it is one that no file has.",
    } => { "number": "integer // Of its slot in the key ring." };
    "admin.reports.list": "Lists what browsers reported against the page's policy."
        {} => { "reports": [{ "directive": "string", "count": "integer" }] };
    "admin.teams.settings.info": "Tells the workspace's settings."
        { "team_id?": "id" } => { "team": {
        "id": "id",
        "name": "string",
        "domain": "string",
        "email_domain": "string",
        "icon": "TeamIcon",
        "enterprise_id": "string",
        "enterprise_name": "string",
        "default_channels": ["id"],
    } };
    "admin.teams.settings.setDefaultChannels": "Chooses the channels that newcomers join."
        { "team_id?": "id", "channel_ids": ["id"] } => {};
    "admin.teams.settings.setDomain": "Changes the workspace's short name."
        { "team_id?": "id", "domain": "string" } => {};
    "admin.teams.settings.setName": "Changes the workspace's name."
        { "team_id?": "id", "name": "string" } => {};
    "admin.tokens.list": "Lists the tokens that people gave apps in their own name, without the secrets."
        { "limit?": "integer", "cursor?": "string" } => { "tokens": ["Token"], "response_metadata": "NextPage" };
    "admin.tokens.revoke": "Ends somebody's token."
        { "user_id": "id", "token_id": "string" } => {};
    "admin.users.invite": "Makes a link by which somebody joins."
        {
        "channel_ids?": ["id"],
        "email?": "string",
        "is_restricted?": "boolean // As a guest.",
        "role?": "Role",
        "expires_in?": "integer // Seconds the link is good.",
        "max_uses?": "integer",
        "guest_expiration_ts?": "secs // When a guest's time is over.",
    } => { "invitation": "Invitation", "url": "string // Shown this once." };
    "admin.users.list": "Lists people as administrators see them."
        {
        "is_active?": "boolean",
        "include_deactivated?": "boolean // Everybody, also the deactivated.",
        "only_guests?": "boolean",
        "include_admins?": "boolean",
        "include_owners?": "boolean",
        "limit?": "integer",
        "cursor?": "string",
    } => { "users": ["AdminUser"], "response_metadata": "NextPage" };
    "admin.users.offerPassword": "Makes a link by which a person sets a new password."
        { "user_id": "id" } => {
        "invitation": "Invitation",
        "url": "string // Shown this once.",
    };
    "admin.users.reactivate": "Lets a deactivated person in again."
        { "user_id": "id" } => {};
    "admin.users.remove": "Deactivates a person: what they said stays, their sessions and tokens end."
        { "user_id": "id" } => {};
    "admin.users.session.invalidate": "Ends one session of a person."
        { "user_id": "id", "session_id": "string" } => {};
    "admin.users.session.list": "Lists a person's sessions."
        { "user_id": "id", "limit?": "integer", "cursor?": "string" } => {
        "active_sessions": ["AdminSession"],
        "response_metadata": "NextPage",
    };
    "admin.users.session.reset": "Ends every session of a person."
        { "user_id": "id" } => { "sessions_ended": "integer" };
    "admin.users.setAdmin": "Makes a person an administrator."
        { "user_id": "id" } => {};
    "admin.users.setExpiration": "Says when a guest's time is over."
        { "user_id": "id", "expiration_ts": "secs // When a guest's time is over; 0 for never." } => {};
    "admin.users.setGuest": "Makes a person a guest."
        { "user_id": "id" } => {};
    "admin.users.setOwner": "Makes a person an owner."
        { "user_id": "id" } => {};
    "admin.users.setRegular": "Makes a person an ordinary member."
        { "user_id": "id" } => {};
    "admin.webhooks.create": "Makes an address that posts into a channel, and shows it this once."
        { "app_id": "id", "channel_id": "id", "name": "string" } => {
        "webhook": "Webhook",
        "url": "string // Shown this once.",
    };
    "admin.webhooks.list": "Lists the incoming webhooks, without their addresses."
        { "limit?": "integer", "cursor?": "string" } => { "webhooks": ["Webhook"], "response_metadata": "NextPage" };
    "admin.webhooks.revoke": "Ends an incoming webhook."
        { "bot_id": "id" } => {};
}
