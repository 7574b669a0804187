//! A look at everything that is stored: each record is opened and read as it is when somebody asks for it. What can't be
//! read is noted as damage; a few rows at a time are in memory, and the keys of one scope.

use super::records::app::{App, BotOf, Client, Grant, LastGrant};
use super::records::bookmark::Bookmark;
use super::records::channel::{Channel, standing};
use super::records::draft::Draft;
use super::records::emoji::Emoji;
use super::records::import::{Alias, Import};
use super::records::installation::Installation;
use super::records::invitation::{Invitation, Link};
use super::records::job::Job;
use super::records::listing::Listing;
use super::records::lookup::Lookup;
use super::records::member::{Member, Membership};
use super::records::mention::Mention;
use super::records::message::{Body, Entry, Original, Reactions, Reply, ThreadSummary};
use super::records::photo::{Photo, PhotoPart};
use super::records::pin::Pin;
use super::records::position::AppPosition;
use super::records::preferences::Preferences;
use super::records::reaction::Reaction;
use super::records::reminder::Reminder;
use super::records::saved::Saved;
use super::records::scheduled::Scheduled;
use super::records::subscription::Subscription;
use super::records::team::{Defaults, Team};
use super::records::token::{Crowded, Ended, Held, Token};
use super::records::user::{Credential, Expiration, SignIn, User};
use super::records::usergroup::Usergroup;
use super::records::view::{AppView, ViewOf};
use super::records::webhook::Webhook;
use super::{Order, Part, Record, Table, View, damage};
use crate::base::id::{Id, IdKind};
use crate::base::{Error, Kind, Result, Ts, limits};
use crate::crypto::{Scope, ScopeKeys};
use std::sync::Arc;

/// What a look at everything found. Which records are damaged is noted where all damage is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Survey {
    /// Records and entries of logs that were looked at.
    pub read: u64,
    /// Those of them that can't be read though their key is at hand.
    pub damaged: u64,
}

/// Reads a record's plain bytes of some version, to see whether it can.
type Decode = fn(u8, &[u8]) -> Result<()>;

impl View<'_> {
    /// Looks at everything; `progress` hears now and then how far it is.
    pub fn survey(&self, mut progress: impl FnMut(Survey)) -> Result<Survey> {
        let (mut found, mut held) = (Survey::default(), None);
        // Table numbers start at 1, and none is 255.
        for row in self.walk((vec![1], vec![u8::MAX]), Order::Ascending, usize::MAX) {
            let (key, sealed) = row?;
            count(&mut found, self.look(&key, &sealed, &mut held))?;
            if let Some(part) = part_of(&key) {
                self.survey_log(&part, &mut found, &mut progress)?;
            }
            if found.read.is_multiple_of(limits::ROWS_AT_ONCE as u64) {
                progress(found);
            }
        }
        Ok(found)
    }

    fn look(&self, key: &[u8], sealed: &[u8], held: &mut Option<(Scope, Arc<ScopeKeys>)>) -> Result<()> {
        // Rows of keys are opened when something that they seal is looked at.
        if key.first() == Some(&(Table::DataKey as u8)) {
            return Ok(());
        }
        let unknown = || self.noted(Error::internal("nothing is kept under such a key"), || damage::name_of_row(key));
        let (scope, decode) = record_at(key).ok_or_else(unknown)?;
        let keys = match held {
            Some((of, keys)) if *of == scope => keys.clone(),
            _ => {
                let keys = self.keys(&scope)?;
                // As many scopes as there are channels and days must not stay on lease together.
                if let Some((of, _)) = held.replace((scope, keys.clone())) {
                    self.vault().release(&of);
                }
                keys
            }
        };
        let read = keys.open(key, sealed).and_then(|(version, plain)| decode(version, &plain));
        read.map_err(|why| self.noted(why, || damage::name_of_row(key)))
    }

    /// The entries of a part's log, which have no gaps but what was purged before them.
    fn survey_log(&self, part: &Part, found: &mut Survey, progress: &mut impl FnMut(Survey)) -> Result<()> {
        let mut after = 0;
        loop {
            let page = self.snapshot().read_log(part.as_bytes(), after, limits::ROWS_AT_ONCE);
            let page = page.map_err(|why| self.noted(why, || format!("{part:?} log behind entry {after}")))?;
            if page.is_empty() {
                return Ok(());
            }
            for entry in &page {
                let gap = after > 0 && entry.seq != after + 1;
                let outcome = if gap { Err(self.gap(part, after + 1)) } else { Ok(()) };
                count(found, outcome.and_then(|()| self.open_entry(part, entry, |_| Ok(()))))?;
                after = entry.seq;
            }
            progress(*found);
        }
    }

    fn gap(&self, part: &Part, seq: u64) -> Error {
        self.noted(Error::internal("an entry of a log is missing"), || format!("{part:?} log entry {seq}"))
    }
}

