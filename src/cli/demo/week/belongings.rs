//! What people keep beside what they say: statuses, groups, bookmarks, drafts, what is sent later, how far they read.

use crate::cli::demo::calendar::When::{self, Day};

/// Custom emoji: a picture, or the name of the emoji that another name is for.
pub enum Picture {
    /// PNG.
    Drawn(&'static [u8]),
    /// Another name.
    Alias(&'static str),
}

/// Custom emoji by name, with who added them.
pub const PICTURES: &[(&str, &str, Picture)] = &[
    ("containership", "linus", Picture::Drawn(include_bytes!("containership.png"))),
    ("seal-of-approval", "grace", Picture::Drawn(include_bytes!("seal-of-approval.png"))),
    ("ship-it", "konrad", Picture::Alias("rocket")),
];

/// User groups: handle, name, what for, who.
pub const GROUPS: &[(&str, &str, &str, &[&str])] = &[
    ("on-call", "On call", "Who answers when a machine calls at night", &["linus", "margaret"]),
    ("betriebsrat", "Betriebsrat", "Für alle Fragen der Mitbestimmung", &["emmy", "konrad"]),
    ("support-fr", "Support France", "Astreinte et devis", &["sophie", "blaise"]),
];

/// Statuses: who, emoji, words, and at which time of the next working day they end; 0 for never.
pub const STATUSES: &[(&str, &str, &str, u64)] = &[
    ("linus", ":ice_cube:", "In the freezer with rc2", 9_00),
    ("margaret", ":statue_of_liberty:", "Six hours behind you", 0),
    ("sophie", ":bullettrain_side:", "À Lyon chez le client", 20_00),
    ("konrad", ":factory:", "Halle 2, bitte laut rufen", 0),
    ("emmy", ":headphones:", "Schreibt, bitte nicht anrufen", 12_00),
];

/// Bookmarks: channel, who, title, where to, emoji.
pub const BOOKMARKS: &[(&str, &str, &str, &str, &str)] = &[
    ("general", "grace", "Handbook", "https://example.org/handbook", ":books:"),
    ("general", "emmy", "Urlaubsplan", "https://example.org/urlaub", ":palm_tree:"),
    ("engineering", "linus", "Power budget", "https://example.org/power", ":battery:"),
    ("engineering", "margaret", "Release notes 1.4", "https://example.org/notes/1.4", ":memo:"),
    ("engineering", "grace", "Calendar of the freezer", "https://example.org/freezer", ":snowflake:"),
    ("clients-france", "sophie", "Devis en cours", "https://example.org/devis", ":page_facing_up:"),
    ("fertigung", "konrad", "Stückliste", "https://example.org/stueckliste", ":nut_and_bolt:"),
];

/// What is begun: who, where, in the thread under the message that begins so or in the channel, and the text.
pub const DRAFTS: &[(&str, &str, &str, &str)] = &[
    ("ada", "engineering", "Prüfstand meldet", "Tag it. If the freezer says no, we say so before the customer"),
    ("ada", "board", "", "Two points before I sign:\n1. § 7 as in the law, in writing\n2. "),
    ("emmy", "general", "", "Erinnerung: bitte die Urlaubswünsche für den Sommer bis "),
    ("sophie", "clients-france", "", "Le devis des Éclusiers est parti, voici le "),
    ("grace", "audit", "Third and last", "Here is one from last week: "),
];

/// What is sent later: who, where, the time of the next working day, and the text.
pub const LATER: &[(&str, &str, u64, &str)] = &[
    (
        "ada",
        "general",
        9_00,
        "Good morning! The visitors from the ministry liked the biscuits, and also the rest. More at eleven in the big room.",
    ),
    ("ada", "ada+linus", 16_05, "Flat line, now?"),
    ("konrad", "fertigung", 7_15, "Moin. Kurier mit den Elkos ist gegen acht da, bitte Tor 3 freihalten."),
    ("sophie", "clients-france", 8_30, "Retour de Lyon : je rappelle les Éclusiers à 10 h, devis signé sous le bras."),
];

/// Reminders: who, the time of the next working day, and what of.
pub const REMINDERS: &[(&str, u64, &str)] = &[
    ("ada", 9_30, "Sign Emmy’s impact assessment"),
    ("ada", 15_00, "Answer Rotterdam before their lawyer goes home"),
    ("linus", 8_45, "Take the boards out of the freezer, and the ice cream"),
    ("blaise", 11_00, "Relancer la facture 2214"),
];

/// Sections of one's own in the sidebar: who, the section's name, and what stands in it.
pub const SECTIONS: &[(&str, &str, &[&str])] = &[
    ("ada", "Customers", &["clients-france", "ada+sophie"]),
    ("grace", "Offices", &["fertigung", "clients-france"]),
    ("konrad", "Halle 2", &["fertigung", "emmy+konrad"]),
];

/// Channels at the top of somebody's sidebar.
pub const STARRED: &[(&str, &str)] = &[("ada", "engineering"), ("linus", "alerts"), ("sophie", "clients-france")];

/// Channels somebody wants quiet.
pub const MUTED: &[(&str, &str)] = &[("ada", "alerts"), ("blaise", "random")];

/// Since when people have not looked; what came later is unread for them, unless they wrote there afterwards.
pub const LOOKED: &[(&str, When)] = &[
    ("ada", Day(0, 14_30)),
    ("grace", Day(0, 16_30)),
    ("linus", Day(0, 16_10)),
    ("margaret", Day(0, 14_50)),
    ("edsger", Day(0, 10_30)),
    ("emmy", Day(0, 12_00)),
    ("konrad", Day(0, 13_10)),
    ("sophie", Day(0, 15_50)),
    ("blaise", Day(0, 15_40)),
];
