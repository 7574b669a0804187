//! What happens by itself: scheduled messages, reminders, the end of a status, under a clock that the test moves.

use crate::app::TestApp;
use comity::base::id::{ChannelId, UserId};
use comity::base::world::SystemWorld;
use comity::base::{Error, Result, Ts, World};
use comity::crypto::{Vault, memory_vault};
use comity::domain::history::{self, Content, Window};
use comity::domain::messages::{self, NewMessage};
use comity::domain::newcomers::{self, NewUser};
use comity::domain::tokens::{self, NewToken};
use comity::domain::{
    Actor, Domain, access, channels, due, expirations, members, memberships, people, profile, reads, reminders, roles,
    scheduled, subscriptions, threads,
};
use comity::jobs::{Due, KeyLeases, Progress, Runner, State, Worker};
use comity::store::records::channel::{Channel, ChannelKind};
use comity::store::records::job::Task;
use comity::store::records::member::Membership;
use comity::store::records::message::Body;
use comity::store::records::token::TokenKind;
use comity::store::records::user::{Profile, Role, User};
use comity::store::redb::{RedbOptions, RedbStore};
use comity::store::{Order, Part, Store, Tx};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Monday, 23 November 2026, 09:00:00 UTC.
const MORNING: u64 = 1_795_424_400;

/// A clock that stands still until the test moves it.
struct Clock(AtomicU64);

impl World for Clock {
    fn now(&self) -> Ts {
        Ts(self.0.load(Ordering::SeqCst))
    }
    fn fill(&self, buf: &mut [u8]) {
        SystemWorld.fill(buf);
    }
}

/// Ada (owner) and Linus in `#general`, and the time.
struct Stage {
    domain: Domain,
    clock: Arc<Clock>,
    vault: Arc<Vault>,
    ada: Actor,
    linus: Actor,
    general: ChannelId,
    directory: tempfile::TempDir,
}

impl Stage {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let clock = Arc::new(Clock(AtomicU64::new(MORNING * 1_000_000)));
        let vault = Arc::new(memory_vault(&SystemWorld));
        let domain = open(&directory, &vault, &clock);
        let general = ChannelId::mint(&SystemWorld);
        let ada = enter(&domain, "ada", Role::Owner);
        let parts = channels::founding_parts(&domain, general, ada.user);
        domain.run(&parts, |tx| channels::create(tx, &ada, &domain, general, "general", false)).unwrap();
        domain.run(&[], |tx| channels::make_general(tx, domain.team(), general)).unwrap();
        let linus = enter(&domain, "linus", Role::Member);
        Self { domain, clock, vault, ada, linus, general, directory }
    }

    /// Moves the clock.
    fn pass(&self, secs: u64) {
        self.clock.0.fetch_add(secs * 1_000_000, Ordering::SeqCst);
    }

    /// The process ends and starts again on the same file.
    fn restart(self) -> Self {
        let Self { domain, clock, vault, ada, linus, general, directory } = self;
        drop(domain);
        let domain = open(&directory, &vault, &clock);
        Self { domain, clock, vault, ada, linus, general, directory }
    }

    /// Does everything that is due now.
    fn work(&self) {
        for _ in 0..100 {
            if matches!(Due.work(&self.domain).unwrap(), Progress::Waiting(_)) {
                return;
            }
        }
        panic!("the queue never ends");
    }

    /// How many jobs wait, due or not.
    fn queued(&self) -> usize {
        due::list(&self.domain.view().unwrap(), Ts(u64::MAX - 1), 100).unwrap().len()
    }

    fn schedule(&self, who: &Actor, text: &str, post_at: u64) -> Result<comity::store::records::scheduled::Scheduled> {
        self.schedule_in(None, who, text, post_at)
    }

    /// The same for a reply.
    fn schedule_in(
        &self,
        thread: Option<Ts>,
        who: &Actor,
        text: &str,
        post_at: u64,
    ) -> Result<comity::store::records::scheduled::Scheduled> {
        self.domain.run(&[Part::Person(who.user)], |tx| {
            let posting = access::posting(tx, who, self.general)?;
            scheduled::schedule(tx, who, &posting, &new(thread, text), post_at)
        })
    }

    /// Somebody says something now.
    fn say(&self, thread: Option<Ts>, who: &Actor, text: &str) -> Ts {
        let say = |tx: &mut Tx| {
            let posting = access::posting(tx, who, self.general)?;
            messages::post(tx, who, &posting, self.domain.installation(), &new(thread, text))
        };
        self.domain.run(&messages::parts(self.general, who), say).unwrap().ts()
    }

    /// What is unread to somebody in a thread they follow.
    fn unread_in(&self, thread: Ts, who: &Actor) -> usize {
        let view = self.domain.view().unwrap();
        let mine = subscriptions::get(&view, who, self.general, thread).unwrap().unwrap();
        threads::unread(&view, &mine).unwrap()
    }

    /// What people said in a channel, the latest first; the system's lines are left out.
    fn said(&self, reader: &Actor, channel: ChannelId) -> Vec<(Option<UserId>, String)> {
        let view = self.domain.view().unwrap();
        let reading = access::reading(&view, reader, channel).unwrap();
        let window = Window { latest: Ts::MAX, oldest: Ts::ZERO, inclusive: false, few: 100 };
        let messages = history::timeline(&view, &reading, window, Order::Descending).take(100).map(Result::unwrap);
        let line = |message: history::Message| match message.content {
            Content::Known(known) if known.entry.subtype.is_none() => {
                Some((known.entry.author.user, known.body.unwrap().text))
            }
            _ => None,
        };
        messages.filter_map(line).collect()
    }

    /// The conversations of a person with a bot.
    fn told_by(&self, person: &Actor) -> Vec<Channel> {
        let view = self.domain.view().unwrap();
        let mine = memberships::channels_of(&view, person.user).unwrap();
        let channels = mine.iter().map(|m| view.get(&Channel::at(m.channel)).unwrap().unwrap());
        channels.filter(|c| c.kind == ChannelKind::Direct).collect()
    }
}

