//! `admin.health.info`: how the server is, for those who look after it. Ours; Slack's customers have no server.

use super::jobs::{object, statuses};
use crate::api::call::{Call, Refusal};
use crate::api::health::Facts;
use crate::base::{Error, Result, limits};
use crate::domain::access;
use crate::jobs::State;
use actix_web::web;
use serde_json::{Value, json};

/// `admin.health.info`: nothing in it is a secret, and nothing says what people write.
pub async fn info(call: &Call) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let facts = call.site.facts.clone();
    // The disk is asked, which may take its time.
    let disk = web::block(move || facts.look()).await;
    let disk = disk.map_err(|_| Error::unavailable("the server is stopping; try again"))?;
    let (site, facts) = (&call.site, &call.site.facts);
    let stopped = call.domain().store().stopped();
    let (open, reports) = (!call.domain().vault().is_sealed(), site.reports.list().iter().map(|(_, n)| n).sum::<u64>());
    // Where the keys are sealed nothing is known of the jobs, and the page says that they are.
    let jobs = statuses(call).unwrap_or_else(|_| site.jobs.list());
    let failing = jobs.iter().any(|job| job.state == State::Failing || job.state == State::Stopped);
    let damaged = call.domain().damage().list();
    let named: Vec<_> = damaged.iter().map(|(name, at)| json!({ "record": name, "found": at.secs() })).collect();
    let warnings = [
        ("store_stopped", stopped.is_some()),
        ("disk_low", disk.free_bytes.is_some_and(|free| free >> 20 < limits::FREE_MIB_MIN)),
        ("keys_sealed", !open),
        ("one_key", disk.slots == Some(1)),
        ("key_beside_data", facts.key_near),
        ("not_encrypted", facts.unencrypted),
        ("proxy_not_trusted", facts.proxy_unknown),
        ("jobs_failing", failing),
        ("records_damaged", !damaged.is_empty()),
        ("reports", reports > 0),
    ];
    let warnings: Vec<&str> = warnings.iter().filter(|(_, is)| *is).map(|(code, _)| *code).collect();
    let (people, sockets) = site.presence.total();
    let (now, started) = (call.domain().world().now(), facts.started);
    Ok(json!({
        "version": Facts::VERSION,
        "now": now.secs(),
        "started": started.secs(),
        "public_url": site.public_url,
        "tls": facts.tls,
        "store": {
            "engine": facts.engine,
            "bytes": disk.store_bytes,
            "free_bytes": disk.free_bytes,
            "disk_bytes": disk.disk_bytes,
            "writing": stopped.is_none(),
        },
        "keys": { "root": facts.root, "slots": disk.slots, "open": open, "lease_secs": facts.lease_secs },
        "connected": { "people": people, "sockets": sockets },
        "reports": reports,
        "jobs": jobs.iter().map(object).collect::<Vec<_>>(),
        "damaged": named,
        "warnings": warnings,
    }))
}
