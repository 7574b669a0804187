//! `admin.jobs.list`: what the server does by itself. Ours; Slack has nothing like it.

use crate::api::call::{Call, Refusal};
use crate::base::Result;
use crate::domain::access;
use crate::jobs::Status;
use serde_json::{Value, json};

/// `admin.jobs.list`
pub async fn list(call: &Call) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let workers: Vec<Value> = call.site.jobs.list().iter().map(object).collect();
    Ok(json!({ "workers": workers }))
}

pub(super) fn object(status: &Status) -> Value {
    json!({
        "name": status.name,
        "state": status.state.word(),
        "done": status.done,
        "failures": status.failures,
        "next_try": status.next_try.secs(),
        "last_error": status.last_error.as_ref().map(|(at, e)| json!({
            "at": at.secs(), "error": e.code, "detail": e.detail,
        })),
    })
}