fn new(thread: Option<Ts>, text: &str) -> NewMessage {
    NewMessage { body: Body { text: text.to_owned(), ..Body::default() }, thread, ..NewMessage::default() }
}

fn open(directory: &tempfile::TempDir, vault: &Arc<Vault>, clock: &Arc<Clock>) -> Domain {
    let store = RedbStore::open(&directory.path().join("comity.redb"), RedbOptions::default()).unwrap();
    let store: Arc<dyn Store> = Arc::new(store);
    Domain::open(store, vault.clone(), clock.clone()).unwrap()
}

fn enter(domain: &Domain, name: &str, role: Role) -> Actor {
    let id = UserId::mint(&SystemWorld);
    let profile = Profile { real_name: name.to_owned(), ..Profile::default() };
    let new = NewUser { name: name.to_owned(), email: None, role, profile, bot: None };
    let mut parts = vec![Part::Team(domain.team()), Part::Person(id)];
    parts.extend(newcomers::general(&domain.view().unwrap(), domain.team()).unwrap());
    domain.run(&parts, |tx| newcomers::create(tx, domain.team(), id, &new)).unwrap();
    Actor::person(id, role)
}

#[test]
fn a_scheduled_message_is_sent_when_its_time_has_come() {
    let stage = Stage::new();
    stage.schedule(&stage.linus, "Good morning", MORNING + 3_600).unwrap();
    stage.pass(3_599);
    stage.work();
    assert_eq!(stage.said(&stage.ada, stage.general), []);
    stage.pass(1);
    stage.work();
    assert_eq!(stage.said(&stage.ada, stage.general), [(Some(stage.linus.user), "Good morning".to_owned())]);
    assert!(scheduled::list(&stage.domain.view().unwrap(), &stage.linus, |_| true).unwrap().is_empty());
    assert_eq!(stage.queued(), 0);
}

