//! `comity admin keys`: the root keys that open the key ring.

use crate::base::{Error, Result};
use crate::cli::root;
use crate::config::Config;
use crate::crypto::{AgeIdentity, KeyRing, Passphrase, RootProvider};
use std::path::PathBuf;

#[derive(clap::Subcommand)]
pub enum Command {
    /// Show the slots of the key ring, and whether the configured root key opens it
    Status,
    /// Add a root key: from then on each of them opens the installation
    #[command(after_help = "\
Examples:
  comity admin keys add-slot --identity-file /media/safe/second.key
      Makes a new age identity in that file (it must not exist) and a slot for it.
  comity admin keys add-slot --passphrase
      Asks for a passphrase and makes a slot for it.

To use the new key, name it in comity.toml. With two slots the loss of one root key is no loss of data.")]
    AddSlot {
        /// Make a new age identity here
        #[arg(long, value_name = "FILE", required_unless_present = "passphrase")]
        identity_file: Option<PathBuf>,
        /// Ask for a passphrase
        #[arg(long, conflicts_with = "identity_file")]
        passphrase: bool,
    },
}

pub fn run(config: &Config, command: &Command) -> Result<()> {
    let provider = root::provider(config)?;
    match command {
        Command::Status => {
            for slot in KeyRing::slots(&config.data_dir)? {
                say!("slot {}  {}", slot.number, slot.path.display());
            }
            root::unseal(config, &*provider)?;
            say!("\n{} opens the key ring, and it is the pinned one.", provider.describe());
            Ok(())
        }
        Command::AddSlot { identity_file, .. } => {
            let new: Box<dyn RootProvider> = match identity_file {
                Some(file) => {
                    AgeIdentity::generate(file)?;
                    let made = AgeIdentity::load(file, &config.data_dir);
                    Box::new(made.inspect_err(|_| drop(std::fs::remove_file(file)))?)
                }
                None => Box::new(Passphrase::new(&typed_twice()?)?),
            };
            let slot = KeyRing::add_slot(&config.data_dir, &*provider, &root::commitment(config)?, &*new)?;
            say!(
                "Slot {} is for {}. Keep it apart from the data and from the first root key.",
                slot.number,
                new.describe()
            );
            Ok(())
        }
    }
}

/// The new passphrase is always typed: `COMITY_PASSPHRASE` is the one that opens now.
fn typed_twice() -> Result<zeroize::Zeroizing<String>> {
    let first = root::typed("New root passphrase: ")?;
    if *first != *root::typed("The same again: ")? {
        return Err(Error::invalid("invalid_root_key").because("the two passphrases differ; nothing was made"));
    }
    Ok(first)
}
