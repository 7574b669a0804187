//! Preferences: what a person sets for themselves, in general and for one channel.

use super::Actor;
use super::event::{Event, emit};
use crate::base::id::{ChannelId, TeamId, UserId};
use crate::base::{Error, Result, limits, unless_damaged};
use crate::store::records::member::{Membership, Notify};
use crate::store::records::preferences::{Preferences, QuietHours};
use crate::store::{Part, Tx, View};

/// The preferences that make quiet hours: three by the names Slack gives them, and the days outside which all is quiet.
const QUIET: [&str; 4] = ["dnd_enabled", "dnd_start_hour", "dnd_end_hour", "dnd_days"];
/// Quiet hours without times, in minutes: 22:00 to 8:00, Slack's own.
const QUIET_DEFAULT: QuietHours = QuietHours { start: 22 * 60, end: 8 * 60 };

/// The days of the week on which somebody can be reached outside their quiet hours.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Days(u8);

impl Days {
    const ALL: Self = Self(0b0111_1111);

    /// Whether a day is among them, counted from 1 January 1970, a Thursday.
    pub fn has(self, day: i64) -> bool {
        self.0 & (1 << (day + 3).rem_euclid(7)) != 0
    }

    /// Reads `[1,2,3,4,5]`: Monday is 1. Nobody is unreachable for ever.
    fn parse(text: &str) -> Option<Self> {
        let days: Vec<u8> = serde_json::from_str(text).ok()?;
        let good = !days.is_empty() && days.iter().all(|day| (1..=7).contains(day));
        good.then(|| Self(days.iter().fold(0, |all, day| all | 1 << (day - 1))))
    }
}

/// The days somebody has chosen; all of them until they do.
pub(super) fn days(mine: &Preferences) -> Days {
    mine.values.get(QUIET[3]).and_then(|text| Days::parse(text)).unwrap_or(Days::ALL)
}

/// What a person has set. What can't be read counts as never set: one damaged record keeps nobody out.
pub fn get(view: &View, user: UserId) -> Result<Preferences> {
    let known = unless_damaged(view.get(&Preferences::at(user))).transpose()?;
    Ok(known.flatten().unwrap_or_default())
}

/// Sets preferences by name; values are JSON texts, and `null` takes one back. Holds the caller's part and the
/// workspace's, where others are told of new quiet hours.
pub fn set(tx: &mut Tx, actor: &Actor, team: TeamId, values: &[(String, String)]) -> Result<Preferences> {
    let mut mine = get(tx, actor.user)?;
    for (name, value) in values {
        check_name(name)?;
        match value.as_str() {
            "null" => drop(mine.values.remove(name)),
            _ => drop(mine.values.insert(name.clone(), value.clone())),
        }
    }
    let bytes: usize = mine.values.iter().map(|(name, value)| name.len() + value.len() + 8).sum();
    if mine.values.len() > limits::PREFERENCES_PER_PERSON || bytes > limits::PREFERENCES_BYTES {
        return Err(Error::limit("limit_exceeded").because("preferences hold 256 values and 48 KiB in all"));
    }
    if values.iter().any(|(name, _)| QUIET.contains(&name.as_str())) {
        mine.quiet_hours = quiet_hours(&mine)?;
        emit(tx, Part::Team(team), &Event::DndChanged { user: actor.user })?;
    }
    save(tx, actor, &mine, &Event::PreferencesChanged)?;
    Ok(mine)
}

/// Shows the caller as away though they are connected, or no longer. Holds the caller's part.
pub fn set_away(tx: &mut Tx, actor: &Actor, away: bool) -> Result<()> {
    let mut mine = get(tx, actor.user)?;
    if mine.manual_away == away {
        return Ok(());
    }
    mine.manual_away = away;
    save(tx, actor, &mine, &Event::ManualPresence { away })
}

/// What is to be changed about one channel; `None` leaves it as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct ChannelChange {
    /// Shown quiet.
    pub muted: Option<bool>,
    /// What makes a noise.
    pub notify: Option<Notify>,
    /// At the top of the sidebar.
    pub starred: Option<bool>,
}

/// Sets the caller's preferences of a channel they are in. Holds the caller's part.
pub fn set_channel(tx: &mut Tx, actor: &Actor, channel: ChannelId, change: ChannelChange) -> Result<Membership> {
    let place = Membership::at(tx, actor.user, channel)?;
    let mut mine = tx.get(&place)?.ok_or(super::access::CHANNEL_NOT_FOUND)?;
    mine.muted = change.muted.unwrap_or(mine.muted);
    mine.notify = change.notify.unwrap_or(mine.notify);
    mine.starred = change.starred.unwrap_or(mine.starred);
    tx.put(&place, &mine)?;
    emit(tx, Part::Person(actor.user), &Event::PreferencesChanged)?;
    Ok(mine)
}

pub(super) fn save(tx: &mut Tx, actor: &Actor, mine: &Preferences, event: &Event) -> Result<()> {
    tx.put(&Preferences::at(actor.user), mine)?;
    emit(tx, Part::Person(actor.user), event)
}

fn check_name(name: &str) -> Result<()> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | ':');
    let good = !name.is_empty() && name.len() <= limits::PREFERENCE_NAME_BYTES && name.chars().all(fits);
    if good { Ok(()) } else { Err(Error::invalid("invalid_name")) }
}

fn quiet_hours(mine: &Preferences) -> Result<Option<QuietHours>> {
    if mine.values.get(QUIET[0]).map(String::as_str) != Some("true") {
        return Ok(None);
    }
    let minutes = |name: &str, default: u16| match mine.values.get(name) {
        Some(text) => minutes_of_day(text).ok_or(Error::invalid("invalid_arguments").because("a time is like 22:00")),
        None => Ok(default),
    };
    if mine.values.get(QUIET[3]).is_some_and(|text| Days::parse(text).is_none()) {
        return Err(Error::invalid("invalid_arguments").because("days are a list such as [1,2,3,4,5], Monday is 1"));
    }
    let hours =
        QuietHours { start: minutes(QUIET[1], QUIET_DEFAULT.start)?, end: minutes(QUIET[2], QUIET_DEFAULT.end)? };
    Ok(Some(hours))
}

/// Minutes after midnight of a JSON text such as `"22:00"`.
fn minutes_of_day(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim_matches('"').split_once(':')?;
    let number = |s: &str| (!s.is_empty() && s.len() <= 2).then(|| s.parse::<u16>().ok())?;
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}
