//! Pictures of people: their own one or the one drawn from their id, at an address below the installation's, and shown to
//! those who may know the person.

use super::{Actor, apps, identicon, people, photos};
use crate::base::id::{BotId, TeamId, UserId};
use crate::base::{Error, Result, limits};
use crate::store::records::photo::{PhotoKind, PhotoOf};
use crate::store::records::user::User;
use crate::store::{Tx, View};

/// What stands before person and mark in the address of a person's picture.
pub const PATH: &str = "avatars";

/// What stands in place of the mark where the picture is drawn.
pub const FILE: &str = "drawn.png";

const GONE: Error = Error::not_found("photo_not_found");

/// Gives the caller a picture, at an address below `site`. Holds the workspace's part.
pub fn set(tx: &mut Tx, actor: &Actor, team: TeamId, site: &str, bytes: &[u8]) -> Result<User> {
    if bytes.len() > limits::PHOTO_BYTES {
        return Err(Error::limit("too_large").because("a picture has at most 256 KiB: scale it down first"));
    }
    let user = actor.user;
    let mark = tx.lookup("photo", &[user.as_bytes(), bytes])?;
    let mark = photos::keep(tx, PhotoOf::Person(user), &mark, bytes)?;
    let address = format!("{site}/{PATH}/{user}/{mark}");
    people::change(tx, team, user, |user| {
        user.profile.image = Some(address);
        Ok(())
    })
}

/// Takes the caller's picture away. Holds the workspace's part.
pub fn remove(tx: &mut Tx, actor: &Actor, team: TeamId) -> Result<User> {
    photos::clear(tx, PhotoOf::Person(actor.user))?;
    people::change(tx, team, actor.user, |user| {
        user.profile.image = None;
        Ok(())
    })
}

/// A person's picture, for a caller who may know the person and has its address.
pub fn read(view: &View, actor: &Actor, user: UserId, mark: &str) -> Result<(PhotoKind, Vec<u8>)> {
    people::seeing(view, actor, user).map_err(|e| e.named(GONE))?;
    photos::show(view, PhotoOf::Person(user), mark)?.ok_or(GONE)
}

/// The picture drawn from the id of a person, a bot or the workspace, for a caller who may know them.
pub fn drawn(view: &View, actor: &Actor, team: TeamId, id: &str) -> Result<(PhotoKind, Vec<u8>)> {
    match (UserId::parse(id), BotId::parse(id)) {
        (Some(user), _) => people::seeing(view, actor, user).map(drop).map_err(|e| e.named(GONE))?,
        (_, Some(bot)) => apps::seeing_bot(view, actor, bot).map(drop).map_err(|e| e.named(GONE))?,
        _ if TeamId::parse(id) == Some(team) => {}
        _ => return Err(GONE),
    }
    Ok((PhotoKind::Png, identicon::draw(id)?))
}

/// The address of the picture drawn from an id, on an installation reached at `site`.
pub fn address(site: &str, id: impl std::fmt::Display) -> String {
    format!("{site}/{PATH}/{id}/{FILE}")
}
