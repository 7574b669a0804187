//! Level 7: how an installation comes to be: from the terminal (`comity init`), or from a page in the browser while
//! `comity serve` runs in an empty directory.
//!
//! `plan` is what was chosen, `install` puts keys and configuration down together or not at all, `desk` answers the page.
//! What is absent: nothing here ever writes over a key, a key ring, a store or a configuration that is there.

mod answers;
mod desk;
mod install;
mod link;
mod open;
mod plan;
mod root;
mod routes;

pub use desk::{Desk, Ready};
pub use install::{NewRoot, State, install, state};
pub use open::{to_look, with_keys};
pub use plan::{Near, Plan, caution, key_near, key_place, nearness};
pub use root::{identity, new_slot, passphrase, root};
pub use routes::configure;
