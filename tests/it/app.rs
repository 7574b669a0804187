//! The real server in this process, with the people every story is about.

use crate::openapi;
use actix_web::dev::ServerHandle;
use comity::base::id::{AppId, ChannelId, UserId};
use comity::base::world::SystemWorld;
use comity::config::Config;
use comity::crypto::{AgeIdentity, KeyRing, Vault, memory_vault};
use comity::domain::hashing::{self, Memory};
use comity::domain::newcomers::{self, NewUser};
use comity::domain::presence::Presence;
use comity::domain::tokens::{self, NewToken};
use comity::domain::triggers::Triggers;
use comity::domain::{Actor, Domain, apps, channels, people};
use comity::realtime::Realtime;
use comity::store::records::token::TokenKind;
use comity::store::records::user::{Profile, Role};
use comity::store::redb::{RedbOptions, RedbStore};
use comity::store::{Part, Store};
use serde_json::{Value, json};
use std::sync::Arc;
use std::thread::JoinHandle;

/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery";

/// Somebody with a token.
#[derive(Clone)]
pub struct Person {
    pub id: UserId,
    pub role: Role,
    pub token: String,
    url: String,
    agent: ureq::Agent,
}

impl Person {
    /// Calls a method; the whole answer.
    pub fn call(&self, method: &str, args: Value) -> Value {
        let sent = self
            .agent
            .post(format!("{}/api/{method}", self.url))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json; charset=utf-8")
            .header("x-comity-client", "1")
            .send(args.to_string());
        answer(method, sent)
    }

    /// Calls a method with one file in a multipart body; the whole answer.
    pub fn upload(&self, method: &str, field: &str, content: &[u8]) -> Value {
        let head = format!("--line\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"a.bin\"\r\n");
        let body = [head.as_bytes(), b"content-type: application/octet-stream\r\n\r\n", content, b"\r\n--line--\r\n"];
        let sent = self
            .agent
            .post(format!("{}/api/{method}", self.url))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "multipart/form-data; boundary=line")
            .send(&body.concat());
        answer(method, sent)
    }

    /// Calls a method that must succeed.
    #[track_caller]
    pub fn ok(&self, method: &str, args: Value) -> Value {
        let answer = self.call(method, args.clone());
        assert_eq!(answer["ok"], true, "{method} {args} -> {answer}");
        answer
    }

    /// Calls a method that must be refused; Slack's code.
    #[track_caller]
    pub fn refused(&self, method: &str, args: Value) -> String {
        let answer = self.call(method, args.clone());
        assert_eq!(answer["ok"], false, "{method} {args} -> {answer}");
        answer["error"].as_str().unwrap().to_owned()
    }

    /// Posts a line and gives its `ts`.
    #[track_caller]
    pub fn say(&self, channel: &str, text: &str) -> String {
        let answer = self.ok("chat.postMessage", json!({ "channel": channel, "text": text }));
        answer["ts"].as_str().unwrap().to_owned()
    }

    /// The same client with another identity.
    pub fn with(&self, id: UserId, token: &str) -> Self {
        Self { id, token: token.to_owned(), ..self.clone() }
    }

    /// The actor behind this person, for commands on the domain itself.
    pub fn actor(&self) -> Actor {
        Actor::person(self.id, self.role)
    }
}

