//! One app's events: a reader of the log with a place of its own. What is not acknowledged is sent again; what the app
//! is too slow for waits in the log, not in memory.

use super::audience::{self, Listener};
use super::duty::Duty;
use super::envelope::Envelope;
use super::frame::{self, Close};
use super::hub::SocketId;
use super::log::{self, CommitMoves, Entry};
use super::outbox::Outbox;
use super::place::Place;
use super::{subscription, tell};
use crate::base::id::AppId;
use crate::base::{Kind, Result, Ts, limits};
use crate::domain::{Actor, Domain, apps, memberships, people};
use crate::store::records::app::App;
use crate::store::records::position::AppPosition;
use crate::store::{Part, View};
use serde_json::json;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Rows of the log's index read at once.
const MOVES: usize = 512;

/// Commits that do not concern an app and are looked through again after a restart.
const FAR: u64 = 1_000;

/// One socket of an app.
pub(super) struct Link {
    pub id: SocketId,
    pub actor: Actor,
    pub outbox: Arc<Outbox>,
}

/// An envelope that was sent, or is to be sent again.
struct Sent {
    envelope: Envelope,
    /// Where it happened.
    part: Part,
    /// The socket it went to, and when it counts as lost; nothing when it waits for a socket.
    to: Option<(SocketId, Instant)>,
    timeouts: u32,
}

/// One app.
pub(super) struct Feed {
    pub app: AppId,
    /// Oldest first.
    pub links: Vec<Link>,
    turn: usize,
    /// The bot, as of `read`.
    listener: Listener,
    read: Place,
    sent: VecDeque<Sent>,
    /// What is on disk.
    saved: Option<Place>,
    /// Whether something was told or acknowledged since.
    moved: bool,
}

impl Feed {
    /// The feed of an app: from where it stood before a restart, or from now.
    pub fn open(view: &View, app: &App) -> Result<Self> {
        let bot = people::get(view, app.bot_user)?;
        let channels = memberships::channels_of(view, bot.id)?.iter().map(|m| m.channel).collect();
        let mut listener = Listener { user: bot.id, role: bot.role, channels };
        let end = Place::after(view.position()?);
        let saved = view.get(&AppPosition::at(app.id))?.map(|p| Place { commit: p.commit, stamp: p.stamp });
        let mut read = saved.filter(|place| *place <= end).unwrap_or(end);
        if read < end {
            let (commits, from) = backlog(view, read)?;
            if from > read {
                tracing::warn!(app = %app.id, "an app was away for longer than its events are kept; it gets the end");
                read = from;
            }
            listener = Listener::rewind(view, &listener, &commits, read)?;
        }
        let sent = VecDeque::new();
        Ok(Self { app: app.id, links: Vec::new(), turn: 0, listener, read, sent, saved, moved: saved.is_none() })
    }

    /// Adds a socket; beyond `limits::SOCKETS_PER_APP` the oldest goes.
    pub fn link(&mut self, link: Link) {
        if self.links.len() >= limits::SOCKETS_PER_APP {
            let oldest = self.links.remove(0);
            oldest.outbox.end(Some(disconnect("too_many_websockets")), Close::Policy);
            self.lost(oldest.id);
        }
        self.links.push(link);
    }

    /// A socket is gone: what it did not acknowledge goes to the next one.
    pub fn unlink(&mut self, id: SocketId) {
        self.links.retain(|link| link.id != id);
        self.lost(id);
    }

    /// Ends every socket with a reason.
    pub fn close(&mut self, reason: &str, why: Close) {
        for link in std::mem::take(&mut self.links) {
            link.outbox.end(Some(disconnect(reason)), why);
            self.lost(link.id);
        }
    }

    /// Ends the sockets whose token or app is no longer good.
    pub fn judge(&mut self, view: &View) {
        if apps::get(view, self.app).is_err() {
            return self.close("link_disabled", Close::Policy);
        }
        let good = |link: &Link| audience::admit(view, &link.actor).is_ok();
        let (stay, go) = std::mem::take(&mut self.links).into_iter().partition(good);
        self.links = stay;
        for link in go {
            link.outbox.end(Some(disconnect("link_disabled")), Close::Policy);
            self.lost(link.id);
        }
    }

    /// Whether a commit may concern this bot's rights.
    pub fn concerns(&self, part: &Part) -> bool {
        matches!(part, Part::Person(user) if *user == self.listener.user) || matches!(part, Part::Team(_))
    }

    /// The app has an envelope.
    pub fn acknowledged(&mut self, id: &str) {
        self.sent.retain(|sent| sent.envelope.id != id);
        self.moved = true;
    }

    /// When the next envelope counts as lost.
    pub fn due(&self) -> Option<Instant> {
        self.sent.iter().filter_map(|sent| sent.to).map(|(_, at)| at).min()
    }

    /// Sends again what is due, then reads on while the app keeps up.
    pub fn pump(&mut self, domain: &Domain, view: &View, ack: Duration, duty: &Duty) -> Result<()> {
        self.again(view, ack);
        while !self.links.is_empty() && self.sent.len() < limits::ENVELOPES_WAITING {
            let commits = log::commits_after(view, self.read.read_after(), MOVES)?;
            if commits.is_empty() {
                self.read = self.read.max(Place::after(view.position()?));
                return Ok(());
            }
            let app = apps::get(view, self.app)?;
            for commit in &commits {
                if self.sent.len() >= limits::ENVELOPES_WAITING {
                    break;
                }
                self.tell(domain, view, &app, commit, duty)?;
                self.again(view, ack);
                self.read = Place::after(commit.position);
            }
        }
        Ok(())
    }

