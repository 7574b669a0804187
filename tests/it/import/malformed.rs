//! What is not a whole export is refused before anything is written, with the file and the place of the fault.

use super::export::{Export, export};
use super::world::{imported, in_memory, timeline, user};
use comity::base::{Error, Kind, limits};
use comity::domain::{Domain, people};
use comity::import::slack::{self, Options, Report};
use comity::store::records::listing::{Kind as Listed, Listing};
use serde_json::{Value, json};
use std::path::Path;

/// Imports what must be refused, and checks that nothing of it is there.
fn refused(path: &Path) -> Error {
    let domain = in_memory();
    let before = domain.view().unwrap().position().unwrap();
    let error = slack::run(&domain, path, Options::default(), &mut |_| {}).unwrap_err();
    let view = domain.view().unwrap();
    assert_eq!(view.position().unwrap(), before, "nothing was written");
    assert_eq!(view.count(Listing::prefix(Listed::Users).prefix(), 10).unwrap(), 0);
    error
}

fn refused_with(change: impl FnOnce(&mut Export)) -> Error {
    let dir = tempfile::tempdir().unwrap();
    let mut files = export();
    change(&mut files);
    refused(&files.write(dir.path()))
}

#[track_caller]
fn says(error: &Error, words: &[&str]) {
    assert!(matches!(error.kind, Kind::Invalid | Kind::Limit), "{error}");
    for word in words {
        assert!(error.detail.contains(word), "{word:?} is not in {error}");
    }
}

#[test]
fn a_file_that_is_no_zip_or_only_half_of_one_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = export().write(dir.path());
    let whole = std::fs::read(&path).unwrap();
    for part in [whole[..whole.len() / 2].to_vec(), b"PK\x03\x04 and no more".to_vec(), Vec::new()] {
        std::fs::write(&path, part).unwrap();
        says(&refused(&path), &["not a whole zip file", "download the export again"]);
    }
    says(&refused(&dir.path().join("missing.zip")), &["missing.zip can't be opened"]);
}

#[test]
fn a_file_damaged_inside_the_zip_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let path = export().write(dir.path());
    let mut bytes = std::fs::read(&path).unwrap();
    let name = b"engine-room/2020-09-13.json";
    let at = bytes.windows(name.len()).position(|w| w == name).unwrap() + name.len() + 40;
    bytes[at..at + 8].copy_from_slice(&[0xff; 8]);
    std::fs::write(&path, bytes).unwrap();
    says(&refused(&path), &["engine-room/2020-09-13.json"]);
}

#[test]
fn a_zip_that_is_something_else_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let mut files = Export(Vec::new());
    files.set("photos/1.json", &json!([]));
    says(&refused(&files.write(dir.path())), &["not a Slack export"]);
}

#[test]
fn paths_that_lead_out_are_refused() {
    for name in ["../evil.json", "general/../../evil.json", "/etc/evil.json", "C:\\evil.json", "general\\..\\x.json"] {
        let error = refused_with(|files| files.set(name, &json!([])));
        says(&error, &["leads out of it"]);
    }
}

#[test]
fn two_files_of_one_name_are_refused_and_none_of_them_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let mut files = export();
    files.set("general/2020-09-15.json", &json!([]));
    files.set("general/2020-09-1X.json", &json!([]));
    let path = files.write(dir.path());
    let mut bytes = std::fs::read(&path).unwrap();
    let other = b"general/2020-09-1X.json";
    while let Some(at) = bytes.windows(other.len()).position(|w| w == other) {
        bytes[at..at + other.len()].copy_from_slice(b"general/2020-09-15.json");
    }
    std::fs::write(&path, bytes).unwrap();
    says(&refused(&path), &["two files of one name", "pack the export anew"]);
    let twice_by_steps = refused_with(|files| {
        files.set("general//2020-09-15.json", &json!([]));
        files.set("general/2020-09-15.json", &json!([]));
    });
    says(&twice_by_steps, &["both general/2020-09-15.json", "pack the export anew"]);
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    let size = usize::try_from(limits::IMPORT_FILE_BYTES).unwrap() + 1;
    let error = refused_with(|files| files.raw("general/2020-09-15.json", vec![b' '; size]));
    says(&error, &["general/2020-09-15.json", &format!("unpacks to {size} bytes")]);
}

