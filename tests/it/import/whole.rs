//! Nothing is dropped and nothing altered: what an export says, word for word, or a difference that says what is not.

use super::export::export;
use super::world::{channel, import, imported, in_memory, timeline, user};
use comity::base::Ts;
use comity::domain::people;
use comity::import::slack::{self, Measure, Options};
use comity::store::Tx;
use comity::store::records::message::{Address, Lane};
use comity::store::records::pin::Pin;
use serde_json::{Value, json};
use std::io::Write;

pub fn line(user: &str, ts: &str, text: &str) -> Value {
    json!({ "type": "message", "user": user, "ts": ts, "text": text })
}

pub fn texts(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["text"].as_str().unwrap()).collect()
}

#[test]
fn two_groups_of_the_same_people_are_one_and_keep_every_word_and_thread() {
    let (root, reply) = ("1600000300.000100", "1600000301.000100");
    let day = |text: &str| {
        let mut answer = line("U0LINUS", reply, &format!("{text}, answer"));
        answer["thread_ts"] = json!(root);
        json!([line("U0ADA", root, text), answer])
    };
    let (domain, report) = imported(|files| {
        let group =
            |id: &str, name: &str| json!({ "id": id, "name": name, "members": ["U0ADA", "U0LINUS", "U0EDSGER"] });
        files.0.retain(|(name, _)| !name.starts_with("mpdm-"));
        files.set("mpims.json", &json!([group("G0ONE", "mpdm-1"), group("G0TWO", "mpdm-2")]));
        files.set("mpdm-1/2020-09-13.json", &day("first"));
        files.set("mpdm-2/2020-09-13.json", &day("second"));
    });
    assert_eq!(report.open(), 0, "{report}");
    let lines = timeline(&domain, "U0ADA", "G0ONE");
    assert_eq!(texts(&lines), ["first", "second"]);
    for (root, answer) in lines.iter().zip(["first, answer", "second, answer"]) {
        let thread = super::world::thread(&domain, "U0ADA", "G0ONE", root["ts"].as_str().unwrap());
        assert_eq!(texts(&thread)[1..], [answer]);
    }
    assert!(report.changed.iter().any(|c| c.what == "G0TWO" && c.here == "G0ONE"), "{report}");
}

#[test]
fn a_folder_by_the_id_beside_one_by_the_name_is_the_same_channel() {
    let (domain, report) = imported(|files| {
        let day =
            |text: &str| json!([line("U0ADA", "1600000500.000100", text), line("U0ADA", "1600000501.000100", "twice")]);
        files.set("general/2020-09-13.json", &day("by name"));
        files.set("C0GENERAL/2020-09-13.json", &day("by id"));
    });
    assert_eq!(report.open(), 0, "{report}");
    assert_eq!(texts(&timeline(&domain, "U0ADA", "C0GENERAL")), ["by id", "by name", "twice"]);
    // Of two channels of one name, the one that has no folder by its id has the other.
    let (domain, report) = imported(|files| {
        files.set(
            "channels.json",
            &json!(["C0ONE", "C0TWO"].map(|id| json!({ "id": id, "name": "yard", "members": ["U0ADA"] }))),
        );
        files.set("C0ONE/2020-09-13.json", &json!([line("U0ADA", "1600000500.000100", "one")]));
        files.set("yard/2020-09-13.json", &json!([line("U0ADA", "1600000500.000100", "two")]));
        files
            .0
            .retain(|(name, _)| !["general/", "engine-room/", "old-plans/"].iter().any(|gone| name.starts_with(gone)));
    });
    assert_eq!(report.open(), 0, "{report}");
    for (id, text) in [("C0ONE", "one"), ("C0TWO", "two")] {
        assert_eq!(texts(&timeline(&domain, "U0ADA", id)), [text]);
    }
}

