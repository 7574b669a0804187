//! Exports that are whole and yet strange: nothing of them gets lost without a word.

use super::export::{Export, export};
use super::whole::line;
use super::world::{actor, import, in_memory, timeline, user};
use comity::base::id::ChannelId;
use comity::base::limits;
use comity::domain::people;
use comity::import::slack::{self, Measure, Options, Report};
use comity::store::records::channel::Channel;
use comity::store::records::user::Role;
use serde_json::{Value, json};

fn imported(change: impl FnOnce(&mut Export)) -> (comity::domain::Domain, Report) {
    let dir = tempfile::tempdir().unwrap();
    let mut files = export();
    change(&mut files);
    let domain = in_memory();
    let report = import(&domain, &files.write(dir.path()));
    assert_eq!(report.unexplained().count(), 0, "{report}");
    (domain, report)
}

fn differences(report: &Report, id: &str) -> Vec<(Measure, i64)> {
    let one = report.conversations.iter().find(|c| c.id == id).unwrap();
    one.differences.iter().map(|d| (d.measure, d.delta)).collect()
}

fn general(message: &Value) -> Value {
    let mut whole = json!({ "type": "message", "user": "U0ADA", "ts": "1600000500.000100" });
    whole.as_object_mut().unwrap().extend(message.as_object().unwrap().clone());
    json!([whole])
}

#[test]
fn a_message_larger_than_one_may_be_is_cut_and_named() {
    let text = "漢".repeat(20_000);
    let blocks = json!([{ "type": "rich_text", "elements": [{ "type": "text", "text": text }] }]);
    let message = json!({ "text": text, "blocks": blocks, "files": [{ "id": "F1" }], "unknown": "kept?" });
    let (domain, report) = super::world::imported(|files| files.set("general/2020-09-13.json", &general(&message)));
    let lines = timeline(&domain, "U0ADA", "C0GENERAL");
    let kept = lines[0]["text"].as_str().unwrap();
    assert!(kept.len() > limits::MESSAGE_BYTES / 3 && text.starts_with(kept));
    assert_eq!(
        differences(&report, "C0GENERAL"),
        [(Measure::Messages, 0), (Measure::Messages, 0), (Measure::Files, -1)]
    );
    assert_eq!(report.open(), 3, "{report}");
}

#[test]
fn more_reactions_than_one_message_keeps_are_counted() {
    let users: Vec<String> = (0..5_000).map(|n| format!("U9{n:05}")).collect();
    let message = json!({ "text": "popular", "reactions": [{ "name": "tada", "users": users, "count": 5_000 }] });
    let (domain, report) = super::world::imported(|files| files.set("general/2020-09-13.json", &general(&message)));
    let kept = timeline(&domain, "U0ADA", "C0GENERAL")[0]["reactions"][0]["count"].as_i64().unwrap();
    assert!(kept > 3_000);
    // Nothing can be done about it, and yet somebody has to know: it is no import without differences.
    assert_eq!(differences(&report, "C0GENERAL"), [(Measure::Reactions, kept - 5_000)]);
    assert_eq!(report.open(), 1, "{report}");
    assert_eq!(report.people.placeholders, report.people.placeholders_in_store);
}

#[test]
fn ids_that_are_none_get_new_ones_and_are_named() {
    let (domain, report) = imported(|files| {
        let line = json!([{ "type": "message", "user": "the janitor", "ts": "1600000500.000100", "text": "swept" }]);
        files.set("lobby/2020-09-13.json", &line);
        let lobby =
            json!({ "id": "lobby-1", "name": "Lobby & Bar", "members": ["U0ADA", "the janitor"], "pins": null });
        files.set("groups.json", &json!([lobby]));
        files.raw("Lobby & Bar/2020-09-13.json", line.to_string().into_bytes());
    });
    let here = |what: &str| report.changed.iter().find(|c| c.what == what).map(|c| c.here.clone()).unwrap();
    let id = ChannelId::parse(&here("lobby-1")).unwrap();
    assert_eq!(here("#Lobby & Bar"), "#lobby---bar");
    let janitor = here("the janitor");
    let lines = timeline(&domain, "U0ADA", id.as_str());
    assert_eq!(lines[0]["user"], janitor.as_str());
    assert_eq!(people::get(&domain.view().unwrap(), user(&janitor)).unwrap().name, "unknown-the janitor");
}

