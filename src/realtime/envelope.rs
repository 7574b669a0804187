//! What an app gets over its socket: the event in Slack's two wrappings.

use super::frame;
use super::place::Place;
use crate::base::id::TeamId;
use crate::base::{Result, Ts, World};
use crate::domain::Domain;
use crate::store::records::app::App;
use actix_web::web::Bytes;
use serde_json::{Value, json};

/// Letters of an event's id after `Ev`.
const EVENT_ID: usize = 16;

/// One event for one app, until it is acknowledged.
pub(super) struct Envelope {
    /// Names it in the acknowledgement.
    pub id: String,
    /// Where the event stands in the log.
    pub place: Place,
    payload: Value,
    /// How often it was sent before.
    pub attempt: u32,
    /// Why it was sent again.
    pub reason: &'static str,
}

impl Envelope {
    /// Wraps an event. Its id follows from the log, so an app that gets it twice can tell.
    pub fn new(domain: &Domain, app: &App, place: Place, event: Value) -> Result<Self> {
        let kind = event["type"].as_str().unwrap_or_default().to_owned();
        let words = [app.id.as_bytes(), &place.commit.to_be_bytes(), &place.stamp.to_be_bytes(), kind.as_bytes()];
        let hash = domain.vault().lookup("event id", &words)?;
        let event_id = format!("Ev{}", &data_encoding::BASE32_NOPAD.encode(&hash)[..EVENT_ID]);
        let payload = event_callback(app, domain.team(), event, &event_id, place.stamp);
        Ok(Self { id: uuid(domain.world()), place, payload, attempt: 0, reason: "" })
    }

    /// The frame to send.
    pub fn frame(&self) -> Bytes {
        frame::json(&json!({
            "envelope_id": self.id,
            "type": "events_api",
            "payload": self.payload,
            "accepts_response_payload": false,
            "retry_attempt": self.attempt,
            "retry_reason": self.reason,
        }))
    }
}

/// The wrapping that the Events API has over HTTP too.
fn event_callback(app: &App, team: TeamId, event: Value, event_id: &str, stamp: Ts) -> Value {
    json!({
        "token": app.verification_token,
        "team_id": team,
        "context_team_id": team,
        "context_enterprise_id": null,
        "api_app_id": app.id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": stamp.secs(),
        "event_context": format!("4-{event_id}"),
        "is_ext_shared_channel": false,
        "authed_users": [app.bot_user],
        "authorizations": [{
            "enterprise_id": null,
            "team_id": team,
            "user_id": app.bot_user,
            "is_bot": true,
            "is_enterprise_install": false,
        }],
    })
}

/// A random UUID (version 4).
fn uuid(world: &dyn World) -> String {
    let mut bytes = [0; 16];
    world.fill(&mut bytes);
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = data_encoding::HEXLOWER.encode(&bytes);
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}
