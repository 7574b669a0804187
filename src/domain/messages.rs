//! Posting, editing and deleting messages.

use super::access::Posting;
use super::event::{Event, emit, emit_at};
use super::history::{self, Content, Known, Message};
use super::{Actor, addresses, mentions, reactions, reads, threads};
use crate::base::id::{ChannelId, InstallationId};
use crate::base::{Error, Result, Ts, limits};
use crate::store::records::lookup::{Lookup, Name};
use crate::store::records::message::{Address, Author, Body, Edited, Entry, Lane, Original, Reactions, ThreadSummary};
use crate::store::records::pin::Pin;
use crate::store::{Part, Place, Record, Tx};
use aws_lc_rs::digest::{SHA256, digest};

/// The subtype of a root that was deleted while its thread lives on.
pub const TOMBSTONE: &str = "tombstone";
/// The subtype of a reply that is also in the channel.
pub const BROADCAST: &str = "thread_broadcast";

/// A message to be posted.
#[derive(Clone, Debug, Default)]
pub struct NewMessage {
    /// What it says.
    pub body: Body,
    /// The message it replies to.
    pub thread: Option<Ts>,
    /// Whether a reply also goes to the channel.
    pub broadcast: bool,
    /// Slack's subtype, where it is not an ordinary message.
    pub subtype: Option<String>,
}

/// A message that was posted.
#[derive(Clone, Debug)]
pub struct Posted {
    /// The message as it was written, or as it is now when it had been there before.
    pub message: Message,
    /// It had been posted before under the same client id; nothing was written.
    pub duplicate: bool,
}

impl Posted {
    /// The message's name in its channel.
    pub fn ts(&self) -> Ts {
        self.message.address.ts
    }
}

/// The parts that posting to a channel holds: its own, and a person's, whose read mark goes along. A bot reads nothing.
pub fn parts(channel: ChannelId, actor: &Actor) -> Vec<Part> {
    std::iter::once(Part::Channel(channel)).chain(actor.as_person().map(Part::Person)).collect()
}

/// Posts a message in the caller's name, who has then read up to it. Holds `parts`.
pub fn post(tx: &mut Tx, actor: &Actor, posting: &Posting, origin: InstallationId, new: &NewMessage) -> Result<Posted> {
    let posted = say(tx, actor, posting, origin, new, None)?;
    if let (Some(person), false) = (actor.as_person(), posted.duplicate)
        && let Content::Known(known) = &posted.message.content
    {
        reads::said(tx, person, &posted.message.address, known.entry.thread)?;
    }
    Ok(posted)
}

/// Posts what somebody wrote at `written`, at a time when they need not look: it is nothing new to them, and what others
/// said meanwhile stays new, in the channel and in the thread. Holds `parts`.
pub fn post_later(
    tx: &mut Tx,
    actor: &Actor,
    posting: &Posting,
    origin: InstallationId,
    new: &NewMessage,
    written: Ts,
) -> Result<()> {
    let posted = say(tx, actor, posting, origin, new, Some(written))?;
    let (Some(person), false) = (actor.as_person(), posted.duplicate) else { return Ok(()) };
    if let Content::Known(known) = &posted.message.content
        && let Some(thread) = known.entry.thread
    {
        emit(tx, Part::Person(person), &Event::ThreadMarked { channel: posted.message.address.channel, thread })?;
    }
    match posted.message.address.lane {
        Lane::Main => reads::did(tx, person, &posted.message.address),
        Lane::Thread => Ok(()),
    }
}

/// `written` is when it was, where its author need not look now.
fn say(
    tx: &mut Tx,
    actor: &Actor,
    posting: &Posting,
    origin: InstallationId,
    new: &NewMessage,
    written: Option<Ts>,
) -> Result<Posted> {
    let channel = posting.id();
    let known = known_place(tx, actor, channel, new.body.client_msg_id.as_deref())?;
    if let Some(place) = &known
        && let Some(found) = tx.get(place)?
        && let Some(ts) = Ts::parse(&found.id)
        && let Some(address) = addresses::locate(tx, channel, ts)?
    {
        return Ok(Posted { message: history::read(tx, address)?, duplicate: true });
    }
    let posted = write_at(tx, actor.author(), channel, origin, new, written)?;
    if let Some(place) = known {
        tx.put(&place, &Lookup { id: posted.ts().to_string() })?;
    }
    Ok(posted)
}

/// Writes the system's line about what the caller did, which is nothing new to them. Holds `parts`.
pub fn write_line(
    tx: &mut Tx,
    actor: &Actor,
    channel: ChannelId,
    origin: InstallationId,
    new: &NewMessage,
) -> Result<()> {
    let posted = write(tx, actor.author(), channel, origin, new)?;
    actor.as_person().map_or(Ok(()), |person| reads::did(tx, person, &posted.message.address))
}

/// Posts without a caller's permission: the system's own lines and webhooks. Holds the channel's part.
pub fn write(
    tx: &mut Tx,
    author: Author,
    channel: ChannelId,
    origin: InstallationId,
    new: &NewMessage,
) -> Result<Posted> {
    write_at(tx, author, channel, origin, new, None)
}

