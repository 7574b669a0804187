//! Stories of everything around messages: pins, bookmarks, saved messages, reminders, groups, emoji, profiles.

use crate::app::{Person, TestApp};
use comity::domain::{apps, emoji, tokens};
use comity::store::Part;
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// The texts of a list of messages, or of items that hold one.
fn texts(list: &Value) -> Vec<String> {
    let said = |item: &Value| {
        let message = item.get("message").unwrap_or(item);
        message["text"].as_str().unwrap().to_owned()
    };
    list.as_array().unwrap().iter().map(said).collect()
}

#[test]
fn grace_pins_what_should_stay_in_sight() {
    let app = TestApp::start();
    let (first, second) = (app.ada.say(&app.general, "Rules"), app.linus.say(&app.general, "Wifi: ask me"));
    let item = |ts: &str| json!({ "channel": app.general, "timestamp": ts });
    app.grace.ok("pins.add", item(&first));
    app.courier.ok("conversations.join", json!({ "channel": app.general }));
    app.courier.ok("pins.add", item(&second));
    assert_eq!(app.grace.refused("pins.add", item(&first)), "already_pinned");
    assert_eq!(app.grace.refused("pins.add", item("1.000001")), "message_not_found");
    assert_eq!(app.grace.refused("pins.add", item("yesterday")), "bad_timestamp");
    assert_eq!(app.grace.refused("pins.add", json!({ "channel": app.general })), "no_item_specified");
    let list = app.linus.ok("pins.list", json!({ "channel": app.general }));
    assert_eq!(texts(&list["items"]), ["Wifi: ask me", "Rules"]);
    let item_of_first = &list["items"][1];
    assert_eq!(item_of_first["created_by"], app.grace.id.to_string());
    assert_eq!(item_of_first["message"]["pinned_to"], json!([app.general]));
    assert!(item_of_first["message"]["permalink"].as_str().unwrap().contains("/archives/"));
    // The channel is told, and that line itself can't be pinned.
    let page = app.linus.ok("conversations.history", json!({ "channel": app.general, "oldest": second }));
    let line = page["messages"].as_array().unwrap().iter().find(|m| m["subtype"] == "pinned_item").unwrap();
    assert_eq!(line["item"]["type"], "message");
    assert_eq!(app.grace.refused("pins.add", item(line["ts"].as_str().unwrap())), "not_pinnable");
    app.linus.ok("pins.remove", item(&first));
    assert_eq!(app.linus.refused("pins.remove", item(&first)), "no_pin");
    assert_eq!(app.edsger.refused("pins.list", json!({ "channel": app.general })), "channel_not_found");
}

#[test]
fn a_channel_has_its_links_at_the_top() {
    let app = TestApp::start();
    let new = |title: &str, link: &str| json!({ "channel_id": app.general, "title": title, "type": "link", "link": link, "emoji": ":books:" });
    let made = app.linus.ok("bookmarks.add", new("Handbook", "https://example.org/handbook"));
    let id = made["bookmark"]["id"].as_str().unwrap().to_owned();
    assert!(id.starts_with("Bk"));
    assert_eq!(made["bookmark"]["date_updated"], 0);
    assert_eq!(app.linus.refused("bookmarks.add", new("Trap", "javascript:alert(1)")), "invalid_link");
    let folder = json!({ "channel_id": app.general, "title": "x", "type": "folder" });
    assert_eq!(app.linus.refused("bookmarks.add", folder), "invalid_bookmark_type");
    let edit = json!({ "channel_id": app.general, "bookmark_id": id, "title": "The handbook", "emoji": "" });
    let edited = app.margaret.ok("bookmarks.edit", edit);
    assert_eq!(edited["bookmark"]["title"], "The handbook");
    assert_eq!(edited["bookmark"]["emoji"], "");
    assert_eq!(edited["bookmark"]["link"], "https://example.org/handbook");
    assert_eq!(edited["bookmark"]["last_updated_by_user_id"], app.margaret.id.to_string());
    app.ada.ok("bookmarks.add", new("Canteen", "https://example.org/food"));
    let list = app.grace.ok("bookmarks.list", json!({ "channel_id": app.general }));
    let titles: Vec<_> = list["bookmarks"].as_array().unwrap().iter().map(|b| b["title"].clone()).collect();
    assert_eq!(titles, ["The handbook", "Canteen"]);
    let this = json!({ "channel_id": app.general, "bookmark_id": id });
    app.grace.ok("bookmarks.remove", this.clone());
    assert_eq!(app.grace.refused("bookmarks.remove", this), "not_found");
}

