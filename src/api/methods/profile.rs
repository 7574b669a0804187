//! `users.profile.*`, the photo, and `users.identity`

use super::users;
use crate::api::call::{Call, Context, Refusal};
use crate::base::id::UserId;
use crate::base::{Error, Result};
use crate::domain::profile::{self, Change};
use crate::domain::{avatars, installation, people, steward};
use crate::store::{Part, Tx};
use serde_json::{Map, Value, json};

/// `users.profile.get`
pub async fn get(call: &Call) -> Result<Value, Refusal> {
    let view = call.view()?;
    let user = profile::get(&view, call.actor(), whose(call)?)?;
    Ok(json!({ "profile": users::object(call, &view, &user)["profile"] }))
}

/// `users.profile.set`: one field by name and value, or several as a profile.
pub async fn set(call: &Call) -> Result<Value, Refusal> {
    let (whose, change) = (whose(call)?, change(&fields(call)?)?);
    let (team, view) = (call.domain().team(), call.view()?);
    // With another address somebody else may sign in: whose it is hears of it.
    let moved = change.email.is_some() && whose != call.actor().user;
    let line = moved.then(|| steward::line(&view, call.domain().world(), whose)).transpose()?;
    let parts = line.map_or(vec![Part::Team(team)], |line| line.parts(call.domain()).to_vec());
    let write = move |tx: &mut Tx, cx: &Context| {
        let before = people::get(tx, whose).ok().and_then(|user| user.email);
        let user = profile::set(tx, &cx.actor, team, whose, &change)?;
        if let Some(line) = line.filter(|_| user.email != before) {
            let [old, new] = [before, user.email.clone()].map(Option::unwrap_or_default);
            let told = format!(
                "<@{}> changed the email you sign in with from {old} to {new}. If you didn’t ask for this, check with them.",
                cx.actor.user
            );
            steward::tell(tx, &cx.domain, &line, &told)?;
        }
        Ok(user)
    };
    let user = call.write(parts, write).await?;
    Ok(json!({ "username": user.name, "profile": users::object(call, &call.view()?, &user)["profile"] }))
}

/// `users.setPhoto`: the picture is the multipart field `image`. It is shown as sent; `crop_*` is left to the client.
pub async fn set_photo(call: &Call) -> Result<Value, Refusal> {
    let image = call.args.file("image").cloned().ok_or(Error::invalid("bad_image"))?;
    let (team, site) = (call.domain().team(), call.site.public_url.clone());
    let command = move |tx: &mut Tx, cx: &Context| avatars::set(tx, &cx.actor, team, &site, &image);
    let user = call.write(vec![Part::Team(team)], command).await?;
    Ok(json!({ "profile": users::object(call, &call.view()?, &user)["profile"] }))
}

/// `users.deletePhoto`
pub async fn delete_photo(call: &Call) -> Result<Value, Refusal> {
    let team = call.domain().team();
    call.write(vec![Part::Team(team)], move |tx, cx| avatars::remove(tx, &cx.actor, team).map(drop)).await?;
    Ok(json!({}))
}

/// `users.identity`
pub async fn identity(call: &Call) -> Result<Value, Refusal> {
    let view = call.view()?;
    let me = people::get(&view, call.actor().user)?;
    let team = installation::team(&view, call.domain().team())?;
    let mut user = json!({ "id": me.id, "name": me.profile.real_name });
    if call.actor().has_scope(&["identity.email"]) {
        user["email"] = json!(me.email.clone().unwrap_or_default());
    }
    if call.actor().has_scope(&["identity.avatar"]) {
        let profile = &users::object(call, &view, &me)["profile"];
        for size in ["image_24", "image_32", "image_48", "image_72", "image_192", "image_512"] {
            user[size] = profile[size].clone();
        }
    }
    let mut workspace = json!({ "id": team.id });
    if call.actor().has_scope(&["identity.team"]) {
        workspace["name"] = json!(team.name);
    }
    Ok(json!({ "user": user, "team": workspace }))
}

fn whose(call: &Call) -> Result<UserId> {
    match call.args.text("user") {
        Some(text) => UserId::parse(&text).ok_or(people::USER_NOT_FOUND),
        None => Ok(call.actor().user),
    }
}

fn fields(call: &Call) -> Result<Map<String, Value>> {
    if let Some(name) = call.args.text("name") {
        let value = call.args.text_or_empty("value").unwrap_or_default();
        return Ok(Map::from_iter([(name, json!(value))]));
    }
    match call.args.json("profile") {
        Ok(Some(Value::Object(fields))) => Ok(fields),
        _ => Err(Error::invalid("invalid_profile")),
    }
}

/// The fields known here; others are passed over, as a client may send back a whole profile it was given.
fn change(fields: &Map<String, Value>) -> Result<Change> {
    let text = |name: &str| match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(Error::invalid("invalid_profile").because(format!("{name} must be a text"))),
    };
    let until = match fields.get("status_expiration") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) if text.is_empty() => Some(0),
        Some(Value::String(text)) => Some(text.parse().map_err(|_| Error::invalid("invalid_profile"))?),
        Some(value) => Some(value.as_u64().ok_or(Error::invalid("invalid_profile"))?),
    };
    Ok(Change {
        real_name: text("real_name")?,
        first_name: text("first_name")?,
        last_name: text("last_name")?,
        display_name: text("display_name")?,
        title: text("title")?,
        phone: text("phone")?,
        pronouns: text("pronouns")?,
        status_text: text("status_text")?,
        status_emoji: text("status_emoji")?,
        status_expiration: until,
        email: text("email")?,
    })
}
