//! What a command or a query reads: sealed rows opened on the way, with the command's own writes on top.

use super::damage::{self, Damage};
use super::{KeyBuf, LogEntry, Order, Part, Place, Position, Record, Rev, Row, Snapshot, Table};
use crate::base::{Error, Kind, Result, Ts, unless_damaged};
use crate::crypto::{Scope, ScopeKeys, Vault};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A consistent view of everything, through the key ring.
pub struct View<'a> {
    snapshot: Box<dyn Snapshot + 'a>,
    vault: &'a Vault,
    damage: &'a Damage,
    now: Ts,
    /// Rows this command has written, sealed; `None` for removed ones. Empty in a query.
    pub(super) overlay: BTreeMap<Vec<u8>, Option<Vec<u8>>>,
    /// Keys this command has made and not yet committed.
    pub(super) made: HashMap<Scope, Arc<ScopeKeys>>,
    /// The revisions this command has read.
    pub(super) read: RefCell<BTreeMap<Vec<u8>, Rev>>,
}

impl<'a> View<'a> {
    /// A view of `snapshot`, opened with the keys of `vault`; what can't be read is noted in `damage`.
    pub fn new(snapshot: Box<dyn Snapshot + 'a>, vault: &'a Vault, damage: &'a Damage, now: Ts) -> Self {
        Self {
            snapshot,
            vault,
            damage,
            now,
            overlay: BTreeMap::new(),
            made: HashMap::new(),
            read: RefCell::new(BTreeMap::new()),
        }
    }

    /// The time this view was taken.
    pub fn now(&self) -> Ts {
        self.now
    }

    /// The position up to which this view has seen everything.
    pub fn position(&self) -> Result<Position> {
        self.snapshot.position().map_err(|e| self.noted(e, || "the store's position".to_owned()))
    }

    /// The keyed hash that stands in row keys for names, addresses, tokens and pairs of ids.
    pub fn lookup(&self, purpose: &'static str, parts: &[&[u8]]) -> Result<[u8; 16]> {
        self.vault.lookup(purpose, parts)
    }

    /// The record at `place`.
    pub fn get<R: Record>(&self, place: &Place<R>) -> Result<Option<R>> {
        match self.row(&place.key)? {
            Some(sealed) => self.open(&place.scope, &place.key, &sealed).map(Some),
            None => Ok(None),
        }
    }

    /// The record at `place`, for a look over many: a command that decides on one of them reads it again with `get`.
    pub fn peek<R: Record>(&self, place: &Place<R>) -> Result<Option<R>> {
        let row = match self.overlay.get(&place.key) {
            Some(mine) => mine.clone(),
            None => self.stored(&place.key)?.map(|row| row.value),
        };
        row.map(|sealed| self.open(&place.scope, &place.key, &sealed)).transpose()
    }

    /// True when there is a row at `place`, whether or not its key is at hand.
    pub fn exists<R: Record>(&self, place: &Place<R>) -> Result<bool> {
        Ok(self.row(&place.key)?.is_some())
    }

    /// Records whose row keys lie in a range, with their keys; all sealed under one scope. Damaged ones are passed over, and
    /// `limit` counts the others.
    pub fn range<R: Record>(
        &self,
        scope: &Scope,
        range: (Vec<u8>, Vec<u8>),
        order: Order,
        limit: usize,
    ) -> Result<Vec<(Vec<u8>, R)>> {
        let ((mut from, mut to), mut found) = (range, Vec::new());
        loop {
            let wanted = limit - found.len();
            let rows = self.rows(&from, &to, order, wanted)?;
            let more = rows.len() == wanted;
            match (rows.last(), order) {
                (Some((last, _)), Order::Ascending) => from = [last, &[0][..]].concat(),
                (Some((last, _)), Order::Descending) => to.clone_from(last),
                (None, _) => {}
            }
            for (key, sealed) in rows {
                if let Some(record) = unless_damaged(self.open(scope, &key, &sealed)) {
                    found.push((key, record?));
                }
            }
            if !more || found.len() == limit {
                return Ok(found);
            }
        }
    }

    /// Every record whose row key starts as `prefix` does.
    pub fn all<R: Record>(&self, scope: &Scope, prefix: KeyBuf) -> Result<Vec<R>> {
        let rows = self.range(scope, prefix.prefix(), Order::Ascending, usize::MAX)?;
        Ok(rows.into_iter().map(|(_, record)| record).collect())
    }