#[test]
fn a_scheduled_message_is_read_by_its_author_and_by_nobody_else() {
    let stage = Stage::new();
    stage.schedule(&stage.linus, "Good morning", MORNING + 60).unwrap();
    stage.pass(60);
    stage.work();
    let view = stage.domain.view().unwrap();
    let channel: Channel = view.get(&Channel::at(stage.general)).unwrap().unwrap();
    let unread = |who: &Actor| {
        let mine = view.get(&Membership::at(&view, who.user, stage.general).unwrap()).unwrap().unwrap();
        reads::unread(&view, who.user, &channel, &mine).unwrap().messages
    };
    // Ada has not seen the line of Linus coming either.
    assert_eq!((unread(&stage.linus), unread(&stage.ada)), (0, 2));
}

#[test]
fn what_others_said_meanwhile_stays_unread_when_a_scheduled_message_goes_out() {
    let stage = Stage::new();
    stage.schedule(&stage.linus, "Good morning", MORNING + 60).unwrap();
    stage.schedule(&stage.ada, "Read this first", MORNING + 30).unwrap();
    stage.pass(30);
    stage.work();
    stage.pass(30);
    stage.work();
    let view = stage.domain.view().unwrap();
    let channel: Channel = view.get(&Channel::at(stage.general)).unwrap().unwrap();
    let mine = view.get(&Membership::at(&view, stage.linus.user, stage.general).unwrap()).unwrap().unwrap();
    // Ada's message, and behind it Linus's own.
    assert_eq!(reads::unread(&view, stage.linus.user, &channel, &mine).unwrap().messages, 2);
}

#[test]
fn what_others_replied_meanwhile_stays_unread_when_a_scheduled_reply_goes_out() {
    let stage = Stage::new();
    let root = stage.say(None, &stage.ada, "Which colour for the shed?");
    stage.say(Some(root), &stage.linus, "Green");
    stage.schedule_in(Some(root), &stage.linus, "Or rather blue", MORNING + 60).unwrap();
    stage.pass(30);
    stage.say(Some(root), &stage.ada, "Green it is, unless someone minds");
    stage.pass(30);
    stage.work();
    // Ada's reply, and behind it Linus's own. Ada has not seen his last.
    assert_eq!((stage.unread_in(root, &stage.linus), stage.unread_in(root, &stage.ada)), (2, 1));
}

#[test]
fn a_scheduled_reply_reads_its_thread_only_where_nothing_is_new_to_its_author() {
    let stage = Stage::new();
    let root = stage.say(None, &stage.ada, "Which colour for the shed?");
    stage.say(Some(root), &stage.ada, "Not grey");
    stage.pass(1);
    // Linus follows the thread from his reply on: what stood there when he wrote it is behind him.
    stage.schedule_in(Some(root), &stage.linus, "Green", MORNING + 60).unwrap();
    stage.pass(59);
    stage.work();
    assert_eq!(stage.unread_in(root, &stage.linus), 0);
    // What he had not seen before he wrote the next one stays new, too.
    stage.say(Some(root), &stage.ada, "Too bright");
    stage.schedule_in(Some(root), &stage.linus, "Blue, then", MORNING + 120).unwrap();
    stage.pass(60);
    stage.work();
    assert_eq!(stage.unread_in(root, &stage.linus), 2);
    // And so it does for one who follows only from their own reply on.
    let other = stage.say(None, &stage.ada, "Who has the ladder?");
    stage.schedule_in(Some(other), &stage.linus, "Not me", MORNING + 180).unwrap();
    stage.pass(30);
    stage.say(Some(other), &stage.ada, "Found it");
    stage.pass(30);
    stage.work();
    assert_eq!(stage.unread_in(other, &stage.linus), 2);
}

#[test]
fn a_message_taken_back_is_not_sent() {
    let stage = Stage::new();
    let waiting = stage.schedule(&stage.linus, "Never mind", MORNING + 60).unwrap();
    let foreign = stage.domain.run(&[Part::Person(stage.ada.user)], |tx| scheduled::delete(tx, &stage.ada, waiting.id));
    assert_eq!(foreign.unwrap_err().code, "invalid_scheduled_message_id");
    stage.domain.run(&[Part::Person(stage.linus.user)], |tx| scheduled::delete(tx, &stage.linus, waiting.id)).unwrap();
    assert_eq!(stage.queued(), 0);
    stage.pass(60);
    stage.work();
    assert_eq!(stage.said(&stage.ada, stage.general), []);
}

