//! Who the people of an export are here: the same by id, somebody by their address, or somebody new.

use super::Options;
use super::ids::{Ids, derived};
use super::listed::ListedPerson;
use super::lists::Lists;
use super::report::Changed;
use super::survey::Survey;
use crate::base::id::{AppId, BotId, ChannelId, Id, IdKind, UserId};
use crate::base::{Result, limits, text};
use crate::domain::{Domain, installation, people, replay, zone};
use crate::store::records::app::{App, BotOf};
use crate::store::records::import::Alias;
use crate::store::records::lookup::{Lookup, Name};
use crate::store::records::user::{BotUser, Profile, Role, User};
use crate::store::{Part, Tx, View};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// People in one commit.
const BATCH: usize = 100;
/// Slack's own bot, which its lists leave out.
const SLACKBOT: &str = "USLACKBOT";

/// Somebody the export names, and what its list says of them.
struct Somebody<'l> {
    old: &'l str,
    listed: Option<&'l ListedPerson>,
    /// What messages say of somebody who is not listed.
    profile: Option<&'l Map<String, Value>>,
}

/// Gives everybody of the export an id here, and puts down those who are new. May be run again. False when it was stopped.
pub fn settle(domain: &Domain, archive: &[u8], lists: &Lists, survey: &Survey, options: &Options) -> Result<bool> {
    let known: HashSet<&str> = lists.people.iter().map(|p| p.id.as_str()).collect();
    let listed = lists.people.iter().map(|p| Somebody { old: &p.id, listed: Some(p), profile: None });
    let named = survey.named.iter().filter(|(id, _)| !known.contains(id.as_str()));
    let named = named.map(|(id, profile)| Somebody { old: id, listed: None, profile: profile.as_ref() });
    let all: Vec<_> = listed.chain(named).collect();
    // Two people of one export stay two, even if they have had one address.
    let mut matched = HashSet::new();
    for batch in all.chunks(BATCH) {
        if options.stopped() {
            return Ok(false);
        }
        let mut parts = vec![Part::Team(domain.team())];
        let view = domain.view()?;
        for one in batch {
            parts.push(Part::Person(id_of(&view, one.old)?));
            parts.push(Part::Person(derived(&view, one.old)?));
        }
        drop(view);
        let before = matched.clone();
        domain.run(&parts, |tx| {
            matched.clone_from(&before);
            batch.iter().try_for_each(|one| settle_one(tx, domain, archive, one, &known, &mut matched, options))
        })?;
    }
    bots(domain, lists, survey).map(|()| true)
}

/// The id somebody keeps, or one made from what they have.
fn id_of<K: IdKind>(view: &View, old: &str) -> Result<Id<K>> {
    Id::parse(old).map_or_else(|| derived(view, old), Ok)
}

fn settle_one(
    tx: &mut Tx,
    domain: &Domain,
    archive: &[u8],
    one: &Somebody,
    known: &HashSet<&str>,
    matched: &mut HashSet<UserId>,
    options: &Options,
) -> Result<()> {
    let alias = Alias::at(tx, archive, one.old)?;
    if let Some(found) = tx.get(&alias)? {
        matched.extend(UserId::parse(&found.id));
        return Ok(());
    }
    let own: UserId = id_of(tx, one.old)?;
    let id = match tx.get(&User::at(own))? {
        None => own,
        Some(here) if one.listed.is_none_or(|listed| may_be(&here, listed)) => return Ok(()),
        // An export of another workspace may use the id for somebody else, whose words are not theirs.
        Some(_) => derived(tx, one.old)?,
    };
    if id != own && tx.exists(&User::at(id))? {
        return tx.put(&alias, &Alias { id: id.to_string() });
    }
    let mut email = one.listed.map(|p| p.profile.text("email")).filter(|e| people::check_email(e).is_ok());
    if let Some(holder) = email.map(|e| holder(tx, e)).transpose()?.flatten() {
        let here = people::get(tx, holder)?;
        if one.listed.is_some_and(|listed| !listed.deleted && !listed.is_bot) && is_left_over(&here) {
            replay::no_address(tx, domain.team(), here)?;
        } else if !known.contains(holder.as_str()) && matched.insert(holder) {
            return tx.put(&alias, &Alias { id: holder.to_string() });
        } else {
            email = None;
        }
    }
    let user = match one.listed {
        Some(listed) => person(tx, id, listed, email, options)?,
        None => placeholder(tx, id, one)?,
    };
    replay::person(tx, domain.team(), &user)?;
    if user.id.as_str() != one.old {
        tx.put(&alias, &Alias { id: id.to_string() })?;
    }
    join_general(tx, domain, &user)
}

