//! People and bot users: finding, changing, logging in.

use super::event::{Event, emit};
use super::{Actor, memberships};
use crate::base::id::{TeamId, UserId};
use crate::base::{Error, Kind as Failure, Result, limits, text, unless_damaged};
use crate::crypto::Scope;
use crate::store::records::listing::{Kind, Listing};
use crate::store::records::lookup::{Lookup, Name};
use crate::store::records::user::{Credential, Role, User};
use crate::store::{Order, Part, Tx, View};

/// The error for somebody who is not there.
pub const USER_NOT_FOUND: Error = Error::not_found("user_not_found");

/// Handles that call everybody.
const RESERVED: [&str; 4] = ["channel", "everyone", "group", "here"];

/// Refuses what can be nobody's handle: letters of any script with their marks, digits and three signs, as it is kept.
pub fn check_handle(name: &str) -> Result<()> {
    let name = text::small(name);
    let short = !name.is_empty() && name.chars().count() <= limits::HANDLE_CHARS;
    if short && text::is_name(&name, "-_.") && !name.starts_with('.') && !RESERVED.contains(&name.as_str()) {
        return Ok(());
    }
    let words = "a handle has 1 to 40 letters, digits, dots, - and _, begins with no dot, and calls nobody else";
    Err(Error::invalid("invalid_handle").because(words))
}

/// A user by id.
pub fn get(view: &View, id: UserId) -> Result<User> {
    view.get(&User::at(id))?.ok_or(USER_NOT_FOUND)
}

/// A user the caller may know of: a guest knows only people they share a channel with.
pub fn seeing(view: &View, actor: &Actor, id: UserId) -> Result<User> {
    if actor.role == Role::Guest && id != actor.user && !memberships::share_a_channel(view, actor.user, id)? {
        return Err(USER_NOT_FOUND);
    }
    get(view, id)
}

/// A user by address or handle.
pub fn find(view: &View, kind: Name, text: &str) -> Result<User> {
    let found = Lookup::find(view, kind, text)?;
    let id = found.and_then(|(_, l)| UserId::parse(&l.id)).ok_or(USER_NOT_FOUND)?;
    get(view, id)
}

/// Everybody of the workspace in the order they came, each with the cursor behind them.
pub fn list<'v, 'a>(
    view: &'v View<'a>,
    after: Option<&[u8]>,
) -> impl Iterator<Item = Result<(Vec<u8>, User)>> + use<'v, 'a> {
    listing(view, Kind::Users, after, |view, id| UserId::parse(id).map(|id| get(view, id)).transpose())
}

/// What a listing names, each with the cursor behind it, read a few at a time. What is not there, or damaged, is
/// passed over.
pub fn listing<'v, 'a, R>(
    view: &'v View<'a>,
    kind: Kind,
    after: Option<&[u8]>,
    load: fn(&View, &str) -> Result<Option<R>>,
) -> impl Iterator<Item = Result<(Vec<u8>, R)>> + use<'v, 'a, R> {
    let (mut from, to) = Listing::prefix(kind).prefix();
    let start = from.len();
    if let Some(after) = after {
        from.extend_from_slice(after);
        from.push(0);
    }
    let lines = view.each::<Listing>(Scope::Directory, (from, to), Order::Ascending);
    lines.filter_map(move |line| {
        let loaded = line.and_then(|(key, line)| Ok((key[start..].to_vec(), load(view, &line.id)?)));
        unless_damaged(loaded)?.map(|(cursor, record)| record.map(|record| (cursor, record))).transpose()
    })
}

/// Changes a user's record and tells the workspace. Holds the workspace's part.
pub fn change(tx: &mut Tx, team: TeamId, id: UserId, edit: impl FnOnce(&mut User) -> Result<()>) -> Result<User> {
    let mut user = get(tx, id)?;
    edit(&mut user)?;
    user.updated = tx.now();
    tx.put(&User::at(id), &user)?;
    emit(tx, Part::Team(team), &Event::UserChanged { user: id })?;
    Ok(user)
}