#[test]
fn names_of_signs_alone_become_names_and_are_reported() {
    let (domain, report) = imported(|files| {
        let channel = |id: &str, name: &str| json!({ "id": id, "name": name, "members": ["U0ADA"] });
        files.set(
            "groups.json",
            &json!([channel("C1", ".."), channel("C2", ""), channel("C3", "--"), channel("C4", "🚂")]),
        );
        files.set("users.json", &json!([{ "id": "U0ADA", "name": ".." }]));
    });
    for (what, here) in [
        ("#..", "#unnamed"),
        ("C2", "#unnamed-2"),
        ("#--", "#unnamed-3"),
        ("#🚂", "#unnamed-4"),
        ("U0ADA @..", "@u0ada"),
    ] {
        assert!(report.changed.iter().any(|c| c.what == what && c.here == here), "{what}: {report}");
    }
    assert_eq!(people::get(&domain.view().unwrap(), user("U0ADA")).unwrap().name, "u0ada");
}

#[test]
fn a_message_is_pinned_where_it_stands_and_a_pin_elsewhere_is_named() {
    let pinned = |to: &Value, info: &Value| general(&json!({ "text": "pinned", "pinned_to": to, "pinned_info": info }));
    let by = json!({ "pinned_by": "U0LINUS", "pinned_ts": 1_600_000_600 });
    let at = |channel: &str| json!({ "channel": channel, "pinned_by": "U0LINUS", "pinned_ts": 1_600_000_600 });
    for (to, info, here, elsewhere) in [
        (json!(["C0GENERAL"]), json!(null), 1, 0),
        (json!(["C99"]), json!(null), 0, 1),
        (json!(["C99"]), at("C99"), 0, 1),
        (json!(null), at("C99"), 0, 1),
        (json!([]), json!({ "C99": by }), 0, 1),
        (json!(null), json!({ "C0GENERAL": by }), 1, 0),
        (json!(["C99", "C0GENERAL"]), at("C0GENERAL"), 1, 1),
        (json!(null), by.clone(), 1, 0),
    ] {
        let (_, report) = imported(|files| files.set("general/2020-09-13.json", &pinned(&to, &info)));
        let one = report.conversations.iter().find(|c| c.id == "C0GENERAL").unwrap();
        assert_eq!(one.store[Measure::Pins], here, "{to} {info}");
        let wanted = [(Measure::Pins, -elsewhere)];
        assert_eq!(differences(&report, "C0GENERAL"), wanted[..elsewhere as usize], "{to} {info}");
    }
}

#[test]
fn reactions_nobody_has_keep_their_name_and_are_named_and_what_is_no_skin_is_left_out() {
    let reactions = json!([
        { "name": "zorp", "users": ["U0GRACE", "U0ADA"], "count": 2 },
        { "name": "tada::skin-tone-2", "users": ["U0GRACE"], "count": 1 },
        { "name": "+1::skin-tone-9", "users": ["U0GRACE"], "count": 1 },
        { "name": "wave::skin-tone-6", "users": ["U0LINUS"], "count": 1 } ]);
    let (domain, report) = imported(|files| {
        files.set("general/2020-09-13.json", &general(&json!({ "text": "ah", "reactions": reactions })))
    });
    let lines = timeline(&domain, "U0ADA", "C0GENERAL")[0]["reactions"].clone();
    let seen: Vec<_> = lines.as_array().unwrap().iter().map(|l| l["name"].as_str().unwrap()).collect();
    assert_eq!(seen, ["zorp", "tada", "+1", "wave::skin-tone-6"]);
    assert!(differences(&report, "C0GENERAL").is_empty());
    let named: Vec<_> =
        report.left.iter().filter(|l| l.what.contains("picture")).map(|l| (l.what.as_str(), l.count)).collect();
    assert_eq!(named, [("the picture of :zorp:", 2)]);
}

