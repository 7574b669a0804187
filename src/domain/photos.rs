//! Pictures of people and custom emoji: taken as they are, bounded, and shown to those who may know what they are of.
//!
//! Nothing is decoded or scaled in this process: a decoder is the classic way in, and browsers scale well. How much a
//! browser will have to decode is judged before a picture is kept (`pictures`).

use super::{Actor, apps, identicon, people, pictures};
use crate::base::id::{BotId, TeamId, UserId};
use crate::base::{Error, Result, limits};
use crate::store::records::photo::{Photo, PhotoKind, PhotoOf, PhotoPart};
use crate::store::records::user::User;
use crate::store::{Tx, View};

/// What stands before person and mark in the address of a person's picture.
pub const PATH: &str = "avatars";

const GONE: Error = Error::not_found("photo_not_found");

/// Gives the caller a picture, at an address below `site`. Holds the workspace's part.
pub fn set(tx: &mut Tx, actor: &Actor, team: TeamId, site: &str, bytes: &[u8]) -> Result<User> {
    if bytes.len() > limits::PHOTO_BYTES {
        return Err(Error::limit("too_large").because("a picture has at most 256 KiB: scale it down first"));
    }
    let user = actor.user;
    let mark = tx.lookup("photo", &[user.as_bytes(), bytes])?;
    let mark = keep(tx, PhotoOf::Person(user), &mark, bytes)?;
    let address = format!("{site}/{PATH}/{user}/{mark}");
    people::change(tx, team, user, |user| {
        user.profile.image = Some(address);
        Ok(())
    })
}

/// Takes the caller's picture away. Holds the workspace's part.
pub fn remove(tx: &mut Tx, actor: &Actor, team: TeamId) -> Result<User> {
    clear(tx, PhotoOf::Person(actor.user))?;
    people::change(tx, team, actor.user, |user| {
        user.profile.image = None;
        Ok(())
    })
}

/// A person's picture, for a caller who may know the person and has its address.
pub fn read(view: &View, actor: &Actor, user: UserId, mark: &str) -> Result<(PhotoKind, Vec<u8>)> {
    people::seeing(view, actor, user).map_err(|e| e.named(GONE))?;
    show(view, PhotoOf::Person(user), mark)?.ok_or(GONE)
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

/// Keeps a picture in place of the one before, and gives the end of its address. How many bytes it may have is for the caller.
pub fn keep(tx: &mut Tx, of: PhotoOf, mark: &[u8; 16], bytes: &[u8]) -> Result<String> {
    let kind = pictures::judge(bytes)?;
    clear(tx, of)?;
    let mut parts = 0;
    for part in bytes.chunks(limits::PHOTO_PART_BYTES) {
        tx.put(&Photo::part(of, parts), &PhotoPart { bytes: part.to_vec() })?;
        parts += 1;
    }
    let mark = data_encoding::HEXLOWER.encode(mark);
    tx.put(&Photo::at(of), &Photo { mark: mark.clone(), kind, parts })?;
    Ok(mark)
}

/// A picture by the end of its address.
pub fn show(view: &View, of: PhotoOf, mark: &str) -> Result<Option<(PhotoKind, Vec<u8>)>> {
    let Some(photo) = view.get(&Photo::at(of))?.filter(|photo| photo.mark == mark) else { return Ok(None) };
    let mut bytes = Vec::new();
    for number in 0..photo.parts {
        let part = view.get(&Photo::part(of, number))?;
        bytes.extend(part.ok_or_else(|| Error::internal("a picture has lost a row"))?.bytes);
    }
    Ok(Some((photo.kind, bytes)))
}

/// Takes a picture away, if there is one.
pub fn clear(tx: &mut Tx, of: PhotoOf) -> Result<()> {
    if let Some(photo) = tx.get(&Photo::at(of))? {
        (0..photo.parts).for_each(|number| tx.delete(&Photo::part(of, number)));
        tx.delete(&Photo::at(of));
    }
    Ok(())
}
