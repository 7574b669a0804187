//! What every answer says to a browser, whoever made it: pages, data, pictures, refusals, addresses that lead nowhere. An
//! answer that has one of these headers keeps its own.

use actix_web::middleware::DefaultHeaders;

/// Data is no page: nothing in it runs, is shown in a frame, or is taken for another type than it says; no other site
/// loads it, no address leaves with a link, and nothing stays on a browser's disk.
const HEADERS: &[(&str, &str)] = &[
    ("cache-control", "no-store"),
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'; sandbox"),
    ("cross-origin-resource-policy", "same-origin"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
];

/// Wraps a whole server.
pub fn usual() -> DefaultHeaders {
    HEADERS.iter().fold(DefaultHeaders::new(), |headers, header| headers.add(*header))
}
