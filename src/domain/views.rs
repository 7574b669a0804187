//! Views: what an app shows one person beside the messages, as a home tab or as a stack of modals.

use super::event::{Event, emit};
use crate::base::id::{UserId, ViewId};
use crate::base::{Error, Result, limits};
use crate::store::records::app::App;
use crate::store::records::view::{AppView, Slot, ViewOf};
use crate::store::{Part, Tx, View};
use serde_json::Value;

/// The error for a view that is not there, or another app's.
pub const VIEW_NOT_FOUND: Error = Error::not_found("not_found");

/// What an app names a view by.
#[derive(Clone, Debug)]
pub enum Name {
    /// Its id.
    Id(ViewId),
    /// What the app calls it.
    External(String),
}

/// Shows a person an app's home tab, in place of the one before. Holds the person's part.
pub fn publish(tx: &mut Tx, app: &App, user: UserId, content: &Value, hash: Option<&str>) -> Result<AppView> {
    check(content, "home")?;
    let known = tx.get(&AppView::at(tx, user, app.id, Slot::Home)?)?;
    if hash.is_some_and(|hash| known.as_ref().is_some_and(|known| known.hash != hash)) {
        return Err(Error::invalid("hash_conflict"));
    }
    let id = known.map_or_else(|| ViewId::mint(tx.world()), |known| known.id);
    put(tx, app, user, Slot::Home, content, (id, id, None))
}

/// Opens a modal before a person, in place of any others. Holds the person's part.
pub fn open(tx: &mut Tx, app: &App, user: UserId, content: &Value) -> Result<AppView> {
    check(content, "modal")?;
    for height in 0..limits::VIEWS_STACKED {
        remove(tx, app, user, Slot::Modal(height))?;
    }
    let id = ViewId::mint(tx.world());
    put(tx, app, user, Slot::Modal(0), content, (id, id, None))
}

/// Puts a modal on top of the app's others. Holds the person's part.
pub fn push(tx: &mut Tx, app: &App, user: UserId, content: &Value) -> Result<AppView> {
    check(content, "modal")?;
    let stack = stack(tx, user)?;
    let top = stack.last().filter(|top| top.app == app.id).ok_or(VIEW_NOT_FOUND)?;
    let height = u8::try_from(stack.len()).unwrap_or(u8::MAX);
    if height >= limits::VIEWS_STACKED {
        return Err(Error::limit("push_limit_reached"));
    }
    let id = ViewId::mint(tx.world());
    put(tx, app, user, Slot::Modal(height), content, (id, top.root, Some(top.id)))
}

/// Changes a view that is shown. Holds the part of the person who sees it.
pub fn update(tx: &mut Tx, app: &App, name: &Name, content: &Value, hash: Option<&str>) -> Result<AppView> {
    let of = find(tx, app, name)?;
    let known = tx.get(&AppView::at(tx, of.user, app.id, of.slot)?)?.ok_or(VIEW_NOT_FOUND)?;
    if hash.is_some_and(|hash| known.hash != hash) {
        return Err(Error::invalid("hash_conflict"));
    }
    check(content, if of.slot == Slot::Home { "home" } else { "modal" })?;
    put(tx, app, of.user, of.slot, content, (known.id, known.root, known.previous))
}

/// Closes the modals before the caller from `height` up. Holds the caller's part.
pub fn close(tx: &mut Tx, user: UserId, height: u8) -> Result<()> {
    for view in stack(tx, user)?.into_iter().skip(usize::from(height)).rev() {
        let at = tx.get(&AppView::by_id(tx, view.id)?)?.ok_or(VIEW_NOT_FOUND)?;
        forget(tx, &view)?;
        let place = AppView::at(tx, user, view.app, at.slot)?;
        tx.delete(&place);
    }
    Ok(())
}

/// Where an app's view is.
pub fn find(view: &View, app: &App, name: &Name) -> Result<ViewOf> {
    let place = match name {
        Name::Id(id) => AppView::by_id(view, *id)?,
        Name::External(external_id) => AppView::by_external(view, app.id, external_id)?,
    };
    view.get(&place)?.filter(|of| of.app == app.id).ok_or(VIEW_NOT_FOUND)
}

