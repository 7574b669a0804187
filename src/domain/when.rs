//! A moment in words: what `reminders.add` takes besides a number. Days and hours are those of the person.
//!
//! Understood are `in 5 minutes`, `at 9am`, `today at 17:30`, `tomorrow`, `tomorrow at 9`, `on monday at 9am`,
//! `next friday`, `2026-12-24 at 18:00`. What repeats ("every Thursday") is not.

use super::zone::Zone;
use crate::base::{Error, Result, limits};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// The time of a day without one (Slack's choice).
const MORNING: u64 = 9 * HOUR;
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

fn cannot_parse() -> Error {
    Error::invalid("cannot_parse").because("say a Unix time, a number of seconds, or for example \"tomorrow at 9am\"")
}

/// Reads a moment, in seconds. `now` is in seconds; days and hours are those of the person's zone at that moment.
pub fn parse(text: &str, now: u64, zone: &Zone) -> Result<u64> {
    let text = text.trim().to_lowercase();
    let moment = match text.parse::<u64>() {
        // A small number is a time from now, as in Slack.
        Ok(number) if number <= DAY => Some(now + number),
        Ok(number) => Some(number),
        Err(_) => words(&text, now, zone),
    };
    let moment = moment.ok_or_else(cannot_parse)?;
    let far = now + limits::REMINDER_YEARS * 366 * DAY;
    if moment < now || moment > far {
        return Err(cannot_parse().because("a reminder lies in the next five years"));
    }
    Ok(moment)
}

fn words(text: &str, now: u64, zone: &Zone) -> Option<u64> {
    if let Some(rest) = text.strip_prefix("in ") {
        return span(rest).and_then(|span| now.checked_add(span));
    }
    let moment = |shown: u64| u64::try_from(zone.moment(i64::try_from(shown).ok()?)).ok();
    let local = now.checked_add_signed(zone.offset(i64::try_from(now).ok()?))?;
    let (day, clock) = split(text);
    let today = local - local % DAY;
    let day = match day {
        // A time alone is the next one.
        "" => {
            let shown = today + clock?;
            return moment(if shown > local { shown } else { shown + DAY });
        }
        "today" => today,
        "tomorrow" => today + DAY,
        "next week" => weekday(today, "monday")?,
        day => match day.strip_prefix("on ").or_else(|| day.strip_prefix("next ")).unwrap_or(day) {
            day if day.starts_with(|c: char| c.is_ascii_digit()) => date(day)?,
            day => weekday(today, day)?,
        },
    };
    moment(day + clock.unwrap_or(MORNING))
}

/// Splits `tomorrow at 9am` into the day and the time of day.
fn split(text: &str) -> (&str, Option<u64>) {
    if let Some(clock) = text.strip_prefix("at ") {
        return ("", time_of_day(clock));
    }
    match text.split_once(" at ") {
        // A time that can't be read must not become "in the morning": the day is made unreadable too.
        Some((day, clock)) => match time_of_day(clock) {
            Some(clock) => (day, Some(clock)),
            None => ("?", None),
        },
        None if time_of_day(text).is_some() => ("", time_of_day(text)),
        None => (text, None),
    }
}

/// `5 minutes`, `an hour`, `2h`, `1 hour 30 minutes`.
fn span(text: &str) -> Option<u64> {
    let spaced = text.replace(" and ", " ").replace(',', " ");
    let mut words = spaced.split_whitespace();
    let mut total: u64 = 0;
    while let Some(word) = words.next() {
        let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (count, unit) = match (word, digits) {
            ("a" | "an", _) => (1, words.next()?),
            (_, 0) => return None,
            (word, n) if n == word.len() => (word.parse().ok()?, words.next()?),
            (word, n) => (word[..n].parse().ok()?, &word[n..]),
        };
        total = total.checked_add(unit_secs(unit)?.checked_mul(count)?)?;
    }
    (total > 0).then_some(total)
}

fn unit_secs(unit: &str) -> Option<u64> {
    Some(match unit {
        "s" | "sec" | "secs" | "second" | "seconds" => 1,
        "m" | "min" | "mins" | "minute" | "minutes" => MINUTE,
        "h" | "hr" | "hrs" | "hour" | "hours" => HOUR,
        "d" | "day" | "days" => DAY,
        "w" | "week" | "weeks" => 7 * DAY,
        _ => return None,
    })
}

/// `9am`, `9:30 pm`, `17:30`, `9`, `noon`, `midnight`: seconds after midnight.
fn time_of_day(text: &str) -> Option<u64> {
    match text.trim() {
        "noon" => return Some(12 * HOUR),
        "midnight" => return Some(0),
        _ => {}
    }
    let text = text.trim();
    let (clock, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(clock), _) => (clock, Some(0)),
        (_, Some(clock)) => (clock, Some(12)),
        _ => (text, None),
    };
    let (hours, minutes) = clock.trim_end().split_once(':').unwrap_or((clock.trim_end(), "0"));
    let number = |s: &str| (s.len() <= 2 && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<u64>().ok())?;
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let hours = match half {
        Some(half) if (1..=12).contains(&hours) => hours % 12 + half,
        Some(_) => return None,
        None => hours,
    };
    (hours < 24 && minutes < 60).then_some(hours * HOUR + minutes * MINUTE)
}

