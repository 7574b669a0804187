//! What an export's lists say and nothing here keeps: every field is either kept, or follows from others, or is named in the
//! report with the number of records that have it. So a field that nobody thought of is not dropped in silence.

use super::report::Left;
use serde_json::Value;
use std::collections::BTreeMap;

/// Fields of `users.json` that are kept, and those that follow from others or speak of the place they come from.
const OF_PEOPLE: &[&str] = &[
    "id",
    "name",
    "real_name",
    "deleted",
    "is_bot",
    "is_admin",
    "is_owner",
    "is_restricted",
    "is_ultra_restricted",
    "tz",
    "tz_offset",
    "tz_label",
    "team_id",
    "color",
    "updated",
    "is_primary_owner",
    "is_app_user",
    "is_email_confirmed",
    "is_invited_user",
    "is_connector_bot",
    "is_workflow_bot",
    "who_can_share_contact_card",
    "has_2fa",
    "is_stranger",
];
/// The same of a person's `profile`.
const OF_PROFILES: &[&str] = &[
    "real_name",
    "real_name_normalized",
    "display_name",
    "display_name_normalized",
    "first_name",
    "last_name",
    "title",
    "phone",
    "pronouns",
    "status_text",
    "status_text_canonical",
    "status_emoji",
    "status_emoji_display_info",
    "status_expiration",
    "email",
    "image_24",
    "image_32",
    "image_48",
    "image_72",
    "image_192",
    "image_512",
    "image_1024",
    "image_original",
    "is_custom_image",
    "avatar_hash",
    "team",
    "bot_id",
    "api_app_id",
    "always_active",
];
/// The same of conversations.
const OF_CONVERSATIONS: &[&str] = &[
    "id",
    "name",
    "name_normalized",
    "created",
    "creator",
    "is_archived",
    "is_general",
    "is_mpim",
    "is_channel",
    "is_group",
    "is_im",
    "is_private",
    "members",
    "num_members",
    "pins",
    "topic",
    "purpose",
    "previous_names",
    "updated",
    "unlinked",
    "context_team_id",
    "is_member",
    "is_open",
    "last_read",
    "user",
    "is_org_shared",
    "is_shared",
    "is_ext_shared",
    "is_pending_ext_shared",
    "shared_team_ids",
    "pending_shared",
    "pending_connected_team_ids",
    "internal_team_ids",
];

/// The fields of a profile that are kept as text.
const TEXTS: &[&str] = &[
    "real_name",
    "display_name",
    "title",
    "phone",
    "pronouns",
    "status_text",
    "status_emoji",
    "email",
    "image_48",
    "image_72",
    "image_192",
    "image_512",
    "image_1024",
    "image_original",
    "bot_id",
    "api_app_id",
];

/// Whether a field of a profile is kept as text.
pub fn is_text(name: &str) -> bool {
    TEXTS.contains(&name)
}

/// The fields of a record that say something and were read as something else, or as nothing: those of other types than
/// Slack writes. `kept` is the record as it was read.
pub fn odd(record: &Value, kept: &Value) -> Vec<String> {
    let mut all = Vec::new();
    for (name, kept) in kept.as_object().into_iter().flatten() {
        let said = &record[name];
        if is_empty(said) {
            continue;
        }
        match (said, kept) {
            (Value::Object(_), Value::Object(_)) => {
                all.extend(odd(said, kept).into_iter().map(|field| format!("{name}.{field}")));
            }
            (Value::Array(items), Value::Array(read)) => {
                let alike = items.len() == read.len();
                if !alike || items.iter().zip(read).any(|(item, read)| !same(item, read) && !odd(item, read).is_empty())
                {
                    all.push(name.clone());
                }
            }
            _ if !same(said, kept) => all.push(name.clone()),
            _ => {}
        }
    }
    all
}

/// Whether a value was read as what it says. Seconds are read from numbers with a fraction, and from text.
fn same(said: &Value, read: &Value) -> bool {
    let whole = |text: &str| text.split('.').next().and_then(|whole| whole.parse().ok());
    let number = match said {
        Value::Number(number) => number.as_f64().map(f64::trunc),
        Value::String(text) => whole(text),
        _ => None,
    };
    said == read || number.is_some() && read.is_number() && number == read.as_f64()
}

/// What was seen of one list and is kept nowhere.
pub struct Unread {
    list: String,
    counts: BTreeMap<String, u64>,
}

/// Different names that are told apart; a list that invents one for every record is told of the first.
const NAMES: usize = 100;

impl Unread {
    /// Of the list with this file name.
    pub fn of(list: &str) -> Self {
        Self { list: list.to_owned(), counts: BTreeMap::new() }
    }

    /// Looks at one record.
    pub fn look(&mut self, record: &Value) {
        let people = self.list.ends_with("users.json");
        self.fields(record, "", if people { OF_PEOPLE } else { OF_CONVERSATIONS });
        if people {
            self.fields(&record["profile"], "profile.", OF_PROFILES);
            self.names(record);
        }
    }

    /// Of a person's names the full one is kept: first and last name are its parts here, and the one above the profile is for
    /// those whose profile has none.
    fn names(&mut self, record: &Value) {
        let said = |of: &Value, name: &str| of[name].as_str().unwrap_or_default().trim().to_owned();
        let (above, profile) = (said(record, "real_name"), &record["profile"]);
        let full = Some(said(profile, "real_name")).filter(|name| !name.is_empty()).unwrap_or_else(|| above.clone());
        let (first, last) = full.split_once(' ').unwrap_or((&full, ""));
        for (name, said, kept) in [
            ("real_name", &above, full.as_str()),
            ("profile.first_name", &said(profile, "first_name"), first),
            ("profile.last_name", &said(profile, "last_name"), last),
        ] {
            if !said.is_empty() && said != kept {
                self.count(name.to_owned());
            }
        }
    }

    fn count(&mut self, name: String) {
        if self.counts.len() < NAMES || self.counts.contains_key(&name) {
            *self.counts.entry(name).or_default() += 1;
        }
    }

    fn fields(&mut self, record: &Value, above: &str, known: &[&str]) {
        for (name, value) in record.as_object().into_iter().flatten() {
            let nested = above.is_empty() && name == "profile" && self.list.ends_with("users.json");
            if known.contains(&name.as_str()) || nested || is_empty(value) {
                continue;
            }
            self.count(format!("{above}{name}"));
        }
    }

    /// The lines of the report.
    pub fn left(self) -> impl Iterator<Item = Left> {
        let list = self.list;
        let reason = "there is no place for it here";
        self.counts.into_iter().map(move |(name, count)| Left::new(&format!("{name} in {list}"), count, reason))
    }
}

/// Whether a field says nothing.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.iter().all(is_empty),
        Value::Object(map) => map.values().all(is_empty),
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::Bool(true) => false,
    }
}
