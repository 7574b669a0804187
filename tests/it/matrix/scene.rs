//! What the actor acts on: a fresh channel in one relation to them, and a message in it.

use super::cast::Cast;
use super::rows::{About, Row};
use crate::app::{PASSWORD, Person};
use comity::base::id::{ChannelId, UserId};
use comity::base::world::SystemWorld;
use comity::base::{Ts, World};
use comity::domain::messages::{self, NewMessage};
use comity::domain::{Actor, access, channels, members};
use comity::store::records::message::Body;
use comity::store::{Part, Tx};
use serde_json::Value;
use std::collections::BTreeMap;

/// How the actor stands to the channel, in the order of a row's cells.
pub const RELATIONS: [&str; 8] = ["own", "in", "public", "private+", "private", "archived", "dm", "others"];

/// A channel, a message, and the words that stand for them in a row's arguments.
pub struct Scene {
    pub channel: Option<ChannelId>,
    words: BTreeMap<String, String>,
}

impl Scene {
    /// Builds what `row` acts on, for one role and relation.
    pub fn set(cast: &Cast, row: &Row, role: usize, relation: &str) -> Self {
        let me = cast.stand_in(role);
        let mut scene = Self { channel: None, words: words(cast, role, &me) };
        let mut stage = Stage { cast, me: me.id, margaret: cast.app.margaret.id };
        if row.about == About::Alone {
            scene.prepare(cast, row, &me);
            return scene;
        }
        let id = stage.channel(role, relation);
        let author = if row.about == About::OwnMessage && relation != "others" { me.id } else { stage.margaret };
        let visitor = matches!(relation, "public" | "private") && row.needs_a_visit();
        if visitor {
            stage.enrol(id, me.id);
        }
        scene.channel = Some(id);
        scene.words.insert("channel".into(), id.to_string());
        scene.words.insert("ts".into(), stage.post(id, author).to_string());
        scene.prepare(cast, row, &me);
        if visitor {
            stage.remove(id, me.id);
        }
        if relation == "archived" {
            stage.archive(id);
        }
        scene
    }

    /// The row's arguments with every `$word` replaced.
    pub fn args(&self, template: &str) -> Value {
        let words: Vec<_> = self.words.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let filled = fill(template, &words);
        assert!(!filled.to_string().contains('$'), "no scene knows what this stands for: {filled}");
        filled
    }

    /// The same arguments about a channel that does not exist.
    pub fn args_elsewhere(&self, template: &str, nowhere: &str) -> Value {
        let words = self.words.clone().into_iter().chain([("channel".into(), nowhere.to_owned())]).collect();
        Self { channel: None, words }.args(template)
    }

    /// Runs the row's preparations, in the name of whom they say.
    fn prepare(&mut self, cast: &Cast, row: &Row, me: &Person) {
        for step in &row.before {
            let who = match step.who.as_str() {
                "me" => me,
                "margaret" => &cast.app.margaret,
                "ada" => &cast.app.ada,
                other => panic!("{}: {other} prepares nothing here", row.method),
            };
            let answer = who.call(&step.method, self.args(&step.args));
            if let Some((word, pointer)) = &step.keep {
                // Who may not even make one is given a name that leads nowhere.
                let nothing = Value::from("none");
                let found = if answer["ok"] == true { answer.pointer(pointer) } else { Some(&nothing) };
                let found = found.unwrap_or_else(|| panic!("{} -> {answer}", step.method));
                let text = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
                self.words.insert(word.clone(), text);
            }
        }
    }
}

fn words(cast: &Cast, role: usize, me: &Person) -> BTreeMap<String, String> {
    let random = comity::base::id::DraftId::mint(&SystemWorld).to_string().to_lowercase();
    let soon = SystemWorld.now().secs() + 3_600;
    [
        ("me", me.id.to_string()),
        ("margaret", cast.app.margaret.id.to_string()),
        ("insider", cast.insider(role).id.to_string()),
        ("outsider", cast.outsider(role).id.to_string()),
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
    me: UserId,
    margaret: UserId,
}

impl Stage<'_> {
    fn run<T>(&self, parts: &[Part], command: impl FnMut(&mut Tx) -> comity::base::Result<T>) -> T {
        self.cast.app.domain.run(parts, command).unwrap()
    }

    fn channel(&mut self, role: usize, relation: &str) -> ChannelId {
        match relation {
            "dm" => return self.direct(self.me, self.margaret_or_linus()),
            "others" => return self.direct(self.margaret, self.cast.outsider(role).id),
            _ => {}
        }
        let maker = if relation == "own" { self.me } else { self.margaret };
        let id = self.create(maker, relation.starts_with("private"));
        for user in [self.cast.insider(role).id, self.margaret] {
            self.enrol(id, user);
        }
        if matches!(relation, "in" | "private+" | "archived") {
            self.enrol(id, self.me);
        }
        id
    }

    /// Nobody's stand-in is Margaret, who is in all of this; in a direct conversation Linus answers her.
    fn margaret_or_linus(&self) -> UserId {
        if self.me == self.margaret { self.cast.app.linus.id } else { self.margaret }
    }

    fn create(&self, maker: UserId, private: bool) -> ChannelId {
        let (id, domain) = (ChannelId::mint(&SystemWorld), &self.cast.app.domain);
        let (actor, name) = (self.cast.hand(maker), id.to_string().to_lowercase());
        let parts = members::founding_parts(domain, id, maker);
        self.run(&parts, |tx| channels::create(tx, &actor, domain, id, &name, private));
        id
    }

    fn direct(&self, one: UserId, other: UserId) -> ChannelId {
        let (id, domain) = (ChannelId::mint_direct(&SystemWorld), &self.cast.app.domain);
        let mut people = vec![one, other];
        people.sort_unstable();
        let parts = [Part::Channel(id), Part::Person(one), Part::Person(other)];
        let actor = self.cast.hand(one);
        self.run(&parts, |tx| channels::open(tx, &actor, domain, id, &people)).0.id
    }

    fn enrol(&self, id: ChannelId, user: UserId) {
        let parts = members::parts(id, &[user]);
        let actor = self.cast.hand(user);
        self.run(&parts, |tx| {
            let channel = tx.get(&comity::store::records::channel::Channel::at(id))?.unwrap();
            let seeing = access::Seeing { member: comity::domain::people::is_member(tx, id, user)?, channel };
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
        self.run(&[Part::Channel(id), Part::Team(domain.team())], |tx| {
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