#[test]
fn margaret_saves_messages_and_only_she_sees_them() {
    let app = TestApp::start();
    let said: Vec<String> = (1..=3).map(|n| app.ada.say(&app.general, &format!("task {n}"))).collect();
    let item = |ts: &str| json!({ "channel": app.general, "timestamp": ts });
    for ts in &said {
        app.margaret.ok("stars.add", item(ts));
    }
    assert_eq!(app.margaret.refused("stars.add", item(&said[0])), "already_starred");
    assert_eq!(app.margaret.refused("stars.add", json!({})), "no_item_specified");
    let page = app.margaret.ok("stars.list", json!({ "count": 2 }));
    assert_eq!(texts(&page["items"]), ["task 3", "task 2"]);
    assert_eq!((&page["paging"]["total"], &page["paging"]["pages"]), (&json!(3), &json!(2)));
    let cursor = page["response_metadata"]["next_cursor"].clone();
    let rest = app.margaret.ok("stars.list", json!({ "limit": 2, "cursor": cursor }));
    assert_eq!(texts(&rest["items"]), ["task 1"]);
    assert_eq!(rest["response_metadata"]["next_cursor"], "");
    assert_eq!(texts(&app.margaret.ok("stars.list", json!({ "page": 2, "count": 2 }))["items"]), ["task 1"]);
    assert_eq!(app.linus.ok("stars.list", json!({}))["items"], json!([]));
    // The mark is hers alone, in the channel too.
    let seen = |who: &Person| {
        who.ok("conversations.history", json!({ "channel": app.general, "limit": 1 }))["messages"][0].clone()
    };
    assert_eq!((&seen(&app.margaret)["is_starred"], seen(&app.linus).get("is_starred")), (&json!(true), None));
    app.ada.ok("chat.delete", json!({ "channel": app.general, "ts": said[2] }));
    app.margaret.ok("stars.remove", item(&said[1]));
    assert_eq!(app.margaret.refused("stars.remove", item(&said[1])), "not_starred");
    assert_eq!(texts(&app.margaret.ok("stars.list", json!({}))["items"]), ["task 1"]);
    assert_eq!(app.courier.refused("stars.list", json!({})), "not_allowed_token_type");
}

#[test]
fn margaret_is_done_with_what_she_saved_and_opens_it_again() {
    let app = TestApp::start();
    let ts = app.ada.say(&app.general, "Please sign the lease");
    let item = json!({ "channel": app.general, "timestamp": ts });
    let mark = |word: &str| json!({ "channel": app.general, "timestamp": ts, "mark": word });
    let done = || app.margaret.ok("stars.list", json!({}))["items"][0]["date_done"].as_u64().unwrap();
    assert_eq!(app.margaret.refused("saved.update", mark("completed")), "not_starred");
    app.margaret.ok("stars.add", item);
    assert_eq!(done(), 0);
    app.margaret.ok("saved.update", mark("completed"));
    assert!(done() > 0);
    app.margaret.ok("saved.update", mark("uncompleted"));
    assert_eq!(done(), 0);
    assert_eq!(app.margaret.refused("saved.update", mark("gone")), "invalid_arguments");
}

#[test]
fn linus_reminds_himself_and_nobody_else() {
    let app = TestApp::start();
    let made = app.linus.ok("reminders.add", json!({ "text": "eat a banana", "time": "in 2 hours" }));
    let (id, time) = (made["reminder"]["id"].clone(), made["reminder"]["time"].as_u64().unwrap());
    assert!(id.as_str().unwrap().starts_with("Rm"));
    assert!((now() + 7_195..now() + 7_205).contains(&time));
    assert_eq!(made["reminder"]["recurring"], false);
    let at = now() + 500;
    app.linus.ok("reminders.add", json!({ "text": "sooner", "time": at }));
    let add = |user: &str, time: &str| json!({ "text": "x", "time": time, "user": user });
    assert_eq!(app.linus.refused("reminders.add", add(&app.ada.id.to_string(), "tomorrow")), "cannot_add_others");
    assert_eq!(app.linus.refused("reminders.add", add(&app.courier.id.to_string(), "tomorrow")), "cannot_add_bot");
    assert_eq!(app.linus.refused("reminders.add", add(&app.linus.id.to_string(), "one day")), "cannot_parse");
    let list = app.linus.ok("reminders.list", json!({}));
    let texts: Vec<_> = list["reminders"].as_array().unwrap().iter().map(|r| r["text"].clone()).collect();
    assert_eq!(texts, ["sooner", "eat a banana"]);
    assert_eq!(app.ada.refused("reminders.info", json!({ "reminder": id })), "not_found");
    app.linus.ok("reminders.complete", json!({ "reminder": id }));
    assert!(
        app.linus.ok("reminders.info", json!({ "reminder": id }))["reminder"]["complete_ts"].as_u64() >= Some(at - 500)
    );
    app.linus.ok("reminders.delete", json!({ "reminder": id }));
    assert_eq!(app.linus.refused("reminders.delete", json!({ "reminder": id })), "not_found");
}

