//! Scheduled messages: written now, posted later with what their author may do then. What somebody schedules in a browser
//! stays when they sign out; what a program schedules with a token ends with that token.

use super::access::{self, Posting};
use super::event::{Event, emit};
use super::messages::{self, NewMessage};
use super::{Actor, Domain, drafts, due, people, threads, tokens};
use crate::base::id::{ScheduledId, SessionId, UserId};
use crate::base::{Error, Result, Ts, limits};
use crate::crypto::Scope;
use crate::store::records::app::App;
use crate::store::records::draft::Draft;
use crate::store::records::job::{Job, Task};
use crate::store::records::scheduled::Scheduled;
use crate::store::records::token::TokenKind;
use crate::store::{Part, Place, Tx, View};

/// Schedules a message for `post_at`, in seconds. Holds the caller's part.
pub fn schedule(tx: &mut Tx, actor: &Actor, posting: &Posting, new: &NewMessage, post_at: u64) -> Result<Scheduled> {
    let now = tx.now().secs();
    if post_at <= now {
        return Err(Error::invalid("time_in_past"));
    }
    if post_at > now + limits::SCHEDULE_DAYS * 86_400 {
        return Err(Error::invalid("time_too_far"));
    }
    messages::check_size(&new.body)?;
    if let Some(thread) = new.thread {
        threads::root(tx, posting.id(), thread)?;
    }
    let near = |s: &Scheduled| {
        s.channel == posting.id() && s.failed.is_none() && s.post_at.abs_diff(post_at) < limits::SCHEDULE_WINDOW_SECS
    };
    let crowded = list(tx, actor, near)?.len() >= limits::SCHEDULED_PER_WINDOW;
    let all = tx.count(Scheduled::prefix(actor.user).prefix(), limits::SCHEDULED_PER_PERSON)?;
    if crowded || all >= limits::SCHEDULED_PER_PERSON {
        return Err(Error::limit("restricted_too_many"));
    }
    let scheduled = Scheduled {
        id: ScheduledId::mint(tx.world()),
        channel: posting.id(),
        thread: new.thread,
        broadcast: new.broadcast,
        body: new.body.clone(),
        post_at,
        created: tx.now(),
        failed: None,
        token: actor.session.filter(|_| actor.kind != TokenKind::Browser),
    };
    tx.put(&Scheduled::at(actor.user, scheduled.id), &scheduled)?;
    due::queue(tx, Ts::from_secs(post_at), Task::Send { user: actor.user, scheduled: scheduled.id })?;
    told(tx, actor.user, scheduled.id)?;
    Ok(scheduled)
}

/// Takes a scheduled message back. Holds the caller's part.
pub fn delete(tx: &mut Tx, actor: &Actor, id: ScheduledId) -> Result<Scheduled> {
    let place = Scheduled::at(actor.user, id);
    let scheduled = tx.get(&place)?.ok_or(Error::not_found("invalid_scheduled_message_id"))?;
    tx.delete(&place);
    due::cancel(tx, Ts::from_secs(scheduled.post_at), Task::Send { user: actor.user, scheduled: id })?;
    told(tx, actor.user, id)?;
    Ok(scheduled)
}

/// Takes a scheduled message back into the drafts of its place, behind what was begun there; `text` is what it says as its
/// author types it. Whoever no longer sees the place, or has no room for the draft, keeps the message. Holds the caller's part.
pub fn to_draft(tx: &mut Tx, actor: &Actor, id: ScheduledId, text: &str) -> Result<(Scheduled, Option<Draft>)> {
    let scheduled = delete(tx, actor, id)?;
    let seeing = access::seeing(tx, actor, scheduled.channel)?;
    let draft = drafts::append(tx, actor, &seeing, scheduled.thread, text)?;
    Ok((scheduled, draft))
}

