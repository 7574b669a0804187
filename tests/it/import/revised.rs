//! Exports with all revisions: records that tell of edits and deletions.

use super::whole::{line, texts};
use super::world::{imported, timeline};
use serde_json::{Value, json};

/// A record of an edit: when it was made, and the message as it read then.
fn changed(ts: &str, about: &str, text: &str) -> Value {
    let mut message = line("U0ADA", about, text);
    message["edited"] = json!({ "user": "U0ADA", "ts": ts });
    let was = line("U0ADA", about, "as it was");
    json!({ "type": "message", "subtype": "message_changed", "hidden": true, "ts": ts, "message": message, "original": was })
}

#[test]
fn records_of_edits_and_deletions_are_no_messages_but_change_theirs() {
    let (one, two) = ("1600000500.000100", "1600000501.000100");
    let mut liked = line("U0ADA", one, "as it was");
    liked["reactions"] = json!([{ "name": "eyes", "users": ["U0LINUS"], "count": 1 }]);
    let deletion = json!({ "type": "message", "subtype": "message_deleted", "ts": "1600090010.000100", "deleted_ts": two,
        "previous_message": line("U0LINUS", two, "taken back") });
    let (domain, report) = imported(|files| {
        files.set(
            "general/2020-09-13.json",
            &json!([
                liked,
                line("U0LINUS", two, "taken back"),
                changed("1600000700.000000", "1600000600.000100", "alone"),
                changed("1600000800.000000", "1600000600.000100", "alone, again")
            ]),
        );
        // Later ones stand on another day, and in no order.
        files.set(
            "general/2020-09-14.json",
            &json!([
                changed("1600090002.000000", one, "at last"),
                changed("1600090001.000000", one, "in between"),
                deletion,
                line("U0LINUS", "1600090020.000100", "plain")
            ]),
        );
    });
    assert_eq!(report.open(), 0, "{report}");
    let lines = timeline(&domain, "U0ADA", "C0GENERAL");
    assert_eq!(texts(&lines), ["at last", "alone, again", "plain"]);
    assert_eq!(
        (&lines[0]["edited"]["ts"], &lines[0]["reactions"][0]["name"]),
        (&json!("1600090002.000000"), &json!("eyes"))
    );
    assert_eq!((&lines[1]["user"], &lines[1]["ts"]), (&json!("U0ADA"), &json!("1600000600.000100")));
    assert!(lines.iter().all(|line| line["subtype"].is_null() && line["message"].is_null()));
    let general = report.conversations.iter().find(|c| c.id == "C0GENERAL").unwrap();
    let mut places: Vec<&str> = general.differences.iter().flat_map(|d| d.at.iter().map(String::as_str)).collect();
    places.sort_unstable();
    let day = |day: u32, record: u32| format!("general/2020-09-{day}.json, record {record}");
    assert_eq!(places, [day(13, 2), day(13, 3), day(13, 4), day(14, 1), day(14, 2), day(14, 3)]);
}

#[test]
fn words_that_only_a_field_holds_are_named() {
    let odd = json!({ "type": "message", "subtype": "from_the_future", "ts": "1600000500.000100", "item": { "text": "unseen" } });
    let (_, report) = imported(|files| files.set("general/2020-09-13.json", &json!([odd])));
    assert!(report.to_string().contains("[1600000500.000100 `item`]") && report.open() == 0, "{report}");
}

#[test]
fn a_record_of_an_edit_never_overwrites_what_was_said_later_or_by_another() {
    let one = "1600000500.000100";
    let mut newer = line("U0ADA", one, "the newest");
    newer["edited"] = json!({ "user": "U0ADA", "ts": "1600000900.000000" });
    for (message, inner, text) in [
        (newer, json!(null), "the newest"),
        // What within it is no message leaves it one itself.
        (line("U0ADA", one, "plain"), json!("x"), "plain"),
        (line("U0ADA", one, "plain"), json!({}), "plain"),
    ] {
        let mut edit = changed("1600000700.000000", one, "older");
        if !inner.is_null() {
            edit["message"] = inner;
            edit["original"] = json!(7);
            edit["text"] = json!("own words");
        }
        let own = edit["text"].is_string().then_some("own words");
        let (domain, report) = imported(|files| files.set("general/2020-09-13.json", &json!([message, edit])));
        assert_eq!(report.open(), 0, "{report}");
        assert_eq!(
            texts(&timeline(&domain, "U0ADA", "C0GENERAL")),
            [Some(text), own].into_iter().flatten().collect::<Vec<_>>()
        );
    }
}