#[test]
fn a_user_group_calls_its_people_until_it_is_disabled() {
    let app = TestApp::start();
    assert_eq!(app.linus.refused("usergroups.create", json!({ "name": "Mine" })), "permission_denied");
    let made = app.grace.ok("usergroups.create", json!({ "name": "Night shift", "description": "After ten" }));
    let id = made["usergroup"]["id"].as_str().unwrap().to_owned();
    assert_eq!(made["usergroup"]["handle"], "night-shift");
    for (args, code) in [
        (json!({ "name": "Night shift" }), "name_already_exists"),
        (json!({ "name": "Other", "handle": "night-shift" }), "handle_already_exists"),
        (json!({ "name": "Other", "handle": "ada" }), "handle_already_exists"),
        (json!({ "name": "Other", "handle": "everyone" }), "forbidden_handle"),
        (json!({ "name": "Other", "handle": "no blanks" }), "bad_handle"),
        (json!({}), "missing_subteam_name"),
    ] {
        assert_eq!(app.grace.refused("usergroups.create", args.clone()), code, "{args}");
    }
    let people = format!("{},{}", app.linus.id, app.margaret.id);
    let users = json!({ "usergroup": id, "users": people });
    assert_eq!(app.courier.ok("usergroups.users.update", users)["usergroup"]["user_count"], 2);
    let nobody = json!({ "usergroup": id, "users": ["U404"] });
    assert_eq!(app.grace.refused("usergroups.users.update", nobody), "invalid_users");
    let list = app.linus.ok("usergroups.users.list", json!({ "usergroup": id }));
    assert_eq!(list["users"], json!([app.linus.id, app.margaret.id]));
    app.ada.say(&app.general, &format!("Who is awake, <!subteam^{id}>?"));
    assert_eq!(texts(&app.linus.ok("mentions.list", json!({}))["items"]).len(), 1);
    app.grace.ok("usergroups.disable", json!({ "usergroup": id }));
    app.ada.say(&app.general, &format!("Still, <!subteam^{id}>?"));
    assert_eq!(texts(&app.linus.ok("mentions.list", json!({}))["items"]).len(), 1);
    assert_eq!(app.linus.ok("usergroups.list", json!({}))["usergroups"], json!([]));
    let all = app.linus.ok("usergroups.list", json!({ "include_disabled": true, "include_users": true }));
    assert!(all["usergroups"][0]["date_delete"].as_u64().unwrap() > 0);
    app.grace.ok("usergroups.enable", json!({ "usergroup": id }));
    let renamed = json!({ "usergroup": id, "handle": "owls", "description": "" });
    assert_eq!(app.grace.ok("usergroups.update", renamed)["usergroup"]["description"], "");
    app.grace.ok("usergroups.create", json!({ "name": "Second", "handle": "night-shift" }));
    assert_eq!(app.edsger.refused("usergroups.list", json!({})), "user_is_restricted");
}

#[test]
fn custom_emoji_have_pictures_and_other_names() {
    let app = TestApp::start();
    let url = "https://example.org/shipit.png";
    app.grace.ok("admin.emoji.add", json!({ "name": "shipit", "url": url }));
    app.grace.ok("admin.emoji.addAlias", json!({ "name": "squirrel", "alias_for": "shipit" }));
    app.grace.ok("admin.emoji.addAlias", json!({ "name": "nut", "alias_for": ":squirrel:" }));
    assert_eq!(app.grace.refused("admin.emoji.add", json!({ "name": "shipit", "url": url })), "error_name_taken");
    let loud = json!({ "name": "ShipIt", "url": url });
    assert_eq!(app.grace.refused("admin.emoji.add", loud), "error_lower_case_names_only");
    assert_eq!(app.grace.refused("admin.emoji.add", json!({ "name": "x y", "url": url })), "error_bad_name_i18n");
    assert_eq!(app.grace.refused("admin.emoji.add", json!({ "name": "bare" })), "error_no_image");
    assert_eq!(app.linus.refused("admin.emoji.add", json!({ "name": "mine", "url": url })), "not_an_admin");
    let all = json!({ "nut": "alias:shipit", "shipit": url, "squirrel": "alias:shipit" });
    assert_eq!(app.courier.ok("emoji.list", json!({}))["emoji"], all);
    app.grace.ok("admin.emoji.rename", json!({ "name": "shipit", "new_name": "vessel" }));
    let all = json!({ "nut": "alias:vessel", "vessel": url, "squirrel": "alias:vessel" });
    assert_eq!(app.courier.ok("emoji.list", json!({}))["emoji"], all);
    let page = app.ada.ok("admin.emoji.list", json!({ "limit": 2 }));
    assert_eq!(page["emoji"].as_object().unwrap().len(), 2);
    assert_ne!(page["response_metadata"]["next_cursor"], "");
    // Whoever may add one may take their own away, and nobody else's.
    let (linus, team) = (app.linus.actor(), app.domain.team());
    let parts = [Part::Team(team)];
    app.domain.run(&parts, |tx| emoji::add(tx, &linus, team, "mine", url)).unwrap();
    let foreign = app.domain.run(&parts, |tx| emoji::remove(tx, &linus, team, "vessel")).unwrap_err();
    assert_eq!(foreign.code, "not_an_admin");
    app.domain.run(&parts, |tx| emoji::remove(tx, &linus, team, ":mine:")).unwrap();
    app.grace.ok("admin.emoji.remove", json!({ "name": "vessel" }));
    assert_eq!(app.courier.ok("emoji.list", json!({}))["emoji"], json!({}));
    assert_eq!(app.grace.refused("admin.emoji.remove", json!({ "name": "vessel" })), "emoji_not_found");
}

