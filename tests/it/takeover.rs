//! A token reads what its bot reads: whoever takes a bot over does not get into the conversations it sat in.

use crate::app::{Person, TestApp};
use comity::base::id::UserId;
use serde_json::{Value, json};

/// A bot of Ada's that may read, with its token.
fn courier_of(app: &TestApp) -> (Value, Person) {
    let scopes = "chat:write,channels:history,channels:read,groups:history,groups:read,groups:write,im:history,im:read,\
                  im:write,mpim:history,mpim:read,mpim:write,users:read";
    let made = app.ada.ok("admin.apps.create", json!({ "name": "Parcel", "scopes": scopes }));
    let user = UserId::parse(made["app"]["bot_user_id"].as_str().unwrap()).unwrap();
    let bot = app.courier.with(user, made["bot_token"].as_str().unwrap());
    (made["app"].clone(), bot)
}

fn private_with(owner: &Person, bot: &Person, name: &str) -> String {
    let made = owner.ok("conversations.create", json!({ "name": name, "is_private": true }));
    let id = made["channel"]["id"].as_str().unwrap().to_owned();
    owner.ok("conversations.invite", json!({ "channel": id, "users": bot.id }));
    id
}

/// The bot with the token that somebody else has just taken.
fn taken_by(who: &Person, app: &Value, bot: &Person, kind: &str) -> Person {
    let answer = who.ok("admin.apps.replaceToken", json!({ "app_id": app["id"], "kind": kind }));
    bot.with(bot.id, answer["token"].as_str().unwrap())
}

fn latest(reader: &Person, channel: &str) -> Value {
    let page = reader.ok("conversations.history", json!({ "channel": channel }));
    page["messages"].as_array().unwrap().iter().find(|m| m["subtype"] == "bot_remove").cloned().unwrap_or_default()
}

#[test]
fn grace_takes_over_a_bot_and_reads_nothing_it_could_read_in_private() {
    let app = TestApp::start();
    let (parcel, bot) = courier_of(&app);
    let salaries = private_with(&app.linus, &bot, "salaries");
    app.linus.say(&salaries, "my salary is 1234");
    let yard = private_with(&app.grace, &bot, "yard");
    app.ada.ok("conversations.invite", json!({ "channel": app.general, "users": bot.id }));

    let soon = app.domain.world().now().secs() + 3_600;
    bot.ok("chat.scheduleMessage", json!({ "channel": salaries, "text": "my salary is 1234", "post_at": soon }));

    let grace = taken_by(&app.grace, &parcel, &bot, "bot");
    for method in ["conversations.history", "conversations.info", "conversations.members"] {
        assert_eq!(grace.refused(method, json!({ "channel": salaries })), "channel_not_found", "{method}");
    }
    assert_eq!(grace.ok("chat.scheduledMessages.list", json!({}))["scheduled_messages"], json!([]));
    let way_back = json!({ "channel": salaries, "users": app.grace.id });
    assert_eq!(grace.refused("conversations.invite", way_back), "channel_not_found");
    let line = latest(&app.linus, &salaries);
    let text = line["text"].as_str().unwrap();
    assert!(text.contains(app.grace.id.as_str()) && text.contains(bot.id.as_str()), "{line}");
    // Where Grace is herself, and in public, the bot stays.
    grace.ok("conversations.history", json!({ "channel": yard }));
    grace.ok("conversations.history", json!({ "channel": app.general }));
    // Its members may ask it back; now they know whose it is.
    app.linus.ok("conversations.invite", json!({ "channel": salaries, "users": bot.id }));
    grace.ok("conversations.history", json!({ "channel": salaries }));
    // What is hers she replaces like anybody; a conversation she was never in asks anew each time.
    let again = taken_by(&app.grace, &parcel, &bot, "bot");
    assert_eq!(again.refused("conversations.history", json!({ "channel": salaries })), "channel_not_found");
    again.ok("conversations.history", json!({ "channel": yard }));
}

