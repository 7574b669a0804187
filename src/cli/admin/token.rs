//! `comity admin token`: tokens of people and bots.

use super::{scopes, who};
use crate::base::id::SessionId;
use crate::base::{Error, Result, Ts};
use crate::cli::{open, say_if_none};
use crate::config::Config;
use crate::domain::Domain;
use crate::domain::scopes::{self as known_scopes, BOT, PERSON, owned};
use crate::domain::tokens::{self, NewToken};
use crate::store::Part;
use crate::store::records::token::TokenKind;

const DAY_SECS: u64 = 86_400;

#[derive(clap::Subcommand)]
pub enum Command {
    /// Make a token (xoxp-) that acts as a person, and show it once
    #[command(after_help = scopes::with_list("\
Example:
  comity admin token add ada@example.org --label backup --scopes channels:read,channels:history", &[BOT, PERSON]))]
    Add {
        /// Address, handle or id
        who: String,
        /// What it may do; without it, all that `comity help admin token add` lists at its end
        #[arg(long, value_name = "SCOPE", value_delimiter = ',')]
        scopes: Vec<String>,
        /// What it is for, shown in lists
        #[arg(long, default_value = "made by comity admin")]
        label: String,
    },
    /// List somebody's tokens and sessions
    #[command(after_help = "\
Example:
  comity admin token list ada@example.org")]
    List {
        /// Address, handle or id
        who: String,
    },
    /// Revoke one token or session, or all
    #[command(after_help = "\
Examples:
  comity admin token revoke ada@example.org L0123456789ABCDEF
  comity admin token revoke ada@example.org --all")]
    Revoke {
        /// Address, handle or id
        who: String,
        /// The token's id, as `list` shows it
        #[arg(required_unless_present = "all")]
        id: Option<String>,
        /// Revoke every one
        #[arg(long, conflicts_with = "id")]
        all: bool,
    },
}

pub fn run(config: &Config, command: &Command) -> Result<()> {
    if let Command::List { who } = command {
        return open::to_look(config, |domain| list(domain, who));
    }
    if let Command::Add { scopes: named, .. } = command {
        known_scopes::check(named)?;
    }
    let domain = open::domain(config)?;
    match command {
        Command::List { .. } => {}
        Command::Add { who, scopes, label } => {
            let user = who::find(&domain.view()?, who)?;
            if user.bot.is_some() {
                return Err(
                    Error::invalid("is_bot").because("a bot's tokens come with its app: `comity admin app add`")
                );
            }
            if user.deleted {
                return Err(Error::denied("account_inactive").because(format!(
                    "{who} is deactivated, and a token would let nobody in; first: comity admin user reactivate {who}"
                )));
            }
            let kind = TokenKind::Person;
            let secret = tokens::new_secret(kind, domain.world());
            let all = || [owned(BOT), owned(PERSON)].concat();
            let scopes = if scopes.is_empty() { all() } else { scopes.clone() };
            let new = NewToken { kind, user: user.id, app: None, scopes, expires: Ts::MAX, label: label.clone() };
            domain.run(&[], |tx| tokens::issue(tx, &secret, &new).map(drop))?;
            say!("{secret}\n\nThe token is not shown again.");
        }
        Command::Revoke { who, id, .. } => {
            let user = who::find(&domain.view()?, who)?.id;
            let ended = domain.run(&[Part::Person(user)], |tx| match id {
                Some(id) => {
                    let id = SessionId::parse(id).ok_or_else(|| unknown(id))?;
                    tokens::revoke(tx, user, id).map_err(|_| unknown(id.as_str())).map(|()| 1)
                }
                None => tokens::revoke_all(tx, user),
            })?;
            say!("{ended} revoked.");
        }
    }
    Ok(())
}

fn list(domain: &Domain, who: &str) -> Result<()> {
    let view = domain.view()?;
    let all = tokens::list(&view, who::find(&view, who)?.id)?;
    say_if_none(&all, "they have no token and no session");
    for token in all {
        let kind = format!("{:?}", token.kind).to_lowercase();
        let made = match (view.now().secs().saturating_sub(token.created.secs())) / DAY_SECS {
            0 => "made today".to_owned(),
            days => format!("made {days} days ago"),
        };
        say!("{:<18} {kind:<8} {made:<20} {}", token.id, token.label);
    }
    Ok(())
}

fn unknown(id: &str) -> Error {
    Error::not_found("token_not_found")
        .because(format!("{id} is no token of theirs; `comity admin token list` shows the ids"))
}
