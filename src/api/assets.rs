//! The web client, embedded in the binary.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::Embed;

#[derive(Embed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Dist;

/// No script, style, picture or connection but our own: what a message names elsewhere is never fetched by showing it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/// A file of the client; any other path is the client itself, which knows its own pages.
pub async fn serve(request: HttpRequest) -> HttpResponse {
    let asked = request.path().trim_start_matches('/');
    let path = if asked.ends_with(SMALL) || Dist::get(asked).is_none() { "index.html" } else { asked };
    let Some(file) = Dist::get(path) else {
        return HttpResponse::NotFound().content_type("text/plain; charset=utf-8").body(MISSING);
    };
    // Vite names what it builds by content, so only the page itself has to be asked for again.
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(file.metadata.mimetype())
        .insert_header(("cache-control", cache))
        .insert_header(("vary", "accept-encoding"))
        .insert_header(("content-security-policy", POLICY))
        .insert_header(("x-content-type-options", "nosniff"))
        .insert_header(("referrer-policy", "no-referrer"));
    match Dist::get(&format!("{path}{SMALL}")).filter(|_| takes_brotli(&request)) {
        Some(small) => answer.insert_header(("content-encoding", "br")).body(small.data.into_owned()),
        None => answer.body(file.data.into_owned()),
    }
}

fn takes_brotli(request: &HttpRequest) -> bool {
    let accepted = request.headers().get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|coding| coding.split(';').next().is_some_and(|name| name.trim() == "br"))
}

/// What the build puts behind the name of a file it has compressed.
const SMALL: &str = ".br";
const MISSING: &str = "This binary was built without the web client. Run `make build`, which builds both.\n";
