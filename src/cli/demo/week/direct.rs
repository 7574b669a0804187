//! What was said between two or three.

use crate::cli::demo::calendar::When::Day;
use crate::cli::demo::script::{Line, reply, says};

/// Direct and group conversations.
pub const LINES: &[Line] = &[
    says(
        Day(4, 8_40),
        "ada+grace",
        "grace",
        "All accounts are made, the old server is read-only since seven. Press the button.",
    ),
    says(Day(4, 8_53), "ada+grace", "ada", "Pressed. Nobody has complained for a whole minute."),
    says(Day(4, 8_54), "ada+grace", "grace", "That is because Linus is still asleep."),
    says(
        Day(2, 17_35),
        "ada+grace",
        "ada",
        "Could you sit in with me when the ministry comes? You know the words I always forget.",
    ),
    says(Day(2, 17_41), "ada+grace", "grace", "“Auftragsverarbeitungsvereinbarung”. Of course."),
    says(
        Day(0, 16_24),
        "ada+grace",
        "grace",
        "They are very friendly and very early. I put them into the small room with the good biscuits.",
    ),
    says(Day(0, 16_25), "ada+grace", "grace", "Take your time. But not all of it."),
    says(
        Day(3, 11_25),
        "ada+linus",
        "linus",
        "Do you have ten minutes this week? I want to show you the board asleep. It is the most boring graph I ever was proud of.",
    ),
    says(Day(3, 11_50), "ada+linus", "ada", "For a flat line, always. Tomorrow at four?"),
    says(Day(3, 11_51), "ada+linus", "linus", ":+1:"),
    says(
        Day(1, 10_12),
        "ada+sophie",
        "sophie",
        "Ada, the lock keepers on the Rhône asked if you would come in person for the signature. There is a boat.",
    ),
    says(Day(1, 10_30), "ada+sophie", "ada", "Avec plaisir ! (That was all of my French for today.)")
        .reacted(&[("clap", &["sophie"])]),
    says(
        Day(0, 15_47),
        "ada+sophie",
        "sophie",
        "I asked you about the 5 % in the channel. It is not urgent, but they are looking at me.",
    ),
    says(
        Day(2, 10_50),
        "ada+emmy",
        "emmy",
        "Frau Byron, für die Folgenabschätzung brauche ich am Ende Ihre Unterschrift, gern digital.",
    ),
    says(Day(2, 11_15), "ada+emmy", "ada", "Gern. Send it when it is whole, and put a note where I should read twice."),
    says(
        Day(3, 17_10),
        "ada+blaise+grace",
        "ada",
        "The three of us on Rotterdam, so that {#board} stays for decisions. What would you want changed if you could change one thing?",
    ),
    says(Day(3, 17_18), "ada+blaise+grace", "grace", "§ 7. We can’t be liable for what their crane does."),
    says(
        Day(3, 17_22),
        "ada+blaise+grace",
        "blaise",
        "Le délai de paiement. And the typo in our name, page 3: *Commity*, with two m.",
    )
    .reacted(&[("face_palm", &["ada"]), ("joy", &["grace"])]),
    says(
        Day(0, 15_36),
        "ada+blaise+grace",
        "blaise",
        "Their lawyer called me herself. § 7 will be “as in the law”, she says, which is all we wanted.",
    ),
    says(
        Day(3, 7_58),
        "emmy+konrad",
        "emmy",
        "Guten Morgen! Die Frühschicht hat den Kameraaushang abgehängt. Absicht?",
    ),
    says(Day(3, 8_09), "emmy+konrad", "konrad", "Wind. Halle 2, Tor auf, Aushang weg. Ich nehm diesmal Reißzwecken."),
    says(Day(0, 8_31), "emmy+konrad", "emmy", "Hängt :pushpin:"),
    says(Day(1, 8_55), "blaise+sophie", "blaise", "Le devis est prêt, 48 capteurs, remise comprise. Tu relis ?"),
    says(
        Day(1, 9_05),
        "blaise+sophie",
        "sophie",
        "Relu dans le train. Une seule faute : « capteuse ». J’ai ri, je l’ai enlevée.",
    )
    .reacted(&[("see_no_evil", &["blaise"])]),
    says(Day(0, 13_10), "blaise+sophie", "blaise", "Alors, ces quenelles ?"),
    says(
        Day(1, 14_25),
        "konrad+linus+margaret",
        "margaret",
        "Plan for the freezer night: rc2 on 40 boards, −25 °C, 14 hours, log every minute. Anything you would add?",
    )
    .answered(&[
        reply(Day(1, 14_40), "konrad", "Zehn davon mit Elkos von Hersteller B, dann haben wir gleich den Vergleich."),
        reply(Day(1, 14_42), "margaret", "Yes! Danke."),
    ]),
    says(Day(1, 14_48), "konrad+linus+margaret", "linus", "Ice cream."),
];
