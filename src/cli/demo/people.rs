//! Who works at the demo: the people every test knows, too.

use crate::store::records::user::Role;

/// One password for all: a demo keeps no secrets.
pub const PASSWORD: &str = "comity-demo";

/// Somebody in the demo.
pub struct Person {
    /// The handle, and the name before the `@`.
    pub name: &'static str,
    /// As others see it.
    pub real_name: &'static str,
    /// What they do.
    pub title: &'static str,
    /// What they may do.
    pub role: Role,
    /// Where their clock stands.
    pub zone: &'static str,
    /// The language they chose for the client; empty for their browser's.
    pub language: &'static str,
}

const BERLIN: &str = "Europe/Berlin";

/// Everybody, the owner first. The tests know the first five.
pub const PEOPLE: &[Person] = &[
    Person {
        name: "ada",
        real_name: "Ada Byron",
        title: "Managing director",
        role: Role::Owner,
        zone: "Europe/London",
        language: "",
    },
    Person {
        name: "grace",
        real_name: "Grace Murray",
        title: "Head of operations",
        role: Role::Admin,
        zone: BERLIN,
        language: "",
    },
    Person {
        name: "linus",
        real_name: "Linus Ångström-Hohenlohe-Langenburg",
        title: "Embedded software",
        role: Role::Member,
        zone: "Europe/Stockholm",
        language: "",
    },
    Person {
        name: "margaret",
        real_name: "Margaret Heafield",
        title: "Flight software",
        role: Role::Member,
        zone: "America/New_York",
        language: "",
    },
    Person {
        name: "edsger",
        real_name: "Edsger van der Wielingen",
        title: "External auditor",
        role: Role::Guest,
        zone: "Europe/Amsterdam",
        language: "",
    },
    Person {
        name: "emmy",
        real_name: "Emmy Noetzel",
        title: "Personal und Datenschutz",
        role: Role::Member,
        zone: BERLIN,
        language: "de",
    },
    Person {
        name: "konrad",
        real_name: "Konrad Zeisig",
        title: "Fertigung, Hamburg",
        role: Role::Member,
        zone: BERLIN,
        language: "de",
    },
    Person {
        name: "sophie",
        real_name: "Sophie Marchand",
        title: "Relations clients",
        role: Role::Member,
        zone: "Europe/Paris",
        language: "fr",
    },
    Person {
        name: "blaise",
        real_name: "Blaise Clermont",
        title: "Finances",
        role: Role::Member,
        zone: "Europe/Paris",
        language: "fr",
    },
];

/// Somebody's address. The domain is reserved for examples and belongs to nobody.
pub fn email(name: &str) -> String {
    format!("{name}@demo.example")
}
