//! Who comes first: the owner of a workspace without people, and the channel everybody is in.

use super::newcomers::{self, NewUser};
use super::{Actor, Domain, channels, people};
use crate::base::id::{ChannelId, UserId};
use crate::base::{Error, Result, World};
use crate::store::records::user::Role;
use crate::store::{Part, Tx};

/// The ids of those who come first.
#[derive(Clone, Copy, Debug)]
pub struct Founders {
    /// The owner.
    pub owner: UserId,
    /// The channel everybody will be in.
    pub general: ChannelId,
}

impl Founders {
    /// Fresh ids.
    pub fn mint(world: &dyn World) -> Self {
        Self { owner: UserId::mint(world), general: ChannelId::mint(world) }
    }

    /// The parts that `settle` holds.
    pub fn parts(&self, domain: &Domain) -> [Part; 3] {
        channels::founding_parts(domain, self.general, self.owner)
    }
}

/// The first owner of a workspace without people, and the channel everybody is in: the two come together. Holds the
/// parts of `founders`.
pub fn settle(tx: &mut Tx, domain: &Domain, founders: Founders, new: &NewUser, hash: &str) -> Result<()> {
    if !people::nobody(tx)? {
        return Err(Error::denied("already_set_up").because("the workspace has people already"));
    }
    newcomers::create(tx, domain.team(), founders.owner, new)?;
    people::set_password(tx, founders.owner, hash.to_owned())?;
    let owner = Actor::person(founders.owner, Role::Owner);
    channels::create(tx, &owner, domain, founders.general, "general", false)?;
    channels::make_general(tx, domain.team(), founders.general)
}
