//! `comity admin keys`: the root keys that open the key ring.

use crate::base::{Error, Result};
use crate::cli::root;
use crate::config::{Config, RootKind};
use crate::crypto::{AgeIdentity, KeyRing, NewSlot, Passphrase, RootProvider, SlotKind};
use crate::setup;
use std::fs;
use std::io::{Read, stdin};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use zeroize::Zeroizing;

const DAY_SECS: u64 = 86_400;
/// A passphrase on standard input is one line; more is something else.
const LINE_BYTES: u64 = 8_192;

#[derive(clap::Subcommand)]
pub enum Command {
    /// Show the slots of the key ring, which of them the configured root key opens, and the commitment
    #[command(after_help = "\
Example:
  comity admin keys status

A slot does not say whose key it is for, only of which kind and since when: that is all a thief learns, too.")]
    Status,
    /// Add a root key: from then on each of them opens the installation
    #[command(after_help = "\
Examples:
  comity admin keys add-slot --root-key /media/safe/second.key
      Makes a new age identity in that file (it must not exist) and a slot for it.
  comity admin keys add-slot --passphrase
      Asks for a passphrase and makes a slot for it. With a key file as root, COMITY_PASSPHRASE gives it instead.
  secret-tool lookup service comity | comity admin keys add-slot --passphrase-file -
      Takes it from standard input, or from the first line of a file.

To use the new key, name it in comity.toml. With two slots the loss of one root key is no loss of data.")]
    AddSlot {
        /// Make a new age identity here
        #[arg(long, alias = "identity-file", value_name = "FILE", required_unless_present_any = ["passphrase", "passphrase_file"])]
        root_key: Option<PathBuf>,
        /// Take a passphrase, which is asked for
        #[arg(long, conflicts_with_all = ["root_key", "passphrase_file"])]
        passphrase: bool,
        /// Take a passphrase from a file, - for standard input
        #[arg(long, value_name = "FILE", conflicts_with = "root_key")]
        passphrase_file: Option<PathBuf>,
    },
    /// Remove a slot: its root key opens nothing any more. The last one stays, and so does the one in use
    #[command(after_help = "\
Example:
  comity admin keys remove-slot 2

The configured root key must open another slot. Who has an old backup and the removed root key can still open that
backup, and with the key from it what is sealed here: if a root key was stolen, set a new server up and import.")]
    RemoveSlot {
        /// The slot, as `comity admin keys status` shows it
        number: u32,
    },
}

pub fn run(config: &Config, command: &Command) -> Result<()> {
    config.check_installed()?;
    let provider = root::provider(config)?;
    match command {
        Command::Status => status(config, &*provider),
        Command::AddSlot { root_key, passphrase_file, .. } => {
            let new = new_root(config, root_key.as_deref(), passphrase_file.as_deref())?;
            let slot = KeyRing::new_slot(&config.data_dir, &*provider, &config.pinned()?, &*new)
                .and_then(NewSlot::put_down)
                // A key file without a slot opens nothing, and would only be taken for one that does.
                .inspect_err(|_| drop(root_key.as_ref().map(fs::remove_file)))?;
            say!(
                "Slot {} is for {}. Keep it apart from the data and from the first root key.",
                slot.number,
                new.describe()
            );
            Ok(())
        }
        Command::RemoveSlot { number } => {
            KeyRing::remove_slot(&config.data_dir, &*provider, &config.pinned()?, *number)?;
            say!("Slot {number} is gone; its root key opens nothing here any more.");
            Ok(())
        }
    }
}

fn status(config: &Config, provider: &dyn RootProvider) -> Result<()> {
    root::unseal(config, provider)?;
    for slot in KeyRing::slots(&config.data_dir)? {
        let kind = match slot.kind()? {
            SlotKind::Identity => "age identity",
            SlotKind::Passphrase => "passphrase",
            SlotKind::Unknown => "unreadable",
        };
        let made = fs::metadata(&slot.path).and_then(|found| found.modified()).ok();
        let age = made.and_then(|made| SystemTime::now().duration_since(made).ok());
        let made = match age.map(|age| age.as_secs() / DAY_SECS) {
            Some(0) => "made today".to_owned(),
            Some(days) => format!("made {days} days ago"),
            None => "of an unknown day".to_owned(),
        };
        let mine = if slot.is_for(provider)? { "  the configured root key" } else { "" };
        say!("slot {}  {kind:<13} {made:<20} {}{mine}", slot.number, slot.path.display());
    }
    say!("\n{} opens the key ring, and it is the pinned one:\n{}", provider.describe(), config.pinned()?);
    Ok(())
}

/// The root key that gets a slot.
fn new_root(config: &Config, file: Option<&Path>, passphrase: Option<&Path>) -> Result<Box<dyn RootProvider>> {
    Ok(match (file, passphrase) {
        (Some(file), _) => {
            AgeIdentity::generate(file)?;
            let made = setup::identity(config, file);
            Box::new(made.inspect_err(|_| drop(fs::remove_file(file)))?)
        }
        (None, Some(file)) if file == Path::new("-") => Box::new(Passphrase::new(&first_line()?)?),
        (None, Some(file)) => Box::new(setup::passphrase(config, file)?),
        (None, None) => Box::new(Passphrase::new(&new_passphrase(config)?)?),
    })
}

/// Where the passphrase that opens now comes from the environment, the new one can't.
fn new_passphrase(config: &Config) -> Result<Zeroizing<String>> {
    let opens = config.root.kind == RootKind::Passphrase && config.root.passphrase_file.is_none();
    if opens {
        return root::typed_twice("Give it with `--passphrase-file FILE`, where - is standard input");
    }
    let given = root::from_environment();
    given.map_or_else(
        || {
            root::typed_twice(
                "Give it in COMITY_PASSPHRASE, or with `--passphrase-file FILE`, where - is standard input",
            )
        },
        Ok,
    )
}

fn first_line() -> Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::with_capacity(LINE_BYTES as usize));
    let read = stdin().take(LINE_BYTES).read_to_string(&mut text);
    read.map_err(|error| Error::unavailable(format!("standard input can't be read: {error}")))?;
    Ok(Zeroizing::new(text.lines().next().unwrap_or_default().to_owned()))
}
