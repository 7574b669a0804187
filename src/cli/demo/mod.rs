//! `comity demo`: a server with a workspace that has a past, for looking around, for the SDK tests and the benchmark.

mod belongings;
mod bench;
mod calendar;
mod people;
mod replay;
mod script;
mod seed;
mod sheet;
mod stage;
mod story;
mod timeline;
mod week;

use super::{complain, logging, open, plainly};
use crate::app;
use crate::base::{Error, Result};
use crate::config::{self, Config};
use crate::crypto::{KeyRing, NewIdentity, memory};
use crate::domain::Domain;
use crate::setup::{self, NewRoot, Plan};
use std::fs::DirBuilder;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Look around.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  comity demo
      Seeds a workspace in ./comity-demo, serves it on http://127.0.0.1:8065 and prints log-ins and tokens.
  comity demo --data-dir /tmp/look/data --listen 127.0.0.1:0
      Another place, and any free port; the address is printed.
  comity demo --listen 0.0.0.0:8065 --public-url http://192.0.2.7:8065
      For everybody who reaches this machine, under the address they use.

The passwords are known to everybody, so it listens on this machine only unless told otherwise. Beside the data
directory lie its root key, its configuration and its tokens (data-root.key, data.toml, data-access.json): a key there
protects nothing, which is well for a demo only. It takes no --config.")]
pub struct Args {
    /// Where the sealed data goes; its root key, configuration and tokens go beside it
    #[arg(long, value_name = "DIR", default_value = "comity-demo/data")]
    data_dir: PathBuf,
    /// The address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// What clients call it, where that does not follow from the address it listens on
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Print address, log-ins and tokens as one line of JSON
    #[arg(long)]
    json: bool,
    /// Make a workspace for the benchmark instead, without rate limits
    #[arg(long, hide = true)]
    bench: bool,
    /// Say little, and the same on every day of the week: for tests that count what is there
    #[arg(long, hide = true)]
    short: bool,
}

/// What is printed when the server answers.
enum Welcome {
    /// For people or scripts.
    Demo { sheet: Box<sheet::Sheet>, json: bool },
    /// For the benchmark.
    Bench(bench::Tokens),
}

impl Welcome {
    /// The text, now that the address is known.
    fn text(self, url: &str) -> Result<String> {
        match self {
            Self::Demo { sheet, json: true } => sheet.at(url).json(),
            Self::Demo { sheet, json: false } => Ok(sheet.at(url).page()),
            Self::Bench(tokens) => tokens.json(),
        }
    }
}

/// Prepares the workspace if there is none, and serves it.
pub fn run(args: &Args) -> Result<ExitCode> {
    memory::harden()?;
    app::outlive_hangup()?;
    let (config, domain, welcome) = prepare(args)?;
    logging::start(&config.log);
    if !config.listen.ip().is_loopback() {
        complain(&format!("everybody who reaches {} can log in: the demo's passwords are public", config.listen));
    }
    app::serve(&config, domain, |url| match welcome.text(url) {
        Ok(text) => say!("{text}"),
        Err(error) => complain(plainly(&error)),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The configuration, the domain with its workspace, and the welcome.
fn prepare(args: &Args) -> Result<(Config, Domain, Welcome)> {
    let place = Place::of(&args.data_dir)?;
    let config = configuration(args, &place)?;
    let fresh = !config.store_path().exists();
    let domain = open::domain(&config)?;
    let welcome = match (args.bench, fresh) {
        (true, false) => Welcome::Bench(bench::Tokens::read(&place.access)?),
        (true, true) => {
            let tokens = bench::seed(&domain)?;
            sheet::keep(&place.access, &tokens)?;
            Welcome::Bench(tokens)
        }
        (false, fresh) => {
            if fresh {
                sheet::keep(&place.access, &story::tell(&domain, args.short)?)?;
            }
            Welcome::Demo { sheet: Box::new(sheet::Sheet::read(&place.access)?), json: args.json }
        }
    };
    Ok((config, domain, welcome))
}

/// The data directory and what lies beside it.
struct Place {
    data: PathBuf,
    identity: PathBuf,
    config: PathBuf,
    access: PathBuf,
}

impl Place {
    fn of(data: &Path) -> Result<Self> {
        let data =
            std::path::absolute(data).map_err(|error| Error::invalid("invalid_path").because(error.to_string()))?;
        let name = data.file_name().map(|name| name.to_string_lossy().into_owned()).ok_or_else(|| {
            Error::invalid("invalid_path").because("--data-dir needs a name: root key and configuration go beside it")
        })?;
        let beside = |end: &str| data.with_file_name(format!("{name}{end}"));
        let (identity, config, access) = (beside("-root.key"), beside(".toml"), beside("-access.json"));
        Ok(Self { data, identity, config, access })
    }
}

/// The demo's configuration; made with its root key and key ring at the first start.
fn configuration(args: &Args, place: &Place) -> Result<Config> {
    if !KeyRing::exists(&place.data) {
        if let Some(parent) = place.data.parent() {
            let made = DirBuilder::new().recursive(true).mode(0o700).create(parent);
            made.map_err(|error| Error::unavailable(format!("{} can't be made: {error}", parent.display())))?;
        }
        let (data_dir, identity_file) = (place.data.clone(), place.identity.clone());
        let plan = Plan { data_dir, identity_file, ..Plan::beside(&place.config) };
        setup::install(&plan, &NewRoot::Identity(NewIdentity::mint()), None)?;
    }
    let mut config = Config::load(&place.config)?;
    if let Some(listen) = args.listen {
        config.listen = listen;
        config.origin.set_by("listen", "--listen");
    }
    if let Some(url) = &args.public_url {
        config.public_url = url.trim_end_matches('/').to_owned();
        config.origin.set_by("public_url", "--public-url");
    }
    config.limits.rate_limits &= !args.bench;
    config.log.filter = quiet(&config.log);
    if config.public_url.is_empty() && config.listen.ip().is_unspecified() {
        let port = config.listen.port();
        return Err(Error::invalid("invalid_configuration").because(format!(
            "{} is every interface, and nothing a client could call: add what this machine is called, as in \
             --public-url http://192.0.2.7:{port}",
            config.listen
        )));
    }
    config.check()?;
    Ok(config)
}

/// A demo shows its page, not its log, unless the log was asked for.
fn quiet(log: &config::Log) -> String {
    if log.filter == config::Log::default().filter { "warn".to_owned() } else { log.filter.clone() }
}
