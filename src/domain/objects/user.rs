//! The `user` and `profile` objects.

use crate::base::Ts;
use crate::base::id::TeamId;
use crate::domain::zone::Zone;
use crate::store::records::user::{Role, User};
use serde_json::{Value, json};

/// Colours given to people by id, so that they keep theirs.
const COLORS: [&str; 8] = ["9f69e7", "4bbe2e", "e7392d", "3c989f", "674b1b", "e96699", "e0a729", "684b6c"];

/// A user object, with the clock as it stands at `now`. The address is shown to people and to bots with `users:read.email`.
pub fn user(user: &User, team: TeamId, with_email: bool, now: Ts) -> Value {
    let person = user.bot.is_none();
    json!({
        "id": user.id,
        "team_id": team,
        "name": user.name,
        "deleted": user.deleted,
        "color": COLORS[user.id.as_bytes().iter().map(|b| usize::from(*b)).sum::<usize>() % COLORS.len()],
        "real_name": user.profile.real_name,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": Zone::of(user).offset(now.secs() as i64),
        "profile": profile(user, team, with_email),
        "is_admin": person && user.role >= Role::Admin,
        "is_owner": person && user.role == Role::Owner,
        "is_primary_owner": user.primary_owner,
        "is_restricted": user.role == Role::Guest,
        "is_ultra_restricted": false,
        "is_bot": !person,
        "is_app_user": false,
        "updated": user.updated.secs(),
        "is_email_confirmed": person,
        "who_can_share_contact_card": "EVERYONE",
    })
}

/// A profile object.
pub fn profile(user: &User, team: TeamId, with_email: bool) -> Value {
    let p = &user.profile;
    let (first, last) = p.real_name.split_once(' ').unwrap_or((&p.real_name, ""));
    let mut profile = json!({
        "title": p.title,
        "phone": p.phone,
        "skype": "",
        "pronouns": p.pronouns,
        "real_name": p.real_name,
        "real_name_normalized": p.real_name,
        "display_name": p.display_name,
        "display_name_normalized": p.display_name,
        "first_name": first,
        "last_name": last,
        "status_text": p.status_text,
        "status_emoji": p.status_emoji,
        "status_expiration": p.status_expiration,
        "status_text_canonical": "",
        "avatar_hash": "",
        "team": team,
        "fields": {},
    });
    if let Some(email) = user.email.as_ref().filter(|_| with_email) {
        profile["email"] = json!(email);
    }
    if let Some(bot) = user.bot {
        profile["bot_id"] = json!(bot.bot);
        profile["api_app_id"] = json!(bot.app);
    }
    show(&mut profile, p.image.as_deref().unwrap_or_default());
    profile
}

/// Lets a profile show the picture at `address` in every size: clients scale it.
pub fn show(profile: &mut Value, address: &str) {
    for size in [24, 32, 48, 72, 192, 512] {
        profile[format!("image_{size}")] = json!(address);
    }
    if !address.is_empty() {
        profile["image_original"] = json!(address);
        profile["is_custom_image"] = json!(true);
    }
    // Ours ends in a mark that changes with the picture; an imported address does not.
    let mark = address.rsplit('/').next().unwrap_or_default();
    if address.contains("/avatars/") && mark.len() == 32 && mark.bytes().all(|b| b.is_ascii_hexdigit()) {
        profile["avatar_hash"] = json!(mark);
    }
}