#[test]
fn the_times_of_scheduled_messages_have_bounds() {
    let stage = Stage::new();
    let refused = |at: u64| stage.schedule(&stage.linus, "x", at).unwrap_err().code;
    assert_eq!(refused(MORNING), "time_in_past");
    assert_eq!(refused(MORNING + 121 * 86_400), "time_too_far");
    for _ in 0..30 {
        stage.schedule(&stage.linus, "x", MORNING + 600).unwrap();
    }
    assert_eq!(refused(MORNING + 700), "restricted_too_many");
    stage.schedule(&stage.linus, "x", MORNING + 900).unwrap();
    stage.schedule(&stage.ada, "x", MORNING + 600).unwrap();
}

#[test]
fn a_crash_after_the_commit_sends_nothing_twice() {
    let stage = Stage::new();
    stage.schedule(&stage.linus, "Once", MORNING + 60).unwrap();
    stage.pass(60);
    let (job, clerk) = (due::list(&stage.domain.view().unwrap(), Ts::MAX, 1).unwrap().remove(0), stage.linus.clone());
    // The process dies right after the commit: whoever starts next still holds the job it had read before.
    Due.work(&stage.domain).unwrap();
    let stage = stage.restart();
    let comity::store::records::job::Task::Send { user, scheduled: id } = job.task else { panic!("{job:?}") };
    let parts = [Part::Channel(stage.general), Part::Person(user)];
    stage.domain.run(&parts, |tx| scheduled::send(tx, &stage.domain, &job, user, id)).unwrap();
    stage.work();
    assert_eq!(stage.said(&stage.ada, stage.general), [(Some(clerk.user), "Once".to_owned())]);
}

#[test]
fn a_crash_before_the_commit_loses_nothing() {
    let stage = Stage::new();
    stage.schedule(&stage.linus, "Still here", MORNING + 60).unwrap();
    stage.pass(60);
    let view = stage.domain.view().unwrap();
    let job = due::list(&view, view.now(), 1).unwrap().remove(0);
    drop(view);
    let comity::store::records::job::Task::Send { user, scheduled: id } = job.task else { panic!("{job:?}") };
    let parts = [Part::Channel(stage.general), Part::Person(user)];
    // The command ran, but what it wrote never reached the store.
    let lost: Result<()> = stage.domain.run(&parts, |tx| {
        scheduled::send(tx, &stage.domain, &job, user, id)?;
        Err(Error::unavailable("the power is gone"))
    });
    assert!(lost.is_err());
    let stage = stage.restart();
    stage.work();
    assert_eq!(stage.said(&stage.ada, stage.general), [(Some(user), "Still here".to_owned())]);
}

#[test]
fn a_message_is_sent_only_with_the_permission_of_that_time() {
    let stage = Stage::new();
    let room = ChannelId::mint(&SystemWorld);
    let (ada, linus) = (&stage.ada, &stage.linus);
    let parts = channels::founding_parts(&stage.domain, room, ada.user);
    stage.domain.run(&parts, |tx| channels::create(tx, ada, &stage.domain, room, "plans", true)).unwrap();
    let parts = members::parts(room, &[linus.user]);
    let invite = |tx: &mut Tx| members::invite(tx, ada, &access::managing(tx, ada, room)?, linus.user);
    stage.domain.run(&parts, invite).unwrap();
    let write = |tx: &mut Tx| {
        let posting = access::posting(tx, linus, room)?;
        let body = Body { text: "My plan".to_owned(), ..Body::default() };
        scheduled::schedule(tx, linus, &posting, &NewMessage { body, ..NewMessage::default() }, MORNING + 60)
    };
    stage.domain.run(&[Part::Person(linus.user)], write).unwrap();
    let kick = |tx: &mut Tx| members::kick(tx, ada, &access::managing(tx, ada, room)?, linus.user);
    stage.domain.run(&parts, kick).unwrap();
    stage.pass(60);
    stage.work();
    assert_eq!(stage.said(ada, room), []);
    let view = stage.domain.view().unwrap();
    let kept = scheduled::list(&view, linus, |_| true).unwrap();
    assert_eq!(view.found(&kept[0]).unwrap().failed.as_deref(), Some("channel_not_found"));
    assert_eq!(stage.queued(), 0, "what can't be sent is not tried for ever");
}

