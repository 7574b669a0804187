//! `auth.*`

use crate::api::call::{Call, Refusal};
use crate::base::Error;
use crate::domain::{installation, people, tokens};
use crate::store::Part;
use serde_json::{Value, json};

/// `auth.test`: who the token stands for.
pub async fn test(call: &Call) -> Result<Value, Refusal> {
    let view = call.view()?;
    let actor = call.actor();
    let team = installation::team(&view, call.domain().team())?;
    let user = people::get(&view, actor.user)?;
    let mut answer = json!({
        "url": call.url(""),
        "team": team.name,
        "user": user.name,
        "team_id": team.id,
        "user_id": user.id,
        "is_enterprise_install": false,
    });
    if let Some(bot) = actor.bot {
        answer["bot_id"] = json!(bot.bot);
        answer["app_id"] = json!(bot.app);
        answer["app_name"] = json!(user.profile.real_name);
    }
    Ok(answer)
}

/// `auth.revoke`: the token stops working.
pub async fn revoke(call: &Call) -> Result<Value, Refusal> {
    if call.args.bool("test")? == Some(true) {
        return Ok(json!({ "revoked": false }));
    }
    let (user, session) = (call.actor().user, call.actor().session.ok_or(Error::denied("not_authed"))?);
    call.write(vec![Part::Person(user)], move |tx, _| tokens::revoke(tx, user, session)).await?;
    Ok(json!({ "revoked": true }))
}
