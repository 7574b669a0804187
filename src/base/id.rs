//! Ids that carry their kind in the first letter, as Slack's do, and are unique across installations.
//!
//! A minted id has 16 random base-32 characters (80 bits) after its letter. Ids from a Slack export are kept, so
//! that mentions, permalinks and the configuration of bots stay true.

use super::World;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

/// The longest id accepted, letter included.
pub const ID_BYTES_MAX: usize = 23;
const MINTED: usize = 16;
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The kind of thing an id names.
pub trait IdKind: Copy + Send + Sync + 'static {
    /// The letters an id of this kind starts with; the first is used for new ones.
    const LETTERS: &'static [&'static str];
}

/// An id of one kind: a letter or two and `[A-Z0-9]`, at most 23 bytes, kept in place.
pub struct Id<K> {
    bytes: [u8; ID_BYTES_MAX],
    len: u8,
    kind: PhantomData<fn() -> K>,
}

impl<K: IdKind> Id<K> {
    /// A new id from the world's randomness.
    pub fn mint(world: &dyn World) -> Self {
        let letter = K::LETTERS[0].as_bytes();
        let mut bytes = [0; ID_BYTES_MAX];
        bytes[..letter.len()].copy_from_slice(letter);
        let random = &mut bytes[letter.len()..letter.len() + MINTED];
        world.fill(random);
        for b in random {
            *b = ALPHABET[usize::from(*b % 32)];
        }
        Self { bytes, len: (letter.len() + MINTED) as u8, kind: PhantomData }
    }

    /// Reads an id; `None` when it is of another kind or not an id at all.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = K::LETTERS.iter().find_map(|letter| text.strip_prefix(letter))?;
        let plain = rest.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if rest.is_empty() || text.len() > ID_BYTES_MAX || !plain {
            return None;
        }
        let mut bytes = [0; ID_BYTES_MAX];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Some(Self { bytes, len: text.len() as u8, kind: PhantomData })
    }

    /// The id as clients see it.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// The id's bytes, for row keys.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.bytes.cmp(&other.bytes)
    }
}
impl<K> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bytes.hash(state);
    }
}
impl<K: IdKind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl<K: IdKind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl<K: IdKind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}
impl<'de, K: IdKind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("an id of another kind"))
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $alias:ident $kind:ident [$($letter:literal),+];)+) => {
        /// The kinds of ids, as types.
        pub mod kind {
            $(
                #[doc = concat!("Ids that start with ", stringify!($($letter),+), ".")]
                #[derive(Clone, Copy)]
                pub struct $kind;
                impl super::IdKind for $kind {
                    const LETTERS: &'static [&'static str] = &[$($letter),+];
                }
            )+
        }
        $($(#[$doc])* pub type $alias = Id<kind::$kind>;)+
    };
}

kinds! {
    /// An installation: one running organisation. Every message names the one it was made on.
    InstallationId Installation ["N"];
    /// A workspace.
    TeamId Team ["T"];
    /// A person or a bot's user; Slack's exports also use `W`.
    UserId User ["U", "W"];
    /// A bot.
    BotId Bot ["B"];
    /// An app.
    AppId App ["A"];
    /// A channel, direct or group conversation. Slack's own letters are kept: `C`, `G` and `D`.
    ChannelId Channel ["C", "G", "D"];
    /// A user group.
    UsergroupId Usergroup ["S"];
    /// A file.
    FileId File ["F"];
    /// A scheduled message.
    ScheduledId Scheduled ["Q"];
    /// A reminder.
    ReminderId Reminder ["Rm"];
    /// A bookmark.
    BookmarkId Bookmark ["Bk"];
    /// An event as delivered to apps.
    EventId Event ["Ev"];
    /// A view (modal or home tab).
    ViewId View ["V"];
    /// A draft.
    DraftId Draft ["Dr"];
    /// A session in a browser.
    SessionId Session ["L"];
    /// An invitation, or a link to set a password.
    InvitationId Invitation ["I"];
}

impl ChannelId {
    /// A new direct conversation's id: `D…`, as clients tell the kinds apart by the letter.
    pub fn mint_direct(world: &dyn World) -> Self {
        let mut id = Self::mint(world);
        id.bytes[0] = b'D';
        id
    }
}
