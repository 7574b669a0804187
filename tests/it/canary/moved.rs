//! T4: sealed values moved to another row, table or scope do not open, and harm nobody else.

use crate::app::TestApp;
use crate::state_machine::{Rng, seeds};
use comity::base::Kind;
use comity::base::id::{ChannelId, UserId};
use comity::crypto::{Scope, ScopeKeys};
use comity::domain::{access, addresses, history};
use comity::store::records::message::{Address, Lane};
use comity::store::{Commit, CommitId, Op, Order, Row};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Arc, mpsc};

/// Rows of keys are wrapped under the organisation key, not sealed under a scope.
const DATA_KEY: u8 = 2;

#[test]
fn a_sealed_value_opens_in_its_own_row_only() {
    for seed in seeds(&[4, 44]) {
        eprintln!("COMITY_SEED={seed}");
        let app = TestApp::start();
        let said = fill(&app);
        let rows = sealed_rows(&app);
        let keys = all_keys(&app, &rows);
        let home = |row: &Row| keys.iter().filter(|(_, k)| k.open(&row.key, &row.value).is_ok()).count();
        assert!(rows.iter().all(|row| home(row) == 1), "every value opens at home, under one scope");
        let mut rng = Rng::new(seed);
        for _ in 0..2_000 {
            let (from, to) = (rng.pick(&rows), rng.pick(&rows));
            if from.key == to.key {
                continue;
            }
            for (scope, keys) in &keys {
                let error = keys.open(&to.key, &from.value).expect_err("a moved value opened");
                let clear = matches!(error.kind, Kind::Sealed | Kind::Internal) && error.detail.contains("table");
                assert!(clear, "{scope:?}: {error}");
            }
        }
        move_messages(&app, &said, &mut rng);
    }
}

/// Something in every corner of the store.
fn fill(app: &TestApp) -> Vec<String> {
    let said: Vec<String> = (0..12).map(|n| app.ada.say(&app.general, &format!("line {n}"))).collect();
    app.linus.say(&app.ada.id.to_string(), "psst");
    app.linus.ok("reactions.add", json!({ "channel": app.general, "timestamp": said[0], "name": "eyes" }));
    app.linus.ok("drafts.set", json!({ "channel": app.general, "text": "I think" }));
    app.grace.ok("conversations.create", json!({ "name": "board", "is_private": true }));
    said
}

fn sealed_rows(app: &TestApp) -> Vec<Row> {
    let snapshot = app.domain.store().snapshot().unwrap();
    let rows = snapshot.range(&[0], &[255], Order::Ascending, usize::MAX).unwrap();
    rows.into_iter().filter(|row| row.key[0] != DATA_KEY).collect()
}

/// The keys of every scope that exists, by their rows.
fn all_keys(app: &TestApp, rows: &[Row]) -> BTreeMap<String, Arc<ScopeKeys>> {
    let view = app.domain.view().unwrap();
    let mut scopes = vec![Scope::Directory, Scope::Auth, Scope::Jobs];
    let ids: Vec<String> = rows.iter().filter_map(first_id).collect();
    scopes.extend(ids.iter().filter_map(|id| UserId::parse(id)).map(Scope::Person));
    let today = view.now().day();
    for channel in ids.iter().filter_map(|id| ChannelId::parse(id)) {
        scopes.extend([0, today, today - 1].map(|day| Scope::Channel { channel, day }));
    }
    let stored = |scope: &Scope| view.keys(scope).ok().map(|keys| (format!("{scope:?}"), keys));
    scopes.iter().filter_map(stored).collect()
}

/// The id a row key starts with, behind the table: its length, then its letters.
fn first_id(row: &Row) -> Option<String> {
    let length = usize::from(*row.key.get(1)?);
    String::from_utf8(row.key.get(2..2 + length)?.to_vec()).ok()
}

/// Puts bodies and entries of messages into each other's rows: those do not open, the others do.
fn move_messages(app: &TestApp, said: &[String], rng: &mut Rng) {
    let channel = ChannelId::parse(&app.general).unwrap();
    let address = |ts: &str| Address { channel, lane: Lane::Main, ts: comity::base::Ts::parse(ts).unwrap() };
    let (victim, other) = (rng.below(said.len() - 1) + 1, 0);
    let keys = match rng.below(3) {
        0 => (address(&said[other]).body().key, address(&said[victim]).body().key),
        1 => (address(&said[other]).entry().key, address(&said[victim]).entry().key),
        _ => (address(&said[other]).reactions().key, address(&said[victim]).body().key),
    };
    transplant(app, &keys.0, &keys.1);
    let view = app.domain.view().unwrap();
    let reading = access::reading(&view, &app.ada.actor(), channel).unwrap();
    let found = addresses::readable(&view, &reading, address(&said[victim]).ts).unwrap();
    let read = history::read(&view, found).unwrap();
    assert!(matches!(read.content, history::Content::Damaged), "a moved value was shown: {read:?}");
    let page = app.ada.ok("conversations.history", json!({ "channel": app.general, "limit": 200 }));
    let list = page["messages"].as_array().unwrap();
    for (n, ts) in said.iter().enumerate() {
        let message = list.iter().find(|m| m["ts"] == ts.as_str()).unwrap();
        let text = if n == victim { String::new() } else { format!("line {n}") };
        assert_eq!(message["text"], text, "{message}");
    }
}

/// Writes one row's value into another, as somebody with the disk in their hands would.
fn transplant(app: &TestApp, from: &[u8], to: &[u8]) {
    let store = app.domain.store();
    let value = store.snapshot().unwrap().get(from).unwrap().unwrap().value;
    let (tell, heard) = mpsc::channel();
    let mut id = [0; 16];
    comity::base::World::fill(&comity::base::world::SystemWorld, &mut id);
    let ops = vec![Op::Put { key: to.to_vec(), value }];
    let commit = Commit { id: CommitId(id), require: Vec::new(), ops, append: Vec::new() };
    store.commit(commit, Box::new(move |outcome| tell.send(outcome).unwrap()));
    heard.recv().unwrap().unwrap();
}
