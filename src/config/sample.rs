//! The commented sample: `comity init` writes it with the values it chose; without any it holds every default.

use super::keys::{KEYS, SECTIONS};
use std::fmt::Write;

/// Values the sample sets instead of the default: `("root.commitment", "…")`. The text goes in as a TOML string.
pub type Pinned<'a> = (&'a str, &'a str);

/// A whole `comity.toml` with every key explained. What is at its default is written out; what has none is a comment.
pub fn sample(pinned: &[Pinned<'_>]) -> String {
    let mut out = String::new();
    for (section, about) in SECTIONS {
        if !section.is_empty() {
            out.push('\n');
        }
        let _ = writeln!(out, "# {about}");
        if !section.is_empty() {
            let _ = writeln!(out, "[{section}]");
        }
        for key in KEYS.iter().filter(|key| key.section == *section) {
            out.push('\n');
            for line in key.about.lines() {
                let _ = writeln!(out, "# {line}");
            }
            let value = pinned.iter().find(|(path, _)| *path == key.path()).map(|(_, value)| quoted(value));
            let comment = if value.is_none() && !key.is_default { "# " } else { "" };
            let _ = writeln!(out, "{comment}{} = {}", key.name, value.as_deref().unwrap_or(key.value));
        }
    }
    out
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