#[test]
fn an_alias_that_is_here_before_the_export_is_one_reaction_with_what_it_leads_to() {
    use comity::domain::emoji;
    use comity::store::Part;
    let dir = tempfile::tempdir().unwrap();
    let domain = in_memory();
    domain
        .run(&[Part::Team(domain.team())], |tx| {
            emoji::add_alias(tx, &actor("U0ADA"), domain.team(), "hooray", "tada").map(drop)
        })
        .unwrap();
    let mut files = export();
    let reactions = json!([
        { "name": "hooray", "users": ["U0GRACE", "U0ADA"], "count": 2 },
        { "name": "tada", "users": ["U0GRACE", "U0LINUS"], "count": 2 } ]);
    files.set("general/2020-09-13.json", &general(&json!({ "text": "done", "reactions": reactions })));
    let report = import(&domain, &files.write(dir.path()));
    assert_eq!(report.unexplained().count(), 0, "{report}");
    assert!(!report.left.iter().any(|left| left.what.contains("hooray")), "{report}");
    let lines = &timeline(&domain, "U0ADA", "C0GENERAL")[0]["reactions"];
    assert_eq!((&lines[0]["name"], &lines[0]["count"], &lines[1]), (&json!("tada"), &json!(3), &json!(null)));
}

#[test]
fn two_people_of_one_export_stay_two() {
    let (domain, report) = imported(|files| {
        let twin = |id: &str| json!({ "id": id, "name": "sam", "profile": { "email": "sam@example.org" } });
        files.set("users.json", &json!([twin("U1SAM"), twin("U2SAM")]));
    });
    let view = domain.view().unwrap();
    let (one, two) = (people::get(&view, user("U1SAM")).unwrap(), people::get(&view, user("U2SAM")).unwrap());
    assert_eq!((one.name.as_str(), two.name.as_str()), ("sam", "sam-2"));
    assert_eq!((one.email.as_deref(), two.email), (Some("sam@example.org"), None));
    assert!(report.changed.iter().any(|c| c.what == "U2SAM @sam" && c.here == "@sam-2"));
    assert!(report.changed.iter().any(|c| c.what == "U2SAM (address)" && c.here == "none"));
}

#[test]
fn roles_are_kept_when_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let domain = in_memory();
    let options = Options { keep_roles: true, ..Options::default() };
    slack::run(&domain, &export().write(dir.path()), options, &mut |_| {}).unwrap();
    let view = domain.view().unwrap();
    let role = |id| people::get(&view, user(id)).unwrap().role;
    assert_eq!((role("U0ADA"), role("U0GRACE"), role("U0LINUS")), (Role::Owner, Role::Admin, Role::Member));
}

#[test]
fn an_export_inside_a_folder_and_without_some_lists_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let mut wrapped = Export(Vec::new());
    for (name, bytes) in export().0 {
        if !["groups.json", "dms.json", "mpims.json"].contains(&name.as_str()) {
            wrapped.raw(&format!("My Workspace/{name}"), bytes);
        }
    }
    wrapped.raw("__MACOSX/._users.json", vec![0; 10]);
    wrapped.raw("My Workspace/general/attachments/F1-notes.txt", b"bytes".to_vec());
    let report = import(&in_memory(), &wrapped.write(dir.path()));
    assert_eq!(report.conversations.len(), 3);
    let left: Vec<_> = report.left.iter().map(|l| (l.what.as_str(), l.count)).collect();
    for wanted in [("messages in secret/", 1), ("__MACOSX/._users.json", 1), ("attached files", 1)] {
        assert!(left.contains(&wanted), "{wanted:?} is not in {left:?}");
    }
}

