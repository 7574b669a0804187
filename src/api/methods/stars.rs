//! `stars.*`: saved messages, and the channels at the top of the sidebar. `saved.update` marks what is done.

use crate::api::answer::Answer;
use crate::api::call::{Call, Context, Refusal};
use crate::api::page::Page;
use crate::api::paging;
use crate::base::{Error, Result, Ts, limits};
use crate::domain::objects::pin as objects;
use crate::domain::preferences::{self, ChannelChange};
use crate::domain::{access, saved};
use crate::store::{Part, Tx};
use serde_json::{Value, json};

/// `stars.add`
pub async fn add(call: &Call) -> Result<Value, Refusal> {
    change(call, true).await
}

/// `stars.remove`
pub async fn remove(call: &Call) -> Result<Value, Refusal> {
    change(call, false).await
}

/// With a timestamp it is about a message, without one about the channel itself.
async fn change(call: &Call, add: bool) -> Result<Value, Refusal> {
    if call.args.text("file").is_some() {
        return Err(Error::not_found("file_not_found").into());
    }
    if call.args.text("channel").is_none() {
        return Err(Error::invalid("no_item_specified").into());
    }
    let channel = call.channel(&call.view()?, "channel")?;
    let ts: Option<Ts> = call.args.ts("timestamp", "bad_timestamp")?;
    let write = move |tx: &mut Tx, cx: &Context| {
        let reading = access::reading(tx, &cx.actor, channel)?;
        match (ts, add) {
            (Some(ts), true) => saved::add(tx, &cx.actor, &reading, ts),
            (Some(ts), false) => saved::remove(tx, &cx.actor, &reading, ts),
            (None, _) => {
                let change = ChannelChange { starred: Some(add), ..ChannelChange::default() };
                preferences::set_channel(tx, &cx.actor, channel, change).map(drop)
            }
        }
    };
    call.write(vec![Part::Person(call.actor().user)], write).await?;
    Ok(json!({}))
}

/// `saved.update`: marks a saved message as `completed`, or as `uncompleted` again.
pub async fn update(call: &Call) -> Result<Value, Refusal> {
    let done = match call.args.required("mark")?.as_str() {
        "completed" => true,
        "uncompleted" => false,
        _ => return Err(Error::invalid("invalid_arguments").because("mark is completed or uncompleted").into()),
    };
    let channel = call.channel(&call.view()?, "channel")?;
    let ts = super::message_input::message_ts(&call.args, "timestamp")?;
    let write = move |tx: &mut Tx, cx: &Context| {
        let reading = access::reading(tx, &cx.actor, channel)?;
        saved::complete(tx, &cx.actor, &reading, ts, done)
    };
    call.write(vec![Part::Person(call.actor().user)], write).await?;
    Ok(json!({}))
}

/// `stars.list`: by page and count, or by cursor and limit.
pub async fn list(call: &Call) -> Result<Answer, Refusal> {
    let view = call.view()?;
    let all = saved::list(&view, call.actor())?;
    let span = paging::span(&call.args, all.len(), 100, limits::PAGE_MAX)?;
    let mut page = Page::list(call, "items", span.limit);
    page.fill_from(span.start, &all, |saved| objects::saved(call.lens(&view), saved, call.actor().user))?;
    Ok(page.answer_span(&span, json!({ "paging": span.paging(all.len()) }))?)
}
