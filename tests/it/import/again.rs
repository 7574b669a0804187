//! A later export, after people here have changed what the first one brought.

use super::export::{Export, export};
use super::whole::{line, texts};
use super::world::{actor, channel, import, in_memory, timeline, user};
use comity::base::Ts;
use comity::domain::access::Posting;
use comity::domain::messages::{self, parts};
use comity::domain::{Actor, Domain, access};
use comity::import::slack::Report;
use comity::store::Tx;
use comity::store::records::message::Body;
use serde_json::{Value, json};

const FIRST: &str = "1600000500.000100";
const SECOND: &str = "1600000501.000100";

/// An installation with these messages of general.
fn begun(lines: &Value) -> Domain {
    let domain = in_memory();
    let report = again(&domain, lines, |_| {});
    assert_eq!(report.open(), 0, "{report}");
    domain
}

/// Imports another export, with these messages of general.
fn again(domain: &Domain, lines: &Value, change: impl FnOnce(&mut Export)) -> Report {
    let dir = tempfile::tempdir().unwrap();
    let mut files = export();
    files.0.retain(|(name, _)| !name.starts_with("forgotten/"));
    files.set("general/2020-09-13.json", lines);
    change(&mut files);
    import(domain, &files.write(dir.path()))
}

/// Ada does something in general.
fn does(domain: &Domain, what: impl Fn(&mut Tx, &Actor, &Posting) -> comity::base::Result<()>) {
    let (ada, general) = (actor("U0ADA"), channel("C0GENERAL"));
    let done = domain.run(&parts(general, &ada), |tx| what(tx, &ada, &access::posting(tx, &ada, general)?));
    done.unwrap();
}

fn ts(text: &str) -> Ts {
    Ts::parse(text).unwrap()
}

fn edits(domain: &Domain, text: &str) {
    let body = Body { text: text.to_owned(), ..Body::default() };
    does(domain, |tx, ada, general| messages::edit(tx, ada, general, ts(FIRST), body.clone()).map(drop));
}

const BOTH: &str = "the export has other words than were imported, and it was changed here; the words here stay";

#[test]
fn other_words_of_a_later_export_are_named_where_an_edit_here_hides_them() {
    let first = json!([line("U0ADA", FIRST, "steam"), line("U0LINUS", SECOND, "coal")]);
    let mut edited = line("U0ADA", FIRST, "steam, edited there");
    edited["edited"] = json!({ "user": "U0ADA", "ts": "1600000600.000000" });
    let mut only_marked = edited.clone();
    only_marked["text"] = json!("steam");
    for other in [edited, line("U0ADA", FIRST, "other words"), only_marked] {
        let domain = begun(&first);
        edits(&domain, "changed here");
        edits(&domain, "changed here twice");
        let report = again(&domain, &json!([other, first[1]]), |_| {});
        assert_eq!(report.open(), 1, "{report}");
        assert!(report.to_string().contains(BOTH) && report.to_string().contains(FIRST), "{report}");
        assert_eq!(texts(&timeline(&domain, "U0ADA", "C0GENERAL"))[0], "changed here twice");
        // What the export still says as before is explained, with whatever is new beside it.
        let new = line("U0LINUS", "1600000502.000100", "new");
        let report = again(&domain, &json!([first[0], first[1], new]), |_| {});
        assert_eq!(report.open(), 0, "{report}");
        let report = again(&domain, &first, |_| {});
        assert_eq!(report.open(), 0, "{report}");
    }
}

#[test]
fn a_reaction_given_here_hides_no_other_words() {
    let domain = begun(&json!([line("U0ADA", FIRST, "steam")]));
    does(&domain, |tx, ada, general| comity::domain::reactions::add(tx, ada, general, ts(FIRST), "eyes").map(drop));
    let report = again(&domain, &json!([line("U0ADA", FIRST, "other words")]), |_| {});
    assert_eq!(report.open(), 1, "{report}");
    assert!(report.to_string().contains("the text is another here than in the export"), "{report}");
}

