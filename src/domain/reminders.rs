//! Reminders: a person tells themselves something at a time. The job that does so is queued in the same commit.

use super::event::{Event, emit};
use super::zone::Zone;
use super::{Actor, Domain, due, people, steward, when};
use crate::base::id::{ReminderId, UserId};
use crate::base::{Error, Result, Ts, limits, text};
use crate::crypto::Scope;
use crate::store::records::job::{Job, Task};
use crate::store::records::reminder::Reminder;
use crate::store::{Part, Place, Tx, View};

/// The error for a reminder that is not there or not the caller's.
pub const REMINDER_NOT_FOUND: Error = Error::not_found("not_found");

/// Adds a reminder for the caller; `time` as a client sent it. Holds the caller's part.
///
/// Slack no longer lets people remind each other, so neither do we.
pub fn add(tx: &mut Tx, actor: &Actor, user: UserId, text: &str, time: &str) -> Result<Reminder> {
    if actor.bot.is_some() {
        return Err(Error::denied("cannot_add_bot"));
    }
    if people::seeing(tx, actor, user)?.bot.is_some() {
        return Err(Error::denied("cannot_add_bot"));
    }
    if user != actor.user {
        return Err(Error::denied("cannot_add_others"));
    }
    let (mut words, zone) = (text.trim().to_owned(), Zone::of(&people::get(tx, user)?));
    text::truncate(&mut words, limits::REMINDER_CHARS);
    if words.is_empty() {
        return Err(Error::invalid("invalid_arguments").because("a reminder needs a text"));
    }
    if tx.count(Reminder::prefix(user).prefix(), limits::REMINDERS_PER_PERSON)? >= limits::REMINDERS_PER_PERSON {
        return Err(Error::limit("limit_exceeded").because("too many reminders; delete those that are done"));
    }
    let reminder = Reminder {
        id: ReminderId::mint(tx.world()),
        creator: actor.user,
        user,
        text: words,
        time: when::parse(time, tx.now().secs(), &zone)?,
        complete: 0,
        delivered: false,
    };
    tx.put(&Reminder::at(user, reminder.id), &reminder)?;
    due::queue(tx, Ts::from_secs(reminder.time), task(&reminder))?;
    told(tx, &reminder)?;
    Ok(reminder)
}

/// Marks a reminder as done; it will not be delivered any more. Holds the caller's part.
pub fn complete(tx: &mut Tx, actor: &Actor, id: ReminderId) -> Result<Reminder> {
    let mut reminder = get(tx, actor, id)?;
    if reminder.complete == 0 {
        reminder.complete = tx.now().secs();
        tx.put(&Reminder::at(reminder.user, id), &reminder)?;
        due::cancel(tx, Ts::from_secs(reminder.time), task(&reminder))?;
        told(tx, &reminder)?;
    }
    Ok(reminder)
}

/// Deletes a reminder. Holds the caller's part.
pub fn delete(tx: &mut Tx, actor: &Actor, id: ReminderId) -> Result<()> {
    let reminder = get(tx, actor, id)?;
    tx.delete(&Reminder::at(reminder.user, id));
    due::cancel(tx, Ts::from_secs(reminder.time), task(&reminder))?;
    told(tx, &reminder)
}

/// One of the caller's reminders.
pub fn get(view: &View, actor: &Actor, id: ReminderId) -> Result<Reminder> {
    view.get(&Reminder::at(actor.user, id))?.ok_or(REMINDER_NOT_FOUND)
}

/// Where the caller's reminders stand, the next one first.
pub fn list(view: &View, actor: &Actor) -> Result<Vec<Place<Reminder>>> {
    let order = |reminder: &Reminder| Some((reminder.time, reminder.id));
    view.sorted(&Scope::Person(actor.user), Reminder::prefix(actor.user), order)
}

/// Tells a person of a reminder that is due, and ends its job. Holds the parts of `line`.
pub fn deliver(tx: &mut Tx, domain: &Domain, job: &Job, line: &steward::Line, id: ReminderId) -> Result<()> {
    if !due::finish(tx, job)? {
        return Ok(());
    }
    let place = Reminder::at(line.person, id);
    let Some(mut reminder) = tx.get(&place)?.filter(|r| r.complete == 0 && !r.delivered) else { return Ok(()) };
    if people::get(tx, line.person)?.deleted {
        return Ok(());
    }
    reminder.delivered = true;
    tx.put(&place, &reminder)?;
    steward::tell(tx, domain, line, &format!("Reminder: {}", reminder.text))?;
    told(tx, &reminder)
}

fn task(reminder: &Reminder) -> Task {
    Task::Remind { user: reminder.user, reminder: reminder.id }
}

fn told(tx: &mut Tx, reminder: &Reminder) -> Result<()> {
    emit(tx, Part::Person(reminder.user), &Event::ReminderChanged { reminder: reminder.id })
}
