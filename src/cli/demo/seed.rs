//! Fills an empty store with the demo: people, channels, a bot, and what they said, through the domain's own commands.

use super::people::{PASSWORD, PEOPLE, email};
use super::replay::Replay;
use super::script::{CHANNELS, LINES, Line};
use super::sheet::{Access, BotAccess, Sheet, Workspace};
use super::stage;
use crate::base::id::ChannelId;
use crate::base::{Error, Result, Ts};
use crate::domain::apps::{self, Ids, NewApp, Secrets};
use crate::domain::messages::{self, NewMessage};
use crate::domain::{Actor, Domain, access, channels, installation, reactions, scopes, webhooks};
use crate::store::Part;
use crate::store::records::message::Body;
use crate::store::records::token::TokenKind;
use crate::store::records::user::{BotUser, Role};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The workspace's name.
const WORKSPACE: (&str, &str) = ("Comity Demo", "demo");
/// The bot's name.
const BOT: &str = "courier";
/// Where the demo's webhook posts.
const WEBHOOK_CHANNEL: &str = "engineering";

/// Fills the store.
pub fn seed(domain: &Domain) -> Result<Sheet> {
    let now = domain.world().now();
    let first = LINES.first().map_or(0, |line| line.minutes_ago) + 10;
    let clock = Arc::new(Replay::at(before(now, first)));
    let in_the_past = domain.in_world(clock.clone());
    let mut seed =
        Seed { domain: in_the_past, clock: clock.clone(), actors: BTreeMap::new(), channels: BTreeMap::new() };
    let mut sheet = Sheet::default();
    seed.people(&mut sheet)?;
    seed.rooms(&mut sheet)?;
    for line in LINES {
        clock.set(before(now, line.minutes_ago));
        let root = seed.say(line.channel, line.who, line.text, None)?;
        for (i, (who, text)) in (1..).zip(line.replies) {
            clock.set(before(now, line.minutes_ago - i));
            seed.say(line.channel, who, text, Some(root))?;
        }
        seed.react(line, root)?;
    }
    Ok(sheet)
}

struct Seed {
    domain: Domain,
    clock: Arc<Replay>,
    actors: BTreeMap<&'static str, Actor>,
    channels: BTreeMap<&'static str, ChannelId>,
}

impl Seed {
    fn people(&mut self, sheet: &mut Sheet) -> Result<()> {
        let (domain, (name, short)) = (&self.domain, WORKSPACE);
        let team = domain.team();
        domain.run(&[Part::Team(team)], |tx| installation::rename(tx, team, name, short).map(drop))?;
        sheet.team = Workspace { id: team.to_string(), name: name.to_owned() };
        let hash = stage::password_hash(domain)?;
        for person in PEOPLE {
            self.clock.set(domain.world().now().plus_secs(1));
            let actor = stage::person(domain, person.name, person.real_name, person.title, person.role, &hash)?;
            let token = stage::token(domain, &actor)?;
            let (id, email) = (actor.user.to_string(), email(person.name));
            let access = Access { id, email, password: PASSWORD.to_owned(), token };
            sheet.people.insert(person.name.to_owned(), access);
            self.actors.insert(person.name, actor);
        }
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
        self.actors.insert(BOT, courier);
        Ok(())
    }

    fn rooms(&mut self, sheet: &mut Sheet) -> Result<()> {
        let (domain, owner) = (&self.domain, self.actor("ada")?.clone());
        let team = domain.team();
        for (name, private, who, topic, purpose) in CHANNELS {
            // One after the other, so that lists show them in this order.
            self.clock.set(domain.world().now().plus_secs(1));
            let id = stage::channel(domain, &owner, name, *private)?;
            if *name == "general" {
                domain.run(&[], |tx| channels::make_general(tx, team, id))?;
            }
            for person in *who {
                stage::join(domain, &owner, id, self.actor(person)?.user)?;
            }
            domain.run(&[Part::Channel(id), Part::Team(team)], |tx| {
                channels::set_purpose(tx, &owner, domain, &access::managing(tx, &owner, id)?, purpose)?;
                channels::set_topic(tx, &owner, domain, &access::managing(tx, &owner, id)?, topic).map(drop)
            })?;
            sheet.channels.insert((*name).to_owned(), id.to_string());
            self.channels.insert(name, id);
        }
        let secret = webhooks::new_secret(domain.world());
        let (channel, app) = (self.channel(WEBHOOK_CHANNEL)?, self.actor(BOT)?.app);
        let app = app.ok_or_else(|| Error::internal("the demo's bot has no app"))?;
        let made = domain.run(&[], |tx| {
            let posting = access::posting(tx, &owner, channel)?;
            webhooks::create(tx, &owner, &posting, app, BOT, &secret)
        })?;
        let bot = made.bot;
        sheet.bot.webhook = format!("/services/{team}/{bot}/{secret}");
        Ok(())
    }

    fn say(&self, channel: &str, who: &str, text: &str, thread: Option<Ts>) -> Result<Ts> {
        let (channel, actor) = (self.channel(channel)?, self.actor(who)?);
        let body = Body { text: self.with_ids(text), ..Body::default() };
        let new = NewMessage { body, thread, ..NewMessage::default() };
        self.domain.run(&[Part::Channel(channel)], |tx| {
            let posting = access::posting(tx, actor, channel)?;
            Ok(messages::post(tx, actor, &posting, self.domain.installation(), &new)?.ts())
        })
    }

    fn react(&self, line: &Line, ts: Ts) -> Result<()> {
        let channel = self.channel(line.channel)?;
        for (name, people) in line.reactions {
            for who in *people {
                let actor = self.actor(who)?;
                self.domain.run(&[Part::Channel(channel)], |tx| {
                    reactions::add(tx, actor, &access::posting(tx, actor, channel)?, ts, name)
                })?;
            }
        }
        Ok(())
    }

    /// A line with its mentions and links made of ids.
    fn with_ids(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, actor) in &self.actors {
            text = text.replace(&format!("{{{name}}}"), &format!("<@{}>", actor.user));
        }
        for (name, id) in &self.channels {
            text = text.replace(&format!("{{#{name}}}"), &format!("<#{id}|{name}>"));
        }
        text
    }

    fn actor(&self, name: &str) -> Result<&Actor> {
        self.actors.get(name).ok_or_else(|| Error::internal(format!("the demo's script names nobody called {name}")))
    }

    fn channel(&self, name: &str) -> Result<ChannelId> {
        let found = self.channels.get(name).copied();
        found.ok_or_else(|| Error::internal(format!("the demo's script has no channel {name}")))
    }
}

fn before(now: Ts, minutes: u64) -> Ts {
    Ts(now.0.saturating_sub(minutes * 60 * 1_000_000))
}
