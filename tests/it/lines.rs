//! A story of one line: whoever sends line breaks, controls or signs that nobody sees as a name gets a name without them.

use crate::app::TestApp;
use comity::base::world::SystemWorld;
use comity::domain::oauth;
use comity::domain::tokens::{self, NewToken};
use comity::store::records::token::TokenKind;
use serde_json::{Value, json};

/// Turned round, rung, broken, and with spaces of no width.
const SENT: &str = " Night\u{202e}\u{7} shift\n\u{200b}\u{feff}!\u{2069}";
const KEPT: &str = "Night shift !";
/// Signs of several parts, whose joiners nobody sees either.
const EMOJI: &str = "👩🏽\u{200d}💻 ❤\u{fe0f}";

#[test]
fn every_field_of_one_line_is_kept_as_it_is_seen() {
    let app = TestApp::start();
    let room = app.ada.ok("conversations.create", json!({ "name": "plans" }))["channel"]["id"].clone();
    let group = app.ada.ok("usergroups.create", json!({ "name": "Yard" }))["usergroup"]["id"].clone();
    let link = json!({ "channel_id": room, "type": "link", "title": "Wiki", "link": "https://example.org" });
    let bookmark = app.ada.ok("bookmarks.add", link)["bookmark"]["id"].clone();
    let fields = [
        ("users.profile.set", json!({ "name": "real_name" }), "value", "/profile/real_name"),
        ("users.profile.set", json!({ "name": "display_name" }), "value", "/profile/display_name"),
        ("users.profile.set", json!({ "name": "first_name" }), "value", "/profile/first_name"),
        ("users.profile.set", json!({ "name": "title" }), "value", "/profile/title"),
        ("users.profile.set", json!({ "name": "phone" }), "value", "/profile/phone"),
        ("users.profile.set", json!({ "name": "pronouns" }), "value", "/profile/pronouns"),
        ("users.profile.set", json!({ "name": "status_text" }), "value", "/profile/status_text"),
        ("conversations.setTopic", json!({ "channel": room }), "topic", "/channel/topic/value"),
        ("conversations.setPurpose", json!({ "channel": room }), "purpose", "/purpose"),
        ("bookmarks.edit", json!({ "channel_id": room, "bookmark_id": bookmark }), "title", "/bookmark/title"),
        ("usergroups.update", json!({ "usergroup": group }), "name", "/usergroup/name"),
        ("usergroups.update", json!({ "usergroup": group }), "description", "/usergroup/description"),
    ];
    for (method, args, field, shown) in fields {
        let with = |value: &str| {
            let mut args = args.clone();
            args[field] = json!(value);
            args
        };
        let answer = app.ada.ok(method, with(SENT));
        let kept = answer.pointer(shown).unwrap().as_str().unwrap();
        // A first name ends where the next name begins.
        assert!(kept == KEPT || shown.ends_with("first_name") && kept == "Night", "{method} {field}: {kept:?}");
        let answer = app.ada.ok(method, with(EMOJI));
        let kept = answer.pointer(shown).unwrap().as_str().unwrap();
        assert!(kept == EMOJI || EMOJI.starts_with(kept), "{method} {field}: {kept:?}");
    }
    let bot = app.limited(&app.courier, &["chat:write", "chat:write.customize"]);
    let said = json!({ "channel": app.general, "text": "hello", "username": SENT, "icon_url": "https://a/\u{202e}" });
    app.ada.ok("conversations.invite", json!({ "channel": app.general, "users": bot.id }));
    let message = bot.ok("chat.postMessage", said)["message"].clone();
    assert_eq!((&message["username"], &message["icons"]), (&json!(KEPT), &Value::Null));
    let label = NewToken {
        kind: TokenKind::Person,
        user: app.linus.id,
        app: None,
        scopes: Vec::new(),
        expires: comity::base::Ts::MAX,
        label: SENT.to_owned(),
    };
    let secret = tokens::new_secret(TokenKind::Person, &SystemWorld);
    let issued = app.domain.run(&[], |tx| tokens::issue(tx, &secret, &label)).unwrap();
    assert_eq!(issued.label, KEPT);
}

#[test]
fn what_the_workspace_and_its_apps_are_called_has_nothing_unseen_in_it() {
    let app = TestApp::start();
    let parcel = app.ada.ok("admin.apps.create", json!({ "name": " Parcel " }))["app"].clone();
    assert_eq!(parcel["name"], "Parcel");
    for name in [SENT, "Par\u{200b}cel", "two\nlines", "a\u{202e}b", "\u{200b}\n\u{202e}\u{7}", "x\u{0}"] {
        assert_eq!(app.ada.refused("admin.apps.create", json!({ "name": name })), "invalid_name", "{name:?}");
        let setting = json!({ "name": name });
        assert_eq!(app.ada.refused("admin.teams.settings.setName", setting), "invalid_name", "{name:?}");
        let hook = json!({ "app_id": parcel["id"], "channel_id": app.general, "name": name });
        assert_eq!(app.ada.refused("admin.webhooks.create", hook), "invalid_name", "{name:?}");
    }
    let hook = json!({ "app_id": parcel["id"], "channel_id": app.general, "name": EMOJI });
    assert_eq!(app.ada.ok("admin.webhooks.create", hook)["webhook"]["name"], EMOJI);
    let nothing = json!({ "name": "\u{200b}\n\u{202e}\u{7}" });
    assert_eq!(app.ada.refused("usergroups.create", nothing), "missing_subteam_name");
}

#[test]
fn scopes_and_addresses_are_what_they_look_like() {
    let app = TestApp::start();
    for scope in ["chat:write\u{200b}", "chat:write\n", "chat\u{202e}:write", "c\u{4bb}at:write", "chat:wrote", "*"] {
        let args = json!({ "name": "Parcel", "scopes": [scope] });
        assert_eq!(app.ada.refused("admin.apps.create", args), "invalid_scope", "{scope:?}");
    }
    let (ada, app_id) = (app.ada.actor(), app.courier_app_id());
    for url in
        ["https://courier.example/\u{202e}kcab", "https://courier.example/\nx", "https://cou\u{200b}rier.example"]
    {
        let urls = [url.to_owned()];
        let set = app.domain.run(&[], |tx| oauth::set_client(tx, &ada, app_id, "secret", &urls, &[]));
        assert_eq!(set.unwrap_err().code, "bad_redirect_uri", "{url:?}");
        let channel = json!({ "channel_id": app.general, "type": "link", "title": "Wiki", "link": url });
        assert_eq!(app.ada.refused("bookmarks.add", channel), "invalid_link", "{url:?}");
        let picture = json!({ "name": "wave", "url": url });
        assert_eq!(app.ada.refused("admin.emoji.add", picture), "error_no_image", "{url:?}");
    }
}
