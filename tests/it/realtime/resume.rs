//! Coming back: what was missed is told once, in order, whatever happens to the connection.

use super::line::{Line, texts};
use crate::app::TestApp;
use comity::base::limits;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

#[test]
fn what_linus_missed_is_told_before_what_is_new() {
    let app = TestApp::start();
    let boot = app.linus.ok("client.boot", json!({}));
    let since = boot["position"].as_str().unwrap();
    for text in ["one", "two", "three"] {
        app.ada.say(&app.general, text);
    }
    let mut linus = Line::client(&app, &app.linus, Some(since));
    app.ada.say(&app.general, "four");
    let mut heard = Vec::new();
    while texts(&heard).len() < 4 {
        heard.push(linus.hear());
    }
    assert_eq!(texts(&heard), ["one", "two", "three", "four"]);
    let place = heard.iter().find(|e| e["text"] == "two").unwrap()["position"].as_str().unwrap();
    assert_eq!(texts(&Line::client(&app, &app.linus, Some(place)).so_far()), ["three", "four"]);
}

#[test]
fn what_was_said_where_he_was_not_stays_unsaid() {
    let app = TestApp::start();
    let board = app.ada.ok("conversations.create", json!({ "name": "board", "is_private": true }));
    let board = board["channel"]["id"].as_str().unwrap().to_owned();
    let since = app.linus.ok("client.boot", json!({}))["position"].as_str().unwrap().to_owned();
    app.ada.say(&board, "before he came");
    app.ada.ok("conversations.invite", json!({ "channel": board, "users": app.linus.id }));
    app.ada.say(&board, "while he was in");
    assert_eq!(texts(&Line::client(&app, &app.linus, Some(&since)).so_far()), ["while he was in"]);
    app.ada.ok("conversations.kick", json!({ "channel": board, "user": app.linus.id }));
    app.ada.say(&board, "after he went");
    let heard = Line::client(&app, &app.linus, Some(&since)).so_far();
    assert!(texts(&heard).is_empty(), "he may not read it any more: {heard:?}");
    assert!(heard.iter().any(|e| e["type"] == "group_left"));
}

#[test]
fn a_pin_that_is_gone_by_now_is_told_as_whole_as_it_was() {
    let app = TestApp::start();
    let ts = app.ada.say(&app.general, "The door code changed");
    let since = app.linus.ok("client.boot", json!({}))["position"].as_str().unwrap().to_owned();
    let place = json!({ "channel": app.general, "timestamp": ts });
    app.grace.ok("pins.add", place.clone());
    app.grace.ok("pins.remove", place);
    let heard = Line::client(&app, &app.linus, Some(&since)).so_far();
    let told = heard.iter().find(|e| e["type"] == "pin_added").unwrap();
    assert_eq!(
        (told["item_user"].as_str(), told["user"].as_str()),
        (Some(&*app.ada.id.to_string()), Some(&*app.grace.id.to_string()))
    );
    assert_eq!(told["item"]["message"]["text"], "The door code changed");
    assert_eq!(told["item"]["created_by"], told["pinned_info"]["pinned_by"]);
    assert_eq!(told["item"]["created"], told["pinned_info"]["pinned_ts"]);
    assert_eq!(told["pin_count"], "0");
}

#[test]
fn too_much_or_an_unknown_place_asks_for_a_fresh_start() {
    let app = TestApp::start();
    let since = app.linus.ok("client.boot", json!({}))["position"].as_str().unwrap().to_owned();
    let mut linus = Line::client(&app, &app.linus, Some("999999999"));
    assert_eq!(linus.hear()["type"], "resync");
    app.ada.say(&app.general, "live all the same");
    assert_eq!(linus.until("message")["text"], "live all the same");
    for n in 0..limits::REPLAY_EVENTS {
        app.ada.say(&app.general, &n.to_string());
    }
    assert_eq!(Line::client(&app, &app.linus, Some(&since)).hear()["type"], "resync");
}

/// A small generator, so that a failure can be run again from its seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

#[test]
fn nothing_is_lost_or_doubled_however_often_the_line_breaks() {
    let app = TestApp::start();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let seed = now.as_nanos() as u64;
    eprintln!("seed {seed}");
    let since = app.linus.ok("client.boot", json!({}))["position"].as_str().unwrap().to_owned();
    let talking = AtomicBool::new(true);
    let (mut heard, mut said) = (Vec::new(), BTreeMap::new());
    std::thread::scope(|scope| {
        let writers: Vec<_> = [&app.ada, &app.grace, &app.margaret]
            .into_iter()
            .map(|person| {
                let (app, talking) = (&app, &talking);
                scope.spawn(move || {
                    let mut mine = Vec::new();
                    while talking.load(Ordering::Relaxed) {
                        mine.push(person.say(&app.general, "hm"));
                    }
                    mine
                })
            })
            .collect();
        let (mut dice, mut position) = (Dice(seed), since);
        for _ in 0..60 {
            let mut line = Line::client(&app, &app.linus, Some(&position));
            for _ in 0..dice.below(25) {
                let event = line.hear();
                assert_ne!(event["type"], "resync", "seed {seed}");
                heard.push(event);
            }
            position = line.position.clone().unwrap();
            if dice.below(2) == 0 {
                drop(line);
            } else {
                // Gone without a word; the server finds out by itself.
                std::mem::forget(line);
            }
        }
        talking.store(false, Ordering::Relaxed);
        for writer in writers {
            said.extend(writer.join().unwrap().into_iter().map(|ts| (ts, 0)));
        }
        heard.extend(Line::client(&app, &app.linus, Some(&position)).so_far());
    });
    for event in heard.iter().filter(|e| e["type"] == "message") {
        *said.get_mut(event["ts"].as_str().unwrap()).unwrap() += 1;
    }
    let wrong: Vec<_> = said.iter().filter(|(_, times)| **times != 1).collect();
    assert!(wrong.is_empty(), "seed {seed}: {} of {}: {wrong:?}", wrong.len(), said.len());
    let order: Vec<_> = heard.iter().filter(|e| e["type"] == "message").map(|e| e["ts"].as_str().unwrap()).collect();
    assert!(order.is_sorted(), "seed {seed}");
}
