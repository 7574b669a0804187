//! What one data key covers. A scope is made of ids that never change, so renaming or importing moves no key.

use crate::base::id::{ChannelId, Id, IdKind, UserId};

/// What one ring of data keys covers: destroying the ring makes exactly this unreadable.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Scope {
    /// Who and what exists: the installation, workspaces, people, groups, emoji.
    Directory,
    /// Passwords, sessions and tokens.
    Auth,
    /// Waiting jobs and their payloads.
    Jobs,
    /// The audit trail.
    Audit,
    /// What only one person sees: drafts, preferences, saved items.
    Person(UserId),
    /// One channel's messages of one day.
    Channel {
        /// The channel.
        channel: ChannelId,
        /// `Ts::day()` of the messages; 0 for the standing facts of the channel: name, topic, members.
        day: u32,
    },
}

impl Scope {
    /// The scope as bytes: the tail of its row key and the associated data of everything sealed in it.
    ///
    /// The first byte tells the kind and ids carry their length, so no two scopes share a name.
    pub fn name(&self) -> Vec<u8> {
        match self {
            Self::Directory => vec![1],
            Self::Auth => vec![2],
            Self::Jobs => vec![3],
            Self::Audit => vec![4],
            Self::Person(user) => with_id(5, *user),
            Self::Channel { channel, day } => {
                let mut name = with_id(6, *channel);
                name.extend_from_slice(&day.to_be_bytes());
                name
            }
        }
    }
}

fn with_id<K: IdKind>(kind: u8, id: Id<K>) -> Vec<u8> {
    let bytes = id.as_bytes();
    let mut name = Vec::with_capacity(2 + bytes.len() + 4);
    name.push(kind);
    name.push(bytes.len() as u8);
    name.extend_from_slice(bytes);
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_two_scopes_share_a_name() {
        let channel = |text: &str, day| Scope::Channel { channel: ChannelId::parse(text).unwrap(), day };
        let person = |text: &str| Scope::Person(UserId::parse(text).unwrap());
        let scopes = [
            Scope::Directory,
            Scope::Auth,
            Scope::Jobs,
            Scope::Audit,
            person("U1"),
            person("U11"),
            person("W1"),
            channel("C1", 0),
            channel("C1", 1),
            channel("C1", 0x3100_0000),
            channel("C11", 0),
            channel("D1", 0),
        ];
        let names: HashSet<_> = scopes.iter().map(Scope::name).collect();
        assert_eq!(names.len(), scopes.len());
    }
}
