//! Apps and their bots.

use crate::base::id::{AppId, BotId, UserId};
use crate::base::{Result, Ts};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table, View};
use serde::{Deserialize, Serialize};

/// An app: what it may do, and what it is told.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct App {
    /// Its id.
    pub id: AppId,
    /// Its name.
    pub name: String,
    /// Its bot.
    pub bot: BotId,
    /// The user its bot acts as.
    pub bot_user: UserId,
    /// What its bot token may do.
    pub scopes: Vec<String>,
    /// Event types it is told of; empty for all its scopes allow.
    pub events: Vec<String>,
    /// Who installed it, or took it over last: the one who holds its tokens.
    pub creator: UserId,
    /// When.
    pub created: Ts,
    /// Removed: its tokens no longer work.
    pub deleted: bool,
    /// The number an old client verifies requests with; sealed like everything else.
    pub verification_token: String,
}
record_v1!(App, App);

impl App {
    /// Where an app is kept.
    pub fn at(id: AppId) -> Place<Self> {
        Place::new(KeyBuf::new(Table::App).id(id).build(), Scope::Auth)
    }

    /// From a bot to its app.
    pub fn of_bot(bot: BotId) -> Place<BotOf> {
        Place::new(KeyBuf::new(Table::App).id(bot).tag(1).build(), Scope::Directory)
    }
}

/// Which app a bot belongs to, and what others may know of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BotOf {
    /// The app.
    pub app: AppId,
    /// The user the bot acts as; a webhook's bot has none.
    pub user: Option<UserId>,
    /// The bot's name.
    pub name: String,
    /// When it last changed.
    pub updated: Ts,
    /// Removed.
    pub deleted: bool,
}
record_v1!(BotOf, App);

/// How an app proves itself when it takes a token over OAuth.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Client {
    /// Keyed hash of its secret.
    pub secret_hash: [u8; 16],
    /// Where a person may be sent back to.
    pub redirect_urls: Vec<String>,
    /// What it may ask to do in a person's name; what its bot may do are the app's own scopes.
    pub user_scopes: Vec<String>,
}
record_v1!(Client, App);

/// That an administrator lets an app in, until it takes its token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Grant {
    /// The app.
    pub app: AppId,
    /// Who let it in.
    pub user: UserId,
    /// What its bot may do; empty for no bot's token.
    pub scopes: Vec<String>,
    /// What it may do in their name; empty for no token of theirs.
    pub user_scopes: Vec<String>,
    /// Where the app asked to send the person back to; it must name the same again.
    pub redirect_url: Option<String>,
    /// PKCE: SHA-256 of what the app has to show, as base64url.
    pub challenge: Option<String>,
    /// When the code ends.
    pub expires: Ts,
    /// The tokens were taken.
    pub used: bool,
}
record_v1!(Grant, App);

/// The last code for one app by one administrator: the next takes its place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LastGrant {
    /// The keyed hash the grant is found by.
    pub hash: [u8; 16],
}
record_v1!(LastGrant, App);

impl Client {
    /// Where an app's secret is kept.
    pub fn at(app: AppId) -> Place<Self> {
        Place::new(KeyBuf::new(Table::App).id(app).tag(3).build(), Scope::Auth)
    }
}

impl Grant {
    /// The keyed hash a code is found by.
    pub fn hash(view: &View, code: &str) -> Result<[u8; 16]> {
        view.lookup("oauth code", &[code.as_bytes()])
    }

    /// Where the grant with this code is kept.
    pub fn by_hash(hash: &[u8; 16]) -> Place<Self> {
        Place::new(KeyBuf::new(Table::App).tag(2).hash(hash).build(), Scope::Auth)
    }
}

impl LastGrant {
    /// Where it is noted.
    pub fn at(view: &View, app: AppId, user: UserId) -> Result<Place<Self>> {
        let hash = view.lookup("oauth grant", &[app.as_bytes(), user.as_bytes()])?;
        Ok(Place::new(KeyBuf::new(Table::App).tag(4).hash(&hash).build(), Scope::Auth))
    }
}
