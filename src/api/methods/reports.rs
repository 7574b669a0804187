//! `admin.reports.list`: what browsers reported against the page's policy. Ours; Slack has nothing like it.

use crate::api::call::{Call, Refusal};
use crate::base::Result;
use crate::domain::access;
use serde_json::{Value, json};

/// `admin.reports.list`: counts since the server started, by the policy's directive.
pub async fn list(call: &Call) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let reports = call.site.reports.list();
    let reports: Vec<Value> =
        reports.iter().map(|(name, count)| json!({ "directive": name, "count": count })).collect();
    Ok(json!({ "reports": reports }))
}
