//! Roles, and who is deactivated: what those who look after somebody (`rank`) change about them.

use super::people::{change, get};
use super::{Actor, expirations, rank};
use crate::base::id::{TeamId, UserId};
use crate::base::{Error, Result};
use crate::store::Tx;
use crate::store::records::user::{Role, User};

/// Gives somebody another role. Holds the workspace's part.
pub fn set(tx: &mut Tx, actor: &Actor, team: TeamId, id: UserId, role: Role) -> Result<User> {
    let target = rank::under(tx, actor, id)?;
    rank::granting(tx, actor, role)?;
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
    if rank::under(tx, actor, id)?.deleted {
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
    if !rank::under(tx, actor, id)?.deleted {
        return Err(Error::invalid("user_not_deleted"));
    }
    change(tx, team, id, |user| {
        user.deleted = false;
        Ok(())
    })
}

/// Makes somebody else the first owner, in the name of the one who is; they stay an owner. Holds the workspace's part.
pub fn hand_on(tx: &mut Tx, actor: &Actor, team: TeamId, id: UserId) -> Result<User> {
    rank::first(tx, actor)?;
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
