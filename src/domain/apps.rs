//! Apps: creating one with its bot, finding one by its bot.

use super::event::{Event, emit};
use super::people::{self, NewUser};
use crate::base::id::{AppId, BotId, TeamId, UserId};
use crate::base::{Error, Result, World};
use crate::store::records::app::{App, BotOf};
use crate::store::records::user::{BotUser, Profile, Role};
use crate::store::{Part, Tx, View};

/// The ids of an app to be created; minted first, as the command holds the bot's own part.
#[derive(Clone, Copy, Debug)]
pub struct AppIds {
    /// The app.
    pub app: AppId,
    /// Its bot.
    pub bot: BotId,
    /// The user its bot acts as.
    pub user: UserId,
}

impl AppIds {
    /// New ids.
    pub fn mint(world: &dyn World) -> Self {
        Self { app: AppId::mint(world), bot: BotId::mint(world), user: UserId::mint(world) }
    }
}

/// An app to be created.
#[derive(Clone, Debug)]
pub struct NewApp {
    /// Its name; in small letters it is the bot's handle.
    pub name: String,
    /// What its bot token may do.
    pub scopes: Vec<String>,
    /// Who installs it.
    pub creator: UserId,
}

/// Creates an app with its bot. Holds the workspace's part and the bot user's.
pub fn create(tx: &mut Tx, team: TeamId, ids: AppIds, new: &NewApp) -> Result<App> {
    let profile = Profile { real_name: new.name.clone(), ..Profile::default() };
    let bot = BotUser { bot: ids.bot, app: ids.app };
    let name = new.name.to_lowercase().replace(char::is_whitespace, "-");
    people::create(tx, team, ids.user, &NewUser { name, email: None, role: Role::Member, profile, bot: Some(bot) })?;
    let mut verification = [0; 15];
    tx.world().fill(&mut verification);
    let app = App {
        id: ids.app,
        name: new.name.clone(),
        bot: ids.bot,
        bot_user: ids.user,
        scopes: new.scopes.clone(),
        events: Vec::new(),
        creator: new.creator,
        created: tx.now(),
        deleted: false,
        verification_token: data_encoding::BASE32_NOPAD.encode(&verification).to_lowercase(),
    };
    tx.put(&App::at(ids.app), &app)?;
    let of = BotOf { app: ids.app, user: Some(ids.user), name: new.name.clone(), updated: app.created, deleted: false };
    tx.put(&App::of_bot(ids.bot), &of)?;
    emit(tx, Part::Team(team), &Event::TeamChanged)?;
    Ok(app)
}

/// An app by id.
pub fn get(view: &View, id: AppId) -> Result<App> {
    view.get(&App::at(id))?.filter(|app| !app.deleted).ok_or(Error::not_found("app_not_found"))
}
