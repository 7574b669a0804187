//! `comity admin app`: apps and their bots.

use super::who;
use crate::base::id::UserId;
use crate::base::{Result, Ts};
use crate::cli::{open, scopes};
use crate::config::Config;
use crate::domain::apps::{self, AppIds, NewApp};
use crate::domain::tokens::{self, NewToken};
use crate::domain::{Actor, Domain, access, members};
use crate::store::Part;
use crate::store::records::token::TokenKind;

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
                println!("{:<18} {:<18} {:<20} {}", app.id, app.bot_user, app.name, app.scopes.join(","));
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
    let ids = AppIds::mint(domain.world());
    let scopes = if scopes.is_empty() { scopes::owned(scopes::BOT) } else { scopes.to_vec() };
    let new = NewApp { name: name.to_owned(), scopes: scopes.clone(), creator: owner.user };
    let parts = [Part::Team(domain.team()), Part::Person(ids.user)];
    domain.run(&parts, |tx| apps::create(tx, domain.team(), ids, &new).map(drop))?;
    for room in rooms {
        invite(domain, &owner, room, ids.user)?;
    }
    let bot = issue(domain, ids, TokenKind::Bot, scopes)?;
    let app = issue(domain, ids, TokenKind::App, scopes::owned(scopes::APP))?;
    println!("app         {}\nbot user    {}\nbot token   {bot}\napp token   {app}", ids.app, ids.user);
    println!("\nThe tokens are not shown again.");
    Ok(())
}

fn invite(domain: &Domain, owner: &Actor, channel: crate::base::id::ChannelId, bot: UserId) -> Result<()> {
    domain.run(&members::parts(channel, &[bot]), |tx| {
        members::invite(tx, owner, &access::managing(tx, owner, channel)?, bot)
    })
}

fn issue(domain: &Domain, ids: AppIds, kind: TokenKind, scopes: Vec<String>) -> Result<String> {
    let secret = tokens::new_secret(kind, domain.world());
    let new = NewToken {
        kind,
        user: ids.user,
        app: Some(ids.app),
        scopes,
        expires: Ts::MAX,
        label: "made by comity admin".to_owned(),
    };
    domain.run(&[], |tx| tokens::issue(tx, &secret, &new).map(drop))?;
    Ok(secret)
}
