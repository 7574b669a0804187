//! `team.info`, and `admin.teams.settings.*`. `setDomain` is ours: Slack's short names are its own to give.

use crate::api::call::{Call, Refusal};
use crate::base::id::{ChannelId, TeamId};
use crate::base::{Error, Result};
use crate::domain::{access, avatars, installation};
use crate::store::Part;
use crate::store::records::team::Team;
use serde_json::{Map, Value, json};

/// `team.info`
pub async fn info(call: &Call) -> Result<Value, Refusal> {
    let team = installation::team(&call.view()?, call.domain().team())?;
    let wanted = [call.args.text("team"), call.args.text("domain")];
    if wanted[0].as_ref().is_some_and(|id| *id != team.id.to_string())
        || wanted[1].as_ref().is_some_and(|domain| *domain != team.domain)
    {
        return Err(Error::not_found("team_not_found").into());
    }
    Ok(json!({ "team": {
        "id": team.id,
        "name": team.name,
        "domain": team.domain,
        "url": call.url(""),
        "email_domain": "",
        "icon": icon(call, team.id),
        "is_verified": false,
    } }))
}

fn icon(call: &Call, team: TeamId) -> Map<String, Value> {
    let address = avatars::address(&call.site.public_url, team);
    let sizes = [34, 44, 68, 88, 102, 132, 230];
    let mut icon: Map<String, Value> = sizes.iter().map(|size| (format!("image_{size}"), json!(address))).collect();
    icon.insert("image_default".to_owned(), json!(true));
    icon
}

/// `admin.teams.settings.info`
pub async fn settings(call: &Call) -> Result<Value, Refusal> {
    let team = administered(call)?;
    let chosen = installation::default_channels(&call.view()?, team.id)?;
    Ok(json!({ "team": {
        "id": team.id,
        "name": team.name,
        "domain": team.domain,
        "email_domain": "",
        "icon": icon(call, team.id),
        "enterprise_id": "",
        "enterprise_name": "",
        "default_channels": team.general.iter().chain(&chosen).collect::<Vec<_>>(),
    } }))
}

/// `admin.teams.settings.setName`
pub async fn set_name(call: &Call) -> Result<Value, Refusal> {
    let (team, name) = (administered(call)?, call.args.text("name").unwrap_or_default());
    rename(call, team.id, name, team.domain).await
}

/// `admin.teams.settings.setDomain`
pub async fn set_domain(call: &Call) -> Result<Value, Refusal> {
    let (team, domain) = (administered(call)?, call.args.text("domain").unwrap_or_default());
    rename(call, team.id, team.name, domain).await
}

/// `admin.teams.settings.setDefaultChannels`: where whoever comes new starts. The channel everybody is in may be among
/// them or not.
pub async fn set_default_channels(call: &Call) -> Result<Value, Refusal> {
    let team = administered(call)?.id;
    let named = call.args.list("channel_ids")?;
    let named = named.ok_or(Error::invalid("invalid_arguments").because("missing required field: channel_ids"))?;
    let channels: Option<Vec<_>> = named.iter().map(|id| ChannelId::parse(id)).collect();
    let channels = channels.ok_or(Error::invalid("one_or_more_invalid_channels"))?;
    call.write(vec![], move |tx, _| installation::set_default_channels(tx, team, &channels)).await?;
    Ok(json!({}))
}

async fn rename(call: &Call, team: TeamId, name: String, domain: String) -> Result<Value, Refusal> {
    call.write(vec![Part::Team(team)], move |tx, _| installation::rename(tx, team, &name, &domain).map(drop)).await?;
    Ok(json!({}))
}

/// The workspace that `team_id` names, for those who administer it; there is one, so it may be left out.
fn administered(call: &Call) -> Result<Team> {
    access::administering(call.actor())?;
    let team = installation::team(&call.view()?, call.domain().team())?;
    match call.args.text("team_id") {
        Some(id) if id != team.id.to_string() => Err(Error::not_found("team_not_found")),
        _ => Ok(team),
    }
}
