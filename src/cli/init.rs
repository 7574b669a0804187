//! `comity init`: makes the root key, the key ring and the configuration, and says in plain words what to keep where.

use super::root;
use crate::base::{Error, Result};
use crate::config::{self, Config, RootKind, sample};
use crate::crypto::{NewIdentity, Passphrase};
use crate::setup::{self, NewRoot, Plan};
use clap::ValueEnum;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Set up an installation.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  comity init
      Sets up in this directory: comity.toml, comity-root.key (the root key) and comity-data/ (sealed).
  comity init --config /etc/comity/comity.toml --data-dir /var/lib/comity --identity-file /etc/comity/root.key
      Puts each where a Linux server keeps such things.
  comity init --root passphrase
      Seals under a passphrase, asked for twice (or taken from COMITY_PASSPHRASE).
  comity init --sample > comity.toml
      Prints a configuration with every key explained, and sets up nothing.")]
pub struct Args {
    /// Print a configuration with every key explained, and do nothing else
    #[arg(long)]
    sample: bool,
    /// Where the sealed data goes; a relative path starts at the configuration file
    #[arg(long, value_name = "DIR", default_value = "comity-data")]
    data_dir: PathBuf,
    /// The address and port to listen on
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// What clients call this server
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// What opens the data
    #[arg(long, value_enum, default_value = "identity")]
    root: RootChoice,
    /// Where to write the root key; a relative path starts at the configuration file
    #[arg(long, value_name = "FILE", default_value = "comity-root.key")]
    identity_file: PathBuf,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum RootChoice {
    /// A new age identity in a file
    Identity,
    /// A passphrase
    Passphrase,
}

impl From<RootChoice> for RootKind {
    fn from(choice: RootChoice) -> Self {
        match choice {
            RootChoice::Identity => Self::Identity,
            RootChoice::Passphrase => Self::Passphrase,
        }
    }
}

/// Sets the installation up.
pub fn run(file: &Path, args: &Args) -> Result<ExitCode> {
    if args.sample {
        say!("{}", sample(&[]).trim_end());
        return Ok(ExitCode::SUCCESS);
    }
    let plan = Plan {
        file: file.to_owned(),
        data_dir: args.data_dir.clone(),
        listen: args.listen,
        public_url: args.public_url.clone(),
        root: args.root.into(),
        identity_file: args.identity_file.clone(),
    };
    // Wrong values are refused before anything is asked or made.
    plan.config()?;
    let root = match args.root {
        RootChoice::Identity => NewRoot::Identity(NewIdentity::mint()),
        RootChoice::Passphrase => NewRoot::Passphrase(Passphrase::new(&chosen_passphrase()?)?),
    };
    let (config, _) = setup::install(&plan, &root, None)?;
    explain(file, &config);
    Ok(ExitCode::SUCCESS)
}

/// A new passphrase; typed twice, because a mistyped one loses everything.
fn chosen_passphrase() -> Result<zeroize::Zeroizing<String>> {
    let first = root::passphrase("New root passphrase: ")?;
    if std::env::var_os(root::PASSPHRASE).is_none() && *first != *root::passphrase("The same again: ")? {
        return Err(Error::invalid("invalid_root_key").because("the two passphrases differ; nothing was made"));
    }
    Ok(first)
}

/// What was made and what to do with it.
fn explain(file: &Path, config: &Config) {
    say!("The installation is set up.\n");
    say!("  configuration   {}", file.display());
    say!("  sealed data     {}", config.data_dir.display());
    match &config.root.identity_file {
        Some(key) => {
            say!("  root key        {}\n", key.display());
            say!(
                "The root key opens everything. Without it the data is gone for ever, for you and for us; with it, whoever"
            );
            say!(
                "has the disk can read. So keep a copy in a safe, and keep it off every disk and backup that holds the data."
            );
        }
        None => {
            say!("  root key        the passphrase you chose; it is stored nowhere\n");
            say!(
                "The passphrase opens everything. Without it the data is gone for ever, for you and for us. Keep it in a safe."
            );
        }
    }
    say!("\nThe configuration pins a commitment to the key ring: nobody who can only write to the data directory can");
    say!("swap the keys. Keep the configuration outside the data directory, and back it up too.\n");
    let option = if file == Path::new(config::FILE) { String::new() } else { format!(" --config {}", file.display()) };
    say!("Next:  comity{option} doctor     checks the set-up");
    say!("       comity{option} serve      starts the server");
}
