//! Answers the page that sets a server up: what lies where, the root key to keep a copy of, and the end.

use super::answers::{Keys, Owner, Workspace};
use super::link::Link;
use super::{NewRoot, Plan, install, with_keys};
use crate::api::args::Args;
use crate::api::peer::Network;
use crate::base::{Error, Kind, Result, limits};
use crate::config::{Config, RootKind};
use crate::crypto::NewIdentity;
use crate::domain::Domain;
use crate::domain::founders::{self, Founders};
use crate::domain::hashing::{self, Memory};
use crate::domain::installation;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot::{Receiver, Sender, channel};

/// The error for a secret that is not the link's.
pub(super) const INVALID_SECRET: &str = "invalid_secret";
/// What everything but the set-up is answered, with HTTP 503.
pub(super) const NOT_SET_UP: &str = "not_set_up";

/// One set-up, for as long as it takes.
pub struct Desk {
    /// How the server listens meanwhile.
    pub config: Config,
    link: Link,
    tell: Box<dyn Fn(&str) + Send + Sync>,
    work: Mutex<Work>,
    done: Mutex<Option<Sender<Ready>>>,
}

/// What is left to do.
enum Work {
    /// Keys, configuration, workspace and owner. The key is the one shown, so that the copy somebody kept is of it.
    Everything { plan: Plan, key: NewRoot },
    /// Workspace and owner: the keys are there.
    People { config: Box<Config>, domain: Domain },
    /// Nothing.
    Nothing,
}

/// What the server goes on with.
pub struct Ready {
    /// Its configuration.
    pub config: Config,
    /// Its domain.
    pub domain: Domain,
}

impl Desk {
    /// A set-up from nothing. `tell` prints a link on the terminal.
    pub fn everything(plan: Plan, tell: impl Fn(&str) + Send + Sync + 'static) -> Result<(Self, Receiver<Ready>)> {
        let config = plan.draft()?;
        Ok(Self::at(config, Work::Everything { plan, key: NewRoot::Identity(NewIdentity::mint()) }, tell))
    }

    /// A set-up of a workspace whose keys are there, but nobody in it.
    pub fn people(
        config: Config,
        domain: Domain,
        tell: impl Fn(&str) + Send + Sync + 'static,
    ) -> (Self, Receiver<Ready>) {
        Self::at(config.clone(), Work::People { config: Box::new(config), domain }, tell)
    }

    fn at(config: Config, work: Work, tell: impl Fn(&str) + Send + Sync + 'static) -> (Self, Receiver<Ready>) {
        let (done, heard) = channel();
        let (link, tell) = (Link::mint(), Box::new(tell));
        (Self { config, link, tell, work: Mutex::new(work), done: Mutex::new(Some(done)) }, heard)
    }

    /// The server has an address: the link is printed.
    pub fn open(&self, url: &str) {
        (self.tell)(&self.link.at(url));
    }

    /// Answers a method of the set-up; anything else has to wait for its end.
    pub(super) fn answer(&self, method: &str, args: &Args) -> Result<Value> {
        let step = match method {
            "client.setup.begin" => Self::begin,
            "client.setup.key" => Self::key,
            "client.setup.check" => Self::check,
            "client.setup.finish" => Self::finish,
            _ => {
                let why = "this server is not set up yet: open the link that `comity serve` printed on its terminal";
                return Err(Error::denied(NOT_SET_UP).because(why));
            }
        };
        if !self.link.is(&args.text("secret").unwrap_or_default()) {
            return Err(Error::denied(INVALID_SECRET).because("the link is not the one on the terminal"));
        }
        step(self, args).inspect_err(|e| {
            // What stands in the way on the disk is for the person at the machine; it names paths and no secret.
            if e.kind == Kind::Denied {
                tracing::warn!(code = &*e.code, detail = &*e.detail, "the set-up can't go on");
            }
        })
    }

    /// Counts a wrong secret; the seconds to wait when it is one too many.
    pub(super) fn count_wrong(&self, network: Network) -> std::result::Result<(), u64> {
        self.link.count_wrong(network)
    }

