//! A blocking WebSocket client, as strict as Slack's own.

use crate::app::{Person, TestApp};
use crate::openapi;
use serde_json::{Value, json};
use std::net::TcpStream;
use std::time::{Duration, Instant};
use tungstenite::client::IntoClientRequest;
use tungstenite::protocol::frame::Frame;
use tungstenite::protocol::frame::coding::{Data, OpCode};
use tungstenite::{Message, WebSocket};

/// How long something that must come may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// One open socket.
pub struct Line {
    socket: WebSocket<TcpStream>,
    /// The last position heard.
    pub position: Option<String>,
    /// Whose socket it is.
    pub me: String,
}

impl Line {
    /// Opens `path` with these headers; the error is the status of the answer.
    pub fn open(app: &TestApp, path: &str, headers: &[(&'static str, &str)]) -> Result<Self, u16> {
        let address = app.url.strip_prefix("http://").unwrap();
        let mut request = format!("ws://{address}{path}").into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        match tungstenite::client(request, stream) {
            Ok((socket, _)) => Ok(Self { socket, position: None, me: String::new() }),
            Err(tungstenite::HandshakeError::Failure(tungstenite::Error::Http(response))) => {
                Err(response.status().as_u16())
            }
            Err(e) => panic!("{path}: {e}"),
        }
    }

    /// A person's socket in the web client, after its greeting.
    pub fn client(app: &TestApp, person: &Person, since: Option<&str>) -> Self {
        let since = since.map(|s| format!("?since={s}")).unwrap_or_default();
        let cookie = format!("d={}", person.token);
        let headers = [("cookie", cookie.as_str()), ("origin", app.url.as_str())];
        let mut line = Self::open(app, &format!("/client/socket{since}"), &headers).unwrap();
        let hello = line.hear();
        assert_eq!((&hello["type"], &hello["user"]), (&json!("hello"), &json!(person.id)));
        line.me = person.id.to_string();
        if let Some(since) = since.strip_prefix("?since=") {
            line.position = Some(since.to_owned());
        }
        line
    }

    /// A socket at the address that `rtm.connect` or `apps.connections.open` gave.
    pub fn at(app: &TestApp, url: &str) -> Result<Self, u16> {
        let path = url.strip_prefix(&app.url.replace("http", "ws")).unwrap();
        // Some clients send Slack's own origin.
        Self::open(app, path, &[("origin", "https://api.slack.com")])
    }

    /// The next JSON frame, or nothing when the socket is closed.
    pub fn next(&mut self) -> Option<Value> {
        let start = Instant::now();
        loop {
            match self.socket.read() {
                Ok(Message::Text(text)) => {
                    let value: Value = serde_json::from_str(&text).unwrap();
                    openapi::check_event(&value);
                    if value["type"] != "hello"
                        && let Some(position) = value["position"].as_str()
                    {
                        self.position = Some(position.to_owned());
                    }
                    return Some(value);
                }
                Ok(Message::Close(_)) | Err(tungstenite::Error::ConnectionClosed) => return None,
                Ok(_) => assert!(start.elapsed() < PATIENCE, "nothing but pings for {PATIENCE:?}"),
                Err(tungstenite::Error::Io(e)) if e.kind() == std::io::ErrorKind::WouldBlock => {
                    panic!("nothing came for {PATIENCE:?}")
                }
                Err(_) => return None,
            }
        }
    }

    /// The next JSON frame, which must come.
    #[track_caller]
    pub fn hear(&mut self) -> Value {
        self.next().expect("the socket is open")
    }

    /// Reads until an event of this type, which must come.
    #[track_caller]
    pub fn until(&mut self, kind: &str) -> Value {
        self.until_that(|event| event["type"] == kind)
    }

    /// Reads until an event that fits, which must come.
    #[track_caller]
    pub fn until_that(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let event = self.hear();
            if fits(&event) {
                return event;
            }
            assert!(start.elapsed() < PATIENCE, "it never came");
        }
    }

    /// Everything there was to tell so far: the one who reads the log answers a question about presence after it.
    #[track_caller]
    pub fn so_far(&mut self) -> Vec<Value> {
        self.send(&json!({ "type": "presence_query", "ids": [self.me] }));
        let mut heard = Vec::new();
        loop {
            let event = self.hear();
            if event["type"] == "presence_change" && event["user"] == self.me.as_str() {
                return heard;
            }
            heard.push(event);
        }
    }

    /// Sends a JSON frame.
    pub fn send(&mut self, value: &Value) {
        self.send_text(&value.to_string());
    }

    /// Sends any text.
    pub fn send_text(&mut self, text: &str) {
        self.socket.send(Message::text(text)).unwrap();
    }

    /// Sends a JSON frame in pieces of `bytes`. The other side may hang up before the last.
    pub fn send_in_pieces(&mut self, value: &Value, bytes: usize) {
        let text = value.to_string();
        let pieces = text.len().div_ceil(bytes);
        for (i, piece) in text.as_bytes().chunks(bytes).enumerate() {
            let code = OpCode::Data(if i == 0 { Data::Text } else { Data::Continue });
            let frame = Frame::message(piece.to_vec(), code, i + 1 == pieces);
            if self.socket.send(Message::Frame(frame)).is_err() {
                return;
            }
        }
    }

    /// Sends a ping of the protocol, and gives what came back in the pong.
    pub fn ping(&mut self, payload: &[u8]) -> Vec<u8> {
        self.socket.send(Message::Ping(payload.to_vec().into())).unwrap();
        loop {
            if let Message::Pong(payload) = self.socket.read().unwrap() {
                return payload.to_vec();
            }
        }
    }

    /// Reads until the socket is closed.
    pub fn until_closed(&mut self) -> Vec<Value> {
        std::iter::from_fn(|| self.next()).collect()
    }
}

/// The texts of the messages among events.
pub fn texts(events: &[Value]) -> Vec<String> {
    let said = events.iter().filter(|e| e["type"] == "message" && e["subtype"].is_null());
    said.map(|e| e["text"].as_str().unwrap().to_owned()).collect()
}
