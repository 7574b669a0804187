//! What the imported workspace is like for the people in it.

use super::export::{CONVERSATIONS, export};
use super::world::{dump, import, import_in_steps, in_memory, on_disk, sample, thread, timeline, user};
use comity::base::id::ChannelId;
use comity::base::{Kind, Ts};
use comity::domain::newcomers::{self, NewUser};
use comity::domain::{access, channels, memberships, people, reads};
use comity::import::slack::{Measure, Outcome, Report};
use comity::store::Part;
use comity::store::records::channel::{Channel, ChannelKind};
use comity::store::records::pin::Pin;
use comity::store::records::user::{Profile, Role};
use serde_json::json;

fn assert_explained(report: &Report) {
    let open: Vec<_> = report.unexplained().collect();
    assert!(open.is_empty(), "{report}");
}

#[test]
fn a_real_export_comes_in_whole() {
    let dir = tempfile::tempdir().unwrap();
    let domain = on_disk(dir.path());
    let report = import(&domain, &sample());
    println!("{report}");
    assert_eq!(report.outcome, Outcome::Finished);
    assert_explained(&report);
    let (export, store) = report.totals();
    assert_eq!(export, store, "{report}");
    assert_eq!((store[Measure::Messages], store[Measure::Files], store[Measure::Reactions]), (158, 4, 1));

    let enrique = timeline(&domain, "U0BMQB6JE", "C0JGLMMNX");
    assert!(
        enrique.iter().any(|m| m["reactions"] == json!([{ "name": "botman", "users": ["U0BMYT2FL"], "count": 1 }]))
    );
    let sailor = timeline(&domain, "U0BMQB6JE", "C0JL6CGQ2");
    assert_eq!(enrique.len() + sailor.len(), 158);
    assert!(sailor.iter().any(|m| m["edited"]["ts"] == "1458981134.000000"));
    let stamps: Vec<_> = sailor.iter().map(|m| m["ts"].as_str().unwrap().to_owned()).collect();
    assert!(stamps.is_sorted());

    let again = import(&domain, &sample());
    assert_eq!(again.outcome, Outcome::AlreadyImported);
    assert_explained(&again);
    assert!(again.to_string().contains("nothing was changed"));
}

