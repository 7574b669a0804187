//! Apps: a bot user, its bot, and the tokens they act with, made and ended together.

use super::newcomers::{self, NewUser};
use super::tokens::{self, NewToken};
use super::{Actor, Domain, access, memberships, people, scopes};
use crate::base::id::{AppId, BotId, UserId};
use crate::base::{Error, Result, Ts, World, limits, text};
use crate::store::records::app::{App, BotOf};
use crate::store::records::listing::{Kind, Listing};
use crate::store::records::token::TokenKind;
use crate::store::records::user::{BotUser, Profile, Role};
use crate::store::records::webhook::Webhook;
use crate::store::{Part, Tx, View};

/// The error for an app that is not there.
pub const APP_NOT_FOUND: Error = Error::not_found("app_not_found");

/// The error for a bot that is not there, or not for this caller to know of.
const BOT_NOT_FOUND: Error = Error::not_found("bot_not_found");

/// The ids of an app to be, made before its command so that their parts can be held.
#[derive(Clone, Copy, Debug)]
pub struct Ids {
    /// The app.
    pub app: AppId,
    /// Its bot.
    pub bot: BotId,
    /// The user its bot acts as.
    pub user: UserId,
}

impl Ids {
    /// Fresh ids.
    pub fn mint(world: &dyn World) -> Self {
        Self { app: AppId::mint(world), bot: BotId::mint(world), user: UserId::mint(world) }
    }
}

/// An app to be created.
#[derive(Clone, Debug, Default)]
pub struct NewApp {
    /// Its name as people read it.
    pub name: String,
    /// The handle of its bot user.
    pub handle: String,
    /// What its bot token may do.
    pub scopes: Vec<String>,
    /// Event types it is told of; empty for all its scopes allow.
    pub events: Vec<String>,
}

impl NewApp {
    /// An app whose bot is called after it, and may do everything that is no administration unless scopes are named.
    pub fn named(name: &str, scopes: Vec<String>) -> Self {
        let name = name.trim().to_owned();
        let handle = name.to_lowercase().replace(char::is_whitespace, "-");
        let scopes = if scopes.is_empty() { scopes::owned(scopes::BOT) } else { scopes };
        Self { name, handle, scopes, events: Vec::new() }
    }
}

/// The secrets of a new app, from `tokens::new_secret`: shown once, kept nowhere.
#[derive(Clone)]
pub struct Secrets {
    /// `xoxb-`: what the bot shows.
    pub bot: String,
    /// `xapp-`: what opens sockets.
    pub app: String,
}

impl Secrets {
    /// Fresh secrets.
    pub fn mint(world: &dyn World) -> Self {
        Self { bot: tokens::new_secret(TokenKind::Bot, world), app: tokens::new_secret(TokenKind::App, world) }
    }
}

/// Creates an app with its bot user and both tokens. Only administrators may. Holds the workspace's part.
pub fn create(tx: &mut Tx, actor: &Actor, domain: &Domain, ids: Ids, new: &NewApp, secrets: &Secrets) -> Result<App> {
    access::administering(actor)?;
    if tx.count(Listing::prefix(Kind::Apps).prefix(), limits::APPS)? >= limits::APPS {
        return Err(Error::limit("limit_exceeded").because("too many apps; remove some first"));
    }
    let app = build(tx, domain, ids, new, actor.user)?;
    issue(tx, &app, TokenKind::Bot, &secrets.bot)?;
    issue(tx, &app, TokenKind::App, &secrets.app)?;
    Ok(app)
}

/// One of an app's two tokens.
pub(super) fn issue(tx: &mut Tx, app: &App, kind: TokenKind, secret: &str) -> Result<()> {
    let scopes = match kind {
        TokenKind::App => scopes::owned(scopes::APP),
        _ => app.scopes.clone(),
    };
    let (user, label) = (app.bot_user, app.name.clone());
    let token = NewToken { kind, user, app: Some(app.id), scopes, expires: Ts::MAX, label };
    tokens::issue(tx, secret, &token).map(drop)
}

/// Writes an app and its bot user, without tokens. Holds the workspace's part.
pub(super) fn build(tx: &mut Tx, domain: &Domain, ids: Ids, new: &NewApp, creator: UserId) -> Result<App> {
    let name = called(&new.name)?;
    let bot_user = NewUser {
        name: new.handle.clone(),
        email: None,
        role: Role::Member,
        profile: Profile { real_name: name.clone(), ..Profile::default() },
        bot: Some(BotUser { bot: ids.bot, app: ids.app }),
    };
    newcomers::create(tx, domain.team(), ids.user, &bot_user)?;
    let created = tx.now();
    let mut number = [0; 12];
    tx.world().fill(&mut number);
    let app = App {
        id: ids.app,
        name: name.clone(),
        bot: ids.bot,
        bot_user: ids.user,
        scopes: new.scopes.clone(),
        events: new.events.clone(),
        creator,
        created,
        deleted: false,
        verification_token: data_encoding::BASE32_NOPAD.encode(&number).to_lowercase(),
    };
    tx.put(&App::at(ids.app), &app)?;
    let bot = BotOf { app: ids.app, user: Some(ids.user), name, updated: created, deleted: false };
    tx.put(&App::of_bot(ids.bot), &bot)?;
    tx.put(&Listing::at(Kind::Apps, created, ids.app), &Listing { id: ids.app.to_string() })?;
    Ok(app)
}