#[test]
fn days_that_overlap_are_put_in_order() {
    let (domain, _) = imported(|files| {
        let line = |ts: &str| json!({ "type": "message", "user": "U0ADA", "ts": ts, "text": ts });
        let days = [
            ("2020-09-13", ["1600000900.000100", "1600000500.000100"]),
            ("2020-09-14", ["1600000700.000100", "1600000600.000100"]),
        ];
        for (day, ts) in days {
            files.set(&format!("general/{day}.json"), &json!(ts.map(line)));
        }
    });
    let stamps: Vec<_> = timeline(&domain, "U0ADA", "C0GENERAL").iter().map(|m| m["ts"].to_string()).collect();
    assert!(stamps.len() == 4 && stamps.is_sorted());
}

#[test]
fn what_people_did_to_it_since_is_told_from_what_was_lost() {
    use comity::base::Ts;
    use comity::domain::{access, addresses, members, messages, pins, reactions};
    use comity::store::Part;
    let dir = tempfile::tempdir().unwrap();
    let path = export().write(dir.path());
    let domain = in_memory();
    import(&domain, &path);
    let channel = ChannelId::parse("C0ENGINE").unwrap();
    let (linus, ada) = (actor("U0LINUS"), actor("U0ADA"));
    let at = |ts: &str| Ts::parse(ts).unwrap();
    let root = at("1600000200.000100");
    let parts = [Part::Channel(channel), Part::Person(linus.user), Part::Team(domain.team())];
    domain
        .run(&parts, |tx| {
            let theirs = access::posting(tx, &linus, channel)?;
            messages::delete(tx, &linus, &theirs, at("1600000310.000200"))?;
            let body = comity::store::records::message::Body { text: "two times".into(), ..Default::default() };
            messages::edit(tx, &linus, &theirs, at("1600090000.000200"), body)?;
            reactions::add(tx, &linus, &theirs, at("1600090001.000200"), "eyes")?;
            reactions::remove(tx, &linus, &theirs, root, "steam_locomotive")?;
            pins::remove(tx, &linus, &theirs, root)?;
            // Its replies keep the root as a tombstone; its reactions go.
            messages::delete(tx, &ada, &access::posting(tx, &ada, channel)?, root)?;
            let seen = access::seeing(tx, &linus, channel)?;
            members::leave(tx, &linus, &seen).map(drop)
        })
        .unwrap();
    let report = import(&domain, &path);
    assert_eq!(report.unexplained().count(), 0, "{report}");
    let engine = report.conversations.iter().find(|c| c.id == "C0ENGINE").unwrap();
    assert_eq!((engine.export[Measure::Members], engine.store[Measure::Members]), (4, 3));
    assert_eq!((engine.store[Measure::Pins], engine.store[Measure::Edits]), (0, 2));

    // What vanishes without a word in the log is no work of people here.
    domain
        .run(&[], |tx| {
            let (address, _) = addresses::find(tx, channel, at("1600090001.000200"))?;
            tx.delete(&address.entry());
            tx.delete(&address.body());
            tx.delete(&address.reactions());
            Ok(())
        })
        .unwrap();
    assert!(import(&domain, &path).unexplained().count() > 0);
    assert!(domain.view().unwrap().get(&Channel::at(channel)).unwrap().is_some());
}

