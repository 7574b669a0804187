//! Stories of pictures: people's and emoji's.

use crate::app::{Person, TestApp, agent};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const PNG: &[u8] = include_bytes!("../../src/domain/pictures/samples/still.png");
const GIF: &[u8] = include_bytes!("../../src/domain/pictures/samples/moving.gif");

/// What comes back for an address: the status, the type and the bytes.
fn fetch(url: &str, header: Option<(&str, &str)>) -> (u16, String, Vec<u8>) {
    let agent = agent();
    let request = match header {
        Some((name, value)) => agent.get(url).header(name, value),
        None => agent.get(url),
    };
    let mut answer = request.call().unwrap();
    let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
    let bytes = answer.body_mut().read_to_vec().unwrap();
    (answer.status().as_u16(), kind, bytes)
}

fn by(person: &Person, url: &str) -> (u16, String, Vec<u8>) {
    fetch(url, Some(("authorization", &format!("Bearer {}", person.token))))
}

#[test]
fn linus_shows_his_face_to_those_who_may_know_him() {
    let app = TestApp::start();
    let large = [PNG, &[7; 200 * 1024]].concat();
    let set = app.linus.upload("users.setPhoto", "image", &large);
    assert_eq!(set["ok"], true, "{set}");
    let profile = app.ada.ok("users.info", json!({ "user": app.linus.id }))["user"]["profile"].clone();
    let url = profile["image_72"].as_str().unwrap();
    assert!(url.starts_with(&format!("{}/avatars/{}/", app.url, app.linus.id)), "{url}");
    assert!(url.ends_with(profile["avatar_hash"].as_str().unwrap()));
    assert_eq!(by(&app.ada, url), (200, "image/png".to_owned(), large.clone()));
    let cookie = format!("d={}", app.grace.token);
    assert_eq!(fetch(url, Some(("cookie", &cookie))).0, 200, "as a page's <img> asks");
    assert_eq!(fetch(url, None).0, 403);
    assert_eq!(by(&app.ada.with(app.ada.id, "xoxb-made-up"), url).0, 403);
    assert_eq!(by(&app.courier.with(app.courier.id, &app.courier_app), url).0, 403, "an app as such sees nobody");
    let (hidden, absent) = (by(&app.edsger, url), by(&app.edsger, &format!("{url}0")));
    assert_eq!((hidden.0, &hidden), (404, &absent), "a guest learns nothing of people they share no channel with");

    let answer = agent().get(url).header("authorization", format!("Bearer {}", app.ada.token)).call().unwrap();
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!((header("content-disposition"), header("x-content-type-options")), ("inline".into(), "nosniff".into()));
    assert_eq!(header("cache-control"), "no-store", "a browser keeps it on its disk in clear");
    assert!(header("content-security-policy").contains("default-src 'none'"));
}

#[test]
fn a_new_picture_has_a_new_address_and_the_old_one_is_gone() {
    let app = TestApp::start();
    let url = |person: &Person| -> String {
        let profile = person.ok("users.profile.get", json!({}))["profile"].clone();
        profile["image_512"].as_str().unwrap().to_owned()
    };
    assert_eq!(app.linus.upload("users.setPhoto", "image", &[PNG, &[7; 100_000]].concat())["ok"], true);
    let first = url(&app.linus);
    assert_eq!(app.linus.upload("users.setPhoto", "image", GIF)["ok"], true);
    let second = url(&app.linus);
    assert_ne!(first, second);
    assert_eq!(by(&app.linus, &first).0, 404);
    assert_eq!(by(&app.linus, &second), (200, "image/gif".to_owned(), GIF.to_vec()));
    app.linus.ok("users.deletePhoto", json!({}));
    assert!(url(&app.linus).ends_with("/drawn.png"));
    assert_eq!(by(&app.linus, &second).0, 404);
}