/// The whole answer, which is what the method's schema says.
#[track_caller]
fn answer(method: &str, sent: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Value {
    let text = sent.unwrap().body_mut().read_to_string().unwrap();
    let answer = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{method}: {e}: {text}"));
    openapi::check(method, &answer);
    answer
}

/// A server with Ada (owner), Grace (admin), Linus and Margaret (members), Edsger (guest), and the bot courier.
pub struct TestApp {
    pub url: String,
    pub domain: Domain,
    pub general: String,
    pub ada: Person,
    pub grace: Person,
    pub linus: Person,
    pub margaret: Person,
    pub edsger: Person,
    pub courier: Person,
    /// The app-level token of courier.
    pub courier_app: String,
    /// Who is connected.
    pub presence: Arc<Presence>,
    /// What lets apps open views.
    pub triggers: Arc<Triggers>,
    realtime: Realtime,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
    directory: tempfile::TempDir,
    /// Where the root key lies, if there is one.
    safe: Option<tempfile::TempDir>,
}

/// What courier may do in most stories.
const COURIER_SCOPES: &[&str] = &[
    "app_mentions:read",
    "bookmarks:read",
    "bookmarks:write",
    "channels:history",
    "channels:join",
    "channels:manage",
    "channels:read",
    "chat:write",
    "chat:write.customize",
    "commands",
    "dnd:read",
    "emoji:read",
    "groups:history",
    "groups:read",
    "groups:write",
    "im:history",
    "im:read",
    "im:write",
    "links:write",
    "mpim:history",
    "mpim:read",
    "mpim:write",
    "pins:read",
    "pins:write",
    "reactions:read",
    "reactions:write",
    "reminders:read",
    "reminders:write",
    "team:read",
    "usergroups:read",
    "usergroups:write",
    "users.profile:read",
    "users:read",
    "users:read.email",
    "users:write",
];

impl TestApp {
    /// Somebody without an account: nobody stands behind the id.
    pub fn stranger(&self) -> Person {
        let Person { id, role, url, agent, .. } = &self.edsger;
        Person { id: *id, role: *role, token: String::new(), url: url.clone(), agent: agent.clone() }
    }

    /// Starts with the workspace founded and everybody in `#general`.
    pub fn start() -> Self {
        Self::start_with(|_| {})
    }

    /// Starts with another configuration.
    pub fn start_with(change: impl FnOnce(&mut Config)) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let store = RedbStore::open(&directory.path().join("comity.redb"), RedbOptions::default()).unwrap();
        Self::start_on(Arc::new(store), memory_vault(&SystemWorld), directory, change)
    }

    /// Starts on a data directory as `comity init` makes it: a key ring beside the store, the root key elsewhere.
    pub fn start_with_keys() -> Self {
        let (directory, safe) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let file = safe.path().join("root.key");
        AgeIdentity::generate(&file).unwrap();
        let root = AgeIdentity::load(&file, directory.path()).unwrap();
        let (vault, commitment) = KeyRing::create(directory.path(), &root, &SystemWorld).unwrap();
        let store = RedbStore::open(&directory.path().join("comity.redb"), RedbOptions::default()).unwrap();
        let mut app = Self::start_on(Arc::new(store), vault, directory, |config| {
            config.root.identity_file = Some(file);
            config.root.commitment = Some(commitment.to_string());
        });
        app.safe = Some(safe);
        app
    }

    /// Starts on the same engine without a disk, for stories of thousands of commits.
    pub fn start_in_memory() -> Self {
        Self::start_behind(|store| Arc::new(store))
    }

    /// The same with something of the story's own before the store.
    pub fn start_behind(before: impl FnOnce(RedbStore) -> Arc<dyn Store>) -> Self {
        let store = RedbStore::with_backend(redb::backends::InMemoryBackend::new(), RedbOptions::default()).unwrap();
        Self::start_on(before(store), memory_vault(&SystemWorld), tempfile::tempdir().unwrap(), |_| {})
    }

    fn start_on(
        store: Arc<dyn Store>,
        vault: Vault,
        directory: tempfile::TempDir,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let domain = Domain::open(store, Arc::new(vault), Arc::new(SystemWorld)).unwrap();
        let mut config = Config { listen: "127.0.0.1:0".parse().unwrap(), ..Config::default() };
        directory.path().clone_into(&mut config.data_dir);
        config.limits.rate_limits = false;
        change(&mut config);
        let (bound, thread) = serve(config, domain.clone());
        let url = bound.url;
        let people = found(&domain);
        let person = |(id, role, token): &(UserId, Role, String)| Person {
            id: *id,
            role: *role,
            token: token.clone(),
            url: url.clone(),
            agent: agent(),
        };
        let general = channels::by_name(&domain.view().unwrap(), "general").unwrap().unwrap().to_string();
        let [ada, grace, linus, margaret, edsger, courier] = std::array::from_fn(|i| person(&people.tokens[i]));
        Self {
            url: url.clone(),
            general,
            ada,
            grace,
            linus,
            margaret,
            edsger,
            courier,
            courier_app: people.app_token,
            domain,
            presence: bound.presence,
            triggers: bound.triggers,
            realtime: bound.realtime,
            handle: bound.handle,
            thread: Some(thread),
            directory,
            safe: None,
        }
    }

    /// Stops the server and closes the store; what is left lies in the directory.
    pub fn close(mut self) -> tempfile::TempDir {
        self.stop();
        std::mem::replace(&mut self.directory, tempfile::tempdir().unwrap())
    }

    /// Another session of a person: one that may be ended.
    pub fn spare_session(&self, person: &Person) -> String {
        let secret = tokens::new_secret(TokenKind::Browser, &SystemWorld);
        issue(&self.domain, &secret, person.id);
        secret
    }

    /// Stops the server and starts it again on the same store.
    pub fn restart(&mut self) {
        self.stop();
        let mut config = Config { listen: "127.0.0.1:0".parse().unwrap(), ..Config::default() };
        config.limits.rate_limits = false;
        let (bound, thread) = serve(config, self.domain.clone());
        (self.url, self.presence, self.realtime, self.handle) =
            (bound.url, bound.presence, bound.realtime, bound.handle);
        self.triggers = bound.triggers;
        self.thread = Some(thread);
        let url = self.url.clone();
        for person in
            [&mut self.ada, &mut self.grace, &mut self.linus, &mut self.margaret, &mut self.edsger, &mut self.courier]
        {
            person.url.clone_from(&url);
        }
    }

    /// How many sockets are open.
    pub fn open_sockets(&self) -> usize {
        self.realtime.open_sockets()
    }

    fn stop(&mut self) {
        self.realtime.stop();
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            // The server's own thread ends with it; a panic there has already failed the test.
            let _ = thread.join();
        }
    }

    /// Everybody in the order of their roles, highest first, then the bot.
    pub fn everybody(&self) -> [&Person; 6] {
        [&self.ada, &self.grace, &self.linus, &self.margaret, &self.edsger, &self.courier]
    }

    /// Where the data lies.
    pub fn directory(&self) -> &std::path::Path {
        self.directory.path()
    }

    /// The same person with a token of fewer scopes.
    pub fn limited(&self, person: &Person, scopes: &[&str]) -> Person {
        match person.id == self.courier.id {
            true => self.with_token(person, TokenKind::Bot, Some(self.courier_app_id()), scopes),
            false => self.with_token(person, TokenKind::Person, None, scopes),
        }
    }

    /// The app behind courier.
    pub fn courier_app_id(&self) -> AppId {
        people::get(&self.domain.view().unwrap(), self.courier.id).unwrap().bot.unwrap().app
    }

    /// The same person with another token.
    pub fn with_token(&self, person: &Person, kind: TokenKind, app: Option<AppId>, scopes: &[&str]) -> Person {
        let secret = tokens::new_secret(kind, &SystemWorld);
        let new = NewToken {
            kind,
            user: person.id,
            app,
            scopes: scopes.iter().map(|s| (*s).to_owned()).collect(),
            expires: comity::base::Ts::MAX,
            label: "a test".to_owned(),
        };
        self.domain.run(&[], |tx| tokens::issue(tx, &secret, &new)).unwrap();
        Person { token: secret, ..person.clone() }
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.stop();
    }
}

