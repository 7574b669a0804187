//! Stories of apps: the links they unfold, the views they show, how they take their tokens.

use crate::app::{Person, TestApp, agent};
use comity::base::world::SystemWorld;
use comity::domain::{apps, oauth, views};
use comity::store::Part;
use comity::store::records::app::App;
use serde_json::{Value, json};

fn courier(app: &TestApp) -> App {
    let view = app.domain.view().unwrap();
    apps::list(&view, None).map(|line| line.unwrap().1).find(|known| known.bot_user == app.courier.id).unwrap()
}

#[test]
fn linus_finds_again_what_he_reacted_to() {
    let app = TestApp::start();
    let said: Vec<String> = (1..=3).map(|n| app.ada.say(&app.general, &format!("news {n}"))).collect();
    let react = |who: &Person, ts: &str, name: &str| {
        who.ok("reactions.add", json!({ "channel": app.general, "timestamp": ts, "name": name }));
    };
    for (ts, name) in [(&said[2], "tada"), (&said[0], "eyes"), (&said[0], "+1")] {
        react(&app.linus, ts, name);
    }
    let texts = |answer: &Value| -> Vec<Value> {
        answer["items"].as_array().unwrap().iter().map(|item| item["message"]["text"].clone()).collect()
    };
    let list = app.linus.ok("reactions.list", json!({}));
    assert_eq!(texts(&list), ["news 1", "news 3"]);
    assert_eq!(list["items"][0]["message"]["reactions"].as_array().unwrap().len(), 2);
    let take_back = |name: &str| json!({ "channel": app.general, "timestamp": said[0], "name": name });
    app.linus.ok("reactions.remove", take_back("eyes"));
    assert_eq!(texts(&app.grace.ok("reactions.list", json!({ "user": app.linus.id }))), ["news 1", "news 3"]);
    app.linus.ok("reactions.remove", take_back("+1"));
    assert_eq!(texts(&app.linus.ok("reactions.list", json!({}))), ["news 3"]);
    let room = app.ada.ok("conversations.create", json!({ "name": "plans", "is_private": true }));
    let room = room["channel"]["id"].as_str().unwrap();
    let secret = app.ada.say(room, "a plan");
    app.ada.ok("reactions.add", json!({ "channel": room, "timestamp": secret, "name": "eyes" }));
    assert_eq!(texts(&app.ada.ok("reactions.list", json!({}))), ["a plan"]);
    assert!(texts(&app.linus.ok("reactions.list", json!({ "user": app.ada.id }))).is_empty(), "not theirs to read");
}

#[test]
fn courier_unfolds_the_links_a_message_names_and_no_others() {
    let app = TestApp::start();
    let bot = app.limited(&app.courier, &["links:write", "channels:join"]);
    bot.ok("conversations.join", json!({ "channel": app.general }));
    let url = "https://example.org/ticket?id=7&view=full";
    let ts = app.linus.say(&app.general, "Look: <https://example.org/ticket?id=7&amp;view=full>");
    let unfurl =
        |url: &str, text: &str| json!({ "channel": app.general, "ts": ts, "unfurls": { url: { "text": text } } });
    bot.ok("chat.unfurl", unfurl(url, "Ticket 7"));
    bot.ok("chat.unfurl", unfurl(url, "Ticket 7, done"));
    let page = app.ada.ok("conversations.history", json!({ "channel": app.general, "latest": ts, "inclusive": true }));
    let message = &page["messages"][0];
    let attachments = message["attachments"].as_array().unwrap();
    assert_eq!(attachments.len(), 1, "the second replaces the first");
    assert_eq!((&attachments[0]["text"], &attachments[0]["from_url"]), (&json!("Ticket 7, done"), &json!(url)));
    assert_eq!(attachments[0]["is_app_unfurl"], true);
    assert_eq!(message["edited"], Value::Null);
    assert_eq!(bot.refused("chat.unfurl", unfurl("https://evil.example", "x")), "cannot_unfurl_url");
    let missing = json!({ "channel": app.general, "ts": "1.000001", "unfurls": { url: {} } });
    assert_eq!(bot.refused("chat.unfurl", missing), "cannot_find_message");
    assert_eq!(bot.refused("chat.unfurl", json!({ "channel": app.general, "ts": ts })), "missing_unfurls");
    let bare = app.limited(&app.courier, &["chat:write"]);
    assert_eq!(bare.refused("chat.unfurl", unfurl(url, "x")), "missing_scope");
    assert_eq!(app.ada.refused("chat.unfurl", unfurl(url, "x")), "not_allowed_token_type");
}