#[test]
fn who_has_no_picture_has_a_drawn_one() {
    let app = TestApp::start();
    let of = |profile: &Value| {
        let sizes = ["24", "32", "48", "72", "192", "512", "1024", "original"];
        let all: BTreeSet<String> =
            sizes.iter().map(|size| profile[format!("image_{size}")].as_str().unwrap().to_owned()).collect();
        assert_eq!(all.len(), 1, "clients scale it");
        all.into_iter().next().unwrap()
    };
    let profile = app.ada.ok("users.info", json!({ "user": app.linus.id }))["user"]["profile"].clone();
    let url = of(&profile);
    assert_eq!(url, format!("{}/avatars/{}/drawn.png", app.url, app.linus.id));
    assert_eq!(profile["is_custom_image"], Value::Null);
    let (status, kind, drawn) = by(&app.courier, &url);
    assert_eq!((status, kind.as_str(), &drawn[..8]), (200, "image/png", &PNG[..8]));
    assert_eq!(fetch(&url, None).0, 403);
    let nobody = url.replace(&app.linus.id.to_string(), "U0N0B0DY");
    assert_eq!(by(&app.edsger, &url).0, 404, "a guest shares no channel with them");
    assert_eq!(by(&app.edsger, &url), by(&app.edsger, &nobody));
    assert_eq!(by(&app.ada, &nobody).0, 404);

    let me = app.courier.ok("auth.test", json!({}));
    let bot = app.ada.ok("bots.info", json!({ "bot": me["bot_id"] }))["bot"].clone();
    let profile = app.ada.ok("users.info", json!({ "user": app.courier.id }))["user"]["profile"].clone();
    app.courier.ok("conversations.join", json!({ "channel": app.general }));
    let said = app.courier.ok("chat.postMessage", json!({ "channel": app.general, "text": "cake" }));
    let icons = [&bot["icons"]["image_72"], &said["message"]["bot_profile"]["icons"]["image_48"], &profile["image_48"]];
    assert_eq!(icons[0], icons[1]);
    assert_eq!(icons[0], icons[2], "a bot looks the same everywhere");
    assert_eq!(by(&app.linus, icons[0].as_str().unwrap()).0, 200);
    assert_eq!(by(&app.edsger, icons[0].as_str().unwrap()).0, 404, "a guest shares no channel with it");
    let team = app.courier.ok("team.info", json!({}))["team"]["icon"].clone();
    assert_eq!(by(&app.courier, team["image_132"].as_str().unwrap()).0, 200);
    for wrong in ["T404", "B404", "x", "C404"] {
        assert_eq!(by(&app.ada, &format!("{}/avatars/{wrong}/drawn.png", app.url)).0, 404, "{wrong}");
    }
}

#[test]
fn what_is_no_picture_or_too_large_is_refused() {
    let app = TestApp::start();
    let refused = |bytes: &[u8]| app.linus.upload("users.setPhoto", "image", bytes)["error"].clone();
    for bytes in [&b"<svg onload=alert(1)>"[..], b"<!doctype html>", b"", &[0xff; 40]] {
        assert_eq!(refused(bytes), "bad_image");
    }
    assert_eq!(refused(&PNG[..PNG.len() - 1]), "bad_image", "cut short");
    assert_eq!(refused(&[PNG, &[7; 256 * 1024]].concat()), "too_large");
    assert_eq!(app.linus.upload("users.setPhoto", "picture", PNG)["error"], "bad_image", "another field");
    assert_eq!(app.linus.refused("users.setPhoto", json!({ "image": "x" })), "bad_image");
}

/// A picture of a few bytes whose head claims so many pixels each way.
fn claiming(side: u32) -> Vec<u8> {
    [&PNG[..16], &side.to_be_bytes(), &side.to_be_bytes(), &PNG[24..]].concat()
}

/// A small animation with so many more frames than one.
fn moving(more: usize) -> Vec<u8> {
    let still = include_bytes!("../../src/domain/pictures/samples/still.gif");
    let frame = still.windows(5).position(|bytes| bytes == b",\0\0\0\0").unwrap();
    [&still[..frame], &still[frame..still.len() - 1].repeat(more), &still[frame..]].concat()
}

#[test]
fn a_small_file_that_would_fill_every_browser_is_refused() {
    let app = TestApp::start();
    let photo = |bytes: &[u8]| app.linus.upload("users.setPhoto", "image", bytes);
    for (place, answer) in
        [("a face", photo(&claiming(32_000))), ("an emoji", add_emoji(&app.linus, "wide", &claiming(32_000)))]
    {
        assert_eq!(answer["error"], "too_large", "{place}");
        let said = answer["response_metadata"]["messages"][0].as_str().unwrap();
        assert!(said.contains("2048 x 2048 are taken: scale it down first"), "{said}");
    }
    for (place, answer) in
        [("a face", photo(&moving(1_000))), ("an emoji", add_emoji(&app.linus, "long", &moving(800)))]
    {
        assert_eq!(answer["error"], "too_many_frames", "{place}");
    }
    assert_eq!(photo(&claiming(0))["error"], "bad_image");
    let profile = app.linus.ok("users.profile.get", json!({}))["profile"].clone();
    assert!(profile["image_72"].as_str().unwrap().ends_with("/drawn.png"), "nothing was kept");
    assert_eq!(app.linus.ok("emoji.list", json!({}))["emoji"], json!({}));
    assert_eq!(photo(&claiming(1_024))["ok"], true);
    assert_eq!(add_emoji(&app.linus, "party", &moving(40))["ok"], true);
}

