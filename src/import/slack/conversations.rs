//! Which conversations of an export are which here: the same by id, the same by its people, or new.

use super::Options;
use super::ids::{Ids, derived};
use super::listed::ListedNote;
use super::lists::{Conversation, Lists};
use super::report::Changed;
use super::since::Since;
use super::survey::{Survey, Surveyed};
use crate::base::id::{ChannelId, UserId};
use crate::base::{Result, Ts, limits, text};
use crate::domain::{Domain, channels, installation, memberships, replay};
use crate::store::records::channel::{Channel, ChannelKind, Note};
use crate::store::records::import::Alias;
use crate::store::{Part, Tx, View};
use data_encoding::HEXLOWER;
use std::collections::BTreeSet;

/// Members in one commit: two rows and a log entry each.
const BATCH: usize = 500;
/// Names of before that are kept; a channel is not renamed more often.
const NAMES_KEPT: usize = 100;
/// Characters of a former name, or of a group's, that are kept; Slack's have 80.
const NAME_CHARS: usize = 400;
/// Characters of a topic or purpose that are kept; Slack's own limit is far below.
const NOTE_CHARS: usize = 4_000;

/// Puts down every conversation with its members, and gives who had to leave. May be run again. Nothing when it was stopped.
pub fn settle(
    domain: &Domain,
    archive: &[u8],
    lists: &Lists,
    survey: &Survey,
    ids: &mut Ids,
    options: &Options,
) -> Result<Option<Vec<Changed>>> {
    let mut gone = Vec::new();
    for (conversation, surveyed) in lists.conversations.iter().zip(&survey.conversations) {
        if options.stopped() {
            return Ok(None);
        }
        let known = &*ids;
        let id = domain
            .run(&[Part::Team(domain.team())], |tx| settle_one(tx, domain, archive, conversation, surveyed, known))?;
        conversation.ids().for_each(|old| ids.channel(old, id));
        join(domain, conversation, surveyed, id, ids)?;
        if conversation.kind == ChannelKind::Private {
            gone.extend(leave(domain, conversation, surveyed, id, ids)?);
        }
    }
    Ok(Some(gone))
}

fn settle_one(
    tx: &mut Tx,
    domain: &Domain,
    archive: &[u8],
    conversation: &Conversation,
    surveyed: &Surveyed,
    ids: &Ids,
) -> Result<ChannelId> {
    let old = &conversation.listed.id;
    let alias = Alias::at(tx, archive, old)?;
    if let Some(id) = tx.get(&alias)?.and_then(|found| ChannelId::parse(&found.id)) {
        return Ok(id);
    }
    let (id, here) = place(tx, archive, conversation, ids)?;
    if here {
        if id.as_str() != old {
            tx.put(&alias, &Alias { id: id.to_string() })?;
        }
        return Ok(id);
    }
    let channel = made(tx, domain, id, conversation, surveyed, ids)?;
    if channel.is_direct()
        && let Some(found) = channels::conversation_of(tx, &channel.people)?
    {
        tx.put(&alias, &Alias { id: found.to_string() })?;
        return Ok(found);
    }
    replay::channel(tx, domain.team(), &channel)?;
    if conversation.listed.is_general && installation::team(tx, domain.team())?.general.is_none() {
        channels::make_general(tx, domain.team(), id)?;
    }
    if id.as_str() != old {
        tx.put(&alias, &Alias { id: id.to_string() })?;
    }
    Ok(id)
}

/// The id a conversation has here, and whether it is here already: the export's own, unless what stands there is open to
/// more people, or is for others.
fn place(tx: &Tx, archive: &[u8], conversation: &Conversation, ids: &Ids) -> Result<(ChannelId, bool)> {
    let old = &conversation.listed.id;
    let apart = format!("{old} of {}", HEXLOWER.encode(archive));
    let direct = conversation.kind == ChannelKind::Direct;
    // Programs know a direct conversation by its letter.
    let made = |old: &str| -> Result<ChannelId> {
        let id: ChannelId = derived(tx, old)?;
        Ok(ChannelId::parse(&format!("D{}", &id.as_str()[1..])).filter(|_| direct).unwrap_or(id))
    };
    let made_of_it = made(old)?;
    let candidates = [ChannelId::parse(old).unwrap_or(made_of_it), made_of_it];
    for id in candidates {
        match tx.get(&Channel::at(id))? {
            None => return Ok((id, false)),
            Some(here) if is_the_same(tx, &here, conversation, ids)? => return Ok((id, true)),
            Some(_) => {}
        }
    }
    let id = made(&apart)?;
    Ok((id, tx.exists(&Channel::at(id))?))
}

