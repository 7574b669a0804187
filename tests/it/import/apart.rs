//! Nobody reads by an import what was not said to them, and nobody's words stand under another's name.

use super::export::{Export, export};
use super::whole::{line, texts};
use super::world::{actor, channel, import, imported, in_memory, timeline, user};
use comity::domain::{Domain, access, people};
use comity::import::slack::Report;
use serde_json::{Value, json};

/// Imports the tests' export with its lists of conversations made anew, into what is there.
fn over(domain: &Domain, change: impl FnOnce(&mut Export)) -> Report {
    let dir = tempfile::tempdir().unwrap();
    let mut files = export();
    files.0.retain(|(name, _)| !name.contains('/'));
    for list in ["channels.json", "groups.json", "mpims.json", "dms.json"] {
        files.set(list, &json!([]));
    }
    change(&mut files);
    import(domain, &files.write(dir.path()))
}

fn listed(id: &str, name: &str, members: &[&str]) -> Value {
    json!({ "id": id, "name": name, "members": members })
}

fn reads(domain: &Domain, who: &str, id: &str) -> bool {
    access::reading(&domain.view().unwrap(), &actor(who), channel(id)).is_ok()
}

/// The id that something of the export has here.
fn here(report: &Report, old: &str) -> String {
    report.changed.iter().find(|one| one.what == old).unwrap_or_else(|| panic!("{report}")).here.clone()
}

#[test]
fn what_was_said_after_a_channel_was_closed_is_not_read_in_the_open_one() {
    let domain = in_memory();
    over(&domain, |files| {
        files.set("channels.json", &json!([listed("C0YARD", "yard", &["U0ADA"])]));
        files.set("yard/2020-09-13.json", &json!([line("U0ADA", "1600000500.000100", "open words")]));
    });
    let report = over(&domain, |files| {
        files.set("groups.json", &json!([listed("C0YARD", "yard", &["U0ADA"])]));
        files.set("yard/2020-09-14.json", &json!([line("U0ADA", "1600090500.000100", "closed words")]));
    });
    assert_eq!(report.open(), 0, "{report}");
    assert_eq!(texts(&timeline(&domain, "U0LINUS", "C0YARD")), ["open words"]);
    let closed = here(&report, "C0YARD");
    assert_eq!(texts(&timeline(&domain, "U0ADA", &closed)), ["closed words"]);
    assert!(!reads(&domain, "U0LINUS", &closed));
    // Once more is once more the same.
    let again = over(&domain, |files| {
        files.set("groups.json", &json!([listed("C0YARD", "yard", &["U0ADA"])]));
        files.set("yard/2020-09-15.json", &json!([line("U0ADA", "1600190500.000100", "more of them")]));
    });
    assert_eq!(here(&again, "C0YARD"), closed);
    assert_eq!(texts(&timeline(&domain, "U0ADA", &closed)), ["closed words", "more of them"]);
}

#[test]
fn the_more_closed_of_what_is_said_of_a_conversation_counts() {
    let both = ["U0ADA", "U0GRACE"];
    let twice = ["groups.json", "dms.json", "mpims.json"].map(|list| (list, "is_channel"));
    let flagged = ["is_private", "is_group", "is_im", "is_mpim"].map(|flag| ("channels.json", flag));
    for (list, flag) in twice.into_iter().chain(flagged) {
        let domain = in_memory();
        let report = over(&domain, |files| {
            let mut one = listed("C0YARD", "yard", &both);
            one[flag] = json!(true);
            files.set("channels.json", &json!([one]));
            files.set(list, &json!([one]));
            files.set("yard/2020-09-13.json", &json!([line("U0ADA", "1600000500.000100", "among us")]));
        });
        assert_eq!(report.open(), 0, "{report}");
        assert_eq!(texts(&timeline(&domain, "U0GRACE", "C0YARD")), ["among us"]);
        assert!(!reads(&domain, "U0LINUS", "C0YARD"), "{report}");
    }
}

