//! The clock on a person's wall: how far it is ahead at a moment, and which moment a time on it is. A zone is not an offset:
//! its rules at that moment count, with the database of zones that comes with the program.

use crate::store::records::user::User;
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

/// Where somebody's clock stands.
#[derive(Clone, Debug)]
pub struct Zone {
    /// The zone's rules; nothing where its name is not known here.
    rules: Option<TimeZone>,
    /// Seconds ahead of UTC, for a zone without rules.
    offset: i64,
}

impl Zone {
    /// The zone a person lives in.
    pub fn of(user: &User) -> Self {
        Self { rules: rules(&user.tz), offset: i64::from(user.tz_offset) }
    }

    /// The zone of this name; one that is not known stands at UTC.
    pub fn named(name: &str) -> Self {
        Self { rules: rules(name), offset: 0 }
    }

    /// A clock that is always so many seconds ahead of UTC.
    pub fn fixed(offset: i64) -> Self {
        Self { rules: None, offset }
    }

    /// Seconds ahead of UTC at a moment, itself in seconds.
    pub fn offset(&self, moment: i64) -> i64 {
        match (&self.rules, Timestamp::from_second(moment)) {
            (Some(rules), Ok(moment)) => i64::from(rules.to_offset(moment).seconds()),
            _ => self.offset,
        }
    }

    /// The moment at which the clock shows a time, given as seconds of a clock without a zone. A time that the clock
    /// passes over in spring is the one an hour later, one that it shows twice in autumn the first.
    pub fn moment(&self, shown: i64) -> i64 {
        let rules = self.rules.as_ref();
        let exact = rules
            .zip(Timestamp::from_second(shown).ok())
            .and_then(|(rules, shown)| rules.to_ambiguous_timestamp(Offset::UTC.to_datetime(shown)).compatible().ok());
        exact.map_or(shown - self.offset, Timestamp::as_second)
    }
}

fn rules(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok()
}

/// The name of a zone as the database spells it, which knows it in any capitals; nothing of a name it does not know.
pub fn spelt(name: &str) -> Option<String> {
    rules(name)?.iana_name().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seconds of a date and an hour on a clock without a zone.
    fn shown(text: &str) -> i64 {
        Offset::UTC.to_timestamp(text.parse().unwrap()).unwrap().as_second()
    }

    #[test]
    fn a_time_on_the_wall_is_the_moment_the_rules_of_that_day_say() {
        for (name, time, hours) in [
            ("Europe/Berlin", "2026-12-24T18:00", 1.0),
            ("Europe/Berlin", "2027-07-01T09:00", 2.0),
            ("America/New_York", "2027-01-15T09:00", -5.0),
            ("America/New_York", "2027-07-15T09:00", -4.0),
            ("Australia/Sydney", "2027-01-15T09:00", 11.0),
            ("Australia/Sydney", "2027-07-15T09:00", 10.0),
            ("Asia/Kathmandu", "2027-07-15T09:00", 5.75),
            ("UTC", "2027-07-15T09:00", 0.0),
            // The clock jumps over this half hour, and shows that one twice: the first counts.
            ("Europe/Berlin", "2027-03-28T02:30", 1.0),
            ("Europe/Berlin", "2027-10-31T02:30", 2.0),
        ] {
            let ahead = (hours * 3_600.0) as i64;
            assert_eq!(Zone::named(name).moment(shown(time)), shown(time) - ahead, "{name} {time}");
        }
        let berlin = Zone::named("Europe/Berlin");
        assert_eq!(
            (berlin.offset(shown("2027-01-01T00:00")), berlin.offset(shown("2027-07-01T00:00"))),
            (3_600, 7_200)
        );
        assert_eq!(Zone::fixed(3_600).moment(7_200), 3_600);
        assert_eq!(spelt("europe/PARIS").as_deref(), Some("Europe/Paris"));
        assert_eq!([spelt("Mars/Olympus"), spelt("../etc/passwd")], [None, None]);
    }
}
