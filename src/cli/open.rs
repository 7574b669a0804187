//! The domain of an installation, opened for a command that needs no server.

use super::root;
use crate::base::Result;
use crate::config::Config;
use crate::domain::Domain;
use crate::setup;

/// Opens key ring, store and domain. The embedded store has one owner at a time: while the server runs, it is that.
pub fn domain(config: &Config) -> Result<Domain> {
    config.check_installed()?;
    setup::with_keys(config, root::unseal(config, &*root::provider(config)?)?)
}

/// The same for a command that only looks, and so makes and changes nothing.
pub fn to_look(config: &Config) -> Result<Domain> {
    config.check_installed()?;
    setup::to_look(config, root::unseal(config, &*root::provider(config)?)?)
}
