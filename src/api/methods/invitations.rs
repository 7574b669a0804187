//! `admin.users.invite`, `admin.invitations.*`, and what the invited do with a link. Slack's `admin.inviteRequests.*` are
//! members' wishes to invite, which is something else, so these have a name of their own.

use super::{admin_users, client};
use crate::api::answer::Answer;
use crate::api::call::{Call, Context, Refusal};
use crate::api::devices;
use crate::api::page::Page;
use crate::api::paging;
use crate::base::id::{ChannelId, InvitationId, UserId};
use crate::base::{Error, Result, Ts, limits};
use crate::domain::invitations::{self, NewInvitation, Newcomer, State};
use crate::domain::{access, installation, people, steward};
use crate::store::records::invitation::{Invitation, Purpose};
use crate::store::records::user::Role;
use crate::store::{Tx, View};
use serde_json::{Value, json};

/// `admin.users.invite`: a link to hand over, shown this once. Slack sends mail instead; `role`, `max_uses` and
/// `expires_in` are ours.
pub async fn invite(call: &Call) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let channels = call.args.list("channel_ids")?.unwrap_or_default();
    let channels: Option<Vec<_>> = channels.iter().map(|id| ChannelId::parse(id)).collect();
    let guest = call.args.bool("is_restricted")?.unwrap_or(false);
    let new = NewInvitation {
        role: if guest { Role::Guest } else { role(call)? },
        email: call.args.text("email"),
        channels: channels.ok_or(access::CHANNEL_NOT_FOUND)?,
        end: admin_users::end(call, "guest_expiration_ts")?,
        secs: whole(call, "expires_in")?.unwrap_or(limits::INVITATION_SECS_USUAL),
        max_uses: whole(call, "max_uses")?.map_or(1, |n| u32::try_from(n).unwrap_or(u32::MAX)),
    };
    let secret = invitations::new_secret(call.domain().world());
    let shown = secret.clone();
    let made = call.write(vec![], move |tx, cx| invitations::invite(tx, &cx.actor, &secret, &new)).await?;
    handed(call, &made, &shown)
}

/// `admin.users.offerPassword`: a link with which somebody sets a new password, shown this once. They are told of it, so
/// that no administrator comes in by it unseen.
pub async fn offer_password(call: &Call) -> Result<Value, Refusal> {
    let user = call.args.user("user_id")?;
    let line = steward::line(&call.view()?, call.domain().world(), user)?;
    let secret = invitations::new_secret(call.domain().world());
    let shown = secret.clone();
    let write = move |tx: &mut Tx, cx: &Context| {
        let made = invitations::offer_password(tx, &cx.actor, &secret, user)?;
        let told = format!(
            "<@{}> created a link to set a new password for your account. If you didn’t ask for this, check with them.",
            cx.actor.user
        );
        steward::tell(tx, &cx.domain, &line, &told)?;
        Ok(made)
    };
    let made = call.write(line.parts(call.domain()).to_vec(), write).await?;
    handed(call, &made, &shown)
}

fn role(call: &Call) -> Result<Role> {
    match call.args.text("role").as_deref() {
        None | Some("member") => Ok(Role::Member),
        Some("guest") => Ok(Role::Guest),
        Some("admin") => Ok(Role::Admin),
        Some("owner") => Ok(Role::Owner),
        Some(_) => Err(Error::invalid("invalid_role").because("a role is guest, member, admin or owner")),
    }
}

fn whole(call: &Call, name: &'static str) -> Result<Option<u64>> {
    call.args.int(name).map(|given| given.map(|n| u64::try_from(n).unwrap_or(0)))
}

/// The secret stands behind `#`: browsers send that part of an address nowhere, so it is in no log on the way.
fn handed(call: &Call, made: &Invitation, secret: &str) -> Result<Value, Refusal> {
    let door = if matches!(made.purpose, Purpose::Join { .. }) { "join" } else { "password" };
    let url = call.url(&format!("#/{door}/{secret}"));
    Ok(json!({ "invitation": object(&call.view()?, made), "url": url }))
}

/// `admin.invitations.list`
pub async fn list(call: &Call) -> Result<Answer, Refusal> {
    let view = call.view()?;
    let all = invitations::list(&view, call.actor())?;
    let paging = paging::paging(&call.args, all.len(), all.len())?;
    let mut page = Page::list(call, "invitations", paging.limit);
    page.fill_from(paging.start(all.len())?, &all, |invitation| Ok(object(&view, invitation)))?;
    Ok(page.answer(json!({})))
}

/// `admin.invitations.revoke`
pub async fn revoke(call: &Call) -> Result<Value, Refusal> {
    access::administering(call.actor())?;
    let id: InvitationId = call.args.id("invitation_id", "invitation_not_found")?;
    call.write(vec![], move |tx, cx| invitations::revoke(tx, &cx.actor, id)).await?;
    Ok(json!({}))
}

