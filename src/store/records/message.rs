//! Messages: an entry that orders them, a body that may live elsewhere, and what others add to them.
//!
//! The rows of one message stand side by side, so a page of history is one range. Replies that are not broadcast have
//! a lane of their own, so they never stand between a page and its messages.

use crate::base::id::{AppId, BotId, ChannelId, InstallationId, UserId};
use crate::base::{Ts, emoji};
use crate::crypto::Scope;
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Who wrote a message.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Author {
    /// The person or bot user; a webhook has none.
    pub user: Option<UserId>,
    /// The bot.
    pub bot: Option<BotId>,
    /// The bot's app.
    pub app: Option<AppId>,
}

/// An earlier text was replaced.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Edited {
    /// Who replaced it.
    pub user: UserId,
    /// When.
    pub ts: Ts,
}

/// A message's place in its channel: ids, order and the hash of the body, never the body.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// The message's name in its channel.
    pub ts: Ts,
    /// Who wrote it.
    pub author: Author,
    /// The installation that owns it and keeps its body.
    pub origin: InstallationId,
    /// Slack's subtype, where the message is not an ordinary one.
    pub subtype: Option<String>,
    /// The root of its thread, for replies.
    pub thread: Option<Ts>,
    /// SHA-256 of the sealed-over body, so that a body fetched from elsewhere can be checked.
    pub body_hash: [u8; 32],
    /// Set when the text was replaced.
    pub edited: Option<Edited>,
}
record_v1!(Entry, Message);

/// What a message says.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// Slack mrkdwn with ids.
    pub text: String,
    /// Block Kit blocks as sent: a JSON array.
    pub blocks: Option<String>,
    /// Attachments as sent: a JSON array.
    pub attachments: Option<String>,
    /// Metadata as sent: a JSON object.
    pub metadata: Option<String>,
    /// File objects as imported: a JSON array.
    pub files: Option<String>,
    /// The name shown instead of the bot's own.
    pub username: Option<String>,
    /// The picture shown instead of the bot's own: a JSON object as in Slack's `icons`.
    pub icons: Option<String>,
    /// The id the client gave it.
    pub client_msg_id: Option<String>,
    /// Fields that belong to a subtype (`inviter`, `topic`, `old_name` …): a JSON object.
    pub extra: Option<String>,
}
record_v1!(Body, Message);

/// Who reacted with one emoji, in order.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Reacted {
    /// The emoji's name without colons.
    pub name: String,
    /// Who.
    pub users: Vec<UserId>,
}

/// All reactions to one message, in the order of the first of each.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct Reactions {
    /// One line an emoji.
    pub list: Vec<Reacted>,
}
record_v1!(Reactions, Message);

/// Reactions as they were written: before emoji had one name each, by several names.
#[derive(Deserialize)]
struct Written {
    list: Vec<Reacted>,
}

impl From<Written> for Reactions {
    fn from(written: Written) -> Self {
        let named = |line: Reacted| Reacted { name: emoji::canonical(&line.name), ..line };
        Self::of(written.list.into_iter().map(named))
    }
}

impl Reactions {
    /// These lines, with one for each name: who reacted with both of two of one name reacted once.
    pub fn of(lines: impl IntoIterator<Item = Reacted>) -> Self {
        let mut all = Self::default();
        for line in lines {
            match all.list.iter_mut().find(|known| known.name == line.name) {
                Some(known) => {
                    let there: HashSet<UserId> = known.users.iter().copied().collect();
                    known.users.extend(line.users.into_iter().filter(|user| !there.contains(user)));
                }
                None => all.list.push(line),
            }
        }
        all
    }
}

/// What a message said before it was edited for the first time: a hash, so that a later export can be held against it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Original {
    /// SHA-256 of its text.
    pub text: [u8; 32],
    /// Who had replaced the text where it came from, and when.
    pub edited: Option<Edited>,
}
record_v1!(Original, Message);

/// What a root shows of its thread.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct ThreadSummary {
    /// How many replies there are.
    pub reply_count: u32,
    /// Who replied, the latest last; each once.
    pub reply_users: Vec<UserId>,
    /// The newest reply.
    pub latest_reply: Ts,
}
record_v1!(ThreadSummary, Message);

/// Where a message stands in its channel.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[repr(u8)]
pub enum Lane {
    /// In the channel's timeline.
    Main = 0,
    /// Only in its thread.
    Thread = 1,
}

/// The facets of a message, in key order. The number is on disk.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(u8)]
pub enum Facet {
    /// `Entry`.
    Entry = 0,
    /// `Body`.
    Body = 1,
    /// `Reactions`.
    Reactions = 2,
    /// `ThreadSummary`.
    Thread = 3,
    /// `Original`.
    Original = 4,
}

/// A message's address: channel, lane, time.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Address {
    /// The channel.
    pub channel: ChannelId,
    /// Timeline or thread.
    pub lane: Lane,
    /// The message's `ts`.
    pub ts: Ts,
}

impl Address {
    fn at<R>(&self, facet: Facet) -> Place<R> {
        let key = lane_prefix(self.channel, self.lane).ts(self.ts).tag(facet as u8).build();
        Place::new(key, self.scope())
    }

    /// The keys of the channel and the day of the message.
    pub fn scope(&self) -> Scope {
        Scope::Channel { channel: self.channel, day: self.ts.day() }
    }

    /// Where the entry is kept.
    pub fn entry(&self) -> Place<Entry> {
        self.at(Facet::Entry)
    }

    /// Where the body is kept, if it is here.
    pub fn body(&self) -> Place<Body> {
        self.at(Facet::Body)
    }

    /// Where the reactions are kept.
    pub fn reactions(&self) -> Place<Reactions> {
        self.at(Facet::Reactions)
    }

    /// Where the thread's summary is kept.
    pub fn thread(&self) -> Place<ThreadSummary> {
        self.at(Facet::Thread)
    }

    /// Where it is kept what the message said first.
    pub fn original(&self) -> Place<Original> {
        self.at(Facet::Original)
    }

    /// Reads the time and the facet from the end of a row key.
    pub fn parse_tail(key: &[u8]) -> Option<(Ts, u8)> {
        let (rest, facet) = key.split_at_checked(key.len().checked_sub(1)?)?;
        let ts: [u8; 8] = rest.get(rest.len().checked_sub(8)?..)?.try_into().ok()?;
        Some((Ts(u64::from_be_bytes(ts)), *facet.first()?))
    }
}

/// What every row of one lane of a channel starts with.
pub fn lane_prefix(channel: ChannelId, lane: Lane) -> KeyBuf {
    KeyBuf::new(Table::Message).id(channel).tag(lane as u8)
}

/// That a reply belongs to a thread.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reply {
    /// Where the reply itself stands.
    pub lane: Lane,
}
record_v1!(Reply, Thread);

impl Reply {
    /// Where a reply is listed under its root.
    pub fn at(channel: ChannelId, root: Ts, ts: Ts) -> Place<Self> {
        Place::new(Self::prefix(channel, root).ts(ts).build(), super::channel::standing(channel))
    }

    /// What every reply of a thread starts with.
    pub fn prefix(channel: ChannelId, root: Ts) -> KeyBuf {
        KeyBuf::new(Table::Thread).id(channel).ts(root)
    }
}
