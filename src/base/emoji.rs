//! The emoji everybody has, and the one name each has here whichever of its names was sent.

use super::text;
use std::collections::HashMap;
use std::sync::LazyLock;

/// One emoji a line: the name it has, its other names, and `::` where it takes skin tones. The client's table, whose test
/// holds this file to it.
const TABLE: &str = include_str!("emoji.txt");
/// What a line ends with whose emoji takes skin tones.
const TONED: &str = "::";

/// From each name to the first of its line, and whether it takes skin tones.
static NAMES: LazyLock<HashMap<&str, (&str, bool)>> = LazyLock::new(|| {
    let line = |line: &'static str| {
        let first = line.split(' ').next().unwrap_or_default();
        let toned = line.ends_with(TONED);
        line.split(' ').filter(|name| *name != TONED).map(move |name| (name, (first, toned)))
    };
    TABLE.lines().flat_map(line).collect()
});

/// The name of an emoji that everybody has, by any of its names; nothing for others. Without a skin tone.
pub fn known(name: &str) -> Option<&'static str> {
    NAMES.get(name).map(|(first, _)| *first)
}

/// A name and what is said of its skin, from the two colons on; nothing where that is not said.
pub fn split(name: &str) -> (&str, &str) {
    name.find("::").map_or((name, ""), |at| name.split_at(at))
}

/// The one name of an emoji, with its skin tone if it takes one: `thumbsup::skin-tone-3` is `+1::skin-tone-3`, and
/// `tada::skin-tone-3` is `tada`. Others are only composed, and in small letters.
pub fn canonical(name: &str) -> String {
    let name = text::small(name);
    let (bare, tone) = split(&name);
    match NAMES.get(bare) {
        Some((first, false)) if is_tone(tone) => (*first).to_owned(),
        Some((first, _)) => format!("{first}{tone}"),
        None => name,
    }
}

/// The name that a reaction made elsewhere has here: what is said of its skin and is no skin tone is left out.
pub fn reacted(name: &str) -> String {
    let name = canonical(name);
    let (bare, _) = split(&name);
    if !is_reaction(&name) && is_reaction(bare) { bare.to_owned() } else { name }
}

fn is_tone(tone: &str) -> bool {
    matches!(tone.strip_prefix("::skin-tone-"), Some("2" | "3" | "4" | "5" | "6"))
}

/// Whether a name may stand under a message: that of an emoji, with one of the five skin tones or none.
pub fn is_reaction(name: &str) -> bool {
    let (bare, tone) = split(name);
    (tone.is_empty() || is_tone(tone)) && text::is_emoji_name(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_to_the_first_of_its_line_and_to_no_other() {
        let names = TABLE.split_whitespace().filter(|name| *name != TONED);
        assert_eq!(NAMES.len(), names.count(), "no name stands twice");
        assert!(NAMES.values().all(|(first, _)| known(first) == Some(first)));
        for (name, first) in [
            ("thumbsup", "+1"),
            ("thumbsup::skin-tone-3", "+1::skin-tone-3"),
            ("+1", "+1"),
            ("ours", "ours"),
            ("THUMBSUP::Skin-Tone-3", "+1::skin-tone-3"),
            ("CAFÉ", "café"),
            ("tada::skin-tone-2", "tada"),
            ("ours::skin-tone-2", "ours::skin-tone-2"),
            ("tada::skin-tone-9", "tada::skin-tone-9"),
        ] {
            assert_eq!(canonical(name), first);
        }
        for (sent, here) in [
            ("tada::skin-tone-9", "tada"),
            ("thumbsup::red", "+1"),
            ("wave::skin-tone-2", "wave::skin-tone-2"),
            ("a b", "a b"),
        ] {
            assert_eq!(reacted(sent), here);
        }
        for nonsense in
            ["+1::skin-tone-1", "+1::skin-tone-7", "::skin-tone-2", "+1::skin-tone-2::skin-tone-3", "+1::", ""]
        {
            assert!(!is_reaction(nonsense), "{nonsense}");
        }
        assert!(is_reaction("+1::skin-tone-6") && is_reaction("café"));
    }
}
