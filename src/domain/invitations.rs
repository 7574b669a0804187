//! Links that let somebody in: an invitation to join, and a link to set a new password. No mail server is needed: the
//! administrator hands the link over.
//!
//! A link is worth as much as its maker: it ends when they may no longer do what it does.

use super::newcomers::{self, NewUser};
use super::passwords::{self, Elsewhere};
use super::steward::Line;
use super::{Actor, Domain, access, expirations, members, memberships, people, profile, rank};
use crate::base::id::{ChannelId, InvitationId, UserId};
use crate::base::{Error, Result, Ts, World, limits};
use crate::crypto::Scope;
use crate::store::records::invitation::{Invitation, Link, Purpose};
use crate::store::records::lookup::{Lookup, Name};
use crate::store::records::user::{Profile, Role, User};
use crate::store::{Part, Tx, View};

/// The error for a link that was never made, or is for something else.
const NOT_FOUND: Error = Error::not_found("invitation_not_found");

/// What an administrator invites somebody to.
#[derive(Clone, Debug)]
pub struct NewInvitation {
    /// What they may do.
    pub role: Role,
    /// The address they will log in with.
    pub email: Option<String>,
    /// Where they will be besides the channel everybody is in.
    pub channels: Vec<ChannelId>,
    /// When their time is over, for guests.
    pub end: Option<Ts>,
    /// For how long it is good.
    pub secs: u64,
    /// How many may join with it.
    pub max_uses: u32,
}

/// What somebody who joins says of themselves.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// The handle.
    pub name: String,
    /// The address; the invitation's own counts where it has one.
    pub email: Option<String>,
    /// The full name.
    pub real_name: String,
    /// What others see first.
    pub display_name: String,
}

/// Whether a link can still be used.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// It can.
    Open,
    /// Everybody it was for has come.
    Used,
    /// It was taken back, or whoever made it may no longer do what it does.
    Revoked,
    /// Its time is over.
    Expired,
}

/// A secret for a link: 200 bits that nobody can guess.
pub fn new_secret(world: &dyn World) -> String {
    let mut bytes = [0; 25];
    world.fill(&mut bytes);
    data_encoding::BASE32_NOPAD.encode(&bytes).to_lowercase()
}

/// Makes an invitation under a secret from `new_secret`. Holds nothing.
pub fn invite(tx: &mut Tx, actor: &Actor, secret: &str, new: &NewInvitation) -> Result<Invitation> {
    rank::granting(tx, actor, new.role)?;
    if let Some(email) = &new.email {
        people::check_email(email)?;
        if Lookup::find(tx, Name::Email, email)?.is_some() {
            return Err(Error::invalid("already_in_team"));
        }
    }
    // A link that makes an administrator, or somebody with a certain address, is for one person.
    let most = if new.role >= Role::Admin || new.email.is_some() { 1 } else { limits::INVITATION_USES };
    if new.max_uses == 0 || new.max_uses > most {
        return Err(Error::invalid("invalid_max_uses").because(format!("such a link is good for 1 to {most} people")));
    }
    if !limits::INVITATION_SECS.contains(&new.secs) {
        return Err(Error::invalid("invalid_expiration").because("a link is good for a minute to thirty days"));
    }
    if new.channels.len() > limits::INVITATION_CHANNELS || new.role == Role::Guest && new.channels.is_empty() {
        return Err(Error::invalid("failed_to_validate_channels").because("a guest needs a channel; at most 50 do"));
    }
    for channel in &new.channels {
        leading(tx, actor, *channel)?;
    }
    expirations::check(tx, new.end)?;
    if new.end.is_some() && new.role != Role::Guest {
        return Err(Error::invalid("failed_to_validate_expiration").because("only the time of guests ends"));
    }
    let (role, email, channels) = (new.role, new.email.clone(), new.channels.clone());
    // Nobody joins whose time is over.
    let expires = tx.now().plus_secs(new.secs).min(new.end.unwrap_or(Ts::MAX));
    keep(tx, actor, secret, Purpose::Join { role, email, channels, end: new.end }, expires, new.max_uses)
}

