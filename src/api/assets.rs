//! The web client, embedded in the binary.

use actix_web::{HttpRequest, HttpResponse};
use rust_embed::Embed;

#[derive(Embed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Dist;

/// No script, style, picture or connection but our own; the one place where the policy stands.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: https:; \
    connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/// A file of the client; any other path is the client itself, which knows its own pages.
pub async fn serve(request: HttpRequest) -> HttpResponse {
    let path = request.path().trim_start_matches('/');
    let (path, file) = match Dist::get(path) {
        Some(file) => (path, file),
        None => match Dist::get("index.html") {
            Some(file) => ("index.html", file),
            None => return HttpResponse::NotFound().content_type("text/plain; charset=utf-8").body(MISSING),
        },
    };
    // Vite names what it builds by content, so only the page itself has to be asked for again.
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    HttpResponse::Ok()
        .content_type(file.metadata.mimetype())
        .insert_header(("cache-control", cache))
        .insert_header(("content-security-policy", POLICY))
        .insert_header(("x-content-type-options", "nosniff"))
        .insert_header(("referrer-policy", "no-referrer"))
        .body(file.data.into_owned())
}

const MISSING: &str = "This binary was built without the web client. Run `make build`, which builds both.\n";
