//! The overlay a command runs on: it reads a snapshot, writes to itself, and ends as one commit or as nothing.

use super::view::data_key;
use super::{Append, Commit, CommitId, Op, Part, Place, Record, View};
use crate::base::{Error, Result, Ts, World, limits};
use crate::crypto::{Scope, ScopeKeys};
use std::ops::Deref;
use std::sync::Arc;

/// The version of sealed log entries.
const ENTRY_VERSION: u8 = 1;

/// A command's write transaction.
pub struct Tx<'a> {
    view: View<'a>,
    world: &'a dyn World,
    stamp: Ts,
    append: Vec<Append>,
}

impl<'a> Deref for Tx<'a> {
    type Target = View<'a>;
    fn deref(&self) -> &View<'a> {
        &self.view
    }
}

impl<'a> Tx<'a> {
    /// A transaction on `view`. `stamp` is greater than every stamp in the parts the command holds.
    pub fn new(view: View<'a>, world: &'a dyn World, stamp: Ts) -> Self {
        Self { view, world, stamp, append: Vec::new() }
    }

    /// Time and randomness.
    pub fn world(&self) -> &'a dyn World {
        self.world
    }

    /// The next stamp for the parts this command holds: a message's `ts`, an event's time.
    pub fn stamp(&mut self) -> Ts {
        let stamp = self.stamp;
        self.stamp = Ts(stamp.0 + 1);
        stamp
    }

    /// Lets the next stamp be `to`, if that is later than it would be: an import gives messages their own old times.
    pub fn advance(&mut self, to: Ts) {
        self.stamp = self.stamp.max(to);
    }

    /// The last stamp given out, for the next command on the same parts.
    pub fn last_stamp(&self) -> Ts {
        Ts(self.stamp.0 - 1)
    }

    /// Writes a record.
    pub fn put<R: Record>(&mut self, place: &Place<R>, record: &R) -> Result<()> {
        let sealed = self.keys_to_seal(&place.scope)?.seal(&place.key, R::VERSION, &record.encode()?)?;
        if sealed.len() > limits::VALUE_BYTES {
            return Err(Error::limit("msg_too_long").because("one record is larger than a row may be"));
        }
        self.view.overlay.insert(place.key.clone(), Some(sealed));
        Ok(())
    }

    /// Removes a record.
    pub fn delete<R: Record>(&mut self, place: &Place<R>) {
        self.view.overlay.insert(place.key.clone(), None);
    }

    /// Adds an entry to the log of a part this command holds.
    pub fn append(&mut self, part: Part, stamp: Ts, event: &[u8]) -> Result<()> {
        let keys = self.keys_to_seal(&part.scope(stamp))?;
        let value = keys.seal(&part.entry_key(stamp), ENTRY_VERSION, event)?;
        self.append.push(Append { part: part.as_bytes().to_vec(), stamp: stamp.0, value });
        Ok(())
    }

    /// The finished commit, or `None` when the command changed nothing.
    pub fn finish(self) -> Option<Commit> {
        if self.view.overlay.is_empty() && self.append.is_empty() {
            return None;
        }
        let ops = self.view.overlay.into_iter().map(|(key, value)| match value {
            Some(value) => Op::Put { key, value },
            None => Op::Delete { key },
        });
        Some(Commit {
            id: fresh_id(self.world),
            require: self.view.read.into_inner().into_iter().collect(),
            ops: ops.collect(),
            append: self.append,
        })
    }

    /// The keys of a scope, made on first use and committed with what they seal.
    fn keys_to_seal(&mut self, scope: &Scope) -> Result<Arc<ScopeKeys>> {
        if let Some(keys) = self.view.known_keys(scope)? {
            return Ok(keys);
        }
        let (keys, wrapped) = self.view.vault().create(scope, self.world)?;
        let row = data_key(scope);
        // Two commands may make the same scope's keys at once: the second meets a conflict and uses the first's.
        self.view.read.borrow_mut().insert(row.clone(), 0);
        self.view.overlay.insert(row, Some(wrapped));
        self.view.made.insert(scope.clone(), keys.clone());
        Ok(keys)
    }
}

/// A commit id that starts with the time, so that engines keep neighbours together.
fn fresh_id(world: &dyn World) -> CommitId {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&world.now().to_be_bytes());
    world.fill(&mut id[8..]);
    CommitId(id)
}