/// Makes a link with which somebody sets a new password; one made before ends. Holds nothing.
pub fn offer_password(tx: &mut Tx, actor: &Actor, secret: &str, user: UserId) -> Result<Invitation> {
    if rank::under(tx, actor, user)?.deleted {
        return Err(Error::denied("user_disabled"));
    }
    let purpose = Purpose::Password { user };
    for mut old in all(tx)?.into_iter().filter(|i| i.purpose == purpose && !i.revoked) {
        old.revoked = true;
        tx.put(&Invitation::at(old.id), &old)?;
    }
    keep(tx, actor, secret, purpose, tx.now().plus_secs(limits::PASSWORD_LINK_SECS), 1)
}

fn keep(tx: &mut Tx, actor: &Actor, secret: &str, purpose: Purpose, expires: Ts, max_uses: u32) -> Result<Invitation> {
    make_room(tx)?;
    let created = tx.now();
    let link = Link::hash(tx, secret)?;
    let invitation = Invitation {
        id: InvitationId::mint(tx.world()),
        purpose,
        inviter: actor.user,
        created,
        expires,
        max_uses,
        used_by: Vec::new(),
        revoked: false,
        link,
    };
    tx.put(&Invitation::at(invitation.id), &invitation)?;
    tx.put(&Link::by_hash(&link), &Link { id: invitation.id })?;
    Ok(invitation)
}

/// Forgets the oldest links that have ended; says so when too many are still out.
fn make_room(tx: &mut Tx) -> Result<()> {
    let mut ended = all(tx)?;
    let known = ended.len();
    ended.retain(|invitation| state(tx, invitation) != State::Open);
    if known - ended.len() >= limits::INVITATIONS {
        return Err(Error::limit("too_many_invitations").because("500 links are out; take back some of them"));
    }
    ended.sort_by_key(|invitation| invitation.created);
    let surplus = ended.len().saturating_sub(limits::INVITATIONS);
    for old in ended.drain(..surplus) {
        tx.delete(&Invitation::at(old.id));
        tx.delete(&Link::by_hash(&old.link));
    }
    Ok(())
}

/// All links, the latest first, for administrators.
pub fn list(view: &View, actor: &Actor) -> Result<Vec<Invitation>> {
    access::administering(actor)?;
    let mut all = all(view)?;
    all.sort_by_key(|invitation| std::cmp::Reverse(invitation.created));
    Ok(all)
}

fn all(view: &View) -> Result<Vec<Invitation>> {
    view.all(&Scope::Auth, Invitation::prefix())
}

/// Whether a link can still be used.
pub fn state(view: &View, invitation: &Invitation) -> State {
    if invitation.used_by.len() >= invitation.max_uses as usize {
        State::Used
    } else if invitation.revoked || maker(view, invitation).is_err() {
        State::Revoked
    } else if invitation.expires <= view.now() {
        State::Expired
    } else {
        State::Open
    }
}

/// Who made a link, if they may still do what it does.
fn maker(view: &View, invitation: &Invitation) -> Result<Actor> {
    let user = people::get(view, invitation.inviter)?;
    let maker = Actor::person(user.id, user.role);
    match &invitation.purpose {
        Purpose::Join { role, .. } => rank::granting(view, &maker, *role)?,
        Purpose::Password { user } => drop(rank::under(view, &maker, *user)?),
    }
    Ok(maker)
}

/// Takes a link back. Holds nothing.
pub fn revoke(tx: &mut Tx, actor: &Actor, id: InvitationId) -> Result<()> {
    access::administering(actor)?;
    let mut invitation = tx.get(&Invitation::at(id))?.ok_or(NOT_FOUND)?;
    invitation.revoked = true;
    tx.put(&Invitation::at(id), &invitation)
}

/// The invitation behind a secret, if it can still be used.
pub fn open(view: &View, secret: &str) -> Result<Invitation> {
    let link = view.get(&Link::by_hash(&Link::hash(view, secret)?))?.ok_or(NOT_FOUND)?;
    let invitation = view.get(&Invitation::at(link.id))?.ok_or(NOT_FOUND)?;
    match state(view, &invitation) {
        State::Open => Ok(invitation),
        State::Used => Err(Error::denied("invitation_used")),
        State::Revoked => Err(Error::denied("invitation_revoked")),
        State::Expired => Err(Error::denied("invitation_expired")),
    }
}