/// Says where a person's clock stands: the zone's name, and how many seconds it is ahead of UTC. The rules of the
/// zone count; the seconds only where a store has a name that is not known. Holds the workspace's part.
pub fn set_zone(tx: &mut Tx, team: TeamId, id: UserId, zone: &str, offset: i32) -> Result<User> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
    if zone.is_empty() || zone.len() > limits::ZONE_BYTES || !zone.chars().all(fits) {
        return Err(Error::invalid("invalid_timezone").because("a time zone is named like Europe/Berlin"));
    }
    let unknown =
        Error::invalid("invalid_timezone").because("no zone has this name; they are named like Europe/Berlin");
    let zone = super::zone::spelt(zone).ok_or(unknown)?;
    if !limits::ZONE_OFFSET_SECS.contains(&offset) {
        return Err(Error::invalid("invalid_timezone").because("no clock is further than 14 hours from UTC"));
    }
    let known = get(tx, id)?;
    if known.tz == zone && known.tz_offset == offset {
        return Ok(known);
    }
    change(tx, team, id, |user| {
        zone.clone_into(&mut user.tz);
        user.tz_offset = offset;
        Ok(())
    })
}

/// Gives a person another address to log in with; nobody else may have it. The caller writes the record.
pub(super) fn move_email(tx: &mut Tx, user: &mut User, email: &str) -> Result<()> {
    check_email(email)?;
    if let Some(old) = &user.email
        && let Some((place, _)) = Lookup::find(tx, Name::Email, old)?
    {
        tx.delete(&place);
    }
    claim(tx, Name::Email, email, user.id, "email_taken")?;
    user.email = Some(text::composed(email));
    Ok(())
}

/// Whether the workspace has nobody yet.
pub fn nobody(view: &View) -> Result<bool> {
    Ok(view.count(Listing::prefix(Kind::Users).prefix(), 1)? == 0)
}

/// Makes a handle or an address somebody's; nobody else may have it.
pub(super) fn claim(tx: &mut Tx, kind: Name, word: &str, id: UserId, taken: &'static str) -> Result<()> {
    let fits = !word.is_empty() && word.chars().count() <= limits::PROFILE_FIELD_CHARS;
    // Handles and addresses have signs of their own; what nobody sees has no place in either.
    if !fits || !text::is_seen(word) {
        return Err(Error::invalid("invalid_name"));
    }
    if Lookup::find(tx, kind, word)?.is_some_and(|(_, holder)| holder.id != id.to_string()) {
        return Err(Error::invalid(taken));
    }
    let place = Lookup::named(tx, kind, word)?;
    tx.put(&place, &Lookup { id: id.to_string() })
}

/// Whether a text has the shape of an address.
pub fn check_email(email: &str) -> Result<()> {
    let good = email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
    if good && email.len() <= limits::EMAIL_BYTES && !email.contains(char::is_whitespace) && text::is_seen(email) {
        Ok(())
    } else {
        Err(Error::invalid("invalid_email"))
    }
}

/// Sets a password already hashed.
pub fn set_password(tx: &mut Tx, id: UserId, hash: String) -> Result<()> {
    get(tx, id)?;
    tx.put(&Credential::at(id), &Credential { hash })
}

/// The person an address belongs to and their password's hash.
pub fn credential(view: &View, email: &str) -> Result<Option<(User, Credential)>> {
    let user = match find(view, Name::Email, email) {
        Err(e) if e.kind == Failure::NotFound => return Ok(None),
        found => found?,
    };
    Ok(credential_of(view, user.id)?.map(|credential| (user, credential)))
}

/// A person's password's hash; bots and some imported people have none.
pub fn credential_of(view: &View, id: UserId) -> Result<Option<Credential>> {
    view.get(&Credential::at(id))
}
