//! The domain of an installation, opened for a command that needs no server.

use super::root;
use crate::base::Result;
use crate::config::Config;
use crate::domain::Domain;
pub use crate::setup::with_keys;

/// Opens key ring, store and domain. The embedded store has one owner at a time: while the server runs, it is that.
pub fn domain(config: &Config) -> Result<Domain> {
    with_keys(config, root::unseal(config, &*root::provider(config)?)?)
}
