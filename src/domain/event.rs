//! What the log says: that something happened, and to which ids. Never a text, so that a purge is complete.

use crate::base::id::{ChannelId, ReminderId, ScheduledId, SessionId, UserId, UsergroupId, ViewId};
use crate::base::{Error, Result, Ts};
use crate::store::records::message::Lane;
use crate::store::{Part, Tx};
use serde::{Deserialize, Serialize};

/// One event. The part it stands in tells the channel, the person or the workspace it is about.
///
/// The order of variants is on disk: add new ones at the end.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// In a channel: a message was posted.
    MessagePosted { ts: Ts, lane: Lane, thread: Option<Ts> },
    /// In a channel: a message has another text, or its thread's summary changed.
    MessageChanged { ts: Ts, lane: Lane },
    /// In a channel: a message is gone.
    MessageDeleted { ts: Ts, thread: Option<Ts> },
    /// In a channel: a root shows another summary of its thread.
    ThreadChanged { root: Ts },
    /// In a channel: somebody reacted.
    ReactionAdded { ts: Ts, lane: Lane, user: UserId, name: String },
    /// In a channel: somebody took a reaction back.
    ReactionRemoved { ts: Ts, lane: Lane, user: UserId, name: String },
    /// In a channel: a message was pinned.
    PinAdded { ts: Ts, user: UserId },
    /// In a channel: a pin was taken off.
    PinRemoved { ts: Ts, user: UserId },
    /// In a channel: its bookmarks are others.
    BookmarksChanged,
    /// In a channel: somebody came.
    MemberJoined { user: UserId, inviter: Option<UserId> },
    /// In a channel: somebody went.
    MemberLeft { user: UserId },
    /// In a workspace for public channels, in the channel for others: its name, topic, or state is another.
    ChannelChanged { channel: ChannelId, change: ChannelChange },
    /// In a workspace: a public channel was made.
    ChannelCreated { channel: ChannelId },
    /// To a person: they are in this conversation now.
    ChannelJoined { channel: ChannelId },
    /// To a person: they are no longer in this conversation.
    ChannelLeft { channel: ChannelId },
    /// To a person: a direct conversation is in their sidebar, or no longer.
    ConversationOpened { channel: ChannelId, open: bool },
    /// To a person: they have read up to a place.
    Marked { channel: ChannelId },
    /// To a person: they have read a thread up to a place.
    ThreadMarked { channel: ChannelId, thread: Ts },
    /// To a person: a draft changed.
    DraftChanged { channel: ChannelId, thread: Option<Ts> },
    /// To a person: their preferences of a channel or in general changed.
    PreferencesChanged,
    /// To a person: the saved items changed.
    SavedChanged { channel: ChannelId, ts: Ts, added: bool },
    /// To a person: a session of theirs has ended; its sockets close.
    SessionEnded { session: SessionId },
    /// In a workspace: somebody is new.
    UserJoined { user: UserId },
    /// In a workspace: somebody's profile or role is another.
    UserChanged { user: UserId },
    /// In a workspace: somebody is quiet, or no longer.
    DndChanged { user: UserId },
    /// In a workspace: the custom emoji are others.
    EmojiChanged { name: String, added: bool },
    /// In a workspace: a user group is new or another.
    UsergroupChanged { usergroup: UsergroupId, created: bool },
    /// In a workspace: its name or settings are others.
    TeamChanged,
    /// In a workspace: a user group has other people.
    UsergroupMembersChanged { usergroup: UsergroupId, added: Vec<UserId>, removed: Vec<UserId> },
    /// To a person: a reminder of theirs is new, done, told or gone.
    ReminderChanged { reminder: ReminderId },
    /// To a person: a message of theirs is scheduled, sent, failed or taken back.
    ScheduledChanged { scheduled: ScheduledId },
    /// To a person: they follow a thread now, or no longer.
    ThreadFollowed { channel: ChannelId, thread: Ts, active: bool },
    /// To a person: they set themselves away, or back.
    ManualPresence { away: bool },
    /// To a person: an app shows them another view.
    ViewChanged { view: ViewId },
    /// To a person: many of their sessions have ended at once; the sockets of those close.
    SessionsEnded,
}

/// What changed about a channel.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum ChannelChange {
    /// Its name.
    Renamed,
    /// It was closed for writing.
    Archived,
    /// It was opened again.
    Unarchived,
    /// Its topic or purpose.
    Described,
}

impl Event {
    /// Reads an entry of the log.
    pub fn decode(bytes: &[u8]) -> Result<Self> {
        postcard::from_bytes(bytes).map_err(|e| Error::internal(format!("a log entry can't be read: {e}")))
    }
}

/// Appends an event to a held part under a stamp of its own.
pub fn emit(tx: &mut Tx, part: Part, event: &Event) -> Result<()> {
    let stamp = tx.stamp();
    emit_at(tx, part, stamp, event)
}

/// Appends an event to a held part under a stamp already taken: a message's own `ts`.
pub fn emit_at(tx: &mut Tx, part: Part, stamp: Ts, event: &Event) -> Result<()> {
    let bytes = postcard::to_stdvec(event).map_err(|e| Error::internal(format!("an event can't be written: {e}")))?;
    tx.append(part, stamp, &bytes)
}
