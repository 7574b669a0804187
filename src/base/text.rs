//! Slack's text: escaping and names.

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
    let fits = |c: char| (c.is_alphanumeric() && !c.is_uppercase()) || matches!(c, '-' | '_');
    if name.chars().all(fits) { Ok(()) } else { Err("invalid_name_specials") }
}

/// Whether a text is an address that people may be sent to: the web or a mail program, never a script.
pub fn is_link(text: &str) -> bool {
    let rest = ["https://", "http://", "mailto:"].iter().find_map(|scheme| text.strip_prefix(scheme));
    let fits = text.len() <= super::limits::LINK_BYTES && !text.contains(|c: char| c.is_whitespace() || c.is_control());
    fits && rest.is_some_and(|rest| !rest.is_empty())
}

/// Whether a text is an emoji's name between colons, with or without a skin tone.
pub fn is_emoji(text: &str) -> bool {
    let name = text.strip_prefix(':').and_then(|t| t.strip_suffix(':'));
    name.is_some_and(is_emoji_name)
}

/// Whether a text is an emoji's name: letters, digits, `_ - + '` and skin tones behind `::`.
pub fn is_emoji_name(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '\'' | ':');
    !name.is_empty() && name.len() <= 100 && name.chars().all(fits) && !name.starts_with(':') && !name.ends_with(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channel_names_are_checked_as_slack_does() {
        for good in ["general", "büro-münchen", "a_1"] {
            assert_eq!(check_channel_name(good, 80), Ok(()), "{good}");
        }
        for (bad, code) in [
            ("", "invalid_name_required"),
            ("General", "invalid_name_specials"),
            ("a b", "invalid_name_specials"),
            ("---", "invalid_name_punctuation"),
        ] {
            assert_eq!(check_channel_name(bad, 80), Err(code), "{bad}");
        }
        assert_eq!(check_channel_name(&"x".repeat(81), 80), Err("invalid_name_maxlength"));
    }

    #[test]
    fn links_and_emoji_are_told_from_other_texts() {
        for good in ["https://example.org", "http://a", "mailto:ada@example.org"] {
            assert!(is_link(good), "{good}");
        }
        for bad in ["", "example.org", "javascript:alert(1)", "https://", "https://a b", "https://a\n"] {
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
