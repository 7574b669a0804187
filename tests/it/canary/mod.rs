//! A stolen disk tells nothing (T1), a stolen database holds no usable token (T14), sealed values do not move (T4), and
//! the log keeps its mouth shut.

mod fields;
mod moved;
mod plant;
mod scan;

use crate::app::TestApp;
use comity::domain::tokens;
use comity::store::Order;
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use plant::Canaries;
use scan::Scanner;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Tables nothing writes to yet. What writes to one plants a canary, and takes it off this list.
const UNUSED: &[&str] = &["Audit"];

#[test]
fn nothing_that_people_say_or_are_can_be_read_from_the_disk_or_the_log() {
    let log = logged();
    let app = TestApp::start_with_keys();
    let mut canaries = Canaries(Vec::new());
    canaries.plant_all(&app);
    let planted = tables_with_rows(&app);
    for (number, name) in tables() {
        let unused = UNUSED.contains(&name.as_str());
        assert_eq!(planted.contains(&number), !unused, "table {name}: plant a canary in it, or correct the list");
    }
    let rows = app.domain.store().snapshot().unwrap().range(&[0], &[255], Order::Ascending, usize::MAX).unwrap().len();
    let all = app.domain.view().unwrap().survey(|_| {}).unwrap();
    assert_eq!((all.damaged, app.domain.damage().list()), (0, Vec::new()), "what the doctor knows how to read");
    assert!(all.read > rows as u64, "{all:?} of {rows} rows, and their logs");
    assert_eq!(fields::forgotten(&canaries.0), Vec::<String>::new(), "of src/store/records/");
    assert_no_stolen_token_works(&app);
    let scanner = Scanner::new(&canaries.0);
    let (hits, _) = scanner.find_below(app.directory());
    assert_eq!(hits, Vec::<String>::new(), "while the server runs");
    let directory = app.close();
    let (hits, size) = scanner.find_below(directory.path());
    assert_eq!(hits, Vec::<String>::new(), "after it has stopped");
    assert!(size > 100_000, "there was something to look at");
    // Other stories go on in this process; they need not be kept.
    let log = log.0.lock().unwrap().take().unwrap();
    assert!(String::from_utf8_lossy(&log).contains("a call failed"), "the log was heard: {} bytes", log.len());
    assert_eq!(scanner.find(&log), Vec::<String>::new(), "in the log");
}

/// What stands in the rows and keys of tokens opens nothing.
fn assert_no_stolen_token_works(app: &TestApp) {
    let table = tables().into_iter().find(|(_, name)| name == "Token").unwrap().0;
    let snapshot = app.domain.store().snapshot().unwrap();
    let rows = snapshot.range(&[table], &[table + 1], Order::Ascending, usize::MAX).unwrap();
    assert!(rows.len() > 10);
    let view = app.domain.view().unwrap();
    for row in rows {
        for stolen in [&row.key[2..], &row.value] {
            let small = BASE32_NOPAD.encode(stolen).to_lowercase();
            for shown in [small.clone(), format!("xoxd-{small}"), format!("xoxb-{small}"), HEXLOWER.encode(stolen)] {
                assert_eq!(tokens::authenticate(&view, &shown).unwrap_err().code, "invalid_auth");
            }
        }
    }
}

/// The tables of the store, read from where they are named.
fn tables() -> BTreeMap<u8, String> {
    let source = include_str!("../../../src/store/key.rs");
    let body = source.split_once("pub enum Table {").unwrap().1.split_once("\n}").unwrap().0;
    let line = |line: &str| {
        let (name, number) = line.trim().trim_end_matches(',').split_once(" = ")?;
        Some((number.parse().ok()?, name.to_owned()))
    };
    body.lines().filter_map(line).collect()
}

fn tables_with_rows(app: &TestApp) -> BTreeSet<u8> {
    let snapshot = app.domain.store().snapshot().unwrap();
    let rows = snapshot.range(&[0], &[255], Order::Ascending, usize::MAX).unwrap();
    rows.iter().map(|row| row.key[0]).collect()
}

/// Everything that is logged in this process, by libraries too but for the tests' own client.
#[derive(Clone)]
struct Log(Arc<Mutex<Option<Vec<u8>>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if let Some(heard) = self.0.lock().unwrap().as_mut() {
            heard.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;
    fn make_writer(&self) -> Self {
        self.clone()
    }
}

fn logged() -> Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    let start = || {
        let log = Log(Arc::new(Mutex::new(Some(Vec::new()))));
        let lines = tracing_subscriber::fmt().with_writer(log.clone()).with_ansi(false);
        lines
            .with_env_filter(EnvFilter::new("trace,ureq=off,ureq_proto=off"))
            .try_init()
            .expect("nobody else listens to the log");
        // The server is asked for something that fails on its side, so that it is known to be heard.
        tracing::error!(target: "comity", "a call failed: this line shows that the log is heard");
        log
    };
    LOG.get_or_init(start).clone()
}
