//! Stories of lists that grow: whoever makes one long, the commands that touch all of it go on working.

use crate::app::TestApp;
use comity::base::Ts;
use comity::base::id::{ChannelId, UserId, UsergroupId};
use comity::base::world::SystemWorld;
use comity::store::Tx;
use comity::store::records::emoji::Emoji;
use comity::store::records::member::{Membership, Notify};
use comity::store::records::subscription::Subscription;
use comity::store::records::usergroup::Usergroup;
use serde_json::json;

/// Writes many rows, a thousand a commit.
fn many(app: &TestApp, count: u64, mut row: impl FnMut(&mut Tx, u64)) {
    for start in (0..count).step_by(1_000) {
        let batch = |tx: &mut Tx| {
            (start..(start + 1_000).min(count)).for_each(|i| row(tx, i));
            Ok(())
        };
        app.domain.run(&[], batch).unwrap();
    }
}

#[test]
fn of_too_many_followed_threads_those_read_longest_ago_are_let_go() {
    let app = TestApp::start_in_memory();
    let (linus, elsewhere) = (app.linus.id, ChannelId::mint(&SystemWorld));
    let count = || {
        let view = app.domain.view().unwrap();
        view.count(Subscription::prefix(linus).prefix(), usize::MAX).unwrap()
    };
    // A store from before there was a bound.
    many(&app, 5_000, |tx, i| {
        let place = Subscription::at(tx, linus, elsewhere, Ts(i + 1)).unwrap();
        let mine = Subscription { channel: elsewhere, thread: Ts(i + 1), last_read: Ts(i + 1), active: true };
        tx.put(&place, &mine).unwrap();
    });
    let follow = |text: &str| {
        let root = app.ada.say(&app.general, text);
        app.linus.ok("chat.postMessage", json!({ "channel": app.general, "thread_ts": root, "text": "an answer" }));
        root
    };
    let first = follow("one more");
    follow("and one");
    let look = || {
        let view = app.domain.view().unwrap();
        let known = |ts: u64| view.exists(&Subscription::at(&view, linus, elsewhere, Ts(ts)).unwrap()).unwrap();
        (known(1), known(5_000))
    };
    assert!(count() <= 2_000, "{}", count());
    assert_eq!(look(), (false, true));
    let threads = app.linus.ok("threads.list", json!({ "limit": 100 }))["threads"].to_string();
    assert!(threads.contains(&first), "{threads}");
    for i in 0..120 {
        let root = app.ada.say(&app.general, &format!("thread {i}"));
        app.linus.ok("threads.subscribe", json!({ "channel": app.general, "thread_ts": root }));
    }
    assert!(count() <= 2_000 && look().1, "{}", count());
}

#[test]
fn nobody_is_in_more_conversations_than_a_client_can_start_with() {
    let app = TestApp::start_in_memory();
    let linus = app.linus.id;
    many(&app, 10_000, |tx, _| {
        let channel = ChannelId::mint(&SystemWorld);
        let (last_read, notify) = (Ts::ZERO, Notify::Default);
        let mine = Membership { channel, last_read, muted: false, notify, starred: false, open: true };
        tx.put(&Membership::at(tx, linus, channel).unwrap(), &mine).unwrap();
    });
    let room = app.ada.ok("conversations.create", json!({ "name": "one-more" }))["channel"]["id"].clone();
    let invite = json!({ "channel": room, "users": linus });
    assert_eq!(app.ada.refused("conversations.invite", invite), "too_many_channels");
    assert_eq!(app.linus.refused("conversations.create", json!({ "name": "his-own" })), "too_many_channels");
    let group = json!({ "users": format!("{linus},{}", app.grace.id) });
    assert_eq!(app.ada.refused("conversations.open", group), "too_many_channels");
    let direct = app.ada.ok("conversations.open", json!({ "users": linus }))["channel"]["id"].clone();
    app.ada.ok("chat.postMessage", json!({ "channel": direct, "text": "You are everywhere" }));
    let crowd = vec![UserId::mint(&SystemWorld).to_string(); 1_001].join(",");
    assert_eq!(app.ada.refused("conversations.invite", json!({ "channel": room, "users": crowd })), "too_many_users");
}