#[test]
fn people_say_of_themselves_what_they_like_within_reason() {
    let app = TestApp::start();
    let set = |profile: Value| json!({ "profile": profile.to_string() });
    let answer = app.linus.ok("users.profile.set", set(json!({ "display_name": "li", "title": "Chemist" })));
    assert_eq!((&answer["username"], &answer["profile"]["title"]), (&json!("linus"), &json!("Chemist")));
    let status = json!({ "status_text": "Lunch", "status_emoji": ":sushi:", "status_expiration": now() + 600 });
    app.linus.ok("users.profile.set", set(status));
    let seen = app.ada.ok("users.profile.get", json!({ "user": app.linus.id }));
    assert_eq!(seen["profile"]["status_emoji"], ":sushi:");
    assert_eq!(app.ada.ok("users.info", json!({ "user": app.linus.id }))["user"]["profile"]["status_text"], "Lunch");
    let cleared = app.linus.ok("users.profile.set", set(json!({ "status_text": "", "status_emoji": "" })));
    assert_eq!(cleared["profile"]["status_expiration"], 0);
    let named = app.linus.ok("users.profile.set", json!({ "name": "first_name", "value": "Linus C." }));
    assert_eq!(named["profile"]["real_name"], "Linus C. Pauling");
    for (profile, code) in [
        (json!({ "status_text": "x".repeat(101) }), "too_long"),
        (json!({ "status_emoji": "sushi" }), "invalid_emoji_not_allowed"),
        (json!({ "display_name": "@li" }), "invalid_starts_with_at"),
        (json!({ "real_name": "see https://example.org" }), "name_not_allowed"),
        (json!({ "display_name": "everyone" }), "reserved_name"),
        (json!({ "email": "li@example.org" }), "not_admin"),
        (json!({ "title": 7 }), "invalid_profile"),
    ] {
        assert_eq!(app.linus.refused("users.profile.set", set(profile.clone())), code, "{profile}");
    }
    assert_eq!(app.linus.refused("users.profile.set", json!({ "profile": "{" })), "invalid_profile");
    let of = |user: &crate::app::Person, profile: Value| json!({ "user": user.id, "profile": profile });
    let email = json!({ "email": "Margaret.H@example.org" });
    assert_eq!(app.linus.refused("users.profile.set", of(&app.margaret, email.clone())), "not_admin");
    assert_eq!(app.grace.refused("users.profile.set", of(&app.ada, email.clone())), "cannot_update_admin_user");
    app.grace.ok("users.profile.set", of(&app.margaret, email.clone()));
    app.grace.ok("users.profile.set", of(&app.margaret, email));
    // Whose address it is hears of it, once.
    let ims = app.margaret.ok("conversations.list", json!({ "types": "im" }));
    let history = json!({ "channel": ims["channels"][0]["id"] });
    let told = app.margaret.ok("conversations.history", history)["messages"].clone();
    let text = told[0]["text"].as_str().unwrap();
    assert!(text.contains(app.grace.id.as_str()) && text.contains("changed the email you sign in with"), "{told}");
    assert_eq!(told.as_array().unwrap().len(), 1);
    let taken = json!({ "email": "linus@example.org" });
    assert_eq!(app.grace.refused("users.profile.set", of(&app.margaret, taken)), "email_taken");
    let found = |email: &str| app.ada.call("users.lookupByEmail", json!({ "email": email }))["ok"].clone();
    assert_eq!((found("margaret.h@example.org"), found("margaret@example.org")), (json!(true), json!(false)));
    let identity = app.limited(&app.linus, &["identity.basic"]).ok("users.identity", json!({}));
    assert_eq!((&identity["user"]["name"], &identity["user"]["email"]), (&json!("Linus C. Pauling"), &Value::Null));
    assert_eq!(identity["user"]["image_72"], Value::Null, "a picture is for another scope");
    let identity = app.limited(&app.linus, &["identity.basic", "identity.avatar"]).ok("users.identity", json!({}));
    assert!(identity["user"]["image_72"].as_str().unwrap().ends_with("/drawn.png"));
}