#[test]
fn a_bomb_that_lies_about_its_size_is_stopped_where_it_lies() {
    let dir = tempfile::tempdir().unwrap();
    let mut files = export();
    let name = "general/2020-09-15.json";
    files.raw(name, vec![b' '; 8 * 1024 * 1024]);
    let path = files.write(dir.path());
    let mut bytes = std::fs::read(&path).unwrap();
    // The size stands 22 bytes before the name in the directory at the end of the zip.
    let entry = bytes.windows(name.len()).rposition(|w| w == name.as_bytes()).unwrap();
    bytes[entry - 22..entry - 18].copy_from_slice(&1_000_u32.to_le_bytes());
    std::fs::write(&path, bytes).unwrap();
    says(&refused(&path), &[name, "can't be unpacked"]);
}

#[test]
fn a_list_that_is_none_is_refused_and_one_that_is_cut_is_a_difference() {
    for list in ["users.json", "channels.json", "dms.json"] {
        for (content, why) in [("{bad", "no list of records"), ("\u{feff}7", "no list of records")] {
            let error = refused_with(|files| files.raw(list, content.into()));
            says(&error, &[list, why, "download the export again"]);
        }
        let error = refused_with(|files| files.raw(list, b"\xff\xfe[\0]\0".to_vec()));
        says(&error, &[list, "UTF-8"]);
    }
    says(&refused_with(|files| files.raw("users.json", "".into())), &["users.json", "empty"]);
    for empty in ["", "{}", " \n"] {
        let (_, report) = imported(|files| files.raw("dms.json", empty.into()));
        let open: Vec<_> = report.left.iter().filter(|left| !left.explained).map(|left| left.what.as_str()).collect();
        assert_eq!(open, ["dms.json", "messages in D0AL/"], "{report}");
    }
    let (domain, report) = imported(|files| {
        let people = files.0.iter_mut().find(|(name, _)| name == "users.json").unwrap();
        let at = people.1.windows(10).position(|window| window == b"\"U0COURIER").unwrap();
        people.1.truncate(at + 5);
    });
    assert!(people::get(&domain.view().unwrap(), user("U0EDSGER")).is_ok());
    let cut = report.left.iter().find(|left| left.what == "users.json, record 6").unwrap();
    assert!(cut.reason.contains("ends in the middle") && !cut.explained, "{report}");
}

/// A day of the general channel in which the second of three records is as it stands here.
fn day_with(record: &[u8]) -> Vec<u8> {
    let line = |ts: &str, text: &str| json!({ "type": "message", "ts": ts, "user": "U0ADA", "text": text }).to_string();
    let (first, last) = (line("1600000000.000100", "first"), line("1600000009.000100", "last"));
    [b"[", first.as_bytes(), b", ", record, b",\n", last.as_bytes(), b"]"].concat()
}

fn texts(domain: &Domain) -> Vec<Value> {
    timeline(domain, "U0ADA", "C0GENERAL").iter().map(|m| m["text"].clone()).collect()
}

