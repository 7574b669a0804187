//! Mentions: who is called by a message.

use crate::base::id::{UserId, UsergroupId};
use crate::base::text::{self, Called};
use crate::base::{Result, Ts, limits};
use crate::store::records::member::Member;
use crate::store::records::mention::Mention;
use crate::store::records::message::{Address, Author, Body, Lane};
use crate::store::records::usergroup::Usergroup;
use crate::store::{Tx, View};
use std::collections::BTreeSet;

/// Notes whom a message calls: members of the channel, by name or as a user group, and `@channel` once for all.
pub fn note(tx: &mut Tx, address: &Address, thread: Option<Ts>, author: Author, body: &Body) -> Result<()> {
    let (people, all) = called(tx, body)?;
    let mention = Mention { channel: address.channel, ts: address.ts, thread };
    for user in people {
        let member = Member::at(tx, address.channel, user)?;
        if Some(user) != author.user && tx.exists(&member)? {
            let place = Mention::at(tx, user, address.channel, address.ts)?;
            tx.put(&place, &mention)?;
        }
    }
    // A call to everybody from inside a thread reaches nobody, as in Slack.
    if all && address.lane == Lane::Main {
        tx.put(&Mention::of_all(address.channel, address.ts), &mention)?;
    }
    Ok(())
}

/// Forgets the mentions of a message that is deleted.
pub fn forget(tx: &mut Tx, address: &Address) -> Result<()> {
    let Some(body) = tx.get(&address.body())? else { return Ok(()) };
    let (people, _) = called(tx, &body)?;
    for user in people {
        let place = Mention::at(tx, user, address.channel, address.ts)?;
        tx.delete(&place);
    }
    tx.delete(&Mention::of_all(address.channel, address.ts));
    Ok(())
}

/// Whether a message calls this person, by name, group or all.
pub fn calls(view: &View, body: &Body, user: UserId) -> Result<bool> {
    let (people, all) = called(view, body)?;
    Ok(all || people.contains(&user))
}

fn called(view: &View, body: &Body) -> Result<(BTreeSet<UserId>, bool)> {
    let mut people = BTreeSet::new();
    let mut all = false;
    let texts = [Some(&body.text), body.blocks.as_ref(), body.attachments.as_ref()];
    for one in texts.into_iter().flatten().flat_map(|t| text::called(t)) {
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