fn home(text: &str) -> Value {
    let section = json!({ "type": "section", "text": { "type": "mrkdwn", "text": text } });
    json!({ "type": "home", "blocks": [section], "callback_id": "home" })
}

fn modal(title: &str) -> Value {
    json!({ "type": "modal", "title": { "type": "plain_text", "text": title }, "blocks": [] })
}

#[test]
fn courier_shows_grace_a_home_tab() {
    let app = TestApp::start();
    let publish = |view: &Value| json!({ "user_id": app.grace.id, "view": view });
    let first = app.courier.ok("views.publish", publish(&home("Welcome")))["view"].clone();
    assert!(first["id"].as_str().unwrap().starts_with('V'));
    assert_eq!((&first["type"], &first["root_view_id"]), (&json!("home"), &first["id"]));
    let mut late = publish(&home("Orders: 3"));
    late["hash"] = json!("made up");
    assert_eq!(app.courier.refused("views.publish", late.clone()), "hash_conflict");
    late["hash"] = first["hash"].clone();
    let second = app.courier.ok("views.publish", late)["view"].clone();
    assert_eq!(second["id"], first["id"]);
    assert_ne!(second["hash"], first["hash"]);
    let update = json!({ "view_id": first["id"], "view": home("Orders: 4") });
    app.courier.ok("views.update", update);
    let seen = app.grace.ok("views.home", json!({ "app": courier(&app).id }))["view"].clone();
    assert_eq!(seen["blocks"][0]["text"]["text"], "Orders: 4");
    assert_eq!(app.linus.ok("views.home", json!({ "app": courier(&app).id }))["view"], Value::Null);
    for (view, code) in [(modal("x"), "invalid_arguments"), (json!({ "type": "home" }), "invalid_arguments")] {
        assert_eq!(app.courier.refused("views.publish", publish(&view)), code);
    }
    let mut large = home("x");
    large["blocks"] = (0..20).map(|_| home(&"x".repeat(2_900))["blocks"][0].clone()).collect();
    assert_eq!(app.courier.refused("views.publish", publish(&large)), "view_too_large");
    assert_eq!(app.grace.refused("views.publish", publish(&home("x"))), "not_allowed_token_type");
    let open = json!({ "trigger_id": "made up", "view": modal("x") });
    assert_eq!(app.courier.refused("views.open", open.clone()), "invalid_trigger_id");
    assert_eq!(app.courier.refused("views.push", open), "invalid_trigger_id");
}

#[test]
fn modals_stand_on_each_other_and_close_from_the_top() {
    let app = TestApp::start();
    let (known, grace) = (courier(&app), app.grace.id);
    let parts = [Part::Person(grace)];
    let run = |how: &str, title: &str| {
        let mut content = modal(title);
        content["external_id"] = json!(title);
        app.domain.run(&parts, |tx| match how {
            "open" => views::open(tx, &known, grace, &content),
            _ => views::push(tx, &known, grace, &content),
        })
    };
    assert_eq!(run("push", "too early").unwrap_err().code, "not_found");
    run("open", "forgotten").unwrap();
    let first = run("open", "first").unwrap();
    let second = run("push", "second").unwrap();
    assert_eq!((second.root, second.previous), (first.id, Some(first.id)));
    assert_eq!(run("push", "second").unwrap_err().code, "duplicate_external_id");
    run("push", "third").unwrap();
    assert_eq!(run("push", "fourth").unwrap_err().code, "push_limit_reached");
    let update = json!({ "external_id": "second", "view": modal("renamed") });
    assert_eq!(app.courier.ok("views.update", update)["view"]["title"]["text"], "renamed");
    let gone = json!({ "external_id": "forgotten", "view": modal("x") });
    assert_eq!(app.courier.refused("views.update", gone), "not_found");
    app.grace.ok("views.close", json!({}));
    let stack = || views::stack(&app.domain.view().unwrap(), grace).unwrap().len();
    assert_eq!(stack(), 2);
    app.grace.ok("views.close", json!({ "all": true }));
    assert_eq!(stack(), 0);
    let update = json!({ "view_id": first.id, "view": modal("x") });
    assert_eq!(app.courier.refused("views.update", update), "not_found");
}

