//! What Slack's mrkdwn says outside code: the references in angle brackets, in order.
//!
//! Read as the client shows it (`web/src/text/README.md` has the rules, `tests/data/text.json` the examples that both
//! sides are held to): fences first, then code spans and angle brackets of each line from left to right, and what does
//! not close is plain text. Every character is looked at a bounded number of times.

/// Somebody a text calls.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Called<'t> {
    /// `<@U…>`, or a `user` element of a rich text block.
    User(&'t str),
    /// `<!subteam^S…>`, or a `usergroup` element.
    Usergroup(&'t str),
    /// `<!channel>`, `<!here>`, `<!everyone>`, or a `broadcast` element.
    Everybody,
}

const FENCE: &str = "```";

/// Whom a text calls. Without `marks` a backtick is a backtick, as attachments may ask for.
pub fn called(text: &str, marks: bool) -> Vec<Called<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, code, after)) = fence(rest).filter(|_| marks) {
        lines(before, true, &mut found);
        if code.trim().is_empty() {
            // Fences around nothing are signs, not code.
            lines(code, true, &mut found);
        }
        rest = after;
    }
    lines(rest, marks, &mut found);
    found
}

/// The text before the first pair of fences, what stands between them, and what follows.
fn fence(text: &str) -> Option<(&str, &str, &str)> {
    let (before, opened) = text.split_once(FENCE)?;
    let (code, after) = opened.split_once(FENCE)?;
    Some((before, code, after))
}

fn lines<'t>(text: &'t str, marks: bool, found: &mut Vec<Called<'t>>) {
    text.split('\n').for_each(|line| inline(line, marks, found));
}

fn inline<'t>(line: &'t str, marks: bool, found: &mut Vec<Called<'t>>) {
    let mut rest = line;
    // Where one code span does not close on this line, no later one does.
    let mut code = marks;
    while let Some(at) = rest.find(['`', '<']) {
        let (sign, opened) = rest[at..].split_at(1);
        rest = opened;
        if sign == "<" {
            // A bracket ends at the next one: were it looked for beyond, many that do not close would be read again and again.
            let Some((body, after)) =
                opened.split_once(['<', '>']).filter(|(body, _)| opened[body.len()..].starts_with('>'))
            else {
                continue;
            };
            let reference = reference(body);
            found.extend(reference);
            if reference.is_some() || link(body) {
                rest = after;
            }
        } else if code {
            match opened.find('`') {
                // A span of blanks is two signs.
                Some(end) if !opened[..end].trim().is_empty() => rest = &opened[end + 1..],
                Some(_) => {}
                None => code = false,
            }
        }
    }
}

/// What stands between angle brackets, before the label.
fn head(body: &str) -> &str {
    body.split_once('|').map_or(body, |(head, _)| head)
}

fn reference(body: &str) -> Option<Called<'_>> {
    let head = head(body);
    let id = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if let Some(user) = head.strip_prefix('@') {
        return (user.starts_with(['U', 'W']) && id(&user[1..])).then_some(Called::User(user));
    }
    let command = head.strip_prefix('!')?;
    if let Some(group) = command.strip_prefix("subteam^") {
        return id(group).then_some(Called::Usergroup(group));
    }
    matches!(command, "channel" | "here" | "everyone").then_some(Called::Everybody)
}

/// Whether the brackets hold something else that means something, so that a backtick in it opens nothing.
fn link(body: &str) -> bool {
    let head = head(body);
    head.starts_with(['#', '!']) || ["http://", "https://", "mailto:"].iter().any(|scheme| head.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_calls_people_groups_and_everybody() {
        let text = "<@U123|ada> and <!subteam^S9|@crew>: <!here>";
        assert_eq!(called(text, true), [Called::User("U123"), Called::Usergroup("S9"), Called::Everybody]);
        assert!(called("&lt;@U123&gt; < @U1 <@ <@> <@U1\n> \"user_id\":\"U7\" <!hereabouts>", true).is_empty());
    }

    #[test]
    fn what_stands_in_code_calls_nobody() {
        for quiet in ["run `<@U1>` now", "```\nsudo <@U1>\n```", "```<!channel>```", "`a` `<!here>`", "*a `b* <@U1> c`"]
        {
            assert!(called(quiet, true).is_empty(), "{quiet}");
        }
        for loud in ["`a <@U1>", "```<@U1>", "``````<@U1>", "```\n```<@U1>", "`a`<@U1>`b`", "> <@U1>"] {
            assert_eq!(called(loud, true), [Called::User("U1")], "{loud}");
        }
        assert_eq!(called("`<@U1>`", false), [Called::User("U1")], "without marks there is no code");
    }

    #[test]
    fn a_long_text_of_signs_that_do_not_close_is_read_to_its_end() {
        for sign in ["`", "<", "```", "<@U1", "`<", "> ", "<|", "<https://a|", "` "] {
            for tail in ["", ">", "`", "```", "\n>"] {
                // Half a megabyte: were any of it read again for each sign, this would take minutes.
                let called = called(&(sign.repeat(500_000 / sign.len()) + tail), true).len();
                assert!(called <= 1, "{sign}{tail}");
            }
        }
    }
}