#[test]
fn quiet_is_respected_and_told() {
    let app = TestApp::start();
    let info = |who: &crate::app::Person, of: &crate::app::Person| who.ok("dnd.info", json!({ "user": of.id }));
    assert_eq!(info(&app.linus, &app.linus)["dnd_enabled"], false);
    assert_eq!(app.linus.refused("dnd.endSnooze", json!({})), "snooze_not_active");
    assert_eq!(app.linus.refused("dnd.endDnd", json!({})), "not_in_dnd");
    assert_eq!(app.linus.refused("dnd.setSnooze", json!({})), "missing_duration");
    assert_eq!(app.linus.refused("dnd.setSnooze", json!({ "num_minutes": 10_000_000 })), "too_long");
    let snooze = app.linus.ok("dnd.setSnooze", json!({ "num_minutes": 30 }));
    assert!((1_790..=1_800).contains(&snooze["snooze_remaining"].as_u64().unwrap()));
    assert_eq!(info(&app.linus, &app.linus)["snooze_enabled"], true);
    assert_eq!(info(&app.ada, &app.linus)["snooze_enabled"], Value::Null, "that is their own business");
    assert_eq!(app.linus.ok("dnd.endSnooze", json!({}))["snooze_enabled"], false);
    // Quiet around the clock but for a minute, so that it is night whenever this runs.
    let start = (now() / 60 - 1) % 1_440;
    let clock = |minutes: u64| format!("{}:{:02}", minutes % 1_440 / 60, minutes % 60);
    let night = json!({ "dnd_enabled": true, "dnd_start_hour": clock(start), "dnd_end_hour": clock(start + 1_430) });
    app.linus.ok("users.prefs.set", json!({ "prefs": night }));
    let team = app.courier.ok("dnd.teamInfo", json!({ "users": format!("{},{}", app.linus.id, app.ada.id) }));
    assert_eq!(team["users"][app.linus.id.to_string()]["dnd_enabled"], true);
    assert_eq!(team["users"][app.ada.id.to_string()]["next_dnd_start_ts"], 1);
    let begun = team["users"][app.linus.id.to_string()]["next_dnd_start_ts"].as_u64().unwrap();
    assert!(begun <= now());
    app.linus.ok("dnd.endDnd", json!({}));
    assert!(info(&app.ada, &app.linus)["next_dnd_start_ts"].as_u64().unwrap() > now());
    let bad = json!({ "prefs": { "dnd_enabled": true, "dnd_start_hour": "late" } });
    assert_eq!(app.linus.refused("users.prefs.set", bad), "invalid_arguments");
}

#[test]
fn preferences_are_kept_and_have_their_bounds() {
    let app = TestApp::start();
    app.linus.ok("users.prefs.set", json!({ "name": "theme", "value": "dark" }));
    app.linus.ok("users.prefs.set", json!({ "prefs": { "sidebar.sections": [{ "name": "Work" }], "beep": true } }));
    let mine = app.linus.ok("users.prefs.set", json!({ "prefs": { "beep": null } }));
    assert_eq!(mine["prefs"], json!({ "theme": "dark", "sidebar.sections": [{ "name": "Work" }] }));
    assert_eq!(app.linus.ok("users.prefs.get", json!({}))["prefs"], mine["prefs"]);
    assert_eq!(app.linus.ok("client.boot", json!({}))["prefs"], mine["prefs"]);
    let large = json!({ "name": "large", "value": "x".repeat(50_000) });
    assert_eq!(app.linus.refused("users.prefs.set", large), "limit_exceeded");
    assert_eq!(app.linus.refused("users.prefs.set", json!({ "name": "a b", "value": 1 })), "invalid_name");
    assert_eq!(app.courier.refused("users.prefs.get", json!({})), "not_allowed_token_type");
    let quiet = json!({ "channel": app.general, "muted": true, "starred": true, "notify": "mentions" });
    let side = app.linus.ok("client.setChannelPrefs", quiet);
    assert_eq!((&side["channel"]["is_muted"], &side["channel"]["notify"]), (&json!(true), &json!("mentions")));
    app.linus.ok("stars.remove", json!({ "channel": app.general }));
    let counts = app.linus.ok("client.counts", json!({}));
    assert_eq!(
        (&counts["channels"][0]["is_starred"], &counts["channels"][0]["is_muted"]),
        (&json!(false), &json!(true))
    );
    app.linus.ok("users.setPresence", json!({ "presence": "away" }));
    assert_eq!(app.linus.ok("users.getPresence", json!({}))["manual_away"], true);
    assert_eq!(app.ada.ok("users.getPresence", json!({ "user": app.linus.id }))["presence"], "away");
    assert_eq!(app.linus.refused("users.setPresence", json!({ "presence": "busy" })), "invalid_presence");
}

#[test]
fn a_draft_follows_its_writer_and_ends_empty() {
    let app = TestApp::start();
    let root = app.ada.say(&app.general, "Ideas?");
    app.linus.ok("drafts.set", json!({ "channel": app.general, "text": "I th" }));
    app.linus.ok("drafts.set", json!({ "channel": app.general, "text": "I think" }));
    app.linus.ok("drafts.set", json!({ "channel": app.general, "text": "One", "thread_ts": root }));
    let list = app.linus.ok("drafts.list", json!({}));
    let drafts = list["drafts"].as_array().unwrap();
    assert_eq!(texts(&list["drafts"]), ["One", "I think"]);
    assert_eq!((&drafts[0]["thread_ts"], &drafts[1]["thread_ts"]), (&json!(root), &Value::Null));
    app.linus.ok("drafts.set", json!({ "channel": app.general, "text": "" }));
    app.linus.ok("drafts.delete", json!({ "channel": app.general, "thread_ts": root }));
    assert_eq!(app.linus.ok("drafts.list", json!({}))["drafts"], json!([]));
    assert_eq!(app.ada.ok("drafts.list", json!({}))["drafts"], json!([]));
    let hidden = json!({ "channel": app.general, "text": "x" });
    assert_eq!(app.edsger.refused("drafts.set", hidden), "channel_not_found");
}