fn holder(view: &View, email: &str) -> Result<Option<UserId>> {
    Ok(Lookup::find(view, Name::Email, email)?.and_then(|(_, l)| UserId::parse(&l.id)))
}

/// Whether somebody here can be who the export lists under their id: one who has address, handle and name of another is not.
fn may_be(here: &User, listed: &ListedPerson) -> bool {
    let alike = |mine: &str, theirs: &str| theirs.is_empty() || text::folded(mine) == text::folded(theirs);
    let Some(address) = &here.email else { return true };
    alike(address, listed.profile.text("email"))
        || alike(&here.name, &listed.name)
        || [listed.profile.text("real_name"), &listed.real_name]
            .into_iter()
            .any(|name| !name.is_empty() && alike(&here.profile.real_name, name))
}

/// Whether somebody has an address only since an export said so: a bot, or one who was deactivated when they came and has not
/// been touched since. Whoever was deactivated here stays the same person, and deactivated.
fn is_left_over(here: &User) -> bool {
    here.bot.is_some() || here.deleted && here.updated == here.created
}

/// Everybody but guests, bots and those who left is in the channel everybody is in.
fn join_general(tx: &mut Tx, domain: &Domain, user: &User) -> Result<()> {
    let general: Option<ChannelId> = installation::team(tx, domain.team())?.general;
    if user.deleted || user.bot.is_some() || user.role == Role::Guest {
        return Ok(());
    }
    let Some(general) = general else { return Ok(()) };
    let now = tx.now();
    replay::member(tx, general, user.id, (now, now), true).map(drop)
}

fn person(tx: &Tx, id: UserId, listed: &ListedPerson, email: Option<&str>, options: &Options) -> Result<User> {
    let is_bot = listed.is_bot || listed.id == SLACKBOT;
    let bot = is_bot.then(|| bot_user(tx, id, listed)).transpose()?;
    let name = if listed.name.is_empty() { listed.id.to_lowercase() } else { text::small(&listed.name) };
    let (now, zone) = (tx.now(), zone::spelt(&listed.tz));
    Ok(User {
        id,
        name: free_handle(tx, &name, id)?,
        email: email.map(str::to_owned),
        role: role(listed, options),
        primary_owner: false,
        deleted: listed.deleted,
        bot,
        created: now,
        updated: now,
        profile: profile(listed),
        tz_offset: if zone.is_some() { listed.tz_offset } else { 0 },
        tz: zone.unwrap_or_else(|| "UTC".to_owned()),
    })
}

fn bot_user(view: &View, id: UserId, listed: &ListedPerson) -> Result<BotUser> {
    let bot = |name: &str| if name.is_empty() { id.as_str().to_owned() } else { name.to_owned() };
    Ok(BotUser {
        bot: id_of(view, &bot(listed.profile.text("bot_id")))?,
        app: id_of(view, &bot(listed.profile.text("api_app_id")))?,
    })
}

/// What somebody may do here. Rights come from this installation's own administrators unless told otherwise.
fn role(listed: &ListedPerson, options: &Options) -> Role {
    match listed {
        p if p.is_restricted || p.is_ultra_restricted => Role::Guest,
        p if p.is_owner && options.keep_roles => Role::Owner,
        p if p.is_admin && options.keep_roles => Role::Admin,
        _ => Role::Member,
    }
}

