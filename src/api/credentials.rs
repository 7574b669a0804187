//! Finding the caller's secret: header, body or cookie.

use super::args::Args;
use actix_web::HttpRequest;
use actix_web::http::header;

/// The cookie of a browser session, as Slack calls it.
pub const COOKIE: &str = "d";
/// A header that only our own client sends: a form on another site can't, so its cookie is worth nothing there.
pub const CLIENT_HEADER: &str = "X-Comity-Client";

/// The secret the caller shows, taken out of the arguments.
pub fn secret(request: &HttpRequest, args: &mut Args) -> Option<String> {
    let in_body = args.take("token");
    bearer(request).or(in_body).or_else(|| in_head(request))
}

/// The secret that can be seen before the body is read.
pub fn in_head(request: &HttpRequest) -> Option<String> {
    bearer(request).or_else(|| from_client(request).then(|| cookie(request)).flatten())
}

/// Whether the request comes from a page of this installation.
pub fn from_client(request: &HttpRequest) -> bool {
    request.headers().contains_key(CLIENT_HEADER)
}

/// The secret of a request that changes nothing, such as a picture's: an `<img>` can't send our header.
pub fn shown(request: &HttpRequest) -> Option<String> {
    bearer(request).or_else(|| cookie(request))
}

fn bearer(request: &HttpRequest) -> Option<String> {
    let bearer = request.headers().get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
    let bearer = bearer.and_then(|v| v.split_once(' ')).filter(|(kind, _)| kind.eq_ignore_ascii_case("bearer"));
    bearer.map(|(_, secret)| secret.trim().to_owned())
}

/// An app's id and secret shown as HTTP Basic, put among the arguments where the call has none of its own.
pub fn client(request: &HttpRequest, args: &mut Args) {
    let shown = request.headers().get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
    let basic = shown.and_then(|v| v.split_once(' ')).filter(|(kind, _)| kind.eq_ignore_ascii_case("basic"));
    let opened = basic.and_then(|(_, text)| data_encoding::BASE64.decode(text.trim().as_bytes()).ok());
    let pair = opened.and_then(|bytes| String::from_utf8(bytes).ok());
    if let Some((id, secret)) = pair.as_deref().and_then(|pair| pair.split_once(':'))
        && args.text("client_id").is_none()
    {
        let named = [("client_id", id), ("client_secret", secret)];
        args.extend(named.map(|(name, value)| (name.to_owned(), value.into())));
    }
}

fn cookie(request: &HttpRequest) -> Option<String> {
    request.cookie(COOKIE).map(|c| c.value().to_owned())
}
