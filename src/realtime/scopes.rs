//! The scopes without which an event is not told, to apps and to sockets that were opened with a token: those of the
//! methods that say the same, which is Slack's table where Slack has one. What stands here under no scope is told to
//! nobody but our own client.

use crate::domain::objects::event::channel_type;
use crate::store::records::channel::ChannelKind;
use serde_json::Value;
use std::collections::HashSet;

const HISTORY: &[&str] = &["channels:history", "groups:history", "im:history", "mpim:history"];
const READ: &[&str] = &["channels:read", "groups:read", "im:read", "mpim:read"];

/// The scopes of which one is needed to be told this.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Needed {
    /// One of these.
    OneOf(&'static [&'static str]),
    /// None: it says nothing a method would ask a scope for.
    None,
    /// Our own client alone is told.
    Client,
}

/// What an event that apps are told of asks for; `None` for events that only sockets hear.
pub(super) fn of_app(kind: &str, told: &Value) -> Option<&'static [&'static str]> {
    Some(match kind {
        "message" => of_conversation(HISTORY, told["channel_type"].as_str()),
        "reaction_added" | "reaction_removed" => &["reactions:read"],
        "pin_added" | "pin_removed" => &["pins:read"],
        "member_joined_channel" | "member_left_channel" if told["channel_type"] == "C" => &["channels:read"],
        "member_joined_channel" | "member_left_channel" => &["groups:read"],
        "channel_created" | "channel_rename" | "channel_archive" | "channel_unarchive" | "channel_left" => {
            &["channels:read"]
        }
        "group_rename" | "group_archive" | "group_unarchive" | "group_left" => &["groups:read"],
        "im_created" | "im_open" | "im_close" => &["im:read"],
        "team_join" | "user_change" => &["users:read"],
        "emoji_changed" => &["emoji:read"],
        "dnd_updated_user" => &["dnd:read"],
        "subteam_created" | "subteam_updated" => &["usergroups:read"],
        "team_rename" => &["team:read"],
        _ => return None,
    })
}

/// What an event asks for on a socket that was opened with a token (RTM).
pub(super) fn of_socket(told: &Value) -> Needed {
    let kind = told["type"].as_str().unwrap_or_default();
    if let Some(scopes) = of_app(kind, told) {
        return Needed::OneOf(scopes);
    }
    Needed::OneOf(match kind {
        "channel_joined" | "channel_marked" => &["channels:read"],
        "group_joined" | "group_marked" => &["groups:read", "mpim:read"],
        "im_marked" => &["im:read"],
        "mpim_marked" | "mpim_open" | "mpim_close" => &["mpim:read"],
        "channel_updated" => of_conversation(READ, told["channel_type"].as_str()),
        "bookmarks_changed" => &["bookmarks:read"],
        "presence_change" | "manual_presence_change" => &["users:read"],
        "reminder_changed" => &["reminders:read"],
        "star_added" | "star_removed" => &["stars:read"],
        "subteam_members_changed" => &["usergroups:read"],
        "pref_change" | "user_typing" | "goodbye" => return Needed::None,
        _ => return Needed::Client,
    })
}

/// The scope of a family that fits the kind of conversation; any of them where the event does not tell it.
fn of_conversation(family: &'static [&'static str], kind: Option<&str>) -> &'static [&'static str] {
    let kinds = [ChannelKind::Public, ChannelKind::Private, ChannelKind::Direct, ChannelKind::Group].map(channel_type);
    match kinds.iter().position(|one| Some(*one) == kind) {
        Some(at) => &family[at..=at],
        None => family,
    }
}

/// The scopes of a socket.
#[derive(Clone, Debug)]
pub(super) enum Scopes {
    /// Our own client, which hears everything its person may know.
    Client,
    /// Those of a token.
    Token(HashSet<String>),
}

impl Scopes {
    /// Whether what asks for this is told here.
    pub fn allow(&self, needed: Needed) -> bool {
        match (self, needed) {
            (Self::Client, _) | (_, Needed::None) => true,
            (Self::Token(mine), Needed::OneOf(scopes)) => scopes.iter().any(|scope| mine.contains(*scope)),
            (Self::Token(_), Needed::Client) => false,
        }
    }

    /// Whether addresses of people are told here, as `users.info` asks.
    pub fn show_addresses(&self) -> bool {
        self.allow(Needed::OneOf(&["users:read.email"]))
    }
}

impl From<&crate::domain::Actor> for Scopes {
    fn from(actor: &crate::domain::Actor) -> Self {
        match actor.kind {
            crate::store::records::token::TokenKind::Browser => Self::Client,
            _ => Self::Token(actor.scopes.iter().cloned().collect()),
        }
    }
}
