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

impl Paging {
    /// How many items of a list of `total`, which is at hand as a whole, stand before the page.
    pub fn start(&self, total: usize) -> Result<usize> {
        let Some(after) = self.after.clone() else { return Ok(0) };
        let bytes = after.try_into().map_err(|_| Error::invalid("invalid_cursor"))?;
        Ok(usize::try_from(u64::from_be_bytes(bytes)).unwrap_or(usize::MAX).min(total))
    }
}

/// The cursor of a page that so many items stand before.
pub fn before(items: usize) -> Vec<u8> {
    (items as u64).to_be_bytes().to_vec()
}

/// Which part of a list that is at hand as a whole: by `page` and `count`, as old methods have it, or by cursor.
pub struct Span {
    /// The items before it.
    pub start: usize,
    /// How many at most.
    pub limit: usize,
    /// Whether it is asked for by number.
    pub by_page: bool,
}

/// Reads `cursor` and `limit`, or `page` and `count`, against a list of `total` items.
pub fn span(args: &Args, total: usize, default: usize, most: usize) -> Result<Span> {
    let whole =
        |name: &'static str| args.int(name).map(|given| given.and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0));
    let limit = whole("limit")?.or(whole("count")?).unwrap_or(default).min(most);
    let after = args.text("cursor").map(|text| open(&text)).transpose()?;
    let page = whole("page")?.filter(|_| after.is_none());
    let start = match page {
        Some(page) => page.saturating_sub(1).saturating_mul(limit).min(total),
        None => Paging { limit, after }.start(total)?,
    };
    Ok(Span { start, limit, by_page: page.is_some() })
}

impl Span {
    /// Slack's old `paging` object.
    pub fn paging(&self, total: usize) -> Value {
        let pages = total.div_ceil(self.limit.max(1));
        let page = self.start / self.limit.max(1) + 1;
        json!({ "per_page": self.limit, "count": self.limit, "spill": 0, "page": page, "total": total, "pages": pages })
    }
}
