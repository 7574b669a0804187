//! Stories of a disk that lost something: each damaged record costs itself only, and is named to those who look after the
//! server.

use crate::app::{PASSWORD, Person, TestApp, agent};
use crate::realtime::line::Line;
use crate::state_machine::{Rng, seeds};
use comity::base::id::{ChannelId, UsergroupId};
use comity::base::world::SystemWorld;
use comity::base::{Error, Ts, World};
use comity::crypto::Vault;
use comity::domain::history::{self, Content, Window};
use comity::domain::{Actor, Domain, access, addresses};
use comity::store::records::channel::Channel;
use comity::store::records::draft::Draft;
use comity::store::records::emoji::Emoji;
use comity::store::records::lookup::{Lookup, Name};
use comity::store::records::member::Membership;
use comity::store::records::message::Reply;
use comity::store::records::preferences::Preferences;
use comity::store::records::saved::Saved;
use comity::store::records::user::User;
use comity::store::records::usergroup::Usergroup;
use comity::store::redb::{RedbOptions, RedbStore};
use comity::store::{Append, Commit, CommitId, KeyBuf, Op, Order};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Writes into the store as somebody with the disk in their hands would.
fn write(app: &TestApp, ops: Vec<Op>, append: Vec<Append>) {
    let mut id = [0; 16];
    SystemWorld.fill(&mut id);
    let commit = Commit { id: CommitId(id), require: Vec::new(), ops, append };
    let (tell, heard) = std::sync::mpsc::channel();
    app.domain.store().commit(commit, Box::new(move |outcome| tell.send(outcome).unwrap()));
    heard.recv().unwrap().unwrap();
}

/// Turns the last bit of every row that starts so, as a failing disk would.
fn damage(app: &TestApp, prefix: &[u8]) {
    let rows = app.domain.store().snapshot().unwrap().range(&[0], &[255], Order::Ascending, usize::MAX).unwrap();
    let mut hit: Vec<_> = rows.into_iter().filter(|row| row.key.starts_with(prefix)).collect();
    assert!(!hit.is_empty(), "nothing there to damage");
    for row in &mut hit {
        *row.value.last_mut().unwrap() ^= 1;
    }
    write(app, hit.into_iter().map(|row| Op::Put { key: row.key, value: row.value }).collect(), Vec::new());
}

/// What the page on health says is damaged.
fn named(app: &TestApp) -> Vec<String> {
    let health = app.ada.ok("admin.health.info", json!({}));
    let warned = health["warnings"].as_array().unwrap().contains(&json!("records_damaged"));
    let list = health["damaged"].as_array().unwrap();
    assert_eq!(warned, !list.is_empty());
    list.iter().map(|one| one["record"].as_str().unwrap().to_owned()).collect()
}

fn list(person: &Person, method: &str, args: Value, field: &str) -> Vec<Value> {
    person.ok(method, args)[field].as_array().unwrap().clone()
}

#[test]
fn a_damaged_message_is_marked_in_its_place_and_named_to_administrators() {
    let app = TestApp::start();
    let said: Vec<String> = ["one", "two", "three"].iter().map(|text| app.linus.say(&app.general, text)).collect();
    let place = json!({ "channel": app.general, "timestamp": said[1] });
    app.grace.ok("pins.add", place.clone());
    app.grace.ok("stars.add", place.clone());
    app.grace.ok("reactions.add", json!({ "channel": app.general, "timestamp": said[1], "name": "eyes" }));
    let reply = json!({ "channel": app.general, "thread_ts": said[1], "text": "<@{}> a reply" });
    app.grace.ok("chat.postMessage", reply);
    assert!(named(&app).is_empty());
    let (channel, ts) = (ChannelId::parse(&app.general).unwrap(), Ts::parse(&said[1]).unwrap());
    let (address, _) = addresses::find(&app.domain.view().unwrap(), channel, ts).unwrap();
    damage(&app, &address.body().key);
    damage(&app, &address.entry().key);

    let shown =
        json!({ "type": "message", "subtype": "record_damaged", "text": "", "ts": said[1], "body_state": "damaged" });
    let page = list(&app.ada, "conversations.history", json!({ "channel": app.general }), "messages");
    let at = page.iter().position(|message| message["ts"] == said[1]).unwrap();
    assert_eq!((&page[at], &page[at - 1]["text"], &page[at + 1]["text"]), (&shown, &json!("three"), &json!("one")));
    let thread = json!({ "channel": app.general, "ts": said[1] });
    let thread = list(&app.ada, "conversations.replies", thread, "messages");
    assert_eq!((&thread[0], thread.len()), (&shown, 2));
    for (method, args, field) in [
        ("pins.list", json!({ "channel": app.general }), "items"),
        ("stars.list", json!({}), "items"),
        ("reactions.list", json!({}), "items"),
    ] {
        assert_eq!(list(&app.grace, method, args, field)[0]["message"]["body_state"], "damaged", "{method}");
    }
    list(&app.grace, "threads.list", json!({}), "threads");
    let edit = json!({ "channel": app.general, "ts": said[1], "text": "mended" });
    assert_eq!(app.linus.refused("chat.update", edit), "record_damaged");
    assert_eq!(named(&app), [format!("Message {} {}", app.general, said[1])]);
    assert!(!app.ada.ok("admin.health.info", json!({})).to_string().contains("two"));
}

