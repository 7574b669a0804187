//! The methods that a chat client and most bots need are all there.

use comity::api::table;

/// Slack's methods of the first tier, without files, photos and search, which have their own time.
const FIRST_TIER: &str = "\
    api.test apps.connections.open auth.revoke auth.test bots.info chat.delete chat.deleteScheduledMessage \
    chat.getPermalink chat.meMessage chat.postEphemeral chat.postMessage chat.scheduleMessage \
    chat.scheduledMessages.list chat.unfurl chat.update conversations.archive conversations.close \
    conversations.create conversations.history conversations.info conversations.invite conversations.join \
    conversations.kick conversations.leave conversations.list conversations.mark conversations.members \
    conversations.open conversations.rename conversations.replies conversations.setPurpose conversations.setTopic \
    conversations.unarchive dnd.endDnd dnd.endSnooze dnd.info dnd.setSnooze dnd.teamInfo emoji.list oauth.v2.access \
    pins.add pins.list pins.remove reactions.add reactions.get reactions.list reactions.remove rtm.connect team.info \
    usergroups.list usergroups.users.list users.conversations users.deletePhoto users.getPresence users.identity \
    users.info users.list users.lookupByEmail users.profile.get users.profile.set users.setPresence \
    views.open views.publish views.push views.update";

#[test]
fn every_method_of_the_first_tier_is_in_the_table() {
    let missing: Vec<_> = FIRST_TIER.split_whitespace().filter(|name| table::find(name).is_none()).collect();
    assert!(missing.is_empty(), "not yet there: {missing:?}");
}
