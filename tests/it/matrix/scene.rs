//! What the actor acts on: a fresh channel in one relation to them, and a message in it.

use super::cast::Cast;
use super::rows::{About, Row, Step};
use crate::app::{PASSWORD, Person};
use comity::base::id::{ChannelId, UserId};
use comity::base::world::SystemWorld;
use comity::base::{Ts, World};
use comity::domain::messages::{self, NewMessage};
use comity::domain::newcomers::{self, NewUser};
use comity::domain::{Actor, access, apps, channels, members, roles};
use comity::store::records::message::Body;
use comity::store::records::token::TokenKind;
use comity::store::records::user::{Profile, Role};
use comity::store::{Part, Tx};
use serde_json::Value;
use std::collections::BTreeMap;

/// A channel, a message, and the words that stand for them in a row's arguments.
pub struct Scene {
    pub channel: Option<ChannelId>,
    words: BTreeMap<String, String>,
}

impl Scene {
    /// Builds what `row` acts on, for one part and relation.
    pub fn set(cast: &Cast, row: &Row, part: usize, relation: &str) -> Self {
        let me = cast.stand_in(part);
        let mut scene = Self { channel: None, words: words(cast, part, &me) };
        let mut stage = Stage { cast, part, me: me.id, margaret: cast.app.margaret.id };
        match row.about {
            About::Alone => scene.prepare(&stage, row, relation),
            About::Thing => {
                if row.mentions("$person") {
                    scene.person(&stage, row, "member");
                }
                // A thing without an id is known by its name, which nothing must have been given then.
                if relation != "none" || row.before.iter().any(|step| step.keep.is_some()) {
                    scene.prepare(&stage, row, relation);
                }
            }
            About::Person => {
                if row.mentions("$channel") || relation == "near" {
                    scene.meet(stage.channel("own"));
                }
                scene.person(&stage, row, relation);
                scene.prepare(&stage, row, relation);
            }
            About::Channel | About::OwnMessage | About::Message => scene.conversation(&mut stage, row, relation),
        }
        scene
    }

    fn meet(&mut self, channel: ChannelId) {
        self.channel = Some(channel);
        self.words.insert("channel".into(), channel.to_string());
    }

    /// A channel with a message in it.
    fn conversation(&mut self, stage: &mut Stage, row: &Row, relation: &str) {
        let id = stage.channel(relation);
        let away = matches!(relation, "others" | "group");
        let author = if row.about == About::OwnMessage && !away { stage.me } else { stage.margaret };
        let visitor = matches!(relation, "public" | "private") && row.needs_a_visit();
        if visitor {
            stage.enrol(id, stage.me);
        }
        self.meet(id);
        self.words.insert("ts".into(), stage.post(id, author).to_string());
        self.prepare(stage, row, relation);
        if visitor {
            stage.remove(id, stage.me);
        }
        if relation == "archived" {
            stage.archive(id);
        }
    }

    /// Somebody the method is about, signed in and with a token, which lists know by an id.
    fn person(&mut self, stage: &Stage, row: &Row, relation: &str) {
        let person = stage.person(relation, self.channel);
        self.words.insert("person".into(), person.to_string());
        for (word, kind) in [("session", TokenKind::Browser), ("token", TokenKind::Person)] {
            if row.mentions(&format!("${word}")) {
                let id = stage.cast.issue(person, kind, None, vec!["users:read".to_owned()]).1;
                self.words.insert(word.into(), id);
            }
        }
        if relation == "gone" {
            stage.dismiss(person);
        }
    }

    /// The row's arguments with every `$word` replaced.
    pub fn args(&self, template: &str) -> Value {
        let words: Vec<_> = self.words.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let filled = fill(template, &words);
        assert!(!filled.to_string().contains('$'), "no scene knows what this stands for: {filled}");
        filled
    }

    /// What a word stands for.
    pub fn word(&self, name: &str) -> Option<&str> {
        self.words.get(name).map(String::as_str)
    }

    /// The same arguments about a channel or a person that does not exist.
    pub fn args_elsewhere(&self, template: &str, word: &str, nowhere: &str) -> Value {
        let words = self.words.clone().into_iter().chain([(word.to_owned(), nowhere.to_owned())]).collect();
        Self { channel: None, words }.args(template)
    }

