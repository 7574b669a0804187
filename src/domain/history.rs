//! Reading messages. A body that is not here, and one whose key is refused, are ordinary answers.

use super::access::Reading;
use super::addresses::{self, MESSAGE_NOT_FOUND};
use super::threads;
use crate::base::id::ChannelId;
use crate::base::{Error, Kind, Result, Ts};
use crate::store::records::message::{Address, Body, Entry, Facet, Lane, Reactions, ThreadSummary, lane_prefix};
use crate::store::walk::Walk;
use crate::store::{Order, View};

/// The sealed rows of one message: facet, key, value.
type Rows = Vec<(u8, Vec<u8>, Vec<u8>)>;

/// Rows most messages have: an entry and a body.
const FACETS: usize = 2;

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
    /// How many the caller will look at: no more are read ahead.
    pub few: usize,
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

/// The messages of a channel's timeline within a window, newest or oldest first. They are read a few at a time, so whoever
/// has enough just stops.
pub fn timeline<'v, 'a>(view: &'v View<'a>, reading: &Reading, window: Window, order: Order) -> Timeline<'v, 'a> {
    let (from, to) = window.half_open();
    let key = |ts: Ts| lane_prefix(reading.id(), Lane::Main).ts(ts).build();
    // One row more tells that the last message is whole, and some have more than two.
    let few = window.few.saturating_add(1).saturating_mul(FACETS).saturating_add(8);
    let rows = view.walk((key(from), key(to)), order, few);
    Timeline { view, channel: reading.id(), rows, begun: None }
}

/// Messages on the way, each of whose rows stand side by side.
pub struct Timeline<'v, 'a> {
    view: &'v View<'a>,
    channel: ChannelId,
    rows: Walk<'v, 'a>,
    /// The message whose rows are being gathered.
    begun: Option<(Ts, Rows)>,
}

impl Timeline<'_, '_> {
    /// The next message, when all its rows were seen.
    fn gather(&mut self) -> Result<Option<(Ts, Rows)>> {
        for row in self.rows.by_ref() {
            let (key, sealed) = row?;
            let (ts, facet) = Address::parse_tail(&key).ok_or_else(|| Error::internal("a message key is damaged"))?;
            match &mut self.begun {
                Some((begun, rows)) if *begun == ts => rows.push((facet, key, sealed)),
                begun => {
                    if let Some(whole) = begun.replace((ts, vec![(facet, key, sealed)])) {
                        return Ok(Some(whole));
                    }
                }
            }
        }
        Ok(self.begun.take())
    }
}

impl Iterator for Timeline<'_, '_> {
    type Item = Result<Message>;

    fn next(&mut self) -> Option<Self::Item> {
        let gathered = self.gather().transpose()?;
        Some(
            gathered.and_then(|(ts, rows)| {
                assemble(self.view, Address { channel: self.channel, lane: Lane::Main, ts }, rows)
            }),
        )
    }
}

/// A thread: its root, then the replies within a window in this order, each read when it is its turn.
pub fn thread<'v>(
    view: &'v View<'_>,
    reading: &Reading,
    ts: Ts,
    window: Window,
    order: Order,
) -> Result<impl Iterator<Item = Result<Message>> + 'v> {
    let channel = reading.id();
    let root = match threads::root(view, channel, ts) {
        // A root that can't be read stands over its thread all the same.
        Err(e) if matches!(e.kind, Kind::Sealed | Kind::Damaged) => ts,
        root => root?.ts,
    };
    let (from, to) = window.half_open();
    let open = (Ts(from.0.saturating_sub(1)), to);
    let replies = threads::replies(view, channel, root, open, order, window.few.saturating_add(1))?;
    let head = Address { channel, lane: Lane::Main, ts: root };
    let root = std::iter::once_with(move || match message(view, channel, root) {
        // It heads its page whatever became of it.
        Err(e) if e.kind == Kind::Damaged => Ok(Message { address: head, content: Content::Damaged }),
        found => found,
    });
    let listed = move |address: Address| match read(view, address) {
        // It is listed in the same view: so its rows were lost.
        Err(e) if e.kind == Kind::NotFound => {
            flawed(view, address, "a reply that its thread lists is not there".to_owned());
            Ok(Message { address, content: Content::Damaged })
        }
        found => found,
    };
    Ok(root.chain(replies.into_iter().map(listed)))
}

/// One message of a channel.
pub fn message(view: &View, channel: ChannelId, ts: Ts) -> Result<Message> {
    let address = addresses::locate(view, channel, ts)?.ok_or(MESSAGE_NOT_FOUND)?;
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
            f if f == Facet::Original as u8 => {}
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
