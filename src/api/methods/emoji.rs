//! `emoji.list` and `admin.emoji.*`

use crate::api::call::{Call, Refusal};
use crate::api::paging;
use crate::base::Result;
use crate::domain::{access, emoji};
use crate::store::Part;
use serde_json::{Map, Value, json};

/// `emoji.list`
pub async fn list(call: &Call) -> Result<Value, Refusal> {
    let all = emoji::list(&call.view()?)?;
    let latest = all.iter().map(|emoji| emoji.created).max().unwrap_or_default();
    let map: Map<String, Value> = all.into_iter().map(|emoji| (emoji.name, json!(emoji.url))).collect();
    let mut answer = json!({ "emoji": map, "cache_ts": latest.to_string() });
    if call.args.bool("include_categories")?.unwrap_or(false) {
        // The emoji everybody has come with the client.
        answer["categories_version"] = json!("0");
        answer["categories"] = json!([]);
    }
    Ok(answer)
}

/// `admin.emoji.list`
pub async fn admin_list(call: &Call) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let all = emoji::list(&call.view()?)?;
    let span = paging::span(&call.args, all.len(), 100, 1_000)?;
    let line = |emoji: &crate::store::records::emoji::Emoji| {
        let about = json!({ "url": emoji.url, "date_created": emoji.created.secs(), "uploaded_by": emoji.creator });
        (emoji.name.clone(), about)
    };
    let map: Map<String, Value> = all[span.range.clone()].iter().map(line).collect();
    Ok(json!({ "emoji": map, "response_metadata": span.metadata(all.len()) }))
}

/// `admin.emoji.add`
pub async fn add(call: &Call) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let (name, url) = (name(call, "name"), name(call, "url"));
    write(call, move |tx, cx| emoji::add(tx, &cx.actor, cx.domain.team(), &name, &url).map(drop)).await
}

/// `admin.emoji.addAlias`
pub async fn add_alias(call: &Call) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let (name, target) = (name(call, "name"), name(call, "alias_for"));
    write(call, move |tx, cx| emoji::add_alias(tx, &cx.actor, cx.domain.team(), &name, &target).map(drop)).await
}

/// `admin.emoji.remove`
pub async fn remove(call: &Call) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let name = name(call, "name");
    write(call, move |tx, cx| emoji::remove(tx, &cx.actor, cx.domain.team(), &name)).await
}

/// `admin.emoji.rename`
pub async fn rename(call: &Call) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let (name, new) = (name(call, "name"), name(call, "new_name"));
    write(call, move |tx, cx| emoji::rename(tx, &cx.actor, cx.domain.team(), &name, &new).map(drop)).await
}

/// An argument; where it is missing, the domain says which code Slack has for that.
fn name(call: &Call, argument: &'static str) -> String {
    call.args.text(argument).unwrap_or_default()
}

async fn write(
    call: &Call,
    command: impl FnMut(&mut crate::store::Tx, &crate::api::call::Context) -> Result<()> + Send + 'static,
) -> Result<Value, Refusal> {
    call.write(vec![Part::Team(call.domain().team())], command).await?;
    Ok(json!({}))
}
