//! The `view` object.

use crate::base::id::TeamId;
use crate::base::{Error, Result};
use crate::store::records::view::AppView;
use serde_json::{Map, Value, json};

/// A view: what its app has sent, with what the server knows of it.
pub fn view(view: &AppView, team: TeamId) -> Result<Value> {
    let sent: Value = serde_json::from_str(&view.content)
        .map_err(|e| Error::internal(format!("a stored view has damaged JSON: {e}")))?;
    let mut object = match sent {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    let fallbacks = [
        ("callback_id", json!("")),
        ("private_metadata", json!("")),
        ("title", Value::Null),
        ("submit", Value::Null),
        ("close", Value::Null),
        ("clear_on_close", json!(false)),
        ("notify_on_close", json!(false)),
    ];
    for (name, value) in fallbacks {
        object.entry(name).or_insert(value);
    }
    let known = json!({
        "id": view.id,
        "team_id": team,
        "app_id": view.app,
        "app_installed_team_id": team,
        "bot_id": view.bot,
        "external_id": view.external_id,
        "hash": view.hash,
        "root_view_id": view.root,
        "previous_view_id": view.previous,
        "state": { "values": {} },
    });
    if let Value::Object(known) = known {
        object.extend(known);
    }
    Ok(Value::Object(object))
}

/// The same for the person who sees it: `private_metadata` is what the app says to itself.
pub fn seen(shown: &AppView, team: TeamId) -> Result<Value> {
    let mut object = view(shown, team)?;
    if let Some(fields) = object.as_object_mut() {
        fields.remove("private_metadata");
    }
    Ok(object)
}