#[test]
fn ada_finds_everything_in_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let domain = on_disk(dir.path());
    let report = import(&domain, &export().write(dir.path()));
    println!("{report}");
    assert_explained(&report);
    let root = "1600000200.000100";

    let lines = timeline(&domain, "U0ADA", "C0ENGINE");
    let first = lines.iter().find(|m| m["ts"] == root).unwrap();
    assert!(first["text"].as_str().unwrap().starts_with("Grüße an alle! 🚂 <@U0GRACE> &amp; <!channel>"));
    assert_eq!(first["edited"], json!({ "user": "U0ADA", "ts": "1600000210.000000" }));
    assert_eq!(first["blocks"][0]["elements"][0]["elements"][0]["user_id"], "U0GRACE");
    assert_eq!(first["reactions"][1], json!({ "name": "wave::skin-tone-2", "users": ["U0GONE"], "count": 1 }));
    assert_eq!((&first["reply_count"], &first["pinned_to"]), (&json!(2), &json!(["C0ENGINE"])));
    let bot = lines.iter().find(|m| m["bot_id"] == "B0COURIER").unwrap();
    assert_eq!((&bot["username"], &bot["icons"]["emoji"]), (&json!("parcel"), &json!(":package:")));
    assert_eq!(bot["bot_profile"]["name"], "parcel");
    let strange = lines.iter().find(|m| m["subtype"] == "some_future_subtype").unwrap();
    assert_eq!(strange["from_the_future"], json!({ "deep": [1, 2.5, null] }));
    assert!(lines.iter().any(|m| m["subtype"] == "channel_join" && m["inviter"] == "U0ADA"));

    let replies = thread(&domain, "U0ADA", "C0ENGINE", root);
    let texts: Vec<_> = replies.iter().skip(1).map(|m| m["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["Ahoy <@U0ADA>", "for all to see"]);
    assert!(lines.iter().any(|m| m["subtype"] == "thread_broadcast" && m["thread_ts"] == root));
    let orphan = lines.iter().find(|m| m["text"] == "a reply to something long gone").unwrap();
    assert_eq!(orphan["comity_import"]["original_thread_ts"], "1500000000.000100");

    let pair: Vec<_> = lines.iter().filter(|m| m["ts"].as_str().unwrap().starts_with("1600090000.0002")).collect();
    assert_eq!(pair.iter().map(|m| &m["text"]).collect::<Vec<_>>(), ["one time", "the same time"]);
    assert_eq!(pair[1]["ts"], "1600090000.000201");
    let files = lines.iter().find(|m| m["text"] == "with a file").unwrap();
    assert_eq!(files["files"][0]["url_private"], "https://files.slack.com/F1?t=xoxe-1");
}

#[test]
fn the_report_names_every_difference() {
    let dir = tempfile::tempdir().unwrap();
    let report = import(&in_memory(), &export().write(dir.path()));
    let engine = report.conversations.iter().find(|c| c.id == "C0ENGINE").unwrap();
    let found: Vec<_> = engine.differences.iter().map(|d| (d.measure, d.delta)).collect();
    for wanted in [
        (Measure::Messages, -1), // word for word twice
        (Measure::Messages, 0),  // moved by a microsecond
        (Measure::Threads, -1),  // its root is not in the export
        (Measure::Replies, -1),
        (Measure::Replies, 0),    // three counted, two there
        (Measure::Reactions, -2), // three counted, one named
        (Measure::Pins, -1),      // a file
    ] {
        assert!(found.contains(&wanted), "{wanted:?} is not in {found:?}");
    }
    assert_eq!(found.len(), 7, "{report}");
    let left: Vec<_> = report.left.iter().map(|l| (l.what.as_str(), l.count)).collect();
    assert_eq!(left, [("messages in forgotten/", 1), ("integration_logs.json", 1)]);
    assert_eq!((report.people.export, report.people.store), (6, 6));
    assert_eq!((report.people.placeholders, report.people.placeholders_in_store), (3, 3));
    let json: serde_json::Value = serde_json::from_str(&report.to_json().unwrap()).unwrap();
    assert_eq!(json["conversations"][0]["store"]["reactions"], 3);
    assert_eq!(json["outcome"], "finished");
}

#[test]
fn rights_come_from_here_and_privacy_stays() {
    let dir = tempfile::tempdir().unwrap();
    let domain = in_memory();
    import(&domain, &export().write(dir.path()));
    let view = domain.view().unwrap();
    let role = |id| people::get(&view, user(id)).unwrap().role;
    assert_eq!((role("U0ADA"), role("U0GRACE"), role("U0EDSGER")), (Role::Member, Role::Member, Role::Guest));
    assert!(people::get(&view, user("W0MARGARET")).unwrap().deleted);
    assert!(people::get(&view, user("U0GHOST")).unwrap().deleted);
    assert!(people::get(&view, user("U0COURIER")).unwrap().bot.is_some());
    assert!(people::credential(&view, "ada@example.org").unwrap().is_none(), "nobody has a password yet");

    let load = |id: &str| view.get(&Channel::at(ChannelId::parse(id).unwrap())).unwrap().unwrap();
    assert_eq!(load("G0SECRET").kind, ChannelKind::Private);
    assert_eq!((load("G0THREE").kind, load("D0AL").kind), (ChannelKind::Group, ChannelKind::Direct));
    assert!(load("C0GENERAL").general && load("C0OLD").archived);
    assert!(load("C0OLD").created <= Ts::parse("1599900000.000100").unwrap(), "made before its first message");
    assert_eq!(load("C0ENGINE").topic.value, "Steam for <@U0ADA>");
    let hidden = access::reading(&view, &super::world::actor("U0LINUS"), load("G0SECRET").id).unwrap_err();
    assert_eq!(hidden.kind, Kind::NotFound);
    let pair = [user("U0ADA"), user("U0LINUS")];
    assert_eq!(channels::conversation_of(&view, &pair).unwrap(), Some(load("D0AL").id));
    let pins: Vec<Pin> = view
        .all(&comity::store::records::channel::standing(load("C0ENGINE").id), Pin::prefix(load("C0ENGINE").id))
        .unwrap();
    assert_eq!((pins.len(), pins[0].user), (1, user("U0GRACE")));

    for (who, id) in [("U0GRACE", "C0ENGINE"), ("U0ADA", "D0AL"), ("U0ADA", "G0THREE")] {
        let mine = memberships::mine(&view, &super::world::actor(who), load(id).id).unwrap();
        let unread = reads::unread(&view, user(who), &load(id), &mine).unwrap();
        assert_eq!((unread.messages, unread.mentions), (0, 0), "{who} has read everything in {id}");
    }
}

#[test]
fn stopped_after_every_commit_it_ends_in_the_same_state() {
    let dir = tempfile::tempdir().unwrap();
    for path in [export().write(dir.path()), sample()] {
        let (whole, steps) = (in_memory(), in_memory());
        let report = import(&whole, &path);
        let (stepwise, stops) = import_in_steps(&steps, &path, 3);
        assert!(stops > 5, "it was stopped {stops} times");
        assert_eq!(stepwise.outcome, Outcome::Finished);
        assert_explained(&stepwise);
        assert_eq!(report.totals(), stepwise.totals());
        let ids: Vec<&str> = report.conversations.iter().map(|c| c.id.as_str()).collect();
        assert_eq!(dump(&whole, &ids), dump(&steps, &ids));
    }
}

#[test]
fn who_left_by_a_later_export_is_named_and_stays_as_they_are_here() {
    let dir = tempfile::tempdir().unwrap();
    let domain = in_memory();
    assert_explained(&import(&domain, &export().write(dir.path())));
    let mut later = export();
    let (_, users) = later.0.iter_mut().find(|(name, _)| name == "users.json").unwrap();
    let mut list: serde_json::Value = serde_json::from_slice(users).unwrap();
    let linus = list.as_array_mut().unwrap().iter_mut().find(|one| one["id"] == "U0LINUS").unwrap();
    linus["deleted"] = json!(true);
    *users = list.to_string().into_bytes();
    let report = import(&domain, &later.write(dir.path()));
    let named = report.changed.iter().find(|c| c.what == "U0LINUS (deactivated)");
    assert_eq!(named.map(|c| c.here.as_str()), Some("active"), "{report}");
    assert!(!people::get(&domain.view().unwrap(), user("U0LINUS")).unwrap().deleted);
}

#[test]
fn the_owner_who_was_here_before_is_the_same_person() {
    let dir = tempfile::tempdir().unwrap();
    let domain = in_memory();
    let owner = user("U7OWNER");
    let ada = NewUser {
        name: "countess".to_owned(),
        email: Some("Ada@example.org".to_owned()),
        role: Role::Owner,
        profile: Profile::default(),
        bot: None,
    };
    domain
        .run(&[Part::Team(domain.team()), Part::Person(owner)], |tx| newcomers::create(tx, domain.team(), owner, &ada))
        .unwrap();
    let here = ChannelId::parse("C7ENGINE").unwrap();
    let actor = comity::domain::Actor::person(owner, Role::Owner);
    domain
        .run(&channels::founding_parts(&domain, here, owner), |tx| {
            channels::create(tx, &actor, &domain, here, "engine-room", false)
        })
        .unwrap();

    let report = import(&domain, &export().write(dir.path()));
    assert_explained(&report);
    let changed: Vec<_> = report.changed.iter().map(|c| (c.what.as_str(), c.here.as_str())).collect();
    assert!(changed.contains(&("U0ADA", "U7OWNER")), "{report}");
    assert!(changed.contains(&("#engine-room", "#engine-room-2")), "{report}");
    let lines = timeline(&domain, "U7OWNER", "C0ENGINE");
    assert!(lines.iter().any(|m| m["user"] == "U7OWNER" && m["text"].as_str().unwrap().starts_with("Grüße")));
    let replies = thread(&domain, "U7OWNER", "C0ENGINE", "1600000200.000100");
    assert_eq!((&replies[1]["text"], &replies[1]["parent_user_id"]), (&json!("Ahoy <@U7OWNER>"), &json!("U7OWNER")));
    let view = domain.view().unwrap();
    assert_eq!(people::get(&view, owner).unwrap().role, Role::Owner);
    assert!(people::get(&view, user("U0ADA")).is_err());
}

#[test]
fn a_later_export_adds_what_is_new() {
    let dir = tempfile::tempdir().unwrap();
    let domain = in_memory();
    let mut later = export();
    import(&domain, &later.write(dir.path()));
    later.set(
        "engine-room/2020-09-15.json",
        &json!([
            { "type": "message", "user": "U0LINUS", "ts": "1600180000.000100", "text": "the day after" },
            { "type": "message", "user": "U0LINUS", "ts": "1600180001.000100", "thread_ts": "1600000200.000100",
              "text": "late to the thread" },
        ]),
    );
    let report = import(&domain, &later.write(dir.path()));
    assert_eq!(report.outcome, Outcome::Finished);
    assert_explained(&report);
    let (fresh, path) = (in_memory(), later.write(dir.path()));
    import(&fresh, &path);
    assert_eq!(dump(&domain, &CONVERSATIONS), dump(&fresh, &CONVERSATIONS));
}

#[test]
fn what_was_said_here_since_stays_and_is_not_counted() {
    let dir = tempfile::tempdir().unwrap();
    let domain = in_memory();
    let path = export().write(dir.path());
    import(&domain, &path);
    let linus = super::world::actor("U0LINUS");
    let channel = ChannelId::parse("C0ENGINE").unwrap();
    let new = comity::domain::messages::NewMessage {
        body: comity::store::records::message::Body { text: "Hello, Comity".into(), ..Default::default() },
        ..Default::default()
    };
    domain
        .run(&comity::domain::messages::parts(channel, &linus), |tx| {
            let posting = access::posting(tx, &linus, channel)?;
            comity::domain::messages::post(tx, &linus, &posting, domain.installation(), &new)?;
            comity::domain::messages::delete(tx, &linus, &posting, Ts::parse("1600090000.000200").unwrap())
        })
        .unwrap();
    let report = import(&domain, &path);
    assert_eq!(report.outcome, Outcome::AlreadyImported);
    assert_explained(&report);
    let engine = report.conversations.iter().find(|c| c.id == "C0ENGINE").unwrap();
    assert_eq!(engine.written_here, 1);
    assert!(engine.differences.iter().any(|d| d.reason == "deleted here after the import"));
}

#[test]
fn nothing_that_answers_a_request_can_replay() {
    let src = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut todo = vec![src.clone()];
    while let Some(dir) = todo.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            let below = path.strip_prefix(&src).unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                todo.push(path);
            } else if !below.starts_with("import/") && below != "domain/mod.rs" && below.ends_with(".rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let mut uses = text.split("use crate::domain").skip(1).filter_map(|rest| rest.split(';').next());
                let calls = text.contains("domain::replay") || uses.any(|names| names.contains("replay"));
                assert!(!calls, "{below} calls a command that asks for no permission");
            }
        }
    }
}
