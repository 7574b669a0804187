//! Reactions.

use super::access::{self, Posting};
use super::event::{Event, emit};
use super::{Actor, messages};
use crate::base::id::{ChannelId, UserId};
use crate::base::{Error, Result, Ts, limits};
use crate::crypto::Scope;
use crate::store::records::message::{Address, Reacted, Reactions};
use crate::store::records::reaction::Reaction;
use crate::store::{Order, Part, Tx, View};

/// Adds a reaction. Holds the channel's part.
pub fn add(tx: &mut Tx, actor: &Actor, posting: &Posting, ts: Ts, name: &str) -> Result<()> {
    check_name(name)?;
    let address = find(tx, posting.id(), ts)?;
    let mut reactions: Reactions = tx.get(&address.reactions())?.unwrap_or_default();
    let kinds = reactions.list.len();
    match reactions.list.iter_mut().find(|r| r.name == name) {
        Some(line) if line.users.contains(&actor.user) => return Err(Error::invalid("already_reacted")),
        Some(line) if line.users.len() >= limits::REACTORS_PER_EMOJI => return Err(Error::limit("too_many_reactions")),
        Some(line) => line.users.push(actor.user),
        None if kinds >= limits::REACTIONS_PER_MESSAGE => return Err(Error::limit("too_many_emoji")),
        None => reactions.list.push(Reacted { name: name.to_owned(), users: vec![actor.user] }),
    }
    tx.put(&address.reactions(), &reactions)?;
    let (channel, place) = (posting.id(), Reaction::at(tx, actor.user, posting.id(), ts)?);
    tx.put(&place, &Reaction { channel, ts })?;
    let event = Event::ReactionAdded { ts, lane: address.lane, user: actor.user, name: name.to_owned() };
    emit(tx, Part::Channel(posting.id()), &event)
}

/// Takes a reaction back. Holds the channel's part.
pub fn remove(tx: &mut Tx, actor: &Actor, posting: &Posting, ts: Ts, name: &str) -> Result<()> {
    let address = find(tx, posting.id(), ts)?;
    let mut reactions: Reactions = tx.get(&address.reactions())?.unwrap_or_default();
    let Some(line) = reactions.list.iter_mut().find(|r| r.name == name && r.users.contains(&actor.user)) else {
        return Err(Error::invalid("no_reaction"));
    };
    line.users.retain(|u| *u != actor.user);
    reactions.list.retain(|r| !r.users.is_empty());
    if !reactions.list.iter().any(|r| r.users.contains(&actor.user)) {
        let place = Reaction::at(tx, actor.user, posting.id(), ts)?;
        tx.delete(&place);
    }
    match reactions.list.is_empty() {
        true => tx.delete(&address.reactions()),
        false => tx.put(&address.reactions(), &reactions)?,
    }
    let event = Event::ReactionRemoved { ts, lane: address.lane, user: actor.user, name: name.to_owned() };
    emit(tx, Part::Channel(posting.id()), &event)
}

/// What a person has reacted to, as far as the caller may read it: the latest messages first, at most `limit`.
pub fn list(view: &View, actor: &Actor, user: UserId, limit: usize) -> Result<Vec<Reaction>> {
    let rows =
        view.range::<Reaction>(&Scope::Person(user), Reaction::prefix(user).prefix(), Order::Descending, limit)?;
    let mut found = Vec::new();
    for (_, reaction) in rows {
        let readable = access::reading(view, actor, reaction.channel).is_ok();
        if readable && messages::locate(view, reaction.channel, reaction.ts)?.is_some() {
            found.push(reaction);
        }
    }
    Ok(found)
}

fn find(tx: &Tx, channel: ChannelId, ts: Ts) -> Result<Address> {
    messages::locate(tx, channel, ts)?.ok_or(messages::MESSAGE_NOT_FOUND)
}

/// An emoji's name: letters, digits, `_ - + '` and skin tones behind `::`.
fn check_name(name: &str) -> Result<()> {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '\'' | ':');
    let good = !name.is_empty() && name.len() <= 100 && name.chars().all(fits);
    if good { Ok(()) } else { Err(Error::invalid("invalid_name")) }
}
