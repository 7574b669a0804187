//! Bookmarks: the links at the top of a channel.

use super::Actor;
use super::access::{Posting, Reading};
use super::event::{Event, emit};
use crate::base::id::{BookmarkId, ChannelId};
use crate::base::{Error, Result, limits, text};
use crate::store::records::bookmark::Bookmark;
use crate::store::records::channel::standing;
use crate::store::records::user::Role;
use crate::store::{Part, Tx, View};

/// The only kind kept here: Slack's folders, files and shortcuts come with things we do not have.
const LINK: &str = "link";

/// A bookmark to be added.
#[derive(Clone, Debug, Default)]
pub struct NewBookmark {
    /// What people read.
    pub title: String,
    /// Slack's kind.
    pub kind: String,
    /// Where it leads.
    pub link: String,
    /// An emoji, with colons; empty for none.
    pub emoji: String,
}

/// What an edit changes; `None` leaves a field as it is.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    /// What people read.
    pub title: Option<String>,
    /// Where it leads.
    pub link: Option<String>,
    /// An emoji, with colons; empty for none.
    pub emoji: Option<String>,
}

/// Adds a bookmark. Holds the channel's part.
pub fn add(tx: &mut Tx, actor: &Actor, posting: &Posting, new: &NewBookmark) -> Result<Bookmark> {
    let channel = posting.id();
    allowed(actor)?;
    if new.kind != LINK {
        return Err(Error::invalid("invalid_bookmark_type").because("only bookmarks of type link are kept"));
    }
    if tx.count(Bookmark::prefix(channel).prefix(), limits::BOOKMARKS_PER_CHANNEL)? >= limits::BOOKMARKS_PER_CHANNEL {
        return Err(Error::limit("too_many_bookmarks"));
    }
    let created = tx.now();
    let bookmark = Bookmark {
        id: BookmarkId::mint(tx.world()),
        title: checked_title(&new.title)?,
        link: checked_link(&new.link)?,
        emoji: checked_emoji(&new.emoji)?,
        kind: new.kind.clone(),
        creator: actor.user,
        created,
        updated_by: actor.user,
        updated: created,
    };
    tx.put(&Bookmark::at(channel, bookmark.id), &bookmark)?;
    changed(tx, channel)?;
    Ok(bookmark)
}

/// Changes a bookmark. Holds the channel's part.
pub fn edit(tx: &mut Tx, actor: &Actor, posting: &Posting, id: BookmarkId, edit: &Edit) -> Result<Bookmark> {
    allowed(actor)?;
    let place = Bookmark::at(posting.id(), id);
    let mut bookmark = tx.get(&place)?.ok_or(Error::not_found("not_found"))?;
    if let Some(title) = &edit.title {
        bookmark.title = checked_title(title)?;
    }
    if let Some(link) = &edit.link {
        bookmark.link = checked_link(link)?;
    }
    if let Some(emoji) = &edit.emoji {
        bookmark.emoji = checked_emoji(emoji)?;
    }
    (bookmark.updated_by, bookmark.updated) = (actor.user, tx.now());
    tx.put(&place, &bookmark)?;
    changed(tx, posting.id())?;
    Ok(bookmark)
}

/// Removes a bookmark. Holds the channel's part.
pub fn remove(tx: &mut Tx, actor: &Actor, posting: &Posting, id: BookmarkId) -> Result<()> {
    allowed(actor)?;
    let place = Bookmark::at(posting.id(), id);
    if !tx.exists(&place)? {
        return Err(Error::not_found("not_found"));
    }
    tx.delete(&place);
    changed(tx, posting.id())
}

/// The bookmarks of a channel, the oldest first.
pub fn list(view: &View, reading: &Reading) -> Result<Vec<Bookmark>> {
    let mut bookmarks: Vec<Bookmark> = view.all(&standing(reading.id()), Bookmark::prefix(reading.id()))?;
    bookmarks.sort_by_key(|b| (b.created, b.id));
    Ok(bookmarks)
}

fn changed(tx: &mut Tx, channel: ChannelId) -> Result<()> {
    emit(tx, Part::Channel(channel), &Event::BookmarksChanged)
}

fn allowed(actor: &Actor) -> Result<()> {
    if actor.role == Role::Guest { Err(Error::denied("permission_denied")) } else { Ok(()) }
}

fn checked_title(title: &str) -> Result<String> {
    let title = text::line(title);
    match title.chars().count() {
        0 => Err(Error::invalid("invalid_arguments").because("a bookmark needs a title")),
        n if n > limits::BOOKMARK_TITLE_CHARS => {
            Err(Error::limit("invalid_arguments").because("a bookmark's title has at most 255 characters"))
        }
        _ => Ok(title),
    }
}

fn checked_link(link: &str) -> Result<String> {
    if text::is_link(link) { Ok(link.to_owned()) } else { Err(Error::invalid("invalid_link")) }
}

fn checked_emoji(emoji: &str) -> Result<String> {
    let good = emoji.is_empty() || text::is_emoji(emoji);
    if good { Ok(emoji.to_owned()) } else { Err(Error::invalid("invalid_emoji")) }
}
