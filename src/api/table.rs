//! Every method of the API: its name, who may call it, its scopes, its rate and its handler.

use super::answer::Answer;
use super::call::{Call, Refusal};
use super::methods::{
    account, admin_conversations, admin_users, api, apps, auth, bookmarks, bots, chat, client, conversations, dnd,
    drafts, emoji, ephemeral, health, invitations, jobs, keys, oauth, pins, preferences, profile, reactions, reminders,
    reports, rtm, scheduled, stars, team, threads, tokens, unfurls, usergroups, users, views, webhooks,
};
use super::rates::Tier;
use crate::store::records::user::Role;
use futures_util::TryFutureExt;
use futures_util::future::LocalBoxFuture;

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
    /// A bot.
    Bot,
    /// An app's bot, or a person by the token that an app got of them.
    OfApp,
}

/// What answers a call.
pub type Handler = for<'c> fn(&'c Call) -> LocalBoxFuture<'c, Result<Answer, Refusal>>;

/// One method.
pub struct Method {
    /// Its name, as in `/api/{name}`.
    pub name: &'static str,
    /// Who may call it.
    pub auth: Auth,
    /// The least role of a person who may call it. The domain enforces it, where it knows whom the call is about; the
    /// matrix holds the two together. A bot goes by its scopes.
    pub role: Role,
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

/// The least role: everybody's when none is named.
macro_rules! least {
    () => {
        Role::Guest
    };
    ($role:ident) => {
        Role::$role
    };
}

macro_rules! table {
    ($($name:literal $auth:ident$(($role:ident))? $tier:ident $scopes:expr => $run:path;)+) => {
        /// All methods.
        pub static METHODS: &[Method] = &[$(Method {
            name: $name,
            auth: Auth::$auth,
            role: least!($($role)?),
            scopes: $scopes,
            tier: Tier::$tier,
            run: |call| Box::pin($run(call).map_ok(Answer::from)),
        }),+];
    };
}

const NONE: &[&str] = &[];
const CHAT: &[&str] = &["chat:write"];
const GROUPS: &[&str] = &["usergroups:write"];
const ADMIN_WRITE: &[&str] = &["admin.teams:write"];
const USERS_READ: &[&str] = &["admin.users:read"];
const USERS_WRITE: &[&str] = &["admin.users:write"];
const CHANNELS_WRITE: &[&str] = &["admin.conversations:write"];
const READ: &[&str] = &["channels:read", "groups:read", "im:read", "mpim:read"];
const HISTORY: &[&str] = &["channels:history", "groups:history", "im:history", "mpim:history"];
const WRITE: &[&str] = &["channels:manage", "channels:write", "groups:write", "im:write", "mpim:write"];
const KICK: &[&str] = &["channels:manage", "channels:write", "groups:write"];
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
    "admin.apps.create" Browser(Admin) Two NONE => apps::create;
    "admin.apps.list" Browser(Admin) Two NONE => apps::list;
    "admin.apps.replaceToken" Browser(Admin) Two NONE => apps::replace_token;
    "admin.apps.uninstall" Person(Admin) Two &["admin.apps:write"] => apps::uninstall;
    "admin.conversations.archive" Person(Admin) Two CHANNELS_WRITE => admin_conversations::archive;
    "admin.conversations.rename" Person(Admin) Two CHANNELS_WRITE => admin_conversations::rename;
    "admin.conversations.search" Person(Admin) Two &["admin.conversations:read"] => admin_conversations::search;
    "admin.conversations.unarchive" Person(Admin) Two CHANNELS_WRITE => admin_conversations::unarchive;
    "admin.emoji.add" Person(Admin) Two ADMIN_WRITE => emoji::add;
    "admin.emoji.addAlias" Person(Admin) Two ADMIN_WRITE => emoji::add_alias;
    "admin.emoji.list" Person(Admin) Two &["admin.teams:read"] => emoji::admin_list;
    "admin.emoji.remove" Person(Admin) Two ADMIN_WRITE => emoji::remove;
    "admin.emoji.rename" Person(Admin) Two ADMIN_WRITE => emoji::rename;
    "admin.health.info" Browser(Admin) Three NONE => health::info;
    "admin.invitations.list" Browser(Admin) Two NONE => invitations::list;
    "admin.invitations.revoke" Browser(Admin) Two NONE => invitations::revoke;
    "admin.jobs.list" Browser(Admin) Two NONE => jobs::list;
    "admin.keys.addSlot" Browser(Owner) Guess NONE => keys::add_slot;
    "admin.reports.list" Browser(Admin) Two NONE => reports::list;
    "admin.teams.settings.info" Person(Admin) Three &["admin.teams:read"] => team::settings;
    "admin.teams.settings.setDefaultChannels" Person(Admin) Two ADMIN_WRITE => team::set_default_channels;
    "admin.teams.settings.setDomain" Person(Admin) Three ADMIN_WRITE => team::set_domain;
    "admin.teams.settings.setName" Person(Admin) Three ADMIN_WRITE => team::set_name;
    "admin.tokens.list" Browser(Admin) Two NONE => tokens::list;
    "admin.tokens.revoke" Browser(Admin) Two NONE => tokens::revoke;
    "admin.users.invite" Person(Admin) Two USERS_WRITE => invitations::invite;
    "admin.users.list" Person(Admin) Two USERS_READ => admin_users::list;
    "admin.users.offerPassword" Browser(Admin) Two NONE => invitations::offer_password;
    "admin.users.reactivate" Person(Admin) Two USERS_WRITE => admin_users::reactivate;
    "admin.users.remove" Person(Admin) Two USERS_WRITE => admin_users::remove;
    "admin.users.session.invalidate" Person(Admin) Two USERS_WRITE => admin_users::invalidate;
    "admin.users.session.list" Person(Admin) Two USERS_READ => admin_users::sessions;
    "admin.users.session.reset" Person(Admin) Two USERS_WRITE => admin_users::reset;
    "admin.users.setAdmin" Person(Owner) Two USERS_WRITE => admin_users::set_admin;
    "admin.users.setExpiration" Person(Admin) Two USERS_WRITE => admin_users::set_expiration;
    "admin.users.setGuest" Person(Admin) Two USERS_WRITE => admin_users::set_guest;
    "admin.users.setOwner" Person(Owner) Two USERS_WRITE => admin_users::set_owner;
    "admin.users.setRegular" Person(Admin) Two USERS_WRITE => admin_users::set_regular;
    "admin.webhooks.create" Browser(Admin) Two NONE => webhooks::create;
    "admin.webhooks.list" Browser(Admin) Two NONE => webhooks::list;
    "admin.webhooks.revoke" Browser(Admin) Two NONE => webhooks::revoke;
    "api.test" Nobody Four NONE => api::test;
    "apps.connections.open" App One &["connections:write"] => apps::connections_open;
    "auth.revoke" Token Three NONE => auth::revoke;
    "auth.test" Token Special NONE => auth::test;
    "bookmarks.add" Any Two &["bookmarks:write"] => bookmarks::add;
    "bookmarks.edit" Any Two &["bookmarks:write"] => bookmarks::edit;
    "bookmarks.list" Any Three &["bookmarks:read"] => bookmarks::list;
    "bookmarks.remove" Any Two &["bookmarks:write"] => bookmarks::remove;
    "bots.info" Any Three &["users:read"] => bots::info;
    "chat.delete" Any Three CHAT => chat::delete;
    "chat.deleteScheduledMessage" Any Three CHAT => scheduled::delete;
    "chat.getPermalink" Any Special NONE => chat::get_permalink;
    "chat.meMessage" Any Three CHAT => chat::me_message;
    "chat.postEphemeral" Any Four CHAT => ephemeral::post;
    "chat.postMessage" Any Special CHAT => chat::post_message;
    "chat.scheduleMessage" Any Three CHAT => scheduled::schedule;
    "chat.scheduledMessages.list" Any Three NONE => scheduled::list;
    "chat.unfurl" Bot Three &["links:write"] => unfurls::unfurl;
    "chat.update" Any Three CHAT => chat::update;
    "client.acceptInvite" Nobody Login NONE => invitations::accept;
    "client.authorizeApp" Browser(Admin) Two NONE => oauth::authorize;
    "client.boot" Browser Two NONE => client::boot;
    "client.changePassword" Browser Guess NONE => account::change_password;
    "client.counts" Browser Three NONE => client::counts;
    "client.emoji.add" Browser(Member) Two NONE => emoji::add_own;
    "client.emoji.list" Browser Two NONE => emoji::list_own;
    "client.emoji.remove" Browser Two NONE => emoji::remove_own;
    "client.invitation" Nobody Special NONE => invitations::about;
    "client.login" Nobody Guess NONE => client::login;
    "client.logout" Browser Three NONE => client::logout;
    "client.sessions.list" Browser Three NONE => account::sessions;
    "client.sessions.revoke" Browser Three NONE => account::revoke;
    "client.setChannelPrefs" Browser Three NONE => preferences::set_channel;
    "client.setPassword" Nobody Login NONE => invitations::set_password;
    "client.setTimezone" Browser Three NONE => account::set_timezone;
    "client.transferOwnership" Browser(Owner) Guess NONE => account::transfer_ownership;
    "conversations.archive" Any Two WRITE => conversations::archive;
    "conversations.close" Any Two WRITE => conversations::close;
    "conversations.create" Any(Member) Two WRITE => conversations::create;
    "conversations.history" Any Three HISTORY => conversations::history;
    "conversations.info" Any Three READ => conversations::info;
    "conversations.invite" Any Three INVITE => conversations::invite;
    "conversations.join" Any Three JOIN => conversations::join;
    "conversations.kick" Any Three KICK => conversations::kick;
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
    "dnd.endDnd" Person Two &["dnd:write"] => dnd::end_dnd;
    "dnd.endSnooze" Person Two &["dnd:write"] => dnd::end_snooze;
    "dnd.info" Any Three &["dnd:read"] => dnd::info;
    "dnd.setSnooze" Person Two &["dnd:write"] => dnd::set_snooze;
    "dnd.teamInfo" Any Two &["dnd:read"] => dnd::team_info;
    "drafts.delete" Browser Four NONE => drafts::delete;
    "drafts.list" Browser Three NONE => drafts::list;
    "drafts.set" Browser Four NONE => drafts::set;
    "emoji.list" Any Two &["emoji:read"] => emoji::list;
    "mentions.list" Browser Three NONE => threads::mentions;
    "oauth.v2.access" Nobody Special NONE => oauth::access;
    "pins.add" Any Two &["pins:write"] => pins::add;
    "pins.list" Any Two &["pins:read"] => pins::list;
    "pins.remove" Any Two &["pins:write"] => pins::remove;
    "reactions.add" Any Three &["reactions:write"] => reactions::add;
    "reactions.get" Any Three &["reactions:read"] => reactions::get;
    "reactions.list" Any Two &["reactions:read"] => reactions::list;
    "reactions.remove" Any Three &["reactions:write"] => reactions::remove;
    "reminders.add" Person Two &["reminders:write"] => reminders::add;
    "reminders.complete" Person Two &["reminders:write"] => reminders::complete;
    "reminders.delete" Person Two &["reminders:write"] => reminders::delete;
    "reminders.info" Person Two &["reminders:read"] => reminders::info;
    "reminders.list" Person Two &["reminders:read"] => reminders::list;
    "rtm.connect" Any One &["rtm:stream", "client"] => rtm::connect;
    "saved.update" Browser Three NONE => stars::update;
    "stars.add" Person Two &["stars:write"] => stars::add;
    "stars.list" Person Three &["stars:read"] => stars::list;
    "stars.remove" Person Two &["stars:write"] => stars::remove;
    "team.info" Any Three &["team:read"] => team::info;
    "threads.list" Browser Three NONE => threads::list;
    "threads.mark" Browser Four NONE => threads::mark;
    "threads.subscribe" Browser Three NONE => threads::subscribe;
    "threads.unsubscribe" Browser Three NONE => threads::unsubscribe;
    "usergroups.create" Any(Admin) Two GROUPS => usergroups::create;
    "usergroups.disable" Any(Admin) Two GROUPS => usergroups::disable;
    "usergroups.enable" Any(Admin) Two GROUPS => usergroups::enable;
    "usergroups.list" Any(Member) Two &["usergroups:read"] => usergroups::list;
    "usergroups.update" Any(Admin) Two GROUPS => usergroups::update;
    "usergroups.users.list" Any(Member) Two &["usergroups:read"] => usergroups::users_list;
    "usergroups.users.update" Any(Admin) Two GROUPS => usergroups::users_update;
    "users.conversations" Any Three READ => users::conversations;
    "users.deletePhoto" Person Two &["users.profile:write"] => profile::delete_photo;
    "users.getPresence" Any Three &["users:read"] => preferences::get_presence;
    "users.identity" Person Three &["identity.basic", "identity:read"] => profile::identity;
    "users.info" Any Four &["users:read"] => users::info;
    "users.list" Any Two &["users:read"] => users::list;
    "users.lookupByEmail" Any Three &["users:read.email"] => users::lookup_by_email;
    "users.prefs.get" Browser Three NONE => preferences::get;
    "users.prefs.set" Browser Three NONE => preferences::set;
    "users.profile.get" Any Four &["users.profile:read"] => profile::get;
    "users.profile.set" Person Three &["users.profile:write"] => profile::set;
    "users.setActive" Any Two &["users:write"] => preferences::set_active;
    "users.setPhoto" Person Two &["users.profile:write"] => profile::set_photo;
    "users.setPresence" Any Two &["users:write"] => preferences::set_presence;
    "views.close" Browser Four NONE => views::close;
    "views.home" Browser Four NONE => views::home;
    "views.open" OfApp Four NONE => views::open;
    "views.publish" OfApp Four NONE => views::publish;
    "views.push" OfApp Four NONE => views::push;
    "views.update" OfApp Four NONE => views::update;
}

