//! Who acts in the matrix: one of each role, everybody with their real rights.

use crate::app::{Person, TestApp};
use comity::base::Ts;
use comity::base::id::UserId;
use comity::base::world::SystemWorld;
use comity::domain::tokens::{self, NewToken};
use comity::domain::{Actor, apps, people};
use comity::store::Part;
use comity::store::records::token::TokenKind;
use comity::store::records::user::Role;

/// The roles, in the order of the letters in a cell.
pub const ROLES: [&str; 8] =
    ["owner", "admin", "member", "guest", "bot", "bot without scopes", "app-level token", "nobody"];

/// The server and everybody who acts on it.
pub struct Cast {
    pub app: TestApp,
    mailman: Person,
}

impl Cast {
    pub fn assemble() -> Self {
        let app = TestApp::start_in_memory();
        let (ids, secrets) = (apps::Ids::mint(&SystemWorld), apps::Secrets::mint(&SystemWorld));
        let new = apps::NewApp { name: "Mailman".into(), handle: "mailman".into(), ..apps::NewApp::default() };
        let parts = [Part::Team(app.domain.team()), Part::Person(ids.user)];
        let owner = app.ada.actor();
        app.domain.run(&parts, |tx| apps::create(tx, &owner, &app.domain, ids, &new, &secrets)).unwrap();
        let mailman = app.courier.with(ids.user, &secrets.bot);
        Self { app, mailman }
    }

    /// The one who acts in this role, with a token of their own for this one call.
    pub fn actor(&self, role: usize) -> Person {
        let (kind, scopes) = match role {
            4 => (TokenKind::Bot, self.courier_scopes()),
            5 => (TokenKind::Bot, Vec::new()),
            6 => (TokenKind::App, vec!["connections:write".to_owned()]),
            _ => (TokenKind::Browser, Vec::new()),
        };
        match role {
            7 => self.stand_in(role).with(self.app.margaret.id, ""),
            _ => self.with_token(self.stand_in(role), kind, scopes),
        }
    }

    /// The same user with everything their role may have: who made what the actor now acts on.
    pub fn stand_in(&self, role: usize) -> Person {
        let app = &self.app;
        match role {
            0 => app.ada.clone(),
            1 => app.grace.clone(),
            2 => app.linus.clone(),
            3 => app.edsger.clone(),
            4 | 6 => app.courier.clone(),
            5 => self.with_token(self.mailman.clone(), TokenKind::Bot, self.courier_scopes()),
            _ => app.margaret.clone(),
        }
    }

    /// Somebody who is in the channel besides its maker and the actor.
    pub fn insider(&self, role: usize) -> &Person {
        if role == 1 { &self.app.ada } else { &self.app.grace }
    }

    /// Somebody who is not in the channel.
    pub fn outsider(&self, role: usize) -> &Person {
        if role == 2 { &self.app.ada } else { &self.app.linus }
    }

    /// A person for commands on the domain itself, free of a guest's limits: it sets the scene, the API is what is
    /// under test.
    pub fn hand(&self, user: UserId) -> Actor {
        let bot = people::get(&self.app.domain.view().unwrap(), user).unwrap().bot;
        Actor { bot, ..Actor::person(user, Role::Member) }
    }

    fn courier_scopes(&self) -> Vec<String> {
        let view = self.app.domain.view().unwrap();
        tokens::authenticate(&view, &self.app.courier.token).unwrap().scopes
    }

    fn with_token(&self, person: Person, kind: TokenKind, scopes: Vec<String>) -> Person {
        let bot = people::get(&self.app.domain.view().unwrap(), person.id).unwrap().bot;
        let secret = tokens::new_secret(kind, &SystemWorld);
        let (user, app) = (person.id, bot.map(|b| b.app));
        let new = NewToken { kind, user, app, scopes, expires: Ts::MAX, label: String::new() };
        self.app.domain.run(&[], |tx| tokens::issue(tx, &secret, &new)).unwrap();
        person.with(person.id, &secret)
    }
}
