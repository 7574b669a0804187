//! The days of a conversation, read in the order of time.
//!
//! A day file holds one day of the workspace's time zone, so files follow each other. Where they overlap all the same
//! they are read together and sorted. Only so much is in memory at a time.

use super::archive::Archive;
use super::records;
use super::revised::{self, Alone, Revised, Revision};
use super::said::{self, Said};
use crate::base::{Error, Result, Ts, limits};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Files that are read together.
#[derive(Clone, Debug)]
pub struct Chunk {
    files: Vec<String>,
    first: Ts,
    last: Ts,
    bytes: u64,
    /// Whether something in it tells of a change to another message.
    revised: bool,
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
    /// Times of messages of other days that something here tells a change of.
    pub far: Vec<Ts>,
    /// Messages whose time was taken.
    pub moved: Moved,
}

/// How near two files may come before they are sorted together: messages of one time move by microseconds.
const MARGIN_SECS: u64 = 1;

/// Where messages went that had to be moved, by the folder they stand in and their own time: a folder of its own where two
/// conversations of the export are one here.
pub type Moved = HashMap<(String, Ts), Ts>;

/// A day file: the times of its messages, and of those that it tells a change of.
struct Day {
    name: String,
    bytes: u64,
    own: Span,
    revised: Span,
}

/// First and last time; nothing where there is none.
type Span = Option<(Ts, Ts)>;

fn wider(span: Span, (first, last): (Ts, Ts)) -> Span {
    Some(span.map_or((first, last), |(from, to)| (from.min(first), to.max(last))))
}

/// Sorts the day files of a conversation into chunks. `now` is the latest time a message may have.
pub fn chunks(archive: &mut Archive, names: &[String], now: Ts) -> Result<Vec<Chunk>> {
    chunked(archive, names, now, limits::IMPORT_OVERLAP_BYTES)
}

fn chunked(archive: &mut Archive, names: &[String], now: Ts, most: u64) -> Result<Vec<Chunk>> {
    let mut days = Vec::with_capacity(names.len());
    for name in names {
        let mut day = Day { name: name.clone(), bytes: archive.size(name), own: None, revised: None };
        archive.each(name, |record| {
            let Ok(one) = record.value else { return Ok(()) };
            if let Some(revision) = Revision::of(&one) {
                day.revised = wider(day.revised, (revision.about, revision.about));
            } else if let Ok(ts) = said::stamp(&one, now) {
                day.own = wider(day.own, (ts, ts));
            }
            Ok(())
        })?;
        days.push(day);
    }
    // A change is read together with its message, unless that is so far away that too much would be read at once.
    let together = |day: &Day| day.revised.map_or(day.own, |reach| wider(day.own, reach));
    grouped(&days, together, now, most).or_else(|_| grouped(&days, |day| day.own, now, most))
}

fn grouped(days: &[Day], span: impl Fn(&Day) -> Span, latest: Ts, most: u64) -> Result<Vec<Chunk>> {
    // A file without a message is read all the same, for what it holds instead.
    let mut spans: Vec<((Ts, Ts), &Day)> = days.iter().map(|day| (span(day).unwrap_or_default(), day)).collect();
    spans.sort_by_key(|(span, day)| (*span, &day.name));
    let mut chunks: Vec<Chunk> = Vec::new();
    for ((first, last), day) in spans {
        let (bytes, revised) = (day.bytes, day.revised.is_some());
        match chunks.last_mut().filter(|c| first <= c.last.plus_secs(MARGIN_SECS)) {
            Some(chunk) => {
                chunk.last = chunk.last.max(last);
                chunk.bytes += bytes;
                chunk.revised |= revised;
                chunk.files.push(day.name.clone());
            }
            None => chunks.push(Chunk { files: vec![day.name.clone()], first, last, bytes, revised, latest }),
        }
        if chunks.last().is_some_and(|c| c.files.len() > 1 && c.bytes > most) {
            let words = format!("the days of {} and before overlap, and are too large to be sorted together", day.name);
            return Err(Error::limit("export_too_large").because(words));
        }
    }
    Ok(chunks)
}

impl Chunk {
    /// Its files, with the folder of each.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|day| (day.split_once('/').map_or("", |(folder, _)| folder), day.as_str()))
    }

    /// Whether something in it tells of a change to another message.
    pub fn revised(&self) -> bool {
        self.revised
    }

    /// Reads what its records tell of changes to others of it.
    fn revisions<'c>(&'c self, archive: &mut Archive, loaded: &mut Loaded) -> Result<Revised<'c>> {
        let mut all = Revised::default();
        for (folder, day) in self.files().filter(|_| self.revised) {
            archive.each(day, |record| {
                let place = format!("{day}, record {}", record.place);
                match record.value.ok().as_ref().and_then(Revision::of) {
                    Some(revision) if revision.about < self.first || revision.about > self.last => {
                        loaded.far.push(revision.about);
                        loaded.odd.push((place, revised::FAR));
                    }
                    Some(revision) => all.note(folder, place, revision),
                    None => {}
                }
                Ok(())
            })?;
        }
        Ok(all)
    }
}

