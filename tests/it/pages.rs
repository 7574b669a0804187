//! Stories of long lists: an answer has so many bytes at most, and following the cursor gives every item once.

use crate::app::{Person, TestApp, agent};
use crate::memory::in_own_process;
use comity::base::limits;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// What an answer may have beside its list.
const BESIDE: usize = 64 * 1024;

/// The bytes of an answer, and how long one is to wait when there is none.
fn ask(person: &Person, url: &str, method: &str, args: &Value) -> Result<String, u64> {
    let mut answer = agent()
        .post(format!("{url}/api/{method}"))
        .header("authorization", format!("Bearer {}", person.token))
        .header("content-type", "application/json; charset=utf-8")
        .send(args.to_string())
        .unwrap();
    let text = answer.body_mut().with_config().limit(64 * 1024 * 1024).read_to_string().unwrap();
    match answer.status().as_u16() {
        429 => {
            assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), json!({ "ok": false, "error": "ratelimited" }));
            Err(answer.headers()["retry-after"].to_str().unwrap().parse().unwrap())
        }
        status => {
            assert_eq!(status, 200, "{text}");
            Ok(text)
        }
    }
}

/// All items of a list in the order they came, over as many pages as it takes, each within its bytes.
#[track_caller]
fn walk(app: &TestApp, person: &Person, method: &str, mut args: Value, list: &str) -> (Vec<Value>, usize) {
    let (mut items, mut pages) = (Vec::new(), 0);
    loop {
        let text = ask(person, &app.url, method, &args).unwrap();
        assert!(text.len() <= limits::ANSWER_BYTES + BESIDE, "{method} answers {} bytes", text.len());
        let answer: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(answer["ok"], true, "{method} {args}: {answer}");
        match &answer[list] {
            Value::Array(list) => items.extend(list.iter().cloned()),
            Value::Object(map) => items.extend(map.iter().map(|(name, value)| json!([name, value]))),
            other => panic!("{method} has no {list}: {other}"),
        }
        pages += 1;
        let next = answer["response_metadata"]["next_cursor"].as_str().unwrap();
        if let Some(more) = answer.get("has_more") {
            assert_eq!(more, !next.is_empty(), "{method}");
        }
        if next.is_empty() {
            return (items, pages);
        }
        args["cursor"] = json!(next);
    }
}

/// How often each of these fields comes: all of them once, if all is well.
fn named(items: &[Value], field: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for item in items {
        *found.entry(item.pointer(field).unwrap().to_string()).or_default() += 1;
    }
    found
}

#[track_caller]
fn each_once(items: &[Value], field: &str, many: usize) {
    let found = named(items, field);
    assert!(found.values().all(|times| *times == 1), "something came twice");
    assert_eq!(found.len(), many);
}

/// A message about as large as may be: fifty thousand bytes in blocks.
fn large(number: usize) -> Value {
    let words = "w ".repeat(1_450);
    let block = json!({ "type": "section", "text": { "type": "mrkdwn", "text": words } });
    json!({ "text": format!("{number}"), "blocks": vec![block; 17] })
}

/// Linus posts so many large messages; their names.
fn post(app: &TestApp, channel: &str, many: usize, thread: Option<&str>) -> Vec<String> {
    let said = |number| {
        let mut message = large(number);
        message["channel"] = json!(channel);
        if let Some(thread) = thread {
            message["thread_ts"] = json!(thread);
        }
        app.linus.ok("chat.postMessage", message)["ts"].as_str().unwrap().to_owned()
    };
    (0..many).map(said).collect()
}

