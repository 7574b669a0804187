//! `reminders.*`

use crate::api::answer::Answer;
use crate::api::call::{Call, Refusal};
use crate::api::page::Page;
use crate::api::paging;
use crate::base::id::UserId;
use crate::base::{Error, Result, limits};
use crate::domain::objects::reminder as objects;
use crate::domain::{people, reminders};
use crate::store::Part;
use serde_json::{Value, json};

/// `reminders.add`
pub async fn add(call: &Call) -> Result<Value, Refusal> {
    let (text, time) = (call.args.required("text")?, call.args.required("time")?);
    if call.args.json("recurrence").is_ok_and(|r| r.is_some()) {
        return Err(Error::invalid("cannot_parse").because("reminders that repeat are not kept here").into());
    }
    let user = match call.args.text("user") {
        Some(user) => UserId::parse(&user).ok_or(people::USER_NOT_FOUND)?,
        None => call.actor().user,
    };
    let parts = vec![Part::Person(call.actor().user)];
    let reminder = call.write(parts, move |tx, cx| reminders::add(tx, &cx.actor, user, &text, &time)).await?;
    Ok(json!({ "reminder": objects::reminder(&reminder) }))
}

/// `reminders.complete`
pub async fn complete(call: &Call) -> Result<Value, Refusal> {
    let id = call.args.id("reminder", "not_found")?;
    call.write(vec![Part::Person(call.actor().user)], move |tx, cx| reminders::complete(tx, &cx.actor, id)).await?;
    Ok(json!({}))
}

/// `reminders.delete`
pub async fn delete(call: &Call) -> Result<Value, Refusal> {
    let id = call.args.id("reminder", "not_found")?;
    call.write(vec![Part::Person(call.actor().user)], move |tx, cx| reminders::delete(tx, &cx.actor, id)).await?;
    Ok(json!({}))
}

/// `reminders.info`
pub async fn info(call: &Call) -> Result<Value, Refusal> {
    let id = call.args.id("reminder", "not_found")?;
    let reminder = reminders::get(&call.view()?, call.actor(), id)?;
    Ok(json!({ "reminder": objects::reminder(&reminder) }))
}

/// `reminders.list`
pub async fn list(call: &Call) -> Result<Answer, Refusal> {
    call.apart()?;
    let paging = paging::paging(&call.args, limits::REMINDERS_PER_PERSON, limits::REMINDERS_PER_PERSON)?;
    let view = call.view()?;
    let all = reminders::list(&view, call.actor())?;
    let mut page = Page::list(call, "reminders", paging.limit);
    page.fill_from(paging.start(all.len())?, &all, |place| Ok(objects::reminder(&view.found(place)?)))?;
    Ok(page.answer(json!({})))
}
