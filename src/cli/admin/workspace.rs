//! `comity admin workspace`: what the workspace is called.

use crate::base::Result;
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
    let name = &*installation::name(&args.name)?;
    installation::check_domain(&args.short)?;
    let domain = open::domain(config)?;
    let team = domain.team();
    domain.run(&[Part::Team(team)], |tx| installation::rename(tx, team, name, &args.short).map(drop))?;
    say!("The workspace is called {name} now.");
    Ok(())
}
