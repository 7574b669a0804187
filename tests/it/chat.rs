//! Stories of people chatting, told through the API.

use crate::app::{PASSWORD, TestApp, agent};
use comity::base::Ts;
use comity::base::id::{ChannelId, UserId};
use comity::base::world::SystemWorld;
use comity::domain::messages::{self, NewMessage};
use comity::domain::{access, people, webhooks};
use comity::store::Part;
use comity::store::records::message::{Author, Body};
use serde_json::json;

#[test]
fn ada_and_linus_chat_and_what_they_say_is_there() {
    let app = TestApp::start();
    let first = app.ada.say("#general", "Hello <@U1>");
    let second = app.linus.say(&app.general, "Hi Ada & all");
    assert!(first < second);
    let page = app.margaret.ok("conversations.history", json!({ "channel": app.general, "limit": 2 }));
    assert_eq!(page["messages"][0]["text"], "Hi Ada & all");
    assert_eq!(page["messages"][1]["text"], "Hello <@U1>");
    assert_eq!(page["messages"][1]["user"], app.ada.id.to_string());
    assert_eq!(page["has_more"], true);
}

#[test]
fn a_page_follows_the_other_until_the_beginning() {
    let app = TestApp::start();
    let said: Vec<String> = (0..25).map(|n| app.ada.say(&app.general, &format!("line {n}"))).collect();
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let args =
            json!({ "channel": app.general, "limit": 4, "cursor": cursor, "oldest": said[0], "inclusive": true });
        let page = app.linus.ok("conversations.history", args);
        seen.extend(page["messages"].as_array().unwrap().iter().map(|m| m["ts"].as_str().unwrap().to_owned()));
        cursor = page["response_metadata"]["next_cursor"].as_str().unwrap().to_owned();
        assert_eq!(page["has_more"], !cursor.is_empty());
        if cursor.is_empty() {
            break;
        }
    }
    seen.reverse();
    assert_eq!(seen, said);
}

#[test]
fn from_an_old_message_one_reads_on_without_a_gap() {
    let app = TestApp::start();
    let said: Vec<String> = (0..25).map(|n| app.ada.say(&app.general, &format!("line {n}"))).collect();
    for ts in [&said[3], &said[4]] {
        app.linus.ok("reactions.add", json!({ "channel": app.general, "timestamp": ts, "name": "eyes" }));
        app.linus.ok("chat.postMessage", json!({ "channel": app.general, "thread_ts": ts, "text": "a reply" }));
    }
    let (mut seen, mut after) = (vec![said[0].clone()], said[0].clone());
    loop {
        let args = json!({ "channel": app.general, "oldest": after, "limit": 4, "onward": true });
        let page = app.margaret.ok("conversations.history", args);
        let mut times: Vec<String> =
            page["messages"].as_array().unwrap().iter().map(|m| m["ts"].as_str().unwrap().to_owned()).collect();
        times.reverse();
        seen.extend(times);
        after.clone_from(seen.last().unwrap());
        if page["has_more"] == false {
            break;
        }
    }
    assert_eq!(seen, said);
}

