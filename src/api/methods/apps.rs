//! `apps.*`

use super::rtm::socket_url;
use crate::api::call::{Call, Refusal};
use crate::base::Error;
use crate::domain::apps;
use crate::domain::tickets::Purpose;
use serde_json::{Value, json};

/// `apps.connections.open`: the address of a socket for an app's events, good once and for half a minute.
pub async fn connections_open(call: &Call) -> Result<Value, Refusal> {
    let actor = call.actor();
    let app = actor.app.ok_or(Error::denied("not_allowed_token_type"))?;
    apps::get(&call.view()?, app).map_err(|_| Error::denied("token_revoked"))?;
    let ticket = call.site.tickets.issue(actor, Purpose::SocketMode, call.domain().world());
    Ok(json!({ "url": socket_url(call, &format!("link/?ticket={ticket}&app_id={app}"))? }))
}