#[test]
fn whoever_left_does_not_read_what_was_said_since() {
    let domain = in_memory();
    over(&domain, |files| {
        files.set("groups.json", &json!([listed("G0HUSH", "hush", &["U0ADA", "U0LINUS"])]));
        files.set("dms.json", &json!([{ "id": "D0TWO", "members": ["U0ADA", "U0LINUS"] }]));
        files.set("hush/2020-09-13.json", &json!([line("U0ADA", "1600000500.000100", "with Linus")]));
        files.set("D0TWO/2020-09-13.json", &json!([line("U0ADA", "1600000500.000100", "to Linus")]));
    });
    assert!(reads(&domain, "U0LINUS", "G0HUSH"));
    let report = over(&domain, |files| {
        files.set("groups.json", &json!([listed("G0HUSH", "hush", &["U0ADA", "U0GRACE"])]));
        files.set("dms.json", &json!([{ "id": "D0TWO", "members": ["U0ADA", "U0GRACE"] }]));
        files.set("hush/2020-09-14.json", &json!([line("U0ADA", "1600090500.000100", "without Linus")]));
        files.set("D0TWO/2020-09-14.json", &json!([line("U0ADA", "1600090500.000100", "to Grace")]));
    });
    assert_eq!(report.open(), 0, "{report}");
    assert!(!reads(&domain, "U0LINUS", "G0HUSH") && reads(&domain, "U0GRACE", "G0HUSH"));
    assert!(report.changed.iter().any(|one| one.what == "U0LINUS in #hush" && one.here == "no member"), "{report}");
    assert_eq!(texts(&timeline(&domain, "U0LINUS", "D0TWO")), ["to Linus"]);
    let grace = here(&report, "D0TWO");
    assert!(grace.starts_with('D') && texts(&timeline(&domain, "U0GRACE", &grace)) == ["to Grace"]);
}

#[test]
fn the_same_ids_in_another_workspace_are_other_people_and_other_channels() {
    let domain = in_memory();
    let one = |id: &str, name: &str| json!([{ "id": id, "name": name, "real_name": name, "profile": { "email": format!("{name}@mill.example") } }]);
    over(&domain, |files| {
        files.set("users.json", &one("U01", "barbara"));
        files.set("groups.json", &json!([listed("C01", "yard", &["U01"])]));
        files.set("yard/2020-09-13.json", &json!([line("U01", "1600000500.000100", "Barbara's")]));
    });
    let report = over(&domain, |files| {
        files.set("users.json", &one("U01", "tony"));
        files.set("groups.json", &json!([listed("C01", "shed", &["U01"])]));
        files.set("shed/2020-09-14.json", &json!([line("U01", "1600090500.000100", "Tony's")]));
    });
    assert_eq!(report.open(), 0, "{report}");
    let (tony, shed) = (here(&report, "U01"), here(&report, "C01"));
    assert_eq!(people::get(&domain.view().unwrap(), user(&tony)).unwrap().name, "tony");
    let lines = timeline(&domain, &tony, &shed);
    assert_eq!((texts(&lines), lines[0]["user"].as_str()), (vec!["Tony's"], Some(tony.as_str())));
    assert_eq!(texts(&timeline(&domain, "U01", "C01")), ["Barbara's"]);
    assert!(!reads(&domain, "U01", &shed) && !reads(&domain, &tony, "C01"));
}

#[test]
fn two_folders_of_one_name_of_which_one_may_be_private_are_both_private() {
    let (domain, report) = imported(|files| {
        let name = "b\u{fc}ro";
        files.0.retain(|(name, _)| {
            !["general/", "engine-room/", "old-plans/", "secret/"].iter().any(|f| name.starts_with(f))
        });
        files.set("channels.json", &json!([listed("C0OPEN", name, &["U0ADA"])]));
        files.set("groups.json", &json!([listed("G0CLOSED", name, &["U0ADA"])]));
        files.set("bu\u{308}ro/2020-09-13.json", &json!([line("U0ADA", "1600000500.000100", "one")]));
        files.set("b\u{fc}ro/2020-09-13.json", &json!([line("U0ADA", "1600000501.000100", "two")]));
    });
    assert_eq!(texts(&timeline(&domain, "U0ADA", "G0CLOSED")), ["one", "two"]);
    assert!(timeline(&domain, "U0ADA", "C0OPEN").is_empty(), "{report}");
}
