//! `users.*`: finding people.

use super::conversations;
use crate::api::answer::Answer;
use crate::api::call::{Call, Refusal};
use crate::api::page::Page;
use crate::api::paging;
use crate::base::id::UserId;
use crate::base::{Error, Result, limits};
use crate::domain::objects::user as objects;
use crate::domain::people;
use crate::store::View;
use crate::store::records::lookup::Name;
use crate::store::records::user::{Role, User};
use serde_json::{Value, json};

/// A user as the caller may see them.
pub fn object(call: &Call, view: &View, user: &User) -> Value {
    // A guest learns no addresses but their own.
    let reader = call.actor();
    let with_email = reader.has_scope(&["users:read.email"]) && (reader.role > Role::Guest || reader.user == user.id);
    objects::user(call.lens(view), user, with_email)
}

/// `users.info`
pub async fn info(call: &Call) -> Result<Value, Refusal> {
    let view = call.view()?;
    let user = people::seeing(&view, call.actor(), call.args.user("user")?)?;
    let mut shown = object(call, &view, &user);
    if call.args.bool("include_locale")?.unwrap_or(false) {
        shown = objects::with_locale(&view, &user, shown)?;
    }
    Ok(json!({ "user": shown }))
}

/// `users.list`
pub async fn list(call: &Call) -> Result<Answer, Refusal> {
    let paging = paging::paging(&call.args, 200, limits::PAGE_MAX)?;
    let view = call.view()?;
    let with_locales = call.args.bool("include_locale")?.unwrap_or(false);
    let shown = |user: &User| match object(call, &view, user) {
        object if with_locales => objects::with_locale(&view, user, object),
        object => Ok(object),
    };
    let mut page = Page::list(call, "members", paging.limit);
    page.fill(visible(call, &view, paging.after.as_deref()), |(cursor, user)| Ok((cursor.clone(), shown(user)?)))?;
    Ok(page.answer(json!({ "cache_ts": view.now().secs() })))
}

/// Everybody the caller may know, each with the cursor behind them.
pub fn visible<'v>(
    call: &'v Call,
    view: &'v View<'v>,
    after: Option<&[u8]>,
) -> impl Iterator<Item = Result<(Vec<u8>, User)>> + use<'v> {
    let guest = call.actor().role == Role::Guest;
    let seen = move |user: &User| !guest || people::seeing(view, call.actor(), user.id).is_ok();
    people::list(view, after).filter(move |line| line.as_ref().map_or(true, |(_, user)| seen(user)))
}

/// `users.lookupByEmail`
pub async fn lookup_by_email(call: &Call) -> Result<Value, Refusal> {
    let view = call.view()?;
    let found = people::find(&view, Name::Email, &call.args.required("email")?);
    let user = found.and_then(|u| people::seeing(&view, call.actor(), u.id));
    let user = user.ok().filter(|u| !u.deleted).ok_or(Error::not_found("users_not_found"))?;
    Ok(json!({ "user": object(call, &view, &user) }))
}

/// `users.conversations`
pub async fn conversations(call: &Call) -> Result<Answer, Refusal> {
    let user = match call.args.text("user") {
        Some(text) => UserId::parse(&text).ok_or(people::USER_NOT_FOUND)?,
        None => call.actor().user,
    };
    conversations::of_person(call, user)
}
