//! The plain model: what a team's channels are, in maps, with the rules told once more and as simply as possible.

use comity::base::Ts;
use comity::base::id::{ChannelId, UserId};
use comity::store::records::channel::ChannelKind;
use comity::store::records::user::Role;
use std::collections::{BTreeMap, BTreeSet};

/// A message.
#[derive(Clone, Debug, Default)]
pub struct Msg {
    pub author: Option<UserId>,
    pub text: String,
    pub subtype: Option<String>,
    pub thread: Option<Ts>,
    pub broadcast: bool,
    pub edited: bool,
    /// In the order of each emoji's first.
    pub reactions: Vec<(String, Vec<UserId>)>,
    /// Whom it calls by name: those who were members then.
    pub calls: BTreeSet<UserId>,
    pub calls_all: bool,
}

impl Msg {
    pub fn in_timeline(&self) -> bool {
        self.thread.is_none() || self.broadcast
    }
}

/// A channel.
#[derive(Clone, Debug)]
pub struct Chan {
    pub id: ChannelId,
    pub kind: ChannelKind,
    pub creator: UserId,
    pub name: String,
    pub topic: String,
    pub archived: bool,
    /// Each member's read mark.
    pub members: BTreeMap<UserId, Ts>,
    pub messages: BTreeMap<Ts, Msg>,
}

/// Everything.
#[derive(Default)]
pub struct Model {
    pub roles: BTreeMap<UserId, Role>,
    pub channels: Vec<Chan>,
}

/// What a root shows of its thread.
#[derive(Debug, Default, Eq, PartialEq)]
pub struct Summary {
    pub replies: usize,
    pub users: Vec<UserId>,
    pub latest: Option<Ts>,
}

type Ruled = Result<(), &'static str>;

impl Chan {
    pub fn direct(&self) -> bool {
        matches!(self.kind, ChannelKind::Direct | ChannelKind::Group)
    }

    pub fn timeline(&self) -> Vec<Ts> {
        self.messages.iter().filter(|(_, m)| m.in_timeline()).map(|(ts, _)| *ts).collect()
    }

    pub fn replies(&self, root: Ts) -> Vec<Ts> {
        self.messages.iter().filter(|(_, m)| m.thread == Some(root)).map(|(ts, _)| *ts).collect()
    }

    pub fn summary(&self, root: Ts) -> Summary {
        let replies = self.replies(root);
        let mut users: Vec<UserId> = Vec::new();
        for author in replies.iter().filter_map(|ts| self.messages[ts].author) {
            users.retain(|u| *u != author);
            users.push(author);
        }
        Summary { replies: replies.len(), users, latest: replies.last().copied() }
    }

    /// Moves a member's mark forward.
    pub fn read(&mut self, user: UserId, ts: Ts) {
        let mark = self.members.entry(user).or_default();
        *mark = ts.max(*mark);
    }

    /// Unread messages and mentions of a member, counted from nothing but the messages.
    pub fn unread(&self, user: UserId) -> (usize, usize) {
        let mark = self.members[&user];
        let new: Vec<&Msg> =
            self.messages.iter().filter(|(ts, m)| **ts > mark && m.in_timeline()).map(|(_, m)| m).collect();
        let calling = new.iter().filter(|m| self.direct() || m.calls_all || m.calls.contains(&user)).count();
        (new.len(), calling)
    }
}

impl Model {
    pub fn guest(&self, user: UserId) -> bool {
        self.roles[&user] == Role::Guest
    }

    pub fn admin(&self, user: UserId) -> bool {
        self.roles[&user] >= Role::Admin
    }

    pub fn sees(&self, user: UserId, chan: &Chan) -> bool {
        chan.members.contains_key(&user) || (chan.kind == ChannelKind::Public && !self.guest(user))
    }

    pub fn seeing(&self, user: UserId, chan: &Chan) -> Ruled {
        if self.sees(user, chan) { Ok(()) } else { Err("channel_not_found") }
    }

    pub fn member(&self, user: UserId, chan: &Chan) -> Ruled {
        self.seeing(user, chan)?;
        if chan.members.contains_key(&user) { Ok(()) } else { Err("not_in_channel") }
    }

    pub fn posting(&self, user: UserId, chan: &Chan) -> Ruled {
        self.member(user, chan)?;
        if chan.archived { Err("is_archived") } else { Ok(()) }
    }

    pub fn managing(&self, user: UserId, chan: &Chan) -> Ruled {
        self.member(user, chan)?;
        if self.guest(user) {
            return Err("user_is_restricted");
        }
        if chan.archived { Err("is_archived") } else { Ok(()) }
    }
}
