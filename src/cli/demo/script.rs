//! What a script is made of, and the short one of the tests, which is the same on every day of the week. `{ada}` becomes a
//! mention, `{#random}` a link to the channel and `{&on-call}` a mention of the user group.

use super::calendar::When;

/// A conversation of the demo.
pub struct Room {
    /// Its name.
    pub name: &'static str,
    /// Whether only those who are in it know of it.
    pub private: bool,
    /// Who is in it besides its maker and everybody who joins by themselves; `courier` is the bot.
    pub people: &'static [&'static str],
    /// What is going on.
    pub topic: &'static str,
    /// What it is for.
    pub purpose: &'static str,
}

/// One message of the demo.
#[derive(Clone, Copy)]
pub struct Line {
    /// When.
    pub at: When,
    /// Where: a channel, or with `+` between them the people of a direct conversation. A reply is where its thread is.
    pub place: &'static str,
    /// Who; `courier` is the bot, and a name nobody has is what the webhook calls itself.
    pub who: &'static str,
    /// What, and for a bot perhaps in blocks.
    pub text: &'static str,
    /// A JSON array of blocks.
    pub blocks: Option<&'static str>,
    /// What stood there before it was mended.
    pub before: Option<&'static str>,
    /// Whether a reply is in the channel, too.
    pub broadcast: bool,
    /// Who pinned it.
    pub pinned: Option<&'static str>,
    /// Who saved it for later.
    pub saved: &'static [&'static str],
    /// Who reacted, with which emoji.
    pub reactions: &'static [(&'static str, &'static [&'static str])],
    /// The replies in its thread.
    pub replies: &'static [Line],
}

/// A message.
pub const fn says(at: When, place: &'static str, who: &'static str, text: &'static str) -> Line {
    let (blocks, before, broadcast, pinned) = (None, None, false, None);
    Line { at, place, who, text, blocks, before, broadcast, pinned, saved: &[], reactions: &[], replies: &[] }
}

/// A message in a thread.
pub const fn reply(at: When, who: &'static str, text: &'static str) -> Line {
    says(at, "", who, text)
}

impl Line {
    /// With reactions.
    pub const fn reacted(mut self, reactions: &'static [(&'static str, &'static [&'static str])]) -> Self {
        self.reactions = reactions;
        self
    }

    /// With a thread.
    pub const fn answered(mut self, replies: &'static [Self]) -> Self {
        self.replies = replies;
        self
    }

    /// Written otherwise at first.
    pub const fn mended(mut self, before: &'static str) -> Self {
        self.before = Some(before);
        self
    }

    /// With blocks.
    pub const fn with(mut self, blocks: &'static str) -> Self {
        self.blocks = Some(blocks);
        self
    }

    /// A reply for the whole channel.
    pub const fn also_there(mut self) -> Self {
        self.broadcast = true;
        self
    }

    /// Pinned by somebody.
    pub const fn pinned_by(mut self, who: &'static str) -> Self {
        self.pinned = Some(who);
        self
    }

    /// Saved by some.
    pub const fn saved_by(mut self, who: &'static [&'static str]) -> Self {
        self.saved = who;
        self
    }
}

/// The channels of the tests.
pub const ROOMS: &[Room] = &[
    Room {
        name: "general",
        private: false,
        people: &["grace", "linus", "margaret", "courier"],
        topic: "Everyone is here",
        purpose: "What everybody should know",
    },
    Room {
        name: "random",
        private: false,
        people: &["grace", "linus", "margaret", "edsger", "courier"],
        topic: "Coffee, bicycles, weather",
        purpose: "Anything else",
    },
    Room {
        name: "engineering",
        private: false,
        people: &["grace", "linus", "margaret", "edsger", "courier"],
        topic: "Release on Thursday · freeze on Wednesday at noon",
        purpose: "How it is built, and why it is not yet",
    },
    Room {
        name: "board",
        private: true,
        people: &["grace"],
        topic: "Confidential",
        purpose: "What is not decided yet",
    },
];

