//! Replaying the past: commands for imports alone, which put people, channels and messages down under ids and times
//! they already have. They ask for no permission, so nothing that answers a request may call them; a test checks it.

use super::event::{Event, emit};
use super::{addresses, members, messages, reactions, threads};
use crate::base::id::{ChannelId, InstallationId, TeamId, UserId};
use crate::base::{Error, Result, Ts};
use crate::store::records::channel::{Channel, ChannelKind};
use crate::store::records::listing::{Kind, Listing};
use crate::store::records::lookup::{Lookup, Name};
use crate::store::records::member::{Member, Membership, Notify};
use crate::store::records::message::{Address, Author, Body, Edited, Entry, Lane, Reactions, ThreadSummary};
use crate::store::records::pin::Pin;
use crate::store::records::user::User;
use crate::store::{Part, Place, Tx};

/// A message of the past.
#[derive(Clone, Debug)]
pub struct Past {
    /// Its name in the channel.
    pub ts: Ts,
    /// Who wrote it.
    pub author: Author,
    /// What it says.
    pub body: Body,
    /// The message it replies to.
    pub thread: Option<Ts>,
    /// Whether a reply is also in the channel.
    pub broadcast: bool,
    /// Slack's subtype.
    pub subtype: Option<String>,
    /// That its text was replaced.
    pub edited: Option<Edited>,
    /// Who reacted.
    pub reactions: Reactions,
}

/// Puts down somebody under the id they have; the handle and address must be free. Holds the workspace's part.
pub fn person(tx: &mut Tx, team: TeamId, user: &User) -> Result<()> {
    let place = Lookup::named(tx, Name::Handle, &user.name)?;
    claim(tx, &place, user.id.as_str())?;
    if let Some(email) = &user.email {
        let place = Lookup::named(tx, Name::Email, email)?;
        claim(tx, &place, user.id.as_str())?;
    }
    tx.put(&User::at(user.id), user)?;
    tx.put(&Listing::at(Kind::Users, user.created, user.id), &Listing { id: user.id.to_string() })?;
    emit(tx, Part::Team(team), &Event::UserJoined { user: user.id })
}

/// Takes somebody's address away, so that another may have it. Holds the workspace's part.
pub fn no_address(tx: &mut Tx, team: TeamId, mut user: User) -> Result<()> {
    if let Some(email) = user.email.take()
        && let Some((place, _)) = Lookup::find(tx, Name::Email, &email)?
    {
        tx.delete(&place);
    }
    tx.put(&User::at(user.id), &user)?;
    emit(tx, Part::Team(team), &Event::UserChanged { user: user.id })
}

/// Puts down a conversation under the id it has; its name or its people must be free. Holds the workspace's part.
pub fn channel(tx: &mut Tx, team: TeamId, channel: &Channel) -> Result<()> {
    if channel.is_direct() {
        let people: Vec<&[u8]> = channel.people.iter().map(|p| p.as_bytes()).collect();
        let place = Lookup::at(tx, Name::Conversation, &people)?;
        claim(tx, &place, channel.id.as_str())?;
    } else {
        let place = Lookup::named(tx, Name::Channel, &channel.name)?;
        claim(tx, &place, channel.id.as_str())?;
        tx.put(&Listing::at(Kind::Channels, channel.created, channel.id), &Listing { id: channel.id.to_string() })?;
    }
    tx.put(&Channel::at(channel.id), channel)?;
    match channel.kind {
        ChannelKind::Public => emit(tx, Part::Team(team), &Event::ChannelCreated { channel: channel.id }),
        _ => Ok(()),
    }
}

fn claim(tx: &mut Tx, place: &Place<Lookup>, id: &str) -> Result<()> {
    match tx.exists(place)? {
        true => Err(Error::internal("an import takes a name that is taken")),
        false => tx.put(place, &Lookup { id: id.to_owned() }),
    }
}

/// Puts a person into a conversation since `joined`, everything up to `read` read. False when they are in it already.
/// Holds the person's part.
pub fn member(tx: &mut Tx, channel: ChannelId, user: UserId, (joined, read): (Ts, Ts), open: bool) -> Result<bool> {
    let (theirs, mine) = (Member::at(tx, channel, user)?, Membership::at(tx, user, channel)?);
    if tx.exists(&theirs)? {
        if let Some(mut side) = tx.get(&mine)?.filter(|side| side.last_read < read) {
            side.last_read = read;
            tx.put(&mine, &side)?;
        }
        return Ok(false);
    }
    tx.put(&theirs, &Member { user, joined })?;
    let last_read = read.max(joined);
    let side = Membership { channel, last_read, muted: false, notify: Notify::Default, starred: false, open };
    tx.put(&mine, &side)?;
    emit(tx, Part::Person(user), &Event::ChannelJoined { channel })?;
    Ok(true)
}

/// Takes somebody out of a conversation who left it where the import comes from. Holds the channel's part and the person's.
pub fn left(tx: &mut Tx, channel: &Channel, user: UserId) -> Result<()> {
    members::remove(tx, channel, user)
}

/// Puts down a message under its own time. False when the channel has a message of that time. Holds the channel's part.
///
/// Messages come in the order of their times. One that is older than what the channel's log already says is announced
/// late, under the log's next stamp: it stands in its place, and whoever follows the log still hears of it.
pub fn message(tx: &mut Tx, channel: ChannelId, origin: InstallationId, past: &Past) -> Result<bool> {
    if addresses::locate(tx, channel, past.ts)?.is_some() {
        return Ok(false);
    }
    let root = past.thread.map(|ts| threads::root(tx, channel, ts)).transpose()?;
    let lane = if root.is_none() || past.broadcast { Lane::Main } else { Lane::Thread };
    let address = Address { channel, lane, ts: past.ts };
    let entry = Entry {
        ts: past.ts,
        author: past.author,
        origin,
        subtype: past.subtype.clone(),
        thread: root.as_ref().map(|r| r.ts),
        body_hash: messages::hash(&past.body)?,
        edited: past.edited,
    };
    tx.advance(past.ts);
    let stamp = tx.stamp();
    messages::lay_down(tx, &address, &entry, &past.body, stamp)?;
    if !past.reactions.list.is_empty() {
        reactions::lay_down(tx, &address, &past.reactions)?;
    }
    match root {
        Some(root) => threads::list_reply(tx, &root, &address, past.author).map(|()| true),
        None => Ok(true),
    }
}

/// Lets everybody in a thread follow it, read to its end. Holds nothing.
pub fn thread_read(tx: &mut Tx, channel: ChannelId, root: Ts) -> Result<()> {
    let address = Address { channel, lane: Lane::Main, ts: root };
    let (Some(entry), Some(summary)) = (tx.get(&address.entry())?, tx.get(&address.thread())?) else { return Ok(()) };
    let summary: ThreadSummary = summary;
    for user in entry.author.user.into_iter().chain(summary.reply_users) {
        threads::follow(tx, user, channel, root, summary.latest_reply)?;
    }
    Ok(())
}

/// Pins a message. False when it is not there. Holds nothing.
pub fn pin(tx: &mut Tx, channel: ChannelId, pin: &Pin) -> Result<bool> {
    if addresses::locate(tx, channel, pin.ts)?.is_none() {
        return Ok(false);
    }
    if !tx.exists(&Pin::at(channel, pin.ts))? {
        tx.put(&Pin::at(channel, pin.ts), pin)?;
    }
    Ok(true)
}