    /// What there is to do, and where things will lie.
    fn begin(&self, _: &Args) -> Result<Value> {
        let lengths =
            json!({ "password": limits::PASSWORD_CHARS.start(), "passphrase": limits::PASSPHRASE_CHARS.start() });
        match &*self.work() {
            Work::Everything { plan, .. } => Ok(json!({
                "steps": "everything",
                "configuration": absolute(&plan.file),
                "data": absolute(&self.config.data_dir),
                "key_file": self.config.root.identity_file.as_deref().map(absolute),
                // Where it listens everywhere, no address follows from that.
                "needs_address": self.config.public_url.is_empty() && self.config.listen.ip().is_unspecified(),
                "at_least": lengths,
            })),
            Work::People { config, domain } => {
                let team = installation::team(&domain.view()?, domain.team())?;
                let public_url = config.public_url();
                Ok(json!({ "steps": "people", "name": team.name, "public_url": public_url, "at_least": lengths }))
            }
            Work::Nothing => Err(over()),
        }
    }

    /// The root key, for the copy to keep.
    fn key(&self, _: &Args) -> Result<Value> {
        match &*self.work() {
            Work::Everything { key: NewRoot::Identity(key), .. } => {
                Ok(json!({ "recipient": key.recipient, "text": key.text() }))
            }
            _ => Err(over()),
        }
    }

    /// Whether the answers of one step are good.
    fn check(&self, args: &Args) -> Result<Value> {
        match args.text("step").as_deref() {
            Some("key") => drop(Keys::read(args)?),
            Some("workspace") => {
                let chosen = Workspace::read(args)?;
                if let Work::Everything { plan, .. } = &*self.work() {
                    Plan { public_url: chosen.public_url, ..plan.clone() }.config()?;
                }
            }
            Some("owner") => drop(Owner::read(args)?),
            _ => return Err(Error::invalid("invalid_arguments").because("step is key, workspace or owner")),
        }
        Ok(json!({}))
    }

    /// Makes all of it, and lets the server go on.
    fn finish(&self, args: &Args) -> Result<Value> {
        let (workspace, owner) = (Workspace::read(args)?, Owner::read(args)?);
        let mut work = self.work();
        if let Work::Everything { plan, key } = &*work {
            // Should what follows fail, the keys are there, and the next try or start goes on with the people.
            let (config, domain) = make_keys(plan, key, &workspace, Keys::read(args)?)?;
            *work = Work::People { config: Box::new(config), domain };
        }
        let Work::People { config, domain } = &*work else { return Err(over()) };
        make_people(domain, &workspace, &owner)?;
        let ready = Ready { config: Config::clone(config), domain: domain.clone() };
        *work = Work::Nothing;
        drop(work);
        let public_url = ready.config.public_url.clone();
        if let Some(done) = self.done.lock().unwrap_or_else(PoisonError::into_inner).take() {
            // Nobody listens any more when the process is ending; the next start serves.
            drop(done.send(ready));
        }
        Ok(json!({ "public_url": public_url }))
    }

    fn work(&self) -> std::sync::MutexGuard<'_, Work> {
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn make_keys(plan: &Plan, shown: &NewRoot, workspace: &Workspace, keys: Keys) -> Result<(Config, Domain)> {
    let plan = Plan { root: keys.kind, public_url: workspace.public_url.clone(), ..plan.clone() };
    let chosen = keys.passphrase.map(NewRoot::Passphrase);
    let root = chosen.as_ref().filter(|_| keys.kind == RootKind::Passphrase).unwrap_or(shown);
    let (config, vault) = install(&plan, root, keys.spare.as_ref())?;
    let domain = with_keys(&config, vault)?;
    Ok((config, domain))
}

/// Workspace and owner, in one commit.
fn make_people(domain: &Domain, workspace: &Workspace, owner: &Owner) -> Result<()> {
    let hash = hashing::hash_password(domain.world(), &owner.password, &mut Memory::new())?;
    let (founders, team) = (Founders::mint(domain.world()), domain.team());
    domain.run(&founders.parts(domain), |tx| {
        founders::settle(tx, domain, founders, &owner.new, &hash)?;
        installation::rename(tx, team, &workspace.name, &workspace.domain).map(drop)
    })
}

fn over() -> Error {
    Error::denied("already_set_up").because("this server is set up")
}

/// A path as somebody at the machine finds it.
fn absolute(path: &std::path::Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string()
}

/// The desk as the routes share it.
pub(super) type Shared = Arc<Desk>;