/// A sealed record is as it should be; only what is damaged counts.
fn count(found: &mut Survey, outcome: Result<()>) -> Result<()> {
    found.read += 1;
    match outcome {
        Err(why) if why.kind == Kind::Damaged => found.damaged += 1,
        Err(why) if why.kind != Kind::Sealed => return Err(why),
        _ => {}
    }
    Ok(())
}

/// The log that belongs to the noun whose own row this is.
fn part_of(key: &[u8]) -> Option<Part> {
    let (table, rest) = (Table::of(key)?, &key[1..]);
    let (length, id) = rest.split_first()?;
    let own = matches!(table, Table::Channel | Table::User | Table::Team) && id.len() == usize::from(*length);
    if own { Part::parse(id) } else { None }
}

fn is<R: Record>(version: u8, plain: &[u8]) -> Result<()> {
    R::decode(version, plain).map(drop)
}

/// An id with its length before it, and what follows.
fn id<K: IdKind>(key: &[u8]) -> Option<(Id<K>, &[u8])> {
    let (length, rest) = key.split_first()?;
    let (id, rest) = rest.split_at_checked(usize::from(*length))?;
    Some((Id::parse(std::str::from_utf8(id).ok()?)?, rest))
}

/// Bytes of a keyed hash, and of a moment.
const HASH: usize = 16;
const TS: usize = 8;

/// Which keys seal the row of this key, and what reads it; none for a key under which nothing is kept.
fn record_at(key: &[u8]) -> Option<(Scope, Decode)> {
    let (table, rest) = (Table::of(key)?, &key[1..]);
    let found: (Scope, Decode) = match table {
        Table::Message | Table::Thread | Table::Channel | Table::Member | Table::Pin | Table::Bookmark => {
            return of_channel(table, rest);
        }
        Table::Membership
        | Table::Saved
        | Table::Reminder
        | Table::Draft
        | Table::Preferences
        | Table::Scheduled
        | Table::Subscription
        | Table::Reaction => return of_person(table, rest),
        Table::App | Table::Token | Table::Invitation | Table::Webhook => return of_access(table, rest),
        Table::Mention => match id(rest) {
            Some((user, tail)) if tail.len() == HASH + TS + 1 => (Scope::Person(user), is::<Mention>),
            _ => match id(rest)? {
                (channel, tail) if tail.len() == TS => (standing(channel), is::<Mention>),
                _ => return None,
            },
        },
        Table::View => match (rest, id(rest)) {
            ([0 | 1, hash @ ..], _) if hash.len() == HASH => (Scope::Directory, is::<ViewOf>),
            (_, Some((user, [0, ..] | [1, _]))) => (Scope::Person(user), is::<AppView>),
            _ => return None,
        },
        Table::Job if rest.len() == TS + HASH => (Scope::Jobs, is::<Job>),
        Table::Installation if rest.is_empty() => (Scope::Directory, is::<Installation>),
        Table::Lookup if rest.len() == HASH => (Scope::Directory, is::<Lookup>),
        Table::Emoji if rest.len() == HASH => (Scope::Directory, is::<Emoji>),
        Table::Usergroup | Table::Team | Table::Listing | Table::Position | Table::Photo | Table::User => {
            return of_directory(table, rest);
        }
        _ => return None,
    };
    Some(found)
}

