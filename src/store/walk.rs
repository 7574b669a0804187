//! Going through a range of rows a few at a time: however long it is, no more than those are in memory.

use super::{KeyBuf, Order, Place, Record, View};
use crate::base::{Error, Result, limits, unless_damaged};
use crate::crypto::Scope;
use std::vec::IntoIter;

/// A row's key and its sealed value.
type Sealed = (Vec<u8>, Vec<u8>);

/// The sealed rows of a range.
pub struct Walk<'v, 'a> {
    view: &'v View<'a>,
    /// What of the range was not read yet.
    range: (Vec<u8>, Vec<u8>),
    order: Order,
    at_once: usize,
    read: IntoIter<Sealed>,
    over: bool,
}

impl<'a> View<'a> {
    /// The sealed rows of a range, one after the other. Who wants few says so, and no more are read than that.
    pub fn walk<'v>(&'v self, range: (Vec<u8>, Vec<u8>), order: Order, few: usize) -> Walk<'v, 'a> {
        let at_once = few.clamp(1, limits::ROWS_AT_ONCE);
        Walk { view: self, over: range.0 >= range.1, range, order, at_once, read: Vec::new().into_iter() }
    }

    /// Records whose row keys lie in a range, with their keys, one after the other; all sealed under one scope. Damaged ones
    /// are passed over.
    pub fn each<'v, R: Record>(
        &'v self,
        scope: Scope,
        range: (Vec<u8>, Vec<u8>),
        order: Order,
    ) -> impl Iterator<Item = Result<(Vec<u8>, R)>> + use<'v, 'a, R> {
        self.walk(range, order, usize::MAX).filter_map(move |row| {
            let opened = row.and_then(|(key, sealed)| Ok((self.open(&scope, &key, &sealed)?, key)));
            unless_damaged(opened.map(|(record, key)| (key, record)))
        })
    }

    /// Where the records stand whose row keys start as `prefix` does, in the order of what `by` makes of each; those it
    /// makes nothing of are left out. One is looked at after the other, so large ones take no more memory than one.
    pub fn sorted<R: Record, K: Ord>(
        &self,
        scope: &Scope,
        prefix: KeyBuf,
        by: impl Fn(&R) -> Option<K>,
    ) -> Result<Vec<Place<R>>> {
        let mut found = Vec::new();
        for row in self.each(scope.clone(), prefix.prefix(), Order::Ascending) {
            let (key, record) = row?;
            found.extend(by(&record).map(|by| (by, key)));
        }
        found.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(found.into_iter().map(|(_, key)| Place::new(key, scope.clone())).collect())
    }

    /// The record at a place where this view has found one.
    pub fn found<R: Record>(&self, place: &Place<R>) -> Result<R> {
        self.peek(place)?.ok_or_else(|| Error::internal("a record is gone that was there in the same view"))
    }
}

impl Walk<'_, '_> {
    /// Reads on, where there is more.
    fn more(&mut self) -> Result<()> {
        let rows = self.view.rows(&self.range.0, &self.range.1, self.order, self.at_once)?;
        self.over = rows.len() < self.at_once;
        if let Some((last, _)) = rows.last() {
            match self.order {
                // The next key there can be.
                Order::Ascending => self.range.0 = [last.as_slice(), &[0]].concat(),
                Order::Descending => self.range.1.clone_from(last),
            }
        }
        self.read = rows.into_iter();
        Ok(())
    }
}

impl Iterator for Walk<'_, '_> {
    type Item = Result<Sealed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.read.as_slice().is_empty()
            && !self.over
            && let Err(e) = self.more()
        {
            self.over = true;
            return Some(Err(e));
        }
        self.read.next().map(Ok)
    }
}