#[test]
fn folders_that_differ_only_in_how_their_names_are_composed_are_two() {
    let (composed, decomposed) = ("gr\u{f6}\u{df}e", "gro\u{308}\u{df}e");
    let (domain, report) = imported(|files| {
        let listed = [("C0ONE", composed), ("C0TWO", decomposed)];
        let listed = listed.map(|(id, name)| json!({ "id": id, "name": name, "members": ["U0ADA"] }));
        files.0.retain(|(name, _)| !name.contains("general/") && !name.contains("engine-room/"));
        files.0.retain(|(name, _)| !name.starts_with("old-plans/"));
        files.set("channels.json", &json!(listed));
        for (folder, text) in [(composed, "one"), (decomposed, "two")] {
            files.set(&format!("{folder}/2020-09-13.json"), &json!([line("U0ADA", "1600000500.000100", text)]));
        }
    });
    assert_eq!(report.open(), 0, "{report}");
    for (id, text) in [("C0ONE", "one"), ("C0TWO", "two")] {
        assert_eq!(texts(&timeline(&domain, "U0ADA", id)), [text]);
    }
    // Their names are one here, so the second gets a number, and the report says so.
    assert!(report.changed.iter().any(|c| c.here == format!("#{composed}-2")), "{report}");
}

#[test]
fn a_folder_for_a_public_and_a_private_channel_is_the_private_ones_and_named() {
    let (domain, report) = imported(|files| {
        let listed = |id: &str| json!([{ "id": id, "name": "yard", "members": ["U0ADA"] }]);
        files.0.retain(|(name, _)| {
            !["general/", "engine-room/", "old-plans/", "secret/"].iter().any(|f| name.starts_with(f))
        });
        files.set("channels.json", &listed("C0OPEN"));
        files.set("groups.json", &listed("G0CLOSED"));
        files.set("yard/2020-09-13.json", &json!([line("U0ADA", "1600000500.000100", "whose?")]));
    });
    let named = "which messages in yard/ belong to which of G0CLOSED, C0OPEN";
    assert!(report.left.iter().any(|left| left.what == named), "{report}");
    assert_eq!(texts(&timeline(&domain, "U0ADA", "G0CLOSED")), ["whose?"]);
    assert!(timeline(&domain, "U0ADA", "C0OPEN").is_empty());
}

#[test]
fn an_export_that_lists_conversations_and_holds_no_day_is_a_difference() {
    let (_, report) = imported(|files| files.0.retain(|(name, _)| !name.contains('/')));
    assert_eq!(report.open(), 1, "{report}");
    assert!(format!("{report}").contains("holds no day of any"), "{report}");
}

#[test]
fn what_an_app_repeats_all_day_is_imported_however_well_it_packs() {
    let (_, report) = imported(|files| {
        let said = |n: u64| line("U0ADA", &format!("{}.000100", 1_600_000_000 + n), "all is well");
        files.set("general/2020-09-13.json", &Value::from_iter((0..20_000).map(said)));
    });
    assert_eq!(report.open(), 0, "{report}");
    let general = report.conversations.iter().find(|c| c.id == "C0GENERAL").unwrap();
    assert_eq!(general.store[Measure::Messages], 20_000);
}

#[test]
fn messages_in_a_file_of_another_name_are_missed() {
    for name in ["general/2020-09-15 (1).json", "general/sub/2020-09-15.json", "general/2020-09-15.JSON", "spare.json"]
    {
        let (_, report) =
            imported(|files| files.set(name, &json!([line("U0ADA", "1600000900.000100", "nobody finds me")])));
        assert_eq!(report.open(), 1, "{report}");
        assert!(report.left.iter().any(|left| left.what == name && left.count == 1 && !left.explained), "{report}");
    }
}

#[test]
fn groups_without_members_are_not_taken_for_one() {
    let (_, report) = imported(|files| {
        files.0.retain(|(name, _)| !name.starts_with("mpdm-"));
        files.set("mpims.json", &json!([{ "id": "G0ONE", "name": "mpdm-1" }, { "id": "G0TWO", "name": "mpdm-2" }]));
        files.set("mpdm-1/2020-09-13.json", &json!([line("U0ADA", "1600000300.000100", "first")]));
        files.set("mpdm-2/2020-09-13.json", &json!([line("U0LINUS", "1600000300.000100", "second")]));
    });
    // Nobody could read them, so each list and each folder is a difference, and no word of one stands beside the other's.
    assert_eq!(report.open(), 4, "{report}");
    assert!(report.conversations.iter().all(|c| !c.id.starts_with("G0ONE") && !c.id.starts_with("G0TWO")), "{report}");
}

