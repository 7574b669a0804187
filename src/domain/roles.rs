//! Who looks after whom: roles, and who is deactivated.
//!
//! Owners look after everybody, administrators after members and guests, and nobody after themselves. So whoever acts
//! stays what they are: the last owner can't be lost, not even when two owners act on each other at once. The first owner
//! is looked after by nobody, and only they make another one the first.

use super::people::{change, get};
use super::{Actor, access, expirations};
use crate::base::id::{TeamId, UserId};
use crate::base::{Error, Result};
use crate::store::records::user::{Role, User};
use crate::store::{Tx, View};

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

/// The caller's own record: a role that was taken away a moment ago gives nothing any more.
fn standing(view: &View, actor: &Actor) -> Result<User> {
    let me = get(view, actor.user)?;
    if me.deleted || me.role < Role::Admin { Err(Error::denied("not_an_admin")) } else { Ok(me) }
}

/// Gives somebody another role. Holds the workspace's part.
pub fn set(tx: &mut Tx, actor: &Actor, team: TeamId, id: UserId, role: Role) -> Result<User> {
    let target = under(tx, actor, id)?;
    granting(tx, actor, role)?;
    if target.role == role {
        return Ok(target);
    }
    // Who is no guest any more stays.
    expirations::keep(tx, id, None)?;
    change(tx, team, id, |user| {
        user.role = role;
        Ok(())
    })
}

/// Deactivates somebody; their tokens must be revoked in the same command. Holds the workspace's part.
pub fn deactivate(tx: &mut Tx, actor: &Actor, team: TeamId, id: UserId) -> Result<User> {
    if under(tx, actor, id)?.deleted {
        return Err(Error::invalid("user_already_deleted"));
    }
    expirations::keep(tx, id, None)?;
    change(tx, team, id, |user| {
        user.deleted = true;
        Ok(())
    })
}

/// Lets somebody back in: with their password, role and channels of before. Holds the workspace's part.
pub fn reactivate(tx: &mut Tx, actor: &Actor, team: TeamId, id: UserId) -> Result<User> {
    if !under(tx, actor, id)?.deleted {
        return Err(Error::invalid("user_not_deleted"));
    }
    change(tx, team, id, |user| {
        user.deleted = false;
        Ok(())
    })
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

/// Makes somebody else the first owner, in the name of the one who is; they stay an owner. Holds the workspace's part.
pub fn hand_on(tx: &mut Tx, actor: &Actor, team: TeamId, id: UserId) -> Result<User> {
    first(tx, actor)?;
    let target = get(tx, id)?;
    if target.bot.is_some() {
        return Err(Error::denied("bots_not_allowed"));
    }
    if target.id == actor.user {
        return Err(Error::denied("cannot_modify_self").because("you are the first owner already"));
    }
    if target.deleted {
        return Err(Error::denied("user_disabled"));
    }
    if target.role == Role::Guest {
        return Err(Error::denied("user_is_restricted").because("a guest can't own the workspace"));
    }
    change(tx, team, actor.user, |me| {
        me.primary_owner = false;
        Ok(())
    })?;
    change(tx, team, id, |user| {
        (user.role, user.primary_owner) = (Role::Owner, true);
        Ok(())
    })
}
