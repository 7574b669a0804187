//! Somebody new, person or bot: their record, their names, and the channels they start in.

use super::event::{Event, emit};
use super::{installation, members, memberships, people};
use crate::base::id::{ChannelId, TeamId, UserId};
use crate::base::{Result, text};
use crate::store::records::channel::Channel;
use crate::store::records::listing::{Kind, Listing};
use crate::store::records::lookup::Name;
use crate::store::records::team::Team;
use crate::store::records::user::{BotUser, Profile, Role, User};
use crate::store::{Part, Tx, View};

/// Somebody new.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// The handle.
    pub name: String,
    /// The address they log in with.
    pub email: Option<String>,
    /// What they may do.
    pub role: Role,
    /// What they say of themselves.
    pub profile: Profile,
    /// Set for bot users.
    pub bot: Option<BotUser>,
}

/// Creates a user and, unless they are a guest or a bot, puts them into the channel everybody is in.
/// Holds the workspace's part, the person's and `general`'s.
pub fn create(tx: &mut Tx, team: TeamId, id: UserId, new: &NewUser) -> Result<User> {
    let name = text::small(&new.name);
    people::claim(tx, Name::Handle, &name, id, "name_taken")?;
    if let Some(email) = &new.email {
        people::check_email(email)?;
        people::claim(tx, Name::Email, email, id, "email_taken")?;
    }
    let created = tx.now();
    let user = User {
        id,
        name,
        email: new.email.as_deref().map(text::composed),
        role: new.role,
        primary_owner: new.role == Role::Owner && people::nobody(tx)?,
        deleted: false,
        bot: new.bot,
        created,
        updated: created,
        profile: Profile {
            real_name: text::line(&new.profile.real_name),
            display_name: text::line(&new.profile.display_name),
            ..new.profile.clone()
        },
        tz: "UTC".to_owned(),
        tz_offset: 0,
    };
    tx.put(&User::at(id), &user)?;
    tx.put(&Listing::at(Kind::Users, created, id), &Listing { id: id.to_string() })?;
    emit(tx, Part::Team(team), &Event::UserJoined { user: id })?;
    let general = installation::team(tx, team)?.general;
    if let Some(general) = general.filter(|_| user.role > Role::Guest && user.bot.is_none())
        && let Some(channel) = tx.get(&Channel::at(general))?
    {
        members::add(tx, &channel, id, None)?;
    }
    Ok(user)
}

/// The channel everybody is in, whose part `create` needs held.
pub fn general(view: &View, team: TeamId) -> Result<Option<Part>> {
    let team: Option<Team> = view.get(&Team::at(team))?;
    Ok(team.and_then(|t| t.general).map(Part::Channel))
}

/// Puts somebody new into channels chosen for newcomers; a guest is only where they were invited to. Holds the parts of
/// the channels and the person's.
pub fn welcome(tx: &mut Tx, user: &User, places: &[ChannelId]) -> Result<()> {
    for id in places.iter().filter(|_| user.role > Role::Guest) {
        // One that was archived a moment ago is no reason to turn them away.
        if let Some(channel) = tx.get(&Channel::at(*id))?
            && !channel.archived
            && !memberships::is_member(tx, *id, user.id)?
        {
            members::add(tx, &channel, user.id, None)?;
        }
    }
    Ok(())
}
