//! What must hold after every batch: the store says what the model says, to each person as much as is theirs.

use super::machine::Machine;
use super::model::{Chan, Msg};
use comity::base::Ts;
use comity::base::id::{ChannelId, UserId};
use comity::domain::access::{self, Reading};
use comity::domain::history::{self, Content, Message, Window};
use comity::domain::{channels, memberships, people, reads};
use comity::store::records::channel::Channel;
use comity::store::records::member::Membership;
use comity::store::{Order, View};
use std::collections::BTreeSet;

/// A message in one form, from the store or from the model, so that they can be compared.
pub fn stored(message: &Message) -> String {
    let Content::Known(known) = &message.content else { return "sealed".to_owned() };
    let body = known.body.as_ref().map(|b| b.text.clone()).unwrap_or_default();
    let reactions: Vec<_> = known.reactions.list.iter().map(|r| (r.name.clone(), r.users.clone())).collect();
    let entry = &known.entry;
    let thread = known.thread.as_ref().map(|t| (t.reply_count as usize, t.reply_users.clone(), t.latest_reply));
    let system = entry.subtype.as_deref().is_some_and(by_the_system);
    let text = if system { String::new() } else { body };
    format!("{:?}", (text, entry.author.user, &entry.subtype, entry.thread, entry.edited.is_some(), reactions, thread))
}

fn modelled(channel: &Chan, ts: Ts, m: &Msg) -> String {
    let summary = channel.summary(ts);
    let thread = summary.latest.map(|latest| (summary.replies, summary.users, latest));
    format!("{:?}", (&m.text, m.author, &m.subtype, m.thread, m.edited, &m.reactions, thread))
}

fn by_the_system(subtype: &str) -> bool {
    subtype.starts_with("channel_") || subtype.starts_with("group_")
}

impl Machine {
    /// Compares everything.
    pub fn check(&mut self) {
        let pages = 1 + self.rng.below(7);
        let view = self.domain().view().unwrap();
        for user in &self.users {
            self.check_lists(&view, *user);
            for channel in &self.model.channels {
                self.check_access(&view, *user, channel);
            }
        }
        for channel in &self.model.channels {
            self.check_messages(&view, channel, pages);
        }
    }

    /// The lists a person gets hold what they may see, and nothing more.
    fn check_lists(&self, view: &View, user: UserId) {
        let actor = self.actor(user);
        let ids = |found: &mut dyn Iterator<Item = ChannelId>| found.collect::<BTreeSet<_>>();
        let mine = memberships::channels_of(view, user).unwrap();
        let model = &self.model.channels;
        assert_eq!(
            ids(&mut mine.iter().map(|m| m.channel)),
            ids(&mut model.iter().filter(|c| c.members.contains_key(&user)).map(|c| c.id)),
            "the channels of {user}"
        );
        let all: Vec<_> = channels::list(view, None).map(|line| line.unwrap().1).collect();
        let seen = all.iter().filter(|c| access::seeing(view, &actor, c.id).is_ok());
        assert_eq!(
            ids(&mut seen.map(|c| c.id)),
            ids(&mut model.iter().filter(|c| !c.direct() && self.model.sees(user, c)).map(|c| c.id)),
            "the list {user} gets"
        );
        for other in &self.users {
            let together = model.iter().any(|c| [&user, other].iter().all(|u| c.members.contains_key(u)));
            let known = !self.model.guest(user) || user == *other || together;
            assert_eq!(people::seeing(view, &actor, *other).is_ok(), known, "whether {user} knows of {other}");
        }
    }

