//! Stories of names: one emoji has one name, and a word of any language is one name however it is typed.

use crate::app::{Person, TestApp};
use comity::base::id::{ChannelId, UserId};
use comity::domain::newcomers;
use comity::store::Part;
use comity::store::records::lookup::{Lookup, Name};
use comity::store::records::message::Reactions;
use comity::store::records::user::{Profile, Role};
use serde_json::json;

/// How a Mac spells the sharp and the dotted letters: letter and mark apart.
const APART: &str = "gro\u{308}ße";

fn reactions(who: &Person, channel: &str, ts: &str) -> Vec<(String, u64)> {
    let args = json!({ "channel": channel, "timestamp": ts, "full": true });
    let lines = who.ok("reactions.get", args)["message"]["reactions"].as_array().cloned().unwrap_or_default();
    lines.iter().map(|l| (l["name"].as_str().unwrap().to_owned(), l["count"].as_u64().unwrap())).collect()
}

#[test]
fn a_thumb_is_one_reaction_whichever_of_its_names_a_client_sends() {
    let app = TestApp::start();
    let ts = app.ada.say(&app.general, "agreed?");
    let with = |name: &str| json!({ "channel": app.general, "timestamp": ts, "name": name });
    app.grace.ok("reactions.add", with("+1"));
    assert_eq!(app.grace.refused("reactions.add", with("thumbsup")), "already_reacted");
    app.linus.ok("reactions.add", with(":thumbsup:"));
    app.linus.ok("reactions.add", with("thumbsup::skin-tone-3"));
    assert_eq!(app.linus.refused("reactions.add", with("+1::skin-tone-3")), "already_reacted");
    let both = [("+1".to_owned(), 2), ("+1::skin-tone-3".to_owned(), 1)];
    assert_eq!(reactions(&app.ada, &app.general, &ts), both);
    app.grace.ok("reactions.remove", with("thumbsup"));
    app.linus.ok("reactions.remove", with("+1"));
    app.linus.ok("reactions.remove", with("thumbsup::skin-tone-3"));
    assert_eq!(reactions(&app.ada, &app.general, &ts), []);
}

#[test]
fn an_alias_and_what_it_leads_to_are_one_reaction_also_where_the_alias_came_later() {
    let app = TestApp::start();
    let ts = app.ada.say(&app.general, "done!");
    let with = |name: &str| json!({ "channel": app.general, "timestamp": ts, "name": name });
    let alias = |name: &str, of: &str| json!({ "name": name, "alias_for": of });
    app.grace.ok("admin.emoji.addAlias", alias("hooray", "tada"));
    app.grace.ok("admin.emoji.addAlias", alias("yes", "thumbsup"));
    app.grace.ok("admin.emoji.add", json!({ "name": "ours", "url": "https://example.org/ours.png" }));
    app.ada.ok("reactions.add", with("hooray"));
    assert_eq!(app.ada.refused("reactions.add", with("tada")), "already_reacted");
    app.linus.ok("reactions.add", with("tada::skin-tone-2"));
    assert_eq!(app.linus.refused("reactions.add", with("hooray")), "already_reacted");
    for nobody in ["nonexistent_x", "__proto__", "+1::skin-tone-7", "hooray::red"] {
        assert_eq!(app.linus.refused("reactions.add", with(nobody)), "invalid_name", "{nobody}");
    }
    app.linus.ok("reactions.add", with("yes::skin-tone-3"));
    app.linus.ok("reactions.add", with("ours::skin-tone-3"));
    // This one is gone by the time there is an alias of its name.
    app.grace.ok("admin.emoji.add", json!({ "name": "mine", "url": "https://example.org/mine.png" }));
    app.linus.ok("reactions.add", with("mine"));
    app.grace.ok("admin.emoji.remove", json!({ "name": "mine" }));
    app.ada.ok("reactions.add", with("ours"));
    let seen = |lines: &[(&str, u64)]| lines.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect::<Vec<_>>();
    let now = || reactions(&app.ada, &app.general, &ts);
    assert_eq!(now(), seen(&[("tada", 2), ("+1::skin-tone-3", 1), ("ours", 2), ("mine", 1)]));
    app.grace.ok("admin.emoji.addAlias", alias("mine", "ours"));
    assert_eq!(now(), seen(&[("tada", 2), ("+1::skin-tone-3", 1), ("ours", 2)]));
    assert_eq!(app.linus.refused("reactions.add", with("mine")), "already_reacted");
    app.linus.ok("reactions.remove", with("mine"));
    app.linus.ok("reactions.remove", with("yes::skin-tone-3"));
    app.linus.ok("reactions.remove", with("hooray"));
    assert_eq!(now(), seen(&[("tada", 1), ("ours", 1)]));
}