#[test]
fn a_channel_renamed_for_ever_can_still_be_changed() {
    let app = TestApp::start_in_memory();
    let room = app.linus.ok("conversations.create", json!({ "name": "name-0" }))["channel"]["id"].clone();
    let long = "x".repeat(70);
    for i in 1..=1_000 {
        app.linus.ok("conversations.rename", json!({ "channel": room, "name": format!("{long}-{i}") }));
    }
    app.linus.ok("conversations.setTopic", json!({ "channel": room, "topic": "names" }));
    let info = app.linus.ok("conversations.info", json!({ "channel": room }))["channel"].clone();
    let names = info["previous_names"].as_array().unwrap();
    assert_eq!((names.len(), &names[49]), (50, &json!(format!("{long}-999"))));
    app.linus.ok("conversations.archive", json!({ "channel": room }));
}

#[test]
fn a_message_that_names_many_groups_can_be_edited_and_deleted() {
    let app = TestApp::start_in_memory();
    let mut named = String::new();
    many(&app, 50, |tx, i| {
        let id = UsergroupId::mint(&SystemWorld);
        named.push_str(&format!("<!subteam^{id}> "));
        let group = Usergroup {
            id,
            name: format!("group {i}"),
            handle: format!("group-{i}"),
            description: String::new(),
            users: (0..500).map(|_| UserId::mint(&SystemWorld)).chain([app.margaret.id]).collect(),
            channels: Vec::new(),
            created: Ts(1),
            created_by: app.ada.id,
            updated: Ts(1),
            updated_by: app.ada.id,
            disabled: None,
        };
        tx.put(&Usergroup::at(id), &group).unwrap();
    });
    let ts = app.linus.say(&app.general, &named);
    let edit = json!({ "channel": app.general, "ts": ts, "text": format!("{named} once more") });
    app.linus.ok("chat.update", edit);
    app.linus.ok("chat.delete", json!({ "channel": app.general, "ts": ts }));
}

#[test]
fn nobody_uses_up_what_all_share() {
    let app = TestApp::start_in_memory();
    many(&app, 500, |tx, i| {
        let (name, url) = (format!("linus-{i}"), "https://example.org/a.png".to_owned());
        let emoji = Emoji { name: name.clone(), url, creator: app.linus.id, created: Ts(1) };
        tx.put(&Emoji::at(tx, &name).unwrap(), &emoji).unwrap();
    });
    let alias = |name: &str| json!({ "name": name, "alias_for": "wave" });
    assert_eq!(app.linus.refused("client.emoji.add", alias("one-more")), "emoji_limit_reached");
    app.margaret.ok("client.emoji.add", alias("hers"));
    app.linus.ok("client.emoji.remove", json!({ "name": "linus-7" }));
    app.linus.ok("client.emoji.add", alias("one-more"));

    let ts = app.ada.say(&app.general, "How was it?");
    let names: Vec<&str> = EMOJI.split(' ').collect();
    let react = |name: &str| json!({ "channel": app.general, "timestamp": ts, "name": name });
    for name in &names[..23] {
        app.linus.ok("reactions.add", react(name));
    }
    assert_eq!(app.linus.refused("reactions.add", react(names[23])), "too_many_reactions");
    app.margaret.ok("reactions.add", react(names[23]));
    assert_eq!(app.linus.refused("reactions.add", react(names[23])), "too_many_reactions");
    app.linus.ok("reactions.remove", react(names[0]));
    app.linus.ok("reactions.add", react(names[23]));
}

/// Two dozen that everybody has.
const EMOJI: &str = "wave eyes tada rocket fire heart smile joy cry pray clap bulb bug bell book key lock gift car bus \
                     train ship sunny moon";
