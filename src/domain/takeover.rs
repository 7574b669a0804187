//! Taking over a bot: what happens when an app's token goes to somebody else than whoever held it until now.
//!
//! A token reads whatever its bot reads. So that nobody gets into a private conversation with the token of a bot that sits
//! there, the bot leaves each that whoever is shown a new token is not in, before the token exists, and a line there says
//! who did it. That goes for its own holder too: a token shown once may be long gone when its bot is asked in. Its members
//! may ask it back. A direct or group conversation can't be left: when the bot gets another holder, it is closed for
//! writing, and the next word to the bot begins another.

use super::event::{ChannelChange, Event, emit};
use super::messages::{self, NewMessage};
use super::{Actor, Domain, access, apps, channels, memberships, scheduled, steward, tokens};
use crate::base::id::{AppId, ChannelId};
use crate::base::{Error, Result, limits};
use crate::store::records::app::App;
use crate::store::records::channel::{Channel, ChannelKind};
use crate::store::records::lookup::{Lookup, Name};
use crate::store::records::member::{Member, Membership};
use crate::store::records::message::{Author, Body};
use crate::store::records::token::TokenKind;
use crate::store::{Part, Tx, View};

/// The private conversations a bot has to leave before this person holds its token, at most a commit's worth: those they
/// are not in. Whoever wrote to the bot itself wrote to its holder, so those conversations stay with them.
pub fn leaving(view: &View, actor: &Actor, app: &App) -> Result<Vec<ChannelId>> {
    let mut found = Vec::new();
    let another = app.creator != actor.user;
    for mine in memberships::channels_of(view, app.bot_user)? {
        let private = view.get(&Channel::at(mine.channel))?.is_some_and(|channel| match channel.kind {
            ChannelKind::Public => false,
            ChannelKind::Private => true,
            ChannelKind::Direct | ChannelKind::Group => another,
        });
        if private && !view.exists(&Member::at(view, mine.channel, actor.user)?)? {
            found.push(mine.channel);
        }
        if found.len() == limits::TAKEOVER_BATCH {
            break;
        }
    }
    Ok(found)
}

/// The parts that one step holds.
pub fn parts(app: &App, leaving: &[ChannelId]) -> Vec<Part> {
    std::iter::once(Part::Person(app.bot_user)).chain(leaving.iter().map(|c| Part::Channel(*c))).collect()
}

/// One step of giving an app another token of a kind: those it had of that kind end at once, all of them when another
/// person takes over, and what its bot has scheduled is forgotten; the bot leaves the conversations of `leaving`; and once it is in none any more that the caller may
/// not see, the new token is good. True then; else the next step is due. Only administrators may. Holds `parts`.
pub fn step(
    tx: &mut Tx,
    actor: &Actor,
    domain: &Domain,
    id: AppId,
    (kind, secret): (TokenKind, &str),
    held: &[ChannelId],
) -> Result<bool> {
    access::administering(actor)?;
    let mut app = apps::get(tx, id)?;
    if steward::is(tx, id)? {
        return Err(Error::denied("restricted_action").because("the workspace's own bot has no tokens"));
    }
    let another = app.creator != actor.user;
    match another {
        true => {
            tokens::revoke_all(tx, app.bot_user)?;
            scheduled::forget_all(tx, app.bot_user)?;
        }
        false => drop(tokens::end_all(tx, app.bot_user, &[kind], None)?),
    }
    for channel in leaving(tx, actor, &app)?.iter().filter(|channel| held.contains(channel)) {
        leave(tx, actor, domain, &app, *channel)?;
    }
    if !leaving(tx, actor, &app)?.is_empty() {
        return Ok(false);
    }
    if another {
        app.creator = actor.user;
        tx.put(&App::at(id), &app)?;
    }
    apps::issue(tx, &app, kind, secret)?;
    Ok(true)
}

/// The bot leaves one conversation, which is told why.
fn leave(tx: &mut Tx, actor: &Actor, domain: &Domain, app: &App, id: ChannelId) -> Result<()> {
    let Some(mut channel) = tx.get(&Channel::at(id))? else { return Ok(()) };
    let did = if app.creator == actor.user { "replaced the token of" } else { "took over" };
    let text = format!("<@{}> {did} <@{}>, which has left this conversation", actor.user, app.bot_user);
    let body = Body { text, ..Body::default() };
    let new = NewMessage { body, subtype: Some("bot_remove".to_owned()), ..NewMessage::default() };
    let author = Author { user: Some(actor.user), bot: None, app: None };
    messages::write(tx, author, id, domain.installation(), &new)?;
    let (theirs, mine) = (Member::at(tx, id, app.bot_user)?, Membership::at(tx, app.bot_user, id)?);
    tx.delete(&theirs);
    tx.delete(&mine);
    emit(tx, Part::Channel(id), &Event::MemberLeft { user: app.bot_user })?;
    emit(tx, Part::Person(app.bot_user), &Event::ChannelLeft { channel: id })?;
    if channel.is_direct() {
        let words: Vec<&[u8]> = channel.people.iter().map(|p| p.as_bytes()).collect();
        let place = Lookup::at(tx, Name::Conversation, &words)?;
        tx.delete(&place);
        channel.archived = true;
        channels::save(tx, domain, &mut channel, ChannelChange::Archived)?;
    }
    Ok(())
}
