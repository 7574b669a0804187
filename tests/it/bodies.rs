//! A body that is not here, and one whose key is gone, are ordinary answers on every path to a screen.

use crate::app::TestApp;
use comity::base::Ts;
use comity::base::id::ChannelId;
use comity::crypto::Scope;
use comity::domain::addresses;
use comity::store::{Commit, CommitId, Op, Table};
use serde_json::json;

fn place(app: &TestApp, ts: &str) -> (ChannelId, Ts) {
    (ChannelId::parse(&app.general).unwrap(), Ts::parse(ts).unwrap())
}

#[test]
fn a_body_kept_elsewhere_leaves_its_entry_readable() {
    let app = TestApp::start();
    let (before, ts) = (app.ada.say(&app.general, "here"), app.linus.say(&app.general, "kept at a partner"));
    let (channel, at) = place(&app, &ts);
    app.domain
        .run(&[], |tx| {
            let (address, _) = addresses::find(tx, channel, at)?;
            tx.delete(&address.body());
            Ok(())
        })
        .unwrap();
    let page = app.grace.ok("conversations.history", json!({ "channel": app.general, "limit": 2 }));
    assert_eq!(page["messages"][0]["body_state"], "elsewhere");
    assert_eq!(page["messages"][0]["user"], app.linus.id.to_string());
    assert_eq!(page["messages"][0]["origin"], app.domain.installation().to_string());
    assert_eq!(page["messages"][0]["text"], "");
    assert_eq!((&page["messages"][1]["text"], &page["messages"][1]["ts"]), (&json!("here"), &json!(before)));
    app.grace.ok("reactions.add", json!({ "channel": app.general, "timestamp": ts, "name": "eyes" }));
    app.grace.ok("chat.postMessage", json!({ "channel": app.general, "thread_ts": ts, "text": "a reply" }));
    let thread = app.ada.ok("conversations.replies", json!({ "channel": app.general, "ts": ts }));
    assert_eq!(thread["messages"][0]["body_state"], "elsewhere");
    assert_eq!(thread["messages"][0]["reactions"][0]["name"], "eyes");
}

#[test]
fn a_message_whose_key_is_gone_shows_as_locked_in_its_place() {
    let app = TestApp::start();
    let ts = app.ada.say(&app.general, "under a key that will be destroyed");
    let (channel, at) = place(&app, &ts);
    let scope = Scope::Channel { channel, day: at.day() };
    let mut key = vec![Table::DataKey as u8];
    key.extend_from_slice(&scope.name());
    let ring = app.domain.store().snapshot().unwrap().get(&key).unwrap().unwrap().value;
    let value = app.domain.vault().shred(&scope, &ring).unwrap();
    let (tell, heard) = std::sync::mpsc::channel();
    let shred = Commit { id: CommitId([7; 16]), require: vec![], ops: vec![Op::Put { key, value }], append: vec![] };
    app.domain.store().commit(shred, Box::new(move |outcome| tell.send(outcome).unwrap()));
    heard.recv().unwrap().unwrap();
    app.domain.vault().release(&scope);
    let page = app.linus.ok("conversations.history", json!({ "channel": app.general, "limit": 1 }));
    assert_eq!(page["messages"][0]["subtype"], "ekm_access_denied");
    assert_eq!(page["messages"][0]["body_state"], "sealed");
    assert_eq!(page["messages"][0]["ts"], ts);
    let one = json!({ "channel": app.general, "timestamp": ts, "name": "eyes" });
    assert_eq!(
        app.linus.refused("chat.update", json!({ "channel": app.general, "ts": ts, "text": "x" })),
        "ekm_access_denied"
    );
    app.linus.call("reactions.add", one);
    let more = json!({ "channel": app.general, "text": "nothing more can be said under it" });
    assert_eq!(app.ada.refused("chat.postMessage", more), "ekm_access_denied");
    assert!(app.ada.ok("admin.health.info", json!({}))["damaged"].as_array().unwrap().is_empty());
}