/// The modals before a person, the lowest first.
pub fn stack(view: &View, user: UserId) -> Result<Vec<AppView>> {
    let mut found = Vec::new();
    for height in 0..limits::VIEWS_STACKED {
        match view.get(&AppView::modal(user, height))? {
            Some(one) => found.push(one),
            None => break,
        }
    }
    Ok(found)
}

/// The home tab an app shows a person.
pub fn home(view: &View, app: &App, user: UserId) -> Result<Option<AppView>> {
    view.get(&AppView::at(view, user, app.id, Slot::Home)?)
}

/// A view by id, for the person who sees it.
pub fn get(view: &View, user: UserId, id: ViewId) -> Result<AppView> {
    let of = view.get(&AppView::by_id(view, id)?)?.filter(|of| of.user == user).ok_or(VIEW_NOT_FOUND)?;
    view.get(&AppView::at(view, user, of.app, of.slot)?)?.ok_or(VIEW_NOT_FOUND)
}

fn remove(tx: &mut Tx, app: &App, user: UserId, slot: Slot) -> Result<()> {
    let place = AppView::at(tx, user, app.id, slot)?;
    if let Some(old) = tx.get(&place)? {
        forget(tx, &old)?;
        tx.delete(&place);
    }
    Ok(())
}

/// Removes what a view is found by.
fn forget(tx: &mut Tx, old: &AppView) -> Result<()> {
    let by_id = AppView::by_id(tx, old.id)?;
    tx.delete(&by_id);
    if !old.external_id.is_empty() {
        let by_external = AppView::by_external(tx, old.app, &old.external_id)?;
        tx.delete(&by_external);
    }
    Ok(())
}

fn put(
    tx: &mut Tx,
    app: &App,
    user: UserId,
    slot: Slot,
    content: &Value,
    (id, root, previous): (ViewId, ViewId, Option<ViewId>),
) -> Result<AppView> {
    remove(tx, app, user, slot)?;
    let external_id = content["external_id"].as_str().unwrap_or_default().to_owned();
    let of = ViewOf { user, app: app.id, slot };
    if !external_id.is_empty() {
        let place = AppView::by_external(tx, app.id, &external_id)?;
        if tx.exists(&place)? {
            return Err(Error::invalid("duplicate_external_id"));
        }
        tx.put(&place, &of)?;
    }
    let updated = tx.stamp();
    let hash = format!("{updated}");
    let (content, bot) = (content.to_string(), app.bot);
    let view = AppView { id, app: app.id, bot, user, content, external_id, hash, root, previous, updated };
    let (by_id, place) = (AppView::by_id(tx, id)?, AppView::at(tx, user, app.id, slot)?);
    tx.put(&by_id, &of)?;
    tx.put(&place, &view)?;
    emit(tx, Part::Person(user), &Event::ViewChanged { view: id })?;
    Ok(view)
}

/// The shape every view must have; what its blocks are is for clients to know.
fn check(content: &Value, kind: &str) -> Result<()> {
    let bad = |why: &str| Err(Error::invalid("invalid_arguments").because(why.to_owned()));
    if content["type"] != kind {
        return bad(&format!("the view's type must be {kind} [json-pointer:/view/type]"));
    }
    if content.to_string().len() > limits::VIEW_BYTES {
        return Err(Error::limit("view_too_large"));
    }
    match content["blocks"].as_array() {
        Some(blocks) if blocks.len() > limits::BLOCKS_PER_VIEW => {
            return bad("no more than 100 items allowed [json-pointer:/view/blocks]");
        }
        Some(blocks) if blocks.iter().all(|block| block["type"].is_string()) => {}
        _ => return bad("missing required field: blocks [json-pointer:/view/blocks]"),
    }
    let title = content["title"]["text"].as_str().map(|text| text.chars().count());
    if kind == "modal" && !title.is_some_and(|chars| (1..=limits::VIEW_LABEL_CHARS).contains(&chars)) {
        return bad("a modal needs a title of at most 24 characters [json-pointer:/view/title]");
    }
    let most = |field: &str, chars: usize| content[field].as_str().is_none_or(|text| text.chars().count() <= chars);
    if !most("private_metadata", 3_000) || !most("callback_id", 255) || !most("external_id", 255) {
        return bad("private_metadata has at most 3000 characters, callback_id and external_id at most 255");
    }
    Ok(())
}
