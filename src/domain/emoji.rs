//! Custom emoji: pictures by name, and other names for them.

use super::event::{Event, emit};
use super::{Actor, photos};
use crate::base::id::TeamId;
use crate::base::{Error, Result, emoji, limits, text, unless_damaged};
use crate::crypto::Scope;
use crate::store::records::emoji::Emoji;
use crate::store::records::photo::{PhotoKind, PhotoOf};
use crate::store::records::user::Role;
use crate::store::{Part, Place, Tx, View};

/// What an alias's address starts with, as in `emoji.list`.
const ALIAS: &str = "alias:";
/// What stands before the mark of a picture that is kept here. Its address is made when it is asked for, since it
/// begins with where this installation is reached now.
const PICTURE: &str = "picture:";
/// What stands before the mark in a picture's address.
pub const PATH: &str = "emoji";

/// Adds an emoji with its picture's address. Holds the workspace's part.
pub fn add(tx: &mut Tx, actor: &Actor, team: TeamId, name: &str, url: &str) -> Result<Emoji> {
    if !text::is_link(url) || url.starts_with("mailto:") {
        return Err(Error::invalid("error_no_image").because("a picture has an http or https address"));
    }
    put_new(tx, actor, team, name, url.to_owned())
}

/// Adds an emoji with its picture, which is kept as people's are. Holds the workspace's part.
pub fn add_picture(tx: &mut Tx, actor: &Actor, team: TeamId, name: &str, bytes: &[u8]) -> Result<Emoji> {
    if bytes.len() > limits::EMOJI_BYTES {
        return Err(
            Error::limit("too_large").because("the picture of an emoji has at most 128 KiB: scale it down first")
        );
    }
    // The moment goes into it, so that no two emoji share a picture and each can be removed without the other.
    let mark = tx.lookup("emoji picture", &[bytes, &tx.now().to_be_bytes()])?;
    let end = photos::keep(tx, PhotoOf::Emoji(mark), &mark, bytes)?;
    put_new(tx, actor, team, name, format!("{PICTURE}{end}"))
}

/// Where the picture of an emoji is, or whose other name it is, as `emoji.list` says it.
pub fn address(emoji: &Emoji, site: &str) -> String {
    match emoji.url.strip_prefix(PICTURE) {
        Some(mark) => format!("{site}/{PATH}/{mark}"),
        None => emoji.url.clone(),
    }
}

/// A picture that is kept here, by the mark in its address.
pub fn picture(view: &View, mark: &str) -> Result<(PhotoKind, Vec<u8>)> {
    const GONE: Error = Error::not_found("photo_not_found");
    photos::show(view, picture_of(mark).ok_or(GONE)?, mark)?.ok_or(GONE)
}

fn picture_of(mark: &str) -> Option<PhotoOf> {
    let mark = data_encoding::HEXLOWER.decode(mark.as_bytes()).ok()?;
    mark.try_into().ok().map(PhotoOf::Emoji)
}

/// Adds another name for an emoji. Holds the workspace's part.
///
/// The name behind it is that of a custom one or of one that everybody has. Since it is there before the alias, and the
/// alias takes a free name, none leads in a circle.
pub fn add_alias(tx: &mut Tx, actor: &Actor, team: TeamId, name: &str, target: &str) -> Result<Emoji> {
    const INVALID: Error = Error::invalid("error_invalid_alias");
    check_free(tx, &text::composed(bare(name)))?;
    let target = emoji::canonical(bare(target));
    // An alias of an alias leads to the picture, so that clients follow one step only.
    let of = match get(tx, &target)? {
        Some(known) => known.url.strip_prefix(ALIAS).map_or(known.name, emoji::canonical),
        None => target,
    };
    let there = match get(tx, &of)? {
        Some(picture) => !picture.url.starts_with(ALIAS),
        None => emoji::known(&of).is_some(),
    };
    if !there {
        return Err(INVALID.because("an alias is another name for a custom emoji or for one that everybody has"));
    }
    put_new(tx, actor, team, name, format!("{ALIAS}{of}"))
}

/// Removes an emoji and the aliases that lead to it. Who added it and administrators may. Holds the workspace's part.
pub fn remove(tx: &mut Tx, actor: &Actor, team: TeamId, name: &str) -> Result<()> {
    let name = bare(name);
    let (place, emoji) = owned(tx, actor, name)?.ok_or(Error::not_found("emoji_not_found"))?;
    let name = emoji.name.as_str();
    tx.delete(&place);
    told(tx, team, name, false)?;
    if emoji.url.starts_with(ALIAS) {
        return Ok(());
    }
    if let Some(of) = emoji.url.strip_prefix(PICTURE).and_then(picture_of) {
        photos::clear(tx, of)?;
    }
    for alias in aliases(tx, name)? {
        if let Some((place, _)) = Emoji::find(tx, &alias.name)? {
            tx.delete(&place);
        }
        told(tx, team, &alias.name, false)?;
    }
    Ok(())
}

