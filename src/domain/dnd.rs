//! Do not disturb: quiet for a while, and quiet every night.

use super::event::{Event, emit};
use super::{Actor, people, preferences};
use crate::base::id::{TeamId, UserId};
use crate::base::{Error, Result, limits};
use crate::store::records::preferences::{Preferences, QuietHours};
use crate::store::{Part, Tx, View};

const DAY: i64 = 86_400;

/// Whether somebody is quiet, and when next.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Info {
    /// There are quiet hours.
    pub enabled: bool,
    /// The current or next quiet hours begin, in seconds; 1 without any, as in Slack.
    pub next_start: u64,
    /// They end.
    pub next_end: u64,
    /// Quiet until then; 0 for not.
    pub snooze_until: u64,
}

impl Info {
    /// Whether the person is to be left alone at `now`.
    pub fn quiet(&self, now: u64) -> bool {
        self.snooze_until > now || (self.enabled && self.next_start <= now && now < self.next_end)
    }
}

/// Quiet for so many minutes. Holds the caller's part and the workspace's.
pub fn set_snooze(tx: &mut Tx, actor: &Actor, team: TeamId, minutes: u64) -> Result<Info> {
    if minutes == 0 {
        return Err(Error::invalid("missing_duration"));
    }
    if minutes > limits::SNOOZE_MINUTES {
        return Err(Error::limit("too_long"));
    }
    let until = tx.now().secs() + minutes * 60;
    change(tx, actor, team, |mine| {
        mine.snooze_until = until;
        Ok(())
    })
}

/// No longer quiet for a while. Holds the caller's part and the workspace's.
pub fn end_snooze(tx: &mut Tx, actor: &Actor, team: TeamId) -> Result<Info> {
    let now = tx.now().secs();
    change(tx, actor, team, |mine| {
        if mine.snooze_until <= now {
            return Err(Error::invalid("snooze_not_active"));
        }
        mine.snooze_until = 0;
        Ok(())
    })
}

/// No longer quiet, until the next quiet hours. Holds the caller's part and the workspace's.
pub fn end(tx: &mut Tx, actor: &Actor, team: TeamId) -> Result<Info> {
    let now = tx.now().secs();
    let info = info(tx, actor.user)?;
    if !info.quiet(now) {
        return Err(Error::invalid("not_in_dnd"));
    }
    change(tx, actor, team, |mine| {
        mine.snooze_until = 0;
        if info.enabled && info.next_start <= now {
            mine.awake_until = info.next_end;
        }
        Ok(())
    })
}

/// Whether somebody is quiet.
pub fn info(view: &View, user: UserId) -> Result<Info> {
    let offset = i64::from(people::get(view, user)?.tz_offset);
    Ok(of(&preferences::get(view, user)?, offset, view.now().secs()))
}

fn change(tx: &mut Tx, actor: &Actor, team: TeamId, edit: impl FnOnce(&mut Preferences) -> Result<()>) -> Result<Info> {
    let mut mine = preferences::get(tx, actor.user)?;
    edit(&mut mine)?;
    preferences::save(tx, actor, &mine, &Event::PreferencesChanged)?;
    emit(tx, Part::Team(team), &Event::DndChanged { user: actor.user })?;
    info(tx, actor.user)
}

fn of(mine: &Preferences, offset: i64, now: u64) -> Info {
    let snooze_until = if mine.snooze_until > now { mine.snooze_until } else { 0 };
    let Some(hours) = mine.quiet_hours else {
        return Info { enabled: false, next_start: 1, next_end: 1, snooze_until };
    };
    let from = now.max(mine.awake_until);
    let (next_start, next_end) = next(hours, offset, from as i64);
    Info { enabled: true, next_start, next_end, snooze_until }
}

/// The quiet hours that run at `now`, or else the next ones. Yesterday's may still run.
fn next(hours: QuietHours, offset: i64, now: i64) -> (u64, u64) {
    let local = now + offset;
    let today = local - local.rem_euclid(DAY);
    let length = (i64::from(hours.end) - i64::from(hours.start)).rem_euclid(24 * 60) * 60;
    let mut span = (0, 0);
    for day in [today - DAY, today, today + DAY] {
        let start = day + i64::from(hours.start) * 60 - offset;
        span = (start.max(0) as u64, (start + length).max(0) as u64);
        if start + length > now {
            break;
        }
    }
    span
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wednesday, 25 November 2026, 10:00:00 UTC.
    const NOW: u64 = 1_795_600_800;
    const HOUR: u64 = 3_600;

    fn night() -> Preferences {
        let quiet_hours = Some(QuietHours { start: 22 * 60, end: 8 * 60 });
        Preferences { quiet_hours, ..Preferences::default() }
    }

    #[test]
    fn the_next_night_begins_in_the_evening() {
        let info = of(&night(), 0, NOW);
        assert_eq!((info.next_start, info.next_end), (NOW + 12 * HOUR, NOW + 22 * HOUR));
        assert!(!info.quiet(NOW) && info.quiet(NOW + 12 * HOUR));
    }

    #[test]
    fn a_night_that_began_yesterday_still_runs() {
        let morning = NOW - 4 * HOUR;
        let info = of(&night(), 0, morning);
        assert_eq!((info.next_start, info.next_end), (NOW - 12 * HOUR, NOW - 2 * HOUR));
        assert!(info.quiet(morning));
    }

    #[test]
    fn a_night_ended_early_is_over() {
        let morning = NOW - 4 * HOUR;
        let mine = Preferences { awake_until: NOW - 2 * HOUR, ..night() };
        let info = of(&mine, 0, morning);
        assert_eq!(info.next_start, NOW + 12 * HOUR);
        assert!(!info.quiet(morning));
    }

    #[test]
    fn nights_are_those_of_the_person() {
        // 10:00 UTC is 23:00 in Auckland.
        let info = of(&night(), 13 * 3_600, NOW);
        assert_eq!((info.next_start, info.next_end), (NOW - HOUR, NOW + 9 * HOUR));
    }
}