#[test]
fn broken_json_costs_the_record_it_stands_in() {
    let deep = format!("{{\"deep\": {}{}}}", "[".repeat(2_000), "]".repeat(2_000));
    for (broken, why) in [
        ("{\"ts\": \"1600000001.000100\", \"text\": NaN, \"replies\": [{\"ts\": \"1\"}, {\"ts\": \"2\"}]}", "not JSON"),
        ("{\"ts\": Infinity}", "not JSON"),
        ("{\"ts\": nonsense}", "not JSON"),
        ("{bad", "not JSON"),
        ("{\"text\": \"no end}", "not JSON"),
        (&deep, "nested deeper"),
    ] {
        let (domain, report) = imported(|files| files.raw("general/2020-09-13.json", day_with(broken.as_bytes())));
        assert_eq!(texts(&domain), ["first", "last"], "{broken}");
        let words = format!("{report}");
        assert!(words.contains("general/2020-09-13.json, record 2") && words.contains(why), "{broken}: {words}");
        assert_eq!(report.open(), 0, "{words}");
    }
    for (content, place) in
        [("{bad", "[general/2020-09-13.json]"), ("[] and more", "[general/2020-09-13.json, record 1]")]
    {
        let (domain, report) = imported(|files| files.raw("general/2020-09-13.json", content.into()));
        assert!(texts(&domain).is_empty() && report.open() == 1);
        assert!(format!("{report}").contains(place), "{report}");
    }
    let deep = "[".repeat(100_000);
    let (_, report) = imported(|files| files.raw("general/2020-09-13.json", deep.into_bytes()));
    assert!(format!("{report}").contains("general/2020-09-13.json, record 1"), "{report}");
}