/// Ends an app: its tokens stop working at once and its bot user is deactivated. Only administrators may.
/// Holds the workspace's part and the bot user's.
pub fn deactivate(tx: &mut Tx, actor: &Actor, domain: &Domain, id: AppId) -> Result<App> {
    access::administering(actor)?;
    let mut app = get(tx, id)?;
    app.deleted = true;
    tx.put(&App::at(id), &app)?;
    end_bot(tx, app.bot)?;
    tokens::revoke_all(tx, app.bot_user)?;
    people::change(tx, domain.team(), app.bot_user, |user| {
        user.deleted = true;
        Ok(())
    })?;
    Ok(app)
}

/// What an app, a bot or a webhook is called.
pub(super) fn called(name: &str) -> Result<String> {
    let words = Error::invalid("invalid_name").because("an app's or a webhook's name has 1 to 256 characters");
    text::named(name, limits::PROFILE_FIELD_CHARS).ok_or(words)
}

/// Marks a bot as gone; what it wrote keeps its name.
pub(super) fn end_bot(tx: &mut Tx, bot: BotId) -> Result<()> {
    let place = App::of_bot(bot);
    let Some(mut record) = tx.get(&place)? else { return Ok(()) };
    (record.deleted, record.updated) = (true, tx.now());
    tx.put(&place, &record)
}

/// Gives an app another name, for it and its bot. Only administrators may. Holds the workspace's part.
pub fn rename(tx: &mut Tx, actor: &Actor, domain: &Domain, id: AppId, name: &str) -> Result<App> {
    access::administering(actor)?;
    let mut app = get(tx, id)?;
    let name = called(name)?;
    app.name.clone_from(&name);
    tx.put(&App::at(id), &app)?;
    let place = App::of_bot(app.bot);
    if let Some(bot) = tx.get(&place)? {
        let updated = tx.now();
        tx.put(&place, &BotOf { name: name.clone(), updated, ..bot })?;
    }
    people::change(tx, domain.team(), app.bot_user, |user| {
        user.profile.real_name = name;
        Ok(())
    })?;
    Ok(app)
}

/// An app by id; one that was deactivated is gone.
pub fn get(view: &View, id: AppId) -> Result<App> {
    view.get(&App::at(id))?.filter(|app| !app.deleted).ok_or(APP_NOT_FOUND)
}

/// All apps in the order they were made, removed ones too, each with the cursor behind it.
pub fn list<'v, 'a>(
    view: &'v View<'a>,
    after: Option<&[u8]>,
) -> impl Iterator<Item = Result<(Vec<u8>, App)>> + use<'v, 'a> {
    people::listing(view, Kind::Apps, after, |view, id| AppId::parse(id).map_or(Ok(None), |id| view.get(&App::at(id))))
}

/// What anybody may know of a bot.
pub fn bot(view: &View, id: BotId) -> Result<BotOf> {
    view.get(&App::of_bot(id))?.ok_or(BOT_NOT_FOUND)
}

/// A bot the caller may know of: a guest knows one they share a conversation with, or whose webhook posts where they are.
pub fn seeing_bot(view: &View, actor: &Actor, id: BotId) -> Result<BotOf> {
    let known = bot(view, id)?;
    if actor.role > Role::Guest {
        return Ok(known);
    }
    let seen = match (known.user, view.get(&Webhook::at(id))?) {
        (Some(user), _) => people::seeing(view, actor, user).is_ok(),
        (None, Some(webhook)) => memberships::is_member(view, webhook.channel, actor.user)?,
        (None, None) => false,
    };
    if seen { Ok(known) } else { Err(BOT_NOT_FOUND) }
}

/// An app the caller may know of, as they may of its bot.
pub fn seeing(view: &View, actor: &Actor, id: AppId) -> Result<App> {
    let app = get(view, id)?;
    people::seeing(view, actor, app.bot_user).map_err(|_| APP_NOT_FOUND)?;
    Ok(app)
}

/// The parts that deactivating an app holds.
pub fn ending_parts(domain: &Domain, app: &App) -> [Part; 2] {
    [Part::Team(domain.team()), Part::Person(app.bot_user)]
}