/// Forgets all that a bot has scheduled: who holds it next reads none of it, and it could not be sent any more. Holds the
/// bot's part.
pub fn forget_all(tx: &mut Tx, bot: UserId) -> Result<()> {
    for place in
        tx.sorted(&Scope::Person(bot), Scheduled::prefix(bot), |one: &Scheduled| Some((one.post_at, one.id)))?
    {
        let Some(one) = tx.get(&place)? else { continue };
        tx.delete(&place);
        due::cancel(tx, Ts::from_secs(one.post_at), Task::Send { user: bot, scheduled: one.id })?;
    }
    Ok(())
}

/// Where that of what the caller has scheduled stands which `wanted` names, the next one first; messages that could not be
/// sent are among it.
pub fn list(view: &View, actor: &Actor, wanted: impl Fn(&Scheduled) -> bool) -> Result<Vec<Place<Scheduled>>> {
    let order = |one: &Scheduled| wanted(one).then_some((one.post_at, one.id));
    view.sorted(&Scope::Person(actor.user), Scheduled::prefix(actor.user), order)
}

/// How a message stands in its owner's list: one of a program's ends with its token, and is never sent.
pub fn standing(view: &View, actor: &Actor, mut scheduled: Scheduled) -> Scheduled {
    if let Some(token) = scheduled.token.filter(|_| scheduled.failed.is_none()) {
        scheduled.failed = tokens::standing(view, actor.user, token).err().map(|e| e.code.into_owned());
    }
    scheduled
}

/// A scheduled message of somebody, for the job that sends it.
pub fn get(view: &View, user: UserId, id: ScheduledId) -> Result<Option<Scheduled>> {
    view.get(&Scheduled::at(user, id))
}

/// Sends a message that is due and ends its job. The author's permission is the one they have now.
/// Holds the channel's part and the author's.
pub fn send(tx: &mut Tx, domain: &Domain, job: &Job, user: UserId, id: ScheduledId) -> Result<()> {
    if !due::finish(tx, job)? {
        return Ok(());
    }
    let place = Scheduled::at(user, id);
    let Some(scheduled) = tx.get(&place)? else { return Ok(()) };
    let actor = acting(tx, user, scheduled.token)?;
    let posting = access::posting(tx, &actor, scheduled.channel)?;
    let new = NewMessage {
        body: scheduled.body,
        thread: scheduled.thread,
        broadcast: scheduled.broadcast,
        ..NewMessage::default()
    };
    messages::post_later(tx, &actor, &posting, domain.installation(), &new, scheduled.created)?;
    tx.delete(&place);
    told(tx, user, id)
}

/// Notes why a message can't be sent, and ends its job; its author sees it in their list. Holds the author's part.
pub fn fail(tx: &mut Tx, job: &Job, user: UserId, id: ScheduledId, why: &str) -> Result<()> {
    if !due::finish(tx, job)? {
        return Ok(());
    }
    let place = Scheduled::at(user, id);
    let Some(mut scheduled) = tx.get(&place)? else { return Ok(()) };
    scheduled.failed = Some(why.to_owned());
    tx.put(&place, &scheduled)?;
    told(tx, user, id)
}

/// The author as they are now: with the token it was scheduled with, as long as that is good and may post; without one,
/// deactivated ones may nothing, and a bot may what its app may.
fn acting(view: &View, id: UserId, token: Option<SessionId>) -> Result<Actor> {
    if let Some(token) = token {
        let actor = tokens::bearer(view, tokens::standing(view, id, token)?)?;
        return if actor.has_scope(&["chat:write"]) { Ok(actor) } else { Err(Error::denied("missing_scope")) };
    }
    let inactive = || Error::denied("account_inactive");
    let user = people::get(view, id).map_err(|e| e.named(inactive()))?;
    if user.deleted {
        return Err(inactive());
    }
    let mut actor = Actor::person(id, user.role);
    if let Some(bot) = user.bot {
        let app = view.get(&App::at(bot.app))?.filter(|app| !app.deleted).ok_or_else(inactive)?;
        actor = Actor { bot: user.bot, app: Some(bot.app), kind: TokenKind::Bot, scopes: app.scopes, ..actor };
    }
    Ok(actor)
}

fn told(tx: &mut Tx, user: UserId, scheduled: ScheduledId) -> Result<()> {
    emit(tx, Part::Person(user), &Event::ScheduledChanged { scheduled })
}