#[test]
fn a_thumb_of_two_names_is_one_reaction_and_a_zone_nobody_has_is_utc() {
    let reactions = json!([
        { "name": "thumbsup", "users": ["U0GRACE"], "count": 1 },
        { "name": "+1", "users": ["U0LINUS", "U0GRACE"], "count": 2 },
        { "name": "thumbsup::skin-tone-3", "users": ["U0ADA"], "count": 1 } ]);
    let message = json!({ "text": "agreed", "reactions": reactions });
    let (domain, report) = imported(|files| {
        files.set("general/2020-09-13.json", &general(&message));
        let (_, list) = files.0.iter().find(|(name, _)| name == "users.json").unwrap();
        let mut list: Value = serde_json::from_slice(list).unwrap();
        (list[1]["tz"], list[2]["name"]) = (json!("Middle/Earth"), json!("JOSE\u{301}\u{202e}"));
        files.set("users.json", &list);
    });
    let lines = timeline(&domain, "U0ADA", "C0GENERAL")[0]["reactions"].clone();
    let seen: Vec<_> = lines.as_array().unwrap().iter().map(|l| (l["name"].as_str().unwrap(), &l["count"])).collect();
    assert_eq!(seen, [("+1", &json!(2)), ("+1::skin-tone-3", &json!(1))]);
    // Grace had said it twice.
    assert_eq!(differences(&report, "C0GENERAL"), [(Measure::Reactions, -1)]);
    let view = domain.view().unwrap();
    let (grace, linus) = (people::get(&view, user("U0GRACE")).unwrap(), people::get(&view, user("U0LINUS")).unwrap());
    assert_eq!((grace.tz.as_str(), grace.tz_offset, linus.name.as_str()), ("UTC", 0, "josé"));
}

#[test]
fn an_edit_without_a_time_is_shown_nowhere_and_one_by_nobody_is_named() {
    let edited = |ts: &str, edit: Value| {
        let mut line = line("U0ADA", ts, "said");
        line["edited"] = edit;
        line
    };
    let (domain, report) = super::world::imported(|files| {
        let lines = json!([
            edited("1600000501.000100", json!({ "user": "U0LINUS", "ts": "" })),
            edited("1600000502.000100", json!({ "user": "U0LINUS" })),
            edited("1600000503.000100", json!({ "ts": "1600000600.000000" })),
            edited("1600000504.000100", json!({ "user": "", "ts": 1_600_000_600 })),
            edited("1600000505.000100", json!({ "user": "B0COURIER", "ts": "1600000600.000000" })),
        ]);
        files.set("general/2020-09-13.json", &lines);
    });
    assert_eq!(report.open(), 0, "{report}");
    let lines = timeline(&domain, "U0ADA", "C0GENERAL");
    assert!(lines[..2].iter().all(|line| line["edited"].is_null()), "{lines:?}");
    let alone = json!({ "user": "U0ADA", "ts": "1600000600.000000" });
    assert!(lines[2..4].iter().all(|line| line["edited"] == alone), "{lines:?}");
    assert_eq!(lines[4]["edited"], json!({ "user": "B0COURIER", "ts": "1600000600.000000" }));
    let named = "does not say who edited the message; its author is named [1600000503.000100, 1600000504.000100]";
    assert!(report.to_string().contains(named), "{report}");
    for ts in ["1600000501.000100", "1600000502.000100"] {
        assert!(report.to_string().contains(&format!("{ts} `edited`")), "{report}");
    }
}

#[test]
fn a_root_that_names_a_later_one_keeps_its_thread() {
    let root = "1600000540.000100";
    let says = |ts: &str, text: &str, thread: Option<&str>| {
        let mut line = line("U0ADA", ts, text);
        if let Some(thread) = thread {
            line["thread_ts"] = json!(thread);
        }
        line
    };
    let later = "1600000541.000100";
    for end in [None, Some(later)] {
        let (_, report) = super::world::imported(|files| {
            let lines = json!([
                says(root, "names a later one", Some(later)),
                says(later, "the later one", end),
                says("1600000542.000100", "answers the first", Some(root)),
                says("1600000543.000100", "answers the later", Some(later)),
                says("1600000544.000100", "answers the answer", Some("1600000542.000100")),
                says("1600000545.000100", "answers that", Some("1600000544.000100")),
            ]);
            files.set("general/2020-09-13.json", &lines);
        });
        assert_eq!(report.open(), 0, "{report}");
    }
}

