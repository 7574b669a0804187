//! Every method of the API: its name, who may call it, its scopes, its rate and its handler.

use super::call::{Call, Refusal};
use super::methods::{api, apps, auth, chat, client, conversations, reactions, rtm, users};
use super::rates::Tier;
use futures_util::future::LocalBoxFuture;
use serde_json::Value;

/// Who may call a method.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Auth {
    /// Anyone, without a token.
    Nobody,
    /// Any token at all.
    Token,
    /// A person or a bot.
    Any,
    /// A person, by token or browser.
    Person,
    /// A person in our own client.
    Browser,
    /// An app, by its `xapp-` token.
    App,
}

/// What answers a call.
pub type Handler = for<'c> fn(&'c Call) -> LocalBoxFuture<'c, Result<Value, Refusal>>;

/// One method.
pub struct Method {
    /// Its name, as in `/api/{name}`.
    pub name: &'static str,
    /// Who may call it.
    pub auth: Auth,
    /// A token needs one of these; none needed when empty.
    pub scopes: &'static [&'static str],
    /// How often.
    pub tier: Tier,
    /// What answers.
    pub run: Handler,
}

impl Method {
    /// What comes before the last dot.
    pub fn family(&self) -> &'static str {
        self.name.rsplit_once('.').map_or(self.name, |(family, _)| family)
    }
}

macro_rules! table {
    ($($name:literal $auth:ident $tier:ident $scopes:expr => $run:path;)+) => {
        /// All methods.
        pub static METHODS: &[Method] = &[$(Method {
            name: $name,
            auth: Auth::$auth,
            scopes: $scopes,
            tier: Tier::$tier,
            run: |call| Box::pin($run(call)),
        }),+];
    };
}

const NONE: &[&str] = &[];
const CHAT: &[&str] = &["chat:write"];
const READ: &[&str] = &["channels:read", "groups:read", "im:read", "mpim:read"];
const HISTORY: &[&str] = &["channels:history", "groups:history", "im:history", "mpim:history"];
const WRITE: &[&str] = &["channels:manage", "channels:write", "groups:write", "im:write", "mpim:write"];
const JOIN: &[&str] = &["channels:join", "channels:write"];
const TOPIC: &[&str] = &[
    "channels:manage",
    "channels:write",
    "channels:write.topic",
    "groups:write",
    "groups:write.topic",
    "im:write",
    "im:write.topic",
    "mpim:write",
    "mpim:write.topic",
];
const INVITE: &[&str] = &[
    "channels:manage",
    "channels:write",
    "channels:write.invites",
    "groups:write",
    "groups:write.invites",
    "im:write",
    "mpim:write",
];

table! {
    "api.test" Nobody Four NONE => api::test;
    "apps.connections.open" App One &["connections:write"] => apps::connections_open;
    "auth.revoke" Token Three NONE => auth::revoke;
    "auth.test" Token Special NONE => auth::test;
    "chat.delete" Any Three CHAT => chat::delete;
    "chat.getPermalink" Any Special NONE => chat::get_permalink;
    "chat.meMessage" Any Three CHAT => chat::me_message;
    "chat.postMessage" Any Special CHAT => chat::post_message;
    "chat.update" Any Three CHAT => chat::update;
    "client.boot" Browser Two NONE => client::boot;
    "client.counts" Browser Three NONE => client::counts;
    "client.login" Nobody Login NONE => client::login;
    "client.logout" Browser Three NONE => client::logout;
    "conversations.archive" Any Two WRITE => conversations::archive;
    "conversations.close" Any Two WRITE => conversations::close;
    "conversations.create" Any Two WRITE => conversations::create;
    "conversations.history" Any Three HISTORY => conversations::history;
    "conversations.info" Any Three READ => conversations::info;
    "conversations.invite" Any Three INVITE => conversations::invite;
    "conversations.join" Any Three JOIN => conversations::join;
    "conversations.kick" Any Three WRITE => conversations::kick;
    "conversations.leave" Any Three WRITE => conversations::leave;
    "conversations.list" Any Two READ => conversations::list;
    "conversations.mark" Any Three WRITE => conversations::mark;
    "conversations.members" Any Four READ => conversations::members;
    "conversations.open" Any Three WRITE => conversations::open;
    "conversations.rename" Any Two WRITE => conversations::rename;
    "conversations.replies" Any Three HISTORY => conversations::replies;
    "conversations.setPurpose" Any Two TOPIC => conversations::set_purpose;
    "conversations.setTopic" Any Two TOPIC => conversations::set_topic;
    "conversations.unarchive" Any Two WRITE => conversations::unarchive;
    "reactions.add" Any Three &["reactions:write"] => reactions::add;
    "reactions.get" Any Three &["reactions:read"] => reactions::get;
    "reactions.remove" Any Three &["reactions:write"] => reactions::remove;
    "rtm.connect" Any One &["rtm:stream", "client"] => rtm::connect;
    "users.conversations" Any Three READ => users::conversations;
    "users.info" Any Four &["users:read"] => users::info;
    "users.list" Any Two &["users:read"] => users::list;
    "users.lookupByEmail" Any Three &["users:read.email"] => users::lookup_by_email;
}

/// The method of this name.
pub fn find(name: &str) -> Option<&'static Method> {
    // The table is sorted by name, which a test checks.
    METHODS.binary_search_by(|m| m.name.cmp(name)).ok().map(|at| &METHODS[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_every_method_is_found() {
        assert!(METHODS.is_sorted_by(|a, b| a.name < b.name), "sort the table by name");
        assert!(METHODS.iter().all(|m| find(m.name).is_some_and(|found| std::ptr::eq(found, m))));
        assert!(find("chat.postmessage").is_none());
    }
}
