//! What is not a whole export is refused before anything is written, with the file and the place of the fault.

use super::export::{Export, export};
use super::world::in_memory;
use comity::base::{Error, Kind};
use comity::import::slack::{self, Options};
use comity::store::records::listing::{Kind as Listed, Listing};
use serde_json::json;
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
fn a_bomb_is_refused_before_it_is_unpacked() {
    let error = refused_with(|files| files.raw("general/2020-09-15.json", vec![b' '; 8 * 1024 * 1024]));
    says(&error, &["general/2020-09-15.json", "times its size"]);
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
fn broken_json_is_named_with_its_place() {
    let error = refused_with(|files| files.raw("general/2020-09-13.json", b"[\n {\"ts\": nonsense}]".to_vec()));
    says(&error, &["general/2020-09-13.json, line 2", "not JSON"]);
    let error = refused_with(|files| files.raw("users.json", b"[{\"id\": \"U1\"".to_vec()));
    says(&error, &["users.json, line 1", "ends in the middle"]);
    let error = refused_with(|files| files.raw("general/2020-09-13.json", b"[] and more".to_vec()));
    says(&error, &["general/2020-09-13.json, line 1"]);
    let deep = "[".repeat(100_000).into_bytes();
    let error = refused_with(|files| files.raw("general/2020-09-13.json", deep));
    says(&error, &["general/2020-09-13.json"]);
}

#[test]
fn wrong_types_are_named_and_never_quoted() {
    let cases = [
        (json!({ "not": "a list" }), "another type"),
        (json!(["a secret text"]), "another type"),
        (json!([{ "text": "no time" }]), "missing field `ts`"),
        (json!([{ "ts": "tomorrow" }]), "message 1: its `ts` is not a past time"),
        (json!([{ "ts": "99999999999.000000" }]), "message 1: its `ts` is not a past time"),
        (json!([{ "ts": "1600000000.000000", "text": 5 }]), "message 1: its `text` is not text"),
        (
            json!([{ "ts": "1600000000.000000" }, { "ts": "1600000001.000000", "reactions": "a secret" }]),
            "message 2: its `reactions` is not a list",
        ),
        (
            json!([{ "ts": "1600000000.000000", "reactions": [{ "users": [] }] }]),
            "one of its `reactions` has no `name`",
        ),
        (json!([{ "ts": "1600000000.000000", "thread_ts": "x" }]), "its `thread_ts` is not a time"),
        (json!([{ "ts": "1600000000.000000", "edited": [] }]), "its `edited` is not an object"),
    ];
    for (content, words) in cases {
        let error = refused_with(|files| files.set("general/2020-09-13.json", &content));
        says(&error, &["general/2020-09-13.json", words]);
        assert!(!error.detail.contains("secret"), "{error}");
    }
    let error = refused_with(|files| files.set("users.json", &json!([{ "id": 7 }])));
    says(&error, &["users.json, line 1", "another type"]);
    let error = refused_with(|files| files.set("dms.json", &json!([{ "id": "D1", "members": [] }])));
    says(&error, &["dms.json, item 1", "no members"]);
}