#[test]
fn a_thread_is_read_backward_from_its_end_as_slack_reads_it_forward() {
    let app = TestApp::start();
    let root = app.ada.say(&app.general, "Who brings what?");
    let reply = |n: usize| {
        let args = json!({ "channel": app.general, "thread_ts": root, "text": format!("dish {n}") });
        app.linus.ok("chat.postMessage", args)["ts"].as_str().unwrap().to_owned()
    };
    let replies: Vec<String> = (0..25).map(reply).collect();
    app.ada.say(&app.general, "said beside it");
    let page = |args: serde_json::Value| {
        let mut all = json!({ "channel": app.general, "ts": root, "limit": 4 });
        all.as_object_mut().unwrap().extend(args.as_object().unwrap().clone());
        let page = app.margaret.ok("conversations.replies", all);
        let times = page["messages"].as_array().unwrap().iter().map(|m| m["ts"].as_str().unwrap().to_owned());
        let (mut times, cursor) = (times.collect::<Vec<_>>(), page["response_metadata"]["next_cursor"].clone());
        assert_eq!(times.remove(0), root, "the root heads every page");
        assert_eq!(page["has_more"], cursor != json!(""));
        (times, cursor)
    };
    // By the oldest message that is known, as a list of messages asks, and by the cursor: the same pages.
    let (mut seen, mut latest, mut cursor) = (Vec::new(), None, json!(""));
    loop {
        let by_cursor = page(json!({ "backward": true, "cursor": cursor }));
        let asked = latest.map_or(json!({ "backward": true }), |ts| json!({ "backward": true, "latest": ts }));
        let (times, next) = page(asked);
        assert_eq!(times, by_cursor.0);
        assert!(times.is_sorted(), "oldest first, as in every page of a thread");
        latest = times.first().cloned();
        seen.splice(0..0, times);
        if next == json!("") {
            break;
        }
        cursor = next;
    }
    assert_eq!(seen, replies);
    // Between bounds, with and without them; Slack's own way is as it was.
    let between = |inclusive| {
        page(json!({ "backward": true, "latest": replies[6], "oldest": replies[3], "inclusive": inclusive }))
    };
    assert_eq!(between(false).0, replies[4..6]);
    assert_eq!(between(true).0, replies[3..7]);
    assert_eq!(page(json!({})).0, replies[..4]);
    assert_eq!(page(json!({ "oldest": replies[20] })).0, replies[21..]);
    let (nothing, _) = page(json!({ "backward": true, "latest": replies[0] }));
    assert!(nothing.is_empty());
}

#[test]
fn a_thread_shows_on_its_root_and_only_a_broadcast_in_the_channel() {
    let app = TestApp::start();
    let root = app.ada.say(&app.general, "Who brings cake?");
    let reply = json!({ "channel": app.general, "text": "me", "thread_ts": root });
    app.linus.ok("chat.postMessage", reply);
    let loud = json!({ "channel": app.general, "text": "me too", "thread_ts": root, "reply_broadcast": true });
    let loud = app.margaret.ok("chat.postMessage", loud);
    let page =
        app.ada.ok("conversations.history", json!({ "channel": app.general, "oldest": root, "inclusive": true }));
    let texts: Vec<_> = page["messages"].as_array().unwrap().iter().map(|m| m["text"].clone()).collect();
    assert_eq!(texts, ["me too", "Who brings cake?"]);
    assert_eq!(page["messages"][0]["subtype"], "thread_broadcast");
    assert_eq!(page["messages"][1]["reply_count"], 2);
    let thread = app.ada.ok("conversations.replies", json!({ "channel": app.general, "ts": root }));
    assert_eq!(thread["messages"].as_array().unwrap().len(), 3);
    assert_eq!(thread["messages"][2]["thread_ts"], root);
    app.margaret.ok("chat.delete", json!({ "channel": app.general, "ts": loud["ts"] }));
    let thread = app.ada.ok("conversations.replies", json!({ "channel": app.general, "ts": root }));
    assert_eq!(thread["messages"][0]["reply_count"], 1);
    assert_eq!(thread["messages"][0]["reply_users"], json!([app.linus.id]));
}

