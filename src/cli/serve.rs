//! `comity serve`: runs the server until it is told to stop.

use super::{logging, open};
use crate::app;
use crate::base::Result;
use crate::config::Config;
use crate::crypto::memory;
use std::path::Path;
use std::process::ExitCode;

/// Run the server.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  comity serve
  comity --config /etc/comity/comity.toml serve
  COMITY_LOG__FORMAT=json COMITY_LISTEN=127.0.0.1:9000 comity serve

It stops at SIGTERM or Ctrl-C, after the requests under way. What was acknowledged is on disk in any case.")]
pub struct Args {}

/// Serves.
pub fn run(file: &Path, _args: &Args) -> Result<ExitCode> {
    memory::harden()?;
    let config = Config::load(file)?;
    logging::start(&config.log);
    let domain = open::domain(&config)?;
    app::serve(&config, domain, |url| say!("Comity serves at {url}"))?;
    Ok(ExitCode::SUCCESS)
}
