//! What a person's client says on its socket: pings, typing, presence, and over RTM also messages.

use super::Inner;
use super::dispatcher::Ask;
use super::frame;
use super::hub::SocketId;
use super::outbox::Outbox;
use super::socket::Ear;
use crate::base::id::{ChannelId, UserId};
use crate::base::{Error, Result, Ts, limits, text};
use crate::domain::access::{self, Posting};
use crate::domain::messages::{self, NewMessage};
use crate::domain::{Actor, Domain};
use crate::store::records::message::Body;
use actix_web::web::{self, Data};
use bytestring::ByteString;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The one at the other end.
pub(super) struct Person {
    realtime: Data<Inner>,
    actor: Actor,
    id: SocketId,
    outbox: Arc<Outbox>,
    typed: Option<Instant>,
    /// Whether messages may be posted here; the web client uses the API for that.
    posts: bool,
}

impl Person {
    /// A listener who may ask for presence and say that they type.
    pub fn new(realtime: Data<Inner>, actor: Actor, id: SocketId, outbox: Arc<Outbox>) -> Self {
        Self { realtime, actor, id, outbox, typed: None, posts: false }
    }

    /// The same, who may also post.
    pub fn who_posts(self) -> Self {
        Self { posts: true, ..self }
    }

    fn reply(&self, value: &Value) {
        self.outbox.push(frame::json(value));
    }

    /// Slack's shape of an error: a number and a word.
    fn error(&self, frame: &Map<String, Value>, code: u16, msg: &str) {
        let mut told = json!({ "ok": false, "type": "error", "error": { "code": code, "msg": msg } });
        if let Some(id) = frame.get("id") {
            told["reply_to"] = id.clone();
        }
        self.reply(&told);
    }

    fn pong(&self, frame: &Map<String, Value>) {
        // Everything the client sent comes back, as Slack does it: clients measure their delay with it.
        let mut told = frame.clone();
        told.insert("type".into(), json!("pong"));
        if let Some(id) = told.remove("id") {
            told.insert("reply_to".into(), id);
        }
        self.reply(&Value::Object(told));
    }

    fn typing(&mut self, frame: &Map<String, Value>) {
        let now = Instant::now();
        let pause = Duration::from_millis(limits::TYPING_MILLIS);
        if self.typed.is_some_and(|last| now - last < pause) {
            return;
        }
        let Some(channel) = field(frame, "channel").and_then(ChannelId::parse) else {
            return self.error(frame, 2, "channel missing");
        };
        self.typed = Some(now);
        let thread = field(frame, "thread_ts").and_then(Ts::parse);
        self.realtime.ask(Ask::Typing { user: self.actor.user, channel, thread });
    }

    fn presence(&self, frame: &Map<String, Value>, keep: bool) {
        let ids = frame.get("ids").and_then(Value::as_array).into_iter().flatten();
        let users: Vec<UserId> = ids.filter_map(Value::as_str).filter_map(UserId::parse).collect();
        if users.len() > limits::PRESENCE_IDS {
            return self.error(frame, 2, "too many ids");
        }
        self.realtime.ask(Ask::Presence { user: self.actor.user, id: self.id, users, keep });
    }

    async fn post(&self, frame: &Map<String, Value>) {
        let Some(channel) = field(frame, "channel").and_then(ChannelId::parse) else {
            return self.error(frame, 2, "channel missing");
        };
        let Some(said) = field(frame, "text").filter(|t| !t.is_empty()) else {
            return self.error(frame, 2, "message text is missing");
        };
        let thread = field(frame, "thread_ts").and_then(Ts::parse);
        let mut said = said.to_owned();
        text::truncate(&mut said, limits::MESSAGE_CHARS);
        let new = NewMessage { body: Body { text: said.clone(), ..Body::default() }, thread, ..NewMessage::default() };
        let (domain, actor) = (self.realtime.domain.clone(), self.actor.clone());
        let posted = web::block(move || post(&domain, &actor, channel, &new)).await;
        match posted.unwrap_or_else(|_| Err(super::replay::stopping())) {
            Ok(ts) => {
                let mut told = json!({ "ok": true, "ts": ts.to_string(), "text": said });
                if let Some(id) = frame.get("id") {
                    told["reply_to"] = id.clone();
                }
                self.reply(&told);
            }
            Err(e) => self.error(frame, 2, &e.code),
        }
    }
}

fn field<'f>(frame: &'f Map<String, Value>, name: &str) -> Option<&'f str> {
    frame.get(name).and_then(Value::as_str)
}

fn post(domain: &Domain, actor: &Actor, channel: ChannelId, new: &NewMessage) -> Result<Ts> {
    if !actor.has_scope(&["chat:write", "chat:write:bot", "chat:write:user"]) {
        return Err(Error::denied("missing_scope"));
    }
    domain.run(&messages::parts(channel, actor), |tx| {
        let posting: Posting = access::posting(tx, actor, channel)?;
        let posted = messages::post(tx, actor, &posting, domain.installation(), new)?;
        Ok(posted.ts())
    })
}

impl Ear for Person {
    async fn hear(&mut self, text: ByteString) {
        let Ok(Value::Object(frame)) = serde_json::from_str::<Value>(&text) else {
            return self.error(&Map::new(), 1, "the frame is not a JSON object");
        };
        match field(&frame, "type") {
            Some("ping") => self.pong(&frame),
            Some("typing" | "user_typing") => self.typing(&frame),
            Some("presence_sub") => self.presence(&frame, true),
            Some("presence_query") => self.presence(&frame, false),
            Some("message") if self.posts => self.post(&frame).await,
            Some(_) => self.error(&frame, 1, "unknown type"),
            None => self.error(&frame, 1, "type missing"),
        }
    }
}
