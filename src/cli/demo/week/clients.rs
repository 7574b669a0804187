//! What customers in France asked for.

use crate::cli::demo::calendar::When::Day;
use crate::cli::demo::script::{Line, reply, says};

/// #clients-france.
pub const LINES: &[Line] = &[
    says(Day(4, 10_18), "clients-france", "sophie", "Le Port de Marseille demande si les capteurs tiennent l’air salin. J’ai répondu « oui, IP67 », mais j’aimerais un vrai rapport d’essai. Quelqu’un l’a sous la main ?")
        .answered(&[
            reply(Day(4, 11_40), "grace", "Konrad’s salt spray test, 500 hours: <https://example.org/tests/salt-spray|report and photos>. In German, the tables speak for themselves."),
            reply(Day(4, 11_55), "sophie", "Parfait. Je traduis la page de garde et j’envoie.").reacted(&[("heart", &["grace"])]),
        ]),
    says(Day(3, 9_26), "clients-france", "blaise", "Facture 2211 enfin payée, avec 19 jours de retard et une boîte de calissons. On efface les pénalités ?")
        .reacted(&[("candy", &["sophie"]), ("+1", &["sophie", "grace"])]),
    says(Day(2, 17_08), "clients-france", "sophie", "Compte rendu de l’appel avec les Éclusiers du Rhône :\n• 12 écluses, un capteur par porte, donc 24\n• ils veulent l’alarme par SMS *et* dans leur logiciel\n• budget voté, réponse attendue sous quinze jours\nJe prépare le devis avec {blaise}.")
        .pinned_by("sophie")
        .saved_by(&["blaise"])
        .reacted(&[("rocket", &["blaise", "ada"])])
        .answered(&[
            reply(Day(2, 17_21), "blaise", "24 ou 48 ? Il y a deux portes par écluse, et deux vantaux par porte, si ma mémoire est bonne."),
            reply(Day(2, 17_26), "sophie", "… 48. Tu viens de sauver mon devis."),
            reply(Day(1, 8_48), "blaise", "C’est mon côté éclusier :sunglasses:").reacted(&[("joy", &["sophie", "grace"])]),
        ]),
    says(Day(0, 11_14), "clients-france", "sophie", "En direct de Lyon : démo réussie, l’alarme a sonné du premier coup. Le directeur aussi, il avait laissé son téléphone à côté du capteur.")
        .reacted(&[("clap", &["blaise", "ada", "grace"]), ("bell", &["blaise"])]),
    says(Day(0, 15_44), "clients-france", "sophie", "Ils demandent une remise de 5 % si on livre avant mai. {ada}, tu valides ?"),
];
