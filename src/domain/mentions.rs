//! Mentions: who is called by a message.

use super::called::{self, Said};
use super::{addresses, memberships};
use crate::base::id::{UserId, UsergroupId};
use crate::base::mrkdwn::Called;
use crate::base::{Error, Kind, Result, Ts, limits};
use crate::crypto::Scope;
use crate::store::records::channel::standing;
use crate::store::records::member::Member;
use crate::store::records::mention::Mention;
use crate::store::records::message::{Address, Author, Body, Lane};
use crate::store::records::usergroup::Usergroup;
use crate::store::{Order, Tx, View};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Notes whom a message calls: members of the channel, by name or as a user group, or `@channel` once for all. A message
/// that calls everybody calls nobody a second time by name, so a count of notes is a count of messages.
pub fn note(tx: &mut Tx, address: &Address, thread: Option<Ts>, author: Author, body: &Body) -> Result<()> {
    let (people, all) = called(tx, body)?;
    let mention = Mention { channel: address.channel, ts: address.ts, thread };
    // A call to everybody from inside a thread reaches nobody, as in Slack.
    if all && address.lane == Lane::Main {
        return tx.put(&Mention::of_all(address.channel, address.ts), &mention);
    }
    for user in people {
        let member = Member::at(tx, address.channel, user)?;
        if Some(user) != author.user && tx.exists(&member)? {
            let place = Mention::at(tx, user, address)?;
            tx.put(&place, &mention)?;
        }
    }
    Ok(())
}

/// Forgets the mentions of a message, before it is deleted or says something else. Whoever its words may name is looked
/// at, since a note may be older than today's rules of who is called; and where they name a group, every member of the
/// channel, since people leave groups and their notes stay.
pub fn forget(tx: &mut Tx, address: &Address) -> Result<()> {
    let Some(body) = tx.get(&address.body())? else { return Ok(()) };
    let mut people: BTreeSet<UserId> = called::ids(&body).filter_map(UserId::parse).collect();
    let mut groups = called::ids(&body).filter_map(UsergroupId::parse).collect::<BTreeSet<_>>().into_iter();
    if groups.try_fold(false, |any, group| Ok::<_, Error>(any || tx.exists(&Usergroup::at(group))?))? {
        people.extend(memberships::all(tx, address.channel)?);
    }
    for user in people {
        let place = Mention::at(tx, user, address)?;
        // The groups a text names may have more people than one commit can answer for.
        if tx.peek(&place)?.is_some() {
            tx.delete(&place);
        }
    }
    tx.delete(&Mention::of_all(address.channel, address.ts));
    Ok(())
}

/// Whether a message calls this person, by name, group or all.
pub fn calls(view: &View, body: &Body, user: UserId) -> Result<bool> {
    let (people, all) = called(view, body)?;
    Ok(all || people.contains(&user))
}

/// A page of the messages that call a person, the latest first, older than `before`; and whether there are more.
/// Only those in channels they are still in; what they wrote themselves is left out.
pub fn of_person(view: &View, user: UserId, mut before: Ts, limit: usize) -> Result<(Vec<Mention>, bool)> {
    let mut page = Vec::new();
    loop {
        let (found, floor) = gather(view, user, before, limit + 1)?;
        for mention in found {
            // A message whose key is refused, or that is damaged, is shown as such; one that is gone is not.
            let author = match addresses::find(view, mention.channel, mention.ts) {
                Ok((_, entry)) => entry.author.user,
                Err(e) if matches!(e.kind, Kind::Sealed | Kind::Damaged) => None,
                Err(e) if e.kind == Kind::NotFound => continue,
                Err(e) => return Err(e),
            };
            if author == Some(user) {
                continue;
            }
            if page.len() == limit {
                return Ok((page, true));
            }
            page.push(mention);
        }
        match floor {
            Some(floor) => before = floor,
            None => return Ok((page, false)),
        }
    }
}

/// The latest mentions before a time, at most `limit` of each channel, complete down to the time returned with them;
/// `None` when there are no older ones.
fn gather(view: &View, user: UserId, before: Ts, limit: usize) -> Result<(Vec<Mention>, Option<Ts>)> {
    let mut found = Vec::new();
    let mut floor = None;
    for mine in memberships::channels_of(view, user)? {
        let own = (Mention::in_channel(view, user, mine.channel)?, Scope::Person(user));
        let all = (Mention::of_all_prefix(mine.channel), standing(mine.channel));
        for (prefix, scope) in [own, all] {
            let range = (prefix.clone().ts(Ts::ZERO).build(), prefix.ts(before).build());
            let rows = view.range::<Mention>(&scope, range, Order::Descending, limit)?;
            if rows.len() == limit {
                floor = floor.max(rows.last().map(|(_, mention)| mention.ts));
            }
            found.extend(rows.into_iter().map(|(_, mention)| mention));
        }
    }
    found.retain(|mention| Some(mention.ts) >= floor);
    found.sort_by_key(|mention| (Reverse(mention.ts), mention.channel));
    // A message may call somebody by name and everybody at once.
    found.dedup_by_key(|mention| (mention.ts, mention.channel));
    Ok((found, floor))
}

fn called(view: &View, body: &Body) -> Result<(BTreeSet<UserId>, bool)> {
    let mut people = BTreeSet::new();
    let mut all = false;
    let said = Said::of(body);
    for one in said.called() {
        match one {
            Called::User(id) => drop(UserId::parse(id).map(|u| people.insert(u))),
            Called::Usergroup(id) => {
                let group = UsergroupId::parse(id).map(|g| view.get(&Usergroup::at(g))).transpose()?.flatten();
                people.extend(group.filter(|g| g.disabled.is_none()).map(|g| g.users).unwrap_or_default());
            }
            Called::Everybody => all = true,
        }
        if people.len() >= limits::MENTIONS_PER_MESSAGE {
            break;
        }
    }
    Ok((people, all))
}
