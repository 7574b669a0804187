//! Who acts in the matrix: one of each role, everybody with their real rights, and people by token as well.

use crate::app::{Person, TestApp};
use comity::api::table::{Auth, METHODS, Method};
use comity::base::Ts;
use comity::base::id::{AppId, UserId};
use comity::base::world::SystemWorld;
use comity::domain::tokens::{self, NewToken};
use comity::domain::{Actor, apps, people, roles};
use comity::store::Part;
use comity::store::records::token::TokenKind;
use comity::store::records::user::Role;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// What somebody shows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Shows {
    Nothing,
    Session,
    /// A person's token with every scope there is, or with none.
    Token(bool),
    /// A bot's, with courier's scopes or with none.
    Bot(bool),
    AppLevel,
}

/// One who acts: what they are called, whose part of the scene they play, and what they show.
pub type Acting = (&'static str, usize, Shows);

/// Everybody who acts, in the order of the letters in a cell; the last eight have no letter of their own, as a person's
/// token opens what the person may do: `by_token` says how much of it.
pub const ACTORS: [Acting; 16] = [
    ("owner", OWNER, Shows::Session),
    ("admin", ADMIN, Shows::Session),
    ("member", MEMBER, Shows::Session),
    ("guest", GUEST, Shows::Session),
    ("bot", BOT, Shows::Bot(true)),
    ("bot without scopes", BOT, Shows::Bot(false)),
    ("app-level token", BOT, Shows::AppLevel),
    ("nobody", MEMBER, Shows::Nothing),
    ("owner by token", OWNER, Shows::Token(true)),
    ("admin by token", ADMIN, Shows::Token(true)),
    ("member by token", MEMBER, Shows::Token(true)),
    ("guest by token", GUEST, Shows::Token(true)),
    ("owner by token without scopes", OWNER, Shows::Token(false)),
    ("admin by token without scopes", ADMIN, Shows::Token(false)),
    ("member by token without scopes", MEMBER, Shows::Token(false)),
    ("guest by token without scopes", GUEST, Shows::Token(false)),
];

/// How many of them have a letter of their own.
pub const LETTERS: usize = 8;

/// Whose part somebody plays.
pub const OWNER: usize = 0;
pub const ADMIN: usize = 1;
pub const MEMBER: usize = 2;
pub const GUEST: usize = 3;
pub const BOT: usize = 4;

/// The order in which the actors of one part come on: who is most likely turned away at the door leaves the scene to the
/// next.
pub const PARTS: [&[usize]; 5] = [&[12, 8, 0], &[13, 9, 1], &[7, 14, 10, 2], &[15, 11, 3], &[6, 5, 4]];

/// What an actor's letter must be when the person's own, in a browser, is `own`.
pub fn by_token(method: &Method, shows: Shows, own: char) -> char {
    let opens = !matches!(method.auth, Auth::Browser | Auth::App | Auth::Bot | Auth::OfApp);
    match shows {
        Shows::Token(_) if !opens => 't',
        Shows::Token(false) if !method.scopes.is_empty() => 's',
        _ => own,
    }
}

/// Methods that may end what their caller shows.
const ENDS: &[&str] = &["auth.revoke", "client.logout", "client.changePassword", "client.setPassword"];

/// The server and everybody who acts on it.
pub struct Cast {
    pub app: TestApp,
    /// Another app's bot, with courier's scopes.
    pub mailman: Person,
    at_hand: RefCell<BTreeMap<usize, Person>>,
}

impl Cast {
    pub fn assemble() -> Self {
        let app = TestApp::start_in_memory();
        let (ids, secrets) = (apps::Ids::mint(&SystemWorld), apps::Secrets::mint(&SystemWorld));
        let view = app.domain.view().unwrap();
        let scopes = tokens::authenticate(&view, &app.courier.token).unwrap().scopes;
        drop(view);
        let new = apps::NewApp { name: "Mailman".into(), handle: "mailman".into(), scopes, ..apps::NewApp::default() };
        let parts = [Part::Team(app.domain.team()), Part::Person(ids.user)];
        let owner = app.ada.actor();
        app.domain.run(&parts, |tx| apps::create(tx, &owner, &app.domain, ids, &new, &secrets)).unwrap();
        let mailman = app.courier.with(ids.user, &secrets.bot);
        Self { app, mailman, at_hand: RefCell::default() }
    }

    /// The one who acts, with what they show.
    pub fn actor(&self, at: usize) -> Person {
        let known = self.at_hand.borrow().get(&at).cloned();
        known.unwrap_or_else(|| {
            let actor = self.dressed(at);
            self.at_hand.borrow_mut().insert(at, actor.clone());
            actor
        })
    }

    /// Forgets what a call may have ended, so that the next comes with something fresh.
    pub fn called(&self, method: &str, at: usize) {
        if ENDS.contains(&method) {
            self.at_hand.borrow_mut().remove(&at);
        }
    }

    /// Gives the first ownership back to Ada, where a call handed it on.
    pub fn restore(&self, method: &str, person: Option<&str>) {
        let person = person.filter(|_| method == "client.transferOwnership").and_then(UserId::parse);
        if let Some(person) = person {
            let (domain, ada) = (&self.app.domain, self.app.ada.id);
            let actor = Actor::person(person, Role::Owner);
            domain.run(&[Part::Team(domain.team())], |tx| roles::hand_on(tx, &actor, domain.team(), ada)).unwrap();
        }
    }

    fn dressed(&self, at: usize) -> Person {
        let (_, part, shows) = ACTORS[at];
        let me = self.stand_in(part);
        let view = self.app.domain.view().unwrap();
        let courier = tokens::authenticate(&view, &self.app.courier.token).unwrap().scopes;
        let app = people::get(&view, me.id).unwrap().bot.map(|bot| bot.app);
        drop(view);
        match shows {
            Shows::Nothing => me.with(me.id, ""),
            Shows::Session => self.with_token(&me, TokenKind::Browser, None, Vec::new()),
            Shows::Token(scoped) => {
                let scopes = if scoped { every_scope() } else { Vec::new() };
                self.with_token(&me, TokenKind::Person, None, scopes)
            }
            Shows::Bot(scoped) => self.with_token(&me, TokenKind::Bot, app, if scoped { courier } else { Vec::new() }),
            Shows::AppLevel => self.with_token(&me, TokenKind::App, app, vec!["connections:write".to_owned()]),
        }
    }

    /// The user who plays a part, with everything their role may have: who made what the actor now acts on.
    pub fn stand_in(&self, part: usize) -> Person {
        let app = &self.app;
        [&app.ada, &app.grace, &app.linus, &app.edsger, &app.courier][part].clone()
    }

    /// Somebody else who looks after the workspace, or whose things are not the actor's.
    pub fn rival(&self, part: usize) -> &Person {
        if part == OWNER { &self.app.grace } else { &self.app.ada }
    }

    /// Somebody who is in the channel besides its maker and the actor.
    pub fn insider(&self, part: usize) -> &Person {
        if part == ADMIN { &self.app.ada } else { &self.app.grace }
    }

    /// Somebody who is not in the channel.
    pub fn outsider(&self, part: usize) -> &Person {
        if part == MEMBER { &self.app.ada } else { &self.app.linus }
    }

    /// A person for commands on the domain itself, free of a guest's limits: it sets the scene, the API is what is
    /// under test.
    pub fn hand(&self, user: UserId) -> Actor {
        let bot = people::get(&self.app.domain.view().unwrap(), user).unwrap().bot;
        Actor { bot, ..Actor::person(user, Role::Member) }
    }

    /// A token in somebody's name, and the id it has in lists.
    pub fn issue(&self, user: UserId, kind: TokenKind, app: Option<AppId>, scopes: Vec<String>) -> (String, String) {
        let secret = tokens::new_secret(kind, &SystemWorld);
        let new = NewToken { kind, user, app, scopes, expires: Ts::MAX, label: String::new() };
        let token = self.app.domain.run(&[], |tx| tokens::issue(tx, &secret, &new)).unwrap();
        (secret, token.id.to_string())
    }

    fn with_token(&self, person: &Person, kind: TokenKind, app: Option<AppId>, scopes: Vec<String>) -> Person {
        person.with(person.id, &self.issue(person.id, kind, app, scopes).0)
    }
}

/// Every scope that any method asks for, and what opens more than a method.
fn every_scope() -> Vec<String> {
    let all: BTreeSet<&str> = METHODS.iter().flat_map(|method| method.scopes).copied().collect();
    all.into_iter().chain(["users:read.email"]).map(str::to_owned).collect()
}
