//! `dnd.*`

use crate::api::call::{Call, Context, Refusal};
use crate::base::id::UserId;
use crate::base::{Error, Result};
use crate::domain::dnd::{self, Info};
use crate::domain::objects::dnd as objects;
use crate::domain::people;
use crate::store::{Part, Tx};
use serde_json::{Map, Value, json};

/// `dnd.info`
pub async fn info(call: &Call) -> Result<Value, Refusal> {
    let view = call.view()?;
    let Some(user) = call.args.text("user") else {
        return Ok(objects::own(&dnd::info(&view, call.actor().user)?, view.now().secs()));
    };
    let id = UserId::parse(&user).ok_or(people::USER_NOT_FOUND)?;
    let user = people::seeing(&view, call.actor(), id)?;
    let info = dnd::info(&view, user.id)?;
    let own = user.id == call.actor().user;
    Ok(if own { objects::own(&info, view.now().secs()) } else { objects::of_others(&info, view.now().secs()) })
}

/// `dnd.teamInfo`
pub async fn team_info(call: &Call) -> Result<Value, Refusal> {
    let users = call.args.list("users")?.filter(|users| !users.is_empty());
    let users = users.ok_or(Error::invalid("no_users_provided"))?;
    let view = call.view()?;
    let mut told = Map::new();
    for text in users.iter().take(50) {
        // Whom the caller can't see is left out.
        let Some(user) = UserId::parse(text).and_then(|id| people::seeing(&view, call.actor(), id).ok()) else {
            continue;
        };
        told.insert(text.clone(), objects::of_others(&dnd::info(&view, user.id)?, view.now().secs()));
    }
    Ok(json!({ "users": told }))
}

/// `dnd.setSnooze`
pub async fn set_snooze(call: &Call) -> Result<Value, Refusal> {
    let minutes = call.args.int("num_minutes")?.and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
    let info = write(call, move |tx, cx| dnd::set_snooze(tx, &cx.actor, cx.domain.team(), minutes)).await?;
    let now = call.domain().world().now().secs();
    Ok(json!({
        "snooze_enabled": true,
        "snooze_endtime": info.snooze_until,
        "snooze_remaining": info.snooze_until.saturating_sub(now),
        "snooze_is_indefinite": false,
    }))
}

/// `dnd.endSnooze`
pub async fn end_snooze(call: &Call) -> Result<Value, Refusal> {
    let info = write(call, |tx, cx| dnd::end_snooze(tx, &cx.actor, cx.domain.team())).await?;
    Ok(objects::own(&info, call.domain().world().now().secs()))
}

/// `dnd.endDnd`
pub async fn end_dnd(call: &Call) -> Result<Value, Refusal> {
    write(call, |tx, cx| dnd::end(tx, &cx.actor, cx.domain.team())).await?;
    Ok(json!({}))
}

async fn write(call: &Call, command: impl FnMut(&mut Tx, &Context) -> Result<Info> + Send + 'static) -> Result<Info> {
    let parts = vec![Part::Person(call.actor().user), Part::Team(call.domain().team())];
    call.write(parts, command).await
}