#[test]
fn a_thread_with_thousands_of_repliers_still_takes_replies() {
    let app = TestApp::start();
    let root = app.ada.say(&app.general, "Everybody say hello");
    let channel = ChannelId::parse(&app.general).unwrap();
    let thread = Ts::parse(&root);
    let origin = app.domain.installation();
    for _ in 0..5 {
        app.domain
            .run(&[Part::Channel(channel)], |tx| {
                for _ in 0..1_000 {
                    let author = Author { user: Some(UserId::mint(&SystemWorld)), bot: None, app: None };
                    let body = Body { text: "hello".to_owned(), ..Body::default() };
                    messages::write(
                        tx,
                        author,
                        channel,
                        origin,
                        &NewMessage { body, thread, ..NewMessage::default() },
                    )?;
                }
                Ok(())
            })
            .unwrap();
    }
    app.linus.ok("chat.postMessage", json!({ "channel": app.general, "text": "me too", "thread_ts": root }));
    let thread = app.ada.ok("conversations.replies", json!({ "channel": app.general, "ts": root, "limit": 1 }));
    assert_eq!(thread["messages"][0]["reply_count"], 5_001);
}

#[test]
fn only_its_author_edits_a_message_and_admins_may_delete_it() {
    let app = TestApp::start();
    let ts = app.linus.say(&app.general, "teh answer");
    let edit = json!({ "channel": app.general, "ts": ts, "text": "the answer" });
    assert_eq!(app.ada.refused("chat.update", edit.clone()), "cant_update_message");
    let edited = app.linus.ok("chat.update", edit);
    assert_eq!(edited["message"]["edited"]["user"], app.linus.id.to_string());
    let one = json!({ "channel": app.general, "ts": ts });
    assert_eq!(app.margaret.refused("chat.delete", one.clone()), "cant_delete_message");
    app.grace.ok("chat.delete", one.clone());
    assert_eq!(app.linus.refused("chat.delete", one), "message_not_found");
}

#[test]
fn a_message_sent_twice_under_one_client_id_is_posted_once() {
    let app = TestApp::start();
    let args = json!({ "channel": app.general, "text": "once", "client_msg_id": "5b0f1c0e" });
    let first = app.ada.ok("chat.postMessage", args.clone());
    let again = app.ada.ok("chat.postMessage", args);
    assert_eq!(first["ts"], again["ts"]);
    assert_eq!(again["is_duplicate"], true);
}

#[test]
fn who_is_not_in_a_private_channel_does_not_learn_that_it_exists() {
    let app = TestApp::start();
    let made = app.ada.ok("conversations.create", json!({ "name": "board", "is_private": true }));
    let id = made["channel"]["id"].as_str().unwrap();
    let ts = app.ada.say(id, "the budget");
    for method in ["conversations.info", "conversations.history", "conversations.members", "conversations.join"] {
        assert_eq!(app.grace.refused(method, json!({ "channel": id })), "channel_not_found", "{method}");
    }
    assert_eq!(app.linus.refused("chat.postMessage", json!({ "channel": id, "text": "x" })), "channel_not_found");
    let react = json!({ "channel": id, "timestamp": ts, "name": "eyes" });
    assert_eq!(app.linus.refused("reactions.add", react.clone()), "channel_not_found");
    app.ada.ok("conversations.invite", json!({ "channel": id, "users": app.linus.id }));
    app.linus.ok("reactions.add", react);
    app.ada.ok("conversations.kick", json!({ "channel": id, "user": app.linus.id }));
    assert_eq!(app.linus.refused("conversations.history", json!({ "channel": id })), "channel_not_found");
}

#[test]
fn a_direct_conversation_opens_once_and_counts_as_mentions() {
    let app = TestApp::start();
    let open = app.ada.ok("conversations.open", json!({ "users": app.linus.id }));
    let id = open["channel"]["id"].as_str().unwrap().to_owned();
    assert!(id.starts_with('D'));
    let again = app.linus.ok("conversations.open", json!({ "users": app.ada.id.to_string() }));
    assert_eq!(again["channel"]["id"], id.as_str());
    assert_eq!(again["already_open"], true);
    let ts = app.ada.say(&app.linus.id.to_string(), "psst");
    let counts = |who: &crate::app::Person| {
        let all = who.ok("client.counts", json!({}));
        all["channels"].as_array().unwrap().iter().find(|c| c["id"] == id.as_str()).unwrap().clone()
    };
    assert_eq!(counts(&app.linus)["mention_count"], 1);
    app.linus.ok("conversations.mark", json!({ "channel": id, "ts": ts }));
    assert_eq!(counts(&app.linus)["unread_count"], 0);
}

