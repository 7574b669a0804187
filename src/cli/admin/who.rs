//! People as they are named at the terminal, and in whose name the terminal acts.

use crate::base::id::{ChannelId, UserId};
use crate::base::{Error, Result};
use crate::domain::{Actor, Domain, channels, people};
use crate::store::View;
use crate::store::records::lookup::Name;
use crate::store::records::user::{Role, User};

/// The person an address, a handle or an id names.
pub fn find(view: &View, text: &str) -> Result<User> {
    let found = match UserId::parse(text) {
        Some(id) => people::get(view, id),
        None if text.contains('@') => people::find(view, Name::Email, text.trim_start_matches('@')),
        None => people::find(view, Name::Handle, text),
    };
    found.map_err(|error| error.because("nobody has this address, handle or id; `comity admin user list` shows all"))
}

/// Everybody, oldest first.
pub fn everybody(view: &View) -> Result<Vec<User>> {
    people::list(view, None).map(|line| Ok(line?.1)).collect()
}

/// Whoever has the root key and the disk acts as the primary owner.
pub fn owner(domain: &Domain) -> Result<Actor> {
    let owner = everybody(&domain.view()?)?.into_iter().find(|user| user.primary_owner);
    owner.map(|user| Actor::person(user.id, Role::Owner)).ok_or_else(|| {
        Error::not_found("user_not_found")
            .because("the workspace has no owner yet: `comity admin user add NAME --email ADDRESS --role owner`")
    })
}

/// The channel a name or an id means.
pub fn channel(view: &View, text: &str) -> Result<ChannelId> {
    let named = channels::by_name(view, text.trim_start_matches('#'))?;
    named.or_else(|| ChannelId::parse(text)).ok_or_else(|| {
        Error::not_found("channel_not_found").because(format!("there is no channel {text}; give its name or its id"))
    })
}