#[test]
fn an_app_takes_its_token_once_and_with_its_own_secret() {
    let app = TestApp::start();
    let (known, secret) = (courier(&app), oauth::new_secret(&SystemWorld));
    let back = "https://courier.example/oauth?from=comity".to_owned();
    let grace = app.grace.actor();
    let urls = [back.clone()];
    app.domain.run(&[], |tx| oauth::set_client(tx, &grace, known.id, &secret, &urls, &[])).unwrap();
    let ask = json!({ "client_id": known.id, "scope": "chat:write,users:read", "redirect_uri": back, "state": "a b" });
    assert_eq!(app.linus.refused("client.authorizeApp", ask.clone()), "not_an_admin");
    let mut elsewhere = ask.clone();
    elsewhere["redirect_uri"] = json!("https://evil.example");
    assert_eq!(app.grace.refused("client.authorizeApp", elsewhere), "bad_redirect_uri");
    let ask_for = |scope: &str| json!({ "client_id": known.id, "scope": scope });
    let granted = app.grace.ok("client.authorizeApp", ask);
    let code = granted["code"].as_str().unwrap();
    assert_eq!(granted["redirect_to"], format!("{back}&code={code}&state=a+b"));
    let nobody = app.linus.with(app.linus.id, "");
    let mut wider = ask_for("chat:write,admin.users:write");
    wider["redirect_uri"] = json!(back);
    assert_eq!(app.grace.refused("client.authorizeApp", wider), "invalid_scope", "not what it is registered for");
    let claim = |secret: &str, code: &str| json!({ "client_id": known.id, "client_secret": secret, "code": code, "redirect_uri": back });
    let mut forgetful = claim(&secret, code);
    forgetful["redirect_uri"] = Value::Null;
    assert_eq!(nobody.refused("oauth.v2.access", forgetful), "bad_redirect_uri");
    assert_eq!(nobody.refused("oauth.v2.access", claim("guess", code)), "bad_client_secret");
    assert_eq!(nobody.refused("oauth.v2.access", claim(&secret, "guess")), "invalid_code");
    let answer = nobody.ok("oauth.v2.access", claim(&secret, code));
    assert_eq!((&answer["token_type"], &answer["scope"]), (&json!("bot"), &json!("chat:write,users:read")));
    assert_eq!(answer["authed_user"]["id"], app.grace.id.to_string());
    assert_eq!(nobody.refused("oauth.v2.access", claim(&secret, code)), "code_already_used");
    let bot = app.courier.with(app.courier.id, answer["access_token"].as_str().unwrap());
    assert_eq!(bot.ok("auth.test", json!({}))["user_id"], answer["bot_user_id"]);
    assert_eq!(bot.refused("pins.list", json!({ "channel": app.general })), "missing_scope");
}

