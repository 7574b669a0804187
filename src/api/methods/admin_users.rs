//! `admin.users.*`: who is here, what they may do, where they are signed in.

use crate::api::answer::Answer;
use crate::api::call::{Call, Context, Refusal};
use crate::api::page::Page;
use crate::api::paging;
use crate::base::id::{SessionId, UserId};
use crate::base::{Error, Result, Ts, limits};
use crate::domain::{access, expirations, memberships, people, rank, roles, tokens};
use crate::store::records::token::{Token, TokenKind};
use crate::store::records::user::{Role, SignIn, User};
use crate::store::{Part, Tx, View};
use serde_json::{Value, json};

/// `admin.users.list`: the active people; with `is_active` false the deactivated ones. `include_deactivated` for both is
/// ours.
pub async fn list(call: &Call) -> Result<Answer, Refusal> {
    access::administering(call.actor())?;
    let paging = paging::paging(&call.args, 100, limits::PAGE_MAX)?;
    let flag = |name| call.args.bool(name).map(|given| given.unwrap_or(false));
    let (everybody, guests) = (flag("include_deactivated")?, flag("only_guests")?);
    let (admins, owners) = (flag("include_admins")?, flag("include_owners")?);
    let active = call.args.bool("is_active")?.unwrap_or(true);
    let wanted = |user: &User| {
        let role = match user.role {
            _ if !guests && !admins && !owners => true,
            Role::Guest => guests,
            Role::Admin => admins,
            Role::Owner => owners,
            Role::Member => false,
        };
        user.bot.is_none() && role && (everybody || user.deleted != active)
    };
    let view = call.view()?;
    let found = people::list(&view, paging.after.as_deref());
    let found = found.filter(|line| line.as_ref().map_or(true, |(_, user)| wanted(user)));
    let mut page = Page::list(call, "users", paging.limit);
    page.fill(found, |(cursor, user)| Ok((cursor.clone(), object(call, &view, user)?)))?;
    Ok(page.answer(json!({})))
}

fn object(call: &Call, view: &View, user: &User) -> Result<Value> {
    let signed_in = view.get(&SignIn::at(user.id))?.map_or(0, |last| last.at.secs());
    let sessions = tokens::list(view, user.id)?.len();
    let mut object = json!({
        "id": user.id,
        "email": user.email,
        "username": user.name,
        "full_name": user.profile.real_name,
        "is_admin": user.role >= Role::Admin,
        "is_owner": user.role == Role::Owner,
        "is_primary_owner": user.primary_owner,
        "is_restricted": user.role == Role::Guest,
        "is_ultra_restricted": false,
        "is_bot": false,
        "is_active": !user.deleted,
        "date_created": user.created.secs(),
        "deactivated_ts": if user.deleted { user.updated.secs() } else { 0 },
        "expiration_ts": expirations::of(view, user.id)?.map_or(0, Ts::secs),
        "workspaces": [call.domain().team()],
        "has_2fa": false,
        "has_sso": false,
        "last_login": signed_in,
        "sessions": sessions,
    });
    if user.role == Role::Guest {
        let (mut seen, mut hidden) = (Vec::new(), 0);
        for theirs in memberships::channels_of(view, user.id)? {
            match access::seeing(view, call.actor(), theirs.channel) {
                Ok(seeing) if !seeing.channel.is_direct() => seen.push(theirs.channel),
                Ok(_) => {}
                Err(_) => hidden += 1,
            }
        }
        object["channels"] = json!(seen);
        object["hidden_channels"] = json!(hidden);
    }
    Ok(object)
}

/// `admin.users.setOwner`
pub async fn set_owner(call: &Call) -> Result<Value, Refusal> {
    set(call, Role::Owner).await
}

/// `admin.users.setAdmin`
pub async fn set_admin(call: &Call) -> Result<Value, Refusal> {
    set(call, Role::Admin).await
}

/// `admin.users.setRegular`
pub async fn set_regular(call: &Call) -> Result<Value, Refusal> {
    set(call, Role::Member).await
}

/// `admin.users.setGuest`: ours. They keep the channels they are in, and see no others.
pub async fn set_guest(call: &Call) -> Result<Value, Refusal> {
    set(call, Role::Guest).await
}

