//! Row keys: a table byte, then ids, times and keyed hashes. Nothing readable ever stands in a key.

use crate::base::Ts;
use crate::base::id::{Id, IdKind};

/// The tables. The number is on disk: never reuse or renumber one.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[repr(u8)]
pub enum Table {
    /// Facts of the installation itself: format, ids, settings.
    Installation = 1,
    /// Wrapped data keys, one row a scope.
    DataKey = 2,
    /// Workspaces.
    Team = 3,
    /// People and bot users.
    User = 4,
    /// From a keyed hash (of an e-mail address, a name, a token) to an id.
    Lookup = 5,
    /// Browser sessions and API tokens.
    Token = 6,
    /// Channels of every kind.
    Channel = 7,
    /// Members by channel.
    Member = 8,
    /// Channels by member.
    Membership = 9,
    /// Messages: entry, body, reactions and thread summary side by side.
    Message = 10,
    /// Replies by thread.
    Thread = 11,
    /// Mentions by person and channel.
    Mention = 12,
    /// Pins by channel.
    Pin = 13,
    /// Bookmarks by channel.
    Bookmark = 14,
    /// Saved items by person.
    Saved = 15,
    /// Reminders by person.
    Reminder = 16,
    /// User groups.
    Usergroup = 17,
    /// Custom emoji.
    Emoji = 18,
    /// Drafts by person.
    Draft = 19,
    /// Preferences and do-not-disturb by person.
    Preferences = 20,
    /// Apps and their bots.
    App = 21,
    /// Incoming webhooks.
    Webhook = 22,
    /// Jobs by due time.
    Job = 23,
    /// Scheduled messages by person.
    Scheduled = 24,
    /// Thread subscriptions and read positions by person.
    Subscription = 25,
    /// Reader positions and import progress.
    Position = 26,
    /// Views opened by apps.
    View = 27,
    /// Audit entries.
    Audit = 28,
    /// All users of a workspace, all channels of a workspace: listings by id.
    Listing = 29,
    /// Reactions by person.
    Reaction = 30,
    /// People's pictures.
    Photo = 31,
    /// Invitations and links to set a password.
    Invitation = 32,
}

impl Table {
    /// The table of a row key; none for a number this version does not know.
    pub fn of(key: &[u8]) -> Option<Self> {
        let number = usize::from(*key.first()?);
        TABLES.get(number.checked_sub(1)?).copied()
    }
}

/// The tables by their number, which starts at 1.
const TABLES: [Table; 32] = [
    Table::Installation,
    Table::DataKey,
    Table::Team,
    Table::User,
    Table::Lookup,
    Table::Token,
    Table::Channel,
    Table::Member,
    Table::Membership,
    Table::Message,
    Table::Thread,
    Table::Mention,
    Table::Pin,
    Table::Bookmark,
    Table::Saved,
    Table::Reminder,
    Table::Usergroup,
    Table::Emoji,
    Table::Draft,
    Table::Preferences,
    Table::App,
    Table::Webhook,
    Table::Job,
    Table::Scheduled,
    Table::Subscription,
    Table::Position,
    Table::View,
    Table::Audit,
    Table::Listing,
    Table::Reaction,
    Table::Photo,
    Table::Invitation,
];

/// Builds a row key. Ids are written with their length, so no key is another one's prefix by accident.
#[derive(Clone, Debug)]
pub struct KeyBuf(Vec<u8>);

impl KeyBuf {
    /// A key of `table`.
    pub fn new(table: Table) -> Self {
        let mut bytes = Vec::with_capacity(64);
        bytes.push(table as u8);
        Self(bytes)
    }

    /// Adds an id.
    #[must_use]
    pub fn id<K: IdKind>(mut self, id: Id<K>) -> Self {
        self.0.push(id.as_bytes().len() as u8);
        self.0.extend_from_slice(id.as_bytes());
        self
    }

    /// Adds a moment; keys sort by it.
    #[must_use]
    pub fn ts(mut self, ts: Ts) -> Self {
        self.0.extend_from_slice(&ts.to_be_bytes());
        self
    }

    /// Adds one byte that tells neighbours apart.
    #[must_use]
    pub fn tag(mut self, tag: u8) -> Self {
        self.0.push(tag);
        self
    }

    /// Adds a keyed hash.
    #[must_use]
    pub fn hash(mut self, hash: &[u8; 16]) -> Self {
        self.0.extend_from_slice(hash);
        self
    }

    /// The finished key.
    pub fn build(self) -> Vec<u8> {
        self.0
    }

    /// The range of all keys that start with this one: `from <= key < to`.
    pub fn prefix(self) -> (Vec<u8>, Vec<u8>) {
        let from = self.0;
        let mut to = from.clone();
        // The first byte is a table number far below 255, so the carry always ends.
        while let Some(last) = to.pop() {
            if last < u8::MAX {
                to.push(last + 1);
                break;
            }
        }
        (from, to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_found_by_its_number() {
        assert!((1..=32).all(|n| Table::of(&[n, 7]).is_some_and(|table| table as u8 == n)));
        assert_eq!([Table::of(&[]), Table::of(&[0]), Table::of(&[33])], [None; 3]);
    }
}
