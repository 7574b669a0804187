//! `emoji.list`, `admin.emoji.*`, and what people do with emoji themselves: `client.emoji.*`

use crate::api::answer::Answer;
use crate::api::call::{Call, Refusal};
use crate::api::page::Page;
use crate::api::paging;
use crate::base::{Error, Result, limits};
use crate::domain::{access, emoji, people};
use crate::store::Part;
use crate::store::records::emoji::Emoji;
use serde_json::{Value, json};
use std::collections::HashMap;

/// `emoji.list`
pub async fn list(call: &Call) -> Result<Answer, Refusal> {
    let paging = paging::paging(&call.args, limits::CUSTOM_EMOJI, limits::CUSTOM_EMOJI)?;
    let all = emoji::list(&call.view()?)?;
    let latest = all.iter().map(|emoji| emoji.created).max().unwrap_or_default();
    let page = page(call, &all, (paging.start(all.len())?, paging.limit), |emoji| json!(address(call, emoji)))?;
    let mut answer = json!({ "cache_ts": latest.to_string() });
    if call.args.bool("include_categories")?.unwrap_or(false) {
        // The emoji everybody has come with the client.
        answer["categories_version"] = json!("0");
        answer["categories"] = json!([]);
    }
    Ok(page.answer(answer))
}

/// A page of a map by name, from an item on and of so many.
fn page(
    call: &Call,
    all: &[Emoji],
    (start, limit): (usize, usize),
    mut shown: impl FnMut(&Emoji) -> Value,
) -> Result<Page, Refusal> {
    let mut page = Page::map(call, "emoji", limit);
    let rest = all.iter().enumerate().skip(start).map(Ok);
    page.fill_map(rest, |(at, emoji)| Ok((paging::before(at + 1), emoji.name.clone(), shown(emoji))))?;
    Ok(page)
}

/// `admin.emoji.list`
pub async fn admin_list(call: &Call) -> Result<Answer, Refusal> {
    access::administering(call.actor())?;
    let all = emoji::list(&call.view()?)?;
    let span = paging::span(&call.args, all.len(), 100, 1_000)?;
    let page = page(call, &all, (span.start, span.limit), |emoji| about(call, emoji, true))?;
    Ok(page.answer_span(&span, json!({}))?)
}

/// `admin.emoji.add`
pub async fn add(call: &Call) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let (name, url) = (name(call, "name"), name(call, "url"));
    write(call, move |tx, cx| emoji::add(tx, &cx.actor, cx.domain.team(), &name, &url).map(drop)).await
}

/// `admin.emoji.addAlias`
pub async fn add_alias(call: &Call) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let (name, target) = (name(call, "name"), name(call, "alias_for"));
    write(call, move |tx, cx| emoji::add_alias(tx, &cx.actor, cx.domain.team(), &name, &target).map(drop)).await
}

/// `admin.emoji.remove`
pub async fn remove(call: &Call) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let name = name(call, "name");
    write(call, move |tx, cx| emoji::remove(tx, &cx.actor, cx.domain.team(), &name)).await
}

/// `admin.emoji.rename`
pub async fn rename(call: &Call) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let (name, new) = (name(call, "name"), name(call, "new_name"));
    write(call, move |tx, cx| emoji::rename(tx, &cx.actor, cx.domain.team(), &name, &new).map(drop)).await
}

/// `client.emoji.add`: a picture in the multipart field `image`, or another name for the emoji `alias_for`. As in Slack,
/// everybody but guests may.
pub async fn add_own(call: &Call) -> Result<Value, Refusal> {
    let (name, image) = (name(call, "name"), call.args.file("image").cloned());
    if let Some(target) = call.args.text("alias_for") {
        return write(call, move |tx, cx| emoji::add_alias(tx, &cx.actor, cx.domain.team(), &name, &target).map(drop))
            .await;
    }
    let image = image.ok_or(Error::invalid("bad_image"))?;
    write(call, move |tx, cx| emoji::add_picture(tx, &cx.actor, cx.domain.team(), &name, &image).map(drop)).await
}

/// `client.emoji.list`: who added what when, as far as the caller may know of them.
pub async fn list_own(call: &Call) -> Result<Answer, Refusal> {
    let paging = paging::paging(&call.args, limits::CUSTOM_EMOJI, limits::CUSTOM_EMOJI)?;
    let view = call.view()?;
    let all = emoji::list(&view)?;
    let mut known = HashMap::new();
    let shown = |emoji: &Emoji| {
        let by = emoji.creator;
        let seen = *known.entry(by).or_insert_with(|| people::seeing(&view, call.actor(), by).is_ok());
        about(call, emoji, seen)
    };
    let page = page(call, &all, (paging.start(all.len())?, paging.limit), shown)?;
    Ok(page.answer(json!({})))
}

/// `client.emoji.remove`: who added it and administrators may.
pub async fn remove_own(call: &Call) -> Result<Value, Refusal> {
    let name = name(call, "name");
    write(call, move |tx, cx| emoji::remove(tx, &cx.actor, cx.domain.team(), &name)).await
}

fn address(call: &Call, emoji: &Emoji) -> String {
    emoji::address(emoji, &call.site.public_url)
}

fn about(call: &Call, emoji: &Emoji, seen: bool) -> Value {
    let by = seen.then_some(emoji.creator);
    json!({ "url": address(call, emoji), "date_created": emoji.created.secs(), "uploaded_by": by })
}

/// An argument; where it is missing, the domain says which code Slack has for that.
fn name(call: &Call, argument: &'static str) -> String {
    call.args.text(argument).unwrap_or_default()
}

async fn write(
    call: &Call,
    command: impl FnMut(&mut crate::store::Tx, &crate::api::call::Context) -> Result<()> + Send + 'static,
) -> Result<Value, Refusal> {
    call.write(vec![Part::Team(call.domain().team())], command).await?;
    Ok(json!({}))
}
