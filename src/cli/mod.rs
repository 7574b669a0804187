//! Level 7: the command line: one file per sub-command. Each reads the configuration, does one thing, and says in plain
//! words what happened or what to do.

/// Prints a line for the person at the terminal. `println!` would end the process where the reader has gone away, as
/// `head` does.
macro_rules! say {
    ($($line:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($line)*);
    }};
}

mod admin;
mod demo;
mod doctor;
mod import;
mod init;
mod logging;
mod open;
mod root;
mod serve;

use crate::base::Error;
use crate::base::guarded::say_where_only;
use crate::config;
use clap::parser::ValueSource;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// What every sub-command can be told.
#[derive(Parser)]
#[command(
    name = "comity",
    version,
    about = "Team collaboration on your own servers, under your own keys, speaking Slack's API",
    after_help = "\
To look around:          comity demo
To set up a server:      comity init, then comity doctor, then comity serve
To bring a Slack export: comity import slack export.zip

Every key of comity.toml can be overridden: COMITY_LISTEN, COMITY_TLS__CERT, COMITY_LOG__FORMAT.
`comity help COMMAND` explains a command with examples; `comity help admin` names all that administration can do."
)]
struct Cli {
    /// The configuration file
    #[arg(long, global = true, value_name = "FILE", env = "COMITY_CONFIG", default_value = config::FILE)]
    config: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Set up an installation: root key, key ring, and comity.toml
    Init(init::Args),
    /// Look around: a server with a workspace that has a past
    Demo(demo::Args),
    /// Run the server
    Serve(serve::Args),
    /// Bring in a Slack export
    Import(import::Args),
    /// Manage people, apps, tokens, webhooks and keys
    Admin(admin::Args),
    /// Check configuration, keys, store, disk and port, and say what to do about each problem
    Doctor(doctor::Args),
}

/// The command line with all its help.
pub fn command() -> clap::Command {
    Cli::command().mut_subcommand("admin", admin::with_every_command)
}

/// Runs what the command line asks for.
pub fn run() -> ExitCode {
    say_where_only(complain);
    let matches = command().get_matches();
    let named = matches.value_source("config") == Some(ValueSource::CommandLine)
        || matches.subcommand().is_some_and(|(_, of)| of.value_source("config") == Some(ValueSource::CommandLine));
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let outcome = match cli.command {
        Command::Init(args) => init::run(&cli.config, &args),
        Command::Demo(_) if named => Err(Error::invalid("invalid_arguments").because(
            "the demo has a configuration of its own beside its data directory; choose that with --data-dir, and leave \
             --config away",
        )),
        Command::Demo(args) => demo::run(&args),
        Command::Serve(args) => serve::run(&cli.config, &args),
        Command::Import(args) => import::run(&cli.config, &args),
        Command::Admin(args) => admin::run(&cli.config, &args),
        Command::Doctor(args) => doctor::run(&cli.config, &args),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            complain(plainly(&error));
            ExitCode::FAILURE
        }
    }
}

/// Tells the person at the terminal what went wrong, or what they should know.
fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "comity: {text}");
}

/// An error as the person at the terminal needs it: cause and remedy, and the code only where there is no more.
fn plainly(error: &Error) -> &str {
    if error.detail.is_empty() { &error.code } else { &error.detail }
}

/// Says that a list is empty: to the person, and not to the script that counts its lines.
fn say_if_none<T>(all: &[T], what: &str) {
    if all.is_empty() {
        complain(what);
    }
}
