//! `rtm.*`

use crate::api::call::{Call, Refusal};
use crate::base::Error;
use crate::domain::tickets::Purpose;
use crate::domain::{installation, people};
use serde_json::{Value, json};

/// `rtm.connect`: the address of a socket, good once and for half a minute.
pub async fn connect(call: &Call) -> Result<Value, Refusal> {
    let view = call.view()?;
    let actor = call.actor();
    let team = installation::team(&view, call.domain().team())?;
    let user = people::get(&view, actor.user)?;
    let ticket = call.site.tickets.issue(actor, Purpose::Rtm, call.domain().world());
    Ok(json!({
        "url": socket_url(call, &format!("rtm/{ticket}"))?,
        "self": { "id": user.id, "name": user.name },
        "team": { "id": team.id, "name": team.name, "domain": team.domain },
    }))
}

/// An address of a socket below this installation's own.
pub fn socket_url(call: &Call, path: &str) -> Result<String, Refusal> {
    let rest = call.site.public_url.strip_prefix("http");
    // `http` becomes `ws`, `https` becomes `wss`.
    let rest = rest.ok_or_else(|| Error::internal("the public address is neither http nor https"))?;
    Ok(format!("ws{rest}/{path}"))
}