/// Adds a custom emoji with its picture, as the client does.
fn add_emoji(person: &Person, name: &str, bytes: &[u8]) -> serde_json::Value {
    person.upload(&format!("client.emoji.add?name={name}"), "image", bytes)
}

#[test]
fn linus_adds_an_emoji_that_everybody_sees() {
    let app = TestApp::start();
    let picture = [PNG, &[7; 100_000]].concat();
    assert_eq!(add_emoji(&app.linus, "ferris", &picture)["ok"], true);
    app.linus.ok("client.emoji.add", json!({ "name": "crab_of_rust", "alias_for": "ferris" }));
    let known = app.grace.ok("emoji.list", json!({}))["emoji"].clone();
    let url = known["ferris"].as_str().unwrap();
    assert!(url.starts_with(&format!("{}/emoji/", app.url)), "{url}");
    assert_eq!(known["crab_of_rust"], "alias:ferris");
    assert_eq!(by(&app.grace, url), (200, "image/png".to_owned(), picture));
    assert_eq!(by(&app.edsger, url).0, 200, "a guest reads messages that have it");
    assert_eq!(fetch(url, None).0, 403);
    for wrong in ["0", "00", "ferris", &"0".repeat(32)] {
        assert_eq!(by(&app.grace, &format!("{}/emoji/{wrong}", app.url)).0, 404);
    }
    let about = app.grace.ok("client.emoji.list", json!({}))["emoji"]["ferris"].clone();
    assert_eq!((about["uploaded_by"].as_str(), about["url"].as_str()), (Some(&*app.linus.id.to_string()), Some(url)));

    assert_eq!(app.margaret.refused("client.emoji.remove", json!({ "name": "ferris" })), "not_an_admin");
    app.ada.ok("admin.emoji.rename", json!({ "name": "ferris", "new_name": "rust" }));
    assert_eq!(app.grace.ok("emoji.list", json!({}))["emoji"]["rust"], url, "a new name has the same picture");
    app.linus.ok("client.emoji.remove", json!({ "name": "rust" }));
    assert_eq!(by(&app.grace, url).0, 404, "the picture goes with its emoji");
    assert_eq!(app.grace.ok("emoji.list", json!({}))["emoji"], json!({}));
}

#[test]
fn two_emoji_of_one_picture_do_not_share_it() {
    let app = TestApp::start();
    for name in ["first", "second"] {
        assert_eq!(add_emoji(&app.linus, name, PNG)["ok"], true);
    }
    app.linus.ok("client.emoji.remove", json!({ "name": "first" }));
    let url = app.linus.ok("emoji.list", json!({}))["emoji"]["second"].as_str().unwrap().to_owned();
    assert_eq!(by(&app.linus, &url).0, 200);
}

#[test]
fn what_is_no_emoji_is_refused() {
    let app = TestApp::start();
    let refused = |name: &str, bytes: &[u8]| add_emoji(&app.linus, name, bytes)["error"].clone();
    assert_eq!(refused("svg", b"<svg onload=alert(1)>"), "bad_image");
    assert_eq!(refused("large", &[PNG, &[7; 128 * 1024]].concat()), "too_large");
    assert_eq!(refused("", PNG), "error_missing_name");
    assert_eq!(refused("Ferris", PNG), "error_lower_case_names_only");
    assert_eq!(refused("a%20b", PNG), "error_bad_name_i18n");
    assert_eq!(add_emoji(&app.linus, "ferris", PNG)["ok"], true);
    assert_eq!(refused("ferris", PNG), "error_name_taken");
    assert_eq!(app.linus.refused("client.emoji.add", json!({ "name": "none" })), "bad_image");
    assert_eq!(add_emoji(&app.edsger, "guest", PNG)["error"], "user_is_restricted");
    assert_eq!(
        app.linus.ok("emoji.list", json!({}))["emoji"].as_object().unwrap().len(),
        1,
        "what was refused left nothing"
    );
}
