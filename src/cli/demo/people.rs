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
}

/// Everybody, the owner first.
pub const PEOPLE: &[Person] = &[
    Person { name: "ada", real_name: "Ada Byron", title: "Managing director", role: Role::Owner },
    Person { name: "grace", real_name: "Grace Murray", title: "Head of operations", role: Role::Admin },
    Person {
        name: "linus",
        real_name: "Linus Ångström-Hohenlohe-Langenburg",
        title: "Embedded software",
        role: Role::Member,
    },
    Person { name: "margaret", real_name: "Margaret Heafield", title: "Flight software", role: Role::Member },
    Person { name: "edsger", real_name: "Edsger van der Wielingen", title: "External auditor", role: Role::Guest },
];

/// Somebody's address. The domain is reserved for examples and belongs to nobody.
pub fn email(name: &str) -> String {
    format!("{name}@demo.example")
}