fn of_channel(table: Table, rest: &[u8]) -> Option<(Scope, Decode)> {
    let (channel, tail) = id(rest)?;
    if table == Table::Message {
        let [0 | 1, ts @ .., facet] = tail else { return None };
        let decode: Decode = match facet {
            0 => is::<Entry>,
            1 => is::<Body>,
            2 => is::<Reactions>,
            3 => is::<ThreadSummary>,
            4 => is::<Original>,
            _ => return None,
        };
        let day = Ts(u64::from_be_bytes(ts.try_into().ok()?)).day();
        return Some((Scope::Channel { channel, day }, decode));
    }
    let decode: Decode = match (table, tail.len()) {
        (Table::Thread, length) if length == TS + TS => is::<Reply>,
        (Table::Channel, 0) => is::<Channel>,
        (Table::Member, HASH) => is::<Member>,
        (Table::Pin, TS) => is::<Pin>,
        (Table::Bookmark, _) => is::<Bookmark>,
        _ => return None,
    };
    Some((standing(channel), decode))
}

fn of_person(table: Table, rest: &[u8]) -> Option<(Scope, Decode)> {
    let (user, tail) = id(rest)?;
    let decode: Decode = match (table, tail.len()) {
        (Table::Membership, HASH) => is::<Membership>,
        (Table::Saved, HASH) => is::<Saved>,
        (Table::Draft, HASH) => is::<Draft>,
        (Table::Subscription, HASH) => is::<Subscription>,
        (Table::Reaction, HASH) => is::<Reaction>,
        (Table::Preferences, 0) => is::<Preferences>,
        (Table::Reminder, _) => is::<Reminder>,
        (Table::Scheduled, _) => is::<Scheduled>,
        _ => return None,
    };
    Some((Scope::Person(user), decode))
}

fn of_access(table: Table, rest: &[u8]) -> Option<(Scope, Decode)> {
    let decode: Decode = match (table, rest) {
        (Table::App, [2, hash @ ..]) if hash.len() == HASH => is::<Grant>,
        (Table::App, [4, hash @ ..]) if hash.len() == HASH => is::<LastGrant>,
        (Table::App, [length, tail @ ..]) => match tail.get(usize::from(*length)..)? {
            [] => is::<App>,
            [1] => return Some((Scope::Directory, is::<BotOf>)),
            [3] => is::<Client>,
            _ => return None,
        },
        (Table::Token, [0, hash @ ..]) if hash.len() == HASH => is::<Token>,
        (Table::Token, [1, ..]) => is::<Held>,
        (Table::Token, [2, ..]) => is::<Ended>,
        (Table::Token, [3, ..]) => is::<Crowded>,
        (Table::Invitation, [0, ..]) => is::<Invitation>,
        (Table::Invitation, [1, hash @ ..]) if hash.len() == HASH => is::<Link>,
        (Table::Webhook, _) => is::<Webhook>,
        _ => return None,
    };
    Some((Scope::Auth, decode))
}

fn of_directory(table: Table, rest: &[u8]) -> Option<(Scope, Decode)> {
    let behind_id = || rest.get(1 + usize::from(*rest.first()?)..);
    let decode: Decode = match (table, behind_id()) {
        (Table::Usergroup, Some([])) => is::<Usergroup>,
        (Table::Team, Some([])) => is::<Team>,
        (Table::Team, Some([1])) => is::<Defaults>,
        (Table::User, Some([])) => is::<User>,
        (Table::User, Some([1])) => return Some((Scope::Auth, is::<Credential>)),
        (Table::User, Some([2])) => is::<SignIn>,
        (Table::User, Some([3])) => is::<Expiration>,
        (Table::Listing, _) => is::<Listing>,
        (Table::Position, Some([])) if rest.len() != HASH + 1 => is::<AppPosition>,
        (Table::Position, _) if rest.len() == HASH + 1 && rest[HASH] == 0 => is::<Import>,
        (Table::Position, _) if rest.len() == HASH + 1 && rest[HASH] == 1 => is::<Alias>,
        (Table::Photo, _) => match rest {
            [0, emoji @ ..] if emoji.len() == HASH + 1 => is::<Photo>,
            [0, emoji @ ..] if emoji.len() == HASH + 2 => is::<PhotoPart>,
            _ => match behind_id()? {
                [0] => is::<Photo>,
                [1, _] => is::<PhotoPart>,
                _ => return None,
            },
        },
        _ => return None,
    };
    Some((Scope::Directory, decode))
}
