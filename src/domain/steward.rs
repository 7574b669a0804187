//! The steward: the workspace's own bot, which brings people what they asked to be told. Made on first use.

use super::apps::{self, Ids, NewApp};
use super::messages::{self, NewMessage};
use super::{Actor, Domain, channels};
use crate::base::id::{AppId, ChannelId, UserId};
use crate::base::{Error, Result, Ts, World};
use crate::store::records::app::App;
use crate::store::records::lookup::{Lookup, Name};
use crate::store::records::message::Body;
use crate::store::records::token::TokenKind;
use crate::store::records::user::{BotUser, Role};
use crate::store::{Part, Place, Tx, View};

/// The bot's name.
const NAME: &str = "Comity";
/// Handles it takes: the first that is free.
const HANDLES: [&str; 3] = ["comity", "comity-bot", "comity-workspace-bot"];

/// The ids that telling a person something takes: those there are, or fresh ones for the first time.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Who is told.
    pub person: UserId,
    /// The bot that tells.
    bot: Ids,
    /// Their conversation.
    channel: ChannelId,
}

impl Line {
    /// What `tell` appends to.
    pub fn parts(&self, domain: &Domain) -> [Part; 4] {
        let people = [Part::Person(self.person), Part::Person(self.bot.user)];
        [Part::Channel(self.channel), people[0], people[1], Part::Team(domain.team())]
    }
}

/// The ids for telling a person something.
pub fn line(view: &View, world: &dyn World, person: UserId) -> Result<Line> {
    let bot = find(view)?.unwrap_or_else(|| Ids::mint(world));
    let channel = channels::conversation_of(view, &pair(person, bot.user))?;
    Ok(Line { person, bot, channel: channel.unwrap_or_else(|| ChannelId::mint_direct(world)) })
}

/// Tells a person something as a direct message. Holds the parts of `line`. When somebody else made the bot or the
/// conversation since, it is a conflict: the caller takes another line.
pub fn tell(tx: &mut Tx, domain: &Domain, line: &Line, text: &str) -> Result<Ts> {
    match find(tx)? {
        Some(found) if found.user != line.bot.user => return Err(Error::conflict()),
        Some(_) => {}
        None => make(tx, domain, line.bot)?,
    }
    let actor = Actor {
        user: line.bot.user,
        role: Role::Member,
        bot: Some(BotUser { bot: line.bot.bot, app: line.bot.app }),
        app: Some(line.bot.app),
        kind: TokenKind::Bot,
        session: None,
        scopes: Vec::new(),
    };
    let (channel, _) = channels::open(tx, &actor, domain, line.channel, &pair(line.person, line.bot.user))?;
    if channel.id != line.channel {
        return Err(Error::conflict());
    }
    // The person may have closed the conversation: what they asked to be told opens it again.
    channels::set_open(tx, &Actor::person(line.person, Role::Guest), channel.id, true)?;
    let body = Body { text: text.to_owned(), ..Body::default() };
    let new = NewMessage { body, ..NewMessage::default() };
    Ok(messages::write(tx, actor.author(), channel.id, domain.installation(), &new)?.ts())
}

fn make(tx: &mut Tx, domain: &Domain, ids: Ids) -> Result<()> {
    let mut handle = HANDLES[0];
    for candidate in HANDLES {
        handle = candidate;
        if Lookup::find(tx, Name::Handle, candidate)?.is_none() {
            break;
        }
    }
    let new = NewApp { name: NAME.to_owned(), handle: handle.to_owned(), ..NewApp::default() };
    apps::build(tx, domain, ids, &new, ids.user)?;
    let place = place(tx)?;
    tx.put(&place, &Lookup { id: ids.app.to_string() })
}

/// The workspace's own bot, once there is one.
fn find(view: &View) -> Result<Option<Ids>> {
    let Some(id) = view.get(&place(view)?)?.and_then(|found| AppId::parse(&found.id)) else {
        return Ok(None);
    };
    let app = view.get(&App::at(id))?;
    Ok(app.map(|app| Ids { app: id, bot: app.bot, user: app.bot_user }))
}

/// Whether an app is the workspace's own.
pub fn is(view: &View, app: AppId) -> Result<bool> {
    Ok(find(view)?.is_some_and(|own| own.app == app))
}

/// Two words, so that no handle a person may choose leads here.
fn place(view: &View) -> Result<Place<Lookup>> {
    Lookup::at(view, Name::Handle, &[b"workspace", b"steward"])
}

fn pair(one: UserId, other: UserId) -> [UserId; 2] {
    if one < other { [one, other] } else { [other, one] }
}
