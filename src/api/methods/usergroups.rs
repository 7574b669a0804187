//! `usergroups.*`

use crate::api::answer::Answer;
use crate::api::call::{Call, Context, Refusal};
use crate::api::page::Page;
use crate::api::paging;
use crate::base::id::{ChannelId, UserId, UsergroupId};
use crate::base::{Error, Result, limits};
use crate::domain::objects::usergroup as objects;
use crate::domain::usergroups::{self, Change};
use crate::store::records::usergroup::Usergroup;
use crate::store::{Part, Tx};
use serde_json::{Value, json};

/// `usergroups.create`
pub async fn create(call: &Call) -> Result<Value, Refusal> {
    let change = change(call)?;
    write(call, move |tx, cx| usergroups::create(tx, &cx.actor, cx.domain.team(), &change)).await
}

/// `usergroups.update`
pub async fn update(call: &Call) -> Result<Value, Refusal> {
    let (id, change) = (id(call)?, change(call)?);
    write(call, move |tx, cx| usergroups::update(tx, &cx.actor, cx.domain.team(), id, &change)).await
}

/// `usergroups.enable`
pub async fn enable(call: &Call) -> Result<Value, Refusal> {
    let id = id(call)?;
    write(call, move |tx, cx| usergroups::set_enabled(tx, &cx.actor, cx.domain.team(), id, true)).await
}

/// `usergroups.disable`
pub async fn disable(call: &Call) -> Result<Value, Refusal> {
    let id = id(call)?;
    write(call, move |tx, cx| usergroups::set_enabled(tx, &cx.actor, cx.domain.team(), id, false)).await
}

/// `usergroups.list`
pub async fn list(call: &Call) -> Result<Answer, Refusal> {
    let paging = paging::paging(&call.args, limits::USERGROUPS, limits::USERGROUPS)?;
    let flag = |name| call.args.bool(name).map(|given| given.unwrap_or(false));
    let (disabled, with_users) = (flag("include_disabled")?, flag("include_users")?);
    let found = usergroups::seeing(&call.view()?, call.actor(), disabled)?;
    let mut page = Page::list(call, "usergroups", paging.limit);
    let object = |group: &Usergroup| Ok(objects::usergroup(group, call.domain().team(), with_users));
    page.fill_from(paging.start(found.len())?, &found, object)?;
    Ok(page.answer(json!({})))
}

/// `usergroups.users.list`
pub async fn users_list(call: &Call) -> Result<Value, Refusal> {
    let id = id(call)?;
    let disabled = call.args.bool("include_disabled")?.unwrap_or(false);
    let groups = usergroups::seeing(&call.view()?, call.actor(), disabled)?;
    let group = groups.into_iter().find(|group| group.id == id).ok_or(usergroups::USERGROUP_NOT_FOUND)?;
    Ok(json!({ "users": group.users }))
}

/// `usergroups.users.update`
pub async fn users_update(call: &Call) -> Result<Value, Refusal> {
    let id = id(call)?;
    let given = call.args.list("users")?.ok_or(Error::invalid("no_users_provided"))?;
    let users = given.iter().map(|user| UserId::parse(user).ok_or(Error::invalid("invalid_users")));
    let users: Vec<UserId> = users.collect::<Result<_>>()?;
    write(call, move |tx, cx| usergroups::set_users(tx, &cx.actor, cx.domain.team(), id, &users)).await
}

fn id(call: &Call) -> Result<UsergroupId> {
    call.args.id("usergroup", "no_such_subteam")
}

fn change(call: &Call) -> Result<Change> {
    let parse = |channel: &String| ChannelId::parse(channel).ok_or(Error::invalid("invalid_channel_provided"));
    let channels = call.args.list("channels")?.map(|list| list.iter().map(parse).collect::<Result<_>>());
    Ok(Change {
        name: call.args.text("name"),
        handle: call.args.text("handle"),
        description: call.args.text_or_empty("description"),
        channels: channels.transpose()?,
    })
}

async fn write(
    call: &Call,
    command: impl FnMut(&mut Tx, &Context) -> Result<Usergroup> + Send + 'static,
) -> Result<Value, Refusal> {
    let team = call.domain().team();
    let group = call.write(vec![Part::Team(team)], command).await?;
    Ok(json!({ "usergroup": objects::usergroup(&group, team, true) }))
}