#[test]
fn people_of_elsewhere_pins_and_comments_come_in_as_the_messages_say() {
    let (domain, report) = imported(|files| {
        let mut guest = line("U9EXT1", "1600000500.000100", "hi from outside");
        guest["user_profile"] = json!({ "real_name": "Barbara Liskov", "display_name": "barbara", "name": "barbara" });
        let mut pinned = line("U0ADA", "1600000501.000100", "keep this");
        pinned["pinned_to"] = json!(["C0GENERAL"]);
        pinned["pinned_info"] = json!({ "channel": "C0GENERAL", "pinned_by": "U0LINUS", "pinned_ts": 1600000600 });
        let comment = json!({ "type": "message", "subtype": "file_comment", "ts": "1600000502.000100", "text": "nice",
            "file": { "id": "F1", "user": "U0ADA" }, "comment": { "user": "U0LINUS", "comment": "nice" } });
        files.set("general/2020-09-13.json", &json!([guest, pinned, comment]));
    });
    assert_eq!(report.open(), 0, "{report}");
    let lines = timeline(&domain, "U0ADA", "C0GENERAL");
    let view = domain.view().unwrap();
    let guest = people::get(&view, user("U9EXT1")).unwrap();
    assert_eq!((&*guest.profile.real_name, &*guest.profile.display_name), ("Barbara Liskov", "barbara"));
    assert!(guest.deleted, "who came from elsewhere is nobody who may sign in");
    let pin = view.get(&Pin::at(channel("C0GENERAL"), Ts::parse("1600000501.000100").unwrap())).unwrap().unwrap();
    assert_eq!((pin.user, pin.created), (user("U0LINUS"), Ts::from_secs(1_600_000_600)));
    assert_eq!(lines[2]["user"], "U0LINUS");
    let general = report.conversations.iter().find(|c| c.id == "C0GENERAL").unwrap();
    assert_eq!((general.export[slack::Measure::Pins], general.store[slack::Measure::Pins]), (1, 1));
}

#[test]
fn private_words_do_not_stand_in_a_public_channel_of_the_same_name() {
    let (domain, report) = imported(|files| {
        let yard = |id: &str| json!({ "id": id, "name": "yard", "members": ["U0ADA"] });
        files.set("channels.json", &json!([yard("C0YARD")]));
        files.set("groups.json", &json!([yard("G0YARD")]));
        files.0.retain(|(name, _)| name.ends_with("s.json"));
        files.set("yard/2020-09-13.json", &json!([line("U0ADA", "1600000500.000100", "secret words")]));
    });
    assert!(timeline(&domain, "U0ADA", "C0YARD").is_empty());
    assert_eq!(texts(&timeline(&domain, "U0ADA", "G0YARD")), ["secret words"]);
    assert!(report.left.iter().any(|left| left.what.contains("yard/")), "{report}");
}

#[test]
fn a_folder_that_matches_no_conversation_is_a_difference() {
    let (_, report) = imported(|files| {
        files.set("forgotten/2020-09-13.json", &json!([line("U0ADA", "1600000500.000100", "lost")]));
    });
    assert_eq!((report.open(), report.unexplained().count()), (1, 0), "{report}");
    assert!(!format!("{report}").contains("No differences."));
}