#[test]
fn history_and_replies_give_every_large_message_once() {
    let app = TestApp::start();
    let root = app.linus.say(&app.general, "the minutes of all meetings");
    let replies = post(&app, &app.general, 120, Some(&root));
    let sent = post(&app, &app.general, 120, None);

    let (items, pages) =
        walk(&app, &app.ada, "conversations.history", json!({ "channel": app.general, "limit": 999 }), "messages");
    assert!(pages > 1, "six megabytes are more than one page");
    let texts: Vec<_> = items.iter().filter_map(|m| m["ts"].as_str()).collect();
    assert!(texts.is_sorted_by(|a, b| a > b), "newest first");
    each_once(&items, "/ts", items.len());
    let found = named(&items, "/ts");
    assert!(sent.iter().all(|ts| found.contains_key(&json!(ts).to_string())));
    let blocks = &items.iter().find(|m| m["ts"] == sent[0]).unwrap()["blocks"];
    assert_eq!(blocks.as_array().unwrap().len(), 17, "as they were sent");
    assert_eq!(blocks[16]["text"], large(0)["blocks"][16]["text"]);

    let thread = json!({ "channel": app.general, "ts": root, "limit": 999 });
    let (items, pages) = walk(&app, &app.ada, "conversations.replies", thread, "messages");
    assert!(pages > 1);
    let without_root: Vec<Value> = items.iter().filter(|m| m["ts"] != root).cloned().collect();
    assert_eq!(without_root.len() + pages, items.len(), "the root heads every page");
    each_once(&without_root, "/ts", replies.len());

    let backward = json!({ "channel": app.general, "ts": root, "limit": 999, "backward": true });
    let (items, pages) = walk(&app, &app.ada, "conversations.replies", backward, "messages");
    assert!(pages > 1);
    assert_eq!(items[0]["ts"], *root);
    each_once(&items.into_iter().filter(|m| m["ts"] != root).collect::<Vec<_>>(), "/ts", replies.len());

    // Reading on from an old message, page by page, each newest first.
    let onward = json!({ "channel": app.general, "oldest": sent[0], "onward": true, "limit": 999 });
    let (items, pages) = walk(&app, &app.ada, "conversations.history", onward, "messages");
    assert!(pages > 1);
    each_once(&items, "/ts", sent.len() - 1);
    assert_eq!(items.iter().filter(|m| m["ts"] == sent[1]).count(), 1);
    let first = ask(
        &app.ada,
        &app.url,
        "conversations.history",
        &json!({ "channel": app.general, "oldest": sent[0], "onward": true, "limit": 3 }),
    );
    let first: Value = serde_json::from_str(&first.unwrap()).unwrap();
    let shown: Vec<_> = first["messages"].as_array().unwrap().iter().map(|m| m["ts"].as_str().unwrap()).collect();
    assert_eq!(shown, [&*sent[3], &*sent[2], &*sent[1]]);
}

#[test]
fn lists_of_messages_have_pages_by_bytes_too() {
    let app = TestApp::start();
    let sent = post(&app, &app.general, 95, None);
    for ts in &sent {
        let item = json!({ "channel": app.general, "timestamp": ts });
        app.ada.ok("pins.add", item.clone());
        app.ada.ok("stars.add", item.clone());
        app.ada.ok("reactions.add", json!({ "channel": app.general, "timestamp": ts, "name": "eyes" }));
    }
    let most = json!({ "limit": 999 });
    for (method, args) in [
        ("pins.list", json!({ "channel": app.general })),
        ("stars.list", most.clone()),
        ("reactions.list", most.clone()),
    ] {
        let (items, pages) = walk(&app, &app.ada, method, args, "items");
        assert!(pages > 1, "{method}");
        each_once(&items, "/message/ts", sent.len());
    }
    let by_number = json!({ "count": 95, "page": 1 });
    let refused = app.ada.call("stars.list", by_number);
    assert_eq!(refused["error"], "limit_exceeded", "the next number would pass over what did not fit");
    assert!(refused["response_metadata"]["messages"][0].as_str().unwrap().contains("count"));
    assert_eq!(app.ada.ok("stars.list", json!({ "count": 40, "page": 3 }))["items"].as_array().unwrap().len(), 15);
}

