//! Level 3: the storage contract, its engines, and records on top of it.
//!
//! Nothing above this room knows which engine runs, and no engine ever sees a plain value.

mod check;
pub mod contract;
pub mod damage;
mod decide;
pub mod key;
pub mod memory;
pub mod part;
pub mod postgres;
pub mod record;
pub mod records;
pub mod redb;
pub mod survey;
pub mod tx;
pub mod view;
pub mod walk;

pub use contract::{
    Append, Commit, CommitId, Done, Head, LogEntry, Moved, Op, Order, Position, Receipt, Rev, Row, Snapshot, Store,
};
pub use damage::Damage;
pub use key::{KeyBuf, Table};
pub use part::Part;
pub use record::{Place, Record};
pub use redb::RedbStore;
pub use survey::Survey;
pub use tx::Tx;
pub use view::View;
