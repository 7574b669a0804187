//! Many at once: what they were told, the log, the clock and every reader agree on one order a channel.

use super::check::timeline;
use super::machine::Machine;
use super::model::Msg;
use super::rng::Rng;
use comity::base::Ts;
use comity::base::id::{ChannelId, UserId};
use comity::domain::messages::{self, NewMessage};
use comity::domain::{Actor, Domain, Event, access, reactions};
use comity::store::Part;
use comity::store::records::message::Body;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Instant;

const WRITERS: usize = 4;
const COMMANDS: usize = 25;

/// A message somebody was told is posted, and from when to when they waited.
struct Acknowledged {
    channel: ChannelId,
    ts: Ts,
    message: Msg,
    asked: Instant,
    told: Instant,
}

/// A channel open to writing, and those in it.
#[derive(Clone)]
struct Room {
    id: ChannelId,
    members: Vec<Actor>,
    roots: Vec<Ts>,
}

impl Machine {
    /// Lets several people write into the same channels while others read.
    pub fn crowd(&mut self) {
        let rooms = self.rooms();
        if rooms.is_empty() {
            return;
        }
        // What stands in the logs so far is in the model already.
        (0..self.model.channels.len()).for_each(|at| drop(self.news(at)));
        let over = AtomicBool::new(false);
        let (domain, seed) = (self.domain().clone(), self.rng.next());
        let (told, readings) = thread::scope(|scope| {
            let writers: Vec<_> = (0..WRITERS)
                .map(|n| (n, domain.clone(), rooms.clone()))
                .map(|(n, domain, rooms)| scope.spawn(move || write(&domain, &rooms, n, seed)))
                .collect();
            let readers: Vec<_> = (0..2)
                .map(|n| (domain.clone(), rooms[n % rooms.len()].clone(), &over))
                .map(|(domain, room, over)| scope.spawn(move || read(&domain, &room, over)))
                .collect();
            let told: Vec<Acknowledged> = writers.into_iter().flat_map(|w| w.join().unwrap()).collect();
            over.store(true, Ordering::Release);
            (told, readers.into_iter().map(|r| r.join().unwrap()).collect::<Vec<_>>())
        });
        self.settle(told);
        for (id, looks) in readings {
            let channel = self.model.channels.iter().find(|c| c.id == id).unwrap();
            let end = channel.timeline();
            for look in looks {
                assert!(end.starts_with(&look), "a reader of {id} saw another order: {look:?} of {end:?}");
            }
        }
    }

    fn rooms(&self) -> Vec<Room> {
        let open = self.model.channels.iter().filter(|c| !c.archived && c.members.len() >= 2 && c.messages.len() > 2);
        let room = |c: &super::model::Chan| Room {
            id: c.id,
            members: c.members.keys().map(|u| self.actor(*u)).collect(),
            roots: c.timeline(),
        };
        open.map(room).take(3).collect()
    }

    /// Takes over what happened, in the order of the log.
    fn settle(&mut self, told: Vec<Acknowledged>) {
        let mut by_ts: HashMap<(ChannelId, Ts), Acknowledged> =
            told.into_iter().map(|a| ((a.channel, a.ts), a)).collect();
        for at in 0..self.model.channels.len() {
            let id = self.model.channels[at].id;
            let mut latest_asked: Option<Instant> = None;
            for event in self.news(at) {
                match event {
                    Event::MessagePosted { ts, .. } => {
                        let newest = self.model.channels[at].messages.keys().last().copied().unwrap_or_default();
                        assert!(ts > newest, "the log of {id} is not in the order of its times");
                        let a = by_ts.remove(&(id, ts)).expect("what stands in the log was acknowledged");
                        // A message whose author had their answer before another was asked for stands before it.
                        assert!(latest_asked.is_none_or(|asked| a.told >= asked), "{ts} of {id} stands too late");
                        latest_asked = Some(latest_asked.map_or(a.asked, |asked| asked.max(a.asked)));
                        if let (Some(author), true) = (a.message.author, a.message.in_timeline()) {
                            self.model.channels[at].read(author, ts);
                        }
                        self.model.channels[at].messages.insert(ts, a.message);
                    }
                    Event::ReactionAdded { ts, user, name, .. } => {
                        self.model.channels[at].messages.get_mut(&ts).unwrap().reacted(&name, user, true);
                    }
                    _ => {}
                }
            }
        }
        assert!(by_ts.is_empty(), "acknowledged, and not in the log: {:?}", by_ts.keys());
    }
}

fn write(domain: &Domain, rooms: &[Room], n: usize, seed: u64) -> Vec<Acknowledged> {
    let mut rng = Rng::new(seed.wrapping_add(n as u64));
    let mut told = Vec::new();
    for command in 0..COMMANDS {
        let room = rng.pick(rooms);
        let actor = rng.pick(&room.members);
        if rng.one_in(6) {
            let ts = *rng.pick(&room.roots);
            // Somebody may have reacted so before; the log tells.
            let _ = domain.run(&[Part::Channel(room.id)], |tx| {
                let posting = access::posting(tx, actor, room.id)?;
                reactions::add(tx, actor, &posting, ts, "wave")
            });
            continue;
        }
        let thread = rng.one_in(4).then(|| *rng.pick(&room.roots));
        told.push(post(domain, room.id, actor, format!("{n} says {command}"), thread));
    }
    told
}

fn post(domain: &Domain, id: ChannelId, actor: &Actor, text: String, wanted: Option<Ts>) -> Acknowledged {
    let body = Body { text: text.clone(), ..Body::default() };
    let new = NewMessage { body, thread: wanted, ..NewMessage::default() };
    let asked = Instant::now();
    let (posted, thread) = domain
        .run(&messages::parts(id, actor), |tx| {
            let posting = access::posting(tx, actor, id)?;
            let posted = messages::post(tx, actor, &posting, domain.installation(), &new)?;
            let entry = tx.get(&posted.message.address.entry())?.unwrap();
            Ok((posted, entry.thread))
        })
        .unwrap();
    let author: Option<UserId> = Some(actor.user);
    let message = Msg { author, text, thread, ..Msg::default() };
    Acknowledged { channel: id, ts: posted.message.address.ts, message, asked, told: Instant::now() }
}

/// Looks at a channel again and again; every look, oldest message first.
fn read(domain: &Domain, room: &Room, over: &AtomicBool) -> (ChannelId, Vec<Vec<Ts>>) {
    let mut looks = Vec::new();
    while !over.load(Ordering::Acquire) {
        let view = domain.view().unwrap();
        let reading = access::reading(&view, &room.members[0], room.id).unwrap();
        let mut look: Vec<Ts> = timeline(&view, &reading, 999).into_iter().map(|(ts, _)| ts).collect();
        look.reverse();
        looks.push(look);
    }
    (room.id, looks)
}