/// Reads all messages of a chunk with the folders they stand in, as they are after their revisions.
fn read<'c>(archive: &mut Archive, chunk: &'c Chunk, loaded: &mut Loaded) -> Result<Vec<(Said, &'c str)>> {
    let mut all: Vec<(Said, &str)> = Vec::new();
    let mut revisions = chunk.revisions(archive, loaded)?;
    for (folder, day) in chunk.files() {
        let (mut records, mut odd) = (0, 0);
        let none = archive.each(day, |record| {
            records += 1;
            let place = format!("{day}, record {}", record.place);
            let plain = match record.value {
                Ok(one) if chunk.revised && Revision::of(&one).is_some() => return Ok(()),
                Ok(one) => revisions.apply(folder, one).ok_or(revised::DELETED),
                Err(why) => Err(why),
            };
            match plain.and_then(|one| Said::read(one, chunk.latest)) {
                Ok(said) => {
                    all.push((said, folder));
                    loaded.mended.extend(record.mended.iter().map(|(key, why)| (within(&place, key), *why)));
                }
                Err(why) => {
                    odd += usize::from(why != revised::DELETED);
                    loaded.odd.push((place, why));
                }
            }
            Ok(())
        })?;
        loaded.odd.extend(none.map(|why| (day.to_owned(), why)));
        if records > 1 && odd == records {
            loaded.mended.push((day.to_owned(), records::NONE));
        }
    }
    let (alone, odd) = revisions.rest();
    loaded.odd.extend(odd);
    for Alone { folder, message, place } in alone {
        match Said::read(message, chunk.latest) {
            Ok(said) => {
                all.push((said, folder));
                loaded.mended.push((place, revised::ALONE));
            }
            Err(why) => loaded.odd.push((place, why)),
        }
    }
    Ok(all)
}

/// Reads a chunk and puts its messages in order. `moved` tells of the chunks before it.
pub fn load(archive: &mut Archive, chunk: &Chunk, moved: &Moved) -> Result<Loaded> {
    let mut loaded = Loaded::default();
    let mut all = read(archive, chunk, &mut loaded)?;
    // Stable: messages of one time stay in the order of the file.
    all.sort_by_key(|(said, _)| said.ts);
    let mut taken: BTreeSet<Ts> = all.iter().map(|(said, _)| said.ts).collect();
    let mut folders: Vec<&str> = Vec::new();
    // The first of those with one time, where it stands; the words of each of them once there is a second; the next time.
    let (mut first, mut words, mut free) = (0, HashSet::new(), Ts::ZERO);
    for (mut said, folder) in all {
        let mut ts = said.ts;
        match loaded.items.get(first).filter(|first| first.said.ts == said.ts) {
            None => (first, free) = (loaded.items.len(), said.ts),
            Some(one) => {
                if free == said.ts {
                    words = HashSet::from([plain(&one.said)]);
                }
                if !words.insert(plain(&said)) {
                    loaded.twins.push(said);
                    continue;
                }
                while !taken.insert(free) {
                    free = Ts(free.0 + 1);
                }
                ts = free;
                said.remark("original_ts", &said.ts.to_string());
                // Which of two in one folder a reply means, nobody knows: then it stays with the first.
                if folders[first] != folder {
                    loaded.moved.insert((folder.to_owned(), said.ts), ts);
                }
            }
        }
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

/// What a message says, to tell it from others of its time; what the import noted on it does not count.
fn plain(said: &Said) -> String {
    format!("{:?}", said.without_remarks())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::io::Write;

    #[test]
    fn what_changes_a_message_too_far_away_is_named_and_refuses_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("export.zip");
        let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
        let line = |ts: &str| json!({ "ts": ts, "user": "U0ADA", "text": "said" });
        let edit = json!({ "subtype": "message_changed", "ts": "1600090001.0", "message": line("1600000500.000100") });
        for (name, content) in [
            ("users.json", json!([])),
            ("a/2020-09-13.json", json!([line("1600000500.000100")])),
            ("a/2020-09-14.json", json!([line("1600090000.000100"), edit])),
        ] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(content.to_string().as_bytes()).unwrap();
        }
        zip.finish().unwrap();
        let mut archive = Archive::open(&path).unwrap();
        let names = ["a/2020-09-13.json", "a/2020-09-14.json"].map(str::to_owned);
        let now = Ts::from_secs(1_700_000_000);
        assert_eq!(chunks(&mut archive, &names, now).unwrap().len(), 1, "an edit is read with its message");

        let apart = chunked(&mut archive, &names, now, 100).unwrap();
        assert_eq!(apart.len(), 2);
        let loaded = load(&mut archive, &apart[1], &Moved::default()).unwrap();
        assert_eq!(loaded.odd, [("a/2020-09-14.json, record 2".to_owned(), revised::FAR)]);
        assert_eq!((loaded.items.len(), loaded.far), (1, vec![Ts::parse("1600000500.000100").unwrap()]));
    }
}
