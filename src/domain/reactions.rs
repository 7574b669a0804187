//! Reactions.

use super::access::{self, Posting};
use super::event::{Event, emit};
use super::{Actor, addresses, emoji as named};
use crate::base::id::{ChannelId, UserId};
use crate::base::{Error, Result, Ts, emoji, limits};
use crate::crypto::Scope;
use crate::store::records::message::{Address, Reacted, Reactions};
use crate::store::records::reaction::Reaction;
use crate::store::{Order, Part, Tx, View};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

/// Bytes of a name with what is said of its skin.
const NAME_BYTES: usize = 4 * limits::EMOJI_NAME_CHARS + 32;

/// Adds a reaction: of an emoji there is, or one that stands below the message already, as an import may have brought it.
/// Holds the channel's part.
pub fn add(tx: &mut Tx, actor: &Actor, posting: &Posting, ts: Ts, name: &str) -> Result<()> {
    let (name, is_known) = &called(tx, name)?;
    let address = find(tx, posting.id(), ts)?;
    let mut reactions = united(tx, &tx.get(&address.reactions())?.unwrap_or_default())?.into_owned();
    if !emoji::is_reaction(name) || !*is_known && !reactions.list.iter().any(|r| r.name == *name) {
        return Err(no_emoji());
    }
    let kinds = reactions.list.len();
    let mine = reactions.list.iter().filter(|r| r.users.contains(&actor.user)).count();
    match reactions.list.iter_mut().find(|r| r.name == *name) {
        Some(line) if line.users.contains(&actor.user) => return Err(Error::invalid("already_reacted")),
        Some(line) if line.users.len() >= limits::REACTORS_PER_EMOJI => return Err(Error::limit("too_many_reactions")),
        _ if mine >= limits::REACTIONS_PER_PERSON => return Err(Error::limit("too_many_reactions")),
        Some(line) => line.users.push(actor.user),
        None if kinds >= limits::REACTIONS_PER_MESSAGE => return Err(Error::limit("too_many_emoji")),
        None => reactions.list.push(Reacted { name: name.to_owned(), users: vec![actor.user] }),
    }
    tx.put(&address.reactions(), &reactions)?;
    let created = tx.now();
    note(tx, actor.user, &address, created)?;
    let event = Event::ReactionAdded { ts, lane: address.lane, user: actor.user, name: name.to_owned() };
    emit(tx, Part::Channel(posting.id()), &event)
}

/// Takes a reaction back. Holds the channel's part.
pub fn remove(tx: &mut Tx, actor: &Actor, posting: &Posting, ts: Ts, name: &str) -> Result<()> {
    let (name, _) = &called(tx, name)?;
    let address = find(tx, posting.id(), ts)?;
    let mut reactions = united(tx, &tx.get(&address.reactions())?.unwrap_or_default())?.into_owned();
    let Some(line) = reactions.list.iter_mut().find(|r| r.name == *name && r.users.contains(&actor.user)) else {
        return Err(Error::invalid("no_reaction"));
    };
    line.users.retain(|u| *u != actor.user);
    reactions.list.retain(|r| !r.users.is_empty());
    match reactions.list.is_empty() {
        true => tx.delete(&address.reactions()),
        false => tx.put(&address.reactions(), &reactions)?,
    }
    if !reactions.list.iter().any(|r| r.users.contains(&actor.user)) {
        let place = Reaction::at(tx, actor.user, &address)?;
        tx.delete(&place);
    }
    let event = Event::ReactionRemoved { ts, lane: address.lane, user: actor.user, name: name.to_owned() };
    emit(tx, Part::Channel(posting.id()), &event)
}

fn no_emoji() -> Error {
    Error::invalid("invalid_name").because("no emoji is called that")
}

/// The one name of what is sent, and whether there is such an emoji.
fn called(view: &View, name: &str) -> Result<(String, bool)> {
    // A text that no name is as long as is not even composed.
    if name.len() > NAME_BYTES {
        return Err(no_emoji());
    }
    let known = named::canonical(view, name)?;
    let is_known = known.is_some();
    Ok((known.unwrap_or_else(|| emoji::canonical(name)), is_known))
}

/// Reactions with one line an emoji: one made under what is an alias by now stands with its target.
pub fn united<'r>(view: &View, reactions: &'r Reactions) -> Result<Cow<'r, Reactions>> {
    let name = |line: &Reacted| Ok(named::canonical(view, &line.name)?.unwrap_or_else(|| line.name.clone()));
    let names = reactions.list.iter().map(name).collect::<Result<Vec<_>>>()?;
    if names.iter().zip(&reactions.list).all(|(name, line)| *name == line.name) {
        return Ok(Cow::Borrowed(reactions));
    }
    let lines = names.into_iter().zip(&reactions.list);
    Ok(Cow::Owned(Reactions::of(lines.map(|(name, line)| Reacted { name, users: line.users.clone() }))))
}

/// The messages somebody has reacted to, as far as the caller may read them, the latest reaction first.
pub fn list(view: &View, actor: &Actor, user: UserId) -> Result<Vec<Reaction>> {
    let range = Reaction::prefix(user).prefix();
    let rows = view.range::<Reaction>(&Scope::Person(user), range, Order::Ascending, limits::REACTIONS_LISTED)?;
    let mut readable: HashMap<ChannelId, bool> = HashMap::new();
    let mut may = |id| *readable.entry(id).or_insert_with(|| access::reading(view, actor, id).is_ok());
    let mut kept: Vec<Reaction> = rows.into_iter().map(|(_, r)| r).filter(|r| may(r.channel)).collect();
    kept.sort_by_key(|r| std::cmp::Reverse((r.created, r.ts)));
    Ok(kept)
}

/// Notes that a person has reacted to a message, if that is not known yet.
fn note(tx: &mut Tx, user: UserId, address: &Address, created: Ts) -> Result<()> {
    let place = Reaction::at(tx, user, address)?;
    if tx.exists(&place)? {
        return Ok(());
    }
    tx.put(&place, &Reaction { channel: address.channel, ts: address.ts, created })
}

/// Puts down all reactions to a message of the past, each as old as the message. Holds nothing.
pub(super) fn lay_down(tx: &mut Tx, address: &Address, reactions: &Reactions) -> Result<()> {
    tx.put(&address.reactions(), reactions)?;
    people(reactions).into_iter().try_for_each(|user| note(tx, user, address, address.ts))
}

/// Takes all reactions off a message that goes. Holds nothing.
pub(super) fn forget(tx: &mut Tx, address: &Address) -> Result<()> {
    let Some(reactions) = tx.get(&address.reactions())? else { return Ok(()) };
    for user in people(&reactions) {
        let place = Reaction::at(tx, user, address)?;
        tx.delete(&place);
    }
    tx.delete(&address.reactions());
    Ok(())
}

fn people(reactions: &Reactions) -> BTreeSet<UserId> {
    reactions.list.iter().flat_map(|line| line.users.iter().copied()).collect()
}

fn find(tx: &Tx, channel: ChannelId, ts: Ts) -> Result<Address> {
    addresses::locate(tx, channel, ts)?.ok_or(addresses::MESSAGE_NOT_FOUND)
}
