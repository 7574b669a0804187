//! Reading messages. A body that is not here, and one whose key is refused, are ordinary answers.

use super::access::Reading;
use super::messages::{self, MESSAGE_NOT_FOUND};
use super::threads;
use crate::base::id::ChannelId;
use crate::base::{Error, Kind, Result, Ts};
use crate::store::records::message::{Address, Body, Entry, Facet, Lane, Reactions, ThreadSummary, lane_prefix};
use crate::store::{Order, View};

/// The sealed rows of one message: facet, key, value.
type Rows = Vec<(u8, Vec<u8>, Vec<u8>)>;

/// Rows a message may have.
const FACETS: usize = 4;

/// A message as far as it can be read.
#[derive(Clone, Debug)]
pub struct Message {
    /// Where it stands.
    pub address: Address,
    /// What is known of it.
    pub content: Content,
}

/// What is known of a message.
#[derive(Clone, Debug)]
pub enum Content {
    /// Its key is refused or revoked: only that it exists is known.
    Sealed,
    /// It can't be read though its key is at hand; the log and the page on health name it.
    Damaged,
    /// Its entry is here.
    Known(Box<Known>),
}

/// A message whose entry is here.
#[derive(Clone, Debug)]
pub struct Known {
    /// Order, author, kind.
    pub entry: Entry,
    /// What it says; `None` when the body is kept at its origin and not here.
    pub body: Option<Body>,
    /// Reactions.
    pub reactions: Reactions,
    /// What it shows of its thread.
    pub thread: Option<ThreadSummary>,
}

/// Which messages of a channel or thread.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Only older ones.
    pub latest: Ts,
    /// Only newer ones.
    pub oldest: Ts,
    /// Whether the two bounds themselves count.
    pub inclusive: bool,
    /// At most so many.
    pub limit: usize,
}

impl Window {
    /// The bounds as `from <= ts < to`; both ends open unless inclusive.
    fn half_open(&self) -> (Ts, Ts) {
        let after = |ts: Ts| Ts(ts.0.saturating_add(1));
        match self.inclusive {
            true => (self.oldest, after(self.latest)),
            false => (after(self.oldest), self.latest),
        }
    }
}

/// One page.
#[derive(Clone, Debug)]
pub struct Page {
    /// The messages.
    pub messages: Vec<Message>,
    /// Whether there are more on the far side.
    pub has_more: bool,
}

/// A page of a channel's timeline, newest first.
pub fn timeline(view: &View, reading: &Reading, window: Window) -> Result<Page> {
    let (from, to) = window.half_open();
    let mut page = Page { messages: Vec::new(), has_more: false };
    if from >= to {
        return Ok(page);
    }
    let key = |ts: Ts| lane_prefix(reading.id(), Lane::Main).ts(ts).build();
    let (from, mut to) = (key(from), key(to));
    let mut group: Rows = Vec::new();
    loop {
        // Most messages are two rows; what is missing is read in the next round.
        let wanted = (window.limit + 1 - page.messages.len()) * 2 + 8;
        let rows = view.rows(&from, &to, Order::Descending, wanted)?;
        let more = rows.len() == wanted;
        if let Some((last, _)) = rows.last() {
            to.clone_from(last);
        }
        for (key, sealed) in rows {
            let (ts, facet) = Address::parse_tail(&key).ok_or_else(|| Error::internal("a message key is damaged"))?;
            group.push((facet, key, sealed));
            // In descending order the entry is the last row of its message.
            if facet == Facet::Entry as u8 {
                let address = Address { channel: reading.id(), lane: Lane::Main, ts };
                page.messages.push(assemble(view, address, std::mem::take(&mut group))?);
                if page.messages.len() > window.limit {
                    page.messages.pop();
                    page.has_more = true;
                    return Ok(page);
                }
            }
        }
        if !more {
            return Ok(page);
        }
    }
}

