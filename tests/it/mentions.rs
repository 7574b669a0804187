//! Who is called by a message: whoever it names where people read a name, and nobody named in code, buttons or options.

use crate::app::TestApp;
use comity::base::Ts;
use comity::base::id::ChannelId;
use comity::store::records::mention::Mention;
use comity::store::records::message::{Address, Lane};
use serde_json::{Value, json};

/// How often Grace is called in `#general`.
fn calls(app: &TestApp) -> u64 {
    let counts = app.grace.ok("client.counts", json!({}));
    let channels = counts["channels"].as_array().unwrap();
    channels.iter().find(|c| c["id"] == app.general.as_str()).unwrap()["mention_count"].as_u64().unwrap()
}

/// How often a message of Ada's calls Grace; the message goes again.
fn called_by(app: &TestApp, message: Value) -> u64 {
    let mut args = message;
    args["channel"] = json!(app.general);
    let before = calls(app);
    let ts = app.ada.ok("chat.postMessage", args)["ts"].clone();
    let called = calls(app) - before;
    app.ada.ok("chat.delete", json!({ "channel": app.general, "ts": ts }));
    assert_eq!(calls(app), before, "a deleted message calls nobody");
    called
}

#[test]
fn a_name_in_code_or_in_the_works_of_a_button_calls_nobody() {
    let app = TestApp::start();
    let name = format!("<@{}>", app.grace.id);
    let plain = |text: &str| json!({ "type": "plain_text", "text": text });
    let option = json!({ "text": plain(&name), "value": "broadcast", "description": plain("<!channel>") });
    let user = json!({ "type": "user", "user_id": app.grace.id });
    let quiet = [
        json!({ "text": format!("run `{name}` now") }),
        json!({ "text": format!("```\nsudo {name}\n```") }),
        json!({ "text": "```\n<!channel>\n```" }),
        json!({ "text": "type `<!here>`" }),
        json!({ "text": format!("&lt;@{}&gt;", app.grace.id) }),
        json!({ "text": "How?", "blocks": [{ "type": "actions", "elements": [
            { "type": "button", "action_id": "go", "text": plain("Send"), "value": "broadcast" },
            { "type": "button", "action_id": "to", "text": plain(&name), "value": app.grace.id },
            { "type": "static_select", "action_id": "s", "placeholder": plain("<!here>"), "options": [option.clone()] },
            { "type": "users_select", "action_id": "u", "initial_user": app.grace.id }
        ] }] }),
        json!({ "blocks": [{ "type": "header", "text": plain(&name) }] }),
        json!({ "blocks": [{ "type": "section", "text": plain(&name), "fields": [plain("<!everyone>")] }] }),
        json!({ "blocks": [{ "type": "section", "text": { "type": "mrkdwn", "text": format!("`{name}`") } }] }),
        json!({ "blocks": [{ "type": "context", "elements": [plain(&name)] }] }),
        json!({ "blocks": [{ "type": "markdown", "text": format!("`{name}`") }] }),
        json!({ "blocks": [{ "type": "rich_text", "elements": [
            { "type": "rich_text_preformatted", "elements": [{ "type": "text", "text": name }] },
            { "type": "rich_text_section", "elements": [
                { "type": "text", "text": name, "style": { "code": true } },
                { "type": "user", "user_id": app.grace.id, "style": { "code": true } },
                { "type": "broadcast", "range": "here", "style": { "code": true } }
            ] }
        ] }] }),
        json!({ "text": "see", "attachments": [{ "text": format!("`{name}`"), "title": name, "footer": name }] }),
    ];
    for message in quiet {
        assert_eq!(called_by(&app, message.clone()), 0, "{message}");
    }
    let loud = [
        json!({ "text": format!("{name}, look") }),
        json!({ "text": format!("> {name}") }),
        json!({ "text": format!("*{name}*: `code`") }),
        json!({ "text": format!("`open {name}") }),
        json!({ "text": "<!here> `x`" }),
        json!({ "text": format!("{name} {name} <!channel>") }),
        json!({ "blocks": [{ "type": "section", "text": { "type": "mrkdwn", "text": name } }] }),
        json!({ "blocks": [{ "type": "section", "fields": [{ "type": "mrkdwn", "text": name }] }] }),
        json!({ "blocks": [{ "type": "context", "elements": [{ "type": "mrkdwn", "text": "<!everyone>" }] }] }),
        json!({ "blocks": [{ "type": "rich_text", "elements": [{ "type": "rich_text_list", "style": "bullet", "elements": [
            { "type": "rich_text_section", "elements": [user] }
        ] }] }] }),
        json!({ "blocks": [{ "type": "rich_text", "elements": [{ "type": "rich_text_quote", "elements": [
            { "type": "broadcast", "range": "here" }
        ] }] }] }),
        json!({ "text": "see", "attachments": [{ "text": name }] }),
        json!({ "text": "see", "attachments": [{ "text": format!("`{name}`"), "mrkdwn_in": ["pretext"] }] }),
        json!({ "text": "see", "attachments": [{ "fields": [{ "title": "Who", "value": name }] }] }),
    ];
    for message in loud {
        assert_eq!(called_by(&app, message.clone()), 1, "{message}");
    }
}

#[test]
fn a_note_of_older_rules_goes_with_its_message() {
    let app = TestApp::start();
    let ts = app.ada.say(&app.general, &format!("run `<@{}>` now", app.grace.id));
    let (channel, at) = (ChannelId::parse(&app.general).unwrap(), Ts::parse(&ts).unwrap());
    let note = Mention { channel, ts: at, thread: None };
    let address = Address { channel, lane: Lane::Main, ts: at };
    let put = |tx: &mut comity::store::Tx| {
        let place = Mention::at(tx, app.grace.id, &address)?;
        tx.put(&place, &note)
    };
    app.domain.run(&[], put).unwrap();
    assert_eq!(calls(&app), 1);
    app.ada.ok("chat.delete", json!({ "channel": app.general, "ts": ts }));
    assert_eq!(calls(&app), 0);
}

#[test]
fn who_left_a_group_is_not_called_by_a_message_that_no_longer_calls_it() {
    let app = TestApp::start();
    let made = app.grace.ok("usergroups.create", json!({ "name": "Night shift" }));
    let group = made["usergroup"]["id"].as_str().unwrap().to_owned();
    let users = |id: String| json!({ "usergroup": group, "users": id });
    app.courier.ok("usergroups.users.update", users(app.grace.id.to_string()));
    let ts = app.ada.say(&app.general, &format!("<!subteam^{group}> come"));
    assert_eq!(calls(&app), 1);
    app.courier.ok("usergroups.users.update", users(app.linus.id.to_string()));
    app.ada.ok("chat.update", json!({ "channel": app.general, "ts": ts, "text": "nobody come" }));
    assert_eq!(calls(&app), 0);
}