    /// The place up to which everything is acknowledged, when it is worth a commit: something happened to this app, or
    /// others have moved the log on so far that looking through it again would take time.
    pub fn take_progress(&mut self) -> Option<AppPosition> {
        let before = |place: Place| Place { commit: place.commit, stamp: Ts(place.stamp.0.saturating_sub(1)) };
        let place = self.sent.iter().map(|s| before(s.envelope.place)).min().unwrap_or(self.read);
        let far = self.saved.is_none_or(|saved| saved.commit + FAR < place.commit);
        if !(self.moved || far) || self.saved == Some(place) {
            return None;
        }
        (self.saved, self.moved) = (Some(place), false);
        Some(AppPosition { commit: place.commit, stamp: place.stamp })
    }

    fn tell(&mut self, domain: &Domain, view: &View, app: &App, commit: &CommitMoves, duty: &Duty) -> Result<()> {
        let mine = Part::Person(self.listener.user);
        let personal = commit.parts.iter().any(|(part, _, _)| *part == mine);
        let wants = |part: &Part| match part {
            Part::Channel(channel) => personal || self.listener.channels.contains(channel),
            Part::Person(_) => *part == mine,
            Part::Team(_) => true,
        };
        let entries = match duty.one(|| log::entries(view, commit, wants)) {
            Ok(entries) => entries.unwrap_or_default(),
            Err(e) if e.kind == Kind::NotFound => return Ok(()),
            Err(e) => return Err(e),
        };
        let read = self.read;
        for entry in entries.iter().filter(|entry| entry.place > read) {
            self.listener.follow(entry);
            self.read = entry.place;
            let envelopes = duty.one(|| self.envelopes(domain, view, app, entry))?.unwrap_or_default();
            duty.told();
            self.moved |= !envelopes.is_empty();
            let sent = envelopes.into_iter().map(|envelope| Sent { envelope, part: entry.part, to: None, timeouts: 0 });
            self.sent.extend(sent);
        }
        Ok(())
    }

    /// What an app is told of an entry.
    fn envelopes(&self, domain: &Domain, view: &View, app: &App, entry: &Entry) -> Result<Vec<Envelope>> {
        if !self.listener.may_know(view, entry)? || !still_member(view, &self.listener, entry.part)? {
            return Ok(Vec::new());
        }
        let Some(told) = tell::value(domain.lens(view), entry) else { return Ok(Vec::new()) };
        let events = subscription::events(view, app, told)?.into_iter();
        events.map(|event| Envelope::new(domain, app, entry.place, event)).collect()
    }

    /// Sends what waits for a socket, and again what was not acknowledged in time; nothing of a conversation that the bot has
    /// left meanwhile, since whoever holds its token by then may never have been there.
    fn again(&mut self, view: &View, ack: Duration) {
        let now = Instant::now();
        for sent in &mut self.sent {
            if sent.to.is_some_and(|(_, due)| due <= now) {
                sent.to = None;
                sent.timeouts += 1;
                sent.envelope.attempt += 1;
                sent.envelope.reason = "timeout";
            }
        }
        let app = self.app;
        self.sent.retain(|sent| {
            let given_up = sent.timeouts > limits::ENVELOPE_RETRIES;
            if given_up {
                tracing::warn!(%app, envelope = sent.envelope.id, "an app did not acknowledge an event; it is given up");
            }
            !given_up
        });
        let listener = &self.listener;
        self.sent.retain(|sent| sent.to.is_some() || !matches!(still_member(view, listener, sent.part), Ok(false)));
        for i in 0..self.sent.len() {
            while self.sent[i].to.is_none() && !self.links.is_empty() {
                self.turn = (self.turn + 1) % self.links.len();
                let link = &self.links[self.turn];
                match link.outbox.push(self.sent[i].envelope.frame()) {
                    true => self.sent[i].to = Some((link.id, now + ack)),
                    false => self.unlink(link.id),
                }
            }
        }
    }

    fn lost(&mut self, id: SocketId) {
        for sent in self.sent.iter_mut().filter(|sent| sent.to.is_some_and(|(to, _)| to == id)) {
            sent.to = None;
            sent.envelope.attempt += 1;
            sent.envelope.reason = "connection_closed";
        }
    }
}

/// Events wait for an app; by the time they are sent the bot may have been removed.
fn still_member(view: &View, listener: &Listener, part: Part) -> Result<bool> {
    match part {
        Part::Channel(channel) => memberships::is_member(view, channel, listener.user),
        _ => Ok(true),
    }
}

/// The last commits after a place, at most `limits::APP_BACKLOG_COMMITS`, and the place before them.
fn backlog(view: &View, since: Place) -> Result<(Vec<CommitMoves>, Place)> {
    let (mut kept, mut from) = (VecDeque::new(), since);
    let mut after = since.read_after();
    loop {
        let page = log::commits_after(view, after, MOVES)?;
        let Some(last) = page.last() else { return Ok((kept.into(), from)) };
        after = last.position;
        for commit in page {
            kept.push_back(commit);
            if kept.len() > limits::APP_BACKLOG_COMMITS {
                from = kept.pop_front().map_or(from, |dropped| Place::after(dropped.position));
            }
        }
    }
}

/// Slack's word before a socket is closed: the client opens another, or does not.
fn disconnect(reason: &str) -> actix_web::web::Bytes {
    frame::json(&json!({ "type": "disconnect", "reason": reason, "debug_info": { "host": "comity" } }))
}