#[test]
fn folders_are_found_however_their_names_are_spelt() {
    let name = "größe-büro";
    let decomposed: String = "gro\u{308}ße-bu\u{308}ro".to_owned();
    // What the zip format says where it does not say UTF-8: the code page of the first PCs.
    let old: Vec<u8> = name
        .chars()
        .map(|c| match c {
            'ö' => 0x94,
            'ß' => 0xe1,
            'ü' => 0x81,
            c => c as u8,
        })
        .collect();
    for spelt in [name.as_bytes().to_vec(), decomposed.into_bytes(), old] {
        for step in *b"/\\" {
            let dir = tempfile::tempdir().unwrap();
            let path = dir.path().join("export.zip");
            let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
            let day = json!([line("U0ADA", "1600000500.000100", "grüße")]).to_string();
            let listed = json!([{ "id": "C0SIZE", "name": name, "members": ["U0ADA"] }]).to_string();
            let person = json!([{ "id": "U0ADA", "name": "ada" }]).to_string();
            // A stand-in of the same length, since the writer takes only names in UTF-8.
            let length = spelt.len();
            let stand_in = format!("{}/2020-09-13.json", "x".repeat(length));
            for (file, text) in [("users.json", &person), ("channels.json", &listed), (stand_in.as_str(), &day)] {
                zip.start_file(file, zip::write::SimpleFileOptions::default()).unwrap();
                zip.write_all(text.as_bytes()).unwrap();
            }
            zip.finish().unwrap();
            let mut bytes = std::fs::read(&path).unwrap();
            let mut written = spelt.clone();
            written.push(step);
            let sought = format!("{}/", "x".repeat(length)).into_bytes();
            while let Some(at) = bytes.windows(sought.len()).position(|window| window == sought) {
                bytes[at..at + written.len()].copy_from_slice(&written);
            }
            std::fs::write(&path, bytes).unwrap();
            let domain = in_memory();
            let report = import(&domain, &path);
            assert_eq!(report.open(), 0, "{written:?}: {report}");
            assert_eq!(texts(&timeline(&domain, "U0ADA", "C0SIZE")), ["grüße"], "{written:?}");
        }
    }
}

#[test]
fn of_two_with_one_address_the_one_who_is_still_there_has_it() {
    for gone_first in [true, false] {
        let (domain, _) = imported(|files| {
            let one = |id: &str, gone: bool| json!({ "id": id, "name": id.to_lowercase(), "deleted": gone, "profile": { "email": "alan@example.org" } });
            let mut both = vec![one("U0GONE", true), one("U0HERE", false)];
            if !gone_first {
                both.reverse();
            }
            files.set("users.json", &Value::Array(both));
        });
        let view = domain.view().unwrap();
        let address = |id: &str| people::get(&view, user(id)).unwrap().email;
        assert_eq!((address("U0HERE").as_deref(), address("U0GONE")), (Some("alan@example.org"), None));
    }
}

#[test]
fn what_of_a_list_is_kept_nowhere_is_named() {
    let (_, report) = imported(|files| {
        let person = json!([{ "id": "U0ADA", "name": "ada", "locale": "en-GB",
            "profile": { "skype": "ada.sk", "fields": { "Xf1": { "value": "x" } }, "unheard_of": 1, "phone": "1" } }]);
        files.set("users.json", &person);
        let tabs = json!({ "tabs": [{ "type": "canvas" }] });
        let channel = json!({ "id": "C0GENERAL", "name": "general", "properties": tabs, "previous_names": ["lobby"] });
        files.set("channels.json", &json!([channel]));
    });
    let named: Vec<&str> = report.left.iter().map(|left| left.what.as_str()).collect();
    for what in [
        "profile.skype in users.json",
        "profile.fields in users.json",
        "profile.unheard_of in users.json",
        "locale in users.json",
        "properties in channels.json",
    ] {
        assert!(named.contains(&what), "{what}: {named:?}");
    }
    assert!(!named.iter().any(|what| what.contains("phone") || what.contains("previous_names")), "{named:?}");
}

/// Alters one thing in the store behind the import's back, then asks the import to look again.
fn altered(change: impl Fn(&mut Tx, Address) -> comity::base::Result<()>) -> Vec<String> {
    let dir = tempfile::tempdir().unwrap();
    let mut files = export();
    files.0.retain(|(name, _)| !name.starts_with("forgotten/"));
    let path = files.write(dir.path());
    let domain = in_memory();
    assert_eq!(import(&domain, &path).open(), 0);
    let ts = Ts::parse("1600000200.000100").unwrap();
    let address = Address { channel: channel("C0ENGINE"), lane: Lane::Main, ts };
    domain.run(&[], |tx| change(tx, address)).unwrap();
    let report = slack::run(&domain, &path, Options::default(), &mut |_| {}).unwrap();
    report.unexplained().map(|(_, difference)| difference.reason.to_owned()).collect()
}