/// A thread lists its replies: neither a damaged line of the list nor a reply whose rows are gone shortens it.
#[test]
fn a_thread_is_as_long_as_it_was_though_its_list_is_damaged() {
    let app = TestApp::start();
    let root = app.linus.say(&app.general, "who brings cake?");
    let reply = |text: &str| -> Ts {
        let args = json!({ "channel": app.general, "thread_ts": root, "text": text });
        Ts::parse(app.grace.ok("chat.postMessage", args)["ts"].as_str().unwrap()).unwrap()
    };
    let (first, second) = (reply("I do"), reply("me too"));
    let (channel, thread) = (ChannelId::parse(&app.general).unwrap(), Ts::parse(&root).unwrap());
    damage(&app, &Reply::at(channel, thread, first).key);
    let (gone, _) = addresses::find(&app.domain.view().unwrap(), channel, second).unwrap();
    let lost = [gone.entry().key, gone.body().key].map(|key| Op::Delete { key });
    write(&app, lost.to_vec(), Vec::new());
    let thread = list(&app.ada, "conversations.replies", json!({ "channel": app.general, "ts": root }), "messages");
    assert_eq!(thread.len(), 3, "{thread:?}");
    assert_eq!((&thread[1]["text"], &thread[2]["body_state"]), (&json!("I do"), &json!("damaged")));
    let named = named(&app);
    assert!(named.contains(&format!("Message {} {second}", app.general)), "{named:?}");
    assert!(named.iter().any(|record| record.starts_with("Thread")), "{named:?}");
}

#[test]
fn one_damaged_record_costs_no_list_the_others() {
    let app = TestApp::start();
    let room = app.ada.ok("conversations.create", json!({ "name": "lost" }))["channel"]["id"].clone();
    app.grace.ok("drafts.set", json!({ "channel": app.general, "text": "begun" }));
    let ts = app.grace.say(&app.general, "to be kept");
    app.grace.ok("stars.add", json!({ "channel": app.general, "timestamp": ts }));
    app.grace.ok("users.prefs.set", json!({ "prefs": { "theme": "dark" } }));
    app.ada.ok("admin.emoji.add", json!({ "name": "lost", "url": "https://example.org/lost.png" }));
    app.ada.ok("admin.emoji.add", json!({ "name": "kept", "url": "https://example.org/kept.png" }));
    let group = |handle: &str| app.ada.ok("usergroups.create", json!({ "name": handle, "handle": handle }));
    let (gone, _) = (group("lost")["usergroup"]["id"].clone(), group("kept"));

    let view = app.domain.view().unwrap();
    let (lost, general) = (ChannelId::parse(room.as_str().unwrap()).unwrap(), ChannelId::parse(&app.general).unwrap());
    let group = UsergroupId::parse(gone.as_str().unwrap()).unwrap();
    let grace = app.grace.id;
    let rows = [
        User::at(app.linus.id).key,
        Channel::at(lost).key,
        Membership::at(&view, grace, general).unwrap().key,
        Draft::prefix(grace).build(),
        Saved::prefix(grace).build(),
        Preferences::at(grace).key,
        Emoji::at(&view, "lost").unwrap().key,
        Usergroup::at(group).key,
        Lookup::named(&view, Name::Email, "margaret@example.org").unwrap().key,
    ];
    drop(view);
    rows.iter().for_each(|key| damage(&app, key));

    let ids = |method: &str, field: &str| -> Vec<Value> {
        list(&app.ada, method, json!({}), field).iter().map(|one| one["id"].clone()).collect()
    };
    let people = ids("users.list", "members");
    assert!(people.contains(&json!(grace)) && !people.contains(&json!(app.linus.id)), "{people:?}");
    let channels = ids("conversations.list", "channels");
    assert!(channels.contains(&json!(app.general)) && !channels.contains(&room), "{channels:?}");
    assert_eq!(list(&app.ada, "usergroups.list", json!({}), "usergroups").len(), 1);
    assert_eq!(app.ada.ok("emoji.list", json!({}))["emoji"], json!({ "kept": "https://example.org/kept.png" }));
    assert!(list(&app.grace, "drafts.list", json!({}), "drafts").is_empty());
    assert!(list(&app.grace, "stars.list", json!({}), "items").is_empty());
    for person in [&app.ada, &app.grace] {
        person.ok("client.boot", json!({}));
        person.ok("client.counts", json!({}));
        person.ok("users.conversations", json!({}));
    }
    app.grace.ok("users.prefs.set", json!({ "prefs": { "theme": "light" } }));
    app.grace.ok("users.prefs.get", json!({}));
    // Whose own record is lost is told that, and not that the account was closed.
    assert_eq!(app.linus.refused("auth.test", json!({})), "record_damaged");
    let sign_in = [("email", "margaret@example.org"), ("password", PASSWORD)];
    let mut answer = agent().post(format!("{}/api/client.login", app.url)).send_form(sign_in).unwrap();
    assert!(answer.body_mut().read_to_string().unwrap().contains("record_damaged"));
    let named = named(&app);
    for record in [format!("User {}", app.linus.id), format!("Channel {lost}"), format!("Usergroup {group}")] {
        assert!(named.contains(&record), "{record}: {named:?}");
    }
    for kind in ["Membership", "Draft", "Saved", "Preferences", "Emoji", "Lookup"] {
        assert!(named.iter().any(|record| record.starts_with(kind)), "{kind}: {named:?}");
    }
}