    /// Who is not in a channel learns nothing of it; who is in it has the counts the messages give.
    fn check_access(&self, view: &View, user: UserId, channel: &Chan) {
        let (actor, id) = (self.actor(user), channel.id);
        let hidden = access::CHANNEL_NOT_FOUND;
        if !self.model.sees(user, channel) {
            assert_eq!(access::seeing(view, &actor, id).unwrap_err(), hidden);
            assert_eq!(access::reading(view, &actor, id).unwrap_err(), hidden);
            assert_eq!(access::posting(view, &actor, id).unwrap_err(), hidden);
            assert_eq!(access::managing(view, &actor, id).unwrap_err(), hidden);
            assert_eq!(access::reviving(view, &actor, id).unwrap_err(), hidden);
            return;
        }
        let seen = access::seeing(view, &actor, id).unwrap();
        assert_eq!(seen.member, channel.members.contains_key(&user));
        let told = (&seen.channel.name, &seen.channel.topic.value, seen.channel.archived);
        assert_eq!(told, (&channel.name, &channel.topic, channel.archived));
        let Some(mark) = channel.members.get(&user) else { return };
        let mine = view.get(&Membership::at(view, user, id).unwrap()).unwrap().unwrap();
        assert_eq!(mine.last_read, *mark, "the read mark of {user} in {id}");
        let record: Channel = view.get(&Channel::at(id)).unwrap().unwrap();
        let unread = reads::unread(view, user, &record, &mine).unwrap();
        assert_eq!((unread.messages, unread.mentions), channel.unread(user), "unread and mentions of {user} in {id}");
    }

    /// History and threads, page by page, are the model's.
    fn check_messages(&self, view: &View, channel: &Chan, limit: usize) {
        let Some(reader) = self.users.iter().find(|u| self.model.sees(**u, channel)) else { return };
        let reading = access::reading(view, &self.actor(*reader), channel.id).unwrap();
        let mut pages = timeline(view, &reading, limit);
        pages.reverse();
        let expected: Vec<_> =
            channel.timeline().into_iter().map(|ts| (ts, modelled(channel, ts, &channel.messages[&ts]))).collect();
        same(&pages, &expected, &format!("the timeline of {}", channel.id));
        for (root, _) in channel.messages.iter().filter(|(ts, _)| !channel.replies(**ts).is_empty()) {
            let window = Window { latest: Ts::MAX, oldest: Ts::ZERO, inclusive: false, few: 999 };
            let read = history::thread(view, &reading, *root, window, Order::Ascending).unwrap().map(Result::unwrap);
            let got: Vec<_> = read.map(|m| (m.address.ts, stored(&m))).collect();
            let all = std::iter::once(*root).chain(channel.replies(*root));
            let expected: Vec<_> = all.map(|ts| (ts, modelled(channel, ts, &channel.messages[&ts]))).collect();
            same(&got, &expected, &format!("the thread {root} of {}", channel.id));
        }
    }

    /// Every message of a channel as the model has it.
    pub fn expected(channel: &Chan) -> Vec<(Ts, String)> {
        channel.messages.iter().map(|(ts, m)| (*ts, modelled(channel, *ts, m))).collect()
    }
}

/// Compares two lists of messages; names the first that differs.
fn same(got: &[(Ts, String)], expected: &[(Ts, String)], what: &str) {
    let differs = got.iter().zip(expected).position(|(a, b)| a != b).unwrap_or(got.len().min(expected.len()));
    assert_eq!(got.get(differs), expected.get(differs), "{what} differs at {differs}");
}

/// A whole timeline, newest first, read in pages of `limit`.
pub fn timeline(view: &View, reading: &Reading, limit: usize) -> Vec<(Ts, String)> {
    let (mut latest, mut all) = (Ts::MAX, Vec::new());
    loop {
        let window = Window { latest, oldest: Ts::ZERO, inclusive: false, few: limit };
        let page = history::timeline(view, reading, window, Order::Descending).take(limit).map(Result::unwrap);
        let before = all.len();
        all.extend(page.map(|m| (m.address.ts, stored(&m))));
        match all.last() {
            Some((last, _)) if all.len() > before => latest = *last,
            _ => return all,
        }
    }
}
