//! Stores to import into, and what is read back from them.

use super::export::{Export, export};
use comity::base::id::{ChannelId, TeamId, UserId};
use comity::base::world::SystemWorld;
use comity::crypto::memory_vault;
use comity::domain::objects::{Lens, message as object};
use comity::domain::{Actor, Domain, access, history, memberships};
use comity::import::slack::{self, Options, Progress, Report};
use comity::store::memory::MemoryStore;
use comity::store::records::message::{Address, Facet, Lane, lane_prefix};
use comity::store::records::user::Role;
use comity::store::redb::{RedbOptions, RedbStore};
use comity::store::{Order, View};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The real export that lies in the repository.
pub fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/slack-export-small.zip")
}

/// An installation on disk.
pub fn on_disk(dir: &Path) -> Domain {
    let store = RedbStore::open(&dir.join("import.redb"), RedbOptions::default()).unwrap();
    Domain::open(Arc::new(store), Arc::new(memory_vault(&SystemWorld)), Arc::new(SystemWorld)).unwrap()
}

/// An installation in memory.
pub fn in_memory() -> Domain {
    let vault = Arc::new(memory_vault(&SystemWorld));
    Domain::open(Arc::new(MemoryStore::new()), vault, Arc::new(SystemWorld)).unwrap()
}

/// Imports to the end.
pub fn import(domain: &Domain, path: &Path) -> Report {
    slack::run(domain, path, Options::default(), &mut |_| {}).unwrap()
}

/// What comes of the tests' export after a change. The folder that no list names is left out: it is a difference.
pub fn imported(change: impl FnOnce(&mut Export)) -> (Domain, Report) {
    let dir = tempfile::tempdir().unwrap();
    let mut files = export();
    files.0.retain(|(name, _)| !name.starts_with("forgotten/"));
    change(&mut files);
    let domain = in_memory();
    let report = import(&domain, &files.write(dir.path()));
    (domain, report)
}

/// Imports one commit at a time: stopped after each, and run again.
pub fn import_in_steps(domain: &Domain, path: &Path, batch: usize) -> (Report, usize) {
    for stops in 0.. {
        let options = Options { batch, ..Options::default() };
        let cancel = options.cancel.clone();
        let mut stop = |_: Progress| cancel.store(true, std::sync::atomic::Ordering::Relaxed);
        let report = slack::run(domain, path, options, &mut stop).unwrap();
        if report.outcome != slack::Outcome::Stopped {
            return (report, stops);
        }
        assert!(stops < 1_000, "the import never ends");
    }
    unreachable!("a hundred lines of an export take no thousand steps")
}

pub fn channel(id: &str) -> ChannelId {
    ChannelId::parse(id).unwrap()
}

pub fn user(id: &str) -> UserId {
    UserId::parse(id).unwrap()
}

pub fn actor(id: &str) -> Actor {
    Actor::person(user(id), Role::Member)
}

fn lens<'v, 'a>(view: &'v View<'a>, team: TeamId) -> Lens<'v, 'a> {
    Lens { view, team, site: "" }
}

/// A channel's timeline as one person reads it, oldest first.
pub fn timeline(domain: &Domain, reader: &str, id: &str) -> Vec<Value> {
    let view = domain.view().unwrap();
    let reading = access::reading(&view, &actor(reader), channel(id)).unwrap();
    let page = history::timeline(&view, &reading, everything(), Order::Ascending);
    let show = |m: &history::Message| {
        object::message(lens(&view, domain.team()), m, Some(user(reader))).unwrap().parsed().unwrap()
    };
    answered(page.map(|read| show(&read.unwrap())).collect())
}

/// A thread as one person reads it, root first.
pub fn thread(domain: &Domain, reader: &str, id: &str, root: &str) -> Vec<Value> {
    let view = domain.view().unwrap();
    let reading = access::reading(&view, &actor(reader), channel(id)).unwrap();
    let root = comity::base::Ts::parse(root).unwrap();
    let page = history::thread(&view, &reading, root, everything(), Order::Ascending).unwrap();
    let show = |m: &history::Message| {
        object::message(lens(&view, domain.team()), m, Some(user(reader))).unwrap().parsed().unwrap()
    };
    answered(page.map(|read| show(&read.unwrap())).collect())
}

/// Whatever an export said, what is answered of it is what the API's document says.
fn answered(messages: Vec<Value>) -> Vec<Value> {
    let page = json!({ "ok": true, "messages": &messages, "has_more": false, "pin_count": 0, "channel_actions_ts": null,
        "channel_actions_count": 0, "response_metadata": { "next_cursor": "" } });
    assert_eq!(comity::api::schema::wrong_answer("conversations.history", &page), Vec::<String>::new());
    messages
}

fn everything() -> history::Window {
    use comity::base::Ts;
    history::Window { latest: Ts(u64::MAX - 1), oldest: Ts::ZERO, inclusive: false, few: 900 }
}

/// Every message of the conversations, with all that is kept of it; the installation's own id is taken out.
pub fn dump(domain: &Domain, channels: &[&str]) -> String {
    let view = domain.view().unwrap();
    let mut out = String::new();
    for id in channels {
        let mut people = memberships::all(&view, channel(id)).unwrap();
        people.sort_unstable();
        out += &format!("{id} {people:?}\n");
        for lane in [Lane::Main, Lane::Thread] {
            let (from, to) = lane_prefix(channel(id), lane).prefix();
            for (key, _) in view.rows(&from, &to, Order::Ascending, usize::MAX).unwrap() {
                let (ts, facet) = Address::parse_tail(&key).unwrap();
                if facet == Facet::Entry as u8 {
                    let message = history::read(&view, Address { channel: channel(id), lane, ts }).unwrap();
                    out += &format!("{message:?}\n");
                }
            }
        }
    }
    out.replace(domain.installation().as_str(), "HERE")
}
