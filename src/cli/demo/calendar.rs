//! When things happen in the demo: on the working days before the start, at the hours of an office in Berlin.

use crate::base::Ts;
use crate::domain::zone::Zone;

const MINUTE: u64 = 60;
const DAY: u64 = 86_400;
/// Where the office is.
const OFFICE: &str = "Europe/Berlin";
/// When the office day of the script begins and ends, in minutes of the day.
const OPENS: u64 = 8 * 60;
const CLOSES: u64 = 17 * 60 + 30;
/// From then on the running day is the script's last one; before it the working day before is, as a morning of an hour
/// has no room for a day's talk.
const UNDER_WAY: u64 = 10 * 60;

/// A moment of the script.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// So many minutes before the start.
    Ago(u64),
    /// So many working days before the last one, and a time as people write it: 9_05 is five past nine.
    Day(u64, u64),
}

/// The working days before a moment.
pub struct Calendar {
    /// When the demo starts.
    pub now: Ts,
    /// The office's clock.
    office: Zone,
    /// The last working day as days since 1970.
    last: u64,
    /// Where that day's talk ends, in minutes of the day.
    end: u64,
}

impl Calendar {
    /// The calendar of a demo that starts now.
    pub fn at(now: Ts) -> Self {
        let office = Zone::named(OFFICE);
        let local = now.secs().saturating_add_signed(office.offset(signed(now.secs())));
        let (today, minute) = (local / DAY, local % DAY / MINUTE);
        match working(today) && minute >= UNDER_WAY {
            true => Self { now, office, last: today, end: minute.min(CLOSES) },
            false => Self { now, office, last: step(today, false), end: CLOSES },
        }
    }

    /// When something was. The talk of a day that is not over is told faster, so that none of it is still to come.
    pub fn moment(&self, when: When) -> Ts {
        match when {
            When::Ago(minutes) => Ts(self.now.0.saturating_sub(minutes * MINUTE * 1_000_000)),
            When::Day(0, time) => {
                let passed = minute_of(time).clamp(OPENS, CLOSES) - OPENS;
                let secs = passed * MINUTE * (self.end - OPENS) / (CLOSES - OPENS);
                self.shown(self.last, OPENS * MINUTE + secs)
            }
            When::Day(ago, time) => {
                let day = (0..ago).fold(self.last, |day, _| step(day, false));
                self.shown(day, minute_of(time) * MINUTE)
            }
        }
    }

    /// A time on the next working day after the start, in seconds.
    pub fn next(&self, time: u64) -> u64 {
        let now = self.now.secs();
        let local = now.saturating_add_signed(self.office.offset(signed(now)));
        self.shown(step(local / DAY, true), minute_of(time) * MINUTE).secs()
    }

    /// Seconds that a zone is ahead of UTC at the start.
    pub fn offset(&self, zone: &str) -> i32 {
        i32::try_from(Zone::named(zone).offset(signed(self.now.secs()))).unwrap_or_default()
    }

    /// The moment at which the office's clock shows a time of a day.
    fn shown(&self, day: u64, secs: u64) -> Ts {
        Ts::from_secs(self.office.moment(signed(day * DAY + secs)).unsigned_abs())
    }
}

/// Seconds as the zone counts them. Those of a clock are far below the end of both.
fn signed(secs: u64) -> i64 {
    i64::try_from(secs).unwrap_or(i64::MAX)
}

fn minute_of(time: u64) -> u64 {
    time / 100 * 60 + time % 100
}

/// Monday to Friday; the first of January 1970 was a Thursday.
fn working(day: u64) -> bool {
    (day + 3) % 7 < 5
}

/// The next working day, or the one before.
fn step(day: u64, onward: bool) -> u64 {
    let mut day = day;
    loop {
        day = if onward { day + 1 } else { day.saturating_sub(1) };
        if working(day) || day == 0 {
            return day;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Monday 30 November 2026, at an hour of UTC.
    fn monday(hour: u64, minute: u64) -> Ts {
        Ts::from_secs(1_795_996_800 + hour * 3_600 + minute * 60)
    }

    #[test]
    fn a_demo_of_the_afternoon_tells_of_today_and_nothing_is_still_to_come() {
        let calendar = Calendar::at(monday(12, 0));
        let (first, last) = (calendar.moment(When::Day(0, 8_00)), calendar.moment(When::Day(0, 17_30)));
        assert_eq!((first, last), (monday(7, 0), monday(12, 0)));
        assert_eq!(calendar.moment(When::Day(1, 9_15)), Ts(monday(8, 15).0 - 3 * DAY * 1_000_000), "Friday");
    }

    #[test]
    fn a_demo_of_the_night_or_the_week_end_tells_of_the_last_working_day() {
        for start in [monday(5, 0), Ts(monday(12, 0).0 - DAY * 1_000_000)] {
            let calendar = Calendar::at(start);
            assert_eq!(calendar.moment(When::Day(0, 17_30)), Ts(monday(16, 30).0 - 3 * DAY * 1_000_000));
            assert!(calendar.next(9_00) > start.secs());
        }
    }

    #[test]
    fn berlin_changes_its_clocks_on_the_last_sundays_of_march_and_october() {
        // 29 March and 25 October 2026, at 01:00 UTC.
        for (moment, before, after) in [(1_774_746_000, 3_600, 7_200), (1_792_890_000, 7_200, 3_600)] {
            let office = Zone::named(OFFICE);
            let (last, first) = (signed(moment) - 1, signed(moment));
            assert_eq!((office.offset(last), office.offset(first)), (before, after));
        }
    }
}
