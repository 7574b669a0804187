//! `comity admin webhook`: incoming webhooks.

use super::who;
use crate::base::id::AppId;
use crate::base::{Error, Result};
use crate::cli::open;
use crate::config::Config;
use crate::domain::{access, apps, webhooks};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Make an address that posts into one channel, and show it once
    #[command(after_help = "\
Example:
  comity admin webhook add A0123456789ABCDEF general
  curl -d '{\"text\":\"Deployed\"}' -H 'Content-Type: application/json' ADDRESS")]
    Add {
        /// The app it belongs to, as `comity admin app list` shows it
        app: String,
        /// The channel it posts into
        channel: String,
    },
}

pub fn run(config: &Config, command: &Command) -> Result<()> {
    let domain = open::domain(config)?;
    let Command::Add { app, channel } = command;
    let app = AppId::parse(app).ok_or_else(|| {
        Error::not_found("app_not_found").because(format!("{app} is no app's id; `comity admin app list` shows them"))
    })?;
    let (owner, channel) = (who::owner(&domain)?, who::channel(&domain.view()?, channel)?);
    let secret = webhooks::new_secret(domain.world());
    let made = domain.run(&[], |tx| {
        let posting = access::posting(tx, &owner, channel)?;
        let name = apps::get(tx, app)?.name;
        webhooks::create(tx, &owner, &posting, app, &name, &secret)
    })?;
    let bot = made.bot;
    say!("{}/services/{}/{bot}/{secret}\n\nThe address is not shown again.", config.public_url(), domain.team());
    Ok(())
}