#[test]
fn names_and_pictures_of_people_are_kept_or_named() {
    let (domain, report) = super::world::imported(|files| {
        let mut ada = json!({ "id": "U0ADA", "name": "ada", "real_name": "Ada King", "profile": {} });
        ada["profile"] = json!({ "real_name": "Ada Lovelace", "first_name": "Augusta", "last_name": "Lovelace",
            "image_original": "https://i.example/o.png" });
        let linus = json!({ "id": "U0LINUS", "name": "linus", "real_name": "Linus T", "profile": { "real_name": "Linus T",
            "first_name": "Linus", "last_name": "T" } });
        files.set("users.json", &json!([ada, linus]));
        let mut lines = vec![line("U0ADA", "1600000501.000100", "here")];
        for (ts, profile) in [
            ("1600000502.000100", json!({ "real_name": "Ines", "display_name": "" })),
            (
                "1600000503.000100",
                json!({ "real_name": "Ines Ruiz", "image_72": "https://i.example/p.png", "title": "Miller" }),
            ),
            ("1600000504.000100", json!({ "name": "ines" })),
        ] {
            let mut said = line("U0INES", ts, "from elsewhere");
            said["user_profile"] = profile;
            lines.push(said);
        }
        files.set("general/2020-09-13.json", &json!(lines));
    });
    assert_eq!(report.open(), 0, "{report}");
    let left = |what: &str| report.left.iter().find(|left| left.what == what).map(|left| left.count);
    assert_eq!(left("profile.first_name in users.json"), Some(1), "{report}");
    assert_eq!(left("real_name in users.json"), Some(1), "{report}");
    assert_eq!(left("profile.last_name in users.json"), None, "{report}");
    let view = domain.view().unwrap();
    let profile = |id: &str| people::get(&view, user(id)).unwrap().profile;
    assert_eq!(profile("U0ADA").image.as_deref(), Some("https://i.example/o.png"));
    let ines = profile("U0INES");
    assert_eq!((ines.real_name.as_str(), ines.title.as_str()), ("Ines Ruiz", "Miller"));
    assert_eq!(ines.image.as_deref(), Some("https://i.example/p.png"));
}

#[test]
fn a_message_keeps_the_workspaces_it_comes_from_and_its_bots_picture() {
    let (domain, report) = super::world::imported(|files| {
        let mut said = line("U0ADA", "1600000501.000100", "from elsewhere");
        for (name, value) in [("team", "T0HERE"), ("user_team", "T0THERE"), ("source_team", "T0HERE")] {
            said[name] = json!(value);
        }
        let mut parcel = line("U0ADA", "1600000502.000100", "parcel");
        parcel["bot_id"] = json!("B0COURIER");
        parcel["bot_profile"] = json!({ "name": "parcel", "icons": { "image_48": "https://i.example/48.png" } });
        files.set("general/2020-09-13.json", &json!([said, parcel]));
    });
    assert_eq!(report.open(), 0, "{report}");
    let lines = timeline(&domain, "U0ADA", "C0GENERAL");
    assert_eq!((&lines[0]["user_team"], &lines[0]["source_team"]), (&json!("T0THERE"), &json!(null)));
    assert_eq!(lines[1]["icons"]["image_48"], "https://i.example/48.png");
}

#[test]
fn of_a_text_that_is_too_long_only_what_exceeds_is_cut() {
    for (long, shown) in [(59_000, 59_000..59_001), (60_000, 59_300..59_392), (80_000, 59_300..59_392)] {
        let (domain, _) = super::world::imported(|files| {
            let mut said = line("U0ADA", "1600000501.000100", &"x".repeat(long));
            said["blocks"] = json!([{ "type": "divider" }]);
            said["unknown"] = json!("y".repeat(3_000));
            files.set("general/2020-09-13.json", &json!([said]));
        });
        let lines = timeline(&domain, "U0ADA", "C0GENERAL");
        assert!(shown.contains(&lines[0]["text"].as_str().unwrap().len()), "{long}");
    }
}
