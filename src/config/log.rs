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

impl Log {
    pub(super) fn check(&self) -> Result<(), Problem> {
        EnvFilter::try_new(&self.filter).map(drop).map_err(|error| {
            let cause = format!("is \"{}\", which can't be read ({error})", self.filter);
            Problem::new("log.filter", cause, "Write one of error, warn, info, debug, or `comity=debug,warn`")
        })
    }
}