fn write_at(
    tx: &mut Tx,
    author: Author,
    channel: ChannelId,
    origin: InstallationId,
    new: &NewMessage,
    written: Option<Ts>,
) -> Result<Posted> {
    let root = new.thread.map(|ts| threads::root(tx, channel, ts)).transpose()?;
    let in_timeline = root.is_none() || new.broadcast;
    let lane = if in_timeline { Lane::Main } else { Lane::Thread };
    let ts = tx.stamp();
    let address = Address { channel, lane, ts };
    let subtype = match root {
        Some(_) if new.broadcast => Some(BROADCAST.to_owned()),
        _ => new.subtype.clone(),
    };
    let thread = root.as_ref().map(|r| r.ts);
    let entry = Entry { ts, author, origin, subtype, thread, body_hash: hash(&new.body)?, edited: None };
    lay_down(tx, &address, &entry, &new.body, ts)?;
    if let Some(root) = root {
        threads::add_reply(tx, &root, &address, author, written)?;
    }
    let known = Known { entry, body: Some(new.body.clone()), reactions: Reactions::default(), thread: None };
    Ok(Posted { message: Message { address, content: Content::Known(Box::new(known)) }, duplicate: false })
}

/// Puts down a message's entry and body, notes whom it calls, and announces it under `stamp`.
pub(super) fn lay_down(tx: &mut Tx, address: &Address, entry: &Entry, body: &Body, stamp: Ts) -> Result<()> {
    check_size(body)?;
    tx.put(&address.entry(), entry)?;
    tx.put(&address.body(), body)?;
    let posted = Event::MessagePosted { ts: entry.ts, lane: address.lane, thread: entry.thread };
    emit_at(tx, Part::Channel(address.channel), stamp, &posted)?;
    mentions::note(tx, address, entry.thread, entry.author, body)
}

/// Replaces what a message says. Only its author may. Holds the channel's part.
pub fn edit(tx: &mut Tx, actor: &Actor, posting: &Posting, ts: Ts, body: Body) -> Result<Address> {
    let (address, mut entry) = addresses::find(tx, posting.id(), ts)?;
    let special =
        entry.subtype.as_deref().is_some_and(|s| ![BROADCAST, "me_message", "bot_message", "file_share"].contains(&s));
    if special || !wrote(actor, &entry) {
        return Err(Error::denied("cant_update_message"));
    }
    check_size(&body)?;
    let old = tx.get(&address.body())?.unwrap_or_default();
    let body = Body { client_msg_id: old.client_msg_id, files: old.files, extra: old.extra, ..body };
    if !tx.exists(&address.original())? {
        tx.put(&address.original(), &Original { text: sha256(old.text.as_bytes())?, edited: entry.edited })?;
    }
    mentions::forget(tx, &address)?;
    let stamp = tx.stamp();
    entry.edited = Some(Edited { user: actor.user, ts: stamp });
    entry.body_hash = hash(&body)?;
    tx.put(&address.entry(), &entry)?;
    tx.put(&address.body(), &body)?;
    mentions::note(tx, &address, entry.thread, entry.author, &body)?;
    emit_at(tx, Part::Channel(address.channel), stamp, &Event::MessageChanged { ts, lane: address.lane })?;
    Ok(address)
}

/// Deletes a message. Its author and administrators may. Holds the channel's part.
///
/// A root that has replies leaves a tombstone, so that its thread can still be found.
pub fn delete(tx: &mut Tx, actor: &Actor, posting: &Posting, ts: Ts) -> Result<()> {
    let (address, mut entry) = addresses::find(tx, posting.id(), ts)?;
    let manages = actor.is_admin() && actor.bot.is_none();
    if !wrote(actor, &entry) && !manages {
        return Err(Error::denied("cant_delete_message"));
    }
    mentions::forget(tx, &address)?;
    reactions::forget(tx, &address)?;
    tx.delete(&Pin::at(address.channel, ts));
    tx.delete(&address.original());
    let summary: ThreadSummary = tx.get(&address.thread())?.unwrap_or_default();
    if summary.reply_count > 0 {
        let body = Body { text: "This message was deleted.".to_owned(), ..Body::default() };
        entry.subtype = Some(TOMBSTONE.to_owned());
        entry.body_hash = hash(&body)?;
        tx.put(&address.entry(), &entry)?;
        tx.put(&address.body(), &body)?;
    } else {
        tx.delete(&address.entry());
        tx.delete(&address.body());
        tx.delete(&address.thread());
    }
    emit(tx, Part::Channel(address.channel), &Event::MessageDeleted { ts, thread: entry.thread })?;
    if let Some(root) = entry.thread {
        threads::remove_reply(tx, address.channel, root, ts)?;
    }
    Ok(())
}

/// SHA-256 of a body as it is before sealing.
pub fn hash(body: &Body) -> Result<[u8; 32]> {
    sha256(&body.encode()?)
}

/// SHA-256 of anything.
fn sha256(bytes: &[u8]) -> Result<[u8; 32]> {
    let digest = digest(&SHA256, bytes);
    digest.as_ref().try_into().map_err(|_| Error::internal("SHA-256 gave another length"))
}

fn wrote(actor: &Actor, entry: &Entry) -> bool {
    let as_bot = actor.bot.is_some() && entry.author.bot == actor.bot.map(|b| b.bot);
    as_bot || entry.author.user == Some(actor.user)
}

/// That a body fits into one sealed record.
pub(super) fn check_size(body: &Body) -> Result<()> {
    if body.encode()?.len() > limits::MESSAGE_BYTES {
        return Err(Error::limit("msg_too_long").because("text, blocks and attachments together are too large"));
    }
    Ok(())
}

fn known_place(tx: &Tx, actor: &Actor, channel: ChannelId, id: Option<&str>) -> Result<Option<Place<Lookup>>> {
    let words =
        |id: &str| Lookup::at(tx, Name::ClientMessage, &[actor.user.as_bytes(), channel.as_bytes(), id.as_bytes()]);
    id.map(words).transpose()
}