#[test]
fn a_page_is_full_though_some_of_its_records_are_damaged() {
    let app = TestApp::start();
    let before = list(&app.ada, "users.list", json!({}), "members").len();
    let rows = app.domain.store().snapshot().unwrap();
    let prefix = KeyBuf::new(comity::store::Table::Listing).build();
    let listed: Vec<_> = rows.range(&[0], &[255], Order::Ascending, usize::MAX).unwrap();
    let second = listed.into_iter().map(|row| row.key).filter(|key| key.starts_with(&prefix)).nth(1).unwrap();
    drop(rows);
    damage(&app, &second);
    let (mut found, mut cursor) = (0, String::new());
    loop {
        let page = app.ada.ok("users.list", json!({ "limit": 2, "cursor": cursor }));
        found += page["members"].as_array().unwrap().len();
        cursor = page["response_metadata"]["next_cursor"].as_str().unwrap().to_owned();
        if cursor.is_empty() {
            break;
        }
    }
    assert_eq!(found, before - 1);
}

#[test]
fn what_can_not_be_read_of_a_person_ends_their_sockets() {
    let app = TestApp::start();
    let (mut linus, mut grace) = (Line::client(&app, &app.linus, None), Line::client(&app, &app.grace, None));
    // It may have been that he was shut out.
    let (part, stamp) = (app.linus.id.as_bytes().to_vec(), SystemWorld.now().plus_secs(1).0);
    write(&app, Vec::new(), vec![Append { part, stamp, value: vec![0; 64] }]);
    linus.until_closed();
    app.ada.say(&app.general, "still there?");
    grace.until("message");
    assert_eq!(named(&app).len(), 1);
}

/// Messages of the channel whose store is damaged: more than a page of the tree holds.
const SAID: usize = 223;

/// The store file of a server that was stopped, and what it takes to read it.
struct Stopped {
    /// As it is after a clean end, and after the process was killed.
    files: [Vec<u8>; 2],
    vault: Arc<Vault>,
    actor: Actor,
    channel: ChannelId,
    /// What was said, the newest first.
    said: Vec<Option<String>>,
}

fn stopped() -> Stopped {
    let app = TestApp::start();
    for n in 0..SAID {
        app.linus.say(&app.general, &format!("line {n}, said by Linus before the disk began to fail"));
    }
    let (vault, actor) = (app.domain.vault().clone(), app.linus.actor());
    let channel = ChannelId::parse(&app.general).unwrap();
    let whole = read_all(&app.domain, &actor, channel).unwrap();
    assert!(whole.len() >= SAID && whole.iter().all(Option::is_some));
    let killed = std::fs::read(app.directory().join("comity.redb")).unwrap();
    let directory = app.close();
    let files = [std::fs::read(directory.path().join("comity.redb")).unwrap(), killed];
    Stopped { files, vault, actor, channel, said: whole }
}

/// The texts of a channel's messages by paging, newest first; nothing for one that is marked as damaged.
fn read_all(domain: &Domain, actor: &Actor, channel: ChannelId) -> Result<Vec<Option<String>>, Error> {
    let view = domain.view()?;
    let reading = access::reading(&view, actor, channel)?;
    let (mut texts, mut latest) = (Vec::new(), Ts::MAX);
    loop {
        let window = Window { latest, oldest: Ts::ZERO, inclusive: false, few: 50 };
        let page = history::timeline(&view, &reading, window, Order::Descending).take(50);
        let page = page.collect::<Result<Vec<_>, _>>()?;
        let Some(last) = page.last() else { return Ok(texts) };
        latest = last.address.ts;
        texts.extend(page.into_iter().map(|message| match message.content {
            // One without its body has the author and the time; where the text is, is said.
            Content::Known(known) => known.body.map(|body| body.text),
            Content::Damaged => None,
            Content::Sealed => panic!("damage looks like a withdrawn key"),
        }));
    }
}

