//! A reader of the log: starts anywhere, looks only at what events name, and ends with the same picture as a fresh look.

use super::check::stored;
use super::machine::Machine;
use comity::base::id::{ChannelId, UserId};
use comity::base::{Kind, Ts};
use comity::domain::{Domain, Event, history};
use comity::store::records::channel::Channel;
use comity::store::{Part, View};
use std::collections::{BTreeMap, BTreeSet};

/// What the reader knows of a channel.
#[derive(Debug, Default, PartialEq)]
struct Picture {
    facts: (String, String, bool),
    members: BTreeSet<UserId>,
    messages: BTreeMap<Ts, String>,
}

/// A position in the order of commits, and the picture up to there.
#[derive(Default)]
pub struct Reader {
    position: u64,
    channels: BTreeMap<ChannelId, Picture>,
    /// Each person's conversations, from their own logs.
    sidebars: BTreeMap<UserId, BTreeSet<ChannelId>>,
}

impl Reader {
    /// Follows the log to its end.
    pub fn follow(&mut self, domain: &Domain) {
        let view = domain.view().unwrap();
        loop {
            let moved = view.snapshot().moved_since(self.position, 50).unwrap();
            let Some(last) = moved.last() else { break };
            for step in &moved {
                let part = Part::parse(&step.part).unwrap();
                let many = (step.last - step.first + 1) as usize;
                for (_, bytes) in view.read_log(&part, step.first - 1, many).unwrap() {
                    self.apply(&view, part, &Event::decode(&bytes).unwrap());
                }
            }
            self.position = last.position;
        }
        self.position = view.position().unwrap();
    }

    fn apply(&mut self, view: &View, part: Part, event: &Event) {
        match (part, event) {
            (Part::Channel(id), event) => self.in_channel(view, id, event),
            (_, Event::ChannelCreated { channel } | Event::ChannelChanged { channel, .. }) => {
                self.facts(view, *channel)
            }
            (Part::Person(user), Event::ChannelJoined { channel }) => {
                self.sidebars.entry(user).or_default().insert(*channel);
                self.facts(view, *channel);
            }
            (Part::Person(user), Event::ChannelLeft { channel }) => {
                self.sidebars.entry(user).or_default().remove(channel);
            }
            _ => {}
        }
    }

    fn in_channel(&mut self, view: &View, id: ChannelId, event: &Event) {
        match event {
            Event::MessagePosted { ts, .. }
            | Event::MessageChanged { ts, .. }
            | Event::MessageDeleted { ts, .. }
            | Event::ThreadChanged { root: ts }
            | Event::ReactionAdded { ts, .. }
            | Event::ReactionRemoved { ts, .. } => self.message(view, id, *ts),
            Event::MemberJoined { user, .. } => drop(self.channels.entry(id).or_default().members.insert(*user)),
            Event::MemberLeft { user } => drop(self.channels.entry(id).or_default().members.remove(user)),
            Event::ChannelChanged { channel, .. } => self.facts(view, *channel),
            _ => {}
        }
    }

    fn message(&mut self, view: &View, id: ChannelId, ts: Ts) {
        let messages = &mut self.channels.entry(id).or_default().messages;
        match history::message(view, id, ts) {
            Ok(found) => drop(messages.insert(ts, stored(&found))),
            Err(e) if e.kind == Kind::NotFound => drop(messages.remove(&ts)),
            Err(e) => panic!("{e}"),
        }
    }

    fn facts(&mut self, view: &View, id: ChannelId) {
        let channel: Channel = view.get(&Channel::at(id)).unwrap().unwrap();
        let picture = self.channels.entry(id).or_default();
        if channel.is_direct() {
            picture.members = channel.people.iter().copied().collect();
        }
        picture.facts = (channel.name, channel.topic.value, channel.archived);
    }

    /// That this picture is the model's.
    pub fn check(&self, machine: &Machine, who: &str) {
        for channel in &machine.model.channels {
            let expected = Picture {
                facts: (channel.name.clone(), channel.topic.clone(), channel.archived),
                members: channel.members.keys().copied().collect(),
                messages: Machine::expected(channel).into_iter().collect(),
            };
            assert_eq!(self.channels.get(&channel.id), Some(&expected), "{who}: {}", channel.id);
        }
        for user in &machine.users {
            let in_model: BTreeSet<_> =
                machine.model.channels.iter().filter(|c| c.members.contains_key(user)).map(|c| c.id).collect();
            assert_eq!(self.sidebars.get(user).cloned().unwrap_or_default(), in_model, "{who}: the sidebar of {user}");
        }
    }
}
