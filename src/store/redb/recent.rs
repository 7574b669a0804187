//! The ids of the latest commits, so that trying one of them again changes nothing.
//!
//! On disk an id stands in the row that says what its commit moved, and is found there by its position; a row of its own
//! would cost every commit two more pages. So the latest ids are kept in memory, about 60 bytes each.

use super::fault::fault;
use super::layout;
use crate::base::Result;
use crate::store::contract::{CommitId, Position};
use ::redb::ReadableTable;
use std::collections::{HashMap, VecDeque};

/// The ids and the positions of their commits.
pub(super) struct Recent {
    keep: usize,
    positions: HashMap<CommitId, Position>,
    order: VecDeque<CommitId>,
}

impl Recent {
    /// Room for `keep` ids.
    pub(super) fn new(keep: usize) -> Self {
        Self { keep, positions: HashMap::new(), order: VecDeque::new() }
    }

    /// Reads the latest ids of the file, whose last commit is at `position`.
    pub(super) fn recall(
        &mut self,
        table: &impl ReadableTable<&'static [u8], &'static [u8]>,
        position: Position,
    ) -> Result<()> {
        let oldest = position.saturating_sub(self.keep as u64) + 1;
        let (from, to) = (layout::moved(oldest), layout::moved(u64::MAX));
        for row in table.range(from.as_slice()..=to.as_slice()).map_err(fault)? {
            let (key, value) = row.map_err(fault)?;
            // A damaged row costs only that trying its commit again is not noticed.
            if let Some((at, id)) = layout::moved_position(key.value()).zip(layout::moved_id(value.value())) {
                self.note(id, at);
            }
        }
        Ok(())
    }

    /// Remembers a commit, and forgets the oldest for it. An id comes twice only when it was forgotten in between.
    pub(super) fn note(&mut self, id: CommitId, position: Position) {
        if self.order.len() >= self.keep
            && let Some(oldest) = self.order.pop_front()
        {
            self.positions.remove(&oldest);
        }
        self.order.push_back(id);
        self.positions.insert(id, position);
    }

    /// Where the commit of this id is.
    pub(super) fn position(&self, id: CommitId) -> Option<Position> {
        self.positions.get(&id).copied()
    }
}
