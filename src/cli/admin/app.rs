//! `comity admin app`: apps and their bots.

use super::{scopes, who};
use crate::base::id::{AppId, ChannelId, UserId};
use crate::base::{Error, Result};
use crate::cli::{open, say_if_none};
use crate::config::Config;
use crate::domain::apps::{self, Ids, NewApp, Secrets};
use crate::domain::scopes::{self as known_scopes, BOT};
use crate::domain::{Actor, Domain, access, members, oauth};
use crate::store::records::app::App;
use crate::store::records::user::Role;
use crate::store::{Part, Tx};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Add an app with a bot, and show its tokens once
    #[command(after_help = scopes::with_list("\
Example:
  comity admin app add courier --channels general --scopes chat:write,channels:history

The bot token (xoxb-) is for the Web API, the app token (xapp-) for Socket Mode. Both are shown once and not kept.
A bot reads only channels it is in.", &[BOT]))]
    Add {
        /// The app's name; in small letters it is the bot's handle
        name: String,
        /// What the bot may do; without it, all that `comity help admin app add` lists at its end
        #[arg(long, value_name = "SCOPE", value_delimiter = ',')]
        scopes: Vec<String>,
        /// Channels the bot is put into; they must have the owner as a member
        #[arg(long, value_name = "CHANNEL", value_delimiter = ',')]
        channels: Vec<String>,
    },
    /// List apps
    #[command(after_help = "\
Example:
  comity admin app list")]
    List,
    /// Remove an app: its tokens stop working, what it wrote stays
    #[command(after_help = "\
Example:
  comity admin app remove A0123456789ABCDEF")]
    Remove {
        /// The app, as `comity admin app list` shows it
        app: String,
    },
    /// Let an app take its token over OAuth, and show its secret once
    #[command(after_help = "\
Example:
  comity admin app oauth A0123456789ABCDEF --redirect-url https://courier.example.org/oauth

The client id is the app's own id. An administrator still has to let the app in, with the method client.authorizeApp and
the session of their browser; the web client has no page for it yet.")]
    Oauth {
        /// The app, as `comity admin app list` shows it
        app: String,
        /// Where people may be sent back to
        #[arg(long = "redirect-url", value_name = "URL", required = true, value_delimiter = ',')]
        redirect_urls: Vec<String>,
        /// What the app may ask to do in a person's name; what its bot may do was said when it was added
        #[arg(long, value_name = "SCOPE", value_delimiter = ',')]
        user_scopes: Vec<String>,
    },
}

pub fn run(config: &Config, command: &Command) -> Result<()> {
    if let Command::List = command {
        return open::to_look(config, list);
    }
    match command {
        Command::Add { scopes: named, .. } | Command::Oauth { user_scopes: named, .. } => known_scopes::check(named)?,
        _ => {}
    }
    let domain = open::domain(config)?;
    match command {
        Command::List => Ok(()),
        Command::Add { name, scopes, channels } => add(&domain, name, scopes, channels),
        Command::Remove { app } => remove(&domain, known(app)?),
        Command::Oauth { app, redirect_urls, user_scopes } => let_in(&domain, known(app)?, redirect_urls, user_scopes),
    }
}

/// An app's id, as people type it.
fn known(text: &str) -> Result<AppId> {
    AppId::parse(text).ok_or_else(|| {
        Error::not_found("app_not_found").because(format!("{text} is no app's id; `comity admin app list` shows them"))
    })
}

fn list(domain: &Domain) -> Result<()> {
    let view = domain.view()?;
    let all: Vec<App> = apps::list(&view, None).map(|line| Ok(line?.1)).collect::<Result<_>>()?;
    let all: Vec<App> = all.into_iter().filter(|app| !app.deleted).collect();
    say_if_none(&all, "there is no app; `comity admin app add` makes one");
    for app in all {
        say!("{:<18} {:<18} {:<20} {}", app.id, app.bot_user, app.name, app.scopes.join(","));
    }
    Ok(())
}

fn remove(domain: &Domain, id: AppId) -> Result<()> {
    let owner = who::owner(domain)?;
    let app = apps::get(&domain.view()?, id)?;
    domain.run(&apps::ending_parts(domain, &app), |tx| apps::deactivate(tx, &owner, domain, id).map(drop))?;
    say!("{} is removed; its tokens no longer work", app.name);
    Ok(())
}

fn let_in(domain: &Domain, id: AppId, redirect_urls: &[String], user_scopes: &[String]) -> Result<()> {
    let owner = who::owner(domain)?;
    let secret = oauth::new_secret(domain.world());
    let set = |tx: &mut Tx| oauth::set_client(tx, &owner, id, &secret, redirect_urls, user_scopes);
    domain.run(&[], set).map_err(|e| match &*e.code {
        "bad_redirect_uri" => e.because("a redirect URL begins with https://, or http://localhost; twenty at most"),
        _ => e,
    })?;
    say!("client id       {id}\nclient secret   {secret}\n\nThe secret is not shown again; another one replaces it.");
    Ok(())
}

fn add(domain: &Domain, name: &str, scopes: &[String], channels: &[String]) -> Result<()> {
    let owner = who::owner(domain)?;
    let rooms = {
        let view = domain.view()?;
        channels.iter().map(|channel| who::channel(&view, channel)).collect::<Result<Vec<_>>>()?
    };
    let (ids, secrets) = (Ids::mint(domain.world()), Secrets::mint(domain.world()));
    let new = NewApp::named(name, scopes.to_vec());
    let parts = [Part::Team(domain.team()), Part::Person(ids.user)];
    domain.run(&parts, |tx| apps::create(tx, &owner, domain, ids, &new, &secrets).map(drop)).map_err(explain)?;
    say!("app         {}\nbot user    {}", ids.app, ids.user);
    say!("bot token   {}\napp token   {}\n\nThe tokens are not shown again.", secrets.bot, secrets.app);
    for (name, room) in channels.iter().zip(rooms) {
        bring_in(domain, &owner, room, ids.user).map_err(|e| {
            let detail =
                format!("the app is made, but its bot is not in {name} ({}): a member can invite it there", e.code);
            Error { detail: detail.into(), ..e }
        })?;
    }
    Ok(())
}

/// What the domain says in a word, in a sentence.
fn explain(error: Error) -> Error {
    match &*error.code {
        "name_taken" => error.because("somebody has this name as a handle already; choose another"),
        _ => error,
    }
}

/// The bot joins what it may see; into a private channel only a member can bring it.
fn bring_in(domain: &Domain, owner: &Actor, channel: ChannelId, bot: UserId) -> Result<()> {
    let itself = Actor::person(bot, Role::Member);
    domain.run(&members::parts(channel, &[bot]), |tx| match access::seeing(tx, &itself, channel) {
        Ok(seen) => members::join(tx, &itself, &seen).map(drop),
        Err(_) => members::invite(tx, owner, &access::managing(tx, owner, channel)?, bot),
    })
}