#[test]
fn what_a_program_scheduled_ends_with_its_token_and_what_a_browser_scheduled_stays() {
    let stage = Stage::new();
    let token = |kind: TokenKind, scopes: &[&str]| {
        let secret = tokens::new_secret(kind, &SystemWorld);
        let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        let (user, label) = (stage.linus.user, String::new());
        let new = NewToken { kind, user, app: None, scopes, expires: Ts::MAX, label };
        let issued = stage.domain.run(&[], |tx| tokens::issue(tx, &secret, &new)).unwrap();
        (tokens::authenticate(&stage.domain.view().unwrap(), &secret).unwrap(), issued.id)
    };
    let (browser, program) = (token(TokenKind::Browser, &[]), token(TokenKind::Person, &["chat:write"]));
    let (other, silent) = (token(TokenKind::Person, &["chat:write"]), token(TokenKind::Person, &["users:read"]));
    for ((who, _), text) in [(&browser, "browser"), (&program, "program"), (&other, "other"), (&silent, "silent")] {
        stage.schedule(who, text, MORNING + 60).unwrap();
    }
    let list = || {
        let view = stage.domain.view().unwrap();
        let all = scheduled::list(&view, &stage.linus, |_| true).unwrap();
        let all = all.iter().map(|place| scheduled::standing(&view, &stage.linus, view.found(place).unwrap()));
        let mut lines: Vec<_> = all.map(|s| (s.body.text, s.failed.unwrap_or_default())).collect();
        lines.sort();
        lines
    };
    assert!(list().iter().all(|(_, failed)| failed.is_empty()));
    for (_, id) in [&browser, &program] {
        let revoke = |tx: &mut Tx| tokens::revoke(tx, stage.linus.user, *id);
        stage.domain.run(&[Part::Person(stage.linus.user)], revoke).unwrap();
    }
    // He sees it at once, not only when the time has come.
    assert_eq!(list()[2], ("program".to_owned(), "token_revoked".to_owned()));
    stage.pass(60);
    stage.work();
    let mut said: Vec<_> = stage.said(&stage.ada, stage.general).into_iter().map(|(_, text)| text).collect();
    said.sort();
    assert_eq!(said, ["browser", "other"]);
    let kept = [("program", "token_revoked"), ("silent", "missing_scope")];
    assert_eq!(list(), kept.map(|(text, why)| (text.to_owned(), why.to_owned())));
    assert_eq!(stage.queued(), 0);
}

fn remind(stage: &Stage, who: &Actor, text: &str, time: &str) -> comity::store::records::reminder::Reminder {
    stage.domain.run(&[Part::Person(who.user)], |tx| reminders::add(tx, who, who.user, text, time)).unwrap()
}

#[test]
fn a_reminder_comes_once_and_always_from_the_same_bot() {
    let stage = Stage::new();
    remind(&stage, &stage.linus, "water the plants", "in 5 minutes");
    let done = remind(&stage, &stage.linus, "call the bank", "in 6 minutes");
    remind(&stage, &stage.linus, "go home", "today at 17:00");
    remind(&stage, &stage.ada, "read the report", "tomorrow");
    let complete = |tx: &mut Tx| reminders::complete(tx, &stage.linus, done.id);
    stage.domain.run(&[Part::Person(stage.linus.user)], complete).unwrap();
    stage.pass(600);
    stage.work();
    let stage = stage.restart();
    stage.work();
    stage.pass(86_400);
    stage.work();
    let with_linus = stage.told_by(&stage.linus);
    assert_eq!(with_linus.len(), 1, "one conversation for all reminders");
    let told = stage.said(&stage.linus, with_linus[0].id);
    let texts: Vec<_> = told.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts, ["Reminder: go home", "Reminder: water the plants"]);
    let with_ada = stage.told_by(&stage.ada);
    assert_eq!(stage.said(&stage.ada, with_ada[0].id)[0].0, told[0].0, "the same bot tells everybody");
    let bot = people::get(&stage.domain.view().unwrap(), told[0].0.unwrap()).unwrap();
    assert_eq!((bot.name.as_str(), bot.bot.is_some()), ("comity", true));
    let view = stage.domain.view().unwrap();
    let all = reminders::list(&view, &stage.linus).unwrap();
    assert_eq!(all.iter().map(|r| view.found(r).unwrap().delivered).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!(stage.queued(), 0);
}

