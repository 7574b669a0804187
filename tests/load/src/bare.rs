//! The bare server: actix-web and actix-ws with nothing behind them. It runs as a child process of the benchmark, so
//! that it has the same place on the machine as the server it is compared with, and its memory can be read.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};

use actix_web::web::{Bytes, Data, Payload};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, rt, web};
use actix_ws::{Message, Session};
use bytestring::ByteString;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::Result;
use crate::child::Process;

/// The hidden sub-command that runs this server.
pub const COMMAND: &str = "bare-server";

/// A started bare server.
pub struct Bare {
    pub address: SocketAddr,
    pub process: Process,
}

impl Bare {
    /// Starts it with as many workers as the machine has cores, as a server would.
    pub fn start() -> Result<Bare> {
        let mut command = Command::new(std::env::current_exe()?);
        let mut child = command.arg(COMMAND).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let stdout = child.stdout.take().ok_or("no output from the bare server")?;
        let process = Process::new(child);
        let mut address = String::new();
        BufReader::new(stdout).read_line(&mut address)?;
        Ok(Bare { address: address.trim().parse()?, process })
    }
}

enum ToHub {
    Join(Session),
    Say(ByteString),
}

type Hubs = Data<Mutex<Vec<UnboundedSender<ToHub>>>>;

/// The child's main: serves until its parent closes the pipe to it.
pub fn main() -> Result<()> {
    std::thread::spawn(|| {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    rt::System::new().block_on(async {
        let hubs: Hubs = Data::from(Arc::new(Mutex::new(Vec::new())));
        let server = HttpServer::new(move || {
            // The factory runs once in each worker: every worker broadcasts to its own sockets.
            let (hub, inbox) = unbounded_channel();
            rt::spawn(broadcast(inbox));
            hubs.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(hub.clone());
            App::new()
                .app_data(hubs.clone())
                .app_data(Data::new(hub))
                .route("/echo", web::post().to(echo))
                .route("/say", web::post().to(say))
                .route("/ws", web::get().to(join))
        });
        let server = server.workers(crate::machine::cores()).disable_signals().bind("127.0.0.1:0")?;
        for address in server.addrs() {
            println!("{address}");
        }
        Ok(server.run().await?)
    })
}

async fn echo(body: Bytes) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(body)
}

async fn say(body: Bytes, hubs: Hubs) -> actix_web::Result<HttpResponse> {
    let text = ByteString::try_from(body.clone()).map_err(actix_web::error::ErrorBadRequest)?;
    for hub in hubs.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).iter() {
        let _ = hub.send(ToHub::Say(text.clone()));
    }
    Ok(HttpResponse::Ok().content_type("application/json").body(body))
}

async fn join(
    request: HttpRequest,
    body: Payload,
    hub: Data<UnboundedSender<ToHub>>,
) -> actix_web::Result<HttpResponse> {
    let (response, session, mut messages) = actix_ws::handle(&request, body)?;
    let _ = hub.send(ToHub::Join(session.clone()));
    rt::spawn(async move {
        let mut session = session;
        while let Some(Ok(message)) = messages.recv().await {
            if let Message::Ping(bytes) = message
                && session.pong(&bytes).await.is_err()
            {
                break;
            }
        }
    });
    Ok(response)
}

async fn broadcast(mut inbox: UnboundedReceiver<ToHub>) {
    let mut sessions: Vec<Session> = Vec::new();
    while let Some(message) = inbox.recv().await {
        match message {
            ToHub::Join(session) => sessions.push(session),
            ToHub::Say(text) => {
                let mut closed = false;
                for session in &mut sessions {
                    closed |= session.text(text.clone()).await.is_err();
                }
                if closed {
                    sessions = still_open(sessions).await;
                }
            }
        }
    }
}

async fn still_open(sessions: Vec<Session>) -> Vec<Session> {
    let mut open = Vec::with_capacity(sessions.len());
    for mut session in sessions {
        if session.ping(b"").await.is_ok() {
            open.push(session);
        }
    }
    open
}
