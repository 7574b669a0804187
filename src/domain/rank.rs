//! Who looks after whom.
//!
//! Owners look after everybody, administrators after members and guests, and nobody after themselves. So whoever acts
//! stays what they are: the last owner can't be lost, not even when two owners act on each other at once. The first owner
//! is looked after by nobody, and only they make another one the first.

use super::people::get;
use super::{Actor, access};
use crate::base::id::UserId;
use crate::base::{Error, Result};
use crate::store::View;
use crate::store::records::user::{Role, User};

/// Somebody the caller looks after, as they stand now.
pub fn under(view: &View, actor: &Actor, id: UserId) -> Result<User> {
    access::administering(actor)?;
    let me = standing(view, actor)?;
    let target = get(view, id)?;
    if target.bot.is_some() {
        return Err(Error::denied("bots_not_allowed").because("a bot goes with its app"));
    }
    if target.id == me.id {
        return Err(Error::denied("cannot_modify_self").because("another owner or administrator has to do this"));
    }
    if target.primary_owner {
        return Err(Error::denied("cannot_modify_primary_owner").because("the first owner can't be changed by others"));
    }
    if target.role >= Role::Admin && me.role < Role::Owner {
        return Err(Error::denied("cant_update_admin_user").because("only an owner looks after administrators"));
    }
    Ok(target)
}

/// Whether the caller may make somebody this: owners and administrators are made by owners.
pub fn granting(view: &View, actor: &Actor, role: Role) -> Result<()> {
    access::administering(actor)?;
    let me = standing(view, actor)?;
    let enough = role < Role::Admin || me.role == Role::Owner;
    if enough {
        Ok(())
    } else {
        Err(Error::denied("cant_update_admin_user").because("only an owner makes administrators"))
    }
}

/// That the caller is an owner.
pub fn owning(view: &View, actor: &Actor) -> Result<()> {
    match access::administering(actor).and_then(|()| standing(view, actor))?.role == Role::Owner {
        true => Ok(()),
        false => Err(Error::denied("permission_denied").because("only an owner does this")),
    }
}

/// That the caller is the first owner.
pub fn first(view: &View, actor: &Actor) -> Result<()> {
    match get(view, actor.user)?.primary_owner {
        true => Ok(()),
        false => Err(Error::denied("not_primary_owner").because("only the first owner hands this on")),
    }
}

/// The caller's own record: a role that was taken away a moment ago gives nothing any more.
fn standing(view: &View, actor: &Actor) -> Result<User> {
    let me = get(view, actor.user)?;
    if me.deleted || me.role < Role::Admin { Err(Error::denied("not_an_admin")) } else { Ok(me) }
}