#[test]
fn a_status_ends_at_its_time() {
    let stage = Stage::new();
    let set = |text: &str, until: u64| {
        let change = profile::Change {
            status_text: Some(text.to_owned()),
            status_expiration: Some(until),
            ..profile::Change::default()
        };
        let team = stage.domain.team();
        let set = |tx: &mut Tx| profile::set(tx, &stage.linus, team, stage.linus.user, &change);
        stage.domain.run(&[Part::Team(team)], set).unwrap()
    };
    let status = || people::get(&stage.domain.view().unwrap(), stage.linus.user).unwrap().profile;
    assert_eq!(set("Lunch", MORNING + 600).profile.status_emoji, ":speech_balloon:");
    set("Meeting", MORNING + 1_200);
    assert_eq!(stage.queued(), 1, "the new end replaces the old one");
    stage.pass(600);
    stage.work();
    assert_eq!(status().status_text, "Meeting");
    stage.pass(600);
    stage.work();
    assert_eq!((status().status_text.as_str(), status().status_emoji.as_str()), ("", ""));
    assert_eq!(stage.queued(), 0);
}

#[test]
fn a_guest_is_let_out_at_the_end_of_their_time_and_not_before() {
    let stage = Stage::new();
    let edsger = enter(&stage.domain, "edsger", Role::Guest);
    let ends = |secs: Option<u64>| {
        let end = secs.map(|secs| Ts::from_secs(MORNING + secs));
        stage.domain.run(&[], |tx| expirations::set(tx, &stage.ada, edsger.user, end)).unwrap();
    };
    let secret = tokens::new_secret(TokenKind::Browser, &SystemWorld);
    let new = NewToken {
        kind: TokenKind::Browser,
        user: edsger.user,
        app: None,
        scopes: Vec::new(),
        expires: Ts::MAX,
        label: String::new(),
    };
    stage.domain.run(&[], |tx| tokens::issue(tx, &secret, &new)).unwrap();
    ends(Some(3_600));
    ends(None);
    assert_eq!(stage.queued(), 0, "an end taken back is no end");
    ends(Some(3_600));
    ends(Some(7_200));
    assert_eq!(stage.queued(), 1, "the new end replaces the old one");
    stage.pass(7_199);
    stage.work();
    let signed_in = |stage: &Stage| tokens::authenticate(&stage.domain.view().unwrap(), &secret);
    signed_in(&stage).unwrap();
    let stage = stage.restart();
    stage.pass(1);
    stage.work();
    assert_eq!(signed_in(&stage).unwrap_err().code, "invalid_auth");
    let view = stage.domain.view().unwrap();
    assert!(people::get(&view, edsger.user).unwrap().deleted);
    assert_eq!((expirations::of(&view, edsger.user).unwrap(), stage.queued()), (None, 0));
}

