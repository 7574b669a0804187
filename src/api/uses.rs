//! What a method does in a conversation, and the scopes of which a token needs one for it, by the kind of conversation:
//! one row a verb, after Slack's documentation of each method. The wider scope of a family holds its narrower ones.

use crate::store::records::channel::ChannelKind;

/// What a method's scopes are for in one conversation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Use {
    /// Name, topic, members.
    Read,
    /// Messages.
    History,
    /// Making, naming, archiving, opening, closing, leaving, removing members, moving the read mark.
    Write,
    /// Topic and purpose.
    Topic,
    /// Bringing people in.
    Invite,
}

impl Use {
    /// The scopes of which one is needed in this kind of conversation.
    pub const fn scopes(self, kind: ChannelKind) -> &'static [&'static str] {
        use ChannelKind::{Direct, Group, Private, Public};
        match (self, kind) {
            (Self::Read, Public) => &["channels:read"],
            (Self::Read, Private) => &["groups:read"],
            (Self::Read, Direct) => &["im:read"],
            (Self::Read, Group) => &["mpim:read"],
            (Self::History, Public) => &["channels:history"],
            (Self::History, Private) => &["groups:history"],
            (Self::History, Direct) => &["im:history"],
            (Self::History, Group) => &["mpim:history"],
            (Self::Write, Public) => &["channels:manage", "channels:write"],
            (Self::Write, Private) => &["groups:write"],
            (Self::Write | Self::Invite, Direct) => &["im:write"],
            (Self::Write | Self::Invite, Group) => &["mpim:write"],
            (Self::Topic, Public) => &["channels:manage", "channels:write", "channels:write.topic"],
            (Self::Topic, Private) => &["groups:write", "groups:write.topic"],
            (Self::Topic, Direct) => &["im:write", "im:write.topic"],
            (Self::Topic, Group) => &["mpim:write", "mpim:write.topic"],
            (Self::Invite, Public) => &["channels:manage", "channels:write", "channels:write.invites"],
            (Self::Invite, Private) => &["groups:write", "groups:write.invites"],
        }
    }
}
