//! The routes while a server is set up: the page, the set-up's own methods, and a plain refusal of everything else.

use super::desk::{Desk, Shared};
use crate::api::answer::{About, answer};
use crate::api::{assets, body};
use crate::base::Error;
use actix_web::web::{self, Data, Path, Payload, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use std::sync::Arc;

/// Mounts them.
pub fn configure(routes: &mut ServiceConfig, desk: &Arc<Desk>) {
    routes
        .app_data(Data::from(desk.clone()))
        .route("/api/{method}", web::get().to(refuse))
        .route("/api/{method}", web::post().to(call))
        .default_service(web::get().to(assets::serve));
}

/// A secret in a query would stand in every proxy's log, so nothing is asked with GET.
async fn refuse(method: Path<String>) -> HttpResponse {
    let about = About { method: method.into_inner(), ..About::default() };
    answer(&about, Err(Error::denied("not_set_up").into()))
}

async fn call(desk: Data<Desk>, method: Path<String>, request: HttpRequest, payload: Payload) -> HttpResponse {
    let about = About { method: method.into_inner(), ..About::default() };
    let args = match body::read(&request, payload).await {
        Ok(read) => read.args,
        Err(e) => return answer(&about, Err(e.into())),
    };
    let (desk, asked): (Shared, String) = (desk.into_inner(), about.method.clone());
    // Hashing and the disk take their time, and the page may be asked for meanwhile.
    let outcome = web::block(move || desk.answer(&asked, &args)).await;
    let outcome = outcome.unwrap_or_else(|_| Err(Error::unavailable("the server is stopping; start it again")));
    answer(&about, outcome.map_err(Into::into))
}
