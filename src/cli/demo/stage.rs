//! What a seed does again and again: people come, channels open, tokens are issued.

use super::people::PASSWORD;
use crate::base::id::{ChannelId, UserId};
use crate::base::{Result, Ts};
use crate::domain::people::{self, NewUser};
use crate::domain::scopes;
use crate::domain::tokens::{self, NewToken};
use crate::domain::{Actor, Domain, access, channels, members};
use crate::store::Part;
use crate::store::records::token::TokenKind;
use crate::store::records::user::{Profile, Role};

/// A person with the password everybody in a demo has.
pub fn person(domain: &Domain, name: &str, real_name: &str, title: &str, role: Role, hash: &str) -> Result<Actor> {
    let id = UserId::mint(domain.world());
    let profile = Profile { real_name: real_name.to_owned(), title: title.to_owned(), ..Profile::default() };
    let new = NewUser { name: name.to_owned(), email: Some(super::people::email(name)), role, profile, bot: None };
    let mut parts = vec![Part::Team(domain.team()), Part::Person(id)];
    parts.extend(people::general(&domain.view()?, domain.team())?);
    domain.run(&parts, |tx| {
        people::create(tx, domain.team(), id, &new)?;
        people::set_password(tx, id, hash.to_owned())
    })?;
    Ok(Actor::person(id, role))
}

/// The hash of the demo's password.
pub fn password_hash(domain: &Domain) -> Result<String> {
    people::hash_password(domain.world(), PASSWORD)
}

/// A channel of `owner`.
pub fn channel(domain: &Domain, owner: &Actor, name: &str, private: bool) -> Result<ChannelId> {
    let id = ChannelId::mint(domain.world());
    let parts = members::founding_parts(domain, id, owner.user);
    domain.run(&parts, |tx| channels::create(tx, owner, domain, id, name, private).map(drop))?;
    Ok(id)
}

/// `who` comes into a channel of `owner`, unless they are there.
pub fn join(domain: &Domain, owner: &Actor, channel: ChannelId, who: UserId) -> Result<()> {
    domain.run(&members::parts(channel, &[who]), |tx| {
        if people::is_member(tx, channel, who)? {
            return Ok(());
        }
        members::invite(tx, owner, &access::managing(tx, owner, channel)?, who)
    })
}

/// A token for scripts that act as a person; the secret is returned once.
pub fn token(domain: &Domain, person: &Actor) -> Result<String> {
    let kind = TokenKind::Person;
    let secret = tokens::new_secret(kind, domain.world());
    let scopes = [scopes::owned(scopes::BOT), scopes::owned(scopes::PERSON)].concat();
    let new = NewToken { kind, user: person.user, app: None, scopes, expires: Ts::MAX, label: "demo".to_owned() };
    domain.run(&[], |tx| tokens::issue(tx, &secret, &new).map(drop))?;
    Ok(secret)
}
