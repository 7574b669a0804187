//! Comity under test. Everything this benchmark needs to know about its command line is in this file:
//!
//! - `comity demo --data-dir DIR --listen 127.0.0.1:PORT --bench` makes a workspace for the benchmark when `DIR` is
//!   empty, and serves it. Once it answers it prints one line of JSON on its output, every time it is started:
//!   `{"tokens":["xoxp-…", …], "channels":["C…", …]}` with the tokens of at least 64 people who are members of at
//!   least 20 channels. Rate limits are off.
//! - It serves until SIGTERM, and closes its files then.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::Result;
use crate::child::Process;
use crate::http::{Conn, accepted, get};

/// How long a server may take until it answers, far above the aim so that a miss is measured and not cut off.
const START: Duration = Duration::from_secs(120);
const PEOPLE: usize = 64;
const CHANNELS: usize = 20;

/// A data directory with a workspace made for the benchmark.
pub struct Installation {
    binary: PathBuf,
    directory: PathBuf,
    pub tokens: Vec<String>,
    pub channels: Vec<String>,
    /// Times of messages spread over the first channel's history, once it was filled.
    pub samples: Vec<String>,
}

/// Comity serving an installation.
pub struct Server {
    pub address: SocketAddr,
    pub process: Process,
}

impl Installation {
    /// Makes a new workspace and stops the server that made it, so that no figure is one of a first start.
    pub async fn create(binary: &Path, directory: &Path) -> Result<Installation> {
        std::fs::create_dir_all(directory)?;
        let mut made = Installation::read(binary, directory, &Value::Null);
        let (address, mut process) = made.spawn(Stdio::piped())?;
        let stdout = process.output().ok_or("no output from the server")?;
        let sheet = tokio::task::spawn_blocking(move || sheet(BufReader::new(stdout)));
        let Ok(sheet) = tokio::time::timeout(START, sheet).await else {
            return Err("the server printed no line of tokens and channels".into());
        };
        let sheet = sheet??;
        made = Installation::read(binary, directory, &sheet);
        if made.tokens.len() < PEOPLE || made.channels.len() < CHANNELS {
            let (tokens, channels) = (made.tokens.len(), made.channels.len());
            return Err(format!("{tokens} tokens and {channels} channels; {PEOPLE} and {CHANNELS} are needed").into());
        }
        Server { address, process }.answers(&made.tokens[0]).await?.process.stop()?;
        Ok(made)
    }

    /// Starts the server and tells how long it took from the start of the process to the first answer.
    pub async fn start(&self) -> Result<(Server, Duration)> {
        let start = Instant::now();
        let (address, process) = self.spawn(Stdio::null())?;
        let server = Server { address, process }.answers(&self.tokens[0]).await?;
        Ok((server, start.elapsed()))
    }

    fn spawn(&self, output: Stdio) -> Result<(SocketAddr, Process)> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let errors = File::options().create(true).append(true).open(self.directory.join("server.log"))?;
        let mut command = Command::new(&self.binary);
        command.arg("demo").arg("--data-dir").arg(self.directory.join("data"));
        command.arg("--listen").arg(address.to_string()).arg("--bench");
        let child = command.stdin(Stdio::null()).stdout(output).stderr(errors).spawn();
        let child = child.map_err(|error| format!("{} does not start: {error}", self.binary.display()))?;
        Ok((address, Process::new(child)))
    }

    /// Writes down what is needed to use a filled installation in a later run.
    pub fn keep(&self) -> Result<()> {
        let sheet = json!({ "tokens": self.tokens, "channels": self.channels, "samples": self.samples });
        Ok(std::fs::write(self.directory.join("sheet.json"), sheet.to_string())?)
    }

    /// The installation that an earlier run kept in a directory, if there is one.
    pub fn kept(binary: &Path, directory: &Path) -> Result<Option<Installation>> {
        let Ok(text) = std::fs::read(directory.join("sheet.json")) else { return Ok(None) };
        let sheet: Value = serde_json::from_slice(&text)?;
        Ok(Some(Installation::read(binary, directory, &sheet)))
    }

    fn read(binary: &Path, directory: &Path, sheet: &Value) -> Installation {
        Installation {
            binary: binary.to_owned(),
            directory: directory.to_owned(),
            tokens: strings(&sheet["tokens"]),
            channels: strings(&sheet["channels"]),
            samples: strings(&sheet["samples"]),
        }
    }
}

impl Server {
    /// Waits for the first answer that needs a key and a look into the store.
    async fn answers(mut self, token: &str) -> Result<Server> {
        let (request, until) = (get("/api/auth.test", token), Instant::now() + START);
        loop {
            let answer = async { accepted(&Conn::connect(self.address).await?.send(&request).await?) };
            match answer.await {
                Ok(()) => return Ok(self),
                Err(error) if Instant::now() > until => return Err(format!("no answer to auth.test: {error}").into()),
                Err(_) => tokio::time::sleep(Duration::from_millis(1)).await,
            }
            self.process.running()?;
        }
    }

    /// Opens `count` real-time addresses with the tokens in turn, as paths of this server's address.
    pub async fn sockets(&self, tokens: &[String], count: usize) -> Result<Vec<String>> {
        let mut conn = Conn::connect(self.address).await?;
        let mut paths = Vec::with_capacity(count);
        for token in tokens.iter().cycle().take(count) {
            let answer = conn.send(&get("/api/rtm.connect", token)).await?;
            accepted(&answer)?;
            let url: Value = serde_json::from_slice(answer.body)?;
            let url = url["url"].as_str().ok_or("rtm.connect gave no url")?;
            let host = url.find("://").map_or(0, |scheme| scheme + 3);
            let path = url[host..].find('/').ok_or("rtm.connect gave a url without a path")?;
            paths.push(url[host + path..].to_owned());
        }
        Ok(paths)
    }
}

/// The first line of the output that is the sheet; what is printed for people is passed over.
fn sheet(output: impl BufRead) -> std::result::Result<Value, String> {
    for line in output.lines().map_while(std::result::Result::ok).filter(|line| line.starts_with('{')) {
        match serde_json::from_str::<Value>(&line) {
            Ok(sheet) if sheet["tokens"].is_array() => return Ok(sheet),
            _ => {}
        }
    }
    Err("the server ended before it printed its tokens and channels; server.log beside its data says why".to_owned())
}

fn strings(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|each| Some(each.as_str()?.to_owned())).collect()
}