#[test]
fn what_waits_and_what_was_begun_has_pages_by_bytes() {
    let app = TestApp::start();
    let text = "w".repeat(38_000);
    let soon = 1_000 + app.domain.world().now().secs();
    for number in 0..130_u64 {
        let channel = app.ada.ok("conversations.create", json!({ "name": format!("room-{number}") }));
        let channel = channel["channel"]["id"].clone();
        app.ada.ok("drafts.set", json!({ "channel": channel, "text": text }));
        let at = soon + number * 100;
        app.ada.ok("chat.scheduleMessage", json!({ "channel": channel, "text": text, "post_at": at }));
    }
    let (drafts, pages) = walk(&app, &app.ada, "drafts.list", json!({}), "drafts");
    assert!(pages > 1);
    each_once(&drafts, "/channel_id", 130);
    let scheduled = walk(&app, &app.ada, "chat.scheduledMessages.list", json!({ "limit": 1000 }), "scheduled_messages");
    assert!(scheduled.1 > 1);
    each_once(&scheduled.0, "/id", 130);
    let times: Vec<_> = scheduled.0.iter().map(|s| s["post_at"].as_u64().unwrap()).collect();
    assert!(times.is_sorted(), "the next one first, over all pages");

    for number in 0..300 {
        app.ada.ok("reminders.add", json!({ "text": "\u{1d11e}".repeat(3_990), "time": (soon + number).to_string() }));
    }
    let (reminders, pages) = walk(&app, &app.ada, "reminders.list", json!({}), "reminders");
    assert!(pages > 1);
    each_once(&reminders, "/id", 300);
}

#[test]
fn lists_that_had_no_cursor_have_one() {
    let app = TestApp::start();
    let long = "w".repeat(1_990);
    for number in 0..20 {
        let url = format!("https://example.org/{long}?{number}");
        app.ada.ok("admin.emoji.add", json!({ "name": format!("emoji{number}"), "url": url }));
        app.ada
            .ok("usergroups.create", json!({ "name": format!("Group {number}"), "handle": format!("group{number}") }));
        app.ada.ok(
            "bookmarks.add",
            json!({ "channel_id": app.general, "title": number.to_string(), "type": "link", "link": url }),
        );
    }
    let stories = [
        ("emoji.list", json!({}), "emoji", "/0", 20),
        ("client.emoji.list", json!({}), "emoji", "/0", 20),
        ("admin.emoji.list", json!({}), "emoji", "/0", 20),
        ("usergroups.list", json!({}), "usergroups", "/id", 20),
        ("bookmarks.list", json!({ "channel_id": app.general }), "bookmarks", "/id", 20),
        ("users.list", json!({}), "members", "/id", 6),
        ("admin.users.list", json!({}), "users", "/id", 5),
        ("conversations.members", json!({ "channel": app.general }), "members", "", 4),
    ];
    for (method, args, list, field, many) in stories {
        let mut by_three = args.clone();
        by_three["limit"] = json!(3);
        let (items, pages) = walk(&app, &app.ada, method, by_three, list);
        each_once(&items, field, many);
        assert_eq!(pages, many.div_ceil(3), "{method}");
    }
}

#[test]
fn all_conversations_come_once_directs_behind_the_channels() {
    let app = TestApp::start();
    for number in 0..7 {
        app.ada.ok("conversations.create", json!({ "name": format!("room-{number}") }));
    }
    for person in [&app.grace, &app.linus, &app.margaret] {
        app.ada.ok("conversations.open", json!({ "users": person.id }));
    }
    let everything = app.ada.ok("client.boot", json!({}));
    for list in ["users", "channels"] {
        let (items, _) = walk(&app, &app.ada, "client.boot", json!({ "limit": 2 }), list);
        assert_eq!(json!(items), everything[list], "the first screen, two at a time");
    }
    let (counts, _) = walk(&app, &app.ada, "client.counts", json!({ "limit": 2 }), "channels");
    each_once(&counts, "/id", 11);
    let all = json!({ "types": "public_channel,private_channel,im,mpim", "limit": 2 });
    let (items, pages) = walk(&app, &app.ada, "conversations.list", all, "channels");
    each_once(&items, "/id", 11);
    assert_eq!(pages, 6, "no page has more than was asked for");
    assert!(items.iter().map(|c| c["is_im"] == true).is_sorted(), "those of two are the last");
    let mine = json!({ "types": "public_channel,im", "limit": 4 });
    let (items, _) = walk(&app, &app.ada, "users.conversations", mine, "channels");
    each_once(&items, "/id", 11);
}