#[test]
fn an_app_may_show_its_secret_as_basic_authentication() {
    let app = TestApp::start();
    let (known, secret) = (courier(&app), oauth::new_secret(&SystemWorld));
    let (grace, back) = (app.grace.actor(), ["https://courier.example/".to_owned()]);
    app.domain.run(&[], |tx| oauth::set_client(tx, &grace, known.id, &secret, &back, &[])).unwrap();
    let ask = json!({ "client_id": known.id, "scope": "chat:write", "redirect_uri": back[0] });
    let code = app.grace.ok("client.authorizeApp", ask)["code"].as_str().unwrap().to_owned();
    let basic = data_encoding::BASE64.encode(format!("{}:{secret}", known.id).as_bytes());
    let mut answer = agent()
        .post(format!("{}/api/oauth.v2.access", app.url))
        .header("authorization", format!("Basic {basic}"))
        .send_form([("code", code.as_str()), ("redirect_uri", back[0].as_str())])
        .unwrap();
    let answer: Value = serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap();
    assert_eq!(answer["ok"], true, "{answer}");
}

#[test]
fn an_app_may_ask_for_a_persons_token_and_prove_that_it_asked() {
    let app = TestApp::start();
    let (known, secret) = (courier(&app), oauth::new_secret(&SystemWorld));
    let grace = app.grace.actor();
    let (back, mine) = (["http://localhost:3000/back".to_owned()], ["users:read".to_owned()]);
    app.domain.run(&[], |tx| oauth::set_client(tx, &grace, known.id, &secret, &back, &mine)).unwrap();
    let verifier = "a verifier that only the app which asked has kept";
    let mut ask = json!({
        "client_id": known.id, "user_scope": "users:read", "code_challenge": oauth::challenge(verifier),
        "code_challenge_method": "plain",
    });
    assert_eq!(app.grace.refused("client.authorizeApp", ask.clone()), "invalid_arguments");
    ask["code_challenge_method"] = json!("S256");
    let forgotten = app.grace.ok("client.authorizeApp", ask.clone())["code"].clone();
    let code = app.grace.ok("client.authorizeApp", ask.clone())["code"].clone();
    ask["user_scope"] = json!("chat:write");
    assert_eq!(app.grace.refused("client.authorizeApp", ask), "invalid_scope");
    let nobody = app.linus.with(app.linus.id, "");
    let claim = |code: &Value, verifier: Option<&str>| json!({ "client_id": known.id, "client_secret": secret, "code": code, "code_verifier": verifier });
    assert_eq!(nobody.refused("oauth.v2.access", claim(&forgotten, Some(verifier))), "invalid_code");
    assert_eq!(nobody.refused("oauth.v2.access", claim(&code, None)), "invalid_code_verifier");
    assert_eq!(nobody.refused("oauth.v2.access", claim(&code, Some("guess"))), "invalid_code_verifier");
    let answer = nobody.ok("oauth.v2.access", claim(&code, Some(verifier)));
    assert_eq!((&answer["access_token"], &answer["scope"]), (&Value::Null, &Value::Null), "no bot was asked for");
    let me = &answer["authed_user"];
    assert_eq!((&me["token_type"], &me["scope"]), (&json!("user"), &json!("users:read")));
    let through = app.grace.with(app.grace.id, me["access_token"].as_str().unwrap());
    assert_eq!(through.ok("auth.test", json!({}))["user_id"], app.grace.id.to_string());
    assert_eq!(through.refused("chat.postMessage", json!({ "channel": app.general, "text": "x" })), "missing_scope");
    let refresh = json!({ "grant_type": "refresh_token", "refresh_token": "x" });
    assert_eq!(nobody.refused("oauth.v2.access", refresh), "invalid_refresh_token");
}

#[test]
fn an_app_learns_nothing_of_the_links_it_may_not_read() {
    let app = TestApp::start();
    let ts = app.linus.say(&app.general, "See <https://example.org/plan>");
    let outside = app.limited(&app.courier, &["links:write", "chat:write.public"]);
    for url in ["https://example.org/plan", "https://example.org/other"] {
        let unfurl = json!({ "channel": app.general, "ts": ts, "unfurls": { url: { "text": "x" } } });
        assert_eq!(outside.refused("chat.unfurl", unfurl), "not_in_channel");
    }
    app.courier.ok("conversations.join", json!({ "channel": app.general }));
    for (url, unfurl, code) in [
        ("plan", json!({}), "cannot_unfurl_url"),
        ("https://example.org/plan", json!({ "blocks": [{}] }), "cannot_parse_attachment"),
        ("https://example.org/plan", json!("text"), "cannot_parse_attachment"),
    ] {
        let unfurl = json!({ "channel": app.general, "ts": ts, "unfurls": { url: unfurl } });
        assert_eq!(outside.refused("chat.unfurl", unfurl), code);
    }
}