/// Whether a conversation here is the export's: no more open than it, and no other people's.
fn is_the_same(view: &View, here: &Channel, conversation: &Conversation, ids: &Ids) -> Result<bool> {
    let people = members_of(conversation, ids);
    Ok(match conversation.kind {
        ChannelKind::Public => !here.is_direct(),
        ChannelKind::Private => {
            let mut all = memberships::all(view, here.id)?;
            all.retain(|user| people.contains(user));
            let empty = people.is_empty() || memberships::count(view, here.id)? == 0;
            here.kind == ChannelKind::Private && (empty || !all.is_empty())
        }
        ChannelKind::Group | ChannelKind::Direct => here.is_direct() && here.people == people,
    })
}

/// Whoever left a private channel since an earlier export is let go before they can read what was said without them. Who was
/// brought in here stays.
fn leave(
    domain: &Domain,
    conversation: &Conversation,
    surveyed: &Surveyed,
    id: ChannelId,
    ids: &Ids,
) -> Result<Vec<Changed>> {
    let view = domain.view()?;
    let listed: BTreeSet<UserId> = members_of(conversation, ids).into_iter().collect();
    let mut gone = memberships::all(&view, id)?;
    gone.retain(|user| !listed.contains(user) && ids.knows(*user));
    if gone.is_empty() {
        return Ok(Vec::new());
    }
    let since = Since::read(&view, id, surveyed)?;
    gone.retain(|user| !since.joined(*user));
    drop(view);
    let mut all = Vec::new();
    for user in gone {
        let (parts, reason) =
            ([Part::Channel(id), Part::Person(user)], "the export says that they left since the last one");
        domain.run(&parts, |tx| match tx.get(&Channel::at(id))? {
            Some(channel) => replay::left(tx, &channel, user),
            None => Ok(()),
        })?;
        all.push(Changed { what: format!("{user} in {}", conversation.title()), here: "no member".to_owned(), reason });
    }
    Ok(all)
}

/// When a conversation began: never after its first message.
fn began(conversation: &Conversation, surveyed: &Surveyed, now: Ts) -> Ts {
    let listed = Some(Ts::from_secs(conversation.listed.created)).filter(|ts| *ts > Ts::ZERO && *ts <= now);
    listed.into_iter().chain(surveyed.times.first().copied()).min().unwrap_or(now)
}

fn made(
    tx: &Tx,
    domain: &Domain,
    id: ChannelId,
    conversation: &Conversation,
    surveyed: &Surveyed,
    ids: &Ids,
) -> Result<Channel> {
    let listed = &conversation.listed;
    let direct = matches!(conversation.kind, ChannelKind::Direct | ChannelKind::Group);
    let people = if direct { members_of(conversation, ids) } else { Vec::new() };
    let creator = ids.who(&listed.creator).or(people.first().copied());
    let creator = creator.or_else(|| listed.members.first().and_then(|m| ids.who(m)));
    let created = began(conversation, surveyed, tx.now());
    Ok(Channel {
        id,
        kind: conversation.kind,
        origin: domain.installation(),
        name: match conversation.kind {
            ChannelKind::Direct => String::new(),
            ChannelKind::Group => shortened(&listed.name),
            _ => free_name(tx, &listed.name, id)?,
        },
        // Nobody is named: the channel is as if the system had made it.
        creator: creator.map_or_else(|| derived(tx, "nobody"), Ok)?,
        created,
        updated: created,
        topic: note(&listed.topic, ids),
        purpose: note(&listed.purpose, ids),
        archived: listed.is_archived && !direct,
        general: false,
        previous_names: listed.previous_names.iter().take(NAMES_KEPT).map(|name| shortened(name)).collect(),
        people,
    })
}

