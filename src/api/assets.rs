//! The web client, embedded in the binary.

use actix_web::http::{Method, header};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::Embed;

#[derive(Embed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Dist;

/// No script, style, picture or connection but our own: what a message names elsewhere is never fetched by showing it.
/// Trusted types are made by one name only: the page's own for its service worker's address. Pasted text is read by the
/// client itself, so the rich composer needs none.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
    trusted-types comity-worker; report-uri /csp-report";

/// Where browsers report what the policy stopped. `report-uri` alone: with `report-to` beside it they would ignore it, wait
/// up to a minute, and send nothing at all without TLS.
pub const REPORTS: &str = "/csp-report";

/// What the page never asks a device for, and nobody can make it ask.
const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), \
    magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()";

/// Beside what every answer says: the policy, and that no other site shares the page's process.
const HEADERS: &[(&str, &str)] = &[
    ("content-security-policy", POLICY),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", PERMISSIONS),
];

/// Whether a path is a file of the client.
pub fn is_there(path: &str) -> bool {
    let asked = path.trim_start_matches('/');
    !asked.ends_with(SMALL) && Dist::get(asked).is_some()
}

/// A file of the client; any other path is the client itself, which knows its own pages. Nothing is delivered here: whoever
/// sends something to an address that takes none is told so.
pub async fn serve(request: HttpRequest) -> HttpResponse {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return HttpResponse::MethodNotAllowed().insert_header((header::ALLOW, "GET, HEAD")).finish();
    }
    let asked = request.path().trim_start_matches('/');
    let path = if is_there(asked) { asked } else { "index.html" };
    // A part of the page that an upgrade took away is gone: the page in its place would only confuse who asks.
    if path != asked && asked.starts_with(BUILT) {
        return HttpResponse::NotFound().finish();
    }
    let Some(file) = Dist::get(path) else {
        return HttpResponse::NotFound().content_type("text/plain; charset=utf-8").body(MISSING);
    };
    // Vite names what it builds by content, so only the page itself has to be asked for again.
    let cache = if path.starts_with(BUILT) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(file.metadata.mimetype())
        .insert_header(("cache-control", cache))
        .insert_header(("vary", "accept-encoding"));
    for header in HEADERS {
        answer.insert_header(*header);
    }
    match Dist::get(&format!("{path}{SMALL}")).filter(|_| takes_brotli(&request)) {
        Some(small) => answer.insert_header(("content-encoding", "br")).body(small.data.into_owned()),
        None => answer.body(file.data.into_owned()),
    }
}

fn takes_brotli(request: &HttpRequest) -> bool {
    let accepted = request.headers().get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|coding| coding.split(';').next().is_some_and(|name| name.trim() == "br"))
}

/// Where the build puts what it names by content.
const BUILT: &str = "assets/";
/// What the build puts behind the name of a file it has compressed.
const SMALL: &str = ".br";
const MISSING: &str = "This binary was built without the web client. Run `make build`, which builds both.\n";