/// An HTTP client that takes any status as an answer.
pub fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().new_agent()
}

struct Running {
    url: String,
    presence: Arc<Presence>,
    triggers: Arc<Triggers>,
    realtime: Realtime,
    handle: ServerHandle,
}

fn serve(config: Config, domain: Domain) -> (Running, JoinHandle<()>) {
    let (tell, heard) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let bound = comity::app::bind(&config, domain).unwrap();
            let (realtime, handle) = (bound.realtime.clone(), bound.server.handle());
            let (presence, triggers) = (realtime.presence().clone(), bound.triggers.clone());
            tell.send(Running { url: bound.url.clone(), presence, triggers, realtime, handle }).unwrap();
            bound.run(|_| ()).await.unwrap();
        });
    });
    (heard.recv().unwrap(), thread)
}

struct Founded {
    tokens: Vec<(UserId, Role, String)>,
    app_token: String,
}

fn found(domain: &Domain) -> Founded {
    let mut tokens = Vec::new();
    let hash = hashing::hash_password(&SystemWorld, PASSWORD, &mut Memory::new()).unwrap();
    let everybody = [
        ("ada", "Ada Lovelace", Role::Owner),
        ("grace", "Grace Hopper", Role::Admin),
        ("linus", "Linus Pauling", Role::Member),
        ("margaret", "Margaret Hamilton", Role::Member),
        ("edsger", "Edsger Dijkstra", Role::Guest),
    ];
    for (name, real_name, role) in everybody {
        let id = create(domain, name, real_name, role, &hash);
        if name == "ada" {
            found_general(domain, id);
        }
        let secret = tokens::new_secret(TokenKind::Browser, &SystemWorld);
        issue(domain, &secret, id);
        tokens.push((id, role, secret));
    }
    let (ids, secrets) = (apps::Ids::mint(&SystemWorld), apps::Secrets::mint(&SystemWorld));
    let new = apps::NewApp {
        name: "Courier".to_owned(),
        handle: "courier".to_owned(),
        scopes: COURIER_SCOPES.iter().map(|s| (*s).to_owned()).collect(),
        events: Vec::new(),
    };
    let owner = Actor::person(tokens[0].0, Role::Owner);
    let parts = [Part::Team(domain.team()), Part::Person(ids.user)];
    domain.run(&parts, |tx| apps::create(tx, &owner, domain, ids, &new, &secrets)).unwrap();
    tokens.push((ids.user, Role::Member, secrets.bot));
    let app_token = secrets.app;
    Founded { tokens, app_token }
}

