//! `drafts.*`: our own client's texts in the making.

use crate::api::answer::Answer;
use crate::api::call::{Call, Context, Refusal};
use crate::api::page::Page;
use crate::api::paging;
use crate::base::{Result, limits};
use crate::domain::objects::draft as objects;
use crate::domain::{access, drafts};
use crate::store::records::draft::Draft;
use crate::store::{Part, Tx};
use serde_json::{Value, json};

/// `drafts.list`
pub async fn list(call: &Call) -> Result<Answer, Refusal> {
    call.apart()?;
    let paging = paging::paging(&call.args, limits::DRAFTS_PER_PERSON, limits::DRAFTS_PER_PERSON)?;
    let view = call.view()?;
    let all = drafts::list(&view, call.actor())?;
    let mut page = Page::list(call, "drafts", paging.limit);
    page.fill_from(paging.start(all.len())?, &all, |place| Ok(objects::draft(&view.found(place)?)))?;
    Ok(page.answer(json!({})))
}

/// `drafts.set`; an empty text forgets the draft.
pub async fn set(call: &Call) -> Result<Value, Refusal> {
    let draft = put(call, call.args.text_or_empty("text").unwrap_or_default()).await?;
    Ok(json!({ "draft": draft.as_ref().map(objects::draft) }))
}

/// `drafts.delete`
pub async fn delete(call: &Call) -> Result<Value, Refusal> {
    put(call, String::new()).await?;
    Ok(json!({}))
}

async fn put(call: &Call, text: String) -> Result<Option<Draft>> {
    let channel = call.channel(&call.view()?, "channel")?;
    let thread = call.args.ts("thread_ts", "invalid_thread_ts")?;
    let write = move |tx: &mut Tx, cx: &Context| {
        let seeing = access::seeing(tx, &cx.actor, channel)?;
        drafts::set(tx, &cx.actor, &seeing, thread, &text)
    };
    call.write(vec![Part::Person(call.actor().user)], write).await
}
