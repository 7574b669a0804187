//! `comity serve`: runs the server until it is told to stop. Where there is nothing to serve yet, a page sets it up first.

use super::{logging, open};
use crate::app;
use crate::base::Result;
use crate::config::Config;
use crate::crypto::memory;
use crate::domain::{Domain, people};
use crate::setup::{self, Desk, State};
use std::path::Path;
use std::process::ExitCode;

/// Run the server.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  comity serve
  comity --config /etc/comity/comity.toml serve
  COMITY_LOG__FORMAT=json COMITY_LISTEN=127.0.0.1:9000 comity serve

Without a configuration and without data it sets up first: it prints a link that works once, and the page behind it
makes the root key, the workspace and its owner; then the server goes on. With a configuration and nobody in the
workspace, the page asks for the workspace and the owner. `comity init` and `comity admin` do the same at the terminal.

It stops at SIGTERM or Ctrl-C, after the requests under way. What was acknowledged is on disk in any case.

A renewed certificate is served without a restart: the files of [tls] are looked at every few seconds, and at once on
SIGHUP. A pair that can't be used is logged, and the one before is served on. Other changes of the configuration need
a restart; SIGHUP never ends the server.")]
pub struct Args {}

/// Serves.
pub fn run(file: &Path, _args: &Args) -> Result<ExitCode> {
    memory::harden()?;
    app::outlive_hangup()?;
    match setup::state(file)? {
        State::There(config) => {
            logging::start(&config.log);
            let domain = open::domain(&config)?;
            if let Some(told) = setup::nearness(&config) {
                tracing::warn!("{told}");
            }
            serve(*config, domain)?;
        }
        State::Empty(plan) => {
            let (desk, ready) = Desk::everything(plan, print_link)?;
            logging::start(&desk.config.log);
            say!("There is no {} here and no data, so this server is set up first.", file.display());
            app::set_up(desk, ready, |url| {
                welcome(url);
                // What was set up stands in the file by now.
                for told in Config::load(file).map(|config| setup::caution(&config)).unwrap_or_default() {
                    say!("\n{told}.");
                }
            })?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn serve(config: Config, domain: Domain) -> Result<()> {
    if !people::nobody(&domain.view()?)? {
        return app::serve(&config, domain, welcome);
    }
    let (desk, ready) = Desk::people(config, domain, print_link);
    say!("Nobody is in the workspace yet, so it is set up first.");
    app::set_up(desk, ready, welcome)
}

fn welcome(url: &str) {
    say!("Comity serves at {url}");
}

/// The one place the secret is shown.
fn print_link(link: &str) {
    say!("\nOpen this link in a browser; it is good once, and only who has it can set the server up:\n\n  {link}\n");
}
