//! What a seed does again and again: people come, channels open, tokens are issued.

use super::people::PASSWORD;
use crate::api::table::METHODS;
use crate::base::id::{ChannelId, UserId};
use crate::base::{Error, Result, Ts};
use crate::domain::hashing::{self, Memory};
use crate::domain::newcomers::{self, NewUser};
use crate::domain::scopes;
use crate::domain::tokens::{self, NewToken};
use crate::domain::{Actor, Domain, access, channels, members, memberships, people};
use crate::store::Part;
use crate::store::records::token::TokenKind;
use crate::store::records::user::{Profile, Role};
use std::collections::BTreeSet;

/// What a token must name: the people of a demo may do with theirs what they may do in the client.
const GROUPS: &[&str] = &["usergroups:write"];

/// A person with the password everybody in a demo has.
pub fn person(domain: &Domain, name: &str, real_name: &str, title: &str, role: Role, hash: &str) -> Result<Actor> {
    let id = UserId::mint(domain.world());
    let profile = Profile { real_name: real_name.to_owned(), title: title.to_owned(), ..Profile::default() };
    let new = NewUser { name: name.to_owned(), email: Some(super::people::email(name)), role, profile, bot: None };
    let mut parts = vec![Part::Team(domain.team()), Part::Person(id)];
    parts.extend(newcomers::general(&domain.view()?, domain.team())?);
    domain.run(&parts, |tx| {
        newcomers::create(tx, domain.team(), id, &new)?;
        people::set_password(tx, id, hash.to_owned())
    })?;
    Ok(Actor::person(id, role))
}

/// The hash of the demo's password.
pub fn password_hash(domain: &Domain) -> Result<String> {
    hashing::hash_password(domain.world(), PASSWORD, &mut Memory::new())
}

/// A channel of `owner`.
pub fn channel(domain: &Domain, owner: &Actor, name: &str, private: bool) -> Result<ChannelId> {
    let id = ChannelId::mint(domain.world());
    let parts = channels::founding_parts(domain, id, owner.user);
    domain.run(&parts, |tx| channels::create(tx, owner, domain, id, name, private).map(drop))?;
    Ok(id)
}

/// `who` comes into a channel of `owner`, unless they are there.
pub fn join(domain: &Domain, owner: &Actor, channel: ChannelId, who: UserId) -> Result<()> {
    domain.run(&members::parts(channel, &[who]), |tx| {
        if memberships::is_member(tx, channel, who)? {
            return Ok(());
        }
        members::invite(tx, owner, &access::managing(tx, owner, channel)?, who)
    })
}

/// A token for scripts that act as a person, with more than the usual scopes if `more` names some; the secret is returned
/// once.
pub fn token(domain: &Domain, person: &Actor, more: &[&str]) -> Result<String> {
    let label = if more.is_empty() { "demo" } else { "demo, administration" };
    let kind = TokenKind::Person;
    let secret = tokens::new_secret(kind, domain.world());
    let scopes = scopes::owned(&[scopes::BOT, scopes::PERSON, GROUPS, more].concat());
    let new = NewToken { kind, user: person.user, app: None, scopes, expires: Ts::MAX, label: label.to_owned() };
    domain.run(&[], |tx| tokens::issue(tx, &secret, &new).map(drop))?;
    Ok(secret)
}

/// The scopes of all that an administrator's token may call.
pub fn administration() -> Vec<&'static str> {
    let all: BTreeSet<&str> = METHODS.iter().flat_map(|method| method.scopes.iter().copied()).collect();
    all.into_iter().filter(|scope| scope.starts_with("admin.")).collect()
}

/// The direct or group conversation of these people, in everybody's sidebar.
pub fn conversation(domain: &Domain, people: &[&Actor]) -> Result<ChannelId> {
    let first = people.first().ok_or_else(|| Error::internal("a conversation needs people"))?;
    let mut users: Vec<UserId> = people.iter().map(|person| person.user).collect();
    users.sort_unstable();
    let id = match users.len() {
        0..=2 => ChannelId::mint_direct(domain.world()),
        _ => ChannelId::mint(domain.world()),
    };
    domain.run(&members::parts(id, &users), |tx| channels::open(tx, first, domain, id, &users).map(drop))?;
    Ok(id)
}
