//! Bookmarks: the links at the top of a channel.

use crate::base::Ts;
use crate::base::id::{BookmarkId, ChannelId, UserId};
use crate::store::record::record_v1;
use crate::store::{KeyBuf, Place, Table};
use serde::{Deserialize, Serialize};

/// One bookmark.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Bookmark {
    /// Its id.
    pub id: BookmarkId,
    /// What people read.
    pub title: String,
    /// Where it leads; empty for a folder-like heading.
    pub link: String,
    /// An emoji, with colons.
    pub emoji: String,
    /// Slack's kind, `link`.
    pub kind: String,
    /// Who made it.
    pub creator: UserId,
    /// When.
    pub created: Ts,
    /// Who changed it last.
    pub updated_by: UserId,
    /// When.
    pub updated: Ts,
}
record_v1!(Bookmark, Bookmark);

impl Bookmark {
    /// Where a channel's bookmark is kept.
    pub fn at(channel: ChannelId, id: BookmarkId) -> Place<Self> {
        Place::new(Self::prefix(channel).id(id).build(), super::channel::standing(channel))
    }

    /// What every bookmark of a channel starts with.
    pub fn prefix(channel: ChannelId) -> KeyBuf {
        KeyBuf::new(Table::Bookmark).id(channel)
    }
}
