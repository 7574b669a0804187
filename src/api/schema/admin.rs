//! `admin.*`

methods! {
    "admin.apps.create": { "name": "string", "scopes?": ["string"] } => {
        "app": "App",
        "bot_token": "string // Shown this once.",
        "app_token": "string // Shown this once.",
    };
    "admin.apps.list": {} => { "apps": ["App"] };
    "admin.apps.replaceToken": { "app_id": "id", "kind": "'bot' | 'app'" } => { "token": "string // Shown this once." };
    "admin.apps.uninstall": { "app_id": "id" } => {};
    "admin.conversations.archive": { "channel_id": "id" } => {};
    "admin.conversations.rename": { "channel_id": "id", "name": "string" } => {};
    "admin.conversations.search": {
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
    "admin.conversations.unarchive": { "channel_id": "id" } => {};
    "admin.emoji.add": { "name": "string", "url": "string" } => {};
    "admin.emoji.addAlias": { "name": "string", "alias_for": "string" } => {};
    "admin.emoji.list": { "limit?": "integer", "cursor?": "string", "count?": "integer", "page?": "integer" } => {
        "emoji": { "*": "CustomEmoji" },
        "response_metadata": "NextPage",
    };
    "admin.emoji.remove": { "name": "string" } => {};
    "admin.emoji.rename": { "name": "string", "new_name": "string" } => {};
    "admin.health.info": {} => {
        "version": "string",
        "now": "secs",
        "started": "secs",
        "public_url": "string",
        "tls": "boolean",
        "store": {
            "engine": "string",
            "bytes": "integer | null",
            "free_bytes": "integer | null",
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
        "warnings": ["string"],
    };
    "admin.invitations.list": {} => { "invitations": ["Invitation"] };
    "admin.invitations.revoke": { "invitation_id": "id" } => {};
    "admin.jobs.list": {} => { "workers": ["Job"] };
    "admin.reports.list": {} => { "reports": [{ "directive": "string", "count": "integer" }] };
    "admin.teams.settings.info": { "team_id?": "id" } => { "team": {
        "id": "id",
        "name": "string",
        "domain": "string",
        "email_domain": "string",
        "icon": "TeamIcon",
        "enterprise_id": "string",
        "enterprise_name": "string",
        "default_channels": ["id"],
    } };
    "admin.teams.settings.setDefaultChannels": { "team_id?": "id", "channel_ids": ["id"] } => {};
    "admin.teams.settings.setDomain": { "team_id?": "id", "domain": "string" } => {};
    "admin.teams.settings.setName": { "team_id?": "id", "name": "string" } => {};
    "admin.tokens.list": {} => { "tokens": ["Token"] };
    "admin.tokens.revoke": { "user_id": "id", "token_id": "string" } => {};
    "admin.users.invite": {
        "channel_ids?": ["id"],
        "email?": "string",
        "is_restricted?": "boolean // As a guest.",
        "role?": "Role",
        "expires_in?": "integer // Seconds the link is good.",
        "max_uses?": "integer",
        "guest_expiration_ts?": "secs // When a guest's time is over.",
    } => { "invitation": "Invitation", "url": "string // Shown this once." };
    "admin.users.list": {
        "is_active?": "boolean",
        "include_deactivated?": "boolean // Everybody, also the deactivated.",
        "only_guests?": "boolean",
        "include_admins?": "boolean",
        "include_owners?": "boolean",
        "limit?": "integer",
        "cursor?": "string",
    } => { "users": ["AdminUser"], "response_metadata": "NextPage" };
    "admin.users.offerPassword": { "user_id": "id" } => {
        "invitation": "Invitation",
        "url": "string // Shown this once.",
    };
    "admin.users.reactivate": { "user_id": "id" } => {};
    "admin.users.remove": { "user_id": "id" } => {};
    "admin.users.session.invalidate": { "user_id": "id", "session_id": "string" } => {};
    "admin.users.session.list": { "user_id": "id" } => {
        "active_sessions": ["AdminSession"],
        "response_metadata": "NextPage",
    };
    "admin.users.session.reset": { "user_id": "id" } => { "sessions_ended": "integer" };
    "admin.users.setAdmin": { "user_id": "id" } => {};
    "admin.users.setExpiration": { "user_id": "id", "expiration_ts": "secs // When a guest's time is over; 0 for never." } => {};
    "admin.users.setGuest": { "user_id": "id" } => {};
    "admin.users.setOwner": { "user_id": "id" } => {};
    "admin.users.setRegular": { "user_id": "id" } => {};
    "admin.webhooks.create": { "app_id": "id", "channel_id": "id", "name": "string" } => {
        "webhook": "Webhook",
        "url": "string // Shown this once.",
    };
    "admin.webhooks.list": {} => { "webhooks": ["Webhook"] };
    "admin.webhooks.revoke": { "bot_id": "id" } => {};
}
