//! `threads.*` and `mentions.list`: what our own client shows under Threads and Mentions.

use super::message_input::message_ts;
use crate::api::answer::Answer;
use crate::api::call::{Call, Context, Refusal};
use crate::api::page::Page;
use crate::api::paging;
use crate::base::id::ChannelId;
use crate::base::{Error, Result, Ts, limits};
use crate::domain::access::Reading;
use crate::domain::objects::pin::listed;
use crate::domain::objects::{Object, draft as objects, message};
use crate::domain::subscriptions::Followed;
use crate::domain::{access, history, mentions, subscriptions, threads};
use crate::store::{Order, Part, Tx, View};
use serde_json::{Value, json};

/// Replies shown under a thread before it is opened.
const SHOWN_REPLIES: usize = 3;

/// `threads.list`: those with the latest replies first.
pub async fn list(call: &Call) -> Result<Answer, Refusal> {
    let (before, limit) = window(call, 20)?;
    let view = call.view()?;
    let mut page = Page::list(call, "threads", limit);
    let found = subscriptions::list(&view, call.actor(), before)?;
    page.fill(found.into_iter().map(Ok), |(latest, mine)| {
        let followed = subscriptions::followed(&view, *latest, mine.clone())?;
        Ok((latest.to_be_bytes().to_vec(), thread(call, &view, &followed)?))
    })?;
    Ok(page.answer_with_more(json!({ "unread_threads": subscriptions::unread_threads(&view, call.actor())? })))
}

fn thread(call: &Call, view: &View, followed: &Followed) -> Result<Object> {
    let (mine, reader) = (&followed.mine, Some(call.actor().user));
    let all = (Ts::ZERO, Ts::MAX);
    let mut latest = threads::replies(view, mine.channel, mine.thread, all, Order::Descending, SHOWN_REPLIES)?;
    latest.reverse();
    let shown = |read: &history::Message| message::message(call.lens(view), read, reader);
    let replies =
        latest.into_iter().map(|address| shown(&history::read(view, address)?)).collect::<Result<Vec<_>>>()?;
    let mut object = objects::followed(followed);
    object.put("root", &shown(&history::message(view, mine.channel, mine.thread)?)?)?;
    object.put("replies", &replies)?;
    Ok(object)
}

/// `threads.subscribe`
pub async fn subscribe(call: &Call) -> Result<Value, Refusal> {
    let ts = message_ts(&call.args, "thread_ts")?;
    write(call, move |tx, cx, reading| subscriptions::subscribe(tx, &cx.actor, reading, ts)).await
}

/// `threads.unsubscribe`
pub async fn unsubscribe(call: &Call) -> Result<Value, Refusal> {
    let ts = message_ts(&call.args, "thread_ts")?;
    write(call, move |tx, cx, reading| subscriptions::unsubscribe(tx, &cx.actor, reading, ts)).await
}

/// `threads.mark`
pub async fn mark(call: &Call) -> Result<Value, Refusal> {
    let thread = message_ts(&call.args, "thread_ts")?;
    let ts = call.args.ts("ts", "invalid_timestamp")?.ok_or(Error::invalid("invalid_timestamp"))?;
    write(call, move |tx, cx, reading| subscriptions::mark(tx, &cx.actor, reading, thread, ts)).await
}

/// `mentions.list`: the latest first.
pub async fn mentions(call: &Call) -> Result<Answer, Refusal> {
    let (before, limit) = window(call, 50)?;
    let view = call.view()?;
    let me = call.actor().user;
    let (found, more) = mentions::of_person(&view, me, before, limit)?;
    let mut page = Page::list(call, "items", limit);
    page.fill(found.into_iter().map(Ok), |mention| {
        let read = history::message(&view, mention.channel, mention.ts)?;
        let message = message::message(call.lens(&view), &read, Some(me))?;
        Ok((mention.ts.to_be_bytes().to_vec(), listed(mention.channel, &message)?))
    })?;
    page.and_more(more);
    Ok(page.answer_with_more(json!({})))
}

/// `cursor` and `limit`, where a cursor is the time before which to go on.
fn window(call: &Call, default: usize) -> Result<(Ts, usize)> {
    let page = paging::paging(&call.args, default, limits::PAGE_MAX)?;
    let before = match page.after {
        None => Ts::MAX,
        Some(bytes) => {
            Ts(u64::from_be_bytes(bytes.as_slice().try_into().map_err(|_| Error::invalid("invalid_cursor"))?))
        }
    };
    Ok((before, page.limit))
}

async fn write(
    call: &Call,
    mut command: impl FnMut(&mut Tx, &Context, &Reading) -> Result<()> + Send + 'static,
) -> Result<Value, Refusal> {
    let channel: ChannelId = call.channel(&call.view()?, "channel")?;
    let write = move |tx: &mut Tx, cx: &Context| {
        let reading = access::reading(tx, &cx.actor, channel)?;
        command(tx, cx, &reading)
    };
    call.write(vec![Part::Person(call.actor().user)], write).await?;
    Ok(json!({}))
}
