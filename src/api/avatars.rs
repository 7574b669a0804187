//! Pictures: `GET /avatars/{person}/{mark}` and `GET /emoji/{mark}`, for callers with a token or a browser's cookie.

use super::{Site, credentials};
use crate::base::id::UserId;
use crate::base::{Error, Kind, Result};
use crate::domain::{Actor, avatars, emoji, tokens};
use crate::store::View;
use crate::store::records::photo::PhotoKind;
use crate::store::records::token::TokenKind;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

/// Shows a person's picture. Who may not know the person gets what they would get for a picture that is not there.
pub async fn serve(site: Data<Site>, path: Path<(String, String)>, request: HttpRequest) -> HttpResponse {
    let (user, mark) = path.into_inner();
    shown(read(&site, &request, |view, actor| {
        if mark == avatars::FILE {
            return avatars::drawn(view, actor, site.domain.team(), &user);
        }
        let user = UserId::parse(&user).ok_or(Error::not_found("photo_not_found"))?;
        avatars::read(view, actor, user, &mark)
    }))
}

/// Shows the picture of a custom emoji, to everybody who is in the workspace.
pub async fn emoji(site: Data<Site>, mark: Path<String>, request: HttpRequest) -> HttpResponse {
    shown(read(&site, &request, |view, _| emoji::picture(view, &mark)))
}

fn shown(found: Result<(PhotoKind, Vec<u8>)>) -> HttpResponse {
    let (kind, bytes) = match found {
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
        // A browser would keep it on its disk in clear; what is in memory serves the page that shows it.
        .insert_header(("cache-control", "no-store"))
        .body(bytes)
}

fn read(
    site: &Site,
    request: &HttpRequest,
    picture: impl FnOnce(&View, &Actor) -> Result<(PhotoKind, Vec<u8>)>,
) -> Result<(PhotoKind, Vec<u8>)> {
    let secret = credentials::shown(request).ok_or(Error::denied("not_authed"))?;
    let view = site.domain.view()?;
    let actor = tokens::authenticate(&view, &secret)?;
    if actor.kind == TokenKind::App {
        return Err(Error::denied("not_allowed_token_type"));
    }
    picture(&view, &actor)
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
    answer.content_type("text/plain; charset=utf-8").body(e.code.clone().into_owned())
}
