//! Level 2: the key ring, the providers of the root key, and the sealing of records.
//!
//! The keys hang in one chain: the customer's root key opens the installation key, that one the organisation key,
//! and the organisation key the data keys, one ring of them for each `Scope`. Nothing outside this room sees a key.

mod cipher;
pub mod commitment;
mod derive;
pub mod files;
pub mod keyring;
pub mod memory;
pub mod root;
pub mod scope;
pub mod sealing;
pub mod vault;
mod wrapping;

pub use commitment::Commitment;
pub use derive::Key;
pub use keyring::{KeyRing, NewSlot, Slot, SlotKind};
pub use root::{AgeIdentity, AgeRecipient, NewIdentity, Passphrase, RootProvider, check_apart};
pub use scope::Scope;
pub use sealing::ScopeKeys;
pub use vault::{Vault, memory_vault};