/// What became of a damaged store.
#[derive(Debug, Eq, PartialEq)]
enum Outcome {
    Whole,
    Marked,
    Refused,
}

impl Stopped {
    /// Starts on a damaged file and reads everything: whole, or with every missing text marked and named, or refused in
    /// words that say that the file is damaged.
    fn outcome(&self, path: &Path, what: &str) -> Outcome {
        let well = self.looks_well(path, what);
        let outcome = self.started(path, what);
        assert!(!well || outcome == Outcome::Whole, "{what}: it looked well, and is {outcome:?}");
        outcome
    }

    /// What the doctor says: it reads every record, and changes nothing.
    fn looks_well(&self, path: &Path, what: &str) -> bool {
        let before = std::fs::read(path).unwrap();
        let looked = RedbStore::open_aside(path, RedbOptions::default()).and_then(|store| {
            let domain = Domain::open(Arc::new(store), self.vault.clone(), Arc::new(SystemWorld))?;
            let found = domain.view()?.survey(|_| {})?;
            let (file, named) = (domain.store().stopped().is_some(), domain.damage().list());
            assert_eq!(found.damaged == 0, named.is_empty(), "{what}: {found:?} {named:?}");
            Ok(found.damaged == 0 && !file)
        });
        assert!(before == std::fs::read(path).unwrap(), "{what}: looking changed the file");
        looked.unwrap_or(false)
    }

    fn started(&self, path: &Path, what: &str) -> Outcome {
        let store = match RedbStore::open(path, RedbOptions::default()) {
            Ok(store) => store,
            Err(error) => {
                let says = ["damaged", "not a store file", "newer version"];
                assert!(says.iter().any(|words| error.detail.contains(words)), "{what}: {error}");
                return Outcome::Refused;
            }
        };
        let opened = Domain::open(Arc::new(store), self.vault.clone(), Arc::new(SystemWorld));
        let read = opened.and_then(|domain| {
            let found = read_all(&domain, &self.actor, self.channel)?;
            Ok((found, domain.damage().list()))
        });
        match read {
            Ok((found, named)) => {
                let lost = found.iter().filter(|text| text.is_none()).count();
                let told = (found.len(), self.said.len());
                assert!(told.0 >= told.1, "{what}: {} of {} messages, and no sign", told.0, told.1);
                assert!(lost == 0 || !named.is_empty(), "{what}: {lost} lost, and none is named");
                let right = found.iter().flatten().all(|text| self.said.contains(&Some(text.clone())));
                assert!(right && (lost > 0 || found == self.said), "{what}: other messages than were written");
                if lost == 0 { Outcome::Whole } else { Outcome::Marked }
            }
            Err(error) => {
                assert_eq!(&*error.code, "record_damaged", "{what}: {error}");
                assert!(!error.detail.is_empty());
                Outcome::Refused
            }
        }
    }
}

/// Time for the flips of one run: as many as there is time for.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn no_flipped_byte_shortens_a_channel_in_silence() {
    let stopped = stopped();
    let directory = tempfile::tempdir().unwrap();
    for seed in seeds(&[SystemWorld.now().0]) {
        eprintln!("COMITY_SEED={seed}");
        let (mut rng, until) = (Rng::new(seed), Instant::now() + PATIENCE);
        let (mut outcomes, mut round) = (Vec::new(), 0);
        while Instant::now() < until && round < 400 {
            let mut bytes = rng.pick(&stopped.files).clone();
            let flips = if rng.one_in(4) { 1 + rng.below(40) } else { 1 };
            let flipped: Vec<_> = (0..flips).map(|_| (rng.below(bytes.len()), 1_u8 << rng.below(8))).collect();
            flipped.iter().for_each(|(at, bit)| bytes[*at] ^= bit);
            let path = directory.path().join(format!("{round}.redb"));
            std::fs::write(&path, bytes).unwrap();
            outcomes.push(stopped.outcome(&path, &format!("flipped {flipped:?}")));
            std::fs::read_dir(directory.path())
                .unwrap()
                .for_each(|left| std::fs::remove_file(left.unwrap().path()).unwrap());
            round += 1;
        }
        let count = |which: Outcome| outcomes.iter().filter(|outcome| **outcome == which).count();
        let (whole, marked, refused) = (count(Outcome::Whole), count(Outcome::Marked), count(Outcome::Refused));
        eprintln!("{round} flips: {whole} harmless, {marked} marked, {refused} refused");
        assert!(round > 20, "too slow to say anything: {round}");
    }
}
