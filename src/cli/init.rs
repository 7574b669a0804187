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
      Sets up in this directory: comity.toml and comity-data/ (sealed). The root key goes into your own directory for
      configurations (~/.config/comity/), as it must not travel with the data; where you have none, it goes beside
      the data, and a line says so.
  comity init --root-key /media/safe/comity.key
      Writes the root key there. A relative path starts at the configuration file.
  comity init --config /etc/comity/comity.toml --data-dir /var/lib/comity
      Puts each where a Linux server keeps such things, the root key beside the configuration. Missing directories
      are made, for you alone.
  comity init --root passphrase
      Seals under a passphrase, asked for twice (or taken from COMITY_PASSPHRASE).
  comity init --sample | less
      Shows a configuration with every key explained, and sets up nothing. The configuration that `comity init` writes
      has the same words: change that one.")]
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
    /// Where to write the root key; left out, a place apart from the data, which is printed
    #[arg(long, alias = "identity-file", value_name = "FILE")]
    root_key: Option<PathBuf>,
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
        refuse_as_configuration(file)?;
        say!("{}", sample(&[]).trim_end());
        return Ok(ExitCode::SUCCESS);
    }
    let plan = Plan {
        file: file.to_owned(),
        data_dir: args.data_dir.clone(),
        listen: args.listen,
        public_url: args.public_url.clone(),
        root: args.root.into(),
        identity_file: args.root_key.clone().unwrap_or_else(|| setup::key_place(file, &args.data_dir)),
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

/// A new passphrase, from the environment or the terminal.
fn chosen_passphrase() -> Result<zeroize::Zeroizing<String>> {
    match root::from_environment() {
        Some(chosen) => Ok(chosen),
        None => root::typed_twice("Set COMITY_PASSPHRASE"),
    }
}

/// A sample in the configuration's place would stand in the way of the one that the set-up writes.
fn refuse_as_configuration(file: &Path) -> Result<()> {
    let (Ok(out), Ok(config)) = (rustix::fs::fstat(std::io::stdout()), rustix::fs::stat(file)) else { return Ok(()) };
    if (out.st_dev, out.st_ino) != (config.st_dev, config.st_ino) {
        return Ok(());
    }
    let file = file.display();
    Err(Error::invalid("invalid_path").because(format!(
        "the sample would go into {file} itself, which the shell has made or emptied already: restore it from a copy if \
         there was one, or else remove it. `comity init` without --sample writes {file} with the same explanations"
    )))
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
    for told in setup::caution(config) {
        say!("\n{told}.");
    }
    say!("\nThe configuration pins a commitment to the key ring: nobody who can only write to the data directory can");
    say!("swap the keys. Keep the configuration outside the data directory, and back it up too. The commitment is");
    say!("{}\n", config.root.commitment.as_deref().unwrap_or_default());
    let option = if file == Path::new(config::FILE) { String::new() } else { format!(" --config {}", file.display()) };
    say!("Next:  comity{option} doctor     checks the set-up");
    say!("       comity{option} serve      starts the server");
}