#[test]
fn what_was_deleted_here_stays_deleted_and_the_report_says_so() {
    let first = json!([line("U0ADA", FIRST, "secret"), line("U0LINUS", SECOND, "coal")]);
    let domain = begun(&first);
    does(&domain, |tx, ada, general| messages::delete(tx, ada, general, ts(FIRST)));
    // Somebody answers it elsewhere meanwhile: the answer stays, without the root.
    let mut answer = line("U0LINUS", "1600000503.000100", "an answer to it");
    answer["thread_ts"] = json!(FIRST);
    let new = line("U0LINUS", "1600000502.000100", "new");
    let later = json!([first[0], first[1], new, answer]);
    for _ in 0..2 {
        let report = again(&domain, &later, |_| {});
        assert_eq!(report.open(), 0, "{report}");
        assert!(report.to_string().contains("deleted here after the import"), "{report}");
        let lines = timeline(&domain, "U0ADA", "C0GENERAL");
        assert_eq!(texts(&lines), ["coal", "new", "an answer to it"]);
        assert_eq!(lines[2]["comity_import"]["original_thread_ts"], FIRST);
    }
}

#[test]
fn what_was_unpinned_here_stays_unpinned_and_what_was_pinned_again_stays_pinned() {
    let pinned = |user: &str, ts: &str, text: &str| {
        let mut line = line(user, ts, text);
        line["pinned_to"] = json!(["C0GENERAL"]);
        line
    };
    let first = json!([pinned("U0ADA", FIRST, "steam"), line("U0LINUS", SECOND, "coal")]);
    let domain = begun(&first);
    does(&domain, |tx, ada, general| comity::domain::pins::remove(tx, ada, general, ts(FIRST)));
    // One that was pinned and unpinned here alone, and is pinned in the later export.
    does(&domain, |tx, ada, general| comity::domain::pins::add(tx, ada, &domain, general, ts(SECOND)));
    does(&domain, |tx, ada, general| comity::domain::pins::remove(tx, ada, general, ts(SECOND)));
    let new = line("U0LINUS", "1600000502.000100", "new");
    let report = again(&domain, &json!([first[0], pinned("U0LINUS", SECOND, "coal"), new]), |_| {});
    assert_eq!(report.open(), 0, "{report}");
    assert!(report.to_string().contains("pinned or unpinned here after the import"), "{report}");
    let lines = timeline(&domain, "U0ADA", "C0GENERAL");
    assert!(lines.iter().all(|line| line["pinned_to"].is_null()), "{lines:?}");
    does(&domain, |tx, ada, general| comity::domain::pins::add(tx, ada, &domain, general, ts(FIRST)));
    let report = again(&domain, &json!([first[0], first[1], new, line("U0ADA", "1600000509.000100", "newer")]), |_| {});
    assert_eq!(report.open(), 0, "{report}");
    assert_eq!(timeline(&domain, "U0ADA", "C0GENERAL")[0]["pinned_to"], json!(["C0GENERAL"]));
}

/// A line of `users.json` with Zoe's address.
fn zoe(id: &str, more: &Value) -> Value {
    let mut line =
        json!({ "id": id, "name": id.to_lowercase(), "profile": { "real_name": id, "email": "zoe@example.org" } });
    line.as_object_mut().unwrap().append(&mut more.as_object().unwrap().clone());
    line
}

/// What the lists of an export become with these people added to Ada and Linus.
fn with(files: &mut Export, more: &[Value]) {
    let plain = |id: &str| json!({ "id": id, "name": id.to_lowercase(), "profile": { "real_name": id } });
    let all: Vec<Value> = [plain("U0ADA"), plain("U0LINUS")].into_iter().chain(more.iter().cloned()).collect();
    files.set("users.json", &json!(all));
}

#[test]
fn an_address_goes_from_who_was_deactivated_to_who_is_active_by_a_later_export() {
    let (gone, active) = (zoe("U0ZOLD", &json!({ "deleted": true })), zoe("U0ZNEW", &json!({})));
    let bot = zoe("U0ZOLD", &json!({ "is_bot": true }));
    for (first, then) in [
        (vec![gone.clone()], vec![active.clone()]),
        (vec![gone.clone()], vec![gone.clone(), active.clone()]),
        (vec![bot.clone()], vec![bot.clone(), active.clone()]),
        (vec![], vec![bot.clone(), active.clone()]),
    ] {
        let lines = json!([line("U0ZOLD", FIRST, "said before")]);
        let domain = in_memory();
        again(&domain, &lines, |files| with(files, &first));
        let report = again(&domain, &lines, |files| with(files, &then));
        assert_eq!(report.open(), 0, "{report}");
        let view = domain.view().unwrap();
        let address = |id: &str| comity::domain::people::get(&view, user(id)).unwrap().email;
        assert_eq!((address("U0ZNEW").as_deref(), address("U0ZOLD")), (Some("zoe@example.org"), None), "{then:?}");
        assert_eq!(timeline(&domain, "U0ADA", "C0GENERAL")[0]["user"], "U0ZOLD");
    }
}
