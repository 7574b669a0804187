//! People's pictures: `GET /avatars/{person}/{mark}`, for callers with a token or a browser's cookie.

use super::{Site, credentials};
use crate::base::id::UserId;
use crate::base::{Error, Kind, Result};
use crate::domain::{photos, tokens};
use crate::store::records::photo::PhotoKind;
use crate::store::records::token::TokenKind;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

/// Shows a picture. Who may not know the person gets what they would get for a picture that is not there.
pub async fn serve(site: Data<Site>, path: Path<(String, String)>, request: HttpRequest) -> HttpResponse {
    let (user, mark) = path.into_inner();
    let (kind, bytes) = match read(&site, &request, &user, &mark) {
        Ok(found) => found,
        Err(e) => return refused(&e),
    };
    let kind = match kind {
        PhotoKind::Png => "image/png",
        PhotoKind::Jpeg => "image/jpeg",
        PhotoKind::Gif => "image/gif",
        PhotoKind::Webp => "image/webp",
    };
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header(("content-disposition", "inline"))
        .insert_header(("x-content-type-options", "nosniff"))
        .insert_header(("content-security-policy", "default-src 'none'; sandbox"))
        .insert_header(("cross-origin-resource-policy", "same-origin"))
        // A new picture has a new address. Only the caller's own browser may keep it.
        .insert_header(("cache-control", "private, max-age=31536000, immutable"))
        .body(bytes)
}

fn read(site: &Site, request: &HttpRequest, user: &str, mark: &str) -> Result<(PhotoKind, Vec<u8>)> {
    let secret = credentials::shown(request).ok_or(Error::denied("not_authed"))?;
    let view = site.domain.view()?;
    let actor = tokens::authenticate(&view, &secret)?;
    if actor.kind == TokenKind::App {
        return Err(Error::denied("not_allowed_token_type"));
    }
    let user = UserId::parse(user).ok_or(Error::not_found("photo_not_found"))?;
    photos::read(&view, &actor, user, mark)
}

fn refused(e: &Error) -> HttpResponse {
    let mut answer = match e.kind {
        Kind::NotFound => HttpResponse::NotFound(),
        Kind::Denied | Kind::Sealed => HttpResponse::Forbidden(),
        _ => {
            tracing::error!(error = %e, "a picture can't be shown");
            HttpResponse::ServiceUnavailable()
        }
    };
    answer
        .insert_header(("cache-control", "no-store"))
        .content_type("text/plain; charset=utf-8")
        .body(e.code.clone().into_owned())
}
