//! `admin.jobs.list`: what the server does by itself. Ours; Slack has nothing like it.

use crate::api::call::{Call, Refusal};
use crate::base::Result;
use crate::domain::{access, due};
use crate::jobs::{Due, State, Status};
use serde_json::{Value, json};

/// `admin.jobs.list`
pub async fn list(call: &Call) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let workers: Vec<Value> = statuses(call)?.iter().map(object).collect();
    Ok(json!({ "workers": workers }))
}

/// The workers, as they are: the one for what is due fails as long as a job does, though it does the others meanwhile.
pub(super) fn statuses(call: &Call) -> Result<Vec<Status>> {
    let late = due::late(&call.view()?)?;
    let mut all = call.site.jobs.list();
    for status in all.iter_mut().filter(|status| status.name == Due::NAME && late > 0) {
        (status.state, status.failures) = (State::Failing, u32::try_from(late).unwrap_or(u32::MAX));
    }
    Ok(all)
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
