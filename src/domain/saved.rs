//! Saved messages: what a person keeps for later. Slack's API calls them stars.

use super::access::{self, Reading};
use super::event::{Event, emit};
use super::{Actor, addresses};
use crate::base::{Error, Result, Ts, limits};
use crate::crypto::Scope;
use crate::store::records::saved::Saved;
use crate::store::{Part, Tx, View};

/// Saves a message. Holds the caller's part.
pub fn add(tx: &mut Tx, actor: &Actor, reading: &Reading, ts: Ts) -> Result<()> {
    addresses::readable(tx, reading, ts)?;
    let place = Saved::at(tx, actor.user, reading.id(), ts)?;
    if tx.exists(&place)? {
        return Err(Error::invalid("already_starred"));
    }
    if tx.count(Saved::prefix(actor.user).prefix(), limits::SAVED_PER_PERSON)? >= limits::SAVED_PER_PERSON {
        return Err(Error::limit("limit_exceeded").because("too many saved messages; remove some first"));
    }
    let created = tx.now();
    tx.put(&place, &Saved { channel: reading.id(), ts, created, done: 0 })?;
    told(tx, actor, reading, ts, true)
}

/// Takes a message from the saved ones. Holds the caller's part.
pub fn remove(tx: &mut Tx, actor: &Actor, reading: &Reading, ts: Ts) -> Result<()> {
    let place = Saved::at(tx, actor.user, reading.id(), ts)?;
    if !tx.exists(&place)? {
        return Err(Error::invalid("not_starred"));
    }
    tx.delete(&place);
    told(tx, actor, reading, ts, false)
}

/// Marks a saved message as done, or as open again. Holds the caller's part.
pub fn complete(tx: &mut Tx, actor: &Actor, reading: &Reading, ts: Ts, done: bool) -> Result<()> {
    let place = Saved::at(tx, actor.user, reading.id(), ts)?;
    let mut saved = tx.get(&place)?.ok_or(Error::invalid("not_starred"))?;
    if (saved.done > 0) == done {
        return Ok(());
    }
    saved.done = if done { tx.now().secs() } else { 0 };
    tx.put(&place, &saved)?;
    told(tx, actor, reading, ts, true)
}

fn told(tx: &mut Tx, actor: &Actor, reading: &Reading, ts: Ts, added: bool) -> Result<()> {
    emit(tx, Part::Person(actor.user), &Event::SavedChanged { channel: reading.id(), ts, added })
}

/// What the caller has saved, the latest first. Messages that are gone, or no longer theirs to read, are left out.
pub fn list(view: &View, actor: &Actor) -> Result<Vec<Saved>> {
    let all: Vec<Saved> = view.all(&Scope::Person(actor.user), Saved::prefix(actor.user))?;
    let mut kept = Vec::with_capacity(all.len());
    for saved in all {
        let readable = access::reading(view, actor, saved.channel).is_ok();
        if readable && addresses::locate(view, saved.channel, saved.ts)?.is_some() {
            kept.push(saved);
        }
    }
    kept.sort_by_key(|saved| std::cmp::Reverse(saved.created));
    Ok(kept)
}
