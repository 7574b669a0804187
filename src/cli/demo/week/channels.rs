//! What concerns everybody, and what concerns nobody but is said all the same.

use crate::cli::demo::calendar::When::Day;
use crate::cli::demo::script::{Line, reply, says};

/// #general, #random, #audit and #board.
pub const LINES: &[Line] = &[
    says(Day(4, 8_52), "general", "ada", "Good morning. As of today we write to each other here: on our own server, sealed under our own key. The old place is read-only and goes dark at the end of the month.")
        .reacted(&[("wave", &["grace", "linus", "sophie", "konrad"]), ("tada", &["emmy"]), ("lock", &["blaise", "grace"])])
        .pinned_by("grace"),
    says(Day(4, 9_06), "general", "grace", "Where is what: this channel for what all of us should know, {#engineering} for the work, {#fertigung} for the hall in Hamburg, {#clients-france} for Marseille, {#random} for the rest. Machines are in {#alerts} and can be muted without guilt.")
        .reacted(&[("pray", &["sophie", "margaret"])]),
    says(Day(4, 9_31), "general", "blaise", "Bonjour à tous ! Petit rappel : les notes de frais du mois se déposent avant le 25. Oui, aussi celles de Rotterdam. Oui, avec les tickets :receipt:")
        .reacted(&[("eyes", &["linus"]), ("sweat_smile", &["ada", "grace"])])
        .answered(&[
            reply(Day(4, 9_44), "linus", "I have one that says only “fish”."),
            reply(Day(4, 9_47), "blaise", "C’était un bon restaurant ?"),
            reply(Day(4, 9_48), "linus", "It was a fish stall.").reacted(&[("fish", &["blaise", "sophie", "grace"]), ("joy", &["ada", "margaret"])]),
        ]),
    says(Day(3, 10_15), "general", "emmy", "Die *Datenschutz-Folgenabschätzung* für den neuen Prüfstand ist in Arbeit. {&betriebsrat} fragt, wie lange wir Nachrichten aufbewahren. Antworten bitte in den Thread, dann trage ich sie zusammen.\n_In English: how long do we keep messages? Please answer in the thread._")
        .saved_by(&["ada"])
        .answered(&[
            reply(Day(3, 10_29), "ada", "As long as the law wants for business letters, and no longer. I shall write it down properly."),
            reply(Day(3, 11_02), "konrad", "Schichtübergaben reichen 90 Tage. Danach liest das kein Mensch mehr."),
            reply(Day(3, 14_38), "margaret", "The auditors will want the paragraph, not only the number."),
            reply(Day(2, 9_12), "grace", "Done, page 4. Six years for what is a business letter, 90 days for shifts, one year for the rest.")
                .mended("Done, page 4. Ten years for what is a business letter, 90 days for shifts, one year for the rest.")
                .reacted(&[("white_check_mark", &["emmy"])])
                .also_there(),
            reply(Day(0, 11_48), "emmy", "Der Betriebsrat ist einverstanden. {ada}, es fehlt nur noch Ihre Unterschrift."),
        ]),
    says(Day(2, 13_05), "general", "ada", "The *Donaudampfschifffahrtsgesellschaft* signed this morning: 240 boards, delivery in spring. This was three months of work, and most of it was not glamorous. Thank you. :champagne:")
        .reacted(&[("tada", &["grace", "linus", "margaret", "emmy", "konrad", "sophie", "blaise"]), ("containership", &["linus", "konrad"]), ("champagne", &["margaret", "blaise"])])
        .answered(&[
            reply(Day(2, 13_09), "grace", "Cake at three, in the kitchen."),
            reply(Day(2, 13_14), "konrad", "In Hamburg auch? :eyes:"),
            reply(Day(2, 13_15), "grace", "Ist bestellt. Zwei Bleche."),
            reply(Day(2, 14_21), "margaret", "There had better be a ship on it."),
        ]),
    says(Day(1, 9_20), "general", "sophie", "Je serai à Lyon demain et après-demain chez le client, train compris. En cas d’urgence : {grace}, qui a tout ce qu’il faut. Merci Grace !"),
    says(Day(1, 16_44), "general", "courier", "Where does the summer outing go?")
        .with(r#"[{"type":"header","text":{"type":"plain_text","text":"Where does the summer outing go?"}},{"type":"section","text":{"type":"mrkdwn","text":":one:  *Lighthouse and kayaks*, two hours by train\n`▇▇▇▇▇▇▇▇▇▇` 5"}},{"type":"section","text":{"type":"mrkdwn","text":":two:  *Calanques de Marseille*, Sophie knows a boat\n`▇▇▇▇` 2"}},{"type":"section","text":{"type":"mrkdwn","text":":three:  *Miniatur Wunderland*, again\n`▇▇` 1"}},{"type":"divider"},{"type":"context","elements":[{"type":"mrkdwn","text":"8 votes · asked by {grace} · answer with a reaction"}]}]"#)
        .reacted(&[("one", &["grace", "linus", "margaret", "emmy", "ada"]), ("two", &["sophie", "blaise"]), ("three", &["konrad"])])
        .answered(&[
            reply(Day(1, 16_51), "konrad", "Das Wunderland hat seit letztem Jahr einen neuen Hafen. Ich sag’s nur."),
            reply(Day(1, 16_58), "sophie", "Konrad, la mer, elle, est grandeur nature :wink:").reacted(&[("joy", &["blaise", "ada", "emmy"])]),
        ]),
    says(Day(0, 9_02), "general", "grace", "Fire drill at 10:30, the real stairs please, not the lift. Visitors from the ministry arrive at five."),
    says(Day(0, 16_20), "general", "grace", "{ada} the visitors from the ministry are at the front desk. They brought a hard disk “with some questions on it”."),
    says(Day(4, 10_40), "random", "margaret", "The coffee machine on the second floor is descaled. Whoever it was: thank you. I saw it from four thousand miles away, on the shopping list.")
        .reacted(&[("coffee", &["ada", "grace", "linus"]), ("heart", &["edsger"])]),
    says(Day(3, 12_33), "random", "edsger", "The longest word in today’s tender: _Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung_. It has a paragraph of its own.")
        .reacted(&[("flag-de", &["grace", "linus"]), ("joy", &["ada", "margaret", "linus"]), ("exploding_head", &["sophie"])])
        .answered(&[
            reply(Day(3, 12_36), "linus", "Does it wrap?"),
            reply(Day(3, 12_41), "edsger", "It does not."),
            reply(Day(3, 12_58), "emmy", "Das ist noch gar nichts. Ich habe im Referat für Straßenverkehrsordnungswidrigkeiten gelernt."),
        ]),
    says(Day(2, 15_26), "random", "konrad", "Zum Kuchen in Hamburg: das Schiff ist ein Containerschiff. Die Container sind Marzipan. Ich bin ein bisschen gerührt.")
        .reacted(&[("containership", &["linus", "grace", "ada", "emmy"]), ("cake", &["sophie"])]),
    says(Day(2, 15_40), "random", "blaise", "À Paris on n’a rien reçu. Je note.").reacted(&[("pleading_face", &["sophie"]), ("joy", &["grace", "konrad"])]),
    says(Day(1, 13_17), "random", "linus", "Bicycle outing next week-end, 60 km along the canal, back before the rain. Who is in?\n• slow start at nine, fast coffee at eleven\n• I have one spare bike, it squeaks")
        .reacted(&[("bike", &["margaret", "edsger", "emmy"]), ("+1", &["grace"])])
        .answered(&[reply(Day(1, 13_35), "emmy", "Dabei, wenn ich das quietschende *nicht* bekomme."), reply(Day(1, 13_36), "linus", "Deal.")]),
    says(Day(0, 12_48), "random", "sophie", "Lyon, midi : quenelles. Je ne serai plus joignable pendant au moins une heure.").reacted(&[("drooling_face", &["blaise", "linus"])]),
    says(Day(4, 11_20), "audit", "edsger", "Hello. I shall ask one question at a time, as I would like to be asked. The first: who can restore the backup, and when did they last do it?")
        .answered(&[
            reply(Day(4, 11_52), "grace", "Two people, Linus and I. Last time on the first of the month, 41 minutes from the bare machine."),
            reply(Day(4, 13_30), "edsger", "And with the key from the safe, not the one from your drawer?"),
            reply(Day(4, 13_34), "grace", "With the one from the safe. The drawer has chocolate."),
        ]),
    says(Day(2, 10_05), "audit", "edsger", "Second: the list of processors under Art. 28. Which of them are outside the Union?")
        .answered(&[reply(Day(2, 10_48), "emmy", "Keiner mehr seit diesem Monat. Das Verzeichnis liegt im Ordner _Verträge_, Stand heute, drei Seiten."), reply(Day(2, 10_55), "edsger", "Dank u. That was quick.")]),
    says(Day(0, 10_10), "audit", "edsger", "Third and last for this week: may I see one access that was *refused*, with its reason? Everybody shows me the ones that worked."),
    says(Day(3, 17_02), "board", "ada", "The offer from Rotterdam is in. Please read it this week, and keep it in here."),
    says(Day(2, 9_40), "board", "grace", "Read. The liability clause in § 7 is not acceptable as it stands; the rest is fair."),
    says(Day(2, 9_58), "board", "blaise", "D’accord avec Grace. Et le paiement à 90 jours, c’est non : la loi dit 60, on signe 45.")
        .reacted(&[("100", &["ada", "grace"])]),
    says(Day(0, 15_31), "board", "blaise", "They accept 45 days. § 7 is back with their lawyers, answer expected tomorrow.").mended("They accept 45 days. § 7 is back with their layers, answer expected tomorrow."),
];