fn create(domain: &Domain, name: &str, real_name: &str, role: Role, hash: &str) -> UserId {
    let id = UserId::mint(&SystemWorld);
    let new = NewUser {
        name: name.to_owned(),
        email: Some(format!("{name}@example.org")),
        role,
        profile: Profile { real_name: real_name.to_owned(), ..Profile::default() },
        bot: None,
    };
    let mut parts = vec![Part::Team(domain.team()), Part::Person(id)];
    parts.extend(newcomers::general(&domain.view().unwrap(), domain.team()).unwrap());
    domain.run(&parts, |tx| newcomers::create(tx, domain.team(), id, &new)).unwrap();
    domain.run(&[], |tx| people::set_password(tx, id, hash.to_owned())).unwrap();
    id
}

fn found_general(domain: &Domain, ada: UserId) {
    let actor = Actor::person(ada, Role::Owner);
    let id = ChannelId::mint(&SystemWorld);
    domain
        .run(&channels::founding_parts(domain, id, ada), |tx| {
            channels::create(tx, &actor, domain, id, "general", false)
        })
        .unwrap();
    domain.run(&[], |tx| channels::make_general(tx, domain.team(), id)).unwrap();
}

fn issue(domain: &Domain, secret: &str, user: UserId) {
    let kind = TokenKind::Browser;
    let (scopes, expires, label) = (Vec::new(), comity::base::Ts::MAX, "a test".to_owned());
    domain
        .run(&[], |tx| {
            tokens::issue(
                tx,
                secret,
                &NewToken { kind, user, app: None, scopes: scopes.clone(), expires, label: label.clone() },
            )
        })
        .unwrap();
}
