//! The demo as it comes to be: its people, its bot and its channels, made through the domain's own commands, and found again
//! by the names the script has for them.

use super::calendar::Calendar;
use super::people::{PASSWORD, Person, email};
use super::replay::Replay;
use super::script::Room;
use super::sheet::{Access, BotAccess, Sheet, Workspace};
use super::stage;
use crate::base::id::{BotId, ChannelId};
use crate::base::{Error, Result};
use crate::domain::apps::{self, Ids, NewApp, Secrets};
use crate::domain::{Actor, Domain, access, channels, installation, people, preferences, scopes, webhooks};
use crate::store::Part;
use crate::store::records::token::TokenKind;
use crate::store::records::user::{BotUser, Role};
use crate::store::records::webhook::Webhook;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The workspace's name.
const WORKSPACE: (&str, &str) = ("Comity Demo", "demo");
/// The bot's name.
const BOT: &str = "courier";
/// Where the demo's webhook posts.
const WEBHOOK_CHANNEL: &str = "engineering";

/// The demo as it comes to be.
pub struct Seed {
    /// The domain, at the time of `clock`.
    pub domain: Domain,
    /// The time it is.
    pub clock: Arc<Replay>,
    /// People and the bot, by handle.
    pub actors: BTreeMap<&'static str, Actor>,
    channels: BTreeMap<&'static str, ChannelId>,
    /// What becomes a mention, with the mention.
    names: BTreeMap<String, String>,
    webhooks: BTreeMap<&'static str, Webhook>,
}

impl Seed {
    /// Nobody and nothing yet, in a domain at the time of `clock`.
    pub fn new(domain: Domain, clock: Arc<Replay>) -> Self {
        let (actors, channels, names, webhooks) = Default::default();
        Self { domain, clock, actors, channels, names, webhooks }
    }

    /// The workspace and its people, who come one after the other.
    pub fn people(&mut self, sheet: &mut Sheet, people: &[Person]) -> Result<()> {
        let (name, short) = WORKSPACE;
        let team = self.domain.team();
        self.domain.run(&[Part::Team(team)], |tx| installation::rename(tx, team, name, short).map(drop))?;
        sheet.team = Workspace { id: team.to_string(), name: name.to_owned() };
        let hash = stage::password_hash(&self.domain)?;
        for person in people {
            self.clock.set(self.domain.world().now().plus_secs(1));
            let domain = &self.domain;
            let actor = stage::person(domain, person.name, person.real_name, person.title, person.role, &hash)?;
            let token = stage::token(domain, &actor, &[])?;
            let first = person.role == Role::Owner;
            let admin_token = first.then(|| stage::token(domain, &actor, &stage::administration())).transpose()?;
            let (id, email) = (actor.user.to_string(), email(person.name));
            let access = Access { id, email, password: PASSWORD.to_owned(), token, admin_token };
            sheet.people.insert(person.name.to_owned(), access);
            self.name(person.name, format!("<@{}>", actor.user));
            self.actors.insert(person.name, actor);
        }
        Ok(())
    }

    /// Where a person's clock stands and which language they chose.
    pub fn settle(&self, calendar: &Calendar, person: &Person) -> Result<()> {
        let (team, actor) = (self.domain.team(), self.actor(person.name)?);
        let offset = calendar.offset(person.zone);
        self.domain.run(&[Part::Team(team), Part::Person(actor.user)], |tx| {
            people::set_zone(tx, team, actor.user, person.zone, offset)?;
            let language = ("locale".to_owned(), format!("\"{}\"", person.language));
            match person.language {
                "" => Ok(()),
                _ => preferences::set(tx, actor, team, &[language]).map(drop),
            }
        })
    }

