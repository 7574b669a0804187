//! The environment over the file: `COMITY_LISTEN`, `COMITY_TLS__CERT`, `COMITY_LIMITS__LEASE_SECS`.

use super::{Config, KEYS, Key, Problem};
use std::ffi::OsString;
use strsim::osa_distance;
use toml::{Table, Value};

/// Letters that may be wrong, missing, doubled or swapped in a name that is meant.
const SLIPS: usize = 2;

/// The keys the environment sets, with the variable each came from.
pub(super) struct Overrides(Vec<Override>);

struct Override {
    section: &'static str,
    name: &'static str,
    variable: String,
    value: Value,
}

impl Overrides {
    /// Picks the overrides out of an environment.
    ///
    /// Names with `__`, those of a whole section, and those that differ from a key's in underscores, capitals and a slip or
    /// two are mistyped ones. Others are not ours to judge: container platforms invent variables such as `COMITY_PORT`
    /// and `COMITY_SERVICE_HOST` for a service of this name.
    pub(super) fn collect(environment: impl IntoIterator<Item = (String, OsString)>) -> Result<Self, Problem> {
        let mut found = Vec::new();
        for (variable, raw) in environment {
            if !bare(&variable).starts_with("COMITY") {
                continue;
            }
            let Some(key) = KEYS.iter().find(|key| key.variable() == variable) else {
                let section = KEYS.iter().any(|key| bare(&format!("comity{}", key.section)) == bare(&variable));
                match KEYS.iter().map(Key::variable).find(|name| osa_distance(&bare(name), &bare(&variable)) <= SLIPS) {
                    Some(meant) => return Err(no_key(&variable, &format!("Write {meant}, or unset it"))),
                    None if section || variable.starts_with("COMITY_") && variable.contains("__") => {
                        let remedy = "Unset or correct it: COMITY_SECTION__KEY stands for a key of comity.toml";
                        return Err(no_key(&variable, remedy));
                    }
                    None => continue,
                }
            };
            let Some(text) = raw.to_str() else {
                let problem = Problem::new(key.path(), "is not UTF-8 text", "Set it again");
                return Err(problem.found_in(&place(&variable)));
            };
            found.push(Override { section: key.section, name: key.name, value: typed(key.value, text), variable });
        }
        Ok(Self(found))
    }

    /// The configuration with the overrides over what the file says. The file alone was read without an error before,
    /// so the first variable after which it is wrong is the one to name.
    pub(super) fn over(&self, mut table: Table) -> Result<Config, Problem> {
        for o in &self.0 {
            if o.section.is_empty() {
                table.insert(o.name.to_owned(), o.value.clone());
            } else if let Value::Table(section) = table.entry(o.section).or_insert_with(|| Value::Table(Table::new())) {
                section.insert(o.name.to_owned(), o.value.clone());
            }
            table.clone().try_into::<Config>().map_err(|error| {
                let cause = format!("can't be used: {}", error.message());
                Problem::new(o.path(), cause, "Correct or unset the variable").found_in(&place(&o.variable))
            })?;
        }
        table.try_into().map_err(|error| Problem::new("", error.to_string(), "Correct the file"))
    }

    /// The keys that are set, each with the place of its value.
    pub(super) fn variables(&self) -> Vec<(String, String)> {
        self.0.iter().map(|o| (o.path(), place(&o.variable))).collect()
    }
}

impl Override {
    fn path(&self) -> String {
        if self.section.is_empty() { self.name.to_owned() } else { format!("{}.{}", self.section, self.name) }
    }
}

fn no_key(variable: &str, remedy: &str) -> Problem {
    Problem::new("", "sets no key that exists", remedy).found_in(&place(variable))
}

/// A variable's name without what is easily mistyped.
fn bare(name: &str) -> String {
    name.chars().filter(|c| *c != '_').map(|c| c.to_ascii_uppercase()).collect()
}

fn place(variable: &str) -> String {
    format!("environment variable {variable}")
}

/// A value of the same TOML type as the key's default; text that does not fit stays text and is refused by type. A list
/// is written with commas.
fn typed(default: &str, text: &str) -> Value {
    if default.starts_with('[') {
        let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        return Value::Array(entries.map(|entry| Value::String(entry.to_owned())).collect());
    }
    let quoted = default.starts_with('"');
    match (quoted, text.parse::<i64>(), text.parse::<bool>()) {
        (false, Ok(number), _) => Value::Integer(number),
        (false, _, Ok(yes)) => Value::Boolean(yes),
        _ => Value::String(text.to_owned()),
    }
}