    /// Runs the row's preparations, in the name of whom they say.
    fn prepare(&mut self, stage: &Stage, row: &Row, relation: &str) {
        for step in &row.before {
            let args = self.args(&step.args);
            let made = stage.who(step, relation).call(&step.method, args.clone());
            let Some((word, pointer)) = &step.keep else { continue };
            let text = match (made["ok"] == true, relation) {
                (true, "none") => nowhere(&kept(&made, pointer)),
                (true, _) => kept(&made, pointer),
                // Who may not even make one is given a name that leads nowhere.
                (false, _) => nowhere(&kept(&stage.cast.rival(stage.part).call(&step.method, args), pointer)),
            };
            self.words.insert(word.clone(), text);
        }
    }
}

fn kept(answer: &Value, pointer: &str) -> String {
    match answer.pointer(pointer) {
        Some(Value::String(text)) => text.clone(),
        Some(found) => found.to_string(),
        None => "none".to_owned(),
    }
}

/// What looks like this id and is none.
fn nowhere(id: &str) -> String {
    let letter = id.chars().next().filter(char::is_ascii_uppercase);
    letter.map_or_else(|| "none".to_owned(), |letter| format!("{letter}0000000000000000"))
}

fn words(cast: &Cast, part: usize, me: &Person) -> BTreeMap<String, String> {
    let random = comity::base::id::DraftId::mint(&SystemWorld).to_string().to_lowercase();
    let soon = SystemWorld.now().secs() + 3_600;
    [
        ("me", me.id.to_string()),
        ("margaret", cast.app.margaret.id.to_string()),
        ("insider", cast.insider(part).id.to_string()),
        ("outsider", cast.outsider(part).id.to_string()),
        ("general", cast.app.general.clone()),
        ("password", PASSWORD.to_owned()),
        ("bot", cast.hand(cast.app.courier.id).bot.unwrap().bot.to_string()),
        ("app", cast.hand(cast.app.courier.id).bot.unwrap().app.to_string()),
        ("unique", random),
        ("soon", soon.to_string()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

struct Stage<'c> {
    cast: &'c Cast,
    part: usize,
    me: UserId,
    margaret: UserId,
}

impl Stage<'_> {
    fn run<T>(&self, parts: &[Part], command: impl FnMut(&mut Tx) -> comity::base::Result<T>) -> T {
        self.cast.app.domain.run(parts, command).unwrap()
    }

    /// Whom a preparation names. What is the actor's they made themselves, what is not somebody with more rights did.
    fn who(&self, step: &Step, relation: &str) -> Person {
        let cast = self.cast;
        match (step.who.as_str(), relation) {
            ("me", _) | ("maker", "mine") => cast.stand_in(self.part),
            ("maker", _) => cast.rival(self.part).clone(),
            ("margaret", _) => cast.app.margaret.clone(),
            ("ada", _) => cast.app.ada.clone(),
            ("mailman", _) => cast.mailman.clone(),
            (other, _) => panic!("{}: {other} prepares nothing here", step.method),
        }
    }

    fn channel(&mut self, relation: &str) -> ChannelId {
        let (insider, outsider) = (self.cast.insider(self.part).id, self.cast.outsider(self.part).id);
        match relation {
            "dm" => return self.open(self.me, &[self.margaret]),
            "others" => return self.open(self.margaret, &[outsider]),
            "group+" => return self.open(self.me, &[self.margaret, insider]),
            "group" => return self.open(self.margaret, &[insider, outsider]),
            _ => {}
        }
        let maker = if relation == "own" { self.me } else { self.margaret };
        let id = self.create(maker, relation.starts_with("private"));
        for user in [insider, self.margaret] {
            self.enrol(id, user);
        }
        if matches!(relation, "in" | "private+" | "archived") {
            self.enrol(id, self.me);
        }
        id
    }

    /// A new person in this relation, or one of those there are always.
    fn person(&self, relation: &str, channel: Option<ChannelId>) -> UserId {
        match relation {
            "me" => self.me,
            "first" => self.cast.app.ada.id,
            "bot" => self.install(),
            "guest" => self.arrive(Role::Guest),
            "admin" => self.arrive(Role::Admin),
            "owner" => self.arrive(Role::Owner),
            _ => {
                let id = self.arrive(Role::Member);
                if let Some(channel) = channel.filter(|_| relation == "near") {
                    self.enrol(channel, id);
                }
                id
            }
        }
    }

    fn arrive(&self, role: Role) -> UserId {
        let (id, domain) = (UserId::mint(&SystemWorld), &self.cast.app.domain);
        let name = id.to_string().to_lowercase();
        let email = Some(format!("{name}@example.org"));
        let profile = Profile { real_name: "Somebody New".into(), ..Profile::default() };
        let new = NewUser { name, email, role, profile, bot: None };
        let mut parts = vec![Part::Team(domain.team()), Part::Person(id)];
        parts.extend(newcomers::general(&domain.view().unwrap(), domain.team()).unwrap());
        self.run(&parts, |tx| newcomers::create(tx, domain.team(), id, &new)).id
    }

    fn install(&self) -> UserId {
        let (ids, secrets) = (apps::Ids::mint(&SystemWorld), apps::Secrets::mint(&SystemWorld));
        let (domain, ada) = (&self.cast.app.domain, self.cast.app.ada.actor());
        let handle = ids.user.to_string().to_lowercase();
        let new = apps::NewApp { name: "Robot".into(), handle, ..apps::NewApp::default() };
        let parts = [Part::Team(domain.team()), Part::Person(ids.user)];
        self.run(&parts, |tx| apps::create(tx, &ada, domain, ids, &new, &secrets));
        ids.user
    }

    fn dismiss(&self, person: UserId) {
        let (domain, ada) = (&self.cast.app.domain, self.cast.app.ada.actor());
        let parts = [Part::Team(domain.team()), Part::Person(person)];
        self.run(&parts, |tx| roles::deactivate(tx, &ada, domain.team(), person));
    }

    fn create(&self, maker: UserId, private: bool) -> ChannelId {
        let (id, domain) = (ChannelId::mint(&SystemWorld), &self.cast.app.domain);
        let (actor, name) = (self.cast.hand(maker), id.to_string().to_lowercase());
        let parts = channels::founding_parts(domain, id, maker);
        self.run(&parts, |tx| channels::create(tx, &actor, domain, id, &name, private));
        id
    }

    /// The conversation of somebody with these others.
    fn open(&self, one: UserId, others: &[UserId]) -> ChannelId {
        let (id, domain) = (ChannelId::mint_direct(&SystemWorld), &self.cast.app.domain);
        let mut people = [&[one], others].concat();
        people.sort_unstable();
        let parts: Vec<Part> = people.iter().map(|p| Part::Person(*p)).chain([Part::Channel(id)]).collect();
        let actor = self.cast.hand(one);
        self.run(&parts, |tx| channels::open(tx, &actor, domain, id, &people)).0.id
    }

    fn enrol(&self, id: ChannelId, user: UserId) {
        let parts = members::parts(id, &[user]);
        let actor = self.cast.hand(user);
        self.run(&parts, |tx| {
            let channel = tx.get(&comity::store::records::channel::Channel::at(id))?.unwrap();
            let seeing = access::Seeing { member: comity::domain::memberships::is_member(tx, id, user)?, channel };
            members::join(tx, &actor, &seeing)
        });
    }

    fn remove(&self, id: ChannelId, user: UserId) {
        let actor = self.cast.hand(user);
        self.run(&members::parts(id, &[user]), |tx| {
            let seeing = access::seeing(tx, &actor, id)?;
            members::leave(tx, &actor, &seeing)
        });
    }

    fn archive(&self, id: ChannelId) {
        let (actor, domain): (Actor, _) = (self.cast.hand(self.margaret), &self.cast.app.domain);
        self.run(&channels::parts(domain, &actor, id), |tx| {
            let managing = access::managing(tx, &actor, id)?;
            channels::archive(tx, &actor, domain, &managing)
        });
    }

    fn post(&self, id: ChannelId, author: UserId) -> Ts {
        let (actor, origin) = (self.cast.hand(author), self.cast.app.domain.installation());
        let new = NewMessage {
            body: Body { text: "the budget: <https://example.org/budget>".into(), ..Body::default() },
            ..NewMessage::default()
        };
        // Posted past the permission: a message by somebody who is not in the channel any more is wanted too.
        self.run(&[Part::Channel(id)], |tx| messages::write(tx, actor.author(), id, origin, &new)).ts()
    }
}

/// A template with its words replaced, longer ones first: none is cut short by another that begins the same.
pub fn fill(template: &str, words: &[(&str, String)]) -> Value {
    let mut text = template.to_owned();
    let mut words: Vec<_> = words.iter().collect();
    words.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    for (name, value) in words {
        text = text.replace(&format!("${name}"), value);
    }
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}"))
}
