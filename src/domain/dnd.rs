//! Do not disturb: quiet for a while, quiet every night, and quiet on days off.

use super::event::{Event, emit};
use super::zone::Zone;
use super::{Actor, people, preferences};
use crate::base::id::{TeamId, UserId};
use crate::base::{Error, Result, limits};
use crate::store::records::preferences::{Preferences, QuietHours};
use crate::store::{Part, Tx, View};
use preferences::Days;
use std::cmp::Ordering;

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
        self.snooze_until > now || self.in_hours(now)
    }

    /// Whether the quiet hours run.
    fn in_hours(&self, now: u64) -> bool {
        self.enabled && self.next_start <= now && now < self.next_end
    }

    /// What others see: a pause looks like quiet hours that run, so that they know when somebody is back.
    #[must_use]
    pub fn to_others(self, now: u64) -> Self {
        if self.snooze_until <= now {
            return self;
        }
        let next_end = if self.in_hours(now) { self.next_end.max(self.snooze_until) } else { self.snooze_until };
        Self { enabled: true, next_start: now, next_end, snooze_until: 0 }
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
    let zone = Zone::of(&people::get(view, user)?);
    Ok(of(&preferences::get(view, user)?, &zone, view.now().secs()))
}

fn change(tx: &mut Tx, actor: &Actor, team: TeamId, edit: impl FnOnce(&mut Preferences) -> Result<()>) -> Result<Info> {
    let mut mine = preferences::get(tx, actor.user)?;
    edit(&mut mine)?;
    preferences::save(tx, actor, &mine, &Event::PreferencesChanged)?;
    emit(tx, Part::Team(team), &Event::DndChanged { user: actor.user })?;
    info(tx, actor.user)
}

fn of(mine: &Preferences, zone: &Zone, now: u64) -> Info {
    let snooze_until = if mine.snooze_until > now { mine.snooze_until } else { 0 };
    let from = now.max(mine.awake_until) as i64;
    let span = mine.quiet_hours.and_then(|hours| next(hours, preferences::days(mine), zone, from));
    match span {
        Some((next_start, next_end)) => Info { enabled: true, next_start, next_end, snooze_until },
        None => Info { enabled: false, next_start: 1, next_end: 1, snooze_until },
    }
}

/// The quiet time that runs at `now`, or else the next one: what lies between the times one can be reached.
fn next(hours: QuietHours, days: Days, zone: &Zone, now: i64) -> Option<(u64, u64)> {
    let today = (now + zone.offset(now)).div_euclid(DAY);
    let (start, end) = (i64::from(hours.start) * 60, i64::from(hours.end) * 60);
    let mut quiet_from = None;
    // A week back and ahead: with a single working day, quiet lasts that long.
    for day in (today - 8..today + 9).filter(|day| days.has(*day)) {
        let reachable = match start.cmp(&end) {
            Ordering::Less => [(0, start), (end, DAY)],
            Ordering::Equal => [(0, DAY), (DAY, DAY)],
            Ordering::Greater => [(end, start), (start, start)],
        };
        for (from, to) in reachable.into_iter().filter(|(from, to)| from < to) {
            let (from, to) = (zone.moment(day * DAY + from), zone.moment(day * DAY + to));
            if let Some(quiet_from) = quiet_from.filter(|quiet_from| *quiet_from < from && now < from) {
                return Some((i64::max(quiet_from, 0) as u64, i64::max(from, 0) as u64));
            }
            quiet_from = Some(to);
        }
    }
    None
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
        let info = of(&night(), &Zone::fixed(0), NOW);
        assert_eq!((info.next_start, info.next_end), (NOW + 12 * HOUR, NOW + 22 * HOUR));
        assert!(!info.quiet(NOW) && info.quiet(NOW + 12 * HOUR));
    }

    #[test]
    fn a_night_that_began_yesterday_still_runs() {
        let morning = NOW - 4 * HOUR;
        let info = of(&night(), &Zone::fixed(0), morning);
        assert_eq!((info.next_start, info.next_end), (NOW - 12 * HOUR, NOW - 2 * HOUR));
        assert!(info.quiet(morning));
    }

    #[test]
    fn a_night_ended_early_is_over() {
        let morning = NOW - 4 * HOUR;
        let mine = Preferences { awake_until: NOW - 2 * HOUR, ..night() };
        let info = of(&mine, &Zone::fixed(0), morning);
        assert_eq!(info.next_start, NOW + 12 * HOUR);
        assert!(!info.quiet(morning));
    }

    #[test]
    fn a_day_off_is_quiet_from_the_evening_before_to_the_morning_after() {
        let mut mine = night();
        mine.values.insert("dnd_days".into(), "[1,2,3,4,5]".into());
        let friday = NOW + 2 * 24 * HOUR;
        let info = of(&mine, &Zone::fixed(0), friday);
        assert_eq!((info.next_start, info.next_end), (friday + 12 * HOUR, friday + 70 * HOUR));
        let sunday = of(&mine, &Zone::fixed(0), friday + 48 * HOUR);
        assert!(sunday.quiet(friday + 48 * HOUR));
        assert_eq!((sunday.next_start, sunday.next_end), (info.next_start, info.next_end));
    }

    #[test]
    fn hours_within_a_day_and_none_at_all() {
        let hours = |start, end| Preferences { quiet_hours: Some(QuietHours { start, end }), ..Preferences::default() };
        let lunch = of(&hours(12 * 60, 13 * 60), &Zone::fixed(0), NOW);
        assert_eq!((lunch.next_start, lunch.next_end), (NOW + 2 * HOUR, NOW + 3 * HOUR));
        assert!(!of(&hours(9 * 60, 9 * 60), &Zone::fixed(0), NOW).enabled, "from nine to nine is never");
    }

    #[test]
    fn others_see_a_pause_as_quiet_hours() {
        let mine = Preferences { snooze_until: NOW + HOUR, ..night() };
        let told = of(&mine, &Zone::fixed(0), NOW).to_others(NOW);
        assert_eq!((told.next_start, told.next_end, told.snooze_until), (NOW, NOW + HOUR, 0));
        let late = NOW + 13 * HOUR;
        let mine = Preferences { snooze_until: late + HOUR, ..night() };
        assert_eq!(
            of(&mine, &Zone::fixed(0), late).to_others(late).next_end,
            NOW + 22 * HOUR,
            "the night is longer than the pause"
        );
    }

    #[test]
    fn nights_are_those_of_the_person() {
        // 10:00 UTC is 23:00 in Auckland.
        let info = of(&night(), &Zone::fixed(13 * 3_600), NOW);
        assert_eq!((info.next_start, info.next_end), (NOW - HOUR, NOW + 9 * HOUR));
    }
}