async fn set(call: &Call, role: Role) -> Result<Value, Refusal> {
    let (team, user) = (call.domain().team(), person(call)?);
    call.write(vec![Part::Team(team)], move |tx, cx| roles::set(tx, &cx.actor, team, user, role)).await?;
    Ok(json!({}))
}

/// `admin.users.setExpiration`: when a guest's time is over; 0 for never.
pub async fn set_expiration(call: &Call) -> Result<Value, Refusal> {
    let user = person(call)?;
    call.args.required("expiration_ts")?;
    let end = end(call, "expiration_ts")?;
    call.write(vec![], move |tx, cx| expirations::set(tx, &cx.actor, user, end)).await?;
    Ok(json!({}))
}

/// When a guest's time is over, in seconds.
pub(super) fn end(call: &Call, name: &'static str) -> Result<Option<Ts>> {
    let secs = u64::try_from(call.args.int(name)?.unwrap_or(0));
    let secs = secs.map_err(|_| Error::invalid("failed_to_validate_expiration"))?;
    Ok(Some(Ts::from_secs(secs)).filter(|end| *end > Ts::ZERO))
}

/// `admin.users.remove`: deactivates somebody; every session and token of theirs ends.
pub async fn remove(call: &Call) -> Result<Value, Refusal> {
    let (team, user) = (call.domain().team(), person(call)?);
    let write = move |tx: &mut Tx, cx: &Context| {
        roles::deactivate(tx, &cx.actor, team, user)?;
        tokens::revoke_all(tx, user)
    };
    call.write(vec![Part::Team(team), Part::Person(user)], write).await?;
    Ok(json!({}))
}

/// `admin.users.reactivate`: ours; Slack does it by its user interface alone.
pub async fn reactivate(call: &Call) -> Result<Value, Refusal> {
    let (team, user) = (call.domain().team(), person(call)?);
    call.write(vec![Part::Team(team)], move |tx, cx| roles::reactivate(tx, &cx.actor, team, user)).await?;
    Ok(json!({}))
}

/// `admin.users.session.list`: where one person is signed in.
pub async fn sessions(call: &Call) -> Result<Answer, Refusal> {
    let paging = paging::paging(&call.args, limits::TOKENS, limits::TOKENS)?;
    let view = call.view()?;
    let user = rank::under(&view, call.actor(), person(call)?)?.id;
    let mut held = tokens::list(&view, user)?;
    held.sort_by_key(|token| std::cmp::Reverse(token.created));
    let team = call.domain().team();
    let session = |token: &Token| {
        json!({
            "user_id": user,
            "team_id": team,
            "session_id": token.id,
            "kind": if token.kind == TokenKind::Browser { "browser" } else { "program" },
            "label": token.label,
            "date_created": token.created.secs(),
            "date_expire": token.expires.secs(),
        })
    };
    let mut page = Page::list(call, "active_sessions", paging.limit);
    page.fill_from(paging.start(held.len())?, &held, |token| Ok(session(token)))?;
    Ok(page.answer(json!({})))
}

/// `admin.users.session.invalidate`: one of somebody's sessions or tokens ends.
pub async fn invalidate(call: &Call) -> Result<Value, Refusal> {
    const NOT_FOUND: Error = Error::not_found("session_not_found");
    let (user, id) = (person(call)?, SessionId::parse(&call.args.required("session_id")?));
    let write = move |tx: &mut Tx, cx: &Context| {
        rank::under(tx, &cx.actor, user)?;
        let id = id.ok_or(NOT_FOUND)?;
        tokens::revoke(tx, user, id).map_err(|e| if e.code == "token_not_found" { NOT_FOUND } else { e })
    };
    call.write(vec![Part::Person(user)], write).await?;
    Ok(json!({}))
}

/// `admin.users.session.reset`: every browser of a person is signed out; programs keep their tokens.
pub async fn reset(call: &Call) -> Result<Value, Refusal> {
    let user = person(call)?;
    let write = move |tx: &mut Tx, cx: &Context| {
        rank::under(tx, &cx.actor, user)?;
        tokens::revoke_other_browsers(tx, user, None)
    };
    let ended = call.write(vec![Part::Person(user)], write).await?;
    Ok(json!({ "sessions_ended": ended }))
}

/// The person a call is about; who is no administrator is told that first.
fn person(call: &Call) -> Result<UserId> {
    access::administering(call.actor())?;
    call.args.user("user_id")
}
