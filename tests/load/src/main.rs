//! Measures Comity beside the limits of the machine it runs on and prints one table. The phases are `limits` and
//! `ours` below; `README.md` beside this package says what each line means.

mod bare;
mod child;
mod crowd;
mod drive;
mod fanout;
mod figures;
mod http;
mod limits;
mod machine;
mod ours;
mod posts;
mod server;
mod stats;
mod table;
mod ws;

use std::future::Future;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use tokio::signal::unix::{SignalKind, signal};

use figures::Figures;
use server::Installation;

type Error = Box<dyn std::error::Error>;
type Result<T> = std::result::Result<T, Error>;

/// Sockets of the crowds that one poster reaches.
const CROWDS: [usize; 2] = [200, 1_000];
/// Messages of the short history.
const SHORT: u64 = 1_000;
/// No phase may take longer, filling the long history aside, which has a bound of its own.
const PHASE_MAX: Duration = Duration::from_secs(240);

#[derive(Parser)]
#[command(about = "Measures Comity beside the limits of this machine and prints one table")]
struct Options {
    /// The server to measure, built for release
    #[arg(long, default_value = "target/release/comity")]
    binary: PathBuf,
    /// Measure only what the machine itself can do
    #[arg(long)]
    limits_only: bool,
    /// A smoke run: one short round and small histories; its figures mean little
    #[arg(long)]
    quick: bool,
    /// Rounds; the table shows their medians
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Seconds of one phase
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
    /// Messages of the long history
    #[arg(long, default_value_t = 1_000_000)]
    messages: u64,
    /// Directory for the data, on the disk to be measured
    #[arg(long, default_value = ".")]
    directory: PathBuf,
    /// Keep the filled long history in this directory and use it again in the next run
    #[arg(long)]
    filled: Option<PathBuf>,
    /// Measure only these of Comity's figures
    #[arg(long, value_delimiter = ',', value_parser = ["posts", "fanout", "memory", "history", "start", "sign-ins"])]
    only: Vec<String>,
}

/// What every phase needs to know.
struct Plan {
    binary: PathBuf,
    directory: PathBuf,
    time: Duration,
    idle_sockets: usize,
    messages: u64,
    filled: Option<PathBuf>,
    only: Vec<String>,
}

impl Plan {
    fn wants(&self, figure: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == figure)
    }
}

fn main() -> ExitCode {
    let ran = if std::env::args().nth(1).as_deref() == Some(bare::COMMAND) { bare::main() } else { benchmark() };
    match ran {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("comity-load: {error}");
            ExitCode::FAILURE
        }
    }
}

fn benchmark() -> Result<()> {
    let options = Options::parse();
    machine::raise_open_files();
    let busy = machine::busy();
    let directory = tempfile::Builder::new().prefix("comity-load-").tempdir_in(&options.directory)?;
    let plan = Plan {
        binary: options.binary,
        directory: directory.path().canonicalize()?,
        time: Duration::from_secs_f64(if options.quick { 0.3 } else { options.seconds }),
        idle_sockets: 1_000,
        messages: if options.quick { 10_000 } else { options.messages },
        filled: options.filled,
        only: options.only,
    };
    let rounds = if options.quick { 1 } else { options.rounds };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let figures = tokio::task::LocalSet::new().block_on(&runtime, async {
        let mut asked_to_end = signal(SignalKind::terminate())?;
        tokio::select! {
            figures = run(&plan, rounds, options.limits_only) => figures,
            _ = tokio::signal::ctrl_c() => Err("interrupted".into()),
            _ = asked_to_end.recv() => Err("asked to end".into()),
        }
    })?;
    let (today, machine, rounds) = (machine::today(), machine::line(&plan.directory), figures.rounds());
    println!("{today}, {machine}; {busy}; medians over rounds: {rounds}.\n");
    println!("{}", table::markdown(&figures));
    table::delivery_bytes(&figures).iter().for_each(|note| println!("{note}"));
    figures.failures().iter().for_each(|failure| eprintln!("not measured: {failure}"));
    if figures.failures().is_empty() { Ok(()) } else { Err("some figures could not be measured".into()) }
}