#[test]
fn linus_follows_threads_and_reads_them() {
    let app = TestApp::start();
    let reply = |who: &crate::app::Person, root: &str, text: &str| {
        let args = json!({ "channel": app.general, "text": text, "thread_ts": root });
        who.ok("chat.postMessage", args)["ts"].as_str().unwrap().to_owned()
    };
    let (first, second) = (app.linus.say(&app.general, "Cake?"), app.ada.say(&app.general, "Tea?"));
    for n in 0..4 {
        reply(&app.ada, &first, &format!("yes {n}"));
    }
    reply(&app.margaret, &second, "please");
    let this = |ts: &str| json!({ "channel": app.general, "thread_ts": ts });
    app.linus.ok("threads.subscribe", this(&second));
    let last = reply(&app.margaret, &second, "with milk");
    let list = app.linus.ok("threads.list", json!({}));
    let threads = list["threads"].as_array().unwrap();
    assert_eq!(threads.iter().map(|t| t["root"]["text"].clone()).collect::<Vec<_>>(), ["Tea?", "Cake?"]);
    assert_eq!((&threads[0]["unread_count"], &threads[1]["unread_count"]), (&json!(1), &json!(4)));
    assert_eq!(texts(&threads[1]["replies"]), ["yes 1", "yes 2", "yes 3"]);
    assert_eq!(list["unread_threads"], 2);
    let mut mark = this(&second);
    mark["ts"] = json!(last);
    app.linus.ok("threads.mark", mark);
    assert_eq!(app.linus.ok("threads.list", json!({}))["unread_threads"], 1);
    let page = app.linus.ok("threads.list", json!({ "limit": 1 }));
    assert_eq!(page["has_more"], true);
    let cursor = page["response_metadata"]["next_cursor"].clone();
    let rest = app.linus.ok("threads.list", json!({ "limit": 1, "cursor": cursor }));
    assert_eq!((&rest["threads"][0]["thread_ts"], &rest["has_more"]), (&json!(first), &json!(false)));
    app.linus.ok("threads.unsubscribe", this(&first));
    reply(&app.linus, &first, "I left, and stay away");
    assert_eq!(app.linus.ok("threads.list", json!({}))["threads"].as_array().unwrap().len(), 1);
    assert_eq!(app.edsger.refused("threads.subscribe", this(&first)), "channel_not_found");
    assert_eq!(app.linus.refused("threads.subscribe", this("1.000001")), "thread_not_found");
}

#[test]
fn margaret_sees_who_called_her() {
    let app = TestApp::start();
    let me = format!("<@{}>", app.margaret.id);
    app.ada.say(&app.general, &format!("{me} first"));
    app.margaret.say(&app.general, "<!channel> from me");
    app.linus.say(&app.general, "<!channel> second");
    let gone = app.linus.say(&app.general, &format!("{me} taken back"));
    app.linus.ok("chat.delete", json!({ "channel": app.general, "ts": gone }));
    app.linus.say(&app.general, &format!("{me} <!here> third"));
    let all = app.margaret.ok("mentions.list", json!({}));
    let texts_of = |value: &Value| texts(&value["items"]);
    assert_eq!(texts_of(&all), [format!("{me} <!here> third"), "<!channel> second".into(), format!("{me} first")]);
    let (mut seen, mut cursor) = (Vec::new(), json!(""));
    loop {
        let page = app.margaret.ok("mentions.list", json!({ "limit": 1, "cursor": cursor }));
        seen.extend(texts_of(&page));
        cursor = page["response_metadata"]["next_cursor"].clone();
        assert_eq!(page["has_more"], cursor != json!(""));
        if cursor == json!("") {
            break;
        }
    }
    assert_eq!(seen, texts_of(&all));
    private_room(&app);
}

/// A private channel of Ada's with Margaret in it.
fn private_room(app: &TestApp) -> String {
    let room = app.ada.ok("conversations.create", json!({ "name": "plans", "is_private": true }));
    let id = room["channel"]["id"].as_str().unwrap().to_owned();
    app.ada.ok("conversations.invite", json!({ "channel": id, "users": app.margaret.id }));
    app.ada.say(&id, &format!("<@{}> here", app.margaret.id));
    assert_eq!(texts(&app.margaret.ok("mentions.list", json!({ "limit": 1 }))["items"]).len(), 1);
    id
}

