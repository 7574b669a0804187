//! `users.*`: finding people.

use super::conversations;
use crate::api::call::{Call, Refusal};
use crate::api::paging;
use crate::base::id::UserId;
use crate::base::{Error, Result, limits};
use crate::domain::objects::user as objects;
use crate::domain::{people, photos};
use crate::store::records::lookup::Name;
use crate::store::records::user::{Role, User};
use serde_json::{Value, json};

/// A user as the caller may see them.
pub fn object(call: &Call, user: &User) -> Value {
    // A guest learns no addresses but their own.
    let reader = call.actor();
    let with_email = reader.has_scope(&["users:read.email"]) && (reader.role > Role::Guest || reader.user == user.id);
    let mut object = objects::user(user, call.domain().team(), with_email, call.domain().world().now());
    // The address was written down when the picture came; this installation may have another one since.
    let ours = format!("/{}/{}/", photos::PATH, user.id);
    if let Some((_, mark)) = user.profile.image.as_deref().and_then(|image| image.split_once(&ours)) {
        objects::show(&mut object["profile"], &format!("{}{ours}{mark}", call.site.public_url));
    }
    object
}

/// `users.info`
pub async fn info(call: &Call) -> Result<Value, Refusal> {
    let view = call.view()?;
    let user = people::seeing(&view, call.actor(), call.args.user("user")?)?;
    Ok(json!({ "user": object(call, &user) }))
}

/// `users.list`
pub async fn list(call: &Call) -> Result<Value, Refusal> {
    let page = paging::paging(&call.args, 200, limits::PAGE_MAX)?;
    let view = call.view()?;
    let (users, next) = people::list(&view, page.after.as_deref(), page.limit)?;
    let guest = call.actor().role == Role::Guest;
    let seen = |u: &&User| !guest || people::seeing(&view, call.actor(), u.id).is_ok();
    let members: Vec<Value> = users.iter().filter(seen).map(|u| object(call, u)).collect();
    Ok(json!({
        "members": members,
        "cache_ts": view.now().secs(),
        "response_metadata": paging::metadata(next),
    }))
}

/// `users.lookupByEmail`
pub async fn lookup_by_email(call: &Call) -> Result<Value, Refusal> {
    let view = call.view()?;
    let found = people::find(&view, Name::Email, &call.args.required("email")?);
    let user = found.and_then(|u| people::seeing(&view, call.actor(), u.id));
    let user = user.ok().filter(|u| !u.deleted).ok_or(Error::not_found("users_not_found"))?;
    Ok(json!({ "user": object(call, &user) }))
}

/// `users.conversations`
pub async fn conversations(call: &Call) -> Result<Value, Refusal> {
    let user = match call.args.text("user") {
        Some(text) => UserId::parse(&text).ok_or(people::USER_NOT_FOUND)?,
        None => call.actor().user,
    };
    conversations::of_person(call, user)
}
