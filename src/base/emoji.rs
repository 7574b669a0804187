//! The emoji everybody has, and the one name each has here whichever of its names was sent.

use super::text;
use std::collections::HashMap;
use std::sync::LazyLock;

/// One emoji a line: the name it has, then its other names. The client's table, whose test holds this file to it.
const TABLE: &str = include_str!("emoji.txt");

/// From each name to the first of its line.
static NAMES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let line = |line: &'static str| {
        let first = line.split(' ').next().unwrap_or_default();
        line.split(' ').map(move |name| (name, first))
    };
    TABLE.lines().flat_map(line).collect()
});

/// The name of an emoji that everybody has, by any of its names; nothing for others. Without a skin tone.
pub fn known(name: &str) -> Option<&'static str> {
    NAMES.get(name).copied()
}

/// The one name of an emoji, skin tones kept: `thumbsup::skin-tone-3` is `+1::skin-tone-3`. Others are only composed, and in
/// small letters.
pub fn canonical(name: &str) -> String {
    let name = text::small(name);
    let (bare, tone) = match name.find("::") {
        Some(at) => name.split_at(at),
        None => (name.as_str(), ""),
    };
    match known(bare) {
        Some(first) => format!("{first}{tone}"),
        None => name,
    }
}

/// Whether a name may stand under a message: that of an emoji, with one of the five skin tones or none.
pub fn is_reaction(name: &str) -> bool {
    let bare = match name.split_once("::") {
        Some((bare, tone)) if matches!(tone.strip_prefix("skin-tone-"), Some("2" | "3" | "4" | "5" | "6")) => bare,
        Some(_) => return false,
        None => name,
    };
    text::is_emoji_name(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_to_the_first_of_its_line_and_to_no_other() {
        assert_eq!(NAMES.len(), TABLE.split_whitespace().count(), "no name stands twice");
        assert!(NAMES.values().all(|first| known(first) == Some(first)));
        for (name, first) in [
            ("thumbsup", "+1"),
            ("thumbsup::skin-tone-3", "+1::skin-tone-3"),
            ("+1", "+1"),
            ("ours", "ours"),
            ("THUMBSUP::Skin-Tone-3", "+1::skin-tone-3"),
            ("CAFÉ", "café"),
        ] {
            assert_eq!(canonical(name), first);
        }
        for nonsense in
            ["+1::skin-tone-1", "+1::skin-tone-7", "::skin-tone-2", "+1::skin-tone-2::skin-tone-3", "+1::", ""]
        {
            assert!(!is_reaction(nonsense), "{nonsense}");
        }
        assert!(is_reaction("+1::skin-tone-6") && is_reaction("café"));
    }
}
