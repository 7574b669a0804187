//! `bookmarks.*`

use crate::api::answer::Answer;
use crate::api::call::{Call, Context, Refusal};
use crate::api::page::Page;
use crate::api::paging;
use crate::base::id::ChannelId;
use crate::base::{Result, limits};
use crate::domain::bookmarks::{self, Edit, NewBookmark};
use crate::domain::objects::bookmark as objects;
use crate::domain::{access, access::Posting};
use crate::store::records::bookmark::Bookmark;
use crate::store::{Part, Tx};
use serde_json::{Value, json};

/// `bookmarks.add`
pub async fn add(call: &Call) -> Result<Value, Refusal> {
    let args = &call.args;
    let new = NewBookmark {
        title: args.required("title")?,
        kind: args.required("type")?,
        link: args.text("link").unwrap_or_default(),
        emoji: args.text("emoji").unwrap_or_default(),
    };
    let channel = channel(call)?;
    let bookmark = write(call, channel, move |tx, cx, posting| bookmarks::add(tx, &cx.actor, posting, &new)).await?;
    Ok(json!({ "bookmark": object(call, channel, &bookmark) }))
}

/// `bookmarks.edit`
pub async fn edit(call: &Call) -> Result<Value, Refusal> {
    let args = &call.args;
    let edit = Edit { title: args.text("title"), link: args.text("link"), emoji: args.text_or_empty("emoji") };
    let (channel, id) = (channel(call)?, args.id("bookmark_id", "not_found")?);
    let change = move |tx: &mut Tx, cx: &Context, posting: &Posting| bookmarks::edit(tx, &cx.actor, posting, id, &edit);
    let bookmark = write(call, channel, change).await?;
    Ok(json!({ "bookmark": object(call, channel, &bookmark) }))
}

/// `bookmarks.remove`
pub async fn remove(call: &Call) -> Result<Value, Refusal> {
    let (channel, id) = (channel(call)?, call.args.id("bookmark_id", "not_found")?);
    write(call, channel, move |tx, cx, posting| bookmarks::remove(tx, &cx.actor, posting, id)).await?;
    Ok(json!({}))
}

/// `bookmarks.list`
pub async fn list(call: &Call) -> Result<Answer, Refusal> {
    let paging = paging::paging(&call.args, limits::BOOKMARKS_PER_CHANNEL, limits::BOOKMARKS_PER_CHANNEL)?;
    let view = call.view()?;
    let reading = access::reading(&view, call.actor(), call.channel(&view, "channel_id")?)?;
    let all = bookmarks::list(&view, &reading)?;
    let mut page = Page::list(call, "bookmarks", paging.limit);
    page.fill_from(paging.start(all.len())?, &all, |bookmark| Ok(object(call, reading.id(), bookmark)))?;
    Ok(page.answer(json!({})))
}

fn channel(call: &Call) -> Result<ChannelId> {
    call.channel(&call.view()?, "channel_id")
}

fn object(call: &Call, channel: ChannelId, bookmark: &Bookmark) -> Value {
    objects::bookmark(bookmark, channel, call.domain().team())
}

async fn write<T: Send + 'static>(
    call: &Call,
    channel: ChannelId,
    mut command: impl FnMut(&mut Tx, &Context, &Posting) -> Result<T> + Send + 'static,
) -> Result<T> {
    let write = move |tx: &mut Tx, cx: &Context| {
        let posting = access::posting(tx, &cx.actor, channel)?;
        command(tx, cx, &posting)
    };
    call.write(vec![Part::Channel(channel)], write).await
}
