//! The days of a conversation, read in the order of time.
//!
//! A day file holds one day of the workspace's time zone, so files follow each other. Where they overlap all the same
//! they are read together and sorted. Only so much is in memory at a time.

use super::archive::{Archive, invalid};
use super::said::Said;
use crate::base::{Error, Result, Ts, limits};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Files that are read together.
#[derive(Clone, Debug)]
pub struct Chunk {
    files: Vec<String>,
    last: Ts,
    bytes: u64,
}

/// A message in its place.
pub struct Item {
    /// Its time here.
    pub ts: Ts,
    /// What it says; its own time may be another one.
    pub said: Said,
}

/// What a chunk holds.
#[derive(Default)]
pub struct Loaded {
    /// Messages in the order of their times, no two at the same.
    pub items: Vec<Item>,
    /// Messages that stand twice in the export, word for word.
    pub twins: Vec<Said>,
}

/// How near two files may come before they are sorted together: messages of one time move by microseconds.
const MARGIN_SECS: u64 = 1;
/// Slack's oldest message is younger; the first day's keys are for other things.
const OLDEST: Ts = Ts::from_secs(86_400);

#[derive(Deserialize)]
struct Stamped {
    ts: String,
}

/// Sorts the day files of a conversation into chunks. `now` is the latest time a message may have.
pub fn chunks(archive: &mut Archive, days: &[String], now: Ts) -> Result<Vec<Chunk>> {
    let mut spans = Vec::with_capacity(days.len());
    for day in days {
        let mut span: Option<(Ts, Ts)> = None;
        archive.each(day, |place, one: Stamped| {
            let ts = Ts::parse(&one.ts).filter(|ts| *ts >= OLDEST && *ts <= now);
            let ts = ts.ok_or_else(|| invalid(format!("{day}, message {}: its `ts` is not a past time", place + 1)))?;
            span = Some(span.map_or((ts, ts), |(first, last)| (first.min(ts), last.max(ts))));
            Ok(())
        })?;
        if let Some((first, last)) = span {
            spans.push((first, last, day.clone()));
        }
    }
    spans.sort();
    let sizes: std::collections::HashMap<&str, u64> = archive.files().collect();
    let mut chunks: Vec<Chunk> = Vec::new();
    for (first, last, day) in spans {
        let bytes = sizes.get(day.as_str()).copied().unwrap_or_default();
        match chunks.last_mut().filter(|c| first <= c.last.plus_secs(MARGIN_SECS)) {
            Some(chunk) => {
                chunk.last = chunk.last.max(last);
                chunk.bytes += bytes;
                chunk.files.push(day);
            }
            None => chunks.push(Chunk { files: vec![day], last, bytes }),
        }
        if let Some(chunk) = chunks.last().filter(|c| c.files.len() > 1 && c.bytes > limits::IMPORT_OVERLAP_BYTES) {
            let day = chunk.files.last().map(String::as_str).unwrap_or_default();
            let words = format!("the days of {day} and before overlap, and are too large to be sorted together");
            return Err(Error::limit("export_too_large").because(words));
        }
    }
    Ok(chunks)
}

/// Reads a chunk and puts its messages in order.
pub fn load(archive: &mut Archive, chunk: &Chunk) -> Result<Loaded> {
    let mut all: Vec<Said> = Vec::new();
    for day in &chunk.files {
        archive.each(day, |place, one: Map<String, Value>| {
            let said = Said::read(one).map_err(|why| invalid(format!("{day}, message {}: {why}", place + 1)))?;
            all.push(said);
            Ok(())
        })?;
    }
    // Stable: messages of one time stay in the order of the file.
    all.sort_by_key(|said| said.ts);
    let mut taken: BTreeSet<Ts> = all.iter().map(|said| said.ts).collect();
    let mut loaded = Loaded::default();
    let mut same = 0;
    for mut said in all {
        let here = &loaded.items[loaded.items.len() - same..];
        if here.first().is_none_or(|first| first.said.ts != said.ts) {
            same = 1;
            loaded.items.push(Item { ts: said.ts, said });
        } else if here.iter().any(|other| alike(&other.said, &said)) {
            loaded.twins.push(said);
        } else {
            let mut ts = said.ts;
            while !taken.insert(ts) {
                ts = Ts(ts.0 + 1);
            }
            said.remark("original_ts", &said.ts.to_string());
            same += 1;
            loaded.items.push(Item { ts, said });
        }
    }
    loaded.items.sort_by_key(|item| item.ts);
    Ok(loaded)
}

/// Whether two messages of one time are the same; what the import noted on the first does not count.
fn alike(one: &Said, other: &Said) -> bool {
    one.without_remarks() == other.without_remarks()
}