/// The page of a channel's timeline that follows the window's oldest moment, newest first like any page: for reading on
/// from an old message. `has_more` is about what is newer.
pub fn onward(view: &View, reading: &Reading, window: Window) -> Result<Page> {
    let (from, to) = window.half_open();
    let mut page = Page { messages: Vec::new(), has_more: false };
    if from >= to {
        return Ok(page);
    }
    let key = |ts: Ts| lane_prefix(reading.id(), Lane::Main).ts(ts).build();
    // A message has at most one row a facet, so this many rows hold one message more than the page.
    let most = (window.limit + 1) * FACETS;
    let mut groups: Vec<(Ts, Rows)> = Vec::new();
    for (key, sealed) in view.rows(&key(from), &key(to), Order::Ascending, most)? {
        let (ts, facet) = Address::parse_tail(&key).ok_or_else(|| Error::internal("a message key is damaged"))?;
        match groups.last_mut() {
            Some((last, rows)) if *last == ts => rows.push((facet, key, sealed)),
            _ => groups.push((ts, vec![(facet, key, sealed)])),
        }
    }
    page.has_more = groups.len() > window.limit;
    groups.truncate(window.limit);
    for (ts, rows) in groups.into_iter().rev() {
        let address = Address { channel: reading.id(), lane: Lane::Main, ts };
        page.messages.push(assemble(view, address, rows)?);
    }
    Ok(page)
}

/// A thread: its root, then a page of replies, oldest first.
pub fn thread(view: &View, reading: &Reading, ts: Ts, window: Window) -> Result<Page> {
    let channel = reading.id();
    let root = match threads::root(view, channel, ts) {
        // A root that can't be read stands over its thread all the same.
        Err(e) if matches!(e.kind, Kind::Sealed | Kind::Damaged) => ts,
        root => root?.ts,
    };
    let (from, to) = window.half_open();
    let open = (Ts(from.0.saturating_sub(1)), to);
    let mut addresses = threads::replies(view, channel, root, open, Order::Ascending, window.limit + 1)?;
    let has_more = addresses.len() > window.limit;
    addresses.truncate(window.limit);
    let mut messages = vec![message(view, channel, root)?];
    for address in addresses {
        messages.push(read(view, address)?);
    }
    Ok(Page { messages, has_more })
}

/// One message of a channel.
pub fn message(view: &View, channel: ChannelId, ts: Ts) -> Result<Message> {
    let address = messages::locate(view, channel, ts)?.ok_or(MESSAGE_NOT_FOUND)?;
    read(view, address)
}

/// One message at its address.
pub fn read(view: &View, address: Address) -> Result<Message> {
    let (from, to) = lane_prefix(address.channel, address.lane).ts(address.ts).prefix();
    let rows = view.rows(&from, &to, Order::Ascending, usize::MAX)?;
    if rows.is_empty() {
        return Err(MESSAGE_NOT_FOUND);
    }
    let group = rows.into_iter().filter_map(|(k, v)| k.last().copied().map(|facet| (facet, k, v))).collect();
    assemble(view, address, group)
}

fn assemble(view: &View, address: Address, rows: Rows) -> Result<Message> {
    match open_rows(view, address, rows) {
        Ok(known) => Ok(Message { address, content: Content::Known(Box::new(known)) }),
        Err(e) if e.kind == Kind::Sealed => Ok(Message { address, content: Content::Sealed }),
        Err(e) if e.kind == Kind::Damaged => Ok(Message { address, content: Content::Damaged }),
        Err(e) => Err(e),
    }
}

fn open_rows(view: &View, address: Address, rows: Rows) -> Result<Known> {
    let keys = view.keys(&address.scope())?;
    let (mut entry, mut body, mut reactions, mut thread) = (None, None, Reactions::default(), None);
    for (facet, key, sealed) in rows {
        match facet {
            f if f == Facet::Entry as u8 => entry = Some(view.decode(&keys, &key, &sealed)?),
            f if f == Facet::Body as u8 => body = Some(view.decode(&keys, &key, &sealed)?),
            f if f == Facet::Reactions as u8 => reactions = view.decode(&keys, &key, &sealed)?,
            f if f == Facet::Thread as u8 => thread = Some(view.decode(&keys, &key, &sealed)?),
            f => return Err(flawed(view, address, format!("a message has a row of unknown kind {f}"))),
        }
    }
    let entry = entry.ok_or_else(|| flawed(view, address, "a message has no entry".to_owned()))?;
    Ok(Known { entry, body, reactions, thread })
}

/// Each row of a message opens, and together they are none.
fn flawed(view: &View, address: Address, how: String) -> Error {
    view.noted(Error::internal(how), || format!("Message {} {}", address.channel, address.ts))
}