#[test]
fn a_person_logs_in_and_out_of_a_browser() {
    let app = TestApp::start();
    let agent = agent();
    let call = |method: &str, body: &str, cookie: &str, header: bool| {
        let mut request = agent.post(format!("{}/api/{method}", app.url)).header("cookie", cookie);
        if header {
            request = request.header("x-comity-client", "1");
        }
        let mut answer = request.content_type("application/json").send(body).unwrap();
        let cookie = answer.headers().get("set-cookie").map(|c| c.to_str().unwrap().to_owned());
        let body: serde_json::Value = serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap();
        (body, cookie.unwrap_or_default())
    };
    let right = json!({ "email": "Ada@Example.org", "password": PASSWORD }).to_string();
    let wrong = json!({ "email": "ada@example.org", "password": "wrong" }).to_string();
    let nobody = json!({ "email": "nobody@example.org", "password": "wrong" }).to_string();
    assert_eq!(call("client.login", &wrong, "", true).0["error"], "invalid_auth");
    assert_eq!(call("client.login", &nobody, "", true).0["error"], "invalid_auth");
    let (elsewhere, cookie) = call("client.login", &right, "", false);
    assert_eq!(
        (elsewhere["error"].as_str(), cookie.as_str()),
        (Some("not_allowed"), ""),
        "another site signs nobody in"
    );
    let (body, cookie) = call("client.login", &right, "", true);
    assert_eq!(body["ok"], true);
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let mine = cookie.split(';').next().unwrap();
    let (boot, _) = call("client.boot", "{}", mine, true);
    assert_eq!(call("client.sessions.list", "{}", mine, true).0["sessions"].as_array().unwrap().len(), 2);
    assert_eq!(boot["self"]["name"], "ada");
    assert_eq!(boot["users"].as_array().unwrap().len(), 6);
    assert_eq!(call("client.boot", "{}", mine, false).0["error"], "not_authed");
    assert_eq!(call("client.logout", "{}", mine, true).0["ok"], true);
    assert_eq!(call("client.boot", "{}", mine, true).0["error"], "invalid_auth");
}

#[test]
fn requests_come_in_every_form_real_clients_send() {
    let app = TestApp::start();
    let agent = agent();
    let bearer = format!("Bearer {}", app.courier.token);
    let test = format!("{}/api/auth.test", app.url);
    let mut empty_json = agent
        .post(&test)
        .header("authorization", &bearer)
        .content_type("application/json;charset=utf-8")
        .send("")
        .unwrap();
    let answer: serde_json::Value = serde_json::from_str(&empty_json.body_mut().read_to_string().unwrap()).unwrap();
    assert_eq!(answer["ok"], true);
    assert!(answer["url"].as_str().unwrap().ends_with('/'));
    assert_eq!(answer["user_id"], app.courier.id.to_string());
    let scopes = empty_json.headers().get("x-oauth-scopes").unwrap().to_str().unwrap();
    assert!(scopes.contains("chat:write"));
    let mut in_form = agent
        .post(&test)
        .content_type("application/x-www-form-urlencoded")
        .send(format!("token={}", app.courier.token))
        .unwrap();
    assert!(in_form.body_mut().read_to_string().unwrap().contains("\"ok\":true"));
    let mut by_get = agent
        .get(format!("{}/api/conversations.list?limit=1&types=public_channel", app.url))
        .header("authorization", &bearer)
        .call()
        .unwrap();
    assert!(by_get.body_mut().read_to_string().unwrap().contains("general"));
    let mut in_query = agent.get(format!("{test}?token={}", app.courier.token)).call().unwrap();
    assert!(in_query.body_mut().read_to_string().unwrap().contains("not_authed"));
    let mut broken =
        agent.post(&test).header("authorization", &bearer).content_type("application/json").send("{").unwrap();
    assert!(broken.body_mut().read_to_string().unwrap().contains("invalid_json"));
    let unknown = app.ada.call("no.such", json!({}));
    assert_eq!((unknown["error"].as_str(), unknown["req_method"].as_str()), (Some("unknown_method"), Some("no.such")));
}

