//! `admin.keys.*`: the root keys that open the installation. Ours; Slack's customers have none.

use super::account::own;
use crate::api::call::{Call, Context, Refusal};
use crate::base::id::UserId;
use crate::base::{Error, Kind, Result};
use crate::crypto::AgeRecipient;
use crate::domain::{people, rank, steward};
use crate::store::Tx;
use crate::store::records::user::Role;
use actix_web::web;
use serde_json::{Value, json};
use zeroize::Zeroizing;

/// `admin.keys.addSlot`: from then on one more root key opens the installation. Only its public half comes here: the secret
/// was made in the owner's browser, or where they like, and never leaves it. Every owner is told before it opens anything.
pub async fn add_slot(call: &Call) -> Result<Value, Refusal> {
    rank::owning(&call.view()?, call.actor())?;
    let (recipient, password) = (call.args.required("recipient")?, call.args.required("password")?);
    let typed = call.args.text("passphrase").map(Zeroizing::new);
    let (recipient, site) = (AgeRecipient::parse(&recipient)?, call.site.clone());
    own(call, password).await?;
    // A passphrase takes 256 MiB and a second, as much as a large answer.
    let turn = call.site.large.acquire().await.map_err(|_| stopping())?;
    let new = beside(move || (site.new_slot)(&recipient, typed).map_err(refused)).await?;
    drop(turn);
    for owner in owners(call)? {
        let line = steward::line(&call.view()?, call.domain().world(), owner)?;
        let parts = line.parts(call.domain()).to_vec();
        let tell = move |tx: &mut Tx, cx: &Context| {
            let told = format!(
                "<@{}> is adding a root key. Anyone who has it and a copy of the data directory can read everything. \
                 If you don’t know why, check with them.",
                cx.actor.user
            );
            steward::tell(tx, &cx.domain, &line, &told)
        };
        call.write(parts, tell).await?;
    }
    let slot = beside(move || new.put_down()).await?;
    tracing::info!(by = %call.actor().user, slot = slot.number, "a root key was added");
    Ok(json!({ "number": slot.number }))
}

/// Does what waits for the disk, or takes long on purpose, beside everybody else's calls.
async fn beside<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    web::block(work).await.map_err(|_| stopping())?
}

fn stopping() -> Error {
    Error::unavailable("the server is stopping; try again")
}

/// The wrong root key is no seal on the running server.
fn refused(error: Error) -> Error {
    match error.kind {
        Kind::Sealed => Error { detail: error.detail, ..Error::invalid("invalid_root_key") },
        _ => error,
    }
}

fn owners(call: &Call) -> Result<Vec<UserId>> {
    let view = call.view()?;
    let all = people::list(&view, None).map(|found| found.map(|(_, user)| user));
    let owners = all.filter(|user| user.as_ref().map_or(true, |user| user.role == Role::Owner && !user.deleted));
    owners.map(|user| user.map(|user| user.id)).collect()
}