#[test]
fn a_character_that_is_none_costs_that_character_and_a_key_that_stands_twice_is_named() {
    let record =
        |text: &[u8]| [br#"{"ts": "1600000001.000100", "user": "U0ADA", "type": "message", "#, text, b"}"].concat();
    for (odd, text, place) in [
        (&br#""text": "a \ud83d b""#[..], "a \u{fffd} b", "record 2"),
        (br#""text": "a \uDE00""#, "a \u{fffd}", "record 2"),
        (b"\"text\": \"caf\xe9\"", "caf\u{fffd}", "record 2"),
        (br#""text": "one", "text": "two""#, "two", "record 2, `text`"),
        (br#""text": "same", "blocks": [{"type": "x", "type": "y"}]"#, "same", "record 2, `type`"),
    ] {
        let (domain, report) = imported(|files| files.raw("general/2020-09-13.json", day_with(&record(odd))));
        assert_eq!(texts(&domain), ["first", text, "last"]);
        let words = format!("{report}");
        assert!(words.contains(&format!("[general/2020-09-13.json, {place}]")) && report.open() == 0, "{words}");
    }
    let (domain, report) = imported(|files| {
        files.raw(
            "users.json",
            b"[{\"id\": \"U0ADA\", \"name\": \"ad\xe9\", \"tz\": \"UTC\", \"tz\": \"Europe/Paris\"}, {\"id\": NaN}]"
                .to_vec(),
        );
    });
    assert_eq!(people::get(&domain.view().unwrap(), user("U0ADA")).unwrap().tz, "Europe/Paris");
    let named: Vec<&str> = report.left.iter().map(|left| left.what.as_str()).collect();
    for what in ["users.json, record 1", "users.json, record 1, `tz`", "users.json, record 2"] {
        assert!(named.contains(&what), "{what}: {named:?}");
    }
}

#[test]
fn however_many_messages_have_one_time_each_is_kept_and_twins_once() {
    let line = |n: usize| json!({ "ts": "1600000000.000100", "user": "U0ADA", "text": format!("line {n}") });
    let all: Vec<Value> = (0..20_000).map(|n| line(n % 19_990)).collect();
    let (domain, report) = imported_day(&json!(all));
    let view = domain.view().unwrap();
    let channel = comity::base::id::ChannelId::parse("C0GENERAL").unwrap();
    let kept = comity::store::records::message::lane_prefix(channel, comity::store::records::message::Lane::Main);
    // Of each an entry and a body.
    assert_eq!(view.count(kept.prefix(), 100_000).unwrap(), 2 * 19_990, "{report}");
    assert_eq!(report.open(), 0, "{report}");
}

#[test]
fn a_day_that_is_cut_off_keeps_what_stands_before_the_cut() {
    let whole = day_with(br#"{"ts": "1600000001.000100", "user": "U0ADA", "text": "second"}"#);
    for (end, kept, place) in [(60, 0, 1), (100, 1, 2), (130, 1, 2), (whole.len() - 3, 2, 3), (whole.len() - 1, 3, 4)] {
        let (domain, report) = imported(|files| files.raw("general/2020-09-13.json", whole[..end].to_vec()));
        assert_eq!(texts(&domain), ["first", "second", "last"][..kept]);
        let words = format!("{report}");
        assert!(words.contains("ends in the middle") && report.open() == 1, "{words}");
        assert!(words.contains(&format!("[general/2020-09-13.json, record {place}]")), "{end}: {words}");
    }
}

#[test]
fn steps_that_lead_nowhere_are_no_part_of_a_path() {
    let (domain, report) = imported(|files| {
        for (name, _) in &mut files.0 {
            *name = format!("./{}", name.replace('/', "/.//"));
        }
    });
    assert_eq!((texts(&domain).len(), report.open()), (1, 0), "{report}");
}

/// What comes of an export in which this is the general channel's day.
fn imported_day(content: &Value) -> (Domain, Report) {
    imported(|files| files.set("general/2020-09-13.json", content))
}

#[test]
fn one_odd_record_costs_one_record_and_is_named_with_its_place() {
    let sound = json!({ "ts": "1600000000.000100", "user": "U0ADA", "text": "sound" });
    let last = json!({ "ts": "1600000009.000100", "user": "U0LINUS", "text": "sound too" });
    let odd = [
        json!(null),
        json!("classified"),
        json!([]),
        json!({ "text": "classified, without a time" }),
        json!({ "ts": null, "text": "classified" }),
        json!({ "ts": "tomorrow" }),
        json!({ "ts": "" }),
        json!({ "ts": "99999999999.000000" }),
        json!({ "ts": {} }),
    ];
    for record in odd {
        let (domain, report) = imported_day(&json!([sound, record, last]));
        let texts: Vec<_> = timeline(&domain, "U0ADA", "C0GENERAL").iter().map(|m| m["text"].clone()).collect();
        assert_eq!(texts, ["sound", "sound too"], "{record}");
        let words = format!("{report}");
        assert!(words.contains("general/2020-09-13.json, record 2"), "{record}: {words}");
        assert!(!words.contains("classified") && report.open() == 0, "{record}: {words}");
    }
}

#[test]
fn one_odd_field_costs_that_field_and_is_named() {
    for (field, value) in [
        ("text", json!(5)),
        ("user", json!(["U0ADA"])),
        ("reactions", json!("classified")),
        ("reactions", json!([{ "users": ["U0ADA"] }, null])),
        ("thread_ts", json!("x")),
        ("edited", json!([])),
        ("files", json!({ "id": "F1" })),
        ("blocks", json!("bold")),
        ("attachments", json!(7)),
        ("username", json!({})),
        ("subtype", json!(0)),
        ("reactions", json!([{ "name": "eyes", "users": "U0ADA" }])),
        ("reactions", json!([{ "name": "eyes", "users": [5] }])),
        ("pinned_to", json!("C0GENERAL")),
        ("pinned_to", json!([7])),
        ("pinned_info", json!("classified")),
    ] {
        let mut record = json!({ "ts": "1600000000.000100", "user": "U0ADA", "text": "sound" });
        record[field] = value.clone();
        let (domain, report) = imported_day(&json!([record]));
        let kept = &timeline(&domain, "U0ADA", "C0GENERAL")[0];
        let text = if field == "text" { "" } else { "sound" };
        assert_eq!(kept["text"], text, "{field}: {kept}");
        let words = format!("{report}");
        assert!(words.contains(&format!("`{field}`")), "{field}: {words}");
        assert!(!words.contains("classified") && report.open() == 0, "{field} {value}: {words}");
    }
}

#[test]
fn what_other_tools_write_for_nothing_is_nothing() {
    let nothing = json!([{
        "ts": "1600000000.000100", "user": "U0ADA", "text": "plain", "thread_ts": "", "edited": { "ts": "", "user": "" },
        "reactions": [null], "files": [null], "attachments": null, "blocks": [], "subtype": "", "bot_id": "",
    }, { "ts": 1600000001.0001, "user": "U0ADA", "text": "a number for a time" }]);
    let (domain, report) = imported_day(&nothing);
    assert_eq!(timeline(&domain, "U0ADA", "C0GENERAL").len(), 2);
    assert_eq!(report.open(), 0, "{report}");
    for empty in [&b""[..], b"[]", b"\xef\xbb\xbf[]", b"  \n[ ]"] {
        let (_, report) = imported(|files| files.raw("general/2020-09-13.json", empty.to_vec()));
        assert_eq!(report.open(), 0, "{report}");
    }
    let (_, report) = imported(|files| {
        for file in ["users.json", "channels.json", "general/2020-09-13.json"] {
            let at = files.0.iter().position(|(name, _)| name == file).unwrap();
            files.0[at].1.splice(0..0, *b"\xef\xbb\xbf");
        }
    });
    assert_eq!(report.open(), 0, "{report}");
    let (_, report) = imported(|files| files.raw("general/2020-09-13.json", b"\xff\xfe[\0]\0".to_vec()));
    let words = format!("{report}");
    assert!(words.contains("[general/2020-09-13.json]") && words.contains("UTF-8"), "{words}");
}

#[test]
fn lists_with_odd_records_bring_the_sound_ones() {
    let (domain, report) = imported(|files| {
        let at = files.0.iter().position(|(name, _)| name == "users.json").unwrap();
        let mut people: Vec<Value> = serde_json::from_slice(&files.0[at].1).unwrap();
        people.extend([json!(null), json!({ "id": 7 }), json!({ "id": "U0ODD", "name": 5, "profile": "x", "tz": [] })]);
        files.set("users.json", &Value::Array(people));
        files.set("dms.json", &json!([{ "id": "D1", "members": [] }, null]));
    });
    let view = domain.view().unwrap();
    assert!(people::get(&view, user("U0ODD")).is_ok() && people::get(&view, user("U0LINUS")).is_ok());
    let words = format!("{report}");
    for named in ["users.json, record 7", "users.json, record 8", "dms.json, record 2", "D1 in dms.json"] {
        assert!(words.contains(named), "{named}: {words}");
    }
}

#[test]
fn fields_of_the_lists_that_are_of_another_type_are_named() {
    let (_, report) = imported(|files| {
        let odd = json!({ "id": "U0ODD", "name": "odd", "tz": 4, "deleted": "no", "profile": { "email": ["a"], "title": 1, "phone": "1" } });
        files.set("users.json", &json!([{ "id": "U0ADA", "name": "ada", "profile": 5 }, odd]));
        files.set("channels.json", &json!([
            { "id": "C0GENERAL", "name": "general", "members": "x", "created": "1600000100", "topic": { "value": 5 } },
            { "id": "C0ENGINE", "name": "engine-room", "members": ["U0ADA", 7], "created": 1_600_000_100.5,
              "pins": [{ "id": "1600000200.000100", "user": 8 }] },
            { "id": "C0OLD", "name": "old-plans", "members": ["U0ADA"], "is_archived": 1, "topic": "x", "pins": null },
        ]));
    });
    let named: Vec<&str> =
        report.left.iter().filter(|l| l.reason.contains("another type")).map(|l| l.what.as_str()).collect();
    assert_eq!(
        named,
        [
            "users.json, record 1, `profile`",
            "users.json, record 2, `deleted`",
            "users.json, record 2, `profile.email`",
            "users.json, record 2, `profile.title`",
            "users.json, record 2, `tz`",
            "channels.json, record 1, `members`",
            "channels.json, record 1, `topic.value`",
            "channels.json, record 2, `members`",
            "channels.json, record 2, `pins`",
            "channels.json, record 3, `is_archived`",
            "channels.json, record 3, `topic`",
        ]
    );
    let (_, report) = imported(|_| ());
    assert!(!report.left.iter().any(|left| left.reason.contains("another type")), "{report}");
}