#[test]
fn who_clicks_lets_the_app_open_one_view_and_only_that_app() {
    let app = TestApp::start();
    let known = courier(&app).id;
    let click = || app.triggers.issue(known, app.grace.id, &SystemWorld);
    let trigger = click();
    let mut asks = modal("Order");
    asks["blocks"] = json!([
        { "type": "input", "label": { "type": "plain_text", "text": "What" }, "element": { "type": "plain_text_input" } },
        { "type": "divider" },
    ]);
    asks["private_metadata"] = json!("order 7");
    let open = |trigger: &str, view: &Value| json!({ "trigger_id": trigger, "view": view });
    assert_eq!(app.courier.refused("views.open", open(&trigger, &asks)), "invalid_arguments", "nothing to submit with");
    asks["submit"] = json!({ "type": "plain_text", "text": "Send" });
    let view = app.courier.ok("views.open", open(&trigger, &asks))["view"].clone();
    assert_eq!(app.courier.refused("views.open", open(&trigger, &asks)), "exchanged_trigger_id");
    assert_eq!((&view["private_metadata"], &view["external_id"]), (&json!("order 7"), &json!("")));
    assert_eq!((&view["close"], &view["clear_on_close"]), (&Value::Null, &json!(false)));
    let ids: Vec<_> = view["blocks"].as_array().unwrap().iter().map(|b| b["block_id"].as_str().unwrap()).collect();
    assert!(!ids[0].is_empty() && ids[0] != ids[1], "what is filled in comes back under them");
    let pushed = app.courier.ok("views.push", open(&click(), &modal("Details")))["view"].clone();
    assert_eq!((&pushed["previous_view_id"], &pushed["root_view_id"]), (&view["id"], &view["id"]));
    let other = app.triggers.issue(comity::base::id::AppId::mint(&SystemWorld), app.grace.id, &SystemWorld);
    assert_eq!(app.courier.refused("views.open", open(&other, &asks)), "invalid_trigger_id");
    let mut twice = modal("Twice");
    twice["blocks"] = json!([{ "type": "divider", "block_id": "a" }, { "type": "divider", "block_id": "a" }]);
    assert_eq!(app.courier.refused("views.open", open(&click(), &twice)), "invalid_arguments");
}

#[test]
fn edsger_knows_the_bots_he_meets_and_no_others() {
    let app = TestApp::start();
    let known = courier(&app);
    let (bot, home) = (json!({ "bot": known.bot }), json!({ "app": known.id }));
    assert_eq!(app.edsger.refused("bots.info", bot.clone()), "bot_not_found");
    assert_eq!(app.edsger.refused("views.home", home.clone()), "app_not_found");
    let made = app.ada.ok("conversations.create", json!({ "name": "deliveries", "is_private": true }));
    let room = &made["channel"]["id"];
    let hook = json!({ "app_id": known.id, "channel_id": room, "name": "Deploy" });
    let hook = app.ada.ok("admin.webhooks.create", hook)["webhook"]["bot_id"].clone();
    assert_eq!(app.edsger.refused("bots.info", json!({ "bot": hook })), "bot_not_found");
    for who in [&app.edsger, &app.courier] {
        app.ada.ok("conversations.invite", json!({ "channel": room, "users": who.id }));
    }
    assert_eq!(app.edsger.ok("bots.info", bot)["bot"]["name"], "Courier");
    assert_eq!(app.edsger.ok("bots.info", json!({ "bot": hook }))["bot"]["name"], "Deploy");
    app.edsger.ok("views.home", home);
}