fn profile(listed: &ListedPerson) -> Profile {
    let text = |name: &str| field(listed.profile.text(name));
    let real_name = text("real_name");
    Profile {
        real_name: if real_name.is_empty() { field(&listed.real_name) } else { real_name },
        display_name: text("display_name"),
        title: text("title"),
        phone: text("phone"),
        pronouns: text("pronouns"),
        status_text: text("status_text"),
        status_emoji: text("status_emoji"),
        status_expiration: listed.profile.0.get("status_expiration").and_then(|v| v.as_u64()).unwrap_or_default(),
        image: picture(|size| listed.profile.text(size)),
    }
}

/// The picture of those a profile has that is nearest to how it is shown.
fn picture<'p>(text: impl Fn(&str) -> &'p str) -> Option<String> {
    let sizes = ["image_512", "image_192", "image_72", "image_48", "image_1024", "image_original"].into_iter();
    sizes.map(text).find(|address| address.starts_with("https://") && address.len() < 2_048).map(str::to_owned)
}

fn field(value: &str) -> String {
    let mut value = value.to_owned();
    text::truncate(&mut value, limits::PROFILE_FIELD_CHARS);
    value
}

/// Somebody the export names and does not list: deactivated, with the least rights, so that nothing loses its author. Of
/// people from other workspaces it has only what their messages say of them.
fn placeholder(tx: &Tx, id: UserId, one: &Somebody) -> Result<User> {
    let old = one.old;
    let slackbot = old == SLACKBOT;
    let text = |name: &str| one.profile.and_then(|p| p.get(name)).and_then(Value::as_str).unwrap_or_default();
    let said = |name: &str| field(text(name));
    let name = match said("name") {
        _ if slackbot => "slackbot".to_owned(),
        name if name.is_empty() => format!("unknown-{}", field(old).to_lowercase()),
        name => name.to_lowercase(),
    };
    let bot = slackbot.then(|| Ok::<_, crate::base::Error>(BotUser { bot: derived(tx, old)?, app: derived(tx, old)? }));
    let real_name = match [said("real_name"), said("display_name"), said("name")].into_iter().find(|n| !n.is_empty()) {
        _ if slackbot => "Slackbot".to_owned(),
        Some(name) => name,
        None => format!("Unknown ({})", field(old)),
    };
    let display_name = said("display_name");
    let now = tx.now();
    Ok(User {
        id,
        name: free_handle(tx, &name, id)?,
        email: None,
        role: Role::Guest,
        primary_owner: false,
        deleted: true,
        bot: bot.transpose()?,
        created: now,
        updated: now,
        profile: Profile { real_name, display_name, title: said("title"), image: picture(text), ..Profile::default() },
        tz: "UTC".to_owned(),
        tz_offset: 0,
    })
}

/// A handle nobody has: the one asked for, with a number behind it if need be.
fn free_handle(view: &View, asked: &str, id: UserId) -> Result<String> {
    let mut asked = if text::is_seen(asked) { asked.to_owned() } else { text::fitted(asked, "-_.") };
    text::truncate(&mut asked, limits::PROFILE_FIELD_CHARS - 8);
    // Signs alone are no name that anybody could be called by.
    if asked.chars().all(|c| c.is_ascii_punctuation() || c.is_whitespace()) {
        asked = id.as_str().to_lowercase();
    }
    for number in 1..100 {
        let name = if number == 1 { asked.clone() } else { format!("{asked}-{number}") };
        if !name.is_empty() && Lookup::find(view, Name::Handle, &name)?.is_none() {
            return Ok(name);
        }
    }
    Ok(id.as_str().to_lowercase())
}

