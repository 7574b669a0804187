//! Gives the people of the week what they have beside what they said: `before` what their words mention, `after` what
//! they keep of them.

use super::calendar::Calendar;
use super::seed::Seed;
use super::timeline::Said;
use super::week::{self, Picture};
use crate::base::{Error, Result, Ts};
use crate::domain::messages::NewMessage;
use crate::domain::preferences::ChannelChange;
use crate::domain::{access, bookmarks, drafts, emoji, preferences, profile, reminders, scheduled, usergroups};
use crate::store::Part;
use crate::store::records::message::Body;
use serde_json::{Map, Value, json};

/// Emoji, user groups and bookmarks.
pub fn before(seed: &mut Seed) -> Result<()> {
    let team = seed.domain.team();
    for (name, who, picture) in week::PICTURES {
        let actor = seed.actor(who)?;
        seed.domain.run(&[Part::Team(team)], |tx| match picture {
            Picture::Drawn(bytes) => emoji::add_picture(tx, actor, team, name, bytes).map(drop),
            Picture::Alias(of) => emoji::add_alias(tx, actor, team, name, of).map(drop),
        })?;
    }
    for (handle, name, description, people) in week::GROUPS {
        let owner = seed.actor("ada")?;
        let users = people.iter().map(|who| seed.actor(who).map(|actor| actor.user)).collect::<Result<Vec<_>>>()?;
        let text = |text: &str| Some(text.to_owned());
        let new = usergroups::Change {
            name: text(name),
            handle: text(handle),
            description: text(description),
            channels: None,
        };
        let id = seed.domain.run(&[Part::Team(team)], |tx| {
            let id = usergroups::create(tx, owner, team, &new)?.id;
            usergroups::set_users(tx, owner, team, id, &users)?;
            Ok(id)
        })?;
        seed.name(&format!("&{handle}"), format!("<!subteam^{id}|@{handle}>"));
    }
    for (channel, who, title, link, emoji) in week::BOOKMARKS {
        let channel = seed.place(channel)?;
        let actor = seed.actor(who)?;
        let text = |text: &str| text.to_owned();
        let new =
            bookmarks::NewBookmark { title: text(title), kind: text("link"), link: text(link), emoji: text(emoji) };
        seed.domain.run(&[Part::Channel(channel)], |tx| {
            bookmarks::add(tx, actor, &access::posting(tx, actor, channel)?, &new).map(drop)
        })?;
    }
    Ok(())
}

/// Statuses, drafts, what is sent later, reminders, and how sidebars are kept.
pub fn after(seed: &mut Seed, calendar: &Calendar, said: &[Said]) -> Result<()> {
    statuses(seed, calendar)?;
    for (who, place, root, text) in week::DRAFTS {
        let channel = seed.place(place)?;
        let thread = if root.is_empty() { None } else { Some(find(said, root)?) };
        let actor = seed.actor(who)?;
        seed.domain.run(&[Part::Person(actor.user)], |tx| {
            drafts::set(tx, actor, &access::seeing(tx, actor, channel)?, thread, text).map(drop)
        })?;
    }
    for (who, place, time, text) in week::LATER {
        let channel = seed.place(place)?;
        let actor = seed.actor(who)?;
        let new = NewMessage { body: Body { text: seed.with_ids(text), ..Body::default() }, ..NewMessage::default() };
        seed.domain.run(&[Part::Person(actor.user)], |tx| {
            let posting = access::posting(tx, actor, channel)?;
            scheduled::schedule(tx, actor, &posting, &new, calendar.next(*time)).map(drop)
        })?;
    }
    for (who, time, text) in week::REMINDERS {
        let (actor, time) = (seed.actor(who)?, calendar.next(*time).to_string());
        seed.domain
            .run(&[Part::Person(actor.user)], |tx| reminders::add(tx, actor, actor.user, text, &time).map(drop))?;
    }
    sidebars(seed)
}

fn statuses(seed: &Seed, calendar: &Calendar) -> Result<()> {
    let team = seed.domain.team();
    for (who, emoji, text, end) in week::STATUSES {
        let actor = seed.actor(who)?;
        let status_expiration = Some(if *end == 0 { 0 } else { calendar.next(*end) });
        let (status_text, status_emoji) = (Some((*text).to_owned()), Some((*emoji).to_owned()));
        let change = profile::Change { status_text, status_emoji, status_expiration, ..profile::Change::default() };
        seed.domain.run(&[Part::Team(team)], |tx| profile::set(tx, actor, team, actor.user, &change).map(drop))?;
    }
    Ok(())
}

fn sidebars(seed: &mut Seed) -> Result<()> {
    let (star, mute) = (
        ChannelChange { starred: Some(true), ..ChannelChange::default() },
        ChannelChange { muted: Some(true), ..ChannelChange::default() },
    );
    let starred = week::STARRED.iter().map(|pair| (pair, star));
    for ((who, place), change) in starred.chain(week::MUTED.iter().map(|pair| (pair, mute))) {
        let channel = seed.place(place)?;
        let actor = seed.actor(who)?;
        seed.domain
            .run(&[Part::Person(actor.user)], |tx| preferences::set_channel(tx, actor, channel, change).map(drop))?;
    }
    let team = seed.domain.team();
    for (who, name, places) in week::SECTIONS {
        let mut of = Map::new();
        for place in *places {
            of.insert(seed.place(place)?.to_string(), Value::from("own-1"));
        }
        let layout = json!({ "own": { "own-1": name }, "order": ["starred", "own-1", "channels", "direct"], "of": of });
        let actor = seed.actor(who)?;
        seed.domain.run(&[Part::Person(actor.user), Part::Team(team)], |tx| {
            preferences::set(tx, actor, team, &[("sidebar".to_owned(), layout.to_string())]).map(drop)
        })?;
    }
    Ok(())
}

/// The message that begins so.
fn find(said: &[Said], begins: &str) -> Result<Ts> {
    let found = said.iter().find(|message| message.line.text.starts_with(begins)).map(|message| message.ts);
    found.ok_or_else(|| Error::internal(format!("nobody in the demo said {begins}")))
}