/// The next such weekday after today.
fn weekday(today: u64, name: &str) -> Option<u64> {
    let wanted = WEEKDAYS.iter().position(|day| *day == name || (name.len() == 3 && day.starts_with(name)))? as u64;
    // The epoch was a Thursday.
    let current = (today / DAY + 3) % 7;
    let ahead = match (wanted + 7 - current) % 7 {
        0 => 7,
        days => days,
    };
    Some(today + ahead * DAY)
}

/// `2026-12-24`, as seconds of its midnight.
fn date(text: &str) -> Option<u64> {
    let mut fields = text.splitn(3, '-');
    let mut next = |digits: usize| fields.next().filter(|f| f.len() == digits)?.parse::<u64>().ok();
    let (year, month, day) = (next(4)?, next(2)?, next(2)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days_in = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let month = usize::try_from(month).ok()?.checked_sub(1)?;
    if year < 1970 || day == 0 || day > *days_in.get(month)? {
        return None;
    }
    let before = year - 1;
    let leap_days = (before / 4 - before / 100 + before / 400) - (1969 / 4 - 1969 / 100 + 1969 / 400);
    let days = (year - 1970) * 365 + leap_days + days_in[..month].iter().sum::<u64>() + day - 1;
    Some(days * DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Wednesday, 25 November 2026, 10:00:00 UTC.
    const NOW: u64 = 1_795_600_800;
    const MIDNIGHT: u64 = NOW - 10 * HOUR;

    #[test]
    fn numbers_are_times_or_seconds_from_now() {
        assert_eq!(parse("60", NOW, &Zone::fixed(0)), Ok(NOW + 60));
        assert_eq!(parse("1795604400", NOW, &Zone::fixed(0)), Ok(1_795_604_400));
    }

    #[test]
    fn words_are_understood() {
        for (text, secs) in [
            ("in 5 minutes", NOW + 300),
            ("in an hour", NOW + 3_600),
            ("in 1 hour and 30 minutes", NOW + 5_400),
            ("in 2h", NOW + 7_200),
            ("at 9am", MIDNIGHT + DAY + 9 * HOUR),
            ("at 17:30", MIDNIGHT + 17 * HOUR + 1_800),
            ("11pm", MIDNIGHT + 23 * HOUR),
            ("noon", MIDNIGHT + 12 * HOUR),
            ("today at 12am", 0),
            ("tomorrow", MIDNIGHT + DAY + MORNING),
            ("Tomorrow at 9am", MIDNIGHT + DAY + 9 * HOUR),
            ("tomorrow at 9:15 pm", MIDNIGHT + DAY + 21 * HOUR + 900),
            ("on monday at 8", MIDNIGHT + 5 * DAY + 8 * HOUR),
            ("next wednesday", MIDNIGHT + 7 * DAY + MORNING),
            ("fri", MIDNIGHT + 2 * DAY + MORNING),
            ("next week", MIDNIGHT + 5 * DAY + MORNING),
            ("2026-12-24 at 18:00", MIDNIGHT + 29 * DAY + 18 * HOUR),
            ("2028-02-29", 1_835_395_200 + MORNING),
        ] {
            let moment = parse(text, NOW, &Zone::fixed(0));
            // What has passed today is refused.
            assert_eq!(moment.ok(), (secs > 0).then_some(secs), "{text}");
        }
    }

    #[test]
    fn days_are_those_of_the_person() {
        // In Berlin it is 11:00; at 23:30 in Tokyo the day ends earlier.
        assert_eq!(parse("tomorrow at 9am", NOW, &Zone::fixed(3_600)), Ok(MIDNIGHT + DAY + 8 * HOUR));
        assert_eq!(parse("at 19:30", NOW, &Zone::fixed(9 * 3_600)), Ok(MIDNIGHT + 10 * HOUR + 1_800));
        assert_eq!(parse("at 9am", NOW, &Zone::fixed(-5 * 3_600)), Ok(MIDNIGHT + 14 * HOUR));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let bad = ["", "soon", "every thursday", "at 25:00", "at 13pm", "tomorrow at x", "in 0 minutes", "in 5", "1"];
        for text in bad.into_iter().filter(|t| *t != "1") {
            assert_eq!(parse(text, NOW, &Zone::fixed(0)).map_err(|e| e.code), Err("cannot_parse".into()), "{text}");
        }
        for text in
            ["2026-13-01", "2027-02-29", "2040-01-01", "99999999999999", "in 99999999999999999 days", "1700000000"]
        {
            assert_eq!(parse(text, NOW, &Zone::fixed(0)).map_err(|e| e.code), Err("cannot_parse".into()), "{text}");
        }
    }
}