/// The method of this name.
pub fn find(name: &str) -> Option<&'static Method> {
    // The table is sorted by name, which a test checks.
    METHODS.binary_search_by(|m| m.name.cmp(name)).ok().map(|at| &METHODS[at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::scopes;
    use std::collections::BTreeSet;

    #[test]
    fn every_scope_that_a_method_asks_for_is_known_and_none_is_there_for_its_name_alone() {
        let asked: BTreeSet<_> = METHODS.iter().flat_map(|m| m.scopes).copied().collect();
        let known: BTreeSet<_> = scopes::known().collect();
        let unknown: Vec<_> = asked.difference(&known).collect();
        assert!(unknown.is_empty(), "not in domain/scopes.rs: {unknown:?}");
        let idle: Vec<_> = scopes::BY_NAME.iter().filter(|scope| !asked.contains(*scope)).collect();
        assert!(idle.is_empty(), "no method asks for {idle:?}");
    }

    #[test]
    fn the_table_is_sorted_and_every_method_is_found() {
        assert!(METHODS.is_sorted_by(|a, b| a.name < b.name), "sort the table by name");
        assert!(METHODS.iter().all(|m| find(m.name).is_some_and(|found| std::ptr::eq(found, m))));
        assert!(find("chat.postmessage").is_none());
    }
}
