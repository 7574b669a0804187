//! Logs: structured, to standard error, as text or JSON.

use crate::config::{Format, Log};
use std::io::{IsTerminal, stderr};
use tracing_subscriber::EnvFilter;

/// Starts logging for the rest of the process. What is logged holds no message, no name and no secret: callers log
/// ids, counts, codes and times.
pub fn start(log: &Log) {
    // The configuration was checked, so the filter parses; a later change of it still never stops the server.
    // actix_http calls every connection that breaks off an error, and anybody can break one off: only who asks hears of it.
    let filter = format!("actix_http=off,{}", log.filter);
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    // A second start, as in a process that serves twice, keeps the first.
    let _ = match log.format {
        Format::Text => lines.with_ansi(stderr().is_terminal()).try_init(),
        Format::Json => lines.json().flatten_event(true).with_current_span(false).try_init(),
    };
}
