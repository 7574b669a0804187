//! What browsers report against the page's policy: `POST /csp-report`. Counted by directive and otherwise forgotten, since
//! a report names addresses that people were looking at.

use super::body;
use super::rates::Tier;
use super::{Site, assets, peer};
use crate::base::limits;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;
use std::sync::atomic::{AtomicU64, Ordering};

/// The directives that are counted by name: those of the policy and the ones browsers report in their place.
const DIRECTIVES: &[&str] = &[
    "base-uri",
    "connect-src",
    "default-src",
    "font-src",
    "form-action",
    "frame-ancestors",
    "frame-src",
    "img-src",
    "manifest-src",
    "media-src",
    "object-src",
    "require-trusted-types-for",
    "script-src",
    "script-src-attr",
    "script-src-elem",
    "style-src",
    "style-src-attr",
    "style-src-elem",
    "trusted-types",
    "worker-src",
];
/// Anything else: what a report says is a stranger's text, and goes into no log.
const OTHER: &str = "other";

/// Counts since the server started.
#[derive(Default)]
pub struct Reports {
    counts: [AtomicU64; DIRECTIVES.len()],
    others: AtomicU64,
}

impl Reports {
    /// Counts a report; the directive's name as it may be written down.
    fn count(&self, directive: &str) -> &'static str {
        let known = DIRECTIVES.iter().zip(&self.counts).find(|(name, _)| **name == directive);
        let (name, count) = known.map_or((OTHER, &self.others), |(name, count)| (*name, count));
        count.fetch_add(1, Ordering::Relaxed);
        name
    }

    /// Directives that were reported, with how often.
    pub fn list(&self) -> Vec<(&'static str, u64)> {
        let all = DIRECTIVES.iter().copied().zip(&self.counts).chain([(OTHER, &self.others)]);
        all.map(|(name, count)| (name, count.load(Ordering::Relaxed))).filter(|(_, count)| *count > 0).collect()
    }
}

/// Takes a report. Browsers send it without a cookie, so anybody can: it moves a number, and seldom.
pub async fn receive(site: Data<Site>, request: HttpRequest, payload: Payload) -> HttpResponse {
    let caller = peer::network(&request, &site.trusted_proxies);
    let now = site.domain.world().now();
    if site.rates.take_from(caller, assets::REPORTS, Tier::One, now).is_err() {
        return HttpResponse::TooManyRequests().finish();
    }
    let Ok(bytes) = body::collect(payload, limits::REPORT_BYTES).await else {
        return HttpResponse::PayloadTooLarge().finish();
    };
    match directive(&bytes) {
        Some(directive) => {
            let directive = site.reports.count(&directive);
            tracing::warn!(directive, "a browser reports that the page broke its policy");
            HttpResponse::NoContent().finish()
        }
        None => HttpResponse::BadRequest().finish(),
    }
}

/// The directive a report is about. Older browsers put its values behind it.
fn directive(bytes: &[u8]) -> Option<String> {
    let report: Value = serde_json::from_slice(bytes).ok()?;
    let report = &report["csp-report"];
    let named = report["effective-directive"].as_str().or(report["violated-directive"].as_str())?;
    named.split_whitespace().next().map(str::to_owned)
}