#[test]
fn who_made_a_bot_reads_no_private_channel_of_others_by_its_next_token() {
    let app = TestApp::start();
    let (parcel, bot) = courier_of(&app);
    let salaries = private_with(&app.linus, &bot, "salaries");
    app.linus.say(&salaries, "between us");
    let direct = app.margaret.ok("conversations.open", json!({ "users": bot.id }))["channel"]["id"].clone();
    let ada = taken_by(&app.ada, &parcel, &bot, "bot");
    assert_eq!(ada.refused("conversations.history", json!({ "channel": salaries })), "channel_not_found");
    assert!(latest(&app.linus, &salaries)["text"].as_str().unwrap().contains("replaced the token"));
    // Who writes to the bot itself writes to whoever holds it.
    ada.ok("conversations.history", json!({ "channel": direct }));
}

#[test]
fn an_app_token_is_a_token_too_and_all_that_others_held_ends() {
    let app = TestApp::start();
    let (parcel, bot) = courier_of(&app);
    let salaries = private_with(&app.linus, &bot, "salaries");
    taken_by(&app.grace, &parcel, &bot, "app").ok("apps.connections.open", json!({}));
    assert!(latest(&app.linus, &salaries)["text"].as_str().is_some());
    assert_eq!(bot.refused("auth.test", json!({})), "invalid_auth", "Ada's token of it has ended");
}

#[test]
fn a_direct_conversation_with_the_bot_ends_and_the_next_word_begins_another() {
    let app = TestApp::start();
    let (parcel, bot) = courier_of(&app);
    let open = |users: Value| {
        let opened = app.margaret.ok("conversations.open", json!({ "users": users }));
        opened["channel"]["id"].as_str().unwrap().to_owned()
    };
    let direct = open(json!(bot.id));
    app.margaret.say(&direct, "between us");
    let group = open(json!(format!("{},{}", bot.id, app.linus.id)));
    app.linus.say(&group, "between us three");
    let ada = taken_by(&app.ada, &parcel, &bot, "bot");
    ada.ok("conversations.history", json!({ "channel": direct }));

    let grace = taken_by(&app.grace, &parcel, &bot, "bot");
    for channel in [&direct, &group] {
        assert_eq!(grace.refused("conversations.history", json!({ "channel": channel })), "channel_not_found");
        assert_eq!(app.margaret.refused("chat.postMessage", json!({ "channel": channel, "text": "?" })), "is_archived");
        assert_eq!(latest(&app.margaret, channel)["user"], app.grace.id.to_string());
    }
    let listed = grace.ok("conversations.list", json!({ "types": "im,mpim,private_channel" }));
    assert_eq!(listed["channels"], json!([]));
    let fresh = open(json!(bot.id));
    assert_ne!(fresh, direct);
    app.margaret.say(&fresh, "hello, Grace's bot");
    let read = grace.ok("conversations.history", json!({ "channel": fresh }));
    assert_eq!(read["messages"].as_array().unwrap().len(), 1);
}

#[test]
fn a_bot_in_more_conversations_than_one_commit_takes_leaves_them_all() {
    let app = TestApp::start();
    let (parcel, bot) = courier_of(&app);
    let made: Vec<String> = (0..130).map(|n| private_with(&app.linus, &bot, &format!("room-{n}"))).collect();
    let grace = taken_by(&app.grace, &parcel, &bot, "bot");
    for channel in &made {
        assert_eq!(grace.refused("conversations.info", json!({ "channel": channel })), "channel_not_found");
    }
}

#[test]
fn the_workspaces_own_bot_is_nobodys() {
    let app = TestApp::start();
    app.ada.ok("admin.users.offerPassword", json!({ "user_id": app.linus.id }));
    let listed = app.ada.ok("admin.apps.list", json!({}));
    let own = listed["apps"].as_array().unwrap().iter().find(|one| one["name"] == "Comity").unwrap();
    let args = json!({ "app_id": own["id"], "kind": "bot" });
    assert_eq!(app.grace.refused("admin.apps.replaceToken", args), "restricted_action");
}
