//! SIGKILL under load: what was acknowledged is there afterwards, once, and in one order for every reader.
//!
//! The real binary serves the demo; several writers post, the process is killed at a moment chosen from a seed, and it
//! is started again on what it left. `COMITY_SEED=n` repeats the moments.

use crate::app::agent;
use crate::cli::comity;
use crate::state_machine::{Rng, seeds};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

const ROUNDS: usize = 9;
const WRITERS: usize = 6;
/// Acknowledgements to wait for before a kill may come, so that every round has something to lose.
const AT_LEAST: usize = 20;

/// A running server, and what it printed about itself.
struct Server {
    child: Child,
    sheet: Value,
}

impl Server {
    fn start(dir: &Path) -> Self {
        let mut command = comity(dir, &["demo", "--json", "--data-dir", "data", "--listen", "127.0.0.1:0"]);
        command.env("COMITY_LIMITS__RATE_LIMITS", "false").stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let sheet = serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e}: {line}"));
        Self { child, sheet }
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn door(&self, who: &str) -> Door {
        let text = |v: &Value| v.as_str().unwrap().to_owned();
        Door { url: text(&self.sheet["url"]), token: text(&self.sheet["people"][who]["token"]), agent: agent() }
    }

    fn channel(&self, name: &str) -> String {
        self.sheet["channels"][name].as_str().unwrap().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// One person's way to the server.
struct Door {
    url: String,
    token: String,
    agent: ureq::Agent,
}

impl Door {
    /// The answer, or nothing when the server went away meanwhile.
    fn call(&self, method: &str, args: &Value) -> Option<Value> {
        let sent = self
            .agent
            .post(format!("{}/api/{method}", self.url))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json; charset=utf-8")
            .send(args.to_string());
        serde_json::from_str(&sent.ok()?.body_mut().read_to_string().ok()?).ok()
    }
}

/// Something a writer said, and the name it got if that was acknowledged.
#[derive(Clone, Debug)]
struct Said {
    channel: String,
    text: String,
    ts: Option<String>,
}

#[test]
fn what_was_acknowledged_survives_sigkill_once_and_in_order() {
    let seed = seeds(&[1843])[0];
    eprintln!("COMITY_SEED={seed}");
    let mut rng = Rng::new(seed);
    let dir = tempfile::tempdir().unwrap();
    let mut server = Server::start(dir.path());
    let mut said: Vec<Said> = Vec::new();
    for round in 0..ROUNDS {
        said.extend(load_until_killed(&mut server, round, Duration::from_millis(rng.next() % 250)));
        server = Server::start(dir.path());
        check(&server, &said, false);
    }
    // Who got no answer sends again under the same client id, and it is posted once, whatever had happened to it.
    let lost: Vec<Said> = said.iter().filter(|s| s.ts.is_none()).cloned().collect();
    assert!(!lost.is_empty(), "no kill came between a request and its answer");
    for one in &lost {
        let again = say(&server.door("ada"), one).unwrap();
        assert_eq!(again["ok"], true, "{again}");
    }
    check(&server, &said, true);
    eprintln!("{} acknowledged, {} cut off, over {ROUNDS} kills", said.len() - lost.len(), lost.len());
}

fn say(door: &Door, said: &Said) -> Option<Value> {
    door.call("chat.postMessage", &json!({ "channel": said.channel, "text": said.text, "client_msg_id": said.text }))
}

/// Lets the writers post until the server is killed under them; everything they said.
fn load_until_killed(server: &mut Server, round: usize, moment: Duration) -> Vec<Said> {
    let acknowledged = AtomicUsize::new(0);
    let rooms = [server.channel("general"), server.channel("random")];
    // All write as Ada: a client id belongs to its author, and she is the one who sends again.
    let doors: Vec<Door> = (0..WRITERS).map(|_| server.door("ada")).collect();
    thread::scope(|scope| {
        let (acknowledged, rooms) = (&acknowledged, &rooms);
        let writers: Vec<_> = (0..)
            .zip(&doors)
            .map(|(n, door)| scope.spawn(move || write(door, rooms, (round, n), acknowledged)))
            .collect();
        while acknowledged.load(Ordering::Relaxed) < AT_LEAST {
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(moment);
        server.kill();
        writers.into_iter().flat_map(|w| w.join().unwrap()).collect()
    })
}

fn write(door: &Door, rooms: &[String], (round, writer): (usize, usize), acknowledged: &AtomicUsize) -> Vec<Said> {
    let mut said = Vec::new();
    for n in 0.. {
        let text = format!("round {round}, writer {writer}, line {n}");
        let mut one = Said { channel: rooms[n % rooms.len()].clone(), text, ts: None };
        let answer = say(door, &one);
        one.ts = answer.as_ref().filter(|a| a["ok"] == true).and_then(|a| a["ts"].as_str()).map(str::to_owned);
        let gone = one.ts.is_none();
        // Whatever it says, a refusal while the server runs is no acknowledgement.
        said.push(one);
        if gone {
            break;
        }
        acknowledged.fetch_add(1, Ordering::Relaxed);
    }
    said
}

/// Every reader has the same messages in the same order; every acknowledged one once, under its name.
fn check(server: &Server, said: &[Said], all: bool) {
    for room in ["general", "random"].map(|name| server.channel(name)) {
        let lists: Vec<Vec<(String, String)>> =
            ["ada", "grace", "linus"].iter().map(|who| history(&server.door(who), &room)).collect();
        assert!(lists.iter().all(|l| *l == lists[0]), "two readers of {room} see different things");
        assert!(lists[0].is_sorted_by(|a, b| a.0 > b.0), "the times of {room} are not in order");
        let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (ts, text) in &lists[0] {
            found.entry(text).or_default().push(ts);
        }
        for one in said.iter().filter(|s| s.channel == room) {
            let there = found.get(one.text.as_str()).cloned().unwrap_or_default();
            match &one.ts {
                Some(ts) => assert_eq!(there, [ts], "acknowledged: {one:?}"),
                None => assert!(there.len() == 1 || (there.is_empty() && !all), "cut off: {one:?}, found {there:?}"),
            }
        }
    }
}

/// A whole channel, newest first: name and text.
fn history(door: &Door, room: &str) -> Vec<(String, String)> {
    let (mut list, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = door.call("conversations.history", &json!({ "channel": room, "limit": 200, "cursor": cursor }));
        let page = page.unwrap();
        assert_eq!(page["ok"], true, "{page}");
        let text = |m: &Value, field: &str| m[field].as_str().unwrap().to_owned();
        list.extend(page["messages"].as_array().unwrap().iter().map(|m| (text(m, "ts"), text(m, "text"))));
        cursor = text(&page["response_metadata"], "next_cursor");
        if cursor.is_empty() {
            return list;
        }
    }
}
