//! The week a demo begins with: what a small company with offices in three countries said to each other, by the place
//! where they said it.

mod belongings;
mod channels;
mod clients;
mod direct;
mod engineering;

pub use belongings::{
    BOOKMARKS, DRAFTS, GROUPS, LATER, LOOKED, MUTED, PICTURES, Picture, REMINDERS, SECTIONS, STARRED, STATUSES,
};

use super::script::{Line, Room};

/// Everything said.
pub fn lines() -> Vec<Line> {
    [channels::LINES, engineering::LINES, clients::LINES, direct::LINES].concat()
}

const ALL: &[&str] = &["grace", "linus", "margaret", "emmy", "konrad", "sophie", "blaise", "courier"];

/// The channels.
pub const ROOMS: &[Room] = &[
    Room {
        name: "general",
        private: false,
        people: ALL,
        topic: "Everyone is here · if it can wait for a thread, it can wait",
        purpose: "What everybody should know",
    },
    Room {
        name: "random",
        private: false,
        people: &["grace", "linus", "margaret", "emmy", "konrad", "sophie", "blaise", "edsger", "courier"],
        topic: "Coffee, Kuchen, vélo",
        purpose: "Anything else",
    },
    Room {
        name: "engineering",
        private: false,
        people: &["grace", "linus", "margaret", "konrad", "edsger", "courier"],
        topic: "1.4 is in the freeze · noon means noon",
        purpose: "How it is built, and why it is not yet",
    },
    Room {
        name: "alerts",
        private: false,
        people: &["grace", "linus", "margaret", "konrad", "courier"],
        topic: "Machines talk here. Answer in the thread, :eyes: means you have it",
        purpose: "Builds, deployments, things that got warm",
    },
    Room {
        name: "fertigung",
        private: false,
        people: &["grace", "linus", "emmy", "konrad"],
        topic: "Halle 2 · Los 17 läuft",
        purpose: "Bestückung, Prüfstand, Versand",
    },
    Room {
        name: "clients-france",
        private: false,
        people: &["sophie", "blaise", "grace"],
        topic: "Astreinte cette semaine : Sophie",
        purpose: "Ce que nos clients demandent, et ce qu’on leur répond",
    },
    Room {
        name: "audit",
        private: true,
        people: &["grace", "emmy", "edsger"],
        topic: "Answers by the end of the week, evidence in the thread",
        purpose: "The yearly audit, with Edsger from outside",
    },
    Room {
        name: "board",
        private: true,
        people: &["grace", "blaise"],
        topic: "Confidential",
        purpose: "What is not decided yet",
    },
];
