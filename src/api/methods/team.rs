//! `team.*`

use crate::api::call::{Call, Refusal};
use crate::base::{Error, Result};
use crate::domain::installation;
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
    let sizes = [34, 44, 68, 88, 102, 132, 230];
    let mut icon: Map<String, Value> = sizes.iter().map(|size| (format!("image_{size}"), json!(""))).collect();
    icon.insert("image_default".to_owned(), json!(true));
    Ok(json!({ "team": {
        "id": team.id,
        "name": team.name,
        "domain": team.domain,
        "url": call.url(""),
        "email_domain": "",
        "icon": icon,
        "is_verified": false,
    } }))
}
