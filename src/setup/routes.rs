//! The routes while a server is set up: the page, the set-up's own methods, and a plain refusal of everything else.

use super::desk::{Desk, INVALID_SECRET, NOT_SET_UP, Shared};
use crate::api::answer::{About, answer};
use crate::api::call::Refusal;
use crate::api::{assets, body, peer};
use crate::base::{Error, limits};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{self, Data, Path, Payload, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;
use std::sync::Arc;

/// Mounts them.
pub fn configure(routes: &mut ServiceConfig, desk: &Arc<Desk>) {
    routes
        .app_data(Data::from(desk.clone()))
        .route("/api/{method}", web::post().to(call))
        .route("/", web::get().to(assets::serve))
        .default_service(web::to(other));
}

/// The page's own files; all else is refused, so that nobody who sends something here takes it as delivered. A secret in
/// a query would stand in every proxy's log, so methods are not asked with GET.
async fn other(request: HttpRequest) -> HttpResponse {
    match request.method() {
        &Method::GET | &Method::HEAD if assets::is_there(request.path()) => assets::serve(request).await,
        _ => HttpResponse::ServiceUnavailable().json(json!({ "ok": false, "error": NOT_SET_UP })),
    }
}

async fn call(desk: Data<Desk>, method: Path<String>, request: HttpRequest, payload: Payload) -> HttpResponse {
    let about = About { method: method.into_inner(), ..About::default() };
    let args = match body::read(&request, payload, limits::STRANGER_BODY_BYTES).await {
        Ok(read) => read.args,
        Err(e) => return answer(about, Err(e.into())),
    };
    let network = peer::network(&request, &desk.config.http.trusted_proxies);
    let (desk, asked): (Shared, String) = (desk.into_inner(), about.method.clone());
    let door = desk.clone();
    // Hashing and the disk take their time, and the page may be asked for meanwhile.
    let outcome = web::block(move || desk.answer(&asked, &args)).await;
    let outcome = outcome.unwrap_or_else(|_| Err(Error::unavailable("the server is stopping; start it again")));
    // Whoever guesses is slowed; whoever has the link goes on, also from the same network.
    if outcome.as_ref().is_err_and(|e| e.code == INVALID_SECRET)
        && let Err(secs) = door.count_wrong(network)
    {
        return answer(about, Err(Refusal::RateLimited { secs }));
    }
    // The page starts by asking for what a server that is set up answers, and goes by the code.
    let not_yet = outcome.as_ref().is_err_and(|e| e.code == NOT_SET_UP) && about.method != "client.boot";
    let mut answered = answer(about, outcome.map(Into::into).map_err(Into::into));
    if not_yet {
        *answered.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    }
    answered
}