    /// The bot and its app.
    pub fn bot(&mut self, sheet: &mut Sheet) -> Result<()> {
        let team = self.domain.team();
        let owner = self.actor("ada")?.clone();
        let (ids, secrets) = (Ids::mint(self.domain.world()), Secrets::mint(self.domain.world()));
        let scopes = scopes::owned(scopes::BOT);
        let new = NewApp { name: BOT.to_owned(), handle: BOT.to_owned(), scopes: scopes.clone(), events: Vec::new() };
        let parts = [Part::Team(team), Part::Person(ids.user)];
        self.domain.run(&parts, |tx| apps::create(tx, &owner, &self.domain, ids, &new, &secrets).map(drop))?;
        let bot = Some(BotUser { bot: ids.bot, app: ids.app });
        let person = Actor::person(ids.user, Role::Member);
        let courier = Actor { bot, app: Some(ids.app), kind: TokenKind::Bot, scopes, ..person };
        sheet.bot = BotAccess {
            user_id: ids.user.to_string(),
            bot_id: ids.bot.to_string(),
            app_id: ids.app.to_string(),
            bot_token: secrets.bot,
            app_token: secrets.app,
            webhook: String::new(),
        };
        self.name(BOT, format!("<@{}>", ids.user));
        self.actors.insert(BOT, courier);
        Ok(())
    }

    /// The channels with who is in them, and the bot's webhook.
    pub fn rooms(&mut self, sheet: &mut Sheet, rooms: &'static [Room]) -> Result<()> {
        let owner = self.actor("ada")?.clone();
        let team = self.domain.team();
        for room in rooms {
            // One after the other, so that lists show them in this order.
            self.clock.set(self.domain.world().now().plus_secs(1));
            let domain = &self.domain;
            let id = stage::channel(domain, &owner, room.name, room.private)?;
            if room.name == "general" {
                domain.run(&[], |tx| channels::make_general(tx, team, id))?;
            }
            for person in room.people {
                stage::join(domain, &owner, id, self.actor(person)?.user)?;
            }
            domain.run(&channels::parts(domain, &owner, id), |tx| {
                channels::set_purpose(tx, &owner, domain, &access::managing(tx, &owner, id)?, room.purpose)?;
                channels::set_topic(tx, &owner, domain, &access::managing(tx, &owner, id)?, room.topic).map(drop)
            })?;
            sheet.channels.insert(room.name.to_owned(), id.to_string());
            self.name(&format!("#{}", room.name), format!("<#{id}|{}>", room.name));
            self.channels.insert(room.name, id);
        }
        let (bot, secret) = self.hook(BOT, WEBHOOK_CHANNEL)?;
        sheet.bot.webhook = format!("/services/{team}/{bot}/{secret}");
        Ok(())
    }

    /// A webhook of the bot's app; gives the end of its address.
    pub fn hook(&mut self, name: &'static str, channel: &'static str) -> Result<(BotId, String)> {
        let secret = webhooks::new_secret(self.domain.world());
        let (channel, app, owner) = (self.place(channel)?, self.actor(BOT)?.app, self.actor("ada")?);
        let app = app.ok_or_else(|| Error::internal("the demo's bot has no app"))?;
        let made = self.domain.run(&[], |tx| {
            let posting = access::posting(tx, owner, channel)?;
            webhooks::create(tx, owner, &posting, app, name, &secret)
        })?;
        let bot = made.bot;
        self.webhooks.insert(name, made);
        Ok((bot, secret))
    }

    /// Lets `{name}` in a text be this.
    pub fn name(&mut self, name: &str, mention: String) {
        self.names.insert(format!("{{{name}}}"), mention);
    }

    /// A text with its mentions and links made of ids.
    pub fn with_ids(&self, text: &str) -> String {
        self.names.iter().fold(text.to_owned(), |text, (name, mention)| text.replace(name, mention))
    }

    /// Somebody by handle.
    pub fn actor(&self, name: &str) -> Result<&Actor> {
        self.actors.get(name).ok_or_else(|| Error::internal(format!("the demo's script names nobody called {name}")))
    }

    /// A webhook by name.
    pub fn webhook(&self, name: &str) -> Result<&Webhook> {
        self.webhooks.get(name).ok_or_else(|| Error::internal(format!("the demo's script names nobody called {name}")))
    }

    /// A channel by name; a direct conversation by the names of its people, which begins when it is first asked for.
    pub fn place(&mut self, name: &'static str) -> Result<ChannelId> {
        if let Some(known) = self.channels.get(name) {
            return Ok(*known);
        }
        if !name.contains('+') {
            return Err(Error::internal(format!("the demo's script has no channel {name}")));
        }
        let people = name.split('+').map(|who| self.actor(who)).collect::<Result<Vec<_>>>()?;
        let id = stage::conversation(&self.domain, &people)?;
        self.channels.insert(name, id);
        Ok(id)
    }
}
