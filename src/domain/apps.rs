//! Apps: a bot user, its bot, and the tokens they act with, made together.

use super::people::{self, NewUser};
use super::tokens::{self, NewToken};
use super::{Actor, Domain};
use crate::base::id::{AppId, BotId, UserId};
use crate::base::{Error, Result, Ts, World};
use crate::store::records::app::{App, BotOf};
use crate::store::records::token::TokenKind;
use crate::store::records::user::{BotUser, Profile, Role};
use crate::store::{Tx, View};

/// The ids of an app to be created; minted first, as the command holds the bot's own part.
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
    /// New ids.
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

/// The secrets of a new app: shown once, kept nowhere.
#[derive(Clone)]
pub struct Secrets {
    /// `xoxb-`: what the bot shows.
    pub bot: String,
    /// `xapp-`: what opens sockets.
    pub app: String,
}

impl Secrets {
    /// New secrets.
    pub fn mint(world: &dyn World) -> Self {
        Self { bot: tokens::new_secret(TokenKind::Bot, world), app: tokens::new_secret(TokenKind::App, world) }
    }
}

/// Creates an app with its bot user and both tokens. Only administrators may. Holds the workspace's part and the bot's.
pub fn create(tx: &mut Tx, actor: &Actor, domain: &Domain, ids: Ids, new: &NewApp, secrets: &Secrets) -> Result<App> {
    if !actor.is_admin() || actor.bot.is_some() {
        return Err(Error::denied("not_an_admin"));
    }
    let bot_user = NewUser {
        name: new.handle.clone(),
        email: None,
        role: Role::Member,
        profile: Profile { real_name: new.name.clone(), ..Profile::default() },
        bot: Some(BotUser { bot: ids.bot, app: ids.app }),
    };
    people::create(tx, domain.team(), ids.user, &bot_user)?;
    let app = record(tx, actor, ids, new);
    tx.put(&App::at(ids.app), &app)?;
    let (app_id, user, updated) = (ids.app, Some(ids.user), app.created);
    tx.put(&App::of_bot(ids.bot), &BotOf { app: app_id, user, name: new.name.clone(), updated, deleted: false })?;
    let app_scopes = vec!["connections:write".to_owned(), "authorizations:read".to_owned()];
    for (kind, secret, scopes) in
        [(TokenKind::Bot, &secrets.bot, new.scopes.clone()), (TokenKind::App, &secrets.app, app_scopes)]
    {
        let label = new.name.clone();
        tokens::issue(
            tx,
            secret,
            &NewToken { kind, user: ids.user, app: Some(app_id), scopes, expires: Ts::MAX, label },
        )?;
    }
    Ok(app)
}

fn record(tx: &Tx, actor: &Actor, ids: Ids, new: &NewApp) -> App {
    let mut verification = [0; 15];
    tx.world().fill(&mut verification);
    App {
        id: ids.app,
        name: new.name.clone(),
        bot: ids.bot,
        bot_user: ids.user,
        scopes: new.scopes.clone(),
        events: new.events.clone(),
        creator: actor.user,
        created: tx.now(),
        deleted: false,
        verification_token: data_encoding::BASE32_NOPAD.encode(&verification).to_lowercase(),
    }
}

/// An app by id.
pub fn get(view: &View, id: AppId) -> Result<App> {
    view.get(&App::at(id))?.filter(|app| !app.deleted).ok_or(Error::not_found("app_not_found"))
}