#[test]
fn whatever_is_altered_in_the_store_is_noticed_and_named() {
    let told =
        |found: Vec<String>, word: &str| assert!(found.iter().any(|reason| reason.contains(word)), "{word}: {found:?}");
    assert!(altered(|_, _| Ok(())).is_empty());
    told(
        altered(|tx, at| {
            let mut body = tx.get(&at.body())?.unwrap();
            body.text.push('!');
            tx.put(&at.body(), &body)
        }),
        "text",
    );
    told(
        altered(|tx, at| {
            let mut entry = tx.get(&at.entry())?.unwrap();
            entry.author.user = Some(user("U0LINUS"));
            tx.put(&at.entry(), &entry)
        }),
        "author",
    );
    told(
        altered(|tx, at| {
            let mut entry = tx.get(&at.entry())?.unwrap();
            entry.edited = None;
            tx.put(&at.entry(), &entry)
        }),
        "edited",
    );
    told(
        altered(|tx, at| {
            let mut body = tx.get(&at.body())?.unwrap();
            body.files = Some("[{\"id\":\"F0\"}]".into());
            tx.put(&at.body(), &body)
        }),
        "files",
    );
    told(
        altered(|tx, at| {
            let mut body = tx.get(&at.body())?.unwrap();
            body.extra = None;
            body.client_msg_id = None;
            tx.put(&at.body(), &body)
        }),
        "other fields",
    );
    told(
        altered(|tx, at| {
            let mut kept = tx.get(&at.reactions())?.unwrap();
            // The number stays, the people do not.
            for line in &mut kept.list {
                for one in &mut line.users {
                    *one = user("U0EDSGER");
                }
            }
            tx.put(&at.reactions(), &kept)
        }),
        "reactions",
    );
    told(
        altered(|tx, at| {
            tx.delete(&at.entry());
            tx.delete(&at.body());
            Ok(())
        }),
        "not in the store",
    );
}

#[test]
fn a_text_that_happens_to_be_an_id_is_left_as_it_was_said() {
    let (domain, report) = imported(|files| {
        let text = |text: &str| json!({ "type": "text", "text": text });
        let line = json!({ "type": "message", "user": "the janitor", "ts": "1600000500.000100", "text": "ok",
            "blocks": [{ "type": "rich_text", "elements": [{ "type": "rich_text_section", "elements":
                [text("the janitor"), text("<@the janitor> or <@nobody"), { "type": "user", "user_id": "the janitor" }] }] }],
            "attachments": [{ "title": "text", "fields": [{ "title": "rich_text", "value": "the janitor" }] }],
            "files": [{ "id": "F1", "name": "the janitor", "user": "the janitor", "channels": ["C0GENERAL"] }] });
        let others = ["rich_text", "text", "user"].map(|id| self::line(id, "1600000501.000100", id));
        let [one, two, three] = others;
        files.set("general/2020-09-13.json", &json!([line, one, two, three]));
    });
    assert_eq!(report.open(), 0, "{report}");
    let janitor = report.changed.iter().find(|one| one.what == "the janitor").unwrap().here.clone();
    let said = &timeline(&domain, "U0ADA", "C0GENERAL")[0];
    let elements = &said["blocks"][0]["elements"][0]["elements"];
    assert_eq!((&said["blocks"][0]["type"], &elements[0]["type"]), (&json!("rich_text"), &json!("text")));
    assert_eq!(elements[0]["text"], "the janitor");
    assert_eq!(elements[1]["text"], format!("<@{janitor}> or <@nobody"));
    assert_eq!(elements[2]["user_id"], janitor);
    assert_eq!(said["attachments"][0]["fields"][0], json!({ "title": "rich_text", "value": "the janitor" }));
    assert_eq!((&said["files"][0]["name"], &said["files"][0]["user"]), (&json!("the janitor"), &json!(janitor)));
}

