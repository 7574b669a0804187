//! `comity admin token`: tokens of people and bots.

use super::who;
use crate::base::id::SessionId;
use crate::base::{Error, Result, Ts};
use crate::cli::open;
use crate::config::Config;
use crate::domain::scopes;
use crate::domain::tokens::{self, NewToken};
use crate::store::Part;
use crate::store::records::token::TokenKind;

const DAY_SECS: u64 = 86_400;

#[derive(clap::Subcommand)]
pub enum Command {
    /// Make a token (xoxp-) that acts as a person, and show it once
    Add {
        /// Address, handle or id
        who: String,
        /// What it may do; without it, everything that is no administration
        #[arg(long, value_name = "SCOPE", value_delimiter = ',')]
        scopes: Vec<String>,
        /// What it is for, shown in lists
        #[arg(long, default_value = "made by comity admin")]
        label: String,
    },
    /// List somebody's tokens and sessions
    List {
        /// Address, handle or id
        who: String,
    },
    /// Revoke one token or session, or all
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
    let domain = open::domain(config)?;
    match command {
        Command::Add { who, scopes, label } => {
            let user = who::find(&domain.view()?, who)?;
            if user.bot.is_some() {
                return Err(
                    Error::invalid("is_bot").because("a bot's tokens come with its app: `comity admin app add`")
                );
            }
            let kind = TokenKind::Person;
            let secret = tokens::new_secret(kind, domain.world());
            let all = || [scopes::owned(scopes::BOT), scopes::owned(scopes::PERSON)].concat();
            let scopes = if scopes.is_empty() { all() } else { scopes.clone() };
            let new = NewToken { kind, user: user.id, app: None, scopes, expires: Ts::MAX, label: label.clone() };
            domain.run(&[], |tx| tokens::issue(tx, &secret, &new).map(drop))?;
            say!("{secret}\n\nThe token is not shown again.");
        }
        Command::List { who } => {
            let view = domain.view()?;
            for token in tokens::list(&view, who::find(&view, who)?.id)? {
                let kind = format!("{:?}", token.kind).to_lowercase();
                let made = match (view.now().secs().saturating_sub(token.created.secs())) / DAY_SECS {
                    0 => "made today".to_owned(),
                    days => format!("made {days} days ago"),
                };
                say!("{:<18} {kind:<8} {made:<20} {}", token.id, token.label);
            }
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

fn unknown(id: &str) -> Error {
    Error::not_found("token_not_found")
        .because(format!("{id} is no token of theirs; `comity admin token list` shows the ids"))
}
