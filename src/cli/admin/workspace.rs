//! `comity admin workspace`: what the workspace is called.

use crate::base::{Error, Result, limits};
use crate::cli::open;
use crate::config::Config;
use crate::domain::installation;
use crate::store::Part;

#[derive(clap::Args)]
#[command(after_help = "\
Example:
  comity admin workspace \"Municipal Hospital\" --short hospital")]
pub struct Args {
    /// The name people read
    name: String,
    /// The short name in small letters, which bots see as the domain
    #[arg(long, default_value = "comity")]
    short: String,
}

pub fn run(config: &Config, args: &Args) -> Result<()> {
    let name = args.name.trim();
    let short_fits = args.short.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if name.is_empty() || name.chars().count() > limits::PROFILE_FIELD_CHARS {
        return Err(Error::invalid("invalid_name").because("a workspace's name has 1 to 256 characters"));
    }
    if args.short.is_empty() || args.short.len() > limits::CHANNEL_NAME_CHARS || !short_fits {
        return Err(Error::invalid("invalid_name").because("a short name has small letters a-z, digits and `-`"));
    }
    let domain = open::domain(config)?;
    let team = domain.team();
    domain.run(&[Part::Team(team)], |tx| installation::rename(tx, team, name, &args.short).map(drop))?;
    say!("The workspace is called {name} now.");
    Ok(())
}
