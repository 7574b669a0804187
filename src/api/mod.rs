//! Level 6: Slack's Web API over HTTP.
//!
//! `dispatch` turns a request into a `Call`, `table` names every method, `methods/<family>.rs` answers it. No handler
//! decides a permission: it asks `domain::access` for one.

pub mod answer;
pub mod args;
pub mod assets;
mod avatars;
pub mod body;
pub mod call;
mod commit;
mod credentials;
mod devices;
mod dispatch;
mod guesses;
pub mod headers;
pub mod health;
pub mod methods;
mod page;
mod paging;
pub mod passwords;
pub mod peer;
pub mod rates;
pub mod reports;
pub mod schema;
pub mod table;
pub mod underway;
mod uses;
mod webhooks;

use crate::base::Result;
use crate::crypto::{AgeRecipient, NewSlot};
use crate::domain::Domain;
use crate::domain::presence::Presence;
use crate::domain::signals::Signals;
use crate::domain::tickets::Tickets;
use crate::domain::triggers::Triggers;
use crate::jobs::Board;
use actix_web::web::{self, ServiceConfig};
use health::Facts;
use ipnet::IpNet;
use passwords::Passwords;
use rates::Rates;
use reports::Reports;
use std::sync::Arc;
use tokio::sync::Semaphore;
use underway::Underway;
use zeroize::Zeroizing;

/// Makes a slot of the key ring for one more root key; the passphrase of the first, where a person has to give it.
pub type MakesSlot = dyn Fn(&AgeRecipient, Option<Zeroizing<String>>) -> Result<NewSlot> + Send + Sync;

/// What every request stands on.
pub struct Site {
    /// The domain.
    pub domain: Domain,
    /// Where people and programs reach this installation, without a trailing slash. Never taken from `Host`.
    pub public_url: String,
    /// How often whom.
    pub rates: Rates,
    /// How much at once.
    pub underway: Arc<Underway>,
    /// Turns for hashing passwords.
    pub passwords: Arc<Passwords>,
    /// Turns for making large answers.
    pub large: Arc<Semaphore>,
    /// Whose word about the caller's address is taken.
    pub trusted_proxies: Vec<IpNet>,
    /// What sockets are opened with.
    pub tickets: Arc<Tickets>,
    /// What is told and not kept.
    pub signals: Arc<Signals>,
    /// Who is connected.
    pub presence: Arc<Presence>,
    /// What lets apps open views.
    pub triggers: Arc<Triggers>,
    /// What the server does by itself.
    pub jobs: Arc<Board>,
    /// What browsers report against the page's policy.
    pub reports: Reports,
    /// What the server knows of its machine.
    pub facts: Facts,
    /// Makes a slot of the key ring.
    pub new_slot: Box<MakesSlot>,
}

/// All routes of the API and the web client.
pub fn configure(routes: &mut ServiceConfig) {
    routes
        .route("/api/openapi.json", web::get().to(schema::serve))
        .route("/api/{method}", web::get().to(dispatch::dispatch))
        .route("/api/{method}", web::post().to(dispatch::dispatch))
        .route("/services/{team}/{bot}/{secret}", web::post().to(webhooks::receive))
        .route("/avatars/{user}/{mark}", web::get().to(avatars::serve))
        .route("/emoji/{mark}", web::get().to(avatars::emoji))
        .route(assets::REPORTS, web::post().to(reports::receive))
        .default_service(web::to(assets::serve));
}
