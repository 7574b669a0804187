//! Stories of our own mistakes: one that panics while an event is told costs that event, and those who look after the
//! server see it.

use super::line::Line;
use super::socket_mode::{connect, join, take_text};
use crate::app::TestApp;
use comity::base::{Error, Result};
use comity::store::{Commit, Done, Head, LogEntry, Moved, Order, Position, RedbStore, Rev, Row, Snapshot, Store};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// What a thread that tells the sockets does next: nothing wrong, or it panics at what a commit moved, or at a row.
const NOTHING: u8 = 0;
const AT_THE_LOG: u8 = 1;
const AT_A_ROW: u8 = 2;

/// A store in which reading for the sockets panics when it was asked to, once.
struct Tripping {
    store: RedbStore,
    next: Arc<AtomicU8>,
}

struct Seen<'a> {
    snapshot: Box<dyn Snapshot + 'a>,
    next: &'a AtomicU8,
}

impl Seen<'_> {
    fn trip(&self, here: u8) {
        let told = std::thread::current().name().is_some_and(|name| name.starts_with("realtime"));
        if told && self.next.compare_exchange(here, NOTHING, Ordering::SeqCst, Ordering::SeqCst).is_ok() {
            panic!("a mistake of ours");
        }
    }
}

impl Store for Tripping {
    fn snapshot(&self) -> Result<Box<dyn Snapshot + '_>> {
        Ok(Box::new(Seen { snapshot: self.store.snapshot()?, next: &self.next }))
    }

    fn commit(&self, commit: Commit, done: Done) {
        self.store.commit(commit, done);
    }

    fn watch(&self, hint: Box<dyn Fn() + Send + Sync>) {
        self.store.watch(hint);
    }

    fn lease(&self, name: &str, holder: &str, now: u64, until: u64) -> Result<bool> {
        self.store.lease(name, holder, now, until)
    }

    fn purge_log(&self, part: &[u8], seq: Rev) -> Result<()> {
        self.store.purge_log(part, seq)
    }

    fn stopped(&self) -> Option<Error> {
        self.store.stopped()
    }
}

impl Snapshot for Seen<'_> {
    fn position(&self) -> Result<Position> {
        self.snapshot.position()
    }

    fn get(&self, key: &[u8]) -> Result<Option<Row>> {
        self.trip(AT_A_ROW);
        self.snapshot.get(key)
    }

    fn range(&self, from: &[u8], to: &[u8], order: Order, limit: usize) -> Result<Vec<Row>> {
        self.trip(AT_A_ROW);
        self.snapshot.range(from, to, order, limit)
    }

    fn count(&self, from: &[u8], to: &[u8], ending: Option<u8>, limit: usize) -> Result<usize> {
        self.snapshot.count(from, to, ending, limit)
    }

    fn head(&self, part: &[u8]) -> Result<Head> {
        self.snapshot.head(part)
    }

    fn read_log(&self, part: &[u8], after: u64, limit: usize) -> Result<Vec<LogEntry>> {
        self.trip(AT_THE_LOG);
        self.snapshot.read_log(part, after, limit)
    }

    fn moved_since(&self, after: Position, limit: usize) -> Result<Vec<Moved>> {
        self.snapshot.moved_since(after, limit)
    }
}

fn tripping() -> (TestApp, Arc<AtomicU8>) {
    let next = Arc::new(AtomicU8::new(NOTHING));
    let shared = next.clone();
    (TestApp::start_behind(|store| Arc::new(Tripping { store, next: shared })), next)
}

/// Something is said that the server panics at in this way, and once it has, something else.
fn say_past_a_panic(app: &TestApp, next: &AtomicU8, how: u8, [lost, told]: [&str; 2]) {
    next.store(how, Ordering::SeqCst);
    app.ada.say(&app.general, lost);
    while next.load(Ordering::SeqCst) != NOTHING {
        std::thread::yield_now();
    }
    app.ada.say(&app.general, told);
}

/// How a thread goes, on the page on health.
fn line_of(app: &TestApp, name: &str) -> Value {
    let health = app.ada.ok("admin.health.info", json!({}));
    health["jobs"].as_array().unwrap().iter().find(|job| job["name"] == name).unwrap().clone()
}

#[test]
fn an_event_that_panics_costs_a_persons_socket_that_event_only() {
    let (app, next) = tripping();
    let mut line = Line::client(&app, &app.grace, None);
    for (how, lost, told) in [(AT_THE_LOG, "one", "two"), (AT_A_ROW, "three", "four")] {
        say_past_a_panic(&app, &next, how, [lost, told]);
        let heard = line.until_that(|event| event["type"] == "message");
        assert_eq!(heard["text"], told);
    }
    let shown = line_of(&app, "sockets");
    assert!(shown["last_error"]["detail"].as_str().unwrap().contains("panicked"), "{shown}");
    assert_eq!((&shown["state"], &shown["failures"]), (&json!("waiting"), &json!(2)), "it goes on");
    assert!(!shown["last_error"].to_string().contains("mistake of ours"), "nothing of what was told: {shown}");
}

/// It may have been that somebody was shut out: so they come back, and are judged anew.
#[test]
fn what_happened_to_a_person_and_could_not_be_read_ends_their_sockets() {
    let (app, next) = tripping();
    let (mut grace, mut linus) = (Line::client(&app, &app.grace, None), Line::client(&app, &app.linus, None));
    let room = app.ada.ok("conversations.create", json!({ "name": "board" }))["channel"]["id"].clone();
    app.linus.ok("conversations.join", json!({ "channel": room }));
    linus.until("channel_joined");
    next.store(AT_THE_LOG, Ordering::SeqCst);
    app.linus.ok("conversations.leave", json!({ "channel": room }));
    linus.until_closed();
    app.ada.say(&app.general, "did Linus go?");
    assert_eq!(grace.until_that(|event| event["type"] == "message")["text"], "did Linus go?");
}

#[test]
fn an_event_that_panics_costs_an_app_that_event_only() {
    let (app, next) = tripping();
    join(&app);
    let mut line = connect(&app);
    app.ada.say(&app.general, "before");
    take_text(&mut line, "before");
    for (how, lost, told) in [(AT_THE_LOG, "one", "two"), (AT_A_ROW, "three", "four")] {
        say_past_a_panic(&app, &next, how, [lost, told]);
        take_text(&mut line, told);
    }
    let shown = line_of(&app, "sockets of apps");
    assert!(shown["last_error"]["detail"].as_str().unwrap().contains("panicked"), "{shown}");
}
