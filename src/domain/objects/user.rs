//! The `user` and `profile` objects.

use super::Lens;
use crate::base::{Kind, Result};
use crate::domain::zone::Zone;
use crate::domain::{avatars, preferences};
use crate::store::View;
use crate::store::records::preferences::Preferences;
use crate::store::records::user::{Role, User};
use serde_json::{Value, json};

/// Colours given to people by id, so that they keep theirs.
const COLORS: [&str; 8] = ["9f69e7", "4bbe2e", "e7392d", "3c989f", "674b1b", "e96699", "e0a729", "684b6c"];

/// A user object, with the clock as it stands now. The address is shown to people and to bots with `users:read.email`.
pub fn user(lens: Lens, user: &User, with_email: bool) -> Value {
    let person = user.bot.is_none();
    json!({
        "id": user.id,
        "team_id": lens.team,
        "name": user.name,
        "deleted": user.deleted,
        "color": COLORS[user.id.as_bytes().iter().map(|b| usize::from(*b)).sum::<usize>() % COLORS.len()],
        "real_name": user.profile.real_name,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": Zone::of(user).offset(lens.view.now().secs() as i64),
        "profile": profile(lens, user, with_email),
        "is_admin": person && user.role >= Role::Admin,
        "is_owner": person && user.role == Role::Owner,
        "is_primary_owner": user.primary_owner,
        "is_restricted": user.role == Role::Guest,
        "is_ultra_restricted": false,
        "is_bot": !person,
        "is_app_user": false,
        "updated": user.updated.secs(),
        "has_2fa": false,
        "is_email_confirmed": person,
        "who_can_share_contact_card": "EVERYONE",
    })
}

/// Adds the person's language.
pub fn with_locale(view: &View, user: &User, mut object: Value) -> Result<Value> {
    let mine = match preferences::get(view, user.id) {
        // Who keeps their own key closed is still somebody others may list.
        Err(e) if e.kind == Kind::Sealed => Preferences::default(),
        mine => mine?,
    };
    object["locale"] = json!(locale(mine.values.get("locale").map(String::as_str)));
    Ok(object)
}

/// A profile object.
pub fn profile(lens: Lens, user: &User, with_email: bool) -> Value {
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
        "status_emoji_display_info": [],
        "avatar_hash": "",
        "team": lens.team,
        "fields": {},
    });
    if let Some(email) = user.email.as_ref().filter(|_| with_email) {
        profile["email"] = json!(email);
    }
    if let Some(bot) = user.bot {
        profile["bot_id"] = json!(bot.bot);
        profile["api_app_id"] = json!(bot.app);
    }
    show(lens, user, &mut profile);
    profile
}

/// Lets a profile show its picture in every size: clients scale it.
fn show(lens: Lens, user: &User, profile: &mut Value) {
    // The address was written down when the picture came; this installation may have another one since.
    let ours = format!("/{}/{}/", avatars::PATH, user.id);
    let kept = user.profile.image.as_deref().filter(|image| !image.is_empty());
    let mark = kept.and_then(|image| image.split_once(&ours)).map(|(_, mark)| mark);
    let address = match (kept, mark) {
        (_, Some(mark)) => format!("{}{ours}{mark}", lens.site),
        (Some(elsewhere), None) => elsewhere.to_owned(),
        // A bot looks the same beside its messages, where it has its bot's id.
        (None, None) => user.bot.map_or_else(|| drawn(lens, user.id), |bot| drawn(lens, bot.bot)),
    };
    for size in ["24", "32", "48", "72", "192", "512", "1024", "original"] {
        profile[format!("image_{size}")] = json!(address);
    }
    if kept.is_some() {
        profile["is_custom_image"] = json!(true);
    }
    // Ours ends in a mark that changes with the picture; an imported address does not.
    if let Some(mark) = mark {
        profile["avatar_hash"] = json!(mark);
    }
}

fn drawn(lens: Lens, id: impl std::fmt::Display) -> String {
    avatars::address(lens.site, id)
}

/// What a person's language is to programs, in Slack's form, by their preference `locale`; a person who leaves it to
/// their browser, and a bot, has the installation's first language.
pub fn locale(preference: Option<&str>) -> String {
    match preference.unwrap_or_default().trim_matches('"') {
        "de" => "de-DE",
        "fr" => "fr-FR",
        _ => "en-US",
    }
    .to_owned()
}
