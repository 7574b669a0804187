//! The days of a conversation, read in the order of time.
//!
//! A day file holds one day of the workspace's time zone, so files follow each other. Where they overlap all the same
//! they are read together and sorted. Only so much is in memory at a time.

use super::archive::Archive;
use super::said::{self, Said};
use crate::base::{Error, Result, Ts, limits};
use std::collections::{BTreeSet, HashMap};

/// Files that are read together.
#[derive(Clone, Debug)]
pub struct Chunk {
    files: Vec<String>,
    last: Ts,
    bytes: u64,
    /// The latest time a message may have.
    latest: Ts,
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
    /// Records that are no messages: where they stand, and why.
    pub odd: Vec<(String, &'static str)>,
    /// What of a message is not kept as it was written: where it stands, and why.
    pub mended: Vec<(String, &'static str)>,
    /// Messages whose time was taken.
    pub moved: Moved,
}

/// How near two files may come before they are sorted together: messages of one time move by microseconds.
const MARGIN_SECS: u64 = 1;

/// Where messages went that had to be moved, by the folder they stand in and their own time: a folder of its own where two
/// conversations of the export are one here.
pub type Moved = HashMap<(String, Ts), Ts>;

fn folder(day: &str) -> &str {
    day.split_once('/').map_or("", |(folder, _)| folder)
}

/// Sorts the day files of a conversation into chunks. `now` is the latest time a message may have.
pub fn chunks(archive: &mut Archive, days: &[String], now: Ts) -> Result<Vec<Chunk>> {
    let mut spans = Vec::with_capacity(days.len());
    for day in days {
        let mut span: Option<(Ts, Ts)> = None;
        archive.each(day, |record| {
            if let Ok(ts) = record.value.and_then(|one| said::stamp(&one, now)) {
                span = Some(span.map_or((ts, ts), |(first, last)| (first.min(ts), last.max(ts))));
            }
            Ok(())
        })?;
        // A file without a message is read all the same, for what it holds instead.
        let (first, last) = span.unwrap_or_default();
        spans.push((first, last, day.clone()));
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
            None => chunks.push(Chunk { files: vec![day], last, bytes, latest: now }),
        }
        if let Some(chunk) = chunks.last().filter(|c| c.files.len() > 1 && c.bytes > limits::IMPORT_OVERLAP_BYTES) {
            let day = chunk.files.last().map(String::as_str).unwrap_or_default();
            let words = format!("the days of {day} and before overlap, and are too large to be sorted together");
            return Err(Error::limit("export_too_large").because(words));
        }
    }
    Ok(chunks)
}

/// Reads a chunk and puts its messages in order. `moved` tells of the chunks before it.
pub fn load(archive: &mut Archive, chunk: &Chunk, moved: &Moved) -> Result<Loaded> {
    let mut all: Vec<(Said, &str)> = Vec::new();
    let mut loaded = Loaded::default();
    for day in &chunk.files {
        let none = archive.each(day, |record| {
            let place = format!("{day}, record {}", record.place);
            match record.value.and_then(|one| Said::read(one, chunk.latest)) {
                Ok(said) => {
                    all.push((said, folder(day)));
                    loaded.mended.extend(record.mended.iter().map(|(key, why)| (within(&place, key), *why)));
                }
                Err(why) => loaded.odd.push((place, why)),
            }
            Ok(())
        })?;
        loaded.odd.extend(none.map(|why| (day.clone(), why)));
    }
    // Stable: messages of one time stay in the order of the file.
    all.sort_by_key(|(said, _)| said.ts);
    let mut taken: BTreeSet<Ts> = all.iter().map(|(said, _)| said.ts).collect();
    let mut folders: Vec<&str> = Vec::new();
    let mut same = 0;
    for (mut said, folder) in all {
        let here = &loaded.items[loaded.items.len() - same..];
        let mut ts = said.ts;
        if here.first().is_none_or(|first| first.said.ts != said.ts) {
            same = 0;
        } else if here.iter().any(|other| alike(&other.said, &said)) {
            loaded.twins.push(said);
            continue;
        } else {
            while !taken.insert(ts) {
                ts = Ts(ts.0 + 1);
            }
            said.remark("original_ts", &said.ts.to_string());
            // Which of two in one folder a reply means, nobody knows: then it stays with the first.
            if folders[folders.len() - same] != folder {
                loaded.moved.insert((folder.to_owned(), said.ts), ts);
            }
        }
        same += 1;
        folders.push(folder);
        loaded.items.push(Item { ts, said });
    }
    loaded.follow(&folders, moved);
    loaded.items.sort_by_key(|item| item.ts);
    Ok(loaded)
}

impl Loaded {
    /// Where two conversations are one here, a reply follows its own root to the time that one has now.
    fn follow(&mut self, folders: &[&str], moved: &Moved) {
        for (item, folder) in self.items.iter_mut().zip(folders) {
            let Some(root) = item.said.thread else { continue };
            let key = ((*folder).to_owned(), root);
            let place = self.moved.get(&key).or_else(|| moved.get(&key));
            item.said.thread = place.copied().or(Some(root));
        }
    }
}

/// A place, and a key there if it is named.
pub fn within(place: &str, key: &str) -> String {
    if key.is_empty() { place.to_owned() } else { format!("{place}, `{key}`") }
}

/// Whether two messages of one time are the same; what the import noted on the first does not count.
fn alike(one: &Said, other: &Said) -> bool {
    one.without_remarks() == other.without_remarks()
}
