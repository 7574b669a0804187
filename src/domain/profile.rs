//! What people say of themselves: names, title, status. A status with an end is cleared by a job.

use super::event::{Event, emit};
use super::{Actor, due, people};
use crate::base::id::{TeamId, UserId};
use crate::base::{Error, Result, Ts, limits, text};
use crate::store::records::job::{Job, Task};
use crate::store::records::user::{Profile, Role, User};
use crate::store::{Part, Tx, View};

/// The emoji of a status that was set without one, as in Slack.
const STATUS_EMOJI: &str = ":speech_balloon:";

/// What is to be changed; `None` leaves a field as it is.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Full name.
    pub real_name: Option<String>,
    /// The part of the full name before the first space.
    pub first_name: Option<String>,
    /// The rest of it.
    pub last_name: Option<String>,
    /// What others see first.
    pub display_name: Option<String>,
    /// Job title.
    pub title: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Pronouns.
    pub pronouns: Option<String>,
    /// Status text.
    pub status_text: Option<String>,
    /// Status emoji, with colons.
    pub status_emoji: Option<String>,
    /// When the status ends, in seconds; 0 for never.
    pub status_expiration: Option<u64>,
    /// The address they log in with; administrators only.
    pub email: Option<String>,
}

/// Changes somebody's profile: one's own, or as an administrator another's. Holds the workspace's part.
pub fn set(tx: &mut Tx, actor: &Actor, team: TeamId, id: UserId, change: &Change) -> Result<User> {
    let mut user = people::seeing(tx, actor, id)?;
    allowed(actor, &user, change)?;
    let old_end = user.profile.status_expiration;
    names(&mut user.profile, change)?;
    status(&mut user.profile, change)?;
    for (field, new) in [
        (&mut user.profile.title, &change.title),
        (&mut user.profile.phone, &change.phone),
        (&mut user.profile.pronouns, &change.pronouns),
    ] {
        if let Some(new) = new {
            *field = line(new)?;
        }
    }
    if let Some(email) = &change.email {
        people::move_email(tx, &mut user, email)?;
    }
    end_status_at(tx, id, old_end, user.profile.status_expiration)?;
    save(tx, team, user)
}

/// Clears a status whose time is over, and ends the job. Holds the workspace's part.
pub fn expire(tx: &mut Tx, team: TeamId, job: &Job, id: UserId) -> Result<()> {
    if !due::finish(tx, job)? {
        return Ok(());
    }
    let mut user = people::get(tx, id)?;
    let end = user.profile.status_expiration;
    if end == 0 || end > tx.now().secs() {
        return Ok(());
    }
    clear_status(&mut user.profile);
    save(tx, team, user).map(drop)
}

/// Whose profile the caller may see: anybody's they may know of.
pub fn get(view: &View, actor: &Actor, id: UserId) -> Result<User> {
    people::seeing(view, actor, id)
}

fn save(tx: &mut Tx, team: TeamId, mut user: User) -> Result<User> {
    user.updated = tx.now();
    tx.put(&User::at(user.id), &user)?;
    emit(tx, Part::Team(team), &Event::UserChanged { user: user.id })?;
    Ok(user)
}

fn allowed(actor: &Actor, user: &User, change: &Change) -> Result<()> {
    let admin = actor.is_admin() && actor.bot.is_none();
    if user.id != actor.user {
        if !admin {
            return Err(Error::denied("not_admin"));
        }
        if user.role >= Role::Admin && actor.role < Role::Owner || user.primary_owner {
            return Err(Error::denied("cannot_update_admin_user"));
        }
    }
    if change.email.is_some() && (!admin || user.bot.is_some()) {
        return Err(Error::denied("not_admin").because("only an administrator changes addresses"));
    }
    Ok(())
}

fn names(profile: &mut Profile, change: &Change) -> Result<()> {
    let (first, last) = profile.real_name.split_once(' ').unwrap_or((&profile.real_name, ""));
    if change.first_name.is_some() || change.last_name.is_some() {
        let (first, last) =
            (change.first_name.as_deref().unwrap_or(first), change.last_name.as_deref().unwrap_or(last));
        profile.real_name = name(format!("{first} {last}").trim())?;
    }
    if let Some(real) = &change.real_name {
        profile.real_name = name(real)?;
    }
    if let Some(display) = &change.display_name {
        profile.display_name = name(display)?;
    }
    Ok(())
}

/// A name that a person may have.
pub(super) fn name(value: &str) -> Result<String> {
    let value = line(value)?;
    if value.starts_with('@') {
        return Err(Error::invalid("invalid_starts_with_at"));
    }
    if value.contains("://") {
        return Err(Error::invalid("name_not_allowed"));
    }
    let lower = value.to_lowercase();
    match ["channel", "here", "everyone", "group", "slackbot"].contains(&lower.as_str()) {
        true => Err(Error::invalid("reserved_name")),
        false => Ok(value),
    }
}

/// One line of a profile.
fn line(value: &str) -> Result<String> {
    let value = text::line(value);
    if value.chars().count() > limits::PROFILE_FIELD_CHARS {
        return Err(Error::invalid("profile_set_failed").because("a profile field is one line of 256 characters"));
    }
    Ok(value)
}

fn status(profile: &mut Profile, change: &Change) -> Result<()> {
    if change.status_text.is_none() && change.status_emoji.is_none() && change.status_expiration.is_none() {
        return Ok(());
    }
    if let Some(words) = &change.status_text {
        if words.chars().count() > limits::STATUS_CHARS {
            return Err(Error::limit("too_long"));
        }
        profile.status_text = line(words)?;
    }
    if let Some(emoji) = &change.status_emoji {
        if !emoji.is_empty() && !text::is_emoji(emoji) {
            return Err(Error::invalid("invalid_emoji_not_allowed"));
        }
        emoji.clone_into(&mut profile.status_emoji);
    }
    match (profile.status_text.is_empty(), profile.status_emoji.is_empty()) {
        (true, true) => clear_status(profile),
        (false, true) => STATUS_EMOJI.clone_into(&mut profile.status_emoji),
        _ => {}
    }
    // A new status without an end has none; the old one's end was for the old one.
    let kept = !profile.status_emoji.is_empty();
    profile.status_expiration = change.status_expiration.filter(|_| kept).unwrap_or_default();
    Ok(())
}

fn clear_status(profile: &mut Profile) {
    profile.status_text.clear();
    profile.status_emoji.clear();
    profile.status_expiration = 0;
}

fn end_status_at(tx: &mut Tx, user: UserId, old: u64, new: u64) -> Result<()> {
    if old == new {
        return Ok(());
    }
    if old > 0 {
        due::cancel(tx, Ts::from_secs(old), Task::ClearStatus { user })?;
    }
    match new {
        0 => Ok(()),
        end => due::queue(tx, Ts::from_secs(end), Task::ClearStatus { user }),
    }
}
