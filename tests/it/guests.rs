//! A story of a guest: whom they share no conversation with, person or bot, is nobody to them, by name or by id.

use crate::app::{Person, TestApp};
use comity::api::table::METHODS;
use comity::base::id::{AppId, BotId, UserId};
use comity::base::world::SystemWorld;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What a guest asks with: the conversation they are in, a message there, and somebody.
fn args(app: &TestApp, place: (&str, &str), (user, bot, of): (String, String, String)) -> Value {
    let (channel, ts) = place;
    json!({
        "channel": channel, "channel_id": channel, "ts": ts, "timestamp": ts, "thread_ts": ts, "message_ts": ts,
        "user": user, "users": user, "user_id": user, "bot": bot, "app": of, "app_id": of, "text": "hello",
        "name": "eyes", "email": "nobody@example.org", "team": app.domain.team(), "time": "in 5 minutes",
    })
}

/// Methods that end what asks.
const ENDS: [&str; 5] =
    ["auth.revoke", "client.logout", "client.sessions.revoke", "client.changePassword", "conversations.close"];

/// Methods whose second answer is another one, whatever was asked: a fresh secret, or that it is done already.
const FRESH: [&str; 3] = ["rtm.connect", "reactions.add", "reactions.remove"];

#[test]
fn edsger_learns_of_nobody_he_shares_no_conversation_with() {
    let app = TestApp::start();
    let harbour = app.linus.ok("conversations.create", json!({ "name": "harbour", "is_private": true }));
    let harbour = harbour["channel"]["id"].as_str().unwrap().to_owned();
    app.linus.ok("conversations.invite", json!({ "channel": harbour, "users": app.edsger.id }));
    let ts = app.linus.say(&harbour, "the ship is late");
    app.ada.ok("conversations.invite", json!({ "channel": app.general, "users": app.courier.id }));
    // Margaret's emoji, Ada's webhook, Grace's group: all of them leave traces.
    app.margaret.ok("client.emoji.add", json!({ "name": "wave2", "alias_for": "wave" }));
    let parcel = app.ada.ok("admin.apps.create", json!({ "name": "Parcel" }))["app"].clone();
    let hook = |who: &Person, channel: &str| {
        let args = json!({ "app_id": parcel["id"], "channel_id": channel, "name": "Deployments" });
        who.ok("admin.webhooks.create", args)["webhook"]["bot_id"].as_str().unwrap().to_owned()
    };
    let far = hook(&app.ada, &app.general);
    app.grace.ok("usergroups.create", json!({ "name": "Night shift" }));
    app.edsger.ok("conversations.open", json!({ "users": app.linus.id }));

    let (courier, bot) = (app.courier.id.to_string(), app.courier_app_id().to_string());
    let known = comity::domain::people::get(&app.domain.view().unwrap(), app.courier.id).unwrap().bot.unwrap();
    let hidden: Vec<String> = [app.ada.id, app.grace.id, app.margaret.id].iter().map(UserId::to_string).collect();
    let mut secret: Vec<String> = hidden.clone();
    secret.extend([courier.clone(), bot.clone(), known.bot.to_string(), far.clone()]);
    secret.extend(["id", "bot_id", "bot_user_id"].map(|field| parcel[field].as_str().unwrap().to_owned()));

    let nobody = (
        UserId::mint(&SystemWorld).to_string(),
        BotId::mint(&SystemWorld).to_string(),
        AppId::mint(&SystemWorld).to_string(),
    );
    let strangers = [
        (hidden[2].clone(), far.clone(), bot.clone()),
        (courier, known.bot.to_string(), parcel["id"].as_str().unwrap().to_owned()),
    ];
    let place = (harbour.as_str(), ts.as_str());
    let mut leaks = BTreeSet::new();
    for method in METHODS.iter().filter(|method| !ENDS.contains(&method.name)) {
        let plain = app.edsger.call(method.name, json!({ "channel": harbour, "ts": ts, "timestamp": ts })).to_string();
        leaks.extend(secret.iter().filter(|id| plain.contains(*id)).map(|id| format!("{}: {id}", method.name)));
        // Asked for somebody, the answer is the one about somebody who was never there.
        let ask = |of: &(String, String, String)| {
            let answer = app.edsger.call(method.name, args(&app, place, of.clone())).to_string();
            let ids = [(&of.0, "U"), (&of.1, "B"), (&of.2, "A")];
            let answer = ids.iter().fold(answer, |text, (id, word)| text.replace(*id, word));
            // Moments pass between two calls.
            answer.replace(|c: char| c.is_ascii_digit(), "")
        };
        let of_nobody = ask(&nobody);
        for told in strangers.iter().map(ask).filter(|told| *told != of_nobody) {
            if !FRESH.contains(&method.name) {
                leaks.insert(format!("{}: {told} against {of_nobody}", method.name));
            }
        }
    }
    assert!(leaks.is_empty(), "{leaks:#?}");

    // What he shares a conversation with he sees.
    let near = {
        app.linus.ok("conversations.invite", json!({ "channel": harbour, "users": app.ada.id }));
        hook(&app.ada, &harbour)
    };
    app.edsger.ok("bots.info", json!({ "bot": near }));
    app.edsger.ok("users.info", json!({ "user": app.ada.id }));
    assert_eq!(app.edsger.refused("bots.info", json!({ "bot": far })), "bot_not_found");
    app.linus.ok("conversations.invite", json!({ "channel": harbour, "users": app.courier.id }));
    app.edsger.ok("bots.info", json!({ "bot": known.bot }));
    app.linus.ok("bots.info", json!({ "bot": far }));
}
