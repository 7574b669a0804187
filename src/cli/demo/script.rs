//! What is said in the demo. `{ada}` becomes a mention and `{#random}` a link to the channel.

/// One message of the demo.
pub struct Line {
    /// How many minutes before the start it was written. Lines are in the order of time.
    pub minutes_ago: u64,
    /// Where.
    pub channel: &'static str,
    /// Who; `courier` is the bot.
    pub who: &'static str,
    /// What.
    pub text: &'static str,
    /// Who reacted, with which emoji.
    pub reactions: &'static [(&'static str, &'static [&'static str])],
    /// The replies in its thread, a minute apart.
    pub replies: &'static [(&'static str, &'static str)],
}

const fn says(minutes_ago: u64, channel: &'static str, who: &'static str, text: &'static str) -> Line {
    Line { minutes_ago, channel, who, text, reactions: &[], replies: &[] }
}

impl Line {
    const fn reacted(mut self, reactions: &'static [(&'static str, &'static [&'static str])]) -> Self {
        self.reactions = reactions;
        self
    }

    const fn answered(mut self, replies: &'static [(&'static str, &'static str)]) -> Self {
        self.replies = replies;
        self
    }
}

/// The channels with who is in them besides everybody who joins by themselves, topic and purpose.
pub const CHANNELS: &[(&str, bool, &[&str], &str, &str)] = &[
    ("general", false, &["grace", "linus", "margaret", "courier"], "Everyone is here", "What everybody should know"),
    (
        "random",
        false,
        &["grace", "linus", "margaret", "edsger", "courier"],
        "Coffee, bicycles, weather",
        "Anything else",
    ),
    (
        "engineering",
        false,
        &["grace", "linus", "margaret", "edsger", "courier"],
        "Release on Thursday · freeze on Wednesday at noon",
        "How it is built, and why it is not yet",
    ),
    ("board", true, &["grace"], "Confidential", "What is not decided yet"),
];

/// Everything said, oldest first.
pub const LINES: &[Line] = &[
    says(4_330, "general", "ada", "Welcome, everybody. This is our own server: what we write here stays in this house, sealed under our own key.")
        .reacted(&[("wave", &["grace", "linus", "margaret"]), ("tada", &["grace"])]),
    says(4_320, "general", "grace", "Three channels to start with: this one for what all of us should know, {#engineering} for the work, {#random} for the rest. Please set your time zone."),
    says(4_290, "random", "margaret", "The coffee machine on the second floor is descaled. Whoever it was: thank you.")
        .reacted(&[("coffee", &["ada", "grace", "linus"]), ("heart", &["edsger"])]),
    says(4_200, "engineering", "linus", "The sensor board draws 41 mA asleep. It should be 3. I suspect the level shifter:\n```\nI_sleep = 41.2 mA   (expected 3.0)\n  - regulator        1.1\n  - flash            0.4\n  - level shifter   39.7   <-- ?\n```")
        .reacted(&[("eyes", &["margaret", "grace"])])
        .answered(&[
            ("margaret", "Is its enable pin floating? On the last revision there was no pull-down."),
            ("linus", "It is floating. I am a fool."),
            ("margaret", "You are the one who measured it."),
            ("linus", "3.1 mA with a 100 kΩ to ground. :tada:"),
        ]),
    says(2_980, "general", "grace", "Reminder: the *Datenschutz-Folgenabschätzung* is due on Friday. The works council asks how long we keep messages; answers in the thread, please.")
        .answered(&[
            ("ada", "As long as the law wants for business letters, and no longer. I shall write it down."),
            ("margaret", "The auditors will want the paragraph, not only the number of years."),
            ("grace", "Done, page 4."),
        ]),
    says(2_900, "engineering", "margaret", "The priority queue in the scheduler starves low-priority tasks when the bus is busy. A test that shows it:\n```rust\n#[test]\nfn a_quiet_task_still_runs_when_the_bus_is_busy() {\n    let mut queue = Queue::new();\n    queue.push(Task::housekeeping());\n    for _ in 0..1_000 {\n        queue.push(Task::bus());\n        queue.run_one();\n    }\n    assert!(queue.ran(Kind::Housekeeping) > 0);\n}\n```")
        .reacted(&[("100", &["linus", "ada"]), ("thinking_face", &["grace"])])
        .answered(&[
            ("linus", "Ageing? Each round that a task waits, its priority goes up by one."),
            ("margaret", "That, with a ceiling below the bus interrupt. I'll have it tomorrow."),
        ]),
    says(2_870, "random", "edsger", "The longest word in today's tender: _Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung_. It has a paragraph of its own.")
        .reacted(&[("flag-de", &["grace", "linus"]), ("joy", &["ada", "margaret", "linus"])])
        .answered(&[("linus", "Does it wrap?"), ("edsger", "It does not.")]),
    says(1_500, "board", "ada", "The offer from Rotterdam is in. Please read it before Thursday, and keep it in here."),
    says(1_490, "board", "grace", "Read. The liability clause in § 7 is not acceptable as it stands; the rest is fair."),
    says(1_460, "engineering", "courier", "Build *#418* of `main` passed: 1 204 tests in 3 min 12 s. Changes by {margaret} and {linus}.")
        .reacted(&[("white_check_mark", &["margaret"])]),
    says(1_450, "engineering", "margaret", "Ageing is in. Housekeeping runs at least every 40 ms now, measured over the week-end."),
    says(1_440, "random", "linus", "Bicycle outing on Sunday, 60 km along the canal, back before the rain. Who is in?")
        .reacted(&[("bike", &["margaret", "edsger"]), ("+1", &["grace"])]),
    says(300, "general", "ada", "The *Donaudampfschifffahrtsgesellschaft* signed this morning. Thank you all: this was three months of work, and most of it was not glamorous.")
        .reacted(&[("tada", &["grace", "linus", "margaret"]), ("ship", &["linus"]), ("champagne", &["margaret"])])
        .answered(&[("grace", "Cake at three, in the kitchen."), ("margaret", "There had better be a ship on it.")]),
    says(240, "engineering", "grace", "Freeze is tomorrow at noon. Open before it:\n• power budget of the sensor board ({linus})\n• release notes ({margaret})\n• signing key, second slot (me)\n\n> What is not in by noon goes into the next one. No exceptions, also not for me."),
    says(200, "engineering", "linus", "Power budget: merged. 3.1 mA asleep, 11 months on two cells, https://example.org/power has the sheet.")
        .reacted(&[("battery", &["margaret"]), ("rocket", &["ada"])]),
    says(95, "engineering", "courier", "Deployed *1.4.0-rc2* to staging. `health: ok` · `p99: 4 ms`"),
    says(60, "random", "margaret", "The ship on the cake is a container ship."),
    says(12, "general", "grace", "{ada} the visitors from the ministry are at the front desk."),
];