#[test]
fn what_is_scheduled_can_be_listed_and_taken_back() {
    let app = TestApp::start();
    let at = now() + 3_600;
    let later = |text: &str, at: u64| json!({ "channel": app.general, "text": text, "post_at": at });
    let made = app.linus.ok("chat.scheduleMessage", later("Later", at));
    assert!(made["scheduled_message_id"].as_str().unwrap().starts_with('Q'));
    assert_eq!((&made["post_at"], &made["message"]["type"]), (&json!(at), &json!("delayed_message")));
    app.linus.ok("chat.scheduleMessage", later("Sooner", at - 600));
    let args = json!({ "channel": app.general, "text": "x" });
    assert_eq!(app.linus.refused("chat.scheduleMessage", args), "invalid_time");
    assert_eq!(app.linus.refused("chat.scheduleMessage", later("x", now() - 5)), "time_in_past");
    assert_eq!(app.linus.refused("chat.scheduleMessage", later("", at)), "no_text");
    assert_eq!(app.courier.refused("chat.scheduleMessage", later("x", at)), "not_in_channel");
    let list = app.linus.ok("chat.scheduledMessages.list", json!({ "channel": app.general }));
    assert_eq!(texts(&list["scheduled_messages"]), ["Sooner", "Later"]);
    let newest = json!({ "oldest": at - 1, "latest": (at + 1).to_string() });
    assert_eq!(texts(&app.linus.ok("chat.scheduledMessages.list", newest)["scheduled_messages"]), ["Later"]);
    assert_eq!(app.ada.ok("chat.scheduledMessages.list", json!({}))["scheduled_messages"], json!([]));
    let unknown = json!({ "channel": "nowhere" });
    assert_eq!(app.linus.refused("chat.scheduledMessages.list", unknown), "invalid_channel");
    let this = json!({ "channel": app.general, "scheduled_message_id": made["scheduled_message_id"] });
    app.linus.ok("chat.deleteScheduledMessage", this.clone());
    assert_eq!(app.linus.refused("chat.deleteScheduledMessage", this), "invalid_scheduled_message_id");
}

#[test]
fn what_was_scheduled_goes_back_to_the_drafts_and_costs_no_word() {
    let app = TestApp::start();
    let linus = &app.linus;
    let program = app.limited(linus, &["chat:write"]);
    let later = json!({ "channel": app.general, "text": "Lunch for <@U1>?", "post_at": now() + 3_600 });
    let back = |made: &Value, text: &str| {
        let id = &made["scheduled_message_id"];
        json!({ "channel": app.general, "scheduled_message_id": id, "draft": text })
    };
    let made = linus.ok("chat.scheduleMessage", later.clone());
    assert_eq!(program.refused("chat.deleteScheduledMessage", back(&made, "x")), "not_allowed_token_type");
    let draft = linus.ok("chat.deleteScheduledMessage", back(&made, "Lunch for @ada?"))["draft"].clone();
    assert_eq!((&draft["text"], &draft["channel_id"]), (&json!("Lunch for @ada?"), &json!(app.general)));
    assert_eq!(linus.ok("drafts.list", json!({}))["drafts"][0]["text"], "Lunch for @ada?");
    assert_eq!(linus.ok("chat.scheduledMessages.list", json!({}))["scheduled_messages"], json!([]));

    // What was begun there meanwhile stands first.
    let second = linus.ok("chat.scheduleMessage", later.clone());
    let both = linus.ok("chat.deleteScheduledMessage", back(&second, "And a walk?"));
    assert_eq!(both["draft"]["text"], "Lunch for @ada?\n\nAnd a walk?");

    // A draft has the length of a message: what does not fit stays scheduled, and the draft as it is.
    let third = linus.ok("chat.scheduleMessage", later);
    assert_eq!(linus.refused("chat.deleteScheduledMessage", back(&third, &"x".repeat(40_000))), "msg_too_long");
    assert_eq!(linus.ok("chat.scheduledMessages.list", json!({}))["scheduled_messages"].as_array().unwrap().len(), 1);
    assert_eq!(linus.ok("drafts.list", json!({}))["drafts"][0]["text"], "Lunch for @ada?\n\nAnd a walk?");
}

#[test]
fn a_time_said_in_winter_for_summer_is_the_time_on_the_wall() {
    let app = TestApp::start();
    app.linus.ok("client.setTimezone", json!({ "tz": "Europe/Berlin", "tz_offset": 3600 }));
    // Nine o'clock in Berlin is seven in London's winter time, or eight: the day decides, not the day it is said.
    for (day, midnight, ahead) in [("2027-01-15", 1_800_000_000 - 28_800, 1), ("2027-07-01", 1_814_400_000, 2)] {
        let time = format!("{day} at 9:00");
        let made = app.linus.ok("reminders.add", json!({ "text": "call", "time": time }));
        assert_eq!(made["reminder"]["time"], midnight + (9 - ahead) * 3_600, "{time}");
    }
    let nowhere = json!({ "tz": "Mars/Olympus", "tz_offset": 3600 });
    assert_eq!(app.linus.refused("client.setTimezone", nowhere), "invalid_timezone");
    let shown = app.ada.ok("users.info", json!({ "user": app.linus.id }))["user"]["tz_offset"].as_i64();
    assert!(matches!(shown, Some(3_600 | 7_200)), "{shown:?}");
}