#[test]
fn reactions_kept_under_two_names_are_read_as_one() {
    /// The shape of a record as it was written before.
    #[derive(serde::Serialize)]
    struct Written {
        list: Vec<(String, Vec<UserId>)>,
    }
    let (ada, grace) = (UserId::parse("U0ADA").unwrap(), UserId::parse("U0GRACE").unwrap());
    let line = |name: &str, users: &[_]| (name.to_owned(), users.to_vec());
    let before = Written { list: vec![line("+1", &[ada]), line("eyes", &[ada]), line("thumbsup", &[grace, ada])] };
    let bytes = postcard::to_stdvec(&before).unwrap();
    let read = <Reactions as comity::store::Record>::decode(1, &bytes).unwrap();
    let seen: Vec<_> = read.list.iter().map(|line| (line.name.as_str(), line.users.as_slice())).collect();
    assert_eq!(seen, [("+1", [ada, grace].as_slice()), ("eyes", [ada].as_slice())]);
}

#[test]
fn no_emoji_leads_in_a_circle_or_stands_over_one_that_everybody_has() {
    let app = TestApp::start();
    let alias = |name: &str, of: &str| json!({ "name": name, "alias_for": of });
    app.grace.ok("admin.emoji.addAlias", alias("hooray", "tada"));
    for taken in ["tada", "thumbsup", "+1"] {
        assert_eq!(app.grace.refused("admin.emoji.addAlias", alias(taken, "hooray")), "error_name_taken_i18n");
        let picture = json!({ "name": taken, "url": "https://example.org/x.png" });
        assert_eq!(app.grace.refused("admin.emoji.add", picture), "error_name_taken_i18n");
        let renamed = json!({ "name": "hooray", "new_name": taken });
        assert_eq!(app.grace.refused("admin.emoji.rename", renamed), "error_name_taken_i18n");
    }
    for (name, of) in [("ouroboros", "ouroboros"), ("ouroboros", "nobody_made_this")] {
        assert_eq!(app.grace.refused("admin.emoji.addAlias", alias(name, of)), "error_invalid_alias");
    }
    app.grace.ok("admin.emoji.addAlias", alias("bravo", "thumbsup"));
    let list = app.linus.ok("emoji.list", json!({}))["emoji"].clone();
    assert_eq!(list, json!({ "hooray": "alias:tada", "bravo": "alias:+1" }));
    app.grace.ok("admin.emoji.addAlias", alias("größe", "tada"));
    assert_eq!(app.grace.refused("admin.emoji.addAlias", alias(APART, "tada")), "error_name_taken");
    app.grace.ok("admin.emoji.remove", json!({ "name": APART }));
}

#[test]
fn words_of_every_language_are_names_of_channels_and_groups() {
    let app = TestApp::start();
    for name in ["ทั่วไป", "हिन्दी", "தமிழ்", "tiếng-việt", "می\u{200c}خواهم", "ශ්\u{200d}රී"]
    {
        let made = app.ada.ok("conversations.create", json!({ "name": name }));
        assert_eq!(made["channel"]["name"], name);
        let group = json!({ "name": name, "handle": format!("team-{name}") });
        assert_eq!(app.grace.ok("usergroups.create", group)["usergroup"]["handle"], format!("team-{name}"));
        app.grace.ok("admin.emoji.addAlias", json!({ "name": name, "alias_for": "tada" }));
    }
    let id = app.ada.ok("conversations.create", json!({ "name": APART }))["channel"]["id"].clone();
    let seen = app.ada.ok("conversations.info", json!({ "channel": id }))["channel"].clone();
    assert_eq!((&seen["name"], &seen["name_normalized"]), (&json!("größe"), &json!("größe")));
    for same in ["größe", "GRÖSSE", "GRO\u{308}SSE", "gr\u{f6}sse"] {
        assert_eq!(app.ada.refused("conversations.create", json!({ "name": same })), "name_taken", "{same}");
    }
    // The same word of another case is the same channel, which may take it.
    let renamed = app.ada.ok("conversations.rename", json!({ "channel": id, "name": "grösse" }));
    assert_eq!(renamed["channel"]["name"], "grösse");
}

