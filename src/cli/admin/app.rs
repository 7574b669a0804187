//! `comity admin app`: apps and their bots.

use super::who;
use crate::base::id::{ChannelId, UserId};
use crate::base::{Error, Result};
use crate::cli::{open, scopes};
use crate::config::Config;
use crate::domain::apps::{self, Ids, NewApp, Secrets};
use crate::domain::{Actor, Domain, access, members};
use crate::store::Part;

#[derive(clap::Subcommand)]
pub enum Command {
    /// Add an app with a bot, and show its tokens once
    #[command(after_help = "\
Example:
  comity admin app add courier --channels general,random --scopes chat:write,channels:history

The bot token (xoxb-) is for the Web API, the app token (xapp-) for Socket Mode. Both are shown once and not kept.
A bot reads only channels it is in.")]
    Add {
        /// The app's name; in small letters it is the bot's handle
        name: String,
        /// What the bot may do; without it, everything that is no administration
        #[arg(long, value_name = "SCOPE", value_delimiter = ',')]
        scopes: Vec<String>,
        /// Channels the bot is put into; they must have the owner as a member
        #[arg(long, value_name = "CHANNEL", value_delimiter = ',')]
        channels: Vec<String>,
    },
    /// List apps
    List,
}

pub fn run(config: &Config, command: &Command) -> Result<()> {
    let domain = open::domain(config)?;
    match command {
        Command::Add { name, scopes, channels } => add(&domain, name, scopes, channels),
        Command::List => {
            let view = domain.view()?;
            for bot in who::everybody(&view)?.into_iter().filter_map(|user| user.bot) {
                let app = apps::get(&view, bot.app)?;
                say!("{:<18} {:<18} {:<20} {}", app.id, app.bot_user, app.name, app.scopes.join(","));
            }
            Ok(())
        }
    }
}

fn add(domain: &Domain, name: &str, scopes: &[String], channels: &[String]) -> Result<()> {
    let owner = who::owner(domain)?;
    let rooms = {
        let view = domain.view()?;
        channels.iter().map(|channel| who::channel(&view, channel)).collect::<Result<Vec<_>>>()?
    };
    let (ids, secrets) = (Ids::mint(domain.world()), Secrets::mint(domain.world()));
    let handle = name.to_lowercase().replace(char::is_whitespace, "-");
    let scopes = if scopes.is_empty() { scopes::owned(scopes::BOT) } else { scopes.to_vec() };
    let new = NewApp { name: name.to_owned(), handle, scopes, events: Vec::new() };
    let parts = [Part::Team(domain.team()), Part::Person(ids.user)];
    domain.run(&parts, |tx| apps::create(tx, &owner, domain, ids, &new, &secrets).map(drop)).map_err(explain)?;
    for room in rooms {
        invite(domain, &owner, room, ids.user)?;
    }
    say!("app         {}\nbot user    {}", ids.app, ids.user);
    say!("bot token   {}\napp token   {}\n\nThe tokens are not shown again.", secrets.bot, secrets.app);
    Ok(())
}

/// What the domain says in a word, in a sentence.
fn explain(error: Error) -> Error {
    match &*error.code {
        "name_taken" => error.because("somebody has this name as a handle already; choose another"),
        _ => error,
    }
}

fn invite(domain: &Domain, owner: &Actor, channel: ChannelId, bot: UserId) -> Result<()> {
    domain.run(&members::parts(channel, &[bot]), |tx| {
        members::invite(tx, owner, &access::managing(tx, owner, channel)?, bot)
    })
}
