//! The lines of an export's lists, as far as they are read.

use super::unread;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// A line of `channels.json`, `groups.json`, `dms.json` or `mpims.json`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Listed {
    /// Slack's id.
    pub id: String,
    /// The name; direct conversations have none.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// When it was made, in seconds.
    #[serde(default, deserialize_with = "secs")]
    pub created: u64,
    /// Who made it.
    #[serde(default, deserialize_with = "or_default")]
    pub creator: String,
    /// Closed.
    #[serde(default, deserialize_with = "or_default")]
    pub is_archived: bool,
    /// The channel everybody is in.
    #[serde(default, deserialize_with = "or_default")]
    pub is_general: bool,
    /// Closed to those who are not in it, wherever it is listed.
    #[serde(default, deserialize_with = "or_default")]
    pub is_private: bool,
    /// The same, as older exports say it.
    #[serde(default, deserialize_with = "or_default")]
    pub is_group: bool,
    /// A direct conversation, wherever it is listed.
    #[serde(default, deserialize_with = "or_default")]
    pub is_im: bool,
    /// A group conversation, wherever it is listed.
    #[serde(default, deserialize_with = "or_default")]
    pub is_mpim: bool,
    /// Who is in it.
    #[serde(default, deserialize_with = "sound")]
    pub members: Vec<String>,
    /// What is pinned.
    #[serde(default, deserialize_with = "sound")]
    pub pins: Vec<ListedPin>,
    /// What it was called before.
    #[serde(default, deserialize_with = "sound")]
    pub previous_names: Vec<String>,
    /// The topic.
    #[serde(default, deserialize_with = "or_default")]
    pub topic: ListedNote,
    /// The purpose.
    #[serde(default, deserialize_with = "or_default")]
    pub purpose: ListedNote,
}

/// A pin.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ListedPin {
    /// The message's time; for a file its id.
    #[serde(default, deserialize_with = "or_default")]
    pub id: String,
    /// When it was pinned, in seconds.
    #[serde(default, deserialize_with = "secs")]
    pub created: u64,
    /// Who pinned it.
    #[serde(default, deserialize_with = "or_default")]
    pub user: String,
    /// Who wrote it.
    #[serde(default, deserialize_with = "or_default")]
    pub owner: String,
}

/// A topic or purpose.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct ListedNote {
    /// The text.
    #[serde(default, deserialize_with = "or_default")]
    pub value: String,
    /// Who set it.
    #[serde(default, deserialize_with = "or_default")]
    pub creator: String,
    /// When, in seconds.
    #[serde(default, deserialize_with = "secs")]
    pub last_set: u64,
}

/// A line of `users.json`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ListedPerson {
    /// Slack's id.
    pub id: String,
    /// The handle.
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    /// The name at the top level, in old exports.
    #[serde(default, deserialize_with = "or_default")]
    pub real_name: String,
    /// Deactivated.
    #[serde(default, deserialize_with = "or_default")]
    pub deleted: bool,
    /// A bot's user.
    #[serde(default, deserialize_with = "or_default")]
    pub is_bot: bool,
    /// Manages people and channels.
    #[serde(default, deserialize_with = "or_default")]
    pub is_admin: bool,
    /// Manages admins.
    #[serde(default, deserialize_with = "or_default")]
    pub is_owner: bool,
    /// A guest in several channels.
    #[serde(default, deserialize_with = "or_default")]
    pub is_restricted: bool,
    /// A guest in one channel.
    #[serde(default, deserialize_with = "or_default")]
    pub is_ultra_restricted: bool,
    /// The time zone's name.
    #[serde(default, deserialize_with = "or_default")]
    pub tz: String,
    /// Seconds east of UTC.
    #[serde(default, deserialize_with = "or_default")]
    pub tz_offset: i32,
    /// The profile.
    #[serde(default, deserialize_with = "or_default")]
    pub profile: ListedProfile,
}

/// The `profile` of a person. Fields of unexpected types are passed over, because none of them carries a right.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(from = "Map<String, Value>")]
pub struct ListedProfile(pub Map<String, Value>);

impl From<Map<String, Value>> for ListedProfile {
    fn from(mut fields: Map<String, Value>) -> Self {
        for (name, value) in &mut fields {
            let fits = match name.as_str() {
                "status_expiration" => value.is_u64(),
                name => !unread::is_text(name) || value.is_string(),
            };
            if !fits {
                *value = Value::Null;
            }
        }
        Self(fields)
    }
}

impl ListedProfile {
    /// A field's text; nothing where it is not there or not text.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).unwrap_or_default()
    }
}

/// A field of another type than Slack writes is as good as none: nothing in these lists gives anybody a right by itself.
fn or_default<'de, D: Deserializer<'de>, T: Default + DeserializeOwned>(json: D) -> std::result::Result<T, D::Error> {
    Ok(T::deserialize(Value::deserialize(json)?).unwrap_or_default())
}

/// A list, without the items that are of another type.
fn sound<'de, D: Deserializer<'de>, T: DeserializeOwned>(json: D) -> std::result::Result<Vec<T>, D::Error> {
    let Value::Array(items) = Value::deserialize(json)? else { return Ok(Vec::new()) };
    Ok(items.into_iter().filter_map(|item| T::deserialize(item).ok()).collect())
}

/// Seconds, which exports write as numbers or as text.
fn secs<'de, D: Deserializer<'de>>(json: D) -> std::result::Result<u64, D::Error> {
    let secs = match Value::deserialize(json)? {
        Value::Number(n) => n.as_u64().or(n.as_f64().map(|f| f as u64)),
        Value::String(text) => text.split('.').next().and_then(|whole| whole.parse().ok()),
        _ => None,
    };
    Ok(secs.unwrap_or_default())
}
