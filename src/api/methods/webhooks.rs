//! `admin.webhooks.*`: addresses that post into a channel. Ours; Slack makes them on its pages for apps.

use crate::api::answer::Answer;
use crate::api::call::{Call, Refusal};
use crate::api::page::Page;
use crate::api::paging;
use crate::base::id::{AppId, BotId};
use crate::base::{Error, Result, limits};
use crate::domain::access;
use crate::domain::apps::{self, APP_NOT_FOUND};
use crate::domain::webhooks::{self, State};
use crate::store::View;
use crate::store::records::webhook::Webhook;
use serde_json::{Value, json};

/// `admin.webhooks.list`: those that work, or would if their maker were not deactivated. Their addresses are not among it:
/// nobody has them but who was given one.
pub async fn list(call: &Call) -> Result<Answer, Refusal> {
    access::administering(call.actor())?;
    let paging = paging::paging(&call.args, limits::WEBHOOKS, limits::WEBHOOKS)?;
    let view = call.view()?;
    let mut all = Vec::new();
    for webhook in webhooks::list(&view)? {
        let state = webhooks::state(&view, &webhook)?;
        if state != State::Ended {
            all.push((webhook, state));
        }
    }
    let mut page = Page::list(call, "webhooks", paging.limit);
    page.fill_from(paging.start(all.len())?, &all, |(webhook, state)| object(&view, webhook, *state))?;
    Ok(page.answer(json!({})))
}

fn object(view: &View, webhook: &Webhook, state: State) -> Result<Value> {
    Ok(json!({
        "bot_id": webhook.bot,
        "app_id": webhook.app,
        "channel_id": webhook.channel,
        "name": apps::bot(view, webhook.bot)?.name,
        "creator": webhook.creator,
        "date_created": webhook.created.secs(),
        "stopped": state == State::Stopped,
    }))
}

/// `admin.webhooks.create`: a webhook where the caller may post. The answer is the only place its address is ever shown.
pub async fn create(call: &Call) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let app = AppId::parse(&call.args.required("app_id")?).ok_or(APP_NOT_FOUND)?;
    let channel = call.channel(&call.view()?, "channel_id")?;
    let name = call.args.required("name")?;
    let secret = webhooks::new_secret(call.domain().world());
    let kept = secret.clone();
    let made = call.write(vec![], move |tx, cx| {
        let posting = access::posting(tx, &cx.actor, channel)?;
        webhooks::create(tx, &cx.actor, &posting, app, &name, &kept)
    });
    let made = made.await?;
    let url = call.url(&format!("services/{}/{}/{secret}", call.domain().team(), made.bot));
    Ok(json!({ "webhook": object(&call.view()?, &made, State::Posting)?, "url": url }))
}

/// `admin.webhooks.revoke`: the address stops working at once.
pub async fn revoke(call: &Call) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let bot = BotId::parse(&call.args.required("bot_id")?).ok_or(Error::not_found("bot_not_found"))?;
    call.write(vec![], move |tx, cx| webhooks::disable(tx, &cx.actor, bot)).await?;
    Ok(json!({}))
}
