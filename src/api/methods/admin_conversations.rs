//! `admin.conversations.*`: the channels of the workspace, for those who look after it.
//!
//! What an administrator may not read they may not know by name either: of a private channel they are not in, they see
//! that it exists and how many are in it.

use crate::api::answer::Answer;
use crate::api::call::{Call, Context, Refusal};
use crate::api::page::Page;
use crate::api::paging;
use crate::base::id::ChannelId;
use crate::base::{Error, Result};
use crate::domain::access::Managing;
use crate::domain::{access, channels, memberships};
use crate::store::records::channel::{Channel, ChannelKind};
use crate::store::{Tx, View};
use serde_json::{Value, json};

/// Channels in one answer; Slack gives twenty.
const PAGE: usize = 200;
/// What a search may be narrowed to.
const KINDS: [&str; 4] = ["private", "private_exclude", "archived", "exclude_archived"];

/// `admin.conversations.search`: by `query` in the name, sorted by `name`, `member_count` or `created`.
pub async fn search(call: &Call) -> Result<Answer, Refusal> {
    access::administering(call.actor())?;
    call.apart()?;
    let query = call.args.text("query").unwrap_or_default().to_lowercase();
    let kinds = call.args.list("search_channel_types")?.unwrap_or_default();
    if let Some(unknown) = kinds.iter().find(|kind| !KINDS.contains(&kind.as_str())) {
        let why = format!("there is no kind {unknown:?}: {}", KINDS.join(", "));
        return Err(Error::invalid("invalid_search_channel_type").because(why).into());
    }
    let down = match call.args.text("sort_dir").as_deref() {
        None | Some("asc") => false,
        Some("desc") => true,
        Some(_) => return Err(Error::invalid("invalid_sort_dir").because("sort_dir is asc or desc").into()),
    };
    let view = call.view()?;
    let mut found = Vec::new();
    for line in channels::list(&view, None) {
        let (_, channel) = line?;
        let named = access::seeing(&view, call.actor(), channel.id).is_ok();
        // A name that may not be known is not found by what stands in it.
        let matches = query.is_empty() || named && channel.name.to_lowercase().contains(&query);
        if matches && kinds.iter().all(|kind| is(&channel, named, kind)) {
            let count = memberships::count(&view, channel.id)?;
            found.push((named, count, channel));
        }
    }
    match call.args.text("sort").as_deref() {
        None | Some("name") => found.sort_by_cached_key(shown),
        Some("member_count") => found.sort_by_key(|(_, count, channel)| (*count, channel.id)),
        // Of those without a name nothing is told by their place either.
        Some("created") => {
            found.sort_by_cached_key(|one| (!one.0, one.0.then_some(one.2.created), one.2.id));
        }
        Some(_) => return Err(Error::invalid("invalid_sort").into()),
    }
    if down {
        found.reverse();
    }
    let span = paging::span(&call.args, found.len(), 20, PAGE)?;
    let total = found.len();
    let mut page = Page::list(call, "conversations", span.limit);
    page.fill_from(span.start, &found, |one| object(&view, one))?;
    let next = page.next_cursor();
    Ok(page.answer_span(&span, json!({ "total_count": total, "next_cursor": next }))?)
}

type Found = (bool, usize, Channel);

/// What a channel is sorted by: those without a name come last, in the order of their ids.
fn shown((named, _, channel): &Found) -> (bool, String) {
    (!named, if *named { channel.name.clone() } else { channel.id.to_string() })
}

/// Whether a channel is of a kind. Whether one that may not be seen is archived is not told: it counts as one that is not.
fn is(channel: &Channel, named: bool, kind: &str) -> bool {
    match kind {
        "private" => channel.kind == ChannelKind::Private,
        "private_exclude" => channel.kind != ChannelKind::Private,
        "archived" => named && channel.archived,
        _ => !(named && channel.archived),
    }
}

fn object(view: &View, (named, count, channel): &Found) -> Result<Value> {
    let mut object = json!({
        "id": channel.id,
        "name": "",
        "member_count": count,
        "is_private": channel.kind == ChannelKind::Private,
        "is_hidden": !named,
    });
    if *named {
        for never in [
            "is_ext_shared",
            "is_org_shared",
            "is_global_shared",
            "is_org_default",
            "is_org_mandatory",
            "is_frozen",
            "is_pending_ext_shared",
        ] {
            object[never] = json!(false);
        }
        object["connected_team_ids"] = json!([]);
        object["pending_connected_team_ids"] = json!([]);
        object["created"] = json!(channel.created.secs());
        object["is_archived"] = json!(channel.archived);
        object["is_general"] = json!(channel.general);
        object["name"] = json!(channel.name);
        object["purpose"] = json!(channel.purpose.value);
        object["creator_id"] = json!(channel.creator);
        object["last_activity_ts"] = json!(channels::latest(view, channel.id)?.map_or(0, |ts| ts.0));
    }
    Ok(object)
}

/// `admin.conversations.archive`
pub async fn archive(call: &Call) -> Result<Value, Refusal> {
    change(call, |tx, cx, channel| {
        let overseeing = access::overseeing(tx, &cx.actor, channel)?;
        if overseeing.channel().archived {
            return Err(Error::invalid("already_archived"));
        }
        channels::archive(tx, &cx.actor, &cx.domain, &overseeing)
    })
    .await
}

/// `admin.conversations.unarchive`
pub async fn unarchive(call: &Call) -> Result<Value, Refusal> {
    change(call, |tx, cx, channel| {
        let overseeing = access::overseeing(tx, &cx.actor, channel)?;
        if !overseeing.channel().archived {
            return Err(Error::invalid("not_archived"));
        }
        channels::unarchive(tx, &cx.actor, &cx.domain, &overseeing)
    })
    .await
}

/// `admin.conversations.rename`
pub async fn rename(call: &Call) -> Result<Value, Refusal> {
    let name = call.args.required("name")?;
    change(call, move |tx, cx, channel| {
        let overseeing: Managing = access::overseeing(tx, &cx.actor, channel)?;
        if overseeing.channel().archived {
            return Err(Error::denied("is_archived"));
        }
        channels::rename(tx, &cx.actor, &cx.domain, &overseeing, &name).map(drop)
    })
    .await
}

async fn change(
    call: &Call,
    mut command: impl FnMut(&mut Tx, &Context, ChannelId) -> Result<()> + Send + 'static,
) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let channel = call.args.channel_id("channel_id")?;
    let parts = channels::parts(call.domain(), call.actor(), channel);
    call.write(parts, move |tx, cx| command(tx, cx, channel)).await?;
    Ok(json!({}))
}
