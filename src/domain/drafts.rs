//! Drafts: texts a person has begun, the same on all their devices.

use super::Actor;
use super::access::{self, Seeing};
use super::event::{Event, emit};
use crate::base::{Error, Result, Ts, limits};
use crate::crypto::Scope;
use crate::store::records::draft::Draft;
use crate::store::{Part, Place, Tx, View};

/// Keeps what the caller has written so far for a channel or thread; an empty text forgets it. Holds the caller's part.
pub fn set(tx: &mut Tx, actor: &Actor, seeing: &Seeing, thread: Option<Ts>, text: &str) -> Result<Option<Draft>> {
    let channel = seeing.channel.id;
    let place = Draft::at(tx, actor.user, channel, thread)?;
    let known: Option<Draft> = tx.get(&place)?;
    if text.chars().count() > limits::MESSAGE_CHARS || text.len() > limits::MESSAGE_BYTES {
        return Err(Error::limit("msg_too_long"));
    }
    if known.as_ref().map_or("", |draft| &draft.text) == text {
        return Ok(known);
    }
    let draft = (!text.is_empty()).then(|| Draft { channel, thread, text: text.to_owned(), updated: tx.now() });
    match &draft {
        Some(draft) => {
            let full = tx.count(Draft::prefix(actor.user).prefix(), limits::DRAFTS_PER_PERSON)?;
            if known.is_none() && full >= limits::DRAFTS_PER_PERSON {
                return Err(Error::limit("limit_exceeded").because("too many drafts; send or delete some first"));
            }
            tx.put(&place, draft)?;
        }
        None => tx.delete(&place),
    }
    emit(tx, Part::Person(actor.user), &Event::DraftChanged { channel, thread })?;
    Ok(draft)
}

/// Puts a text that was written elsewhere behind what the caller has begun for a channel or thread. Holds the caller's part.
pub fn append(tx: &mut Tx, actor: &Actor, seeing: &Seeing, thread: Option<Ts>, text: &str) -> Result<Option<Draft>> {
    let begun =
        tx.get(&Draft::at(tx, actor.user, seeing.channel.id, thread)?)?.map_or(String::new(), |draft| draft.text);
    let both = if begun.trim().is_empty() { text.to_owned() } else { format!("{begun}\n\n{text}") };
    set(tx, actor, seeing, thread, &both)
}

/// Where what the caller has begun stands, the latest first; only where they still may see the channel.
pub fn list(view: &View, actor: &Actor) -> Result<Vec<Place<Draft>>> {
    let order =
        |draft: &Draft| access::seeing(view, actor, draft.channel).is_ok().then_some(std::cmp::Reverse(draft.updated));
    view.sorted(&Scope::Person(actor.user), Draft::prefix(actor.user), order)
}
