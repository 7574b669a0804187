//! Tells the story of the demo into an empty store, from its first person to what everybody keeps of what was said.

use super::calendar::Calendar;
use super::people::{PEOPLE, Person};
use super::replay::Replay;
use super::script::{self, Line};
use super::seed::Seed;
use super::sheet::Sheet;
use super::{belongings, timeline, week};
use crate::base::{Result, Ts};
use crate::domain::Domain;
use std::sync::Arc;

/// The week's own webhook, and where it posts.
const FREEZER: (&str, &str) = ("Freezer", "alerts");
/// How many of the people the short script has.
const SHORT: usize = 5;
/// How long before the first word the workspace was made, in seconds.
const PREPARED_SECS: u64 = 600;

/// Fills the store with the week, or for tests with the short script.
pub fn tell(domain: &Domain, short: bool) -> Result<Sheet> {
    let calendar = Calendar::at(domain.world().now());
    let lines = if short { script::LINES.to_vec() } else { week::lines() };
    let first = lines.iter().map(|line| calendar.moment(line.at)).min().unwrap_or(calendar.now);
    let clock = Arc::new(Replay::at(Ts(first.0.saturating_sub(PREPARED_SECS * 1_000_000))));
    let in_the_past = domain.in_world(clock.clone());
    let mut seed = Seed::new(in_the_past, clock);
    let mut sheet = Sheet::default();
    let people = if short { PEOPLE.get(..SHORT).unwrap_or(PEOPLE) } else { PEOPLE };
    seed.people(&mut sheet, people)?;
    seed.bot(&mut sheet)?;
    seed.rooms(&mut sheet, if short { script::ROOMS } else { week::ROOMS })?;
    if short {
        timeline::play(&mut seed, &calendar, &lines)?;
    } else {
        a_week(&mut seed, &calendar, people, &lines)?;
    }
    Ok(sheet)
}

/// What the week has beside its words: before them what they mention, after them what people keep of them.
fn a_week(seed: &mut Seed, calendar: &Calendar, people: &[Person], lines: &[Line]) -> Result<()> {
    seed.hook(FREEZER.0, FREEZER.1)?;
    for person in people {
        seed.settle(calendar, person)?;
    }
    belongings::before(seed)?;
    let said = timeline::play(seed, calendar, lines)?;
    timeline::read(seed, calendar, &said, week::LOOKED)?;
    seed.clock.set(calendar.now);
    belongings::after(seed, calendar, &said)
}