    /// Sealed rows in a range, with this command's writes on top.
    pub fn rows(&self, from: &[u8], to: &[u8], order: Order, limit: usize) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
        if self.overlay.is_empty() {
            let rows = self.stored_range(from, to, order, limit)?;
            return Ok(rows.into_iter().map(|r| (r.key, r.value)).collect());
        }
        let mine = || self.overlay.range(from.to_vec()..to.to_vec());
        let removed = mine().filter(|(_, v)| v.is_none()).count();
        let below = self.stored_range(from, to, order, limit.saturating_add(removed))?;
        let mut merged: BTreeMap<Vec<u8>, Vec<u8>> = below.into_iter().map(|r| (r.key, r.value)).collect();
        for (key, value) in mine() {
            match value {
                Some(v) => merged.insert(key.clone(), v.clone()),
                None => merged.remove(key),
            };
        }
        let rows = merged.into_iter();
        Ok(match order {
            Order::Ascending => rows.take(limit).collect(),
            Order::Descending => rows.rev().take(limit).collect(),
        })
    }

    /// How many rows lie in a range, counted up to `limit`. Does not see this command's own writes.
    pub fn count(&self, range: (Vec<u8>, Vec<u8>), limit: usize) -> Result<usize> {
        self.noted_near(&range.0, self.snapshot.count(&range.0, &range.1, None, limit))
    }

    /// The same, counting only keys that end with `tag`.
    pub fn count_ending(&self, range: (Vec<u8>, Vec<u8>), tag: u8, limit: usize) -> Result<usize> {
        self.noted_near(&range.0, self.snapshot.count(&range.0, &range.1, Some(tag), limit))
    }

    /// Opens a sealed row of this view.
    pub fn open<R: Record>(&self, scope: &Scope, key: &[u8], sealed: &[u8]) -> Result<R> {
        self.decode(&*self.keys(scope)?, key, sealed)
    }

    /// The same, with the scope's keys in hand.
    pub fn decode<R: Record>(&self, keys: &ScopeKeys, key: &[u8], sealed: &[u8]) -> Result<R> {
        let opened = keys.open(key, sealed).and_then(|(version, bytes)| R::decode(version, &bytes));
        opened.map_err(|e| self.noted(e, || damage::name(R::TABLE, key)))
    }

    /// Opens an entry of a part's log.
    pub fn open_entry<T>(&self, part: &Part, entry: &LogEntry, decode: impl FnOnce(&[u8]) -> Result<T>) -> Result<T> {
        let stamp = Ts(entry.stamp);
        let opened = self.keys(&part.scope(stamp))?.open(&part.entry_key(stamp), &entry.value);
        let read = opened.and_then(|(_, plain)| decode(&plain));
        read.map_err(|e| self.noted(e, || format!("{part:?} log entry {}", entry.seq)))
    }

    /// A row as it is stored. Where the engine itself can't read, the record is damaged as well.
    fn stored(&self, key: &[u8]) -> Result<Option<Row>> {
        self.noted_near(key, self.snapshot.get(key))
    }

    fn stored_range(&self, from: &[u8], to: &[u8], order: Order, limit: usize) -> Result<Vec<Row>> {
        self.noted_near(from, self.snapshot.range(from, to, order, limit))
    }

    fn noted_near<T>(&self, key: &[u8], read: Result<T>) -> Result<T> {
        read.map_err(|e| self.noted(e, || damage::name_of_row(key)))
    }

    /// The error of something that lies in the store: what is wrong with it by itself is damage.
    pub fn noted(&self, why: Error, record: impl FnOnce() -> String) -> Error {
        if why.kind == Kind::Internal { self.damage.note(record(), &why, self.now) } else { why }
    }

    /// A part's entries after `after`, opened; the reader decodes them.
    pub fn read_log(&self, part: &Part, after: u64, limit: usize) -> Result<Vec<(LogEntry, Vec<u8>)>> {
        let entries = self.snapshot.read_log(part.as_bytes(), after, limit)?;
        let open = |entry: LogEntry| {
            let plain = self.open_entry(part, &entry, |plain| Ok(plain.to_vec()))?;
            Ok((entry, plain))
        };
        entries.into_iter().map(open).collect()
    }

    /// The snapshot itself, for readers of the log.
    pub fn snapshot(&self) -> &dyn Snapshot {
        &*self.snapshot
    }

    /// The keys of a scope that exists.
    pub fn keys(&self, scope: &Scope) -> Result<Arc<ScopeKeys>> {
        // Of keys that were destroyed the row stays. So this one was lost, or not restored with the data.
        let lost = || Error::internal("the row of a scope's data keys is missing");
        self.known_keys(scope)?.ok_or_else(|| self.noted(lost(), || format!("DataKey {scope:?}")))
    }

    /// The keys of a scope: made by this command, leased, or opened from their row.
    pub(super) fn known_keys(&self, scope: &Scope) -> Result<Option<Arc<ScopeKeys>>> {
        if let Some(keys) = self.made.get(scope) {
            return Ok(Some(keys.clone()));
        }
        if let Some(keys) = self.vault.leased(scope, self.now)? {
            return Ok(Some(keys));
        }
        match self.stored(&data_key(scope))? {
            Some(row) => {
                let keys = self.vault.unwrap(scope, &row.value, self.now);
                keys.map(Some).map_err(|e| self.noted(e, || format!("DataKey {scope:?}")))
            }
            None => Ok(None),
        }
    }

    pub(super) fn vault(&self) -> &'a Vault {
        self.vault
    }

    /// One sealed row; remembers its revision, so that a command that decides on it notices a change.
    pub(super) fn row(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        if let Some(mine) = self.overlay.get(key) {
            return Ok(mine.clone());
        }
        let row = self.stored(key)?;
        self.read.borrow_mut().insert(key.to_vec(), row.as_ref().map_or(0, |r| r.rev));
        Ok(row.map(|r| r.value))
    }
}

/// Where a scope's wrapped keys are kept.
pub(super) fn data_key(scope: &Scope) -> Vec<u8> {
    let mut key = vec![Table::DataKey as u8];
    key.extend_from_slice(&scope.name());
    key
}