/// Everything that joining as `id` with this invitation appends to; `places` are the channels chosen for newcomers.
pub fn parts(
    view: &View,
    domain: &Domain,
    invitation: &Invitation,
    id: UserId,
    places: &[ChannelId],
) -> Result<Vec<Part>> {
    let mut parts = vec![Part::Team(domain.team()), Part::Person(id)];
    parts.extend(newcomers::general(view, domain.team())?);
    parts.extend(places.iter().map(|channel| Part::Channel(*channel)));
    if let Purpose::Join { channels, .. } = &invitation.purpose {
        parts.extend(channels.iter().map(|channel| Part::Channel(*channel)));
    }
    Ok(parts)
}

/// Somebody joins, with a password already hashed. Holds the parts of `parts`, which had the same `places`.
pub fn accept(
    tx: &mut Tx,
    domain: &Domain,
    secret: &str,
    id: UserId,
    newcomer: &Newcomer,
    hash: &str,
    places: &[ChannelId],
) -> Result<User> {
    let mut invitation = open(tx, secret)?;
    let Purpose::Join { role, email, channels, end } = invitation.purpose.clone() else { return Err(NOT_FOUND) };
    let email = email.or_else(|| newcomer.email.clone()).ok_or(Error::invalid("invalid_email"))?;
    people::check_handle(&newcomer.name)?;
    let profile = Profile {
        real_name: profile::name(&newcomer.real_name)?,
        display_name: profile::name(&newcomer.display_name)?,
        ..Profile::default()
    };
    if profile.real_name.is_empty() {
        return Err(Error::invalid("invalid_name").because("say your full name, so that others know who you are"));
    }
    let new = NewUser { name: newcomer.name.clone(), email: Some(email), role, profile, bot: None };
    let user = newcomers::create(tx, domain.team(), id, &new)?;
    people::set_password(tx, id, hash.to_owned())?;
    expirations::keep(tx, id, end)?;
    newcomers::welcome(tx, &user, places)?;
    let maker = maker(tx, &invitation)?;
    for channel in channels {
        // A channel that was archived meanwhile, or that the maker is no longer in, is no reason to turn them away.
        if let Ok(seeing) = leading(tx, &maker, channel)
            && !memberships::is_member(tx, channel, id)?
        {
            members::add(tx, &seeing.channel, id, Some(maker.user))?;
        }
    }
    invitation.used_by.push(id);
    tx.put(&Invitation::at(invitation.id), &invitation)?;
    Ok(user)
}

/// A channel that the maker of a link may bring somebody into: one they see themselves, open for writing.
fn leading(view: &View, maker: &Actor, channel: ChannelId) -> Result<access::Seeing> {
    let seeing = access::seeing(view, maker, channel)?;
    if seeing.channel.is_direct() {
        return Err(Error::invalid("failed_to_validate_channels"));
    }
    if seeing.channel.archived {
        return Err(Error::denied("is_archived"));
    }
    Ok(seeing)
}

/// Who sets a new password with this link.
pub fn person(invitation: &Invitation) -> Result<UserId> {
    match invitation.purpose {
        Purpose::Password { user } => Ok(user),
        Purpose::Join { .. } => Err(NOT_FOUND),
    }
}

/// Sets a password already hashed; whatever was signed in with the old one ends. Holds the parts of the person's `line`.
pub fn set_password(tx: &mut Tx, domain: &Domain, line: &Line, secret: &str, hash: &str) -> Result<UserId> {
    let mut invitation = open(tx, secret)?;
    let user = person(&invitation)?;
    if people::get(tx, user)?.deleted {
        return Err(Error::denied("account_inactive"));
    }
    if user != line.person {
        return Err(NOT_FOUND);
    }
    passwords::replace(tx, domain, line, hash, "with a link", Elsewhere::Ends { but: None })?;
    invitation.used_by.push(user);
    tx.put(&Invitation::at(invitation.id), &invitation)?;
    Ok(user)
}