/// Gives an emoji another name; its aliases follow. Who added it and administrators may. Holds the workspace's part.
pub fn rename(tx: &mut Tx, actor: &Actor, team: TeamId, name: &str, new: &str) -> Result<Emoji> {
    let (name, new) = (bare(name), &text::composed(bare(new)));
    let (old_place, mut emoji) = owned(tx, actor, name)?.ok_or(Error::not_found("error_invalid_emoji_to_rename"))?;
    check_free(tx, new)?;
    let place = Emoji::at(tx, new)?;
    tx.delete(&old_place);
    let name = &std::mem::replace(&mut emoji.name, new.clone());
    tx.put(&place, &emoji)?;
    for alias in aliases(tx, name)? {
        let Some((place, _)) = Emoji::find(tx, &alias.name)? else { continue };
        tx.put(&place, &Emoji { url: format!("{ALIAS}{new}"), ..alias })?;
    }
    told(tx, team, name, false)?;
    told(tx, team, new, true)?;
    Ok(emoji)
}

/// The one name of an emoji, as a reaction has it: an alias is what it leads to, and a picture of our own has no skin tone.
/// Nothing for a name that nobody has.
pub fn canonical(view: &View, name: &str) -> Result<Option<String>> {
    let name = emoji::canonical(name);
    let (bare, tone) = emoji::split(&name);
    if emoji::known(bare).is_some() {
        return Ok(Some(name));
    }
    // A record that is damaged leads nowhere; the message does not suffer from it.
    let Some(custom) = unless_damaged(get(view, bare)).transpose()?.flatten() else { return Ok(None) };
    Ok(Some(match custom.url.strip_prefix(ALIAS) {
        Some(target) if emoji::known(target).is_some() => emoji::canonical(&format!("{target}{tone}")),
        Some(target) => target.to_owned(),
        None => custom.name,
    }))
}

/// All custom emoji, by name. An alias that stands over an emoji everybody has, as was possible before, is not
/// among them; it can be removed.
pub fn list(view: &View) -> Result<Vec<Emoji>> {
    let mut all: Vec<Emoji> = view.all(&Scope::Directory, Emoji::prefix())?;
    all.retain(|emoji| !emoji.url.starts_with(ALIAS) || emoji::known(&emoji.name).is_none());
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all)
}

/// A custom emoji by name.
pub fn get(view: &View, name: &str) -> Result<Option<Emoji>> {
    Ok(Emoji::find(view, name)?.map(|(_, emoji)| emoji))
}

fn put_new(tx: &mut Tx, actor: &Actor, team: TeamId, name: &str, url: String) -> Result<Emoji> {
    let name = &text::composed(bare(name));
    if actor.role == Role::Guest {
        return Err(Error::denied("user_is_restricted"));
    }
    check_free(tx, name)?;
    if tx.count(Emoji::prefix().prefix(), limits::CUSTOM_EMOJI)? >= limits::CUSTOM_EMOJI {
        return Err(Error::limit("emoji_limit_reached"));
    }
    let mine = || list(tx).map(|all| all.iter().filter(|emoji| emoji.creator == actor.user).count());
    if !actor.is_admin() && mine()? >= limits::EMOJI_PER_PERSON {
        return Err(
            Error::limit("emoji_limit_reached").because("one member adds 500 emoji at most; remove some of yours")
        );
    }
    let emoji = Emoji { name: name.to_owned(), url, creator: actor.user, created: tx.now() };
    let place = Emoji::at(tx, name)?;
    tx.put(&place, &emoji)?;
    told(tx, team, name, true)?;
    Ok(emoji)
}

fn check_free(tx: &Tx, name: &str) -> Result<()> {
    if name.is_empty() {
        return Err(Error::invalid("error_missing_name"));
    }
    if name.chars().any(char::is_uppercase) {
        return Err(Error::invalid("error_lower_case_names_only"));
    }
    if !text::is_emoji_name(name) || name.contains(':') {
        return Err(Error::invalid("error_bad_name_i18n"));
    }
    if emoji::known(&text::folded(name)).is_some() {
        return Err(Error::invalid("error_name_taken_i18n").because("everybody has an emoji by that name"));
    }
    match get(tx, name)? {
        Some(_) => Err(Error::invalid("error_name_taken")),
        None => Ok(()),
    }
}

fn owned(tx: &Tx, actor: &Actor, name: &str) -> Result<Option<(Place<Emoji>, Emoji)>> {
    match Emoji::find(tx, name)? {
        Some((_, emoji)) if emoji.creator != actor.user && !actor.is_admin() => Err(Error::denied("not_an_admin")),
        found => Ok(found),
    }
}

fn aliases(tx: &Tx, name: &str) -> Result<Vec<Emoji>> {
    let url = format!("{ALIAS}{name}");
    Ok(list(tx)?.into_iter().filter(|emoji| emoji.url == url).collect())
}

/// The name without the colons people put around it.
fn bare(name: &str) -> &str {
    name.trim().trim_matches(':')
}

fn told(tx: &mut Tx, team: TeamId, name: &str, added: bool) -> Result<()> {
    emit(tx, Part::Team(team), &Event::EmojiChanged { name: name.to_owned(), added })
}
