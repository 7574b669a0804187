//! The work: boards, the scheduler, a release in its freeze, the hall, and the machines that report.

use crate::cli::demo::calendar::When::Day;
use crate::cli::demo::script::{Line, reply, says};

/// #engineering, #alerts and #fertigung.
pub const LINES: &[Line] = &[
    says(Day(4, 9_38), "engineering", "linus", "The sensor board draws 41 mA asleep. It should be 3. I suspect the level shifter:\n```\nI_sleep = 41.2 mA   (expected 3.0)\n  - regulator        1.1\n  - flash            0.4\n  - level shifter   39.7   <-- ?\n```")
        .reacted(&[("eyes", &["margaret", "grace"])])
        .answered(&[
            reply(Day(4, 10_02), "konrad", "Enable-Pin offen? Auf Los 16 fehlte der Pull-down."),
            reply(Day(4, 10_31), "linus", "It is floating. I am a fool."),
            reply(Day(4, 14_12), "margaret", "You are the one who measured it."),
            reply(Day(4, 15_06), "linus", "3.1 mA with 100 kΩ to ground. :tada:").reacted(&[("tada", &["margaret", "konrad"]), ("battery", &["grace"])]).also_there(),
        ]),
    says(Day(3, 14_22), "engineering", "margaret", "The priority queue starves housekeeping when the bus is busy. A test that shows it:\n```\n#[test]\nfn a_quiet_task_still_runs_when_the_bus_is_busy() {\n    let mut queue = Queue::new();\n    queue.push(Task::housekeeping());\n    for _ in 0..1_000 {\n        queue.push(Task::bus());\n        queue.run_one();\n    }\n    assert!(queue.ran(Kind::Housekeeping) > 0);\n}\n```")
        .reacted(&[("100", &["linus", "ada"]), ("thinking_face", &["grace"])])
        .answered(&[
            reply(Day(3, 14_57), "linus", "Ageing? Each round that a task waits, its priority goes up by one."),
            reply(Day(3, 15_20), "margaret", "That, with a ceiling below the bus interrupt. I’ll have it tomorrow."),
            reply(Day(2, 15_44), "margaret", "Tomorrow is now: <https://example.org/review/1182|review 1182>. Housekeeping runs at least every 40 ms."),
            reply(Day(2, 16_10), "edsger", "May I say that this is a pretty proof? The invariant fits on one line."),
        ]),
    says(Day(2, 11_28), "engineering", "grace", "The freeze for 1.4 is at noon tomorrow. Still open:\n1. power budget of the sensor board ({linus})\n2. release notes ({margaret})\n3. signing key, second slot (me)\n\n&gt; What is not in by noon goes into the next one. No exceptions, also not for me.")
        .pinned_by("linus")
        .reacted(&[("hourglass_flowing_sand", &["linus", "margaret"])]),
    says(Day(2, 11_30), "engineering", "konrad", "Also den zweiten Slot würde ich gern *vor* dem Versand von Los 17 haben, sonst flashen wir alles zweimal."),
    says(Day(1, 9_11), "engineering", "linus", "Power budget is merged: 3.1 mA asleep, *11 months* on two cells. The sheet is at https://example.org/power")
        .mended("Power budget is merged: 3.1 mA asleep, *11 moths* on two cells. The sheet is at https://example.org/power")
        .reacted(&[("battery", &["margaret"]), ("rocket", &["ada"]), ("butterfly", &["edsger", "grace"])]),
    says(Day(1, 11_57), "engineering", "grace", "Signing key, second slot: in. Three minutes to spare, and I did not sweat at all."),
    says(Day(1, 12_00), "engineering", "grace", "Frozen. :snowflake:").reacted(&[("snowflake", &["linus", "konrad", "ada"]), ("seal-of-approval", &["edsger"])]),
    says(Day(1, 14_08), "engineering", "margaret", "Release notes are a draft, please break them: `docs/notes-1.4.md`\n• what changed, in one line each\n• what can go wrong on the way from 1.3\n• ~a poem~ (Grace took it out)")
        .reacted(&[("crying_cat_face", &["linus"]), ("ship-it", &["konrad"])])
        .saved_by(&["ada", "grace"]),
    says(Day(0, 9_25), "engineering", "konrad", "Prüfstand meldet bei 2 von 40 Platinen Brownout unter −20 °C. Könnte die Charge der Elkos sein, könnte der Regler sein. Ich messe heute Mittag nach.")
        .saved_by(&["linus"])
        .answered(&[
            reply(Day(0, 9_41), "linus", "Which two? If they are neighbours on the panel it is mine."),
            reply(Day(0, 9_52), "konrad", "Nr. 7 und 31. Keine Nachbarn. Du bist raus :wink:"),
            reply(Day(0, 12_55), "konrad", "Es sind die Elkos. ESR bei Kälte viermal so hoch wie im Datenblatt. Charge ist gesperrt.").reacted(&[("+1", &["linus", "grace"]), ("mag", &["margaret"])]),
            reply(Day(0, 14_17), "margaret", "Then 1.4 can stay as it is? {ada}, your call before I tag it."),
        ]),
    says(Day(0, 14_40), "engineering", "margaret", "Tagged `1.4.0-rc2`. If it survives the night in the freezer, it is the release."),
    says(Day(0, 16_02), "engineering", "linus", "It is in the freezer. Next to the ice cream, which is also a release candidate.").reacted(&[("icecream", &["margaret", "konrad", "ada"])]),
    says(Day(4, 16_33), "alerts", "courier", "Build *#418* of `main` passed: 1 204 tests in 3 min 12 s. Changes by {margaret} and {linus}.").reacted(&[("white_check_mark", &["margaret"])]),
    says(Day(3, 3_14), "alerts", "Freezer", "Chamber 2 is at −18.4 °C, should be −25 °C. Door?")
        .answered(&[reply(Day(3, 8_03), "konrad", "Tür. Eis am Dichtgummi, ist abgetaut."), reply(Day(3, 8_05), "grace", "Thank you. I ordered a new seal, comes next week.")])
        .reacted(&[("eyes", &["konrad"])]),
    says(Day(2, 16_47), "alerts", "courier", "Build *#423* of `ageing` failed")
        .with(r#"[{"type":"section","text":{"type":"mrkdwn","text":":x: Build *#423* of `ageing` failed after 48 s"}},{"type":"context","elements":[{"type":"mrkdwn","text":"`scheduler::ceiling` · expected 7, got 8 · {margaret}"}]}]"#)
        .answered(&[reply(Day(2, 16_49), "margaret", "Off by one, by me. Next one is green.")]),
    says(Day(0, 15_05), "alerts", "courier", "1.4.0-rc2 is on staging")
        .with(r#"[{"type":"header","text":{"type":"plain_text","text":"1.4.0-rc2 is on staging"}},{"type":"section","fields":[{"type":"mrkdwn","text":"*Checks*\n1 231 of 1 231"},{"type":"mrkdwn","text":"*p99*\n4 ms"},{"type":"mrkdwn","text":"*Asleep*\n3.1 mA"},{"type":"mrkdwn","text":"*Tagged by*\n{margaret}"}]},{"type":"actions","elements":[{"type":"button","action_id":"promote","style":"primary","text":{"type":"plain_text","text":"Promote"}},{"type":"button","action_id":"log","text":{"type":"plain_text","text":"Show the log"}}]},{"type":"context","elements":[{"type":"mrkdwn","text":"eu-central · 4 min 12 s · `a1b2c3d`"}]}]"#)
        .reacted(&[("containership", &["linus"]), ("eyes", &["grace"])]),
    says(Day(0, 15_58), "alerts", "Freezer", "Chamber 2 is at −25.1 °C again. 40 boards, 1 ice cream."),
    says(Day(4, 7_12), "fertigung", "konrad", "Moin. Los 17 startet heute, 240 Stück, erste Palette bis Mittag. Schablone ist neu, bitte beim Rüsten auf die Passermarken achten.")
        .reacted(&[("muscle", &["emmy"]), ("+1", &["linus"])]),
    says(Day(3, 15_48), "fertigung", "emmy", "Am Prüfstand fehlt noch der Aushang zur Kamera. Ich bringe ihn morgen mit, dann hat auch der Betriebsrat Ruhe."),
    says(Day(2, 8_37), "fertigung", "konrad", "Erste 80 durch, 79 gut. Die eine hat einen Grabstein bei R14, nacharbeiten lohnt.")
        .mended("Erste 80 durch, 97 gut. Die eine hat einen Grabstein bei R14, nacharbeiten lohnt.")
        .answered(&[reply(Day(2, 8_59), "linus", "97 von 80 wäre auch schön gewesen."), reply(Day(2, 9_01), "konrad", "Zahlendreher. Ist korrigiert, Herr Ångström.").reacted(&[("joy", &["emmy", "linus"])])]),
    says(Day(0, 13_02), "fertigung", "konrad", "Elko-Charge gesperrt, Ersatz kommt morgen früh mit Kurier. Wir verlieren einen halben Tag, Liefertermin hält.\n&gt; C22, C23: 470 µF, nur noch Hersteller B\nStückliste passe ich an.")
        .reacted(&[("ok_hand", &["linus", "grace"])]),
];
