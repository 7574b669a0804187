//! Positions made of transaction numbers, so that PostgreSQL itself knows which of them are settled.

use crate::store::contract::Position;

/// Commits of one transaction share its number and differ in the last byte.
const PER_TRANSACTION: u64 = 256;
const _: () = assert!(crate::base::limits::COMMITS_PER_BATCH as u64 <= PER_TRANSACTION);

/// A database that was restored into another server counts its transactions anew. The base, fixed when the database
/// is opened and that is noticed, keeps positions growing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Base(pub u64);

impl Base {
    /// The position of the commit with this place in this transaction.
    pub(super) fn position(self, transaction: u64, place: u64) -> Position {
        self.0 + transaction * PER_TRANSACTION + place
    }

    /// The last position that is settled when all transactions below `horizon` have ended.
    pub(super) fn settled(self, horizon: u64) -> Position {
        self.position(horizon, 0).saturating_sub(1)
    }
}

/// PostgreSQL has no unsigned numbers; nothing we count reaches the upper half.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The other way. A negative number is never stored.
pub(super) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
