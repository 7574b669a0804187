//! Guests with an end. A job deactivates them when their time is over, as an administrator would: in one commit they are
//! signed out everywhere, and can't come in again until somebody lets them back in.

use super::people::change;
use super::{Actor, due, rank, tokens};
use crate::base::id::{TeamId, UserId};
use crate::base::{Error, Result, Ts, limits};
use crate::store::records::job::{Job, Task};
use crate::store::records::user::{Expiration, Role};
use crate::store::{Tx, View};

/// When somebody's time is over; nothing for those who stay.
pub fn of(view: &View, id: UserId) -> Result<Option<Ts>> {
    Ok(view.get(&Expiration::at(id))?.map(|expiration| expiration.end))
}

/// Gives a guest an end, or takes it back. Holds nothing.
pub fn set(tx: &mut Tx, actor: &Actor, id: UserId, end: Option<Ts>) -> Result<()> {
    let target = rank::under(tx, actor, id)?;
    if target.deleted {
        return Err(Error::invalid("user_is_already_deleted"));
    }
    if target.role != Role::Guest {
        return Err(Error::invalid("user_is_not_a_guest"));
    }
    check(tx, end)?;
    keep(tx, id, end)
}

/// Whether somebody's time can be over then.
pub(super) fn check(view: &View, end: Option<Ts>) -> Result<()> {
    let fits = |end: Ts| end > view.now() && end.secs() <= limits::EXPIRATION_SECS;
    if end.is_none_or(fits) {
        return Ok(());
    }
    Err(Error::invalid("failed_to_validate_expiration").because("a guest's end is a moment to come"))
}

/// Writes the end down with the job that brings it about, in place of those before.
pub(super) fn keep(tx: &mut Tx, id: UserId, end: Option<Ts>) -> Result<()> {
    let (place, task) = (Expiration::at(id), Task::Expire { user: id });
    if let Some(old) = of(tx, id)? {
        due::cancel(tx, old, task.clone())?;
        tx.delete(&place);
    }
    let Some(end) = end else { return Ok(()) };
    tx.put(&place, &Expiration { end })?;
    due::queue(tx, end, task)
}

/// Deactivates a guest whose time is over, and ends the job. Holds the workspace's part and the person's.
pub fn expire(tx: &mut Tx, team: TeamId, job: &Job, id: UserId) -> Result<()> {
    if !due::finish(tx, job)? || of(tx, id)?.is_none_or(|end| end > tx.now()) {
        return Ok(());
    }
    tx.delete(&Expiration::at(id));
    change(tx, team, id, |user| {
        user.deleted = true;
        Ok(())
    })?;
    tokens::revoke_all(tx, id).map(drop)
}
