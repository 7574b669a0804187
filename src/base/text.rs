//! Slack's text: escaping and names.

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// Escapes the three characters that mean something in mrkdwn.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Cuts a text after `max` characters, never inside one; true when something was cut.
pub fn truncate(text: &mut String, max: usize) -> bool {
    match text.char_indices().nth(max) {
        Some((at, _)) => {
            text.truncate(at);
            true
        }
        None => false,
    }
}

/// Why a channel name is not one, as Slack's error code.
pub fn check_channel_name(name: &str, max: usize) -> Result<(), &'static str> {
    if name.is_empty() {
        return Err("invalid_name_required");
    }
    if name.chars().count() > max {
        return Err("invalid_name_maxlength");
    }
    if name.chars().all(|c| !c.is_alphanumeric()) {
        return Err("invalid_name_punctuation");
    }
    if is_name(name, "-_") && !name.chars().any(char::is_uppercase) { Ok(()) } else { Err("invalid_name_specials") }
}

/// A text with each letter and its marks as one character where there is one (NFC): how names are kept.
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// A name as it is kept: composed, in small letters.
pub fn small(name: &str) -> String {
    composed(&composed(name).to_lowercase())
}

/// What two names have in common that are one: composed, without case, without the joiners that only shape letters.
pub fn folded(name: &str) -> String {
    name.nfd().default_case_fold().filter(|c| !is_joiner(*c)).nfc().collect()
}

/// Whether a name has only letters, digits, the marks on them, and `signs`; nothing that nobody sees.
pub fn is_name(name: &str, signs: &str) -> bool {
    let mut before = None;
    is_seen(name)
        && name.chars().all(|c| {
            let stands_on = before.replace(c).is_some_and(|b: char| b.is_alphanumeric() || is_combining_mark(b));
            match c {
                // A mark stands on a letter, or on a mark that does.
                c if is_combining_mark(c) || is_joiner(c) => stands_on,
                c => c.is_alphanumeric() || signs.contains(c),
            }
        })
}

/// Whether all of a text is seen, or is a joiner that shapes the letters beside it.
pub fn is_seen(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    letters.iter().enumerate().all(|(at, c)| match at.checked_sub(1) {
        Some(before) if is_joiner(*c) => joins(*c, letters[before], letters.get(at + 1)),
        _ => !is_unseen(*c),
    })
}

/// One line as it is kept, whatever was typed, pasted or sent: composed, each line break or other white space as a space,
/// none at the ends, and without what nobody sees, such as what turns the direction of writing round. Joiners and the like
/// stay where they shape a letter or an emoji. Every field of one line goes through here.
pub fn line(text: &str) -> String {
    let typed = text.replace("\r\n", " ");
    let letters: Vec<char> = typed.nfc().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let mut made = String::with_capacity(text.len());
    for (at, c) in letters.iter().enumerate() {
        if !is_unseen(*c) || made.chars().next_back().is_some_and(|before| shapes(*c, before, letters.get(at + 1))) {
            made.push(*c);
        }
    }
    made.trim().to_owned()
}

/// A line that something is called by: 1 to `max` characters, and nothing in it that `line` would have to mend, so that no
/// two things are called alike.
pub fn named(text: &str, max: usize) -> Option<String> {
    let name = composed(text.trim());
    ((1..=max).contains(&name.chars().count()) && line(&name) == name).then_some(name)
}

/// A name made of any text: composed, without what nobody sees, `-` for what a name doesn't have.
pub fn fitted(text: &str, signs: &str) -> String {
    let seen: Vec<char> = small(text).chars().filter(|c| is_joiner(*c) || !is_unseen(*c)).collect();
    let mut made = String::new();
    for (at, c) in seen.iter().enumerate() {
        let next = seen.get(at + 1).filter(|_| is_joiner(*c)).map(char::to_string).unwrap_or_default();
        // A mark or a joiner is right or wrong beside its neighbours; what stands before them is right already.
        let last: Vec<char> = made.chars().rev().take(2).collect();
        let before: String = match last[..] {
            [] => String::new(),
            [joiner, letter] if is_joiner(joiner) => format!("a{letter}{joiner}"),
            [last, ..] => format!("a{last}"),
        };
        if is_name(&format!("{before}{c}{next}"), signs) {
            made.push(*c);
        } else if !is_joiner(*c) && !is_combining_mark(*c) {
            made.push('-');
        }
    }
    made
}

/// Joiners (U+200C, U+200D) shape letters: after the sign that takes a vowel away, in the scripts of India, and U+200C
/// between letters of the scripts that are written joined, as in Persian (RFC 5892, appendix A).
fn joins(joiner: char, before: char, after: Option<&char>) -> bool {
    const VIRAMA: u8 = 9;
    let joined = |c: &char| matches!(c, '\u{600}'..='\u{8ff}');
    canonical_combining_class(before) == VIRAMA || joiner == '\u{200c}' && joined(&before) && after.is_some_and(joined)
}

/// Whether a character that nobody sees by itself shapes those beside it: letters (`joins`), or an emoji made of several
/// signs, chosen among its pictures, or of a flag's letters (Unicode technical standard 51).
fn shapes(c: char, before: char, after: Option<&char>) -> bool {
    match c {
        '\u{fe0e}' | '\u{fe0f}' => is_picture(before) || matches!(before, '0'..='9' | '#' | '*'),
        '\u{200d}' if is_picture(before) || before == '\u{fe0f}' => after.is_some_and(|after| is_picture(*after)),
        '\u{200c}' | '\u{200d}' => joins(c, before, after),
        '\u{e0020}'..='\u{e007f}' => matches!(before, '\u{1f3f4}' | '\u{e0020}'..='\u{e007f}'),
        _ => false,
    }
}

