//! `comity admin session`: sessions in browsers.

use super::who;
use crate::base::Result;
use crate::cli::open;
use crate::config::Config;
use crate::domain::tokens;
use crate::store::Part;

#[derive(clap::Subcommand)]
pub enum Command {
    /// End every session somebody has in a browser; tokens of scripts stay
    #[command(after_help = "\
Example:
  comity admin session revoke ada@example.org")]
    Revoke {
        /// Address, handle or id
        who: String,
    },
}

pub fn run(config: &Config, command: &Command) -> Result<()> {
    let domain = open::domain(config)?;
    let Command::Revoke { who } = command;
    let user = who::find(&domain.view()?, who)?.id;
    let ended = domain.run(&[Part::Person(user)], |tx| tokens::revoke_other_browsers(tx, user, None))?;
    say!("{ended} sessions ended.");
    Ok(())
}