/// Everything said, oldest first.
pub const LINES: &[Line] = &[
    says(When::Ago(4_330), "general", "ada", "Welcome, everybody. This is our own server: what we write here stays in this house, sealed under our own key.")
        .reacted(&[("wave", &["grace", "linus", "margaret"]), ("tada", &["grace"])]),
    says(When::Ago(4_320), "general", "grace", "Three channels to start with: this one for what all of us should know, {#engineering} for the work, {#random} for the rest. Please set your time zone."),
    says(When::Ago(4_290), "random", "margaret", "The coffee machine on the second floor is descaled. Whoever it was: thank you.")
        .reacted(&[("coffee", &["ada", "grace", "linus"]), ("heart", &["edsger"])]),
    says(When::Ago(4_200), "engineering", "linus", "The sensor board draws 41 mA asleep. It should be 3. I suspect the level shifter:\n```\nI_sleep = 41.2 mA   (expected 3.0)\n  - regulator        1.1\n  - flash            0.4\n  - level shifter   39.7   <-- ?\n```")
        .reacted(&[("eyes", &["margaret", "grace"])])
        .answered(&[
            reply(When::Ago(4_199), "margaret", "Is its enable pin floating? On the last revision there was no pull-down."),
            reply(When::Ago(4_198), "linus", "It is floating. I am a fool."),
            reply(When::Ago(4_197), "margaret", "You are the one who measured it."),
            reply(When::Ago(4_196), "linus", "3.1 mA with a 100 kΩ to ground. :tada:"),
        ]),
    says(When::Ago(2_980), "general", "grace", "Reminder: the *Datenschutz-Folgenabschätzung* is due on Friday. The works council asks how long we keep messages; answers in the thread, please.")
        .answered(&[
            reply(When::Ago(2_979), "ada", "As long as the law wants for business letters, and no longer. I shall write it down."),
            reply(When::Ago(2_978), "margaret", "The auditors will want the paragraph, not only the number of years."),
            reply(When::Ago(2_977), "grace", "Done, page 4."),
        ]),
    says(When::Ago(2_900), "engineering", "margaret", "The priority queue in the scheduler starves low-priority tasks when the bus is busy. A test that shows it:\n```rust\n#[test]\nfn a_quiet_task_still_runs_when_the_bus_is_busy() {\n    let mut queue = Queue::new();\n    queue.push(Task::housekeeping());\n    for _ in 0..1_000 {\n        queue.push(Task::bus());\n        queue.run_one();\n    }\n    assert!(queue.ran(Kind::Housekeeping) > 0);\n}\n```")
        .reacted(&[("100", &["linus", "ada"]), ("thinking_face", &["grace"])])
        .answered(&[
            reply(When::Ago(2_899), "linus", "Ageing? Each round that a task waits, its priority goes up by one."),
            reply(When::Ago(2_898), "margaret", "That, with a ceiling below the bus interrupt. I'll have it tomorrow."),
        ]),
    says(When::Ago(2_870), "random", "edsger", "The longest word in today's tender: _Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung_. It has a paragraph of its own.")
        .reacted(&[("flag-de", &["grace", "linus"]), ("joy", &["ada", "margaret", "linus"])])
        .answered(&[reply(When::Ago(2_869), "linus", "Does it wrap?"), reply(When::Ago(2_868), "edsger", "It does not.")]),
    says(When::Ago(1_500), "board", "ada", "The offer from Rotterdam is in. Please read it before Thursday, and keep it in here."),
    says(When::Ago(1_490), "board", "grace", "Read. The liability clause in § 7 is not acceptable as it stands; the rest is fair."),
    says(When::Ago(1_460), "engineering", "courier", "Build *#418* of `main` passed: 1 204 tests in 3 min 12 s. Changes by {margaret} and {linus}.")
        .reacted(&[("white_check_mark", &["margaret"])]),
    says(When::Ago(1_450), "engineering", "margaret", "Ageing is in. Housekeeping runs at least every 40 ms now, measured over the week-end."),
    says(When::Ago(1_440), "random", "linus", "Bicycle outing on Sunday, 60 km along the canal, back before the rain. Who is in?")
        .reacted(&[("bike", &["margaret", "edsger"]), ("+1", &["grace"])]),
    says(When::Ago(300), "general", "ada", "The *Donaudampfschifffahrtsgesellschaft* signed this morning. Thank you all: this was three months of work, and most of it was not glamorous.")
        .reacted(&[("tada", &["grace", "linus", "margaret"]), ("ship", &["linus"]), ("champagne", &["margaret"])])
        .answered(&[reply(When::Ago(299), "grace", "Cake at three, in the kitchen."), reply(When::Ago(298), "margaret", "There had better be a ship on it.")]),
    says(When::Ago(240), "engineering", "grace", "Freeze is tomorrow at noon. Open before it:\n• power budget of the sensor board ({linus})\n• release notes ({margaret})\n• signing key, second slot (me)\n\n> What is not in by noon goes into the next one. No exceptions, also not for me."),
    says(When::Ago(200), "engineering", "linus", "Power budget: merged. 3.1 mA asleep, 11 months on two cells, https://example.org/power has the sheet.")
        .reacted(&[("battery", &["margaret"]), ("rocket", &["ada"])]),
    says(When::Ago(95), "engineering", "courier", "Deployed *1.4.0-rc2* to staging. `health: ok` · `p99: 4 ms`"),
    says(When::Ago(60), "random", "margaret", "The ship on the cake is a container ship."),
    says(When::Ago(12), "general", "grace", "{ada} the visitors from the ministry are at the front desk."),
];