async fn run(plan: &Plan, rounds: usize, limits_only: bool) -> Result<Figures> {
    let mut figures = Figures::default();
    let long = if limits_only { None } else { Some(long_history(plan).await?) };
    for round in 1..=rounds {
        figures.next_round();
        eprintln!("round {round} of {rounds}: limits");
        limits(plan, &mut figures).await?;
        if let Some(long) = &long {
            eprintln!("round {round} of {rounds}: comity");
            ours(plan, long, round, &mut figures).await?;
        }
    }
    Ok(figures)
}

/// The installation with the long history: the one kept by an earlier run, or a new one.
async fn long_history(plan: &Plan) -> Result<Installation> {
    if let Some(directory) = &plan.filled
        && let Some(kept) = Installation::kept(&plan.binary, directory)?
    {
        return Ok(kept);
    }
    let directory = plan.filled.clone().unwrap_or_else(|| plan.directory.join("long"));
    let mut long = Installation::create(&plan.binary, &directory).await?;
    if plan.wants("history") || plan.wants("start") {
        eprintln!("filling a channel with {} messages", plan.messages);
        let (server, _) = long.start().await?;
        ours::fill::fill(&mut long, &server, plan.messages).await?;
        server.process.stop()?;
        if plan.filled.is_some() {
            long.keep()?;
        }
    }
    Ok(long)
}

/// What the machine itself can do.
async fn limits(plan: &Plan, figures: &mut Figures) -> Result<()> {
    let ran = limits::sync::measure(plan, figures);
    note(figures, "file sync", ran);
    let ran = limits::commit::measure(plan, figures);
    note(figures, "redb commit", ran);
    let ran = limits::hash::measure(figures);
    note(figures, "password hash", ran);
    let bare = bare::Bare::start()?;
    let ran = bounded(limits::echo::measure(plan, bare.address, figures)).await;
    note(figures, "echo", ran);
    for sockets in CROWDS {
        let ran = bounded(limits::broadcast::measure(plan, bare.address, sockets, figures)).await;
        note(figures, "broadcast", ran);
    }
    let ran = bounded(limits::idle::measure(plan, figures)).await;
    note(figures, "bare memory", ran);
    Ok(())
}

/// What Comity does, on a new installation in each round beside the one with the long history.
async fn ours(plan: &Plan, long: &Installation, round: usize, figures: &mut Figures) -> Result<()> {
    if plan.wants("start") {
        let ran = bounded(ours::start::measure(long, figures)).await;
        note(figures, "start", ran);
    }
    let mut short = Installation::create(&plan.binary, &plan.directory.join(format!("round-{round}"))).await?;
    if plan.wants("memory") {
        let ran = bounded(ours::memory::per_socket(plan, &short, figures)).await;
        note(figures, "socket memory", ran);
    }
    if plan.wants("sign-ins") {
        let ran = bounded(ours::sign_ins::measure(plan, &short, figures)).await;
        note(figures, "sign-ins", ran);
    }
    let (server, _) = short.start().await?;
    if plan.wants("memory") {
        let ran = bounded(ours::memory::at_start(&server, figures)).await;
        note(figures, "memory", ran);
    }
    if plan.wants("history") {
        ours::fill::fill(&mut short, &server, SHORT).await?;
        let (long_server, _) = long.start().await?;
        let sizes = [("short", &short, &server), ("long", long, &long_server)];
        let ran = bounded(ours::history::measure(plan, sizes, figures)).await;
        note(figures, "history", ran);
        long_server.process.stop()?;
    }
    if plan.wants("posts") {
        let ran = bounded(ours::posts::measure(plan, &short, &server, figures)).await;
        note(figures, "posts", ran);
    }
    for sockets in CROWDS.into_iter().filter(|_| plan.wants("fanout")) {
        let ran = bounded(ours::fanout::measure(plan, &short, &server, sockets, figures)).await;
        note(figures, "fan-out", ran);
    }
    server.process.stop()
}

/// Ends a phase that hangs.
async fn bounded(phase: impl Future<Output = Result<()>>) -> Result<()> {
    let ran = tokio::time::timeout(PHASE_MAX, phase).await;
    ran.unwrap_or_else(|_| Err(format!("not done after {PHASE_MAX:?}").into()))
}

/// Keeps the cause of a phase that failed and lets the others go on.
fn note(figures: &mut Figures, phase: &str, ran: Result<()>) {
    if let Err(error) = ran {
        eprintln!("{phase}: {error}");
        figures.failed(phase, &error);
    }
}
