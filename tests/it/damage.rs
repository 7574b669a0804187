//! Stories of a disk that lost something: each damaged record costs itself only, and is named to those who look after the
//! server.

use crate::app::{PASSWORD, Person, TestApp, agent};
use crate::realtime::line::Line;
use comity::base::id::{ChannelId, UsergroupId};
use comity::base::world::SystemWorld;
use comity::base::{Ts, World};
use comity::domain::messages;
use comity::store::records::channel::Channel;
use comity::store::records::draft::Draft;
use comity::store::records::emoji::Emoji;
use comity::store::records::lookup::{Lookup, Name};
use comity::store::records::member::Membership;
use comity::store::records::preferences::Preferences;
use comity::store::records::saved::Saved;
use comity::store::records::user::User;
use comity::store::records::usergroup::Usergroup;
use comity::store::{Append, Commit, CommitId, KeyBuf, Op, Order};
use serde_json::{Value, json};

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
    let (address, _) = messages::find(&app.domain.view().unwrap(), channel, ts).unwrap();
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
