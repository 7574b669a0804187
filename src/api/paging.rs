//! Cursors: opaque to clients, and checked when they come back.

use super::args::Args;
use crate::base::{Error, Result};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

/// `limit` and `cursor` of a call.
pub struct Paging {
    /// How many.
    pub limit: usize,
    /// Where the last page ended.
    pub after: Option<Vec<u8>>,
}

/// Reads `limit` and `cursor`.
pub fn paging(args: &Args, default: usize, most: usize) -> Result<Paging> {
    let limit = match args.int("limit")? {
        None | Some(0) => default,
        Some(n) if n < 0 => return Err(Error::invalid("invalid_limit")),
        Some(n) => usize::try_from(n).unwrap_or(most).min(most),
    };
    let after = args.text("cursor").map(|text| open(&text)).transpose()?;
    Ok(Paging { limit, after })
}

fn open(cursor: &str) -> Result<Vec<u8>> {
    BASE64URL_NOPAD.decode(cursor.as_bytes()).map_err(|_| Error::invalid("invalid_cursor"))
}

/// The cursor of the next page, or the empty text of the last.
pub fn metadata(next: Option<Vec<u8>>) -> Value {
    json!({ "next_cursor": next.map(|n| BASE64URL_NOPAD.encode(&n)).unwrap_or_default() })
}