/// Peak of this process's memory, in bytes.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().strip_suffix(" kB").unwrap().trim().parse::<usize>().unwrap() * 1_024
}

#[test]
fn twenty_who_want_all_at_once_leave_room_for_others() {
    if !in_own_process("pages::twenty_who_want_all_at_once_leave_room_for_others") {
        return;
    }
    let app = TestApp::start();
    post(&app, &app.general, 240, None);
    let before = peak();
    let args = json!({ "channel": app.general, "limit": 999 });
    let (whole, refused, over) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
    let others = thread::scope(|scope| {
        let asking = (0..20).map(|_| {
            scope.spawn(|| match ask(&app.ada, &app.url, "conversations.history", &args) {
                Ok(text) => {
                    assert!(text.len() <= limits::ANSWER_BYTES + BESIDE && text.contains("\"has_more\":true"));
                    whole.fetch_add(1, Ordering::Relaxed);
                }
                Err(secs) => {
                    assert_eq!(secs, 1);
                    refused.fetch_add(1, Ordering::Relaxed);
                }
            })
        });
        let asking: Vec<_> = asking.collect();
        let other = scope.spawn(|| {
            let mut answered = 0;
            while !over.load(Ordering::Relaxed) {
                app.grace.ok("auth.test", json!({}));
                answered += 1;
            }
            answered
        });
        asking.into_iter().for_each(|thread| thread.join().unwrap());
        over.store(true, Ordering::Relaxed);
        other.join().unwrap()
    });
    let (whole, refused) = (whole.into_inner(), refused.into_inner());
    assert_eq!(whole + refused, 20, "nobody is left hanging");
    assert!(whole >= limits::ANSWERS_PER_PERSON_BYTES / limits::ANSWER_BYTES - 1, "{whole}");
    assert!(
        others > whole,
        "Grace was answered {others} times while {whole} large answers were made: she waits for them"
    );
    // Those who asked are in this process too, and a debug build takes each answer apart to hold it against its schema.
    let more = peak() - before;
    assert!(more < 20 * 8 * limits::ANSWER_BYTES, "it took {more} bytes");
    assert!(ask(&app.ada, &app.url, "conversations.history", &args).is_ok(), "afterwards all is as before");
}

#[test]
fn who_does_not_read_their_answers_gets_no_more_of_them_and_others_do() {
    use std::io::{Read, Write};
    use std::net::TcpStream;
    let app = TestApp::start();
    post(&app, &app.general, 100, None);
    let body = json!({ "channel": app.general, "limit": 999 }).to_string();
    let request = format!(
        "POST /api/conversations.history HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: {}\r\n\r\n{body}",
        app.ada.token,
        body.len()
    );
    let before = peak();
    let address = app.url.strip_prefix("http://").unwrap();
    let open = || {
        let mut connection = TcpStream::connect(address).unwrap();
        connection.write_all(request.as_bytes()).unwrap();
        connection.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let mut head = [0; 12];
        connection.read_exact(&mut head).unwrap();
        (head == *b"HTTP/1.1 200", connection)
    };
    let lazy: Vec<_> = (0..40).map(|_| open()).collect();
    let held = lazy.iter().filter(|(answered, _)| *answered).count();
    assert_eq!(held, limits::ANSWERS_PER_PERSON_BYTES / limits::ANSWER_BYTES, "so many wait to be read");
    let more = peak().saturating_sub(before);
    assert!(more < 512 * 1024 * 1024, "they hold {more} bytes");
    let of_grace = json!({ "channel": app.general, "limit": 999 });
    assert!(ask(&app.grace, &app.url, "conversations.history", &of_grace).is_ok(), "she has a share of her own");
    drop(lazy);
    let again = (0..100).any(|_| {
        thread::sleep(Duration::from_millis(100));
        ask(&app.ada, &app.url, "conversations.history", &of_grace).is_ok()
    });
    assert!(again, "the share comes back when the connections are gone");
}