fn object(view: &View, invitation: &Invitation) -> Value {
    let state = match invitations::state(view, invitation) {
        State::Open => "open",
        State::Used => "used",
        State::Revoked => "revoked",
        State::Expired => "expired",
    };
    let mut object = json!({
        "id": invitation.id,
        "kind": "join",
        "state": state,
        "inviter": invitation.inviter,
        "date_created": invitation.created.secs(),
        "date_expire": invitation.expires.secs(),
        "max_uses": invitation.max_uses,
        "used_by": invitation.used_by,
    });
    match &invitation.purpose {
        Purpose::Join { role, email, channels, end } => {
            object["role"] = json!(word(*role));
            object["email"] = json!(email);
            object["channel_ids"] = json!(channels);
            object["guest_expiration_ts"] = json!(end.map_or(0, Ts::secs));
        }
        Purpose::Password { user } => {
            object["kind"] = json!("password");
            object["user_id"] = json!(user);
        }
    }
    object
}

fn word(role: Role) -> &'static str {
    match role {
        Role::Guest => "guest",
        Role::Member => "member",
        Role::Admin => "admin",
        Role::Owner => "owner",
    }
}

/// What an invited person shows: the secret of the link, or the link itself as it was pasted.
fn secret(call: &Call) -> Result<String> {
    let link = call.args.required("invite")?;
    Ok(link.rsplit('/').next().unwrap_or_default().to_owned())
}

/// `client.invitation`: what a link is for, told to whoever holds it.
pub async fn about(call: &Call) -> Result<Value, Refusal> {
    let view = call.view()?;
    let invitation = invitations::open(&view, &secret(call)?)?;
    let team = installation::team(&view, call.domain().team())?;
    let mut about = json!({
        "team": { "name": team.name },
        "inviter": shown(&view, invitation.inviter)?,
        "date_expire": invitation.expires.secs(),
    });
    match &invitation.purpose {
        Purpose::Join { role, email, .. } => {
            about["kind"] = json!("join");
            about["role"] = json!(word(*role));
            about["email"] = json!(email);
        }
        Purpose::Password { user } => {
            about["kind"] = json!("password");
            about["email"] = json!(people::get(&view, *user)?.email);
        }
    }
    Ok(about)
}

fn shown(view: &View, user: UserId) -> Result<String> {
    let user = people::get(view, user)?;
    Ok([user.profile.real_name, user.name].into_iter().find(|name| !name.is_empty()).unwrap_or_default())
}

/// `client.acceptInvite`: somebody joins, and is signed in.
pub async fn accept(call: &Call) -> Result<Value, Refusal> {
    let (secret, id) = (secret(call)?, UserId::mint(call.domain().world()));
    let newcomer = Newcomer {
        name: call.args.required("name")?,
        email: call.args.text("email"),
        real_name: call.args.required("real_name")?,
        display_name: call.args.text("display_name").unwrap_or_default(),
    };
    let view = call.view()?;
    let invitation = invitations::open(&view, &secret)?;
    let places = installation::default_channels(&view, call.domain().team())?;
    let parts = invitations::parts(&view, call.domain(), &invitation, id, &places)?;
    drop(view);
    let hash = hash(call).await?;
    let session = client::Session::new(call);
    let (kept, device) = (session.as_ref().map(|one| one.cookie(call)), devices::cookie(call, id, &hash)?);
    let write = move |tx: &mut Tx, cx: &Context| {
        invitations::accept(tx, &cx.domain, &secret, id, &newcomer, &hash, &places)?;
        session.as_ref().map_or(Ok(()), |one| one.issue(tx, &cx.domain, id))
    };
    call.write(parts, write).await?;
    kept.into_iter().chain([device]).for_each(|cookie| call.set_cookie(cookie));
    Ok(json!({ "user_id": id, "team_id": call.domain().team() }))
}

/// `client.setPassword`: somebody sets a new password with a link, and is signed in here and nowhere else.
pub async fn set_password(call: &Call) -> Result<Value, Refusal> {
    let secret = secret(call)?;
    let view = call.view()?;
    let user = invitations::person(&invitations::open(&view, &secret)?)?;
    let line = steward::line(&view, call.domain().world(), user)?;
    drop(view);
    let hash = hash(call).await?;
    let session = client::Session::new(call);
    let (kept, device) = (session.as_ref().map(|one| one.cookie(call)), devices::cookie(call, user, &hash)?);
    let write = move |tx: &mut Tx, cx: &Context| {
        invitations::set_password(tx, &cx.domain, &line, &secret, &hash)?;
        session.as_ref().map_or(Ok(()), |one| one.issue(tx, &cx.domain, user))
    };
    call.write(line.parts(call.domain()).to_vec(), write).await?;
    kept.into_iter().chain([device]).for_each(|cookie| call.set_cookie(cookie));
    Ok(json!({ "user_id": user, "team_id": call.domain().team() }))
}

/// The hash of the password in the call.
async fn hash(call: &Call) -> Result<String, Refusal> {
    call.site.passwords.hash(call.network, call.domain(), call.args.required("password")?).await
}
