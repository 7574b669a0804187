//! `threads.*` and `mentions.list`: what our own client shows under Threads and Mentions.

use super::message_input::message_ts;
use crate::api::call::{Call, Context, Refusal};
use crate::api::paging;
use crate::base::id::ChannelId;
use crate::base::{Error, Result, Ts, limits};
use crate::domain::access::Reading;
use crate::domain::objects::{draft as objects, message};
use crate::domain::subscriptions::Followed;
use crate::domain::{access, history, mentions, subscriptions, threads};
use crate::store::{Order, Part, Tx, View};
use serde_json::{Value, json};

/// Replies shown under a thread before it is opened.
const SHOWN_REPLIES: usize = 3;

/// `threads.list`: those with the latest replies first.
pub async fn list(call: &Call) -> Result<Value, Refusal> {
    let (before, limit) = page(call, 20)?;
    let view = call.view()?;
    let (found, more) = subscriptions::list(&view, call.actor(), before, limit)?;
    let next = found.last().filter(|_| more).map(|followed| followed.latest.to_be_bytes().to_vec());
    let threads = found.iter().map(|followed| thread(call, &view, followed)).collect::<Result<Vec<_>>>()?;
    Ok(json!({
        "threads": threads,
        "unread_threads": subscriptions::unread_threads(&view, call.actor())?,
        "has_more": more,
        "response_metadata": paging::metadata(next),
    }))
}

fn thread(call: &Call, view: &View, followed: &Followed) -> Result<Value> {
    let (mine, reader) = (&followed.mine, Some(call.actor().user));
    let all = (Ts::ZERO, Ts::MAX);
    let mut latest = threads::replies(view, mine.channel, mine.thread, all, Order::Descending, SHOWN_REPLIES)?;
    latest.reverse();
    let shown = |read: &history::Message| message::message(call.lens(view), read, reader);
    let replies =
        latest.into_iter().map(|address| shown(&history::read(view, address)?)).collect::<Result<Vec<_>>>()?;
    let mut object = objects::followed(followed);
    object["root"] = shown(&history::message(view, mine.channel, mine.thread)?)?;
    object["replies"] = json!(replies);
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
pub async fn mentions(call: &Call) -> Result<Value, Refusal> {
    let (before, limit) = page(call, 50)?;
    let view = call.view()?;
    let me = call.actor().user;
    let (found, more) = mentions::of_person(&view, me, before, limit)?;
    let mut items = Vec::new();
    for mention in &found {
        let read = history::message(&view, mention.channel, mention.ts)?;
        let message = message::message(call.lens(&view), &read, Some(me))?;
        items.push(json!({ "type": "message", "channel": mention.channel, "message": message }));
    }
    let next = found.last().filter(|_| more).map(|mention| mention.ts.to_be_bytes().to_vec());
    Ok(json!({ "items": items, "has_more": more, "response_metadata": paging::metadata(next) }))
}

/// `cursor` and `limit`, where a cursor is the time before which to go on.
fn page(call: &Call, default: usize) -> Result<(Ts, usize)> {
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
