//! `[log]`: what is written about the running of the server; never what people write to each other.

use super::Problem;
use serde::Deserialize;
use tracing_subscriber::EnvFilter;

/// Logs go to standard error.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// One line for people, or one JSON object a line for a collector.
    pub format: Format,
    /// Which events: a level, or `comity=debug,warn` for a level a module.
    pub filter: String,
}

/// How a log line looks.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For a collector.
    Json,
}

impl Default for Log {
    fn default() -> Self {
        Self { format: Format::Text, filter: "info".to_owned() }
    }
}

/// How much is said. Anything else the library would take for the name of a module, and then say nothing.
const LEVELS: &[&str] = &["off", "error", "warn", "info", "debug", "trace"];
/// Who speaks: this program, its rooms, and the libraries that log as it does.
const SPEAKERS: &[&str] = &["comity", "actix_http", "actix_multipart", "actix_server", "actix_tls", "actix_web"];
const ROOMS: &[&str] =
    &["api", "app", "base", "cli", "config", "crypto", "domain", "import", "jobs", "realtime", "setup", "store"];

impl Log {
    pub(super) fn check(&self) -> Result<(), Problem> {
        let wrong = self.filter.split(',').find_map(|part| mistake(part.trim()));
        let unread = || EnvFilter::try_new(&self.filter).err().map(|error| error.to_string());
        match wrong.or_else(unread) {
            None => Ok(()),
            Some(why) => Err(Problem::new(
                "log.filter",
                format!("is \"{}\": {why}", self.filter),
                format!(
                    "Write one of {}, or a level for a part, as in `comity=debug,warn` or `comity::store=debug,warn`",
                    LEVELS.join(", ")
                ),
            )),
        }
    }
}

/// What is wrong with one part of a filter.
fn mistake(part: &str) -> Option<String> {
    let (speaker, level) = match part.split_once('=') {
        Some((speaker, level)) => (Some(speaker.trim()), level.trim()),
        None => (None, part),
    };
    if !LEVELS.contains(&level.to_ascii_lowercase().as_str()) {
        return Some(format!("\"{level}\" is no level"));
    }
    let speaker = speaker?;
    let mut names = speaker.split("::");
    let known = names.next().is_some_and(|name| SPEAKERS.contains(&name));
    let room = names.next().filter(|_| speaker.starts_with("comity"));
    match known && room.is_none_or(|room| ROOMS.contains(&room)) {
        true => None,
        false => Some(format!("nothing called \"{speaker}\" writes a log")),
    }
}
