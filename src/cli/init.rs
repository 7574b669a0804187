//! `comity init`: makes the root key, the key ring and the configuration, and says in plain words what to keep where.

use super::root;
use crate::base::world::SystemWorld;
use crate::base::{Error, Result};
use crate::config::{self, Config, Pinned, RootKind, sample};
use crate::crypto::{AgeIdentity, Commitment, KeyRing, Passphrase, RootProvider};
use clap::ValueEnum;
use std::fs::{DirBuilder, OpenOptions};
use std::io::Write;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
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

/// Sets the installation up.
pub fn run(file: &Path, args: &Args) -> Result<ExitCode> {
    if args.sample {
        say!("{}", sample(&[]).trim_end());
        return Ok(ExitCode::SUCCESS);
    }
    if file.exists() {
        return Err(Error::denied("already_set_up").because(format!(
            "{} is already there, and is never overwritten. Name another with --config, or move it away",
            file.display()
        )));
    }
    // Wrong values are refused before anything is made.
    let config = plan(file, args)?;
    config.check().map_err(Error::from)?;
    let commitment = make(&config)?;
    write_new(file, &text(args, &commitment)).map_err(|error| {
        Error::unavailable(format!(
            "{} can't be written: {error}. The key ring is made; write the file yourself from `comity init --sample` \
             with `commitment = \"{commitment}\"` under [root]",
            file.display()
        ))
    })?;
    explain(file, &config);
    Ok(ExitCode::SUCCESS)
}

/// What the finished file will say, with paths as this process sees them.
fn plan(file: &Path, args: &Args) -> Result<Config> {
    let base = file.parent().unwrap_or(Path::new(""));
    let mut config = Config { data_dir: base.join(&args.data_dir), ..Config::default() };
    config.listen = args.listen.unwrap_or(config.listen);
    config.public_url = args.public_url.clone().unwrap_or_default();
    match args.root {
        RootChoice::Identity => config.root.identity_file = Some(base.join(&args.identity_file)),
        RootChoice::Passphrase => config.root.kind = RootKind::Passphrase,
    }
    Ok(config)
}

/// Makes the data directory, the root key and the key ring.
pub fn make(config: &Config) -> Result<Commitment> {
    let dir = &config.data_dir;
    if KeyRing::exists(dir) {
        return Err(Error::denied("already_set_up").because(format!(
            "{} already holds a key ring, so data may be sealed under it. Name another directory with --data-dir",
            dir.display()
        )));
    }
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .map_err(|error| Error::unavailable(format!("{} can't be made: {error}", dir.display())))?;
    let root: Box<dyn RootProvider> = match config.root.kind {
        RootKind::Identity => {
            let file = config.root.identity()?;
            AgeIdentity::generate(&file)?;
            // Loading it refuses a place inside the data directory; such a key is not left behind.
            Box::new(AgeIdentity::load(&file, dir).inspect_err(|_| drop(std::fs::remove_file(&file)))?)
        }
        RootKind::Passphrase => Box::new(Passphrase::new(&chosen_passphrase()?)?),
    };
    Ok(KeyRing::create(dir, &*root, &SystemWorld)?.1)
}

/// A new passphrase; typed twice, because a mistyped one loses everything.
fn chosen_passphrase() -> Result<zeroize::Zeroizing<String>> {
    let first = root::passphrase("New root passphrase: ")?;
    if std::env::var_os(root::PASSPHRASE).is_none() && *first != *root::passphrase("The same again: ")? {
        return Err(Error::invalid("invalid_root_key").because("the two passphrases differ; nothing was made"));
    }
    Ok(first)
}

/// The configuration with what was chosen written out, as it was given.
fn text(args: &Args, commitment: &Commitment) -> String {
    let (listen, commitment) = (args.listen.map(|a| a.to_string()), commitment.to_string());
    let (data_dir, identity) = (args.data_dir.to_string_lossy(), args.identity_file.to_string_lossy());
    let mut pinned: Vec<Pinned<'_>> = vec![("data_dir", &data_dir), ("root.commitment", &commitment)];
    pinned.extend(listen.as_deref().map(|listen| ("listen", listen)));
    pinned.extend(args.public_url.as_deref().map(|url| ("public_url", url)));
    match args.root {
        RootChoice::Identity => pinned.push(("root.identity_file", &identity)),
        RootChoice::Passphrase => pinned.push(("root.kind", "passphrase")),
    }
    sample(&pinned)
}

/// Writes a file that must not be there yet.
pub fn write_new(file: &Path, text: &str) -> std::io::Result<()> {
    let mut out = OpenOptions::new().write(true).create_new(true).open(file)?;
    out.write_all(text.as_bytes())?;
    out.sync_all()
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