#[test]
fn what_nobody_sees_is_in_no_name() {
    let app = TestApp::start();
    let unseen =
        ["a\u{202e}b", "a\u{200b}b", "a\u{200d}b", "a\u{2066}b", "a\u{3164}b", "a\u{fe0f}", "\u{301}a", "a-\u{301}"];
    for name in unseen {
        assert_eq!(
            app.ada.refused("conversations.create", json!({ "name": name })),
            "invalid_name_specials",
            "{name:?}"
        );
        let group = json!({ "name": "Unseen", "handle": name });
        assert_eq!(app.grace.refused("usergroups.create", group), "bad_handle", "{name:?}");
        let emoji = json!({ "name": name, "alias_for": "tada" });
        assert_eq!(app.grace.refused("admin.emoji.addAlias", emoji), "error_bad_name_i18n", "{name:?}");
    }
}

#[test]
fn a_name_kept_by_the_old_rule_is_still_found_and_still_taken() {
    let app = TestApp::start();
    let made = app.ada.ok("conversations.create", json!({ "name": "straße" }))["channel"]["id"].clone();
    let id = ChannelId::parse(made.as_str().unwrap()).unwrap();
    // Before, a name was looked up as it was written.
    app.domain
        .run(&[Part::Channel(id)], |tx| {
            for word in ["straße", "strasse"] {
                let place = Lookup::at(tx, Name::Channel, &[word.as_bytes()])?;
                tx.delete(&place);
            }
            let place = Lookup::at(tx, Name::Channel, &["straße".as_bytes()])?;
            tx.put(&place, &Lookup { id: id.to_string() })
        })
        .unwrap();
    for same in ["straße", "Straße"] {
        assert_eq!(app.grace.refused("conversations.create", json!({ "name": same })), "name_taken");
    }
    let sent = app.ada.ok("chat.postMessage", json!({ "channel": "#straße", "text": "found" }));
    assert_eq!(sent["channel"], made);
    app.ada.ok("conversations.rename", json!({ "channel": made, "name": "weg" }));
    app.grace.ok("conversations.create", json!({ "name": "straße" }));
}

#[test]
fn an_address_is_one_however_its_letters_are_typed() {
    let app = TestApp::start();
    let new = |email: &str| newcomers::NewUser {
        name: email.replace('@', "."),
        email: Some(email.to_owned()),
        role: Role::Guest,
        profile: Profile::default(),
        bot: None,
    };
    let add = |email: &str| {
        let (id, team) = (UserId::mint(app.domain.world()), app.domain.team());
        let made =
            app.domain.run(&[Part::Team(team), Part::Person(id)], |tx| newcomers::create(tx, team, id, &new(email)));
        made.map(|user| (id, user.name, user.email))
    };
    let (jose, name, email) = add("jose\u{301}@example.org").unwrap();
    assert_eq!((name.as_str(), email.as_deref()), ("josé.example.org", Some("josé@example.org")));
    for same in ["josé@example.org", "JOSÉ@Example.org", "JOSE\u{301}@example.org"] {
        let found = app.ada.ok("users.lookupByEmail", json!({ "email": same }));
        assert_eq!(found["user"]["id"], jose.to_string());
        assert!(["email_taken", "name_taken"].contains(&&*add(same).unwrap_err().code), "{same}");
    }
    assert_eq!(add("ada\u{202e}@example.org").unwrap_err().code, "invalid_name");
}