/// Puts down what is known of the bots that wrote something, so that their messages show a name. They do not run here.
fn bots(domain: &Domain, lists: &Lists, survey: &Survey) -> Result<()> {
    let users = lists.people.iter().filter(|p| !p.profile.text("bot_id").is_empty());
    let users: std::collections::HashMap<&str, &ListedPerson> = users.map(|p| (p.profile.text("bot_id"), p)).collect();
    let all: Vec<_> = survey.bots.iter().collect();
    for batch in all.chunks(BATCH) {
        domain.run(&[], |tx| {
            for (old, (name, app)) in batch {
                let Some(bot) = BotId::parse(old) else { continue };
                if tx.exists(&App::of_bot(bot))? {
                    continue;
                }
                let user = users.get(old.as_str());
                let name = if name.is_empty() { user.map_or("", |u| u.name.as_str()) } else { name };
                let app: AppId = AppId::parse(app).map_or_else(|| derived(tx, old), Ok)?;
                let user = user.and_then(|u| UserId::parse(&u.id));
                let known = BotOf { app, user, name: field(name), updated: tx.now(), deleted: true };
                tx.put(&App::of_bot(bot), &known)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Reads who everybody is here.
pub fn ids(view: &View, archive: &[u8], lists: &Lists, survey: &Survey, ids: &mut Ids) -> Result<()> {
    for old in lists.people.iter().map(|p| &p.id).chain(survey.named.keys()) {
        if ids.who(old).is_none() {
            let alias = view.get(&Alias::at(view, archive, old)?)?;
            if let Some(id) = alias.map_or_else(|| UserId::parse(old), |a| UserId::parse(&a.id)) {
                ids.person(old, id);
            }
        }
    }
    Ok(())
}

/// What is another here than in the export's list.
pub fn changed(view: &View, lists: &Lists, ids: &Ids, keep_roles: bool) -> Result<Vec<Changed>> {
    let mut all = Vec::new();
    for listed in &lists.people {
        let Some(id) = ids.who(&listed.id) else { continue };
        let Ok(here) = people::get(view, id) else { continue };
        let asked = text::small(&listed.name);
        if id.as_str() == listed.id && !asked.is_empty() && here.name != asked {
            let what = format!("{} @{asked}", listed.id);
            all.push(Changed { what, here: format!("@{}", here.name), reason: "the handle is another here" });
        }
        if listed.deleted != here.deleted {
            let what = format!("{} ({})", listed.id, if listed.deleted { "deactivated" } else { "active" });
            let here = if here.deleted { "deactivated" } else { "active" }.to_owned();
            all.push(Changed { what, here, reason: "an import opens and closes no account that is here already" });
        }
        let long = |text: &str| text.chars().count() > limits::PROFILE_FIELD_CHARS;
        let cut = ["real_name", "display_name", "title", "phone", "pronouns", "status_text"]
            .into_iter()
            .filter(|name| long(listed.profile.text(name)) || *name == "real_name" && long(&listed.real_name));
        all.extend(cut.map(|name| Changed {
            what: format!("{} ({name})", listed.id),
            here: format!("{} characters of it", limits::PROFILE_FIELD_CHARS),
            reason: "it is longer than one may be",
        }));
        let email = listed.profile.text("email");
        let same = here.email.as_ref().is_some_and(|e| text::folded(e) == text::folded(email));
        if id.as_str() == listed.id && !email.is_empty() && !same {
            let (what, now) = (format!("{} (address)", listed.id), here.email.map_or("none", |_| "another").to_owned());
            all.push(Changed { what, here: now, reason: "the address belongs to somebody else, or is not one" });
        }
    }
    let powerful = lists.people.iter().filter(|p| (p.is_admin || p.is_owner) && !p.deleted).count();
    if powerful > 0 && !keep_roles {
        let reason = "rights are given by this installation's own administrators; --keep-roles keeps them";
        all.push(Changed { what: format!("{powerful} admins and owners"), here: "members".to_owned(), reason });
    }
    Ok(all)
}
