//! The domain of an installation, opened for a command that needs no server.

use super::{complain, root};
use crate::base::Result;
use crate::config::Config;
use crate::domain::Domain;
use crate::setup;

/// Opens key ring, store and domain. The embedded store has one owner at a time: while the server runs, it is that.
pub fn domain(config: &Config) -> Result<Domain> {
    config.check_installed()?;
    setup::with_keys(config, root::unseal(config, &*root::provider(config)?)?)
}

/// The same for a command that only looks, and so makes and changes nothing. What it left out because it is damaged is said
/// to the person at the terminal, and not to the script that reads the list.
pub fn to_look(config: &Config, list: impl FnOnce(&Domain) -> Result<()>) -> Result<()> {
    config.check_installed()?;
    let domain = setup::to_look(config, root::unseal(config, &*root::provider(config)?)?)?;
    list(&domain)?;
    let damaged = domain.damage().list();
    if let Some((first, _)) = damaged.first() {
        let count = damaged.len();
        complain(&format!(
            "damaged and left out: {count}, first of all {first}. Run `comity doctor` to see what is damaged"
        ));
    }
    Ok(())
}