#[test]
fn who_is_no_guest_any_more_or_has_gone_before_has_no_end() {
    let stage = Stage::new();
    let team = stage.domain.team();
    for leave in [
        (|tx, ada, team, id| roles::set(tx, ada, team, id, Role::Member)) as fn(&mut Tx, &Actor, _, _) -> _,
        |tx, ada, team, id| roles::deactivate(tx, ada, team, id),
    ] {
        let name = format!("edsger-{}", stage.clock.now().secs());
        let guest = enter(&stage.domain, &name, Role::Guest);
        let end = Some(stage.clock.now().plus_secs(60));
        stage.domain.run(&[], |tx| expirations::set(tx, &stage.ada, guest.user, end)).unwrap();
        stage.domain.run(&[Part::Team(team)], |tx| leave(tx, &stage.ada, team, guest.user)).unwrap();
        let before = people::get(&stage.domain.view().unwrap(), guest.user).unwrap();
        assert_eq!(stage.queued(), 0);
        stage.pass(61);
        stage.work();
        let after = people::get(&stage.domain.view().unwrap(), guest.user).unwrap();
        assert_eq!((before.deleted, before.updated), (after.deleted, after.updated));
    }
}

#[test]
fn a_duty_is_never_given_up_and_keeps_no_other_waiting() {
    let stage = Stage::new();
    let change = profile::Change {
        status_text: Some("Lunch".to_owned()),
        status_expiration: Some(MORNING + 60),
        ..profile::Change::default()
    };
    let team = stage.domain.team();
    let set = |tx: &mut Tx| profile::set(tx, &stage.linus, team, stage.linus.user, &change);
    stage.domain.run(&[Part::Team(team)], set).unwrap();
    // His record is away for three days, which no error foresaw, and then somebody brings it back.
    let record = people::get(&stage.domain.view().unwrap(), stage.linus.user).unwrap();
    let lose = |tx: &mut Tx| {
        tx.delete(&User::at(record.id));
        Ok(())
    };
    stage.domain.run(&[], lose).unwrap();
    let mut put_off = 0;
    for _ in 0..72 {
        stage.pass(3_600);
        stage.schedule(&stage.ada, "Still at work", stage.clock.now().secs() + 60).unwrap();
        put_off += usize::from(matches!(Due.work(&stage.domain).unwrap(), Progress::PutOff(_)));
        assert_eq!(due::late(&stage.domain.view().unwrap()).unwrap(), 1);
        stage.pass(60);
        stage.work();
    }
    assert!(put_off > 60, "{put_off}");
    assert_eq!(stage.said(&stage.ada, stage.general).len(), 72, "others are sent meanwhile");
    stage.domain.run(&[], |tx| tx.put(&User::at(record.id), &record)).unwrap();
    stage.pass(3_600);
    stage.work();
    let after = people::get(&stage.domain.view().unwrap(), stage.linus.user).unwrap();
    assert_eq!((after.profile.status_text.as_str(), stage.queued()), ("", 0));
    assert_eq!(due::late(&stage.domain.view().unwrap()).unwrap(), 0);
}

/// Counts its turns; fails, panics or takes its time as it is told.
struct Odd {
    turns: Arc<AtomicU64>,
    act: fn() -> Result<()>,
}

impl Worker for Odd {
    fn name(&self) -> &'static str {
        "odd"
    }
    fn once(&self) -> bool {
        true
    }
    fn work(&mut self, domain: &Domain) -> Result<Progress> {
        self.turns.fetch_add(1, Ordering::SeqCst);
        (self.act)()?;
        Ok(Progress::Waiting(domain.world().now().plus_secs(3_600)))
    }
}

fn odd(act: fn() -> Result<()>) -> (Arc<AtomicU64>, Vec<Box<dyn Worker>>) {
    let turns = Arc::new(AtomicU64::new(0));
    (turns.clone(), vec![Box::new(Odd { turns, act })])
}