#[test]
fn a_text_too_long_is_cut_and_every_warning_is_told() {
    let app = TestApp::start();
    app.ada.ok("conversations.invite", json!({ "channel": app.general, "users": app.courier.id }));
    let long = json!({ "channel": app.general, "text": "x".repeat(40_001) }).to_string();
    let mut answer = agent()
        .post(format!("{}/api/chat.postMessage", app.url))
        .header("authorization", format!("Bearer {}", app.courier.token))
        .content_type("application/json")
        .send(long)
        .unwrap();
    let answer: serde_json::Value = serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap();
    assert_eq!(answer["response_metadata"]["warnings"], json!(["message_truncated", "missing_charset"]));
    assert_eq!(answer["message"]["text"].as_str().unwrap().len(), 40_000);
}

#[test]
fn a_token_does_what_its_scopes_say() {
    let app = TestApp::start();
    let reader = app.limited(&app.courier, &["channels:read"]);
    let answer = reader.call("chat.postMessage", json!({ "channel": app.general, "text": "x" }));
    assert_eq!(answer["error"], "missing_scope");
    assert_eq!((answer["needed"].as_str(), answer["provided"].as_str()), (Some("chat:write"), Some("channels:read")));
    let list = json!({ "types": "private_channel" });
    assert_eq!(reader.refused("conversations.list", list), "missing_scope");
    assert_eq!(reader.refused("conversations.history", json!({ "channel": app.general })), "missing_scope");
}

#[test]
fn a_webhook_posts_into_its_channel_until_that_is_closed() {
    let app = TestApp::start();
    let made = app.ada.ok("conversations.create", json!({ "name": "alerts" }));
    let channel = ChannelId::parse(made["channel"]["id"].as_str().unwrap()).unwrap();
    let secret = webhooks::new_secret(&SystemWorld);
    let courier = people::get(&app.domain.view().unwrap(), app.courier.id).unwrap().bot.unwrap();
    let ada = app.ada.actor();
    let hook = app.domain.run(&[], |tx| {
        let posting = access::posting(tx, &ada, channel)?;
        webhooks::create(tx, &ada, &posting, courier.app, "watch", &secret)
    });
    let bot = hook.unwrap().bot;
    let address = |secret: &str| format!("{}/services/{}/{bot}/{secret}", app.url, app.domain.team());
    let post = |address: String, body: String| {
        let mut answer = agent().post(address).content_type("application/json").send(body).unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    };
    let alert = json!({ "text": "disk almost full", "username": "watch" }).to_string();
    assert_eq!(post(address(&secret), alert.clone()), (200, "ok".to_owned()));
    assert_eq!(post(address("wrong"), alert.clone()), (403, "invalid_token".to_owned()));
    assert_eq!(post(address(&secret), "{}".to_owned()), (400, "no_text".to_owned()));
    let mut form = agent().post(address(&secret)).send_form([("payload", "{\"text\":\"as a form\"}")]).unwrap();
    assert_eq!(form.body_mut().read_to_string().unwrap(), "ok");
    let page = app.ada.ok("conversations.history", json!({ "channel": channel, "limit": 2 }));
    assert_eq!(page["messages"][1]["text"], "disk almost full");
    assert_eq!(page["messages"][1]["username"], "watch");
    assert_eq!(page["messages"][1]["bot_id"], bot.to_string());
    app.ada.ok("conversations.archive", json!({ "channel": channel }));
    assert_eq!(post(address(&secret), alert).0, 410);
}