#[test]
fn one_field_that_is_too_long_costs_no_more_than_itself() {
    let long = "x".repeat(70_000);
    for field in ["subtype", "username", "client_msg_id", "thread_ts", "bot_id", "app_id", "icons", "user"] {
        let (domain, report) = imported(|files| {
            let mut odd = line("U0ADA", "1600000500.000100", "odd");
            odd[field] = if field == "icons" { json!({ "image_48": long }) } else { json!(long) };
            files.set("general/2020-09-13.json", &json!([odd, line("U0ADA", "1600000501.000100", "even")]));
        });
        assert_eq!(texts(&timeline(&domain, "U0ADA", "C0GENERAL")), ["odd", "even"], "{field}");
        assert_eq!(report.open(), 1, "{field}: {report}");
        assert!(report.unexplained().all(|(_, one)| one.at == ["1600000500.000100"]), "{report}");
    }
    let (domain, report) = imported(|files| {
        let odd = json!({ "id": "U0LONG", "name": long, "real_name": long, "profile": { "email": format!("{long}@example.org"), "title": long } });
        files.set("users.json", &json!([{ "id": "U0ADA", "name": "ada" }, odd]));
        files.set(
            "mpims.json",
            &json!([{ "id": "G0THREE", "name": long, "members": ["U0ADA", "U0LONG"], "previous_names": [long] }]),
        );
        files.0.retain(|(name, _)| !name.starts_with("mpdm-"));
    });
    assert!(people::get(&domain.view().unwrap(), user("U0LONG")).is_ok());
    for what in ["U0LONG (real_name)", "U0LONG (title)", "U0LONG (address)"] {
        assert!(report.changed.iter().any(|one| one.what == what), "{what}: {report}");
    }
}

#[test]
fn what_only_one_field_tells_is_kept() {
    let (root, lost) = ("1600000500.000100", "1500000000.000100");
    let (domain, report) = imported(|files| {
        let nobody =
            json!({ "type": "message", "ts": root, "text": "who?", "user_profile": { "real_name": "Barbara" } });
        let about = json!({ "ts": lost, "user": "U0ADA", "text": "the only copy of these words" });
        let reply = json!({ "type": "message", "subtype": "thread_broadcast", "user": "U0ADA", "ts": "1600000501.000100",
            "thread_ts": lost, "text": "a reply", "root": about });
        let below = json!({ "type": "message", "user": "U0ADA", "ts": "1600000502.000100", "thread_ts": "1600000501.000100",
            "text": "below it" });
        let file = json!({ "id": "F1", "name": "plan.pdf" });
        let filed = json!({ "type": "message", "user": "U0ADA", "ts": "1600000503.000100", "text": "a plan", "file": file,
            "files": [file], "room": [], "hidden": [], "comment": [] });
        let plain = line("U0ADA", "1600000504.000100", "twice");
        let mut broadcast = plain.clone();
        (broadcast["subtype"], broadcast["thread_ts"]) = (json!("thread_broadcast"), json!(root));
        files.set("general/2020-09-13.json", &json!([nobody, reply, below, filed, plain, broadcast]));
    });
    assert_eq!(report.open(), 0, "{report}");
    let lines = timeline(&domain, "U0ADA", "C0GENERAL");
    assert_eq!(texts(&lines), ["who?", "a reply", "a plan", "twice", "twice"]);
    assert_eq!(lines[0]["username"], "Barbara");
    assert!(lines[1].to_string().contains("the only copy of these words"), "{}", lines[1]);
    assert_eq!(lines[2]["files"].as_array().unwrap().len(), 1);
}

#[test]
fn a_day_of_which_nothing_can_be_read_is_a_difference() {
    let (_, report) = imported(|files| {
        files.set(
            "general/2020-09-13.json",
            &Value::from_iter((0..40).map(|_| json!({ "text": "when?", "user": "U0ADA" }))),
        );
    });
    assert_eq!(report.open(), 1, "{report}");
    let whole = report.to_json().unwrap();
    assert!((1..=40).all(|n| whole.contains(&format!("2020-09-13.json, record {n}\""))), "each has its place");
    assert!(!report.to_string().contains("Everything is imported"), "{report}");
}

#[test]
fn no_name_of_an_export_acts_on_the_terminal() {
    let (_, report) = imported(|files| {
        let name = "yard\u{1b}[2J\nNo differences.\u{202e}";
        files.set("channels.json", &json!([{ "id": "C0YARD", "name": name, "members": ["U0ADA"] }]));
    });
    let shown = report.to_string();
    assert!(shown.contains(r"#yard\u{1b}[2J\u{a}No differences.\u{202e}"), "{shown}");
    assert!(!shown.contains(['\u{1b}', '\u{202e}']) && !shown.contains("\nNo differences."), "{shown}");
}
