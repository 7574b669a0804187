//! The table: one line a method, one cell a relation, one letter a role.

/// How the actor stands to the channel, in the order of a row's cells.
pub const CHANNELS: [&str; 10] =
    ["own", "in", "public", "private+", "private", "archived", "dm", "others", "group+", "group"];
/// Whom a method is about, for whoever calls it.
pub const PEOPLE: [&str; 9] = ["me", "near", "member", "guest", "admin", "owner", "first", "bot", "gone"];
/// Whose the thing is that a method is about.
pub const THINGS: [&str; 3] = ["mine", "theirs", "none"];

/// What a method acts on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum About {
    /// No channel at all: a single cell.
    Alone,
    /// A channel.
    Channel,
    /// A message that the actor wrote.
    OwnMessage,
    /// A message that Margaret wrote.
    Message,
    /// A person or a bot.
    Person,
    /// Anything else that somebody made: a reminder, an app, a group, an invitation.
    Thing,
}

/// A call made before, so that there is something to act on.
pub struct Step {
    /// `me` (with all scopes), `maker` (who made the thing), `margaret`, `ada` or `mailman`.
    pub who: String,
    pub method: String,
    pub args: String,
    /// A word for later arguments, and where in the answer it stands.
    pub keep: Option<(String, String)>,
}

/// One line.
pub struct Row {
    pub about: About,
    pub method: String,
    pub args: String,
    pub cells: Vec<String>,
    pub before: Vec<Step>,
}

impl Row {
    pub fn relations(&self) -> &'static [&'static str] {
        match self.about {
            About::Alone => &["alone"],
            About::Channel | About::OwnMessage | About::Message => &CHANNELS,
            About::Person => &PEOPLE,
            About::Thing => &THINGS,
        }
    }

    /// Whether the actor has to have been in the channel once, to have left something there.
    pub fn needs_a_visit(&self) -> bool {
        self.before.iter().any(|step| step.who == "me")
    }

    /// Whether a word stands in its arguments or its preparations.
    pub fn mentions(&self, word: &str) -> bool {
        self.args.contains(word) || self.before.iter().any(|step| step.args.contains(word))
    }

    /// The line with other cells, to be read, judged and put into the table.
    pub fn line(&self, cells: &[String]) -> String {
        format!("{:?}: {:<34} {}  {}", self.about, self.method, cells.join(" "), self.args)
    }
}

/// Reads the table.
pub fn rows() -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let (mut about, mut before) = (About::Alone, Vec::new());
    for line in include_str!("table.txt").lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if let Some(step) = line.strip_prefix("< ") {
            before.push(self::step(step));
            continue;
        }
        about = match line {
            "[alone]" => About::Alone,
            "[channel]" => About::Channel,
            "[own message]" => About::OwnMessage,
            "[message]" => About::Message,
            "[person]" => About::Person,
            "[thing]" => About::Thing,
            _ => {
                rows.push(row(about, line, std::mem::take(&mut before)));
                about
            }
        };
    }
    rows
}

fn row(about: About, line: &str, before: Vec<Step>) -> Row {
    let (head, args) = line.split_once('{').unwrap_or_else(|| panic!("a row ends with its arguments: {line}"));
    let mut words = head.split_whitespace().map(str::to_owned);
    let method = words.next().unwrap_or_default();
    Row { about, method, args: format!("{{{args}"), cells: words.collect(), before }
}

/// `who method {arguments} word=/pointer/into/the/answer`
fn step(text: &str) -> Step {
    let (head, rest) = text.split_once('{').unwrap_or_else(|| panic!("a step has arguments: {text}"));
    let (args, keep) = rest.rsplit_once('}').unwrap_or_else(|| panic!("a step has arguments: {text}"));
    let mut words = head.split_whitespace().map(str::to_owned);
    let keep = keep.trim().split_once('=').map(|(word, pointer)| (word.to_owned(), pointer.to_owned()));
    let (who, method) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    Step { who, method, args: format!("{{{args}}}"), keep }
}