/// Whether a character is a picture, or may be shown as one.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{2190}'..='\u{2bff}'
        | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}' | '\u{1f000}'..='\u{1faff}')
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether a character is not seen: controls, and what Unicode lets programs ignore (`Default_Ignorable_Code_Point`),
/// among it everything that turns the direction of writing round.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a text is an address that people may be sent to: the web or a mail program, never a script.
pub fn is_link(text: &str) -> bool {
    let rest = ["https://", "http://", "mailto:"].iter().find_map(|scheme| text.strip_prefix(scheme));
    let fits = text.len() <= super::limits::LINK_BYTES && !text.contains(char::is_whitespace) && is_seen(text);
    fits && rest.is_some_and(|rest| !rest.is_empty())
}

/// Whether a text is an emoji's name between colons, with or without a skin tone.
pub fn is_emoji(text: &str) -> bool {
    let name = text.strip_prefix(':').and_then(|t| t.strip_suffix(':'));
    name.is_some_and(is_emoji_name)
}

/// Whether a text is an emoji's name: letters, digits, `_ - + '` and skin tones behind `::`.
pub fn is_emoji_name(name: &str) -> bool {
    let short = !name.is_empty() && name.chars().count() <= super::limits::EMOJI_NAME_CHARS;
    short && is_name(name, "_-+':") && !name.starts_with(':') && !name.ends_with(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channel_names_are_checked_as_slack_does() {
        for good in ["general", "büro-münchen", "a_1", "ทั่วไป", "हिन्दी", "gro\u{308}ße", "می\u{200c}خواهم"]
        {
            assert_eq!(check_channel_name(good, 80), Ok(()), "{good}");
        }
        for (bad, code) in [
            ("", "invalid_name_required"),
            ("General", "invalid_name_specials"),
            ("a b", "invalid_name_specials"),
            ("---", "invalid_name_punctuation"),
            ("a\u{202e}b", "invalid_name_specials"),
            ("a\u{200d}b", "invalid_name_specials"),
            ("-\u{301}a", "invalid_name_specials"),
        ] {
            assert_eq!(check_channel_name(bad, 80), Err(code), "{bad}");
        }
        assert_eq!(check_channel_name(&"x".repeat(81), 80), Err("invalid_name_maxlength"));
    }

    #[test]
    fn names_are_kept_composed_and_compared_without_case() {
        assert_eq!(small("GRO\u{308}ßE"), "größe");
        for same in ["größe", "GRÖSSE", "gro\u{308}sse"] {
            assert_eq!(folded(same), "grösse");
        }
        assert_eq!(folded("ΣΊΣΥΦΟΣ"), folded("σίσυφος"));
        assert_eq!(folded("می\u{200c}خواهم"), folded("میخواهم"));
        assert_ne!(folded("ısı"), folded("isi"));
    }

    #[test]
    fn any_text_becomes_a_name() {
        let made = ["Ops & Co.", "हिन्दी", "a\u{202e}b", "a\u{200d}b", "\u{301}x"].map(|text| fitted(text, "-_"));
        assert_eq!(made, ["ops---co-", "हिन्दी", "ab", "ab", "x"]);
        for whole in ["می\u{200c}خواهم", "ශ්\u{200d}රී", "ทั่วไป"] {
            assert_eq!(fitted(whole, "-_"), whole);
        }
    }

    #[test]
    fn one_line_is_what_is_seen_of_it() {
        for (sent, kept) in [
            ("  Night\u{202e}\u{7} shift\n\u{200b}\u{feff}!\u{2066} ", "Night shift !"),
            ("one\r\ntwo\tthree\u{2028}four", "one two three four"),
            ("gro\u{308}ße", "größe"),
            ("a\u{200d}b\u{fe0f}\u{e0067}", "ab"),
            ("\u{200d}\u{fe0f} \u{0}\u{1b}[31m", "[31m"),
            ("\u{200f}\n\u{ad}", ""),
        ] {
            assert_eq!(line(sent), kept, "{sent:?}");
        }
        for whole in [
            "👩🏽\u{200d}💻 at work",
            "❤\u{fe0f}\u{200d}🔥 1\u{fe0f}\u{20e3}",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "می\u{200c}خواهم",
            "ශ්\u{200d}රී",
            "two  spaces",
        ] {
            assert_eq!(line(whole), whole, "{whole:?}");
        }
    }

    #[test]
    fn links_and_emoji_are_told_from_other_texts() {
        for good in ["https://example.org", "http://a", "mailto:ada@example.org"] {
            assert!(is_link(good), "{good}");
        }
        for bad in
            ["", "example.org", "javascript:alert(1)", "https://", "https://a b", "https://a\n", "https://a\u{202e}"]
        {
            assert!(!is_link(bad), "{bad}");
        }
        for good in [":tada:", ":+1::skin-tone-2:", ":büro:"] {
            assert!(is_emoji(good), "{good}");
        }
        for bad in ["", "tada", "::", ":a b:", ":tada"] {
            assert!(!is_emoji(bad), "{bad}");
        }
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        let mut text = "añb".to_owned();
        assert!(truncate(&mut text, 2));
        assert_eq!(text, "añ");
        assert!(!truncate(&mut text, 2));
    }
}
