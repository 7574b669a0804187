//! A list on its way out. It is written while it is read, until it has as many items as were asked for or as many bytes as
//! an answer may have: what follows is the next page, either way.

use super::answer::Answer;
use super::call::{Call, Refusal};
use super::paging::{self, Span, metadata};
use crate::base::{Error, Result, limits, unless_damaged};
use serde::Serialize;
use serde_json::{Value, json};

/// The list, as far as it was written.
pub struct Page {
    /// The answer's beginning, up to the last item.
    text: Vec<u8>,
    /// Where each item begins.
    starts: Vec<usize>,
    close: u8,
    limit: usize,
    /// Bytes that may be written here and now.
    room: usize,
    /// The cursor behind the last item.
    last: Option<Vec<u8>>,
    more: bool,
}

impl Page {
    /// A list in the field `name`, of so many items at most.
    pub fn list(call: &Call, name: &str, limit: usize) -> Self {
        Self::begin(call, format!("{{\"{name}\":["), b']', limit)
    }

    /// The same for an object whose fields are the items.
    pub fn map(call: &Call, name: &str, limit: usize) -> Self {
        Self::begin(call, format!("{{\"{name}\":{{"), b'}', limit)
    }

    fn begin(call: &Call, text: String, close: u8, limit: usize) -> Self {
        let limit = limit.max(1);
        Self { text: text.into_bytes(), starts: Vec::new(), close, limit, room: call.room, last: None, more: false }
    }

    /// Goes on with another list, in the same answer and of as many bytes as it has left.
    #[must_use]
    pub fn then(mut self, name: &str) -> Self {
        self.text.push(self.close);
        self.text.extend(format!(",\"{name}\":[").into_bytes());
        Self { starts: Vec::new(), close: b']', ..self }
    }

    /// Writes a list that is at hand as a whole, from `start` on: a cursor is the number of items before it.
    pub fn fill_from<T, S: Serialize>(
        &mut self,
        start: usize,
        all: &[T],
        mut write: impl FnMut(&T) -> Result<S>,
    ) -> Result<(), Refusal> {
        let rest = all.iter().enumerate().skip(start).map(Ok);
        self.fill(rest, |(at, item)| Ok((paging::before(at + 1), write(item)?)))
    }

    /// Writes items until the page is full. `write` gives an item's object, and the cursor with which the page begins that
    /// follows it.
    ///
    /// # Errors
    /// `Refusal::Large` when the page is more than is written between other people's calls.
    pub fn fill<T, S: Serialize>(
        &mut self,
        items: impl IntoIterator<Item = Result<T>>,
        mut write: impl FnMut(&T) -> Result<(Vec<u8>, S)>,
    ) -> Result<(), Refusal> {
        self.fill_each(items, |item, text| {
            let (cursor, object) = write(item)?;
            put(text, &object)?;
            Ok(cursor)
        })
    }

    /// The same for a map: `write` gives the field's name too.
    pub fn fill_map<T, S: Serialize>(
        &mut self,
        items: impl IntoIterator<Item = Result<T>>,
        mut write: impl FnMut(&T) -> Result<(Vec<u8>, String, S)>,
    ) -> Result<(), Refusal> {
        self.fill_each(items, |item, text| {
            let (cursor, name, object) = write(item)?;
            put(text, &name)?;
            text.push(b':');
            put(text, &object)?;
            Ok(cursor)
        })
    }

    fn fill_each<T>(
        &mut self,
        items: impl IntoIterator<Item = Result<T>>,
        mut write: impl FnMut(&T, &mut Vec<u8>) -> Result<Vec<u8>>,
    ) -> Result<(), Refusal> {
        let mut items = items.into_iter();
        while !self.more
            && let Some(item) = items.next()
        {
            let Some(item) = unless_damaged(item).transpose()? else { continue };
            if self.starts.len() == self.limit {
                self.more = true;
                break;
            }
            let before = self.text.len();
            if !self.starts.is_empty() {
                self.text.push(b',');
            }
            let start = self.text.len();
            // What is damaged is named elsewhere, and costs the page nothing else.
            let Some(cursor) = unless_damaged(write(&item, &mut self.text)).transpose()? else {
                self.text.truncate(before);
                continue;
            };
            if self.text.len() > self.room && self.room < limits::ANSWER_BYTES {
                return Err(Refusal::Large);
            }
            // No item alone is as large as that, so every page goes on.
            if self.text.len() > limits::ANSWER_BYTES && !self.starts.is_empty() {
                self.text.truncate(before);
                self.more = true;
                break;
            }
            self.starts.push(start);
            self.last = Some(cursor);
        }
        Ok(())
    }

    /// Whether something follows though there is room for more items: they are large.
    fn is_cut(&self) -> bool {
        self.more && self.starts.len() < self.limit
    }

    /// The cursor of what follows, as the client gets it.
    pub fn next_cursor(&self) -> Value {
        metadata(self.last.clone().filter(|_| self.more))["next_cursor"].take()
    }

    /// Says that something follows behind what was at hand.
    pub fn and_more(&mut self, more: bool) {
        self.more |= more;
    }

    /// The last item first; the first `kept` of them stay where they are.
    #[must_use]
    pub fn reversed_after(mut self, kept: usize) -> Self {
        let Some(first) = self.starts.get(kept).copied() else { return self };
        let (mut list, mut end) = (Vec::with_capacity(self.text.len() - first), self.text.len());
        for start in self.starts.iter().skip(kept).rev().copied() {
            list.extend_from_slice(&self.text[start..end]);
            list.push(b',');
            end = start - 1;
        }
        list.pop();
        self.text.truncate(first);
        self.text.append(&mut list);
        self
    }

    /// The answer: the list, these fields, and the cursor of what follows.
    pub fn answer(mut self, mut fields: Value) -> Answer {
        fields["response_metadata"] = metadata(self.last.filter(|_| self.more));
        self.text.push(self.close);
        Answer::begun(self.text, fields)
    }

    /// The same for a part of a list. Who asks for pages by their number would never see what did not fit.
    pub fn answer_span(self, span: &Span, fields: Value) -> Result<Answer> {
        if span.by_page && self.is_cut() {
            let why = "these items are more than one answer holds: ask for fewer with `count`, or follow `next_cursor`";
            return Err(Error::limit("limit_exceeded").because(why));
        }
        Ok(self.answer(fields))
    }

    /// The same where an answer says `has_more` too.
    pub fn answer_with_more(self, mut fields: Value) -> Answer {
        fields["has_more"] = json!(self.more);
        self.answer(fields)
    }
}

fn put(text: &mut Vec<u8>, object: &impl Serialize) -> Result<()> {
    serde_json::to_writer(text, object).map_err(|e| Error::internal(format!("an item can't be written: {e}")))
}
