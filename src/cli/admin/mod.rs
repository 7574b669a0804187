//! `comity admin`: what the person at the machine may do without logging in: people, apps, tokens, webhooks, keys.
//!
//! These commands open the store themselves, so the embedded store must not be open in a running server.

mod app;
mod fill;
mod jobs;
mod keys;
mod scopes;
mod session;
mod token;
mod user;
mod webhook;
mod who;
mod workspace;

use crate::base::Result;
use crate::config::Config;
use std::path::Path;
use std::process::ExitCode;

/// Manage people, apps, tokens, webhooks and keys.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  comity admin user add ada --email ada@example.org --role owner
      The first person of a new server. The password is made up and shown once.
  comity admin app add courier --channels general
      A bot with its tokens for Web API and Socket Mode.
  comity admin token list ada@example.org
      What is logged in as Ada.
  comity admin keys add-slot --root-key /media/safe/second.key
      A second root key that opens the installation.

Stop the server first: the store has one owner at a time.")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// People: add, list, set-role, set-password, deactivate, reactivate
    #[command(subcommand)]
    #[command(after_help = "\
Example:
  comity admin user add ada --email ada@example.org --role owner")]
    User(user::Command),
    /// Apps and their bots: add, list, remove, oauth
    #[command(subcommand)]
    #[command(after_help = "\
Example:
  comity admin app add courier --channels general")]
    App(app::Command),
    /// Tokens: add, list, revoke
    #[command(subcommand)]
    #[command(after_help = "\
Example:
  comity admin token list ada@example.org")]
    Token(token::Command),
    /// Incoming webhooks: add
    #[command(subcommand)]
    #[command(after_help = "\
Example:
  comity admin webhook add A0123456789ABCDEF general")]
    Webhook(webhook::Command),
    /// Sessions in browsers: revoke
    #[command(subcommand)]
    #[command(after_help = "\
Example:
  comity admin session revoke ada@example.org")]
    Session(session::Command),
    /// Root keys of the key ring: status, add-slot, remove-slot
    #[command(subcommand)]
    #[command(after_help = "\
Example:
  comity admin keys status")]
    Keys(keys::Command),
    /// Name the workspace
    Workspace(workspace::Args),
    /// Jobs that wait, with how often they were tried
    #[command(after_help = "\
Example:
  comity admin jobs")]
    Jobs,
    Fill(fill::Args),
}

/// The help of `admin` with every command below it, so that none can be forgotten.
pub fn with_every_command(admin: clap::Command) -> clap::Command {
    let mut lines = Vec::new();
    every(&admin, "comity admin", &mut lines);
    let examples = admin.get_after_help().map(ToString::to_string).unwrap_or_default();
    admin.after_help(format!(
        "All of them; `comity help admin user add` and the like explain each with its options:\n{}\n\n{examples}",
        lines.join("\n")
    ))
}

fn every(of: &clap::Command, path: &str, lines: &mut Vec<String>) {
    for command in of.get_subcommands().filter(|command| command.get_name() != "help") {
        let path = format!("{path} {}", command.get_name());
        match command.has_subcommands() {
            true => every(command, &path, lines),
            false => {
                let about = command.get_about().map(ToString::to_string).unwrap_or_default();
                lines.push(format!("  {path}\n      {about}"));
            }
        }
    }
}

/// Does one piece of administration.
pub fn run(file: &Path, args: &Args) -> Result<ExitCode> {
    let config = Config::load(file)?;
    match &args.command {
        Command::User(command) => user::run(&config, command),
        Command::App(command) => app::run(&config, command),
        Command::Token(command) => token::run(&config, command),
        Command::Webhook(command) => webhook::run(&config, command),
        Command::Session(command) => session::run(&config, command),
        Command::Keys(command) => keys::run(&config, command),
        Command::Workspace(args) => workspace::run(&config, args),
        Command::Jobs => jobs::run(&config),
        Command::Fill(args) => fill::run(&config, args),
    }?;
    Ok(ExitCode::SUCCESS)
}