#[track_caller]
fn soon(what: &str, mut holds: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(10);
    while !holds() {
        assert!(Instant::now() < end, "not within ten seconds: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_worker_that_fails_or_panics_is_seen_and_tried_again() {
    let stage = Stage::new();
    for (act, code) in [
        ((|| Err(Error::unavailable("the disk is full"))) as fn() -> Result<()>, "service_unavailable"),
        (|| panic!("a mistake of ours"), "internal_error"),
    ] {
        let (_, workers) = odd(act);
        let runner = Runner::start(&stage.domain, workers).unwrap();
        let board = runner.board();
        soon("it failed", || board.list()[0].state == State::Failing);
        let status = board.list().remove(0);
        assert_eq!((status.name, status.failures), ("odd", 1));
        assert_eq!(status.last_error.unwrap().1.code, code);
        assert_eq!(status.next_try, stage.clock.now().plus_secs(5));
        assert!(runner.stop(Duration::from_secs(5)).is_empty());
        assert_eq!(board.list()[0].state, State::Stopped);
    }
}

#[test]
fn a_worker_runs_on_one_node_at_a_time() {
    let stage = Stage::new();
    let ((first, one), (second, two)) = (odd(|| Ok(())), odd(|| Ok(())));
    let one = Runner::start(&stage.domain, one).unwrap();
    soon("the first works", || first.load(Ordering::SeqCst) == 1);
    let two = Runner::start(&stage.domain, two).unwrap();
    soon("the second steps back", || two.board().list()[0].state == State::Elsewhere);
    assert_eq!(second.load(Ordering::SeqCst), 0);
    // A node that stops gives its lease back, so that another takes over without waiting for the end of it.
    assert!(one.stop(Duration::from_secs(5)).is_empty());
    drop(two);
    let (third, three) = odd(|| Ok(()));
    let three = Runner::start(&stage.domain, three).unwrap();
    soon("the third works", || third.load(Ordering::SeqCst) == 1);
    drop(three);
}

#[test]
fn a_stop_waits_only_so_long() {
    let stage = Stage::new();
    let (turns, workers) = odd(|| {
        std::thread::sleep(Duration::from_millis(400));
        Ok(())
    });
    let runner = Runner::start(&stage.domain, workers).unwrap();
    soon("it works", || turns.load(Ordering::SeqCst) == 1);
    assert_eq!(runner.stop(Duration::from_millis(20)), ["odd"]);
}

#[test]
fn keys_are_wiped_when_their_lease_has_ended() {
    let stage = Stage::new();
    let scope = comity::crypto::Scope::Directory;
    stage.domain.view().unwrap().keys(&scope).unwrap();
    let leased = || stage.vault.leased(&scope, Ts(MORNING * 1_000_000)).unwrap().is_some();
    assert!(leased());
    stage.pass(299);
    KeyLeases.work(&stage.domain).unwrap();
    assert!(leased());
    stage.pass(2);
    let next = KeyLeases.work(&stage.domain).unwrap();
    assert!(!leased());
    assert_eq!(next, Progress::Waiting(stage.clock.now().plus_secs(10)));
}

#[test]
fn the_runner_sends_by_itself() {
    let stage = Stage::new();
    stage.schedule(&stage.linus, "By itself", MORNING + 60).unwrap();
    stage.pass(60);
    let runner = Runner::start(&stage.domain, comity::jobs::standard()).unwrap();
    soon("the message is there", || stage.said(&stage.ada, stage.general).len() == 1);
    soon("the work is counted", || runner.board().list().iter().any(|s| s.name == "due jobs" && s.done == 1));
}

#[test]
fn a_duty_that_fails_is_shown_until_it_is_done() {
    let app = TestApp::start();
    // A status ends of somebody whose record is not there.
    let (gone, now) = (UserId::mint(&SystemWorld), app.domain.view().unwrap().now());
    app.domain.run(&[], |tx| due::queue(tx, now, Task::ClearStatus { user: gone })).unwrap();
    let shown = || {
        let health = app.grace.ok("admin.health.info", json!({}));
        let workers = app.grace.ok("admin.jobs.list", json!({}))["workers"].clone();
        let due = workers.as_array().unwrap().iter().find(|worker| worker["name"] == "due jobs").unwrap().clone();
        (health["warnings"].as_array().unwrap().contains(&json!("jobs_failing")), due)
    };
    let end = Instant::now() + Duration::from_secs(20);
    while !shown().0 {
        assert!(Instant::now() < end, "it is never shown: {}", shown().1);
        std::thread::sleep(Duration::from_millis(20));
    }
    let (_, due) = shown();
    assert_eq!((&due["state"], &due["last_error"]["error"]), (&json!("failing"), &json!("user_not_found")));
}
