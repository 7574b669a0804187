//! Views that apps show a person: a home tab for each app, and one stack of modals.

use crate::base::id::{AppId, BotId, UserId, ViewId};
use crate::base::{Result, Ts};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table, View};
use serde::{Deserialize, Serialize};

/// A view as an app has sent it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AppView {
    /// Its id.
    pub id: ViewId,
    /// Whose it is.
    pub app: AppId,
    /// The app's bot.
    pub bot: BotId,
    /// Who sees it.
    pub user: UserId,
    /// As sent: a JSON object.
    pub content: String,
    /// What the app calls it; empty for nothing.
    pub external_id: String,
    /// Another one after every change, so that an app notices when it was not the last to change it.
    pub hash: String,
    /// The bottom of its stack.
    pub root: ViewId,
    /// The one below it.
    pub previous: Option<ViewId>,
    /// When it last changed.
    pub updated: Ts,
}
record_v1!(AppView, View);

/// Which of a person's views.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Slot {
    /// The app's home tab.
    Home,
    /// A modal, by its height in the stack.
    Modal(u8),
}

/// Where a view is, found by its id or by what its app calls it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ViewOf {
    /// Who sees it.
    pub user: UserId,
    /// Whose it is.
    pub app: AppId,
    /// Which one.
    pub slot: Slot,
}
record_v1!(ViewOf, View);

impl AppView {
    /// Where a person's view is kept.
    pub fn at(view: &View, user: UserId, app: AppId, slot: Slot) -> Result<Place<Self>> {
        if let Slot::Modal(height) = slot {
            return Ok(Self::modal(user, height));
        }
        let pair = view.lookup("home view", &[user.as_bytes(), app.as_bytes()])?;
        Ok(Place::new(KeyBuf::new(Table::View).id(user).tag(0).hash(&pair).build(), Scope::Person(user)))
    }

    /// Where a person's modal is kept: one stack for all apps.
    pub fn modal(user: UserId, height: u8) -> Place<Self> {
        Place::new(KeyBuf::new(Table::View).id(user).tag(1).tag(height).build(), Scope::Person(user))
    }

    /// Where the view of this id is looked up.
    pub fn by_id(view: &View, id: ViewId) -> Result<Place<ViewOf>> {
        let hash = view.lookup("view", &[id.as_bytes()])?;
        Ok(Place::new(KeyBuf::new(Table::View).tag(0).hash(&hash).build(), Scope::Directory))
    }

    /// Where the view an app calls so is looked up.
    pub fn by_external(view: &View, app: AppId, external_id: &str) -> Result<Place<ViewOf>> {
        let hash = view.lookup("external view", &[app.as_bytes(), external_id.as_bytes()])?;
        Ok(Place::new(KeyBuf::new(Table::View).tag(1).hash(&hash).build(), Scope::Directory))
    }
}
