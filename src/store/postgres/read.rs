//! Reading: one repeatable-read transaction a view.

use super::fault::fault;
use super::position::{Base, signed, unsigned};
use super::session::{Lent, Pool};
use crate::base::{Error, Result};
use crate::store::contract::{Head, LogEntry, Moved, Order, Position, Row, Snapshot};
use postgres::SimpleQueryMessage;
use postgres::types::ToSql;
use std::cell::RefCell;

/// A view; its connection goes back when it is dropped.
pub(super) struct View<'a> {
    session: RefCell<Lent<'a>>,
    settled: Position,
}

type Params<'a> = &'a [&'a (dyn ToSql + Sync)];

impl<'a> View<'a> {
    /// Begins a view as of now. PostgreSQL fixes it at the first statement, so one is sent along.
    pub(super) fn begin(pool: &'a Pool) -> Result<Self> {
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT pg_snapshot_xmin(pg_current_snapshot())";
        let mut session = pool.take()?;
        let answers = match session.client.simple_query(begin) {
            Ok(answers) => answers,
            Err(err) => {
                session.discard();
                return Err(fault(err));
            }
        };
        let horizon = answers.iter().find_map(|answer| match answer {
            SimpleQueryMessage::Row(row) => row.get(0)?.parse().ok(),
            _ => None,
        });
        let horizon = horizon.ok_or_else(|| Error::internal("PostgreSQL told no transaction horizon"))?;
        Ok(Self { session: RefCell::new(session), settled: Base::settled(pool.base(), horizon) })
    }

    fn query(&self, sql: &'static str, params: Params<'_>) -> Result<Vec<postgres::Row>> {
        self.session.borrow_mut().query(sql, params).map_err(fault)
    }
}

impl Drop for View<'_> {
    fn drop(&mut self) {
        let mut session = self.session.borrow_mut();
        if session.client.batch_execute("ROLLBACK").is_err() {
            session.discard();
        }
    }
}

/// One column of a row.
pub(super) fn column<'r, T: postgres::types::FromSql<'r>>(row: &'r postgres::Row, at: usize) -> Result<T> {
    row.try_get(at).map_err(fault)
}

fn number(row: &postgres::Row, at: usize) -> Result<u64> {
    column(row, at).map(unsigned)
}

fn read_row(row: &postgres::Row) -> Result<Row> {
    Ok(Row { key: column(row, 0)?, rev: number(row, 1)?, value: column(row, 2)? })
}

fn most(limit: usize) -> i64 {
    signed(limit as u64)
}

impl Snapshot for View<'_> {
    fn position(&self) -> Result<Position> {
        Ok(self.settled)
    }

    fn get(&self, key: &[u8]) -> Result<Option<Row>> {
        let rows = self.query("SELECT key, rev, value FROM comity_rows WHERE key = $1", &[&key])?;
        rows.first().map(read_row).transpose()
    }

    fn range(&self, from: &[u8], to: &[u8], order: Order, limit: usize) -> Result<Vec<Row>> {
        let sql = match order {
            Order::Ascending => {
                "SELECT key, rev, value FROM comity_rows WHERE key >= $1 AND key < $2 ORDER BY key LIMIT $3"
            }
            Order::Descending => {
                "SELECT key, rev, value FROM comity_rows WHERE key >= $1 AND key < $2 ORDER BY key DESC LIMIT $3"
            }
        };
        self.query(sql, &[&from, &to, &most(limit)])?.iter().map(read_row).collect()
    }

    fn count(&self, from: &[u8], to: &[u8], ending: Option<u8>, limit: usize) -> Result<usize> {
        let sql = "SELECT count(*) FROM (SELECT FROM comity_rows WHERE key >= $1 AND key < $2 \
                   AND ($3::int IS NULL OR get_byte(key, length(key) - 1) = $3) LIMIT $4) AS counted";
        let rows = self.query(sql, &[&from, &to, &ending.map(i32::from), &most(limit)])?;
        rows.first().map_or(Ok(0), |row| number(row, 0)).map(|count| count as usize)
    }

    fn head(&self, part: &[u8]) -> Result<Head> {
        let rows = self.query("SELECT seq, stamp FROM comity_parts WHERE part = $1", &[&part])?;
        let Some(row) = rows.first() else { return Ok(Head::default()) };
        Ok(Head { seq: number(row, 0)?, stamp: number(row, 1)? })
    }

    fn read_log(&self, part: &[u8], after: u64, limit: usize) -> Result<Vec<LogEntry>> {
        let sql = "SELECT seq, stamp, value FROM comity_log WHERE part = $1 AND seq > $2 ORDER BY seq LIMIT $3";
        let read =
            |row: &postgres::Row| Ok(LogEntry { seq: number(row, 0)?, stamp: number(row, 1)?, value: column(row, 2)? });
        self.query(sql, &[&part, &signed(after), &most(limit)])?.iter().map(read).collect()
    }

    /// A transaction below the horizon has ended, so no commit can appear behind the last position told. A tail by
    /// the highest position seen would lose commits: numbers are given at the begin and become visible at the end.
    fn moved_since(&self, after: Position, limit: usize) -> Result<Vec<Moved>> {
        let sql = "SELECT position, part, first, last FROM comity_moved WHERE position > $1 AND position <= $2 \
                   ORDER BY position FETCH FIRST ($3) ROWS WITH TIES";
        let rows = self.query(sql, &[&signed(after), &signed(self.settled), &most(limit)])?;
        let read = |row: &postgres::Row| {
            let (position, part) = (number(row, 0)?, column(row, 1)?);
            Ok(Moved { position, part, first: number(row, 2)?, last: number(row, 3)? })
        };
        let mut moved = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
        moved.sort_by(|a, b| (a.position, &a.part).cmp(&(b.position, &b.part)));
        Ok(moved)
    }
}