#[test]
fn what_could_not_be_sent_stays_with_its_reason_for_a_bot_too() {
    let app = TestApp::start();
    let room = app.linus.ok("conversations.create", json!({ "name": "plans", "is_private": true }));
    let id = &room["channel"]["id"];
    app.linus.ok("conversations.invite", json!({ "channel": id, "users": app.courier.id }));
    app.courier.ok("chat.scheduleMessage", json!({ "channel": id, "text": "Too late", "post_at": now() + 1 }));
    app.linus.ok("conversations.kick", json!({ "channel": id, "user": app.courier.id }));
    let end = std::time::Instant::now() + std::time::Duration::from_secs(10);
    let listed = || app.courier.ok("chat.scheduledMessages.list", json!({}))["scheduled_messages"][0].clone();
    while listed()["failed"] != "channel_not_found" {
        assert!(std::time::Instant::now() < end, "not within ten seconds: {}", listed());
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let this = json!({ "channel": id, "scheduled_message_id": listed()["id"] });
    app.courier.ok("chat.deleteScheduledMessage", this);
    assert_eq!(listed(), Value::Null);
}

#[test]
fn the_server_itself_sends_what_is_due() {
    let app = TestApp::start();
    app.linus.ok("chat.scheduleMessage", json!({ "channel": app.general, "text": "By itself", "post_at": now() + 1 }));
    let end = std::time::Instant::now() + std::time::Duration::from_secs(10);
    let latest = || app.ada.ok("conversations.history", json!({ "channel": app.general, "limit": 1 }));
    while texts(&latest()["messages"]) != ["By itself"] {
        assert!(std::time::Instant::now() < end, "not within ten seconds");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let jobs = app.ada.ok("admin.jobs.list", json!({}));
    let names: Vec<_> = jobs["workers"].as_array().unwrap().iter().map(|w| w["name"].clone()).collect();
    assert_eq!(names, ["due jobs", "key leases", "ended sessions", "sockets", "sockets of apps"]);
    assert_eq!(app.linus.refused("admin.jobs.list", json!({})), "not_an_admin");
}

#[test]
fn an_ephemeral_message_is_told_to_one_person_and_kept_nowhere() {
    let app = TestApp::start();
    let room = app.courier.ok("conversations.create", json!({ "name": "orders" }))["channel"]["id"].clone();
    app.courier.ok("conversations.invite", json!({ "channel": room, "users": app.linus.id }));
    let before = app.linus.ok("conversations.history", json!({ "channel": room }))["messages"].clone();
    let args = |user: &crate::app::Person| json!({ "channel": room, "user": user.id, "text": "Only you see this" });
    let made = app.courier.ok("chat.postEphemeral", args(&app.linus));
    assert!(made["message_ts"].as_str().unwrap().contains('.'));
    assert_eq!(app.courier.refused("chat.postEphemeral", args(&app.margaret)), "user_not_in_channel");
    assert_eq!(app.linus.ok("conversations.history", json!({ "channel": room }))["messages"], before);
}

#[test]
fn an_app_that_is_ended_can_do_nothing_more() {
    let app = TestApp::start();
    let me = app.courier.ok("auth.test", json!({}));
    let bot = app.linus.ok("bots.info", json!({ "bot": me["bot_id"] }))["bot"].clone();
    assert_eq!((&bot["name"], &bot["user_id"]), (&json!("Courier"), &me["user_id"]));
    assert_eq!(app.linus.refused("bots.info", json!({ "bot": "B404" })), "bot_not_found");
    let (view, grace, linus) = (app.domain.view().unwrap(), app.grace.actor(), app.linus.actor());
    let known = &apps::list(&view, None).next().unwrap().unwrap().1;
    drop(view);
    let parts = apps::ending_parts(&app.domain, known);
    let denied = app.domain.run(&parts, |tx| apps::deactivate(tx, &linus, &app.domain, known.id)).unwrap_err();
    assert_eq!(denied.code, "not_an_admin");
    app.domain.run(&parts, |tx| apps::deactivate(tx, &grace, &app.domain, known.id)).unwrap();
    assert_eq!(app.courier.refused("auth.test", json!({})), "invalid_auth");
    assert!(tokens::list(&app.domain.view().unwrap(), app.courier.id).unwrap().is_empty());
    assert_eq!(app.linus.ok("bots.info", json!({ "bot": me["bot_id"] }))["bot"]["deleted"], true);
    assert_eq!(app.linus.ok("users.info", json!({ "user": app.courier.id }))["user"]["deleted"], true);
}

#[test]
fn the_workspace_tells_its_name() {
    let app = TestApp::start();
    let team = app.courier.ok("team.info", json!({}))["team"].clone();
    assert_eq!(team["id"], app.domain.team().to_string());
    assert_eq!(app.courier.refused("team.info", json!({ "team": "T404" })), "team_not_found");
}