/// As much of a name as a channel's or a list of handles takes at most.
fn shortened(name: &str) -> String {
    let mut name = name.to_owned();
    text::truncate(&mut name, NAME_CHARS);
    name
}

fn note(listed: &ListedNote, ids: &Ids) -> Note {
    let mut value = ids.rewritten_text(&listed.value);
    text::truncate(&mut value, NOTE_CHARS);
    Note { value, creator: ids.who(&listed.creator), last_set: Ts::from_secs(listed.last_set) }
}

fn members_of(conversation: &Conversation, ids: &Ids) -> Vec<UserId> {
    let mut people: Vec<UserId> = conversation.listed.members.iter().filter_map(|m| ids.who(m)).collect();
    people.sort_unstable();
    people.dedup();
    people
}

fn join(domain: &Domain, conversation: &Conversation, surveyed: &Surveyed, id: ChannelId, ids: &Ids) -> Result<()> {
    let now = domain.world().now();
    let joined = began(conversation, surveyed, now);
    let read = surveyed.times.last().copied().unwrap_or(joined);
    let open = !surveyed.times.is_empty() || !matches!(conversation.kind, ChannelKind::Direct | ChannelKind::Group);
    for batch in members_of(conversation, ids).chunks(BATCH) {
        let parts: Vec<Part> = batch.iter().map(|user| Part::Person(*user)).collect();
        domain.run(&parts, |tx| {
            batch.iter().try_for_each(|user| replay::member(tx, id, *user, (joined, read), open).map(drop))
        })?;
    }
    Ok(())
}

/// A channel name nobody has: Slack's own where it can be, with a number behind it where it is taken.
fn free_name(view: &View, asked: &str, id: ChannelId) -> Result<String> {
    let max = limits::CHANNEL_NAME_CHARS;
    let mut asked = text::fitted(asked, "-_");
    asked.retain(|c| !c.is_uppercase());
    text::truncate(&mut asked, max);
    // Nothing is left of a name of signs alone.
    if !asked.contains(char::is_alphanumeric) {
        "unnamed".clone_into(&mut asked);
    }
    for number in 1..100 {
        let mut name = asked.clone();
        if number > 1 {
            text::truncate(&mut name, max - 3);
            name = format!("{name}-{number}");
        }
        if text::check_channel_name(&name, max).is_ok() && channels::by_name(view, &name)?.is_none() {
            return Ok(name);
        }
    }
    Ok(id.as_str().to_lowercase())
}

/// Reads which conversation each is here.
pub fn ids(view: &View, archive: &[u8], lists: &Lists, ids: &mut Ids) -> Result<()> {
    for conversation in &lists.conversations {
        let old = &conversation.listed.id;
        let alias = view.get(&Alias::at(view, archive, old)?)?;
        if let Some(id) = alias.map_or_else(|| ChannelId::parse(old), |a| ChannelId::parse(&a.id)) {
            conversation.ids().for_each(|old| ids.channel(old, id));
        }
    }
    Ok(())
}

/// What is another here than in the export's lists.
pub fn changed(view: &View, lists: &Lists, ids: &Ids) -> Result<Vec<Changed>> {
    let mut all = Vec::new();
    for conversation in &lists.conversations {
        let listed = &conversation.listed;
        let Some(id) = ids.which(&listed.id) else { continue };
        let Some(here) = view.get(&Channel::at(id))? else { continue };
        if !here.is_direct() && here.name != listed.name {
            let reason =
                "the name was taken, is not allowed here, or was changed here; or a channel of this id is for others";
            all.push(Changed { what: conversation.title(), here: format!("#{}", here.name), reason });
        }
        for (what, note) in [("topic", &listed.topic), ("purpose", &listed.purpose)] {
            if note.value.chars().count() > NOTE_CHARS {
                let what = format!("{} of {}", what, conversation.title());
                all.push(Changed {
                    what,
                    here: format!("{NOTE_CHARS} characters of it"),
                    reason: "it is longer than one may be",
                });
            }
        }
        if listed.is_general && !here.general {
            let reason = "this workspace has another channel that everybody is in; this one is an ordinary channel";
            all.push(Changed { what: conversation.title(), here: format!("#{}", here.name), reason });
        }
    }
    Ok(all)
}
