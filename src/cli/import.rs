//! `comity import`: brings in what was said elsewhere, shows how far it has come, and holds the result against the source.

use super::{complain, logging, open};
use crate::base::{Error, Result};
use crate::config::Config;
use crate::crypto::memory;
use crate::import::slack::{self, Options, Outcome, Progress};
use std::io::{IsTerminal, Write, stderr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How often progress is told: often on a terminal, seldom in a log.
const TELL_TERMINAL: Duration = Duration::from_millis(100);
const TELL_LOG: Duration = Duration::from_secs(10);
/// What shells expect of a program that Ctrl-C has ended.
const INTERRUPTED: u8 = 130;

/// Bring in what was said elsewhere.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  comity import slack export.zip --report report.json")]
pub struct Args {
    #[command(subcommand)]
    source: Source,
}

#[derive(clap::Subcommand)]
enum Source {
    /// A Slack export: the zip file that Slack made
    #[command(after_help = "\
Example:
  comity import slack export.zip --report report.json

Channels, groups, direct messages, people, threads, reactions, edits and pins come with their times and ids; files come as
links. Ctrl-C stops it, and the same command goes on where it stopped. At the end the store is counted anew and held
against the export, record by record: author, text, thread, edit, reactions, files, pins. It exits with 1 when a difference
is to be looked at, with 130 when it was stopped. Nobody imported can log in until they get a password:
comity admin user set-password ADDRESS")]
    Slack {
        /// The export
        #[arg(value_name = "FILE.zip")]
        file: PathBuf,
        /// Admins and owners of the export stay what they were; otherwise they become members
        #[arg(long)]
        keep_roles: bool,
        /// Write the whole report as JSON here; it names private channels, so only you can read it
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
    },
}

/// Imports.
pub fn run(config: &Path, args: &Args) -> Result<ExitCode> {
    memory::harden()?;
    let config = Config::load(config)?;
    logging::start(&config.log);
    let Source::Slack { file, keep_roles, report } = &args.source;
    let domain = open::domain(&config)?;
    let options = Options { keep_roles: *keep_roles, cancel: cancel_at_interrupt()?, ..Options::default() };
    let mut teller = Teller::new();
    let found = slack::run(&domain, file, options, &mut |progress| teller.tell(progress))?;
    teller.end();
    say!("{found}");
    if let Some(path) = report {
        write_private(path, &found.to_json()?)
            .map_err(|error| Error::unavailable(format!("{} can't be written: {error}", path.display())))?;
    }
    if found.outcome == Outcome::Stopped {
        complain("stopped; the same command goes on from here");
        return Ok(ExitCode::from(INTERRUPTED));
    }
    let open = found.open();
    if open > 0 {
        complain(&format!("{open} differences are to be looked at: see the report"));
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes a file that its owner alone can read, since the report names private channels.
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    let mut file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    // One that was there keeps its mode otherwise.
    file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
    file.write_all(text.as_bytes())
}

/// Raised at the first Ctrl-C or SIGTERM, so that the commit in hand is finished.
fn cancel_at_interrupt() -> Result<Arc<AtomicBool>> {
    let cancel = Arc::<AtomicBool>::default();
    let raised = cancel.clone();
    let failed = |error: std::io::Error| Error::unavailable(format!("signals can't be waited for: {error}"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().map_err(failed)?;
    let mut term = {
        let _entered = runtime.enter();
        tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).map_err(failed)?
    };
    let waiting = std::thread::Builder::new().name("signals".into()).spawn(move || {
        runtime.block_on(async {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = term.recv() => {}
            }
            raised.store(true, Ordering::Relaxed);
        });
    });
    waiting.map_err(failed)?;
    Ok(cancel)
}

/// Shows progress: one line that changes on a terminal, a line now and then in a log.
struct Teller {
    terminal: bool,
    last: Instant,
    shown: bool,
}

impl Teller {
    fn new() -> Self {
        Self { terminal: stderr().is_terminal(), last: Instant::now(), shown: false }
    }

    fn tell(&mut self, Progress { done, total }: Progress) {
        let pause = if self.terminal { TELL_TERMINAL } else { TELL_LOG };
        if self.last.elapsed() < pause && done < total {
            return;
        }
        self.last = Instant::now();
        self.shown = true;
        let percent = (done * 100).checked_div(total).unwrap_or(100);
        let (begin, end) = if self.terminal { ("\r", "") } else { ("", "\n") };
        let _ = write!(stderr(), "{begin}{done} of {total} messages ({percent} %){end}");
        let _ = stderr().flush();
    }

    fn end(&self) {
        if self.terminal && self.shown {
            let _ = writeln!(stderr());
        }
    }
}
